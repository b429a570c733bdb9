"""What a person may read of what they were told: a right that was lost takes its notifications along."""

from collections.abc import Callable, Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404

from committees.access import committees_for, inside, meetings_for
from committees.expertise import known_to
from committees.lead_access import leads_for
from committees.models import CommitteeKind
from dossiers.access import SEE_ALL, denied, dossiers_for, granted, own, reads_notes, reads_thread
from dossiers.models import Dossier, DossierQuerySet, Programme
from funding.access import envelopes_for, partners_answered_for, reads_books
from funding.bank_access import batches_for
from notifications.families import Standing
from notifications.models import Delivery, Notification
from okote_flow.accounts.access import organizations_of
from okote_flow.accounts.doubts import CLEARS
from okote_flow.directory.access import offices_of, partners
from okote_flow.directory.models import Office, Partner, User
from okote_flow.journal.kinds import Kind


def _carried(user: User) -> DossierQuerySet:
    return Dossier.objects.filter(own(user))


SEES: dict[Standing, Callable[[User], DossierQuerySet]] = {
    Standing.HOLDER: _carried,
    Standing.INSIDE: inside,
    Standing.EITHER: dossiers_for,
    Standing.PERSONAL: dossiers_for,
}
"""The dossiers that each standing shows today. What is told to a committee is not for whoever has come to carry the
project since, and what is told to a holder is not for the officer that they have become."""

CLOSER: dict[Callable[[User], Q], frozenset[Kind]] = {
    reads_thread: frozenset({Kind.MESSAGE_SENT, Kind.MESSAGE_RETRACTED}),
    reads_notes: frozenset({Kind.NOTE_WRITTEN}),
}
"""The dossiers on which a person may know of these kinds, fewer than those that they may see."""


BOTH = (Standing.EITHER, Standing.PERSONAL)


def _partners(user: User) -> QuerySet[Partner]:
    return partners() if reads_books(user) else partners_answered_for(user)


def _programmes(user: User) -> QuerySet[Programme]:
    """Whose rules change: for the offices that see every dossier, the administration, and who decides for Alsace."""
    decides = committees_for(user).filter(kind__in=[CommitteeKind.STEERING, CommitteeKind.ENGAGEMENT])
    sees = offices_of(user) & {*SEE_ALL, Office.ADMINISTRATOR} or decides.exists()
    return Programme.objects.all() if sees else Programme.objects.none()


def _people(user: User) -> QuerySet[User]:
    """Those whose mails come back: for whoever may call them, and end the doubt."""
    return User.objects.all() if offices_of(user) & CLEARS else User.objects.none()


SUBJECTS: dict[str, tuple[Callable[[User], QuerySet[Any]], str]] = {
    "meeting": (meetings_for, "pk"),
    "committee": (committees_for, "code"),
    "lead": (leads_for, "pk"),
    "expertise": (known_to, "pk"),
    "envelope": (envelopes_for, "pk"),
    "batch": (batches_for, "pk"),
    "partner": (_partners, "code"),
    "programme": (_programmes, "code"),
    "organization": (organizations_of, "pk"),
    "user": (_people, "pk"),
}
"""What notices are about beside dossiers: how the journal names it -> its door, and the column of its name."""


def show(prefix: str, rows: Callable[[User], QuerySet[Any]], key: str) -> None:
    """Let notices be about one more kind of subject: an upper app says who may see it."""
    SUBJECTS[prefix] = (rows, key)


def notifications_for(user: User) -> QuerySet[Notification]:
    """Their notifications, newest first, without those whose subject they may no longer see. One query."""
    kinds = {kind for several in CLOSER.values() for kind in several}
    return _seen(user, Notification.objects.filter(recipient=user), SUBJECTS, kinds)


def _seen(
    user: User, found: QuerySet[Notification], prefixes: Collection[str], kinds: Collection[str]
) -> QuerySet[Notification]:
    """Of some notifications those whose subject this person may see today.

    `prefixes` and `kinds` are all that occur among them: a door that none of them leads to need not be asked.
    """
    if not user.is_active:
        return Notification.objects.none()
    carried = Q(standing__in=(Standing.HOLDER, *BOTH)) & _about(_carried(user))
    within = Q(standing__in=(Standing.INSIDE, *BOTH)) & _about(inside(user))
    named = [_named(prefix, *SUBJECTS[prefix], user) for prefix in SUBJECTS if prefix in prefixes]
    others = Q(subject__in=named[0].union(*named[1:], all=True)) if named else Q(pk__in=[])
    elsewhere = Q(dossier=None) & (Q(standing=Standing.PERSONAL) | others)
    return found.filter(carried | within | elsewhere).exclude(_hidden(user, kinds))


