"""The dossier's own reasons to refuse a step: gathers the facts and asks the pure rules."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Sum

from dossiers import grids, rules, workdays
from dossiers.lifecycle import State
from dossiers.models import Ask, Complement, Criterion, Decision, Dossier
from dossiers.models.content import Side
from dossiers.models.exchange import Gate
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.directory.access import same_hands
from okote_flow.refusals import Refusal

Given = dict[str, Any] | None
MINIMUM_ANSWER = 30  # characters: a justified answer, not a word


def of_step(step: str, dossier: Dossier, given: Given) -> Iterator[Refusal]:
    for check in GUARDS.get(step, ()):
        yield from check(dossier, given)


def sums(dossier: Dossier) -> dict[str, int]:
    """Totals of the budget by side, in cents."""
    found = dict.fromkeys(Side.values, 0)
    rows = (
        dossier.budget_lines.order_by().values("side").annotate(total=Sum("amount_cents")).values_list("side", "total")
    )
    return found | dict(rows)


def sheet(dossier: Dossier) -> rules.Sheet:
    totals = sums(dossier)
    return rules.Sheet(
        missing=missing(dossier),
        expenses_cents=totals[Side.EXPENSE],
        resources_cents=totals[Side.RESOURCE],
        has_commitment=dossier.republican_commitment_at is not None,
        call=dossier.call.name if dossier.call else "",
        call_opens_on=dossier.call.opens_on if dossier.call else None,
        call_closes_on=dossier.call.closes_on if dossier.call else None,
    )


def missing(dossier: Dossier) -> tuple[str, ...]:
    """What is not filled in, in the words of the form."""
    organization = dossier.organization
    structure = (
        rules.structure_missing(
            organization.legal_form,
            siret=organization.siret,
            court=organization.court,
            volume=organization.volume,
            folio=organization.folio,
        )
        if organization
        else ("la structure",)
    )
    fields = rules.missing_fields(
        [
            ("l’intitulé", bool(dossier.title)),
            ("le résumé", bool(dossier.summary.strip())),
            ("le territoire", dossier.territory_id is not None),
            ("l’objectif de la campagne", bool(dossier.goal_cents)),
            ("le budget", dossier.budget_lines.exists()),
        ]
    )
    return (*structure, *fields, *_unanswered(dossier))


def _unanswered(dossier: Dossier) -> Iterator[str]:
    said = {answer.criterion_id: answer.text.strip() for answer in dossier.answers.all()}
    for criterion in grids.of(dossier):
        if len(said.get(criterion.pk, "")) < MINIMUM_ANSWER:
            yield answer_to(criterion)


def answer_to(criterion: Criterion) -> str:
    """How what is missing names an answer."""
    return f"la réponse au critère «\u00a0{criterion.name}\u00a0»"


def _complete(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    yield from rules.submission_refusals(sheet(dossier), clock.today())


def _still_complete(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    """What is changed while answering must leave a dossier that could be submitted; its call may be over."""
    still = replace(sheet(dossier), call_opens_on=None, call_closes_on=None)
    yield from rules.submission_refusals(still, clock.today())


def _idle(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    parameters = dossier.parameters
    announced = dossier.expiry_announced_at
    yield from rules.expiry_refusals(
        touched_on=dossier.touched_at.astimezone(clock.PARIS).date(),
        idle_since=rules.months_before(clock.today(), parameters.draft_idle_months),
        announced_on=announced.astimezone(clock.PARIS).date() if announced else None,
        today=clock.today(),
        notice_days=parameters.draft_notice_days,
    )


def _has_question(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    if not dossier.questions.filter(complement=None).exists():
        yield refuse("no-question")


def _reason(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    yield from rules.reason_refusals(None if given is None else str(given.get("reason") or ""))


def _answered(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    waiting = dossier.questions.filter(complement__answered_at=None, complement__isnull=False, answer="").count()
    if waiting:
        yield refuse("unanswered", count=waiting)


def _overdue(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    request = open_request(dossier)
    if request is not None:
        yield from rules.drop_refusals(request.due_on, clock.today())


def _ready_for_committee(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    waiting = dossier.questions.filter(complement=None).count()
    if waiting:
        yield refuse("open-questions", count=waiting)
    if dossier.cea_competence is None:
        yield refuse("competence-undecided")
    if dossier.territory_id is None:
        yield refuse("no-territory")


def _may_wait(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    yield from rules.postponement_refusals(dossier.postponements, dossier.parameters.postponements)


def gate_open(gate: Gate) -> Callable[[Dossier, Given], Iterator[Refusal]]:
    """No step through a gate that an open condition holds."""

    def check(dossier: Dossier, given: Given) -> Iterator[Refusal]:
        for condition in dossier.conditions.blocking(gate):
            yield refuse("condition-open", text=condition.text)

    return check


def _siret(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    if dossier.organization is None or not dossier.organization.siret:
        yield refuse("siret-missing")


def _reported(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    """Only paid dossiers owe a report."""
    if dossier.status != State.FOLLOW_UP:
        return
    report = getattr(dossier, "final_report", None)
    waived = dossier.decisions.filter(purpose=Decision.Purpose.WAIVE_REPORT).exists()
    if not waived and (report is None or report.accepted_at is None):
        yield refuse("report-missing")


def _asked(step: str, asker: str) -> Callable[[Dossier, Given], Iterator[Refusal]]:
    def check(dossier: Dossier, given: Given) -> Iterator[Refusal]:
        ask = open_ask(dossier, step)
        if ask is None:
            yield refuse("not-asked", asker=asker)
        elif given is not None and given.get("by_id") == ask.asked_by_id:
            yield refuse("same-person")
        elif given is not None and _same_hands(given.get("by_id"), ask):
            yield refuse("same-hands")

    return check


def _same_hands(by: int | None, ask: Ask) -> bool:
    """Whether whoever confirms stands in for whoever asked, or is stood in for by them."""
    day = ask.asked_at.astimezone(clock.PARIS).date()
    return by is not None and bool(same_hands(by, [(ask.asked_by_id, day)]))


def _cancel_decided(dossier: Dossier, given: Given) -> Iterator[Refusal]:
    ask = open_ask(dossier, "cancel")
    if ask is not None and ask.decision_id is None:
        yield refuse("no-decision")


def open_request(dossier: Dossier) -> Complement | None:
    """The request for complements that the holder has not answered yet."""
    return dossier.complements.filter(answered_at=None).first()


def open_ask(dossier: Dossier, step: str) -> Ask | None:
    return dossier.asks.filter(step=step, taken_back_at=None).first()


def complement_due(dossier: Dossier) -> timedelta:
    days = dossier.parameters.complement_days
    return timedelta(days=days + workdays.rolled(clock.today() + timedelta(days=days), dossier.parameters))


GUARDS: dict[str, tuple[Callable[[Dossier, Given], Iterator[Refusal]], ...]] = {
    "submit": (_complete,),
    "expire": (_idle,),
    "ask_complements": (_has_question,),
    "answer_complements": (_answered, _still_complete),
    "drop": (_overdue, _reason),
    "admit": (_ready_for_committee,),
    "reject_inadmissible": (_reason,),
    "send_back": (_has_question, _reason),
    "favour": (_reason,),
    "decline_territorial": (_reason,),
    "postpone": (_reason, _may_wait),
    "rework": (_has_question, _reason),
    "decline": (_reason,),
    "open_campaign": (gate_open(Gate.CAMPAIGN),),
    "settle": (gate_open(Gate.MATCHING), _siret),
    "pay_all": (gate_open(Gate.PAYOUT),),
    "close": (_reported,),
    "renounce": (_asked("renounce", "Le porteur"),),
    "cancel": (_asked("cancel", "La direction"), _cancel_decided, _reason),
}
