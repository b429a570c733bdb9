"""Reckons the figures of dossiers from what happened: their rows, their journal, their gifts and the books.

A constant number of queries for any number of dossiers. What acts keep, `audit` and a repair come from here alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Min, Sum

from dossiers.lifecycle import STAGE_OF, STEPS, State
from dossiers.models import Ceiling, Dossier, DossierProcess
from funding.access import END_OF_CAMPAIGN, MATCHED
from funding.models import Account, Campaign, CampaignState, Gift, Refund
from okote_flow import clock
from okote_flow.cents import share_out
from okote_flow.directory.models import PartnerKind
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.steering.models import NEVER, DossierFacts, DossierGifts, DossierSpan, Opened, Span

GIVEN_UP_STATES = (State.RENOUNCED, State.CANCELLED)
ENDED = (CampaignState.SUCCEEDED, CampaignState.SETTLED, CampaignState.FAILED)
UNDECIDED = (2, 3, 4)
STEP_KINDS = tuple(row.kind for row in STEPS.values())
OPINIONS = (Kind.DOSSIER_FAVOUR, Kind.DOSSIER_DECLINE_TERRITORIAL)
DECISIONS = (Kind.DOSSIER_ENDORSE, Kind.DOSSIER_DECLINE)
BOUNDS: dict[Span, tuple[tuple[Kind, ...], tuple[Kind, ...]]] = {
    Span.ADMISSION: ((Kind.DOSSIER_SUBMIT,), (Kind.DOSSIER_ADMIT,)),
    Span.TERRITORIAL: ((Kind.DOSSIER_ADMIT,), OPINIONS),
    Span.ENGAGEMENT: ((Kind.DOSSIER_FAVOUR,), DECISIONS),
    Span.DECISION: ((Kind.DOSSIER_SUBMIT,), DECISIONS),
    Span.PREPARATION: ((Kind.DOSSIER_ENDORSE,), (Kind.DOSSIER_OPEN_CAMPAIGN,)),
    Span.CAMPAIGN: ((Kind.DOSSIER_OPEN_CAMPAIGN,), (Kind.DOSSIER_SUCCEED, Kind.DOSSIER_FAIL)),
    Span.MATCHING: ((Kind.DOSSIER_SUCCEED,), (Kind.DOSSIER_SETTLE,)),
    Span.PAYOUT: ((Kind.DOSSIER_SETTLE,), (Kind.DOSSIER_PAY_ALL,)),
    Span.REPORT: ((Kind.DOSSIER_PAY_ALL,), (Kind.DOSSIER_CLOSE,)),
}
"""Each stretch begins and ends with a step of the life, which no dossier takes twice."""
LANES = {PartnerKind.COMPANY.value: "companies_cents", PartnerKind.AUTHORITY.value: "authorities_cents"}


@dataclass(slots=True)
class Reckoned:
    """What is true of one dossier."""

    facts: DossierFacts
    spans: list[DossierSpan] = field(default_factory=list)
    months: list[DossierGifts] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the life, as the journal tells it."""

    kind: str
    day: date
    stage: int  # that it led to; 0 for an end or for what was given up


def reckon(dossiers: Collection[int]) -> dict[int, Reckoned]:
    """The figures of those of these dossiers that were handed in."""
    handed_in = list(Dossier.objects.handed_in().filter(pk__in=dossiers).order_by())
    steps = _steps(dossiers) if handed_in else {}
    found = {one.pk: Reckoned(_begun(one, steps[one.pk]), list(_spans(one.pk, steps[one.pk]))) for one in handed_in}
    if found:
        _add_due_days(found)
        _add_ceilings(found)
        if _add_campaigns(found):
            _add_matches(found)
            _add_gifts(found)
    for one in found.values():
        parts: list[DossierSpan | DossierGifts] = [*one.spans, *one.months]
        for part in parts:
            part.territory_id, part.theme, part.opened = one.facts.territory_id, one.facts.theme, one.facts.opened
    return found


def _steps(dossiers: Collection[int]) -> dict[int, list[Step]]:
    subjects = [f"dossier:{key}" for key in dossiers]
    told = Event.objects.filter(subject__in=subjects, kind__in=STEP_KINDS).order_by("subject", "seq")
    found: dict[int, list[Step]] = defaultdict(list)
    for subject, kind, at, facts in told.values_list("subject", "kind", "at", "facts"):
        stage = _stage(facts.get("after"), facts.get("before"))
        found[int(subject.removeprefix("dossier:"))].append(Step(kind, clock.day_of(at), stage))
    return found


def _stage(state: str | None, asked_from: str | None) -> int:
    """A dossier whose holder answers questions stands where they were asked."""
    here = asked_from if state == State.COMPLEMENTS_REQUESTED else state
    return STAGE_OF.get(State(here), 0) if here in State.values else 0


