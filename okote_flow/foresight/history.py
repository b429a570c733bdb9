"""The programme as one reader may know of it, from journal, books and dossiers: summed by the database, not by row.

In a constant number of queries. What the reader may not see is in none of its numbers: dossiers come from `access`.
Who sees no dossier before some stage has no history of the stages before it either: those are assumed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate

from dossiers.lifecycle import State
from dossiers.models import Ceiling, Dossier, DossierQuerySet, Programme, RulesVersion
from funding.models import Account, Campaign, CampaignState, Envelope, Pledge, Role
from okote_flow import clock
from okote_flow.directory.models import PartnerKind, User
from okote_flow.foresight import access, events
from okote_flow.foresight.inputs import Case, Past, Payer, Pot, Stage, StagePast, Standing
from okote_flow.journal.standing import until_moved
from okote_flow.parameters import Parameters

REFUSED = (State.REJECTED, State.DROPPED, State.WITHDRAWN)
GIVEN_UP = (State.RENOUNCED, State.CANCELLED, State.CLOSED)
BEFORE_ENDORSEMENT = (
    State.SUBMITTED, State.COMPLEMENTS_REQUESTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW, *REFUSED,
)  # fmt: skip
STAGE_OF = {
    State.SUBMITTED: Stage.STUDY,
    State.TERRITORIAL_REVIEW: Stage.TERRITORIAL,
    State.ENGAGEMENT_REVIEW: Stage.ENGAGEMENT,
    State.CAMPAIGN_PREPARATION: Stage.PREPARATION,
    State.CAMPAIGN: Stage.CAMPAIGN,
}
IN_PROGRESS = (*STAGE_OF, State.COMPLEMENTS_REQUESTED)
WON = (CampaignState.SUCCEEDED, CampaignState.SETTLED)
LOST = (CampaignState.FAILED, CampaignState.CANCELLED)
CALLED = (Role.ACCRUED, Role.SETTLED, Role.PAID)
MEMORY_DAYS = 730  # over which the pace of arrivals is read
MOST_CASES = 600  # in progress and to come; beyond, one dossier stands for several
MOST_GOALS = 200
STEP_CENTS = 100_00  # goals are told apart to the hundred euros


def read(user: User) -> Standing:
    """As it stands. Read anew as soon as anything happens anywhere: the last fact of the journal is in the key."""
    away = list(access.kept_away(user).order_by("pk").values_list("pk", flat=True))
    return until_moved(f"foresight:{user.pk}:{away}", lambda: _read(user))


def _read(user: User) -> Standing:
    today, shown_from = clock.today(), access.shown_from(user)
    dossiers = access.counted(user).order_by()
    pots = _pots(access.envelopes_for(user), today)
    programme = Programme.objects.order_by("-starts_on").first()
    rules = RulesVersion.objects.filter(effective_on__lte=today).order_by("effective_on").last()
    waiting = dossiers.filter(state__in=IN_PROGRESS)
    past = _past(dossiers, today)
    until = date(max((pot.year for pot in pots), default=today.year), 12, 31)
    come = past.arrived * (until - today).days // max(past.observed_days, 30)
    weight = ceil((waiting.count() + come) / MOST_CASES) or 1
    supported = events.supported(dossiers, today.year)
    bound = Ceiling.objects.filter(dossier=OuterRef("pk"), partner__is_competence_bound=True)
    standing = Standing(
        today=today,
        until=until,
        payers=_payers(dossiers, today),
        pots=pots,
        cases=tuple(_cases(waiting, weight, today)),
        past=past,
        supported=supported.count(),
        cofunded=supported.filter(Exists(bound)).count(),
        targets=(programme.target_projects, programme.target_cofunded) if programme else (0, 0),
        threshold_bps=(rules.parameters if rules else Parameters()).threshold_bps,
        weight=weight,
    )
    return standing if shown_from is None else _from(standing, shown_from)


def _from(standing: Standing, stage: Stage) -> Standing:
    """Without the stages that the reader does not see whole: they are assumed."""
    past = standing.past
    stages = tuple(one if place >= stage else StagePast() for place, one in enumerate(past.stages))
    competent = past.competent if stage < Stage.PREPARATION else (0, 0)
    return replace(
        standing,
        shown_from=stage,
        cases=tuple(case for case in standing.cases if case.stage >= stage),
        past=replace(past, arrived=0, observed_days=0, stages=stages, competent=competent),
    )


# ---------------------------------------------------------------------------------------------- envelopes, who pays


def _pots(envelopes: QuerySet[Envelope], today: date) -> tuple[Pot, ...]:
    """Partner by partner, of this year and the next, sections together. Two queries."""
    ahead = list(envelopes.filter(year__in=(today.year, today.year + 1)))
    used: dict[int, dict[str, int]] = defaultdict(dict)
    roles = (Role.AVAILABLE, Role.RESERVED, *CALLED)
    accounts = Account.objects.filter(envelope__in=ahead, role__in=roles).order_by()
    sums = accounts.values_list("envelope", "role").annotate(cents=Sum(F("credits_cents") - F("debits_cents")))
    for pk, role, cents in sums:
        used[pk or 0][role] = cents
    found: dict[tuple[int, int, str], Pot] = {}
    for envelope in ahead:
        pot = _pot(envelope, used[envelope.pk])
        place = (envelope.year, envelope.partner_id, pot.payer)
        found[place] = _merged(found[place], pot) if place in found else pot
    return tuple(found[place] for place in sorted(found))


def _pot(envelope: Envelope, sums: dict[str, int]) -> Pot:
    partner = envelope.partner
    if not envelope.is_voted:
        return Pot(partner.code, partner.name, envelope.year, envelope.forecast_cents, 0, is_voted=False)
    used = sum(cents for role, cents in sums.items() if role != Role.AVAILABLE)
    return Pot(partner.code, partner.name, envelope.year, used + sums.get(Role.AVAILABLE, 0), used)


def _merged(one: Pot, other: Pot) -> Pot:
    """Two sections of one partner and year; what is not voted counts beside what is only if nothing is."""
    if one.is_voted != other.is_voted:
        return one if one.is_voted else other
    total, used = one.total_cents + other.total_cents, one.used_cents + other.used_cents
    return replace(one, total_cents=total, used_cents=used)


def _payers(dossiers: DossierQuerySet, today: date) -> tuple[Payer, ...]:
    """The authorities that put money in, and how often each has paid. One query."""
    pledged = Pledge.objects.filter(
        partner=OuterRef("partner"), campaign__starts_at__isnull=False, campaign__dossier__in=dossiers.values("pk")
    )
    number = pledged.order_by().values("partner").annotate(number=Count("pk")).values("number")
    rows = Envelope.objects.filter(partner__kind=PartnerKind.AUTHORITY, year__gte=today.year).order_by("partner")
    columns = ("partner__code", "partner__name", "partner__is_competence_bound")
    found = rows.values_list(*columns).distinct().annotate(number=Subquery(number))
    return tuple(Payer(code, name, is_bound, pledges or 0) for code, name, is_bound, pledges in found)


# ------------------------------------------------------------------------------------------------ dossiers in progress


def _cases(waiting: DossierQuerySet, weight: int, today: date) -> Iterable[Case]:
    """One by one, or one of so many in a large programme. Four queries."""
    if weight > 1:
        waiting = waiting.annotate(turn=F("pk") % weight).filter(turn=0)
    rows = list(
        waiting.order_by("pk").values_list(
            "pk", "state", "asked_from", "goal_cents", "cea_competence", "submitted_at", "admitted_at",
            "at_engagement_since", "state_since",
        )
    )  # fmt: skip
    campaigns = _campaigns(waiting)
    ceilings = _ceilings(waiting)
    for pk, state, asked_from, goal, competent, *instants, state_since in rows:
        stage = STAGE_OF[State(asked_from if state == State.COMPLEMENTS_REQUESTED else state)]
        since = clock.day_of((*instants, state_since, state_since)[stage] or state_since)
        case = Case(stage, max(0, (today - since).days), goal or 0, competent, tuple(ceilings[pk]))
        if stage is Stage.PREPARATION:
            case = replace(case, is_counted=since.year == today.year)
        yield replace(case, **campaigns.get(pk, {})) if stage is Stage.CAMPAIGN else case


def _ceilings(waiting: DossierQuerySet) -> dict[int, list[tuple[str, int]]]:
    """What the vote has let each partner give, of the authorities."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    rows = Ceiling.objects.filter(
        dossier__in=waiting.filter(state=State.CAMPAIGN_PREPARATION).values("pk"), partner__kind=PartnerKind.AUTHORITY
    )
    for pk, code, cents in rows.order_by("pk").values_list("dossier", "partner__code", "cents"):
        found[pk].append((code, cents))
    return found


