"""What the vote and other decisions leave on the dossier, and the acts that need two people."""

from dataclasses import asdict
from datetime import date
from typing import Any

from dossiers import access, deadlines, guards, joints, rules
from dossiers.actions.life import advance, lock
from dossiers.lifecycle import STEPS, Keeper
from dossiers.models import Ask, Ceiling, Condition, DeadlineKind, Decision, Dossier
from dossiers.models.conditions import Terms
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require


def ceilings_refusals(dossier: Dossier, ceilings: dict[Partner, int]) -> list[Refusal]:
    """Whether these ceilings fit in what each partner's envelope holds free, and in the CeA's competences."""
    return [
        refusal
        for partner, cents in ceilings.items()
        for refusal in rules.ceiling_refusals(
            cents,
            joints.free_cents(partner, dossier) if cents else 0,
            partner=partner.name,
            needs_competence=partner.is_competence_bound,
            competent=dossier.cea_competence is True,
        )
    ]


def endorse(
    dossier: Dossier, *, ceilings: dict[Partner, int], conditions: list[tuple[str, Terms]], by: User, **facts: Any
) -> Dossier:
    """A favourable vote is proclaimed: fixes ceilings and conditions, then takes the step. Committees call it."""
    dossier = lock(dossier)
    for partner, cents in ceilings.items():
        if cents:
            Ceiling.objects.create(dossier=dossier, partner=partner, cents=cents)
    for text, terms in conditions:
        Condition.objects.create(dossier=dossier, text=text, **asdict(terms))
    fixed = {partner.code: cents for partner, cents in ceilings.items() if cents}
    return advance(dossier, "endorse", by=by, ceilings=fixed, conditions=[text for text, _ in conditions], **facts)


def postpone(dossier: Dossier, *, reason: str, by: User, **facts: Any) -> Dossier:
    """To the next meeting, at most as often as the rules allow. Committees call it."""
    dossier = advance(dossier, "postpone", by=by, reason=reason.strip(), **facts)
    dossier.postponements += 1
    dossier.save(update_fields=["postponements"])
    return dossier


@action("dossiers.record_decision", refuses=("not-yours", "reason-missing", "decision-future"))
def record_decision(
    dossier: Dossier, *, purpose: Decision.Purpose, reference: str, decided_on: date, text: str, by: User
) -> Decision:
    """The engagement committee's secretary enters a decision that later acts may cite."""
    dossier = lock(dossier)
    require(access.key_refusals(by, dossier, Keeper.ENGAGEMENT_SECRETARY))
    if not text.strip() or not reference.strip():
        raise Refused([refuse("reason-missing")])
    if decided_on > clock.today():
        raise Refused([refuse("decision-future", day=decided_on)])
    decision = Decision.objects.create(
        dossier=dossier,
        purpose=purpose,
        reference=reference.strip(),
        decided_on=decided_on,
        text=text.strip(),
        recorded_by=by,
    )
    if purpose == Decision.Purpose.WAIVE_REPORT:
        deadlines.close(dossier.subject, DeadlineKind.REPORT, Decision.Purpose.WAIVE_REPORT.label)
    record(
        Kind.DECISION_RECORDED,
        subject=dossier.subject,
        by=by,
        office=Keeper.ENGAGEMENT_SECRETARY,
        purpose=purpose,
        reference=reference.strip(),
    )
    return decision


@action("dossiers.ask_renounce", refuses=("not-yours", "wrong-state", "already-asked", "reason-missing"))
def ask_renounce(dossier: Dossier, *, reason: str, by: User) -> Ask:
    """The holder asks to give the project up after the decision; the officer in charge confirms."""
    return _ask(dossier, "renounce", Keeper.APPLICANT, Kind.RENOUNCE_ASKED, reason=reason, by=by)


@action("dossiers.ask_cancel", refuses=("not-yours", "wrong-state", "already-asked", "reason-missing", "no-decision"))
def ask_cancel(dossier: Dossier, *, reason: str, by: User) -> Ask:
    """The director asks to cancel, on a recorded decision of the engagement committee; the treasurer confirms."""
    return _ask(dossier, "cancel", Keeper.DIRECTOR, Kind.CANCEL_ASKED, reason=reason, by=by)


def _ask(dossier: Dossier, step: str, keeper: Keeper, kind: Kind, *, reason: str, by: User) -> Ask:
    dossier = lock(dossier)
    require(access.key_refusals(by, dossier, keeper))
    if dossier.status not in STEPS[step].sources:
        raise Refused([refuse("wrong-state", state=dossier.get_state_display())])
    require(rules.reason_refusals(reason))
    if guards.open_ask(dossier, step) is not None:
        raise Refused([refuse("already-asked")])
    decision = dossier.decisions.filter(purpose=Decision.Purpose.CANCEL).last() if step == "cancel" else None
    if step == "cancel" and decision is None:
        raise Refused([refuse("no-decision")])
    ask = Ask.objects.create(dossier=dossier, step=step, asked_by=by, reason=reason.strip(), decision=decision)
    record(kind, subject=dossier.subject, by=by, office=keeper, reason=reason.strip())
    return ask


@action("dossiers.take_back_ask", refuses=("not-yours", "not-asked"))
def take_back_ask(ask: Ask, *, by: User) -> Dossier:
    """Whoever asked for a renunciation or a cancellation may change their mind until it is confirmed."""
    dossier = lock(ask.dossier)
    keeper = Keeper.APPLICANT if ask.step == "renounce" else Keeper.DIRECTOR
    require(access.key_refusals(by, dossier, keeper))
    if not dossier.asks.filter(pk=ask.pk, taken_back_at=None).update(taken_back_at=clock.now()):
        raise Refused([refuse("not-asked", asker=str(by))])
    record(Kind.ASK_TAKEN_BACK, subject=dossier.subject, by=by, office=keeper, step=ask.step)
    return dossier


@action("dossiers.renounce", refuses=STEPS["renounce"].refuses)
def renounce(dossier: Dossier, *, by: User) -> Dossier:
    return advance(dossier, "renounce", by=by)


@action("dossiers.cancel", refuses=STEPS["cancel"].refuses)
def cancel(dossier: Dossier, *, reason: str, by: User) -> Dossier:
    return advance(dossier, "cancel", by=by, reason=reason.strip())
