"""The one door: takes a dossier from state to state. Nothing else changes the state."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from dossiers import access, deadlines, guards, joints, snapshots, stages
from dossiers.lifecycle import STEPS, Keeper, State
from dossiers.models import Complement, Counter, Dossier, GridVersion, Occasion, RulesVersion, look_ahead
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import act, action
from okote_flow.directory.models import User
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

MOVES = frozenset(Kind(row.kind) for row in STEPS.values())
CLOSES_DUTY = {
    "admit": "admissibility",
    "reject_inadmissible": "admissibility",
    "ask_complements": "admissibility",
    "answer_complements": "complements",
    "drop": "complements-follow-up",
    "close": "closing",
}


def lock(dossier: Dossier) -> Dossier:
    """The dossier as it is now, its row held until the transaction ends."""
    return Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)


def lock_for(dossier: Dossier, step: str) -> Dossier:
    """The same, when the caller saw it in a state where this step was possible: else they are told who was first."""
    now = lock(dossier)
    if now.state != dossier.state and now.status not in STEPS[step].sources:
        raise Refused([_moved(now)])
    return now


@transaction.atomic
@act()
def advance(dossier: Dossier, step: str, *, by: User | None, **facts: Any) -> Dossier:
    """Take one step of the life. The only code that changes Dossier.state.

    Locks the row, asks key, state and rules, moves, journals, closes the duties of the old state and opens those of
    the new one. When another has moved the dossier since `dossier` was read, the actor is told who.
    Raises Refused with every reason.
    """
    dossier = lock_for(dossier, step)
    row = STEPS[step]
    require(access.step_refusals(by, dossier, step, facts | {"by_id": by.pk if by else None}))
    duty = CLOSES_DUTY.get(step)
    if by is not None and duty is not None:
        stages.finish(dossier, duty, by=by)
    before = dossier.state
    office = Keeper.OFFICER if step == "withdraw" and access.takes_back(by, dossier) else row.keeper
    getattr(dossier, step)()
    _stamp(dossier, before)
    dossier.save()
    record(Kind(row.kind), subject=dossier.subject, by=by, office=office, before=before, after=dossier.state, **facts)
    stages.leave(dossier)
    deadlines.follow(dossier, row.label)
    stages.enter(dossier)
    for effect in joints.effects.get(step, []):
        effect(dossier, by)
    look_ahead(Q(pk=dossier.pk))
    return dossier


def _stamp(dossier: Dossier, before: str) -> None:
    """The dates that say since when the dossier is where it is."""
    now = clock.now()
    dossier.state_since = dossier.touched_at = now
    if dossier.status == State.TERRITORIAL_REVIEW:
        dossier.admitted_at = dossier.admitted_at or now
    if dossier.status == State.ENGAGEMENT_REVIEW and before == State.TERRITORIAL_REVIEW:
        dossier.at_engagement_since = now


def _moved(dossier: Dossier) -> Refusal:
    last = story(dossier.subject, kinds=MOVES)[-1]
    return refuse("moved-meanwhile", who=last.who.capitalize(), what=last.label, state=dossier.get_state_display())


@action("dossiers.submit", refuses=(*STEPS["submit"].refuses, "call-not-open"))
def submit(dossier: Dossier, *, by: User) -> Dossier:
    """Hand the dossier in. It gets its number, its date of receipt and the rules in force that day (CRPA L112-3)."""
    dossier = lock_for(dossier, "submit")
    require(access.step_refusals(by, dossier, "submit", {}))
    today = clock.today()
    dossier.number = f"OKT-{today.year}-{Counter.take(f'dossier-{today.year}'):03d}"
    dossier.submitted_at = clock.now()
    dossier.rules = RulesVersion.in_force(today)
    dossier.grid = GridVersion.objects.in_force(today)
    dossier.save()
    dossier = advance(dossier, "submit", by=by, number=dossier.number)
    snapshots.freeze(dossier, Occasion.SUBMIT)
    return dossier


@action("dossiers.expire", refuses=STEPS["expire"].refuses)
def expire(dossier: Dossier, *, by: None = None) -> Dossier:
    return advance(dossier, "expire", by=by)


@action("dossiers.admit", refuses=STEPS["admit"].refuses)
def admit(dossier: Dossier, *, by: User) -> Dossier:
    """The file is complete: over to the territorial committee. Whoever admits takes the dossier in charge."""
    dossier = _take_charge(dossier, "admit", by)
    return advance(dossier, "admit", by=by)


@action("dossiers.reject_inadmissible", refuses=STEPS["reject_inadmissible"].refuses)
def reject_inadmissible(dossier: Dossier, *, reason: str, by: User) -> Dossier:
    dossier = _take_charge(dossier, "reject_inadmissible", by)
    return advance(dossier, "reject_inadmissible", by=by, reason=reason.strip())


@action("dossiers.ask_complements", refuses=STEPS["ask_complements"].refuses)
def ask_complements(dossier: Dossier, *, by: User, reason: str = "") -> Dossier:
    """Send the prepared questions to the holder, with a date to answer by."""
    dossier = _take_charge(dossier, "ask_complements", by)
    return send_questions(dossier, "ask_complements", by=by, reason=reason)


@action("dossiers.send_back", refuses=STEPS["send_back"].refuses)
def send_back(dossier: Dossier, *, reason: str, by: User) -> Dossier:
    """The territorial committee wants to know more."""
    return send_questions(dossier, "send_back", by=by, reason=reason)


def send_questions(dossier: Dossier, step: str, *, by: User, reason: str) -> Dossier:
    """Take a step that asks the holder for complements, with all the questions that are ready."""
    dossier = lock_for(dossier, step)
    require(access.step_refusals(by, dossier, step, {"reason": reason}))
    request = Complement.objects.create(
        dossier=dossier,
        asked_by=by,
        asked_from=dossier.state,
        reason=reason.strip(),
        asked_at=clock.now(),
        due_on=clock.today() + guards.complement_due(dossier),
    )
    ready = list(dossier.questions.filter(complement=None).values_list("pk", flat=True))
    dossier = advance(dossier, step, by=by, reason=reason.strip(), questions=len(ready), due_on=request.due_on)
    dossier.questions.filter(pk__in=ready).update(complement=request)
    return dossier


@action("dossiers.answer_complements", refuses=STEPS["answer_complements"].refuses)
def answer_complements(dossier: Dossier, *, by: User) -> Dossier:
    """Send the answers back to the body that asked; a new round of screening begins when it was the committee."""
    dossier = lock_for(dossier, "answer_complements")
    require(access.step_refusals(by, dossier, "answer_complements", {}))
    if dossier.asked_from == State.TERRITORIAL_REVIEW:
        dossier.round += 1
        dossier.save(update_fields=["round"])
    dossier = advance(dossier, "answer_complements", by=by)
    dossier.complements.filter(answered_at=None).update(answered_at=clock.now())
    snapshots.freeze(dossier, Occasion.ANSWER)
    return dossier


@action("dossiers.drop", refuses=STEPS["drop"].refuses)
def drop(dossier: Dossier, *, reason: str, by: User) -> Dossier:
    dossier = advance(dossier, "drop", by=by, reason=reason.strip())
    dossier.complements.filter(answered_at=None).update(answered_at=clock.now())
    return dossier


@action("dossiers.withdraw", refuses=STEPS["withdraw"].refuses)
def withdraw(dossier: Dossier, *, by: User, reason: str = "") -> Dossier:
    """The holder gives the project up before any decision; final."""
    dossier = advance(dossier, "withdraw", by=by, reason=reason.strip())
    dossier.complements.filter(answered_at=None).update(answered_at=clock.now())
    return dossier


@action("dossiers.close", refuses=STEPS["close"].refuses)
def close(dossier: Dossier, *, by: User) -> Dossier:
    return advance(dossier, "close", by=by)


def _take_charge(dossier: Dossier, step: str, officer: User) -> Dossier:
    """An officer who acts on a dossier nobody follows takes it in charge."""
    dossier = lock_for(dossier, step)
    if dossier.officer_id is None and access.holds(officer, dossier, Keeper.OFFICER):
        dossier.officer = officer
        dossier.save(update_fields=["officer"])
        record(
            Kind.OFFICER_ASSIGNED,
            subject=dossier.subject,
            by=officer,
            office=Keeper.OFFICER,
            people={"officer": officer},
        )
    return dossier