def _begun(dossier: Dossier, steps: list[Step]) -> DossierFacts:
    """What its own row and its journal say."""
    assert dossier.submitted_at is not None
    is_given_up = dossier.status in GIVEN_UP_STATES
    is_running = not dossier.is_over and not is_given_up
    left_off = any(step.kind in (Kind.DOSSIER_RENOUNCE, Kind.DOSSIER_CANCEL) for step in steps)
    endorsed = next((step.day.year for step in steps if step.kind == Kind.DOSSIER_ENDORSE), 0)
    return DossierFacts(
        dossier_id=dossier.pk,
        territory_id=dossier.territory_id,
        theme=dossier.theme,
        opened=_opened(dossier),
        received_year=clock.day_of(dossier.submitted_at).year,
        goal_cents=dossier.goal_cents or 0,
        asked_cents=_asked_cents(dossier) if is_running else 0,
        stage=dossier.stage if is_running else 0,
        stage_since=_since(dossier.state_since, steps),
        is_given_up=is_given_up,
        supported_year=0 if left_off else endorsed,
    )


def _opened(dossier: Dossier) -> Opened:
    if dossier.at_engagement_since is not None:
        return Opened.REACHED
    return Opened.ADMITTED if dossier.admitted_at is not None else Opened.HANDED_IN


def _asked_cents(dossier: Dossier) -> int:
    """What the partner that is bound to its competences may have to bring, as long as nothing is decided."""
    undecided = dossier.stage in UNDECIDED and dossier.cea_competence is not False
    return share_out(dossier.goal_cents, [1, 1, 1])[2] if undecided and dossier.goal_cents else 0


def _since(state_since: datetime, steps: list[Step]) -> date:
    """The day on which it came to the stage where it stands, whatever it was asked since."""
    found, stage = clock.day_of(state_since), -1
    for step in steps:
        if step.stage != stage:
            found, stage = step.day, step.stage
    return found


def _spans(key: int, steps: list[Step]) -> Iterable[DossierSpan]:
    first: dict[str, date] = {}
    for step in steps:
        first.setdefault(step.kind, step.day)
    for span, (starts, ends) in BOUNDS.items():
        start = next((first[kind] for kind in starts if kind in first), None)
        end = next((first[kind] for kind in ends if kind in first), None)
        if start is not None and end is not None:
            yield DossierSpan(facts_id=key, span=span, year=end.year, days=max(0, (end - start).days))


def _add_due_days(found: dict[int, Reckoned]) -> None:
    waiting = DossierProcess.objects.filter(dossier__in=found, status="NEW", due_on__isnull=False).order_by()
    for key, day in waiting.values_list("dossier").annotate(first=Min("due_on")):
        found[key].facts.due_on = day
    for one in found.values():
        one.facts.due_on = one.facts.due_on if one.facts.stage else NEVER


def _add_ceilings(found: dict[int, Reckoned]) -> None:
    bound = Ceiling.objects.filter(dossier__in=found, partner__is_competence_bound=True).order_by()
    for key in bound.values_list("dossier", flat=True).distinct():
        found[key].facts.is_cofunded = True


def _add_campaigns(found: dict[int, Reckoned]) -> bool:
    """Whether there are any."""
    campaigns = Campaign.objects.filter(dossier__in=found).order_by()
    rows = list(campaigns.values_list("dossier", "state", "closed_at"))
    for key, state, closed_at in rows:
        facts = found[key].facts
        facts.campaign_state = state
        facts.ended_year = clock.day_of(closed_at).year if closed_at and state in ENDED else 0
    return bool(rows)


def _add_matches(found: dict[int, Reckoned]) -> None:
    called = Account.objects.filter(campaign__dossier__in=found, role__in=MATCHED, pledge__isnull=False).order_by()
    sums = called.values_list("campaign__dossier", "pledge__college")
    for key, college, cents in sums.annotate(cents=Sum("credits_cents") - Sum("debits_cents")):
        if college in LANES:
            setattr(found[key].facts, LANES[college], cents)


def _add_gifts(found: dict[int, Reckoned]) -> None:
    """Gifts by month, less what was given back; and what a campaign had, also when its failure has given all back."""
    months: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0, 0])
    given = Gift.objects.filter(campaign__dossier__in=found).order_by()
    for key, at, cents in given.values_list("campaign__dossier", "pledged_at", "cents"):
        day = clock.day_of(at)
        month = months[key, day.year, day.month]
        month[0] += cents
        month[1] += 1
        found[key].facts.citizens_cents += cents
    _take_off_refunds(found, months)
    for (key, year, number), (cents, gifts) in sorted(months.items()):
        found[key].months.append(DossierGifts(facts_id=key, year=year, month=number, cents=cents, gifts=gifts))


def _take_off_refunds(found: dict[int, Reckoned], months: dict[tuple[int, int, int], list[int]]) -> None:
    left: dict[int, int] = {}
    back = Refund.objects.filter(gift__campaign__dossier__in=found).order_by("pk")
    columns = ("gift__campaign__dossier", "gift", "gift__cents", "gift__pledged_at", "cents", "key")
    for dossier, gift, given, at, cents, key in back.values_list(*columns):
        day = clock.day_of(at)
        month = months[dossier, day.year, day.month]
        month[0] -= cents
        left[gift] = left.get(gift, given) - cents
        month[1] -= left[gift] == 0
        if not key.startswith(END_OF_CAMPAIGN):
            found[dossier].facts.citizens_cents -= cents