def _campaigns(waiting: DossierQuerySet) -> dict[int, dict[str, Any]]:
    """Of each campaign that runs: when it is decided, whether it has what it needs, what is reserved and of which
    year."""
    running = Campaign.objects.filter(state=CampaignState.OPEN, dossier__in=waiting.values("pk"))
    given = Account.objects.filter(campaign=OuterRef("pk"), role=Role.CITIZENS).order_by().values("campaign")
    held = given.annotate(cents=Sum(F("credits_cents") - F("debits_cents"))).values("cents")
    columns = ("dossier", "ends_at", "grace_days", "citizens_goal_cents", "threshold_bps", "given")
    found: dict[int, dict[str, Any]] = {}
    now = clock.now()
    for pk, ends_at, grace, goal, bps, cents in running.annotate(given=Subquery(held)).values_list(*columns):
        left = (ends_at + timedelta(days=grace) - now).total_seconds()
        reached = (cents or 0) * 10_000 >= goal * bps
        found[pk] = {"closes_in": max(0, ceil(left / 86_400)), "is_reached": reached, "caps": ()}
    pledges = Pledge.objects.filter(campaign__in=running.values("pk"), envelope__isnull=False).order_by("rank")
    for pk, code, cents, year in pledges.values_list(
        "campaign__dossier", "partner__code", "cap_cents", "envelope__year"
    ):
        found[pk]["caps"] += ((code, cents),)
        found[pk]["year"] = year
    return found


