"""Whose calendar an address opens, and what may stand in it: what its person may see today, asked at each reading."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.crypto import constant_time_compare, salted_hmac

from committees.access import committees_where, meetings_for, runs
from committees.expertise import asked_of
from committees.models import Meeting
from committees.models.bodies import KEEP, VIEW
from committees.models.meetings import MeetingState
from dossiers import access as dossier_access
from dossiers import deadlines
from dossiers.lifecycle import Keeper
from dossiers.models import Deadline, DeadlineKind, Dossier, DossierProcess
from okote_flow import clock
from okote_flow.directory.models import CalendarFeed, User

BACK = timedelta(days=60)  # what is past stays in the calendar for a while


def feed_of(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user).first()


def token_of(feed: CalendarFeed) -> str:
    """The secret part of the address. The database alone does not give it: it is signed with the instance's key."""
    signed = salted_hmac("okote.agenda", f"{feed.user_id}:{feed.serial}", algorithm="sha256").hexdigest()
    return f"{feed.user_id}-{signed}"


def reader_of(token: str) -> User:
    """The person whose calendar it is. Raises Http404 for what was revoked, renewed or never was."""
    key = token.partition("-")[0]
    is_number = key.isascii() and key.isdigit() and len(key) < 16
    feeds = CalendarFeed.objects.select_related("user").filter(user__is_active=True)
    feed = feeds.filter(user=int(key)).first() if is_number else None
    if feed is None or not constant_time_compare(token, token_of(feed)):
        raise Http404
    return feed.user


def meetings_of(user: User) -> QuerySet[Meeting]:
    """The meetings of the committees in which somebody sits; those not yet convened are for who prepares them."""
    own = meetings_for(user).filter(committee__in=committees_where(user, VIEW) | runs(user))
    shown = own.filter(scheduled_at__gte=clock.now() - BACK).exclude(convened_at=None, state=MeetingState.CANCELLED)
    return shown.select_related("committee").order_by("scheduled_at", "pk")


def deadlines_of(user: User) -> QuerySet[Deadline]:
    """The clocks whose key somebody holds today, that run and on which they have something to do."""
    task = DossierProcess.objects.filter(deadline=OuterRef("pk"), status="NEW")
    theirs = task.filter(Q(person=None) | Q(person=user))
    untasked = [kind for kind, one in deadlines.CLOCKS.items() if not one.has_tasks]
    keys = [key for key in Keeper if key is not Keeper.CLOCK]
    held = [Q(keeper=key, dossier__in=Dossier.objects.filter(dossier_access.kept(user, key))) for key in keys]
    convenes = Meeting.objects.filter(committee__in=committees_where(user, KEEP), state=MeetingState.DRAFT)
    notices = Q(kind=DeadlineKind.NOTICE, subject__in=[meeting.subject for meeting in convenes])
    asked = Q(kind=DeadlineKind.EXPERTISE, subject__in=[one.subject for one in asked_of(user) if one.is_asked])
    own = reduce(or_, held) & (Q(Exists(theirs)) | Q(kind__in=untasked)) | notices | asked
    return deadlines.running().filter(own).select_related("dossier").order_by("due_on", "pk")
