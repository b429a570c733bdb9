"""Who may read and change what the administration keeps. Views get everything from here."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import Count, Model, Prefetch, QuerySet
from django.http import Http404

from committees.access import committees_for, committees_where
from committees.models import CommitteeKind
from committees.models.bodies import VIEW
from dossiers.access import SEE_ALL, dossiers_for
from dossiers.models import Call, Cohort, Dossier, GridVersion, RulesVersion, SpecialDay
from okote_flow.administration.models import Change, ProposalState, Remark, RuleProposal
from okote_flow.administration.rules.impact import Finding
from okote_flow.administration.sentences import refuse
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Intermunicipality, Municipality, Office, Territory, User
from okote_flow.refusals import Refusal
from okote_flow.steering import access as steering

M = TypeVar("M", bound=Model)
KEEPERS = frozenset({Office.DIRECTOR, Office.ADMINISTRATOR})
"""Who changes the data of reference."""
READERS = frozenset({*SEE_ALL, Office.ADMINISTRATOR})
DECIDES = (CommitteeKind.STEERING, CommitteeKind.ENGAGEMENT)


def keeps(user: User) -> bool:
    return bool(offices_of(user) & KEEPERS)


def check_keeper(user: User) -> None:
    """Raises Http404: the rooms of the administration are for those who keep them."""
    if not keeps(user):
        raise Http404


def keeper_refusals(user: User) -> Iterator[Refusal]:
    if not keeps(user):
        yield refuse("reference-not-yours")


def office_of(user: User) -> str:
    """In which of their offices somebody keeps the data of reference."""
    held = offices_of(user) & KEEPERS
    return Office.ADMINISTRATOR.value if Office.ADMINISTRATOR in held else next((one.value for one in held), "")


# ---------------------------------------------------------------------------------------------------- changes of rules


def reads_rules(user: User) -> bool:
    """Those who see every dossier, the administration, and who decides for all of Alsace."""
    return bool(offices_of(user) & READERS) or committees_where(user, VIEW).filter(kind__in=DECIDES).exists()


def check_rules(user: User) -> None:
    if not reads_rules(user):
        raise Http404


def may_propose(user: User) -> bool:
    """The director, and who sits in the steering committee."""
    steers = committees_where(user, VIEW).filter(kind=CommitteeKind.STEERING)
    return Office.DIRECTOR in offices_of(user) or steers.exists()


def proposer_refusals(user: User) -> Iterator[Refusal]:
    if not may_propose(user):
        yield refuse("rules-not-yours")


def directs(user: User) -> bool:
    return Office.DIRECTOR in offices_of(user)


def director_refusals(user: User) -> Iterator[Refusal]:
    if not directs(user):
        yield refuse("rules-director")


def role_of(user: User) -> str:
    """In which capacity somebody proposes or decides, as the journal says it."""
    return Office.DIRECTOR.value if Office.DIRECTOR in offices_of(user) else CommitteeKind.STEERING.value


def last_version() -> RulesVersion | None:
    """The version from which any change starts: the last that holds or will."""
    return RulesVersion.objects.select_related("programme").order_by("effective_on").last()


def proposals(user: User) -> QuerySet[RuleProposal]:
    """Open ones first, then the newest."""
    check_rules(user)
    found = RuleProposal.objects.select_related("base", "proposed_by", "version", "ended_by").defer("effect")
    return found.annotate(said=Count("remarks")).order_by("-state", "-proposed_at", "-pk")


def open_proposals() -> int:
    return RuleProposal.objects.filter(state=ProposalState.PROPOSED).count()


def get_proposal(user: User, pk: int) -> RuleProposal:
    check_rules(user)
    found = RuleProposal.objects.select_related("base__programme", "proposed_by", "version", "ended_by").filter(pk=pk)
    remarks = Remark.objects.select_related("author")
    one = found.prefetch_related(Prefetch("remarks", remarks)).first()
    if one is None:
        raise Http404
    return one


def theirs(user: User, findings: list[Finding]) -> list[Finding]:
    """Of an effect, what is about dossiers and meetings that this reader may open. Two queries."""
    dossiers = steering.seen(user)
    committees = frozenset(committees_for(user).values_list("code", flat=True))
    return [one.for_reader(dossiers, committees) for one in findings]


def pending(user: User) -> QuerySet[Dossier]:
    """Dossiers handed in and not over, as far as this reader may see them."""
    return dossiers_for(user).handed_in().running()


# --------------------------------------------------------------------------------------------------- data of reference


def territories(user: User) -> QuerySet[Territory]:
    check_keeper(user)
    inside = Count("intermunicipalities", distinct=True), Count("municipalities", distinct=True)
    return Territory.objects.annotate(epcis=inside[0], towns=inside[1])


def get_territory(user: User, code: str) -> Territory:
    return _one(user, Territory.objects.prefetch_related("intermunicipalities"), code=code)


def get_epci(user: User, siren: str) -> Intermunicipality:
    return _one(user, Intermunicipality.objects.select_related("territory"), siren=siren)


def get_town(user: User, insee: str) -> Municipality:
    return _one(user, Municipality.objects.select_related("territory", "epci"), insee=insee)


def towns_of(territory: Territory) -> QuerySet[Municipality]:
    return Municipality.objects.filter(territory=territory).select_related("epci")


def calls(user: User) -> QuerySet[Call]:
    check_keeper(user)
    return Call.objects.select_related("territory").prefetch_related("cohorts").order_by("-opens_on", "pk")


def get_call(user: User, code: str) -> Call:
    return _one(user, Call.objects.select_related("territory", "programme"), code=code)


def cohorts_of(call: Call) -> QuerySet[Cohort]:
    return Cohort.objects.filter(call=call)


def get_cohort(user: User, code: str) -> Cohort:
    return _one(user, Cohort.objects.select_related("call"), code=code)


def placed(user: User, cohort: Cohort) -> QuerySet[Dossier]:
    """The dossiers of a cohort that this reader may open."""
    return dossiers_for(user).handed_in().filter(cohort=cohort).order_by("number")


def get_placed(user: User, cohort: Cohort, pk: int) -> Dossier:
    found = placed(user, cohort).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def could_join(user: User, cohort: Cohort) -> QuerySet[Dossier]:
    found = dossiers_for(user).handed_in().filter(call=cohort.call, cohort=None)
    return found.order_by("number")


def grids(user: User) -> QuerySet[GridVersion]:
    check_keeper(user)
    return GridVersion.objects.prefetch_related("lines").order_by("-effective_on", "-pk")


def get_grid(user: User, pk: int) -> GridVersion:
    return _one(user, GridVersion.objects.prefetch_related("lines"), pk=pk)


def special_days(user: User, year: int) -> QuerySet[SpecialDay]:
    check_keeper(user)
    return SpecialDay.objects.filter(day__year=year)


def get_special_day(user: User, pk: int) -> SpecialDay:
    return _one(user, SpecialDay.objects.all(), pk=pk)


def changes(user: User, thing: str = "", key: str = "") -> QuerySet[Change]:
    """The history of all, of one sort of things or of one thing; the newest first."""
    check_keeper(user)
    found = Change.objects.select_related("by", "undone_by", "undoes")
    if thing:
        found = found.filter(thing=thing)
    return found.filter(key=key) if key else found


def get_change(user: User, pk: int) -> Change:
    return _one(user, Change.objects.select_related("undone_by"), pk=pk)


def _one(user: User, found: QuerySet[M], **key: Any) -> M:
    check_keeper(user)
    one = found.filter(**key).first()
    if one is None:
        raise Http404
    return one
