"""The dossiers that a mandate opens, those that a recusal closes, and who holds which key: what joins the dossier."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from committees.access import CALLED, ENGAGEMENT, committees_where, not_recused, people_where, territorial_of
from committees.models import AgendaItem, Mandate, Recusal
from committees.models.bodies import KEEP, OPINE, PRESIDE, PRESIDING, SCREEN, VIEW, VOTE, CommitteeKind, running
from committees.powers import Power, powers_of
from dossiers.access import NOTHING
from dossiers.joints import Opening, Since
from dossiers.models import Dossier
from okote_flow.directory.models import Membership, User

ADMITTED = Q(admitted_at__isnull=False)
REACHED = Q(at_engagement_since__isnull=False)


def openings(user: User) -> Iterator[Opening]:
    """What a mandate lets one see: a territory's dossiers once admitted, all that reached the engagement committee."""
    seen = [power for power in powers_of(user) if power.permission == VIEW]
    kinds = {power.kind for power in seen}
    territories = frozenset(power.territory for power in seen if power.kind is CommitteeKind.TERRITORIAL)
    if CommitteeKind.STEERING in kinds:
        yield Opening(Since.ADMITTED)
    elif territories:
        yield Opening(Since.ADMITTED, territories)
    if CommitteeKind.ENGAGEMENT in kinds:
        yield Opening(Since.REACHED)


def granted(user: User) -> Q:
    return reduce(or_, (_opened(one) for one in openings(user)), NOTHING)


def _opened(opening: Opening) -> Q:
    rule = ADMITTED if opening.since is Since.ADMITTED else REACHED
    return rule if opening.territories is None else rule & Q(territory__in=opening.territories)


def _admitted_in(territories: list[int | None]) -> Q:
    return _opened(Opening(Since.ADMITTED, frozenset(territories))) if territories else NOTHING


def denied(user: User) -> Q:
    """Nobody judges a dossier from which they stand aside."""
    return Q(pk__in=Recusal.objects.filter(user=user).values("dossier"))


def _of_territory(user: User, permission: str) -> Q:
    found = _where(user, permission, CommitteeKind.TERRITORIAL)
    return _admitted_in([power.territory for power in found])


def _at_engagement(user: User, permission: str) -> Q:
    return REACHED if _where(user, permission, CommitteeKind.ENGAGEMENT) else NOTHING


def _where(user: User, permission: str, kind: CommitteeKind) -> list[Power]:
    return [power for power in powers_of(user) if power.permission == permission and power.kind is kind]


def screening_of(user: User) -> Q:
    return _of_territory(user, SCREEN)


def opinions_of(user: User) -> Q:
    return _of_territory(user, OPINE)


def record_of(user: User) -> Q:
    return _at_engagement(user, KEEP)


def votes_of(user: User) -> Q:
    return _at_engagement(user, VOTE)


def chair_of(user: User) -> Q:
    """The dossiers over which somebody presides today.

    While an item is called, that is whoever presides it there; otherwise the first seat by precedence whose holder
    does not stand aside. The chair's part passes on with a recusal.
    """
    if not any(power.permission == PRESIDE for power in powers_of(user)):
        return NOTHING
    called = AgendaItem.objects.filter(CALLED, dossier=OuterRef("pk"))
    own_seat = Exists(Mandate.objects.filter(running(), user=user, seat=OuterRef("presiding")))
    at_call = called.filter(own_seat)
    before = Mandate.objects.filter(
        running(),
        ~Exists(Recusal.objects.filter(user=OuterRef("user"), dossier=_dossiers("pk"))),
        ~Exists(Membership.objects.filter(user=OuterRef("user"), organization=_dossiers("organization"))),
        ~Q(user=OuterRef(OuterRef("applicant"))),
        seat__committee=OuterRef("seat__committee"),
        seat__role__in=PRESIDING,
        seat__precedence__lt=OuterRef("seat__precedence"),
        user__is_active=True,
    )
    first = Mandate.objects.filter(
        running(),
        ~Exists(before),
        user=user,
        seat__role__in=PRESIDING,
        seat__committee__in=committees_where(user, PRESIDE).filter(ENGAGEMENT),
    )
    return REACHED & (Q(Exists(at_call)) | (~Q(Exists(called)) & Q(Exists(first))))


def _dossiers(column: str) -> OuterRef:
    """A column of the dossier, from three queries below it."""
    return OuterRef(OuterRef(OuterRef(column)))


def screeners(dossier: Dossier) -> QuerySet[User]:
    """Who may give a sheet on this dossier, with a voice or for advice."""
    return not_recused(people_where(SCREEN, territorial_of(dossier)), dossier)


def territorial_secretaries(dossier: Dossier) -> QuerySet[User]:
    return not_recused(people_where(OPINE, territorial_of(dossier)), dossier)


def engagement_secretaries(dossier: Dossier) -> QuerySet[User]:
    return not_recused(people_where(KEEP, ENGAGEMENT), dossier)


def engagement_members(dossier: Dossier) -> QuerySet[User]:
    return not_recused(people_where(VOTE, ENGAGEMENT), dossier)


def chairs(dossier: Dossier) -> list[User]:
    """Whoever presides over this dossier now: one person, or nobody."""
    held = Mandate.objects.in_force().filter(
        seat__role__in=PRESIDING, user__in=not_recused(people_where(PRESIDE, ENGAGEMENT), dossier)
    )
    item = AgendaItem.objects.filter(CALLED, dossier=dossier).first()
    if item is not None:
        held = held.filter(seat=item.presiding_id)
    return [mandate.user for mandate in held.select_related("user").order_by("seat__precedence")[:1]]


def conveners(meeting: int) -> list[User]:
    """Who must convene a meeting: the secretary of its committee; whoever presides it while there is none."""
    committees = Q(meetings=meeting)
    return list(people_where(KEEP, committees)) or list(people_where(PRESIDE, committees))
