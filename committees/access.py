"""Who may see and do what in a committee: a mandate in force today AND its group's permission on that committee.

Also what mandates open of dossiers, and what recusal closes. Views get committees, meetings and items from here only.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from committees.models import (
    AgendaItem,
    Committee,
    CommitteeGroupPermission,
    Mandate,
    Meeting,
    Opinion,
    Poll,
    Recusal,
    ScreeningSheet,
    Seat,
    SheetState,
)
from committees.models.bodies import (
    KEEP,
    OPINE,
    PRESIDE,
    PRESIDING,
    SCREEN,
    VIEW,
    VOTE,
    CommitteeKind,
    Committees,
    running,
)
from committees.models.meetings import ItemState, Meetings, MeetingState
from committees.models.screening import Sheets
from dossiers import access as dossier_access
from dossiers.lifecycle import State
from dossiers.models import Dossier, DossierQuerySet
from okote_flow import clock
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Membership, Office, User

# ------------------------------------------------------------------------------------------------------- committees


def committees_where(user: User, permission: str) -> Committees:
    """The committees on which somebody has a permission today, in one query.

    Agrees with `user.has_perm(permission, committee)` of guardian as long as `user.groups` follows the terms.
    """
    if not user.is_active:
        return Committee.objects.none()
    held = CommitteeGroupPermission.objects.filter(
        running(prefix="group__mandates__"),
        content_object=OuterRef("pk"),
        permission__codename=permission,
        group__mandates__user=user,
    )
    return Committee.objects.filter(Exists(held))


def may(user: User, permission: str, committee: Committee) -> bool:
    return committees_where(user, permission).filter(pk=committee.pk).exists()


def people_where(permission: str, committees: Q) -> QuerySet[User]:
    """The people who have a permission today on the committees described."""
    held = Mandate.objects.in_force().filter(
        user=OuterRef("pk"),
        group__committeegrouppermission__permission__codename=permission,
        group__committeegrouppermission__content_object__in=Committee.objects.filter(committees),
    )
    return User.objects.filter(Exists(held), is_active=True).order_by("pk")


def committees_for(user: User) -> Committees:
    """The committees whose page somebody may read: their own; all for staff and the administrator."""
    if offices_of(user) & {*dossier_access.SEE_ALL, Office.ADMINISTRATOR}:
        return Committee.objects.all()
    return committees_where(user, VIEW)


def get_committee(user: User, code: str) -> Committee:
    found = committees_for(user).select_related("territory").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def territorial_of(dossier: Dossier) -> Q:
    return Q(kind=CommitteeKind.TERRITORIAL, territory=dossier.territory_id)


ENGAGEMENT = Q(kind=CommitteeKind.ENGAGEMENT)

# ----------------------------------------------------------------------------- dossiers: grants, denials and keys


def granted(user: User) -> Q:
    """What a mandate lets one see: a territory's dossiers once admitted, all that reached the engagement committee."""
    seen = committees_where(user, VIEW)
    territories = seen.filter(kind=CommitteeKind.TERRITORIAL).values("territory")
    return (
        Q(admitted_at__isnull=False, territory__in=territories)
        | Q(at_engagement_since__isnull=False) & Q(Exists(seen.filter(ENGAGEMENT)))
        | Q(admitted_at__isnull=False) & Q(Exists(seen.filter(kind=CommitteeKind.STEERING)))
    )


def denied(user: User) -> Q:
    """Nobody judges a dossier from which they stand aside, nor their own: as its holder they see it all the same."""
    return Q(Exists(Recusal.objects.filter(dossier=OuterRef("pk"), user=user))) | dossier_access.own(user)


def _of_territory(user: User, permission: str) -> Q:
    found = committees_where(user, permission).filter(kind=CommitteeKind.TERRITORIAL)
    return Q(admitted_at__isnull=False, territory__in=found.values("territory"))


def _at_engagement(user: User, permission: str) -> Q:
    return Q(at_engagement_since__isnull=False) & Q(Exists(committees_where(user, permission).filter(ENGAGEMENT)))


def screening_of(user: User) -> Q:
    return _of_territory(user, SCREEN)


def opinions_of(user: User) -> Q:
    return _of_territory(user, OPINE)


def record_of(user: User) -> Q:
    return _at_engagement(user, KEEP)


def votes_of(user: User) -> Q:
    return _at_engagement(user, VOTE)


CALLED = Q(state=ItemState.OPENED, meeting__state=MeetingState.OPEN)


def chair_of(user: User) -> Q:
    """The dossiers over which somebody presides today.

    While an item is called, that is whoever presides it there; otherwise the first seat by precedence whose holder
    does not stand aside. The chair's part passes on with a recusal.
    """
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
    reached = Q(at_engagement_since__isnull=False)
    return reached & (Q(Exists(at_call)) | (~Q(Exists(called)) & Q(Exists(first))))


def _dossiers(column: str) -> OuterRef:
    """A column of the dossier, from three queries below it."""
    return OuterRef(OuterRef(OuterRef(column)))