def _hidden(user: User, kinds: Collection[str]) -> Q:
    """What is told to few, where this person is none of them (any more)."""
    closer = ((rule, told) for rule, told in CLOSER.items() if not told.isdisjoint(kinds))
    theirs = ((told, Dossier.objects.filter(rule(user))) for rule, told in closer)
    hidden = (Q(event__kind__in=told) & ~_about(dossiers) for told, dossiers in theirs)
    return reduce(or_, hidden, Q(pk__in=[]))


def _about(dossiers: DossierQuerySet) -> Q:
    """Asked of each notice: a person has few, and there may be many dossiers."""
    return Q(Exists(dossiers.filter(pk=OuterRef("dossier"))))


def _named(prefix: str, door: Callable[[User], QuerySet[Any]], key: str, user: User) -> QuerySet[Any, str]:
    """What somebody may see behind a door, as the journal names it."""
    name = Concat(Value(f"{prefix}:"), Cast(key, CharField()), output_field=CharField())
    return door(user).order_by().values_list(name, flat=True)


def showing(subject: str, user: User) -> QuerySet[Any]:
    """The row that an event is about, if this person may see it: for subjects that are no dossier."""
    prefix, _, value = subject.partition(":")
    if prefix not in SUBJECTS:
        return Notification.objects.none()
    rows, key = SUBJECTS[prefix]
    return rows(user).filter(**{key: value})


def unread_count(user: User) -> int:
    """For the bell. Rights are asked of those doors alone that something new leads to."""
    new = Notification.objects.filter(recipient=user, read_at=None)
    told = set(new.order_by().values_list("subject", "event__kind").distinct())
    prefixes = {subject.partition(":")[0] for subject, _ in told}
    return _seen(user, new, prefixes, {kind for _, kind in told}).count() if told else 0


def get_notification(user: User, pk: int) -> Notification:
    """Raises Http404 for what was told to somebody else."""
    found = notifications_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# Mails as those see them who answer for them


def watches_mails(user: User) -> bool:
    """Who reads the list of what left: those who keep the accounts, and those who answer to holders."""
    return bool(offices_of(user) & {Office.ADMINISTRATOR, Office.OFFICER})


def deliveries_for(user: User) -> QuerySet[Delivery]:
    """An administrator sees all mails, an officer those about dossiers that they may see.

    `may_read` says whether what a mail tells is theirs to read too, and not only where it went.
    """
    readable = Exists(_in_office(user).filter(pk=OuterRef("notification__dossier")))
    found = Delivery.objects.annotate(may_read=readable).order_by("-pk")
    if Office.ADMINISTRATOR in offices_of(user):
        return found
    return found.filter(may_read=True) if Office.OFFICER in offices_of(user) else found.none()


def _in_office(user: User) -> DossierQuerySet:
    """The dossiers that somebody sees at work, not those that they carry themselves."""
    return Dossier.objects.filter(granted(user) & ~denied(user))


def mails_about(user: User, dossier: Dossier) -> QuerySet[Delivery]:
    """What left about one dossier, for an officer who may see it."""
    if Office.OFFICER not in offices_of(user):
        return Delivery.objects.none()
    found = Delivery.objects.filter(notification__dossier=dossier, notification__dossier__in=_in_office(user))
    return found.order_by("-pk")


def get_delivery(user: User, pk: int) -> Delivery:
    """Raises Http404 for a mail that is not theirs to answer for."""
    found = deliveries_for(user).filter(pk=pk).select_related("notification__recipient").first()
    if found is None:
        raise Http404
    return found


def get_mail(user: User, pk: int) -> list[Delivery]:
    """A mail that this person was sent, in the browser: as much of it as they may still see. Raises Http404."""
    theirs = Delivery.objects.filter(notification__in=notifications_for(user))
    first = theirs.filter(pk=pk).first()
    if first is None:
        raise Http404
    same = Q(message_id=first.message_id) if first.message_id else Q(pk=pk)
    found = theirs.filter(same).select_related("notification__recipient", "notification__dossier__officer")
    return list(found.order_by("notification__dossier", "pk"))