# ---------------------------------------------------------------------------------------------------------- the past


def _past(dossiers: DossierQuerySet, today: date) -> Past:
    """How many came, passed and stopped, and how long each stage took. Thirteen queries."""
    since = clock.local(today - timedelta(days=MEMORY_DAYS))
    came = dossiers.filter(submitted_at__gte=since).aggregate(number=Count("pk"), first=Min("submitted_at"))
    began = clock.day_of(came["first"]) if came["first"] else today
    judged = dossiers.aggregate(
        yes=Count("pk", filter=Q(cea_competence=True)), all=Count("pk", filter=Q(cea_competence__isnull=False))
    )
    won = Pledge.objects.filter(campaign__state__in=WON, campaign__dossier__in=dossiers.values("pk"))
    won = won.filter(envelope__isnull=False).annotate(called=Subquery(_called()))
    calls = won.order_by().aggregate(all=Count("pk"), full=Count("pk", filter=Q(called__gte=F("cap_cents"))))
    return Past(
        arrived=max(0, came["number"] - 1),  # the first one begins the time that is observed
        observed_days=(today - began).days,
        stages=tuple(_stages(dossiers)),
        competent=(judged["yes"], judged["all"]),
        joint=_joint(dossiers),
        full=(calls["full"], calls["all"]),
        goals=_goals(dossiers),
    )


