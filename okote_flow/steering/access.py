"""Who may open the dashboard, and which figures are theirs."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import Http404

from committees.access import committees_where
from committees.models import CommitteeKind
from committees.models.bodies import VIEW
from committees.sight import seated_anywhere
from dossiers.access import SEE_ALL, dossiers_for
from funding.access import envelopes_for as envelopes_in_books
from funding.accounting_access import contributions_for as contributions_in_books
from funding.models import Contribution, Envelope
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Appointment, Office, User

STEERS = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER, Office.AUDITOR, Office.PARTNER_FINANCE})
WHOLE_PROGRAMME = (CommitteeKind.STEERING, CommitteeKind.ENGAGEMENT)


def may_open(user: User) -> bool:
    """Alsace Active's people, the partners' financial officers, and whoever sits in a committee."""
    return bool(offices_of(user) & STEERS) or committees_where(user, VIEW).exists()


def pipeline_seers(key: str, people: Collection[int]) -> dict[int, str]:
    """The same rule for many people, for the live line."""
    held = Appointment.objects.in_force().filter(user__in=people, user__is_active=True, office__in=STEERS)
    return dict.fromkeys({*held.values_list("user", flat=True), *seated_anywhere(people)}, "steering")


def pipeline_seen(user: User, keys: Collection[str]) -> dict[str, str]:
    return dict.fromkeys(keys, "steering") if may_open(user) else {}


def check(user: User) -> None:
    """Raises Http404 to whom the dashboard is not shown."""
    if not may_open(user):
        raise Http404


def check_rules(user: User) -> None:
    """Trying other rules is for the offices that see every dossier, and for who decides for all of Alsace."""
    sits = committees_where(user, VIEW).filter(kind__in=WHOLE_PROGRAMME)
    if not offices_of(user) & SEE_ALL and not sits.exists():
        raise Http404


def contributions_for(user: User) -> QuerySet[Contribution]:
    """The running costs: all of them for the bodies that steer and decide, as in the report that they adopted."""
    if committees_where(user, VIEW).filter(kind__in=WHOLE_PROGRAMME).exists():
        return Contribution.objects.select_related("partner")
    return contributions_in_books(user)


def seen(user: User) -> frozenset[int]:
    """The dossiers that this person may see, handed in, by number."""
    return frozenset(dossiers_for(user).handed_in().values_list("pk", flat=True))


def envelopes_for(user: User) -> QuerySet[Envelope]:
    """All of them for the bodies that steer and decide; a partner's officer sees their partner's, a territory none."""
    if committees_where(user, VIEW).filter(kind__in=WHOLE_PROGRAMME).exists():
        return Envelope.objects.select_related("partner")
    return envelopes_in_books(user)


def envelopes_opened_to(user: User) -> QuerySet[Envelope]:
    """Those whose own page they may open."""
    return envelopes_in_books(user)


def sees_everything(user: User) -> bool:
    """Whether the figures are those of the whole programme."""
    whole = committees_where(user, VIEW).filter(kind__in=WHOLE_PROGRAMME)
    return bool(offices_of(user) & SEE_ALL) or whole.exists()
