"""Who may open foresight, which dossiers and envelopes are in its figures, and which saved forecasts may be read."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from committees.access import committees_where
from committees.models import CommitteeKind
from committees.models.bodies import VIEW
from dossiers.access import SEE_ALL, denied, dossiers_for
from dossiers.models import Dossier, DossierQuerySet
from funding.access import partners_answered_for
from funding.models import Envelope
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.foresight.inputs import Stage
from okote_flow.foresight.models import Forecast, LeftOut
from okote_flow.foresight.sentences import refuse
from okote_flow.refusals import Refusal

OFFICES = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER, Office.AUDITOR})
"""Those of Alsace Active, and who watches over them."""
SAVERS = frozenset({Office.OFFICER, Office.DIRECTOR, Office.TREASURER})
"""Who keeps a forecast for all: those who see every dossier and act in the name of Alsace Active."""


def sees_whole(user: User) -> bool:
    """Offices of Alsace Active, audit, and who sits in the steering or engagement committee."""
    return bool(offices_of(user) & OFFICES) or bool(_whole_committees(user))


def may_open(user: User) -> bool:
    return user.is_active and (sees_whole(user) or Office.PARTNER_FINANCE in offices_of(user))


def check(user: User) -> None:
    """Raises Http404 to whom foresight is not shown."""
    if not may_open(user):
        raise Http404


def may_save(user: User) -> bool:
    return bool(offices_of(user) & SAVERS)


def saving_refusals(user: User | None) -> Iterable[Refusal]:
    """Whether somebody keeps forecasts for all. None is the loading of a world."""
    if user is not None and not may_save(user):
        yield refuse("forecast-not-yours")


def _whole_committees(user: User) -> set[str]:
    kinds = (CommitteeKind.STEERING, CommitteeKind.ENGAGEMENT)
    return set(committees_where(user, VIEW).filter(kind__in=kinds).values_list("kind", flat=True))


def shown_from(user: User) -> Stage | None:
    """The first stage of which this reader sees every dossier that they may see; None for all."""
    if offices_of(user) & SEE_ALL:
        return None
    kinds = _whole_committees(user)
    if CommitteeKind.STEERING in kinds:
        return Stage.TERRITORIAL
    return Stage.ENGAGEMENT if CommitteeKind.ENGAGEMENT in kinds else Stage.PREPARATION


def counted(user: User) -> DossierQuerySet:
    """The dossiers behind every figure: those that this person may see in an office, handed in. Never their own."""
    return dossiers_for(user).handed_in().filter(~denied(user))


def envelopes_for(user: User) -> QuerySet[Envelope]:
    """All for those who see the whole programme; their own partner's for its financial officer."""
    found = Envelope.objects.select_related("partner").order_by("partner", "year", "section")
    return found if sees_whole(user) else found.filter(partner__in=partners_answered_for(user).values("pk"))


def kept_away(user: User) -> DossierQuerySet:
    """The dossiers of which this person may be told nothing in an office: those they stand aside from or carry."""
    return Dossier.objects.handed_in().filter(denied(user))


def forecasts_for(user: User) -> QuerySet[Forecast]:
    """The saved forecasts that somebody may read: of the whole programme, and made without any dossier that is kept
    from them. Whoever stands aside from a dossier reads no forecast that has counted it."""
    found = Forecast.objects.select_related("by").order_by("-pk")
    if not user.is_active or not sees_whole(user):
        return found.none()
    without = LeftOut.objects.filter(forecast=OuterRef(OuterRef("pk")), dossier=OuterRef("pk"))
    counted_in = kept_away(user).filter(~Q(Exists(without)), submitted_at__lte=OuterRef("at"))
    return found.filter(~Q(Exists(counted_in)))


def get_forecast(user: User, pk: int) -> Forecast:
    found = forecasts_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
