"""Who may see and do what in a committee: a mandate in force today AND its group's permission on that committee.

Also what mandates open of dossiers, and what recusal closes. Views get committees, meetings and items from here only.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from committees import seating
from committees.models import (
    AgendaItem,
    Committee,
    Convocation,
    Evidence,
    FreeItem,
    Mandate,
    Meeting,
    Opinion,
    Poll,
    Proxy,
    RuleSet,
    ScreeningSheet,
    Seat,
    SheetState,
)
from committees.models.bodies import (
    BUREAU,
    KEEP,
    OPINE,
    PRESIDE,
    SCREEN,
    VIEW,
    CommitteeKind,
    Committees,
)
from committees.models.meetings import AHEAD, LIVE, SITTING, ItemState, Meetings, MeetingState
from committees.models.screening import Sheets
from committees.powers import powers_of
from dossiers import access as dossier_access
from dossiers import deadlines
from dossiers.joints import free_cents
from dossiers.lifecycle import State
from dossiers.models import DeadlineKind, Dossier, DossierQuerySet
from okote_flow import clock
from okote_flow.directory.access import offices_of, partners
from okote_flow.directory.models import Office, Partner, User

# ------------------------------------------------------------------------------------------------------- committees


def committees_where(user: User, permission: str) -> Committees:
    """The committees on which somebody has a permission today.

    Agrees with `user.has_perm(permission, committee)` of guardian as long as `user.groups` follows the terms.
    """
    return Committee.objects.filter(pk__in=[one.committee for one in powers_of(user) if one.permission == permission])


def may(user: User, permission: str, committee: Committee) -> bool:
    return any(one.committee == committee.pk for one in powers_of(user) if one.permission == permission)


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


def seats_with_terms(committee: Committee) -> QuerySet[Seat]:
    """The seats of a committee, each with its terms, the latest first."""
    terms = Mandate.objects.select_related("user").order_by("-starts_on")
    return committee.seats.prefetch_related(Prefetch("mandates", terms)).order_by("precedence", "pk")


def in_force_seats(user: User) -> list[tuple[str, str]]:
    """(kind of committee, role) of every seat that somebody holds today."""
    held = Mandate.objects.in_force().filter(user=user)
    return list(held.values_list("seat__committee__kind", "seat__role").distinct())


def get_mandate(committee: Committee, pk: int) -> Mandate:
    found = Mandate.objects.select_related("seat", "user").filter(seat__committee=committee, pk=pk).first()
    if found is None:
        raise Http404
    return found


def territorial_of(dossier: Dossier) -> Q:
    return Q(kind=CommitteeKind.TERRITORIAL, territory=dossier.territory_id)


ENGAGEMENT = Q(kind=CommitteeKind.ENGAGEMENT)

# ------------------------------------------------------------------------------------------- the dossiers they judge

CALLED = Q(state=ItemState.OPENED, meeting__state__in=SITTING)


def not_recused(people: QuerySet[User], dossier: Dossier) -> QuerySet[User]:
    """Without those who stand aside from a dossier or carry it."""
    aside = people.filter(recusals__dossier=dossier) | people.filter(pk=dossier.applicant_id)
    if dossier.organization_id is not None:
        aside = aside | people.filter(memberships__organization=dossier.organization_id)
    return people.exclude(pk__in=aside.values("pk"))


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


def own_evidence(user: User, dossier: Dossier, pk: int | None) -> Evidence | None:
    """A citation on one's own sheet; None when there is none of that number any more."""
    mine = Evidence.objects.filter(mark__sheet__user=user, mark__sheet__dossier=dossier, pk=pk or 0)
    return mine.select_related("mark__sheet__dossier").first()


def is_unsealed(user: User, dossier: Dossier) -> bool:
    """Members read the others' sheets after giving their own, the secretary when all are given or due, the others
    once the opinion is recorded."""
    if is_open_to_all_inside(dossier):
        return True
    given = set(ScreeningSheet.objects.of_round(dossier).given().values_list("user", flat=True))
    here = territorial_of(dossier)
    if committees_where(user, SCREEN).filter(here).exists():
        return user.pk in given
    if not committees_where(user, OPINE).filter(here).exists():
        return False
    return sheets_overdue(dossier) or {mandate.user_id for mandate in voices(dossier)} <= given