def not_recused(people: QuerySet[User], dossier: Dossier) -> QuerySet[User]:
    """Without those who stand aside from a dossier or carry it."""
    aside = people.filter(recusals__dossier=dossier) | people.filter(pk=dossier.applicant_id)
    if dossier.organization_id is not None:
        aside = aside | people.filter(memberships__organization=dossier.organization_id)
    return people.exclude(pk__in=aside.values("pk"))


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


def inside(user: User) -> DossierQuerySet:
    """The dossiers somebody sees as member or staff, not as a holder: committee matters are shown there only."""
    if not user.is_active:
        return Dossier.objects.none()
    return Dossier.objects.filter(dossier_access.granted(user) & ~dossier_access.denied(user))


def is_inside(user: User, dossier: Dossier) -> bool:
    return inside(user).filter(pk=dossier.pk).exists()


def get_judged(user: User, pk: int) -> Dossier:
    """A dossier on a committee's page. Raises Http404 to its holder, to the recused, to strangers."""
    found = inside(user).for_page().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# ------------------------------------------------------------------------------------------------------ sealed sheets


def sheets_for(user: User, dossier: Dossier) -> Sheets:
    """The sheets on the present passage that somebody may read: their own, and the given ones once unsealed."""
    sheets = ScreeningSheet.objects.of_round(dossier)
    if not is_inside(user, dossier):
        return sheets.none()
    own = Q(user=user)
    return sheets.filter(own | Q(state=SheetState.GIVEN)) if is_unsealed(user, dossier) else sheets.filter(own)


def is_unsealed(user: User, dossier: Dossier) -> bool:
    """Members read the others' sheets after giving their own, the secretary when all are given or due, the others
    once the opinion is recorded."""
    if Opinion.objects.filter(dossier=dossier, round=dossier.round).exists():
        return True
    given = set(ScreeningSheet.objects.of_round(dossier).given().values_list("user", flat=True))
    here = territorial_of(dossier)
    if committees_where(user, SCREEN).filter(here).exists():
        return user.pk in given
    if not committees_where(user, OPINE).filter(here).exists():
        return False
    return sheets_overdue(dossier) or {mandate.user_id for mandate in voices(dossier)} <= given


def sheets_due_on(dossier: Dossier) -> date:
    """Sheets are due some days after the dossier came, or came back, to the committee."""
    since = dossier.state_since.astimezone(clock.PARIS).date()
    return since + timedelta(days=dossier.parameters.screening_days)


def sheets_overdue(dossier: Dossier) -> bool:
    return dossier.status == State.TERRITORIAL_REVIEW and clock.today() > sheets_due_on(dossier)


# --------------------------------------------------------------------------------------------- meetings, items, polls


def runs(user: User) -> Committees:
    """The committees whose meetings somebody prepares: secretary, chair, vice-chairs."""
    return committees_where(user, KEEP) | committees_where(user, PRESIDE)


def meetings_for(user: User) -> Meetings:
    """The meetings of one's committees; those not yet convened are for who prepares them."""
    watches = offices_of(user) & dossier_access.SEE_ALL
    committees = Committee.objects.all() if watches else committees_where(user, VIEW)
    seen = Q(committee__in=committees) & ~Q(state=MeetingState.DRAFT)
    return Meeting.objects.filter(seen | Q(committee__in=runs(user)))


def get_meeting(user: User, pk: int) -> Meeting:
    found = meetings_for(user).select_related("committee", "presiding", "secretary").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_item(user: User, pk: int) -> AgendaItem:
    """An item with its dossier. Raises Http404 when the meeting or the dossier is not theirs to see."""
    items = AgendaItem.objects.filter(pk=pk, meeting__in=meetings_for(user), dossier__in=inside(user))
    found = items.select_related("meeting__committee", "dossier", "presiding").first()
    if found is None:
        raise Http404
    return found


def get_poll(user: User, pk: int) -> Poll:
    polls = Poll.objects.filter(pk=pk, item__meeting__in=meetings_for(user), item__dossier__in=inside(user))
    found = polls.select_related("item__meeting__committee", "item__dossier", "item__presiding").first()
    if found is None:
        raise Http404
    return found


def get_seat(committee: Committee, pk: int) -> Seat:
    found = committee.seats.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def seated(committee: Committee, *, votes: bool | None = None) -> list[Mandate]:
    """Who holds a seat of a committee today, by precedence."""
    held = Mandate.objects.in_force().filter(seat__committee=committee, user__is_active=True)
    if votes is not None:
        held = held.filter(seat__votes=votes)
    return list(held.select_related("seat", "user").order_by("seat__precedence", "seat"))


def voices(dossier: Dossier) -> list[Mandate]:
    """Those with a voice in the territorial committee of a dossier, who do not stand aside from it."""
    held = Mandate.objects.in_force().filter(
        seat__votes=True,
        seat__committee__in=Committee.objects.filter(territorial_of(dossier)),
        user__in=not_recused(User.objects.filter(is_active=True), dossier),
    )
    return list(held.select_related("seat", "user").order_by("seat__precedence", "seat"))


def names(people: Iterable[User]) -> str:
    """In brackets after a body, as refusals say who could do it."""
    said = ", ".join(str(person) for person in list(people)[:3])
    return f" ({said})" if said else ""