def _called() -> Any:
    """What a pledge was called for."""
    rows = Account.objects.filter(pledge=OuterRef("pk"), role__in=CALLED).order_by().values("pledge")
    return rows.annotate(cents=Sum(F("credits_cents") - F("debits_cents"))).values("cents")


def _joint(dossiers: DossierQuerySet) -> tuple[int, int]:
    """Of the campaigns that the bound partner is in, those that a second authority has joined."""
    opened = Campaign.objects.filter(starts_at__isnull=False, dossier__in=dossiers.values("pk")).order_by()
    both = opened.annotate(
        bound=Count("pledges", filter=Q(pledges__partner__is_competence_bound=True)),
        all=Count("pledges", filter=Q(pledges__envelope__isnull=False)),
    ).filter(bound__gt=0)
    sums = both.aggregate(joint=Count("pk", filter=Q(all__gt=1)), whole=Count("pk"))
    return sums["joint"], sums["whole"]


def _goals(dossiers: DossierQuerySet) -> tuple[tuple[int, int], ...]:
    """Goals that were asked for, to the hundred euros, the most usual ones."""
    asked = dossiers.filter(goal_cents__gte=STEP_CENTS).annotate(step=F("goal_cents") - F("goal_cents") % STEP_CENTS)
    rows = asked.values_list("step").annotate(number=Count("pk")).order_by("-number", "step")[:MOST_GOALS]
    return tuple(sorted((cents, number) for cents, number in rows))


def _stages(dossiers: DossierQuerySet) -> Iterable[StagePast]:
    """The five stages, in their order."""
    endorsed = ~Q(state__in=BEFORE_ENDORSEMENT)
    started = Q(campaign__starts_at__isnull=False)
    numbers = dossiers.aggregate(
        passed_0=Count("pk", filter=Q(admitted_at__isnull=False)),
        stopped_0=Count("pk", filter=Q(admitted_at=None, state__in=REFUSED)),
        passed_1=Count("pk", filter=Q(at_engagement_since__isnull=False)),
        stopped_1=Count("pk", filter=Q(admitted_at__isnull=False, at_engagement_since=None, state__in=REFUSED)),
        passed_2=Count("pk", filter=endorsed),
        stopped_2=Count("pk", filter=Q(at_engagement_since__isnull=False, state__in=REFUSED)),
        passed_3=Count("pk", filter=started),
        stopped_3=Count("pk", filter=endorsed & ~started & Q(state__in=GIVEN_UP)),
        passed_4=Count("pk", filter=started & Q(campaign__state__in=WON)),
        stopped_4=Count("pk", filter=started & Q(campaign__state__in=LOST)),
    )
    decided = dossiers.filter(endorsed).annotate(endorsed_at=Subquery(events.endorsed_at()))
    lengths = (
        _lengths(dossiers, "submitted_at", "admitted_at"),
        _lengths(dossiers, "admitted_at", "at_engagement_since"),
        _lengths(decided, "at_engagement_since", "endorsed_at"),
        _lengths(decided, "endorsed_at", "campaign__starts_at"),
        _lengths(dossiers, "campaign__starts_at", "campaign__closed_at"),
    )
    for place, days in enumerate(lengths):
        yield StagePast(numbers[f"passed_{place}"], numbers[f"stopped_{place}"], days)


def _lengths(dossiers: QuerySet[Dossier], begins: str, ends: str) -> tuple[tuple[int, int], ...]:
    """(days, how many), counted by the database."""
    rule = {f"{begins}__isnull": False, f"{ends}__isnull": False}
    gap = TruncDate(ends, tzinfo=clock.PARIS) - TruncDate(begins, tzinfo=clock.PARIS)
    rows = dossiers.filter(**rule).order_by().annotate(gap=gap).values_list("gap").annotate(number=Count("pk"))
    found: dict[int, int] = defaultdict(int)
    for length, number in rows:
        found[max(0, length.days)] += number
    return tuple(sorted(found.items()))