def is_open_to_all_inside(dossier: Dossier) -> bool:
    """Whether the opinion is recorded: from then on every sheet given is read by all who see the dossier inside."""
    return Opinion.objects.filter(dossier=dossier, round=dossier.round).exists()


def sheets_due_on(dossier: Dossier) -> date:
    """Sheets are due some days after the dossier came to the committee, not counting those when its holder was asked.

    Without an open clock, as the rules would have it.
    """
    deadline = deadlines.find(dossier, DeadlineKind.SCREENING)
    if deadline is not None:
        return deadline.due_on
    since = dossier.state_since.astimezone(clock.PARIS).date()
    return since + timedelta(days=dossier.parameters.screening_days)


def sheets_overdue(dossier: Dossier) -> bool:
    return dossier.status == State.TERRITORIAL_REVIEW and clock.today() > sheets_due_on(dossier)


def opinion_on(dossier: Dossier) -> Opinion | None:
    """The committee's opinion on the present passage."""
    return Opinion.objects.filter(dossier=dossier, round=dossier.round).select_related("recorded_by").first()


def recusable(user: User, dossier: Dossier) -> QuerySet[User]:
    """Whom a secretary or chair of one of this dossier's committees may make stand aside: its members."""
    return _seated_before(user, dossier, runs(user).filter(territorial_of(dossier) | ENGAGEMENT))


def reportable(user: User, dossier: Dossier) -> QuerySet[User]:
    """Of whom somebody may say that they seem tied to a dossier: those who sit in its committees, but oneself."""
    return _seated_before(user, dossier, Committee.objects.filter(territorial_of(dossier) | ENGAGEMENT))


def _seated_before(user: User, dossier: Dossier, rooms: Committees) -> QuerySet[User]:
    if not is_inside(user, dossier):
        return User.objects.none()
    sits = Mandate.objects.in_force().filter(user=OuterRef("pk"), seat__committee__in=rooms)
    people = User.objects.filter(Exists(sits), is_active=True).exclude(pk=user.pk)
    return not_recused(people, dossier).order_by("last_name", "first_name", "pk")


# --------------------------------------------------------------------------------------------- meetings, items, polls


def runs(user: User) -> Committees:
    """The committees whose meetings somebody prepares: secretary, chair, vice-chairs."""
    return committees_where(user, KEEP) | committees_where(user, PRESIDE)


def office_at(user: User, meeting: Meeting) -> str:
    """In which capacity somebody acts at a meeting: their seat in its committee."""
    return role_in(user, Q(pk=meeting.committee_id))


def role_in(user: User | None, committees: Q) -> str:
    """The seat in which somebody acts in a committee, for the journal: the one that prepares its meetings, if any."""
    held = Mandate.objects.in_force().filter(user=user, seat__committee__in=Committee.objects.filter(committees))
    roles = list(held.order_by("seat__precedence", "seat").values_list("seat__role", flat=True))
    return next((role for role in roles if role in BUREAU), roles[0] if roles else "")


def meetings_for(user: User) -> Meetings:
    """The meetings of one's committees; those not yet convened are for who prepares them."""
    watches = offices_of(user) & dossier_access.SEE_ALL
    committees = Committee.objects.all() if watches else committees_where(user, VIEW)
    seen = Q(committee__in=committees) & ~Q(state=MeetingState.DRAFT)
    return Meeting.objects.filter(seen | Q(committee__in=runs(user)))


def awaiting_agenda(user: User, committee: Committee) -> DossierQuerySet:
    """The dossiers before a committee that are on no agenda, as far as this person may know of them."""
    live = AgendaItem.objects.filter(dossier=OuterRef("pk"), state__in=LIVE)
    if committee.kind == CommitteeKind.TERRITORIAL:
        before = Q(state=State.TERRITORIAL_REVIEW, territory=committee.territory_id)
    else:
        before = Q(state=State.ENGAGEMENT_REVIEW) if committee.decides else dossier_access.NOTHING
    return inside(user).filter(before, ~Exists(live)).order_by("number")


def agendas_for(user: User, dossier: Dossier) -> Meetings:
    """The meetings on whose agenda this person could put a dossier."""
    ahead = Meeting.objects.filter(committee__in=runs(user).filter(ENGAGEMENT), state__in=AHEAD)
    open_to = ahead if awaiting_engagement(user, dossier) else ahead.none()
    return open_to.select_related("committee").order_by("scheduled_at")


