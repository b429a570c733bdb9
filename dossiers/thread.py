"""What the page of a thread says: messages and notes as one reader sees them, and what they have not read yet."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dossiers import access
from dossiers.access import Standing
from dossiers.models import Dossier, Enclosure, Message, Note, Party, ThreadDraft, ThreadMark
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User

AT_ONCE = 40  # messages, and notes, that a page shows
EXCERPT = 160
W = TypeVar("W", Message, Note)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message, or one note, as a reader sees it."""

    pk: int
    who: str
    sent_at: datetime
    text: str
    enclosures: list[Enclosure]
    is_mine: bool
    is_new: bool
    party: str = ""  # whom its author speaks for
    by_mail: bool = False
    is_retracted: bool = False
    is_read: bool = False
    readers: list[str] = field(default_factory=list)  # those of the other side, for Alsace Active alone
    may_retract: bool = False
    colleagues: list[str] = field(default_factory=list)  # whom a note was written for


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread, with the notes beside it, as its page shows it. Whoever only reads it has no party."""

    standing: Standing
    bubbles: list[Bubble]
    before: int  # the oldest shown when there are older ones, 0 otherwise
    newest: int
    draft: str
    notes: list[Bubble]
    notes_before: int
    notes_draft: str
    is_all_read: bool  # nothing is newer than this reader's mark
    key: str


def thread_of(user: User, dossier: Dossier, *, before: int = 0, notes_before: int = 0) -> Thread | None:
    """None for whoever may not read it. The newest at the end; `before` shows what stands above a message."""
    standing = access.standing(user, dossier)
    if not standing.reads:
        return None
    marks = list(ThreadMark.objects.filter(dossier=dossier).select_related("user"))
    mark = next((one for one in marks if one.user_id == user.pk), ThreadMark())
    drafts = dict(ThreadDraft.objects.filter(user=user, dossier=dossier).values_list("is_note", "text"))
    found = access.messages_for(user, dossier)
    shown, rest = _page(found.select_related("author").prefetch_related("enclosures"), before)
    noted, notes_rest = _notes(user, dossier, standing, notes_before)
    newest = _newest(found) if before else (shown[-1].pk if shown else 0)
    return Thread(
        standing=standing,
        bubbles=[_bubble(one, dossier, user, standing.party, marks) for one in shown],
        before=rest,
        newest=newest,
        draft=drafts.get(False, "") if standing.party else "",
        notes=[_noted(one, user, mark.note) for one in noted],
        notes_before=notes_rest,
        notes_draft=drafts.get(True, "") if standing.may_note else "",
        is_all_read=newest <= mark.message and all(one.pk <= mark.note for one in noted[-1:]),
        key=secrets.token_hex(16),
    )


def _notes(user: User, dossier: Dossier, standing: Standing, before: int) -> tuple[list[Note], int]:
    if not standing.reads_notes:
        return [], 0
    found = access.notes_for(user, dossier)
    return _page(found.select_related("author").prefetch_related("enclosures", "colleagues"), before)


def _page(found: "QuerySet[W]", before: int) -> tuple[list[W], int]:
    """The newest of them, oldest first, and above which one there are more (0: none)."""
    asked = found.filter(pk__lt=before) if before else found
    newest = list(asked.order_by("-pk")[: AT_ONCE + 1])
    shown = newest[:AT_ONCE][::-1]
    return shown, shown[0].pk if len(newest) > AT_ONCE else 0


def _newest(found: "QuerySet[Message]") -> int:
    return found.order_by("-pk").values_list("pk", flat=True).first() or 0


def _bubble(
    message: Message, dossier: Dossier, user: User, party: Party | None, marks: Sequence[ThreadMark]
) -> Bubble:
    seen = next((one.message for one in marks if one.user_id == user.pk), 0)
    structure = str(dossier.organization or Party.HOLDER.label)
    readers = [mark.user for mark in marks if mark.party != message.party and mark.message >= message.pk]
    is_mine, is_retracted = message.author_id == user.pk, message.retracted_at is not None
    return Bubble(
        pk=message.pk,
        who="Vous" if is_mine else str(message.author),
        party=Party.STAFF.label if message.party == Party.STAFF else structure,
        sent_at=message.sent_at,
        text=message.text,
        enclosures=list(message.enclosures.all()),
        is_mine=is_mine,
        is_new=party is not None and not is_mine and message.pk > seen,
        by_mail=message.origin == "mail",
        is_retracted=is_retracted,
        is_read=bool(readers),
        readers=[str(one) for one in readers] if party is Party.STAFF and message.party == Party.STAFF else [],
        may_retract=is_mine and party == message.party and not readers and not is_retracted,
    )


def _noted(note: Note, user: User, seen: int) -> Bubble:
    is_mine = note.author_id == user.pk
    return Bubble(
        pk=note.pk,
        who="Vous" if is_mine else str(note.author),
        sent_at=note.sent_at,
        text=note.text,
        enclosures=list(note.enclosures.all()),
        is_mine=is_mine,
        is_new=not is_mine and note.pk > seen,
        colleagues=["vous" if one.pk == user.pk else str(one) for one in note.colleagues.all()],
    )


# What is not read yet


def unread(user: User) -> QuerySet[Message]:
    """What the other side has written, on their projects or the dossiers they follow, and this person has not read."""
    mark = ThreadMark.objects.filter(user=user, dossier=OuterRef("dossier")).values("message")[:1]
    own = Dossier.objects.filter(access.reads_thread(user) & access.own(user))
    rules = [Q(party=Party.STAFF, dossier__in=own)]
    if offices_of(user) & access.SPEAK:
        rules.append(
            Q(party=Party.HOLDER, dossier__in=Dossier.objects.filter(access.speaks_for(user) & _followed(user)))
        )
    return Message.objects.filter(reduce(or_, rules), retracted_at=None, pk__gt=Coalesce(Subquery(mark), 0))


def _followed(user: User) -> Q:
    """In one's charge, in nobody's, or with words of one's own in its thread."""
    free = Q(officer=None) if Office.OFFICER in offices_of(user) else access.NOTHING
    return Q(officer=user) | free | Q(Exists(Message.objects.filter(dossier=OuterRef("pk"), author=user)))


def unread_among(user: User, dossiers: Collection[int]) -> dict[int, int]:
    """How many messages of each of these dossiers a person has not read; none is not there.

    Few dossiers of a page have any: it is asked first whose there are, then what of those is new to this person.
    """
    written = Message.objects.filter(dossier__in=list(dossiers)).order_by().values_list("dossier", flat=True)
    talking = list(written.distinct())
    found = unread(user).filter(dossier__in=talking).order_by().values_list("dossier")
    return dict(found.annotate(number=Count("pk"))) if talking else {}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread with something new in it."""

    dossier: int
    title: str
    number: int
    last_at: datetime


def waiting(user: User, most: int) -> list[Waiting]:
    """The threads with something new, the newest first, in one query."""
    found = unread(user).order_by().values_list("dossier", "dossier__title")
    rows = found.annotate(number=Count("pk"), last_at=Max("sent_at")).order_by("-last_at", "-dossier")[:most]
    return [Waiting(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Glance:
    """A thread in three lines, on the page of its dossier."""

    last: Message | None
    who: str
    excerpt: str
    unread: int


def glance(user: User, dossier: Dossier) -> Glance | None:
    """None where there is no thread to open."""
    if not access.standing(user, dossier).reads:
        return None
    last = access.messages_for(user, dossier).select_related("author").order_by("-pk").first()
    who = "" if last is None else "Vous" if last.author_id == user.pk else str(last.author)
    return Glance(last, who, _excerpt(last), unread_among(user, [dossier.pk]).get(dossier.pk, 0))


def _excerpt(message: Message | None) -> str:
    if message is None:
        return ""
    if message.retracted_at is not None:
        return "Message retiré"
    text = " ".join(message.text.split())
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rstrip()}…"