def later_agendas(user: User, meeting: Meeting) -> Meetings:
    """The meetings to come of the same committee, on whose agenda what is left of this one may go."""
    return meetings_for(user).filter(committee=meeting.committee_id, state__in=AHEAD).order_by("scheduled_at", "pk")


def awaiting_engagement(user: User, dossier: Dossier) -> bool:
    live = AgendaItem.objects.filter(dossier=OuterRef("pk"), state__in=LIVE)
    return inside(user).filter(~Exists(live), pk=dossier.pk, state=State.ENGAGEMENT_REVIEW).exists()


def free_envelopes(dossier: Dossier) -> dict[Partner, int]:
    """Partner -> the cents that a vote may still promise this dossier; those who hold nothing are left out."""
    free = {partner: free_cents(partner, dossier) for partner in partners()}
    barred = dossier.cea_competence is not True
    return {one: cents for one, cents in free.items() if cents > 0 and not (one.is_competence_bound and barred)}


def get_meeting(user: User, pk: int) -> Meeting:
    known = meetings_for(user).select_related("committee", "presiding", "secretary", "second_call_of", "ruleset")
    found = known.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def second_of(user: User, meeting: Meeting) -> Meeting | None:
    """The meeting that holds this one again, as far as somebody may know of it."""
    return meetings_for(user).filter(second_call_of=meeting).exclude(state=MeetingState.CANCELLED).first()


def convocation_of(user: User, meeting: Meeting) -> Convocation | None:
    """How somebody was called to a meeting; by the seat with a voice, as its holder, where they have two."""
    found = Convocation.objects.filter(meeting=meeting, user=user).select_related("seat", "meeting")
    return found.order_by("-seat__votes", "capacity", "pk").first()


def convocations_of(meeting: Meeting) -> QuerySet[Convocation]:
    """Every seat called to a meeting that somebody may see, by precedence."""
    return Convocation.objects.filter(meeting=meeting).select_related("seat")


def proxy_of(seat: Seat, meeting: Meeting) -> Proxy | None:
    """The proxy that a seat has given for a meeting."""
    return Proxy.objects.active().filter(meeting=meeting, giver=seat).select_related("holder").first()


def rulesets_of(committee: Committee) -> list[RuleSet]:
    """Every version of a committee's own rules, the first one first."""
    return list(RuleSet.objects.filter(committee=committee).select_related("recorded_by"))


def get_proxy(user: User, pk: int) -> Proxy:
    """A proxy of a meeting. Raises Http404 when the meeting is not theirs to see."""
    found = Proxy.objects.filter(pk=pk, meeting__in=meetings_for(user)).select_related("meeting__committee").first()
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


def get_free_item(user: User, pk: int) -> FreeItem:
    """A point about no dossier. Raises Http404 when the meeting is not theirs to see."""
    items = FreeItem.objects.filter(pk=pk, meeting__in=meetings_for(user))
    found = items.select_related("meeting__committee", "meeting__second_call_of", "meeting__ruleset").first()
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
    """Who holds a seat of a committee today, by precedence; `seating` knows their substitutes."""
    return [one for one in seating.mandates(committee, votes=votes) if not one.is_substitute]


def voices(dossier: Dossier) -> list[Mandate]:
    """Those with a voice in the territorial committee of a dossier, who do not stand aside from it."""
    held = (
        Mandate.objects.in_force()
        .holders()
        .filter(
            seat__votes=True,
            seat__committee__in=Committee.objects.filter(territorial_of(dossier)),
            user__in=not_recused(User.objects.filter(is_active=True), dossier),
        )
    )
    return list(held.select_related("seat", "user").order_by("seat__precedence", "seat"))


def names(people: Iterable[User]) -> str:
    """In brackets after a body, as refusals say who could do it."""
    said = ", ".join(str(person) for person in list(people)[:3])
    return f" ({said})" if said else ""


def mandate_ran_out(person: User, since: date) -> bool:
    """Whether a term of theirs ended of itself since that day."""
    return Mandate.objects.filter(user=person, ends_on__gte=since, ends_on__lt=clock.today()).exists()
