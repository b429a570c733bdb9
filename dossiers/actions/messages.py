"""What is written in the thread of a dossier, and in the internal notes of Alsace Active."""

import secrets
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet

from dossiers import access, files, rules
from dossiers.actions.life import lock
from dossiers.files import Checked
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier, Enclosure, Message, Note, Origin, Party, ThreadDraft, ThreadMark
from dossiers.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

W = TypeVar("W", Message, Note)
Files = Sequence[File[bytes]]
SPEAKS_AS = {Office.OFFICER: Keeper.OFFICER, Office.DIRECTOR: Keeper.DIRECTOR, Office.TREASURER: Keeper.TREASURER}
FILE_REFUSALS = ("too-many-files", "file-too-big", "file-empty", "file-type", "file-disguised")
WRITING = ("thread-closed", "message-empty", "message-too-long", "sent-otherwise", "too-many-messages", *FILE_REFUSALS)


@action("dossiers.write_message", refuses=(*WRITING, "answered-meanwhile"))
def write_message(  # noqa: PLR0913 - the fields of one form, and how it was sent
    dossier: Dossier,
    *,
    by: User,
    text: str,
    key: str,
    files: Files = (),
    origin: Origin = Origin.PAGE,
    seen: int | None = None,
) -> Message:
    """Write to the other side of a dossier: its holder, or Alsace Active.

    `key` is that of the sending: the same once more changes nothing. `seen` is the newest message that the writer had
    before their eyes (0 is none): when somebody has written since, they are told before theirs leaves.
    """
    dossier, text = lock(dossier), plain(text)
    require(access.message_refusals(by, dossier))
    sent = Message.objects.filter(dossier=dossier, author=by, key=key).first()
    if sent is not None:
        return _sent_before(sent, text)
    checked = _checked(text, files, dossier.messages.filter(author=by))
    require(_answered(dossier, by, seen))
    salt, party = secrets.token_hex(16), access.standing(by, dossier).party
    assert party is not None, "whoever may write stands on a side"
    message = Message.objects.create(
        dossier=dossier, author=by, text=text, key=key, salt=salt, party=party, origin=origin
    )
    _enclose(files, checked, message=message)
    ThreadDraft.objects.filter(user=by, dossier=dossier, is_note=False).delete()
    record(
        Kind.MESSAGE_SENT,
        subject=dossier.subject,
        by=by,
        office=_office(by, party),
        message=message.pk,
        party=party,
        files=len(files),
        words=chain.commit(salt, text),
    )
    return message


@action("dossiers.write_note", refuses=(*WRITING, "colleague-aside"))
def write_note(
    dossier: Dossier, *, by: User, text: str, key: str, colleagues: Sequence[User] = (), files: Files = ()
) -> Note:
    """Note something for Alsace Active alone. Told are the colleagues given, and those it names: "@Odile Muster"."""
    dossier, text = lock(dossier), plain(text)
    require(access.note_refusals(by, dossier))
    written = Note.objects.filter(dossier=dossier, author=by, key=key).first()
    if written is not None:
        return _sent_before(written, text)
    checked = _checked(text, files, dossier.notes.filter(author=by))
    told = _told(dossier, by, text, colleagues)
    salt = secrets.token_hex(16)
    note = Note.objects.create(dossier=dossier, author=by, text=text, key=key, salt=salt)
    note.colleagues.set(told)
    _enclose(files, checked, note=note)
    ThreadDraft.objects.filter(user=by, dossier=dossier, is_note=True).delete()
    record(
        Kind.NOTE_WRITTEN,
        subject=dossier.subject,
        by=by,
        office=_office(by, Party.STAFF),
        people={f"colleague{place}": person for place, person in enumerate(told, 1)},
        note=note.pk,
        files=len(files),
        words=chain.commit(salt, text),
    )
    return note


@action("dossiers.retract_message", refuses=("thread-closed", "not-your-message", "already-read"))
def retract_message(message: Message, *, by: User) -> Message:
    """Take one's words back as long as nobody of the other side has read them. The journal keeps that they were."""
    dossier = lock(message.dossier)
    require(access.message_refusals(by, dossier))
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.author_id != by.pk:
        raise Refused([refuse("not-your-message")])
    if message.retracted_at is not None:
        return message
    if dossier.thread_marks.filter(message__gte=message.pk).exclude(party=message.party).exists():
        raise Refused([refuse("already-read")])
    for enclosure in message.enclosures.all():
        enclosure.delete()
        transaction.on_commit(partial(enclosure.file.delete, save=False), robust=True)
    message.text, message.salt, message.retracted_at = "", "", clock.now()
    message.save(update_fields=["text", "salt", "retracted_at"])
    office = _office(by, Party(message.party))
    record(Kind.MESSAGE_RETRACTED, subject=dossier.subject, by=by, office=office, message=message.pk)
    return message


@action("dossiers.mark_thread_read", refuses=("thread-closed",))
def mark_thread_read(dossier: Dossier, *, by: User) -> ThreadMark:
    """Whatever stands in the thread now, this person has read: their own business, which the journal does not keep."""
    party = access.standing(by, dossier).party
    if party is None:
        raise Refused([refuse("thread-closed")])
    newest = _newest(dossier.messages.all())
    noted = _newest(dossier.notes.all()) if party is Party.STAFF else 0
    mark, _ = ThreadMark.objects.get_or_create(user=by, dossier=dossier, defaults={"party": party})
    if (mark.message, mark.note, mark.party) != (newest, noted, party):
        mark.message, mark.note, mark.party = max(mark.message, newest), max(mark.note, noted), party
        mark.read_at = clock.now()
        mark.save()
    return mark


@action("dossiers.keep_draft", refuses=("thread-closed", "message-too-long"))
def keep_draft(dossier: Dossier, *, by: User, text: str, key: str, is_note: bool = False) -> Dossier:
    """Keep what somebody has begun to write. Nothing is kept of what has left (by its key), nor of an empty text."""
    dossier = lock(dossier)  # what leaves meanwhile takes its draft along
    require(access.note_refusals(by, dossier) if is_note else access.message_refusals(by, dossier))
    require(rules.words_refusals(plain(text) or "…", 0))
    sent = dossier.notes if is_note else dossier.messages
    if sent.filter(author=by, key=key).exists():
        return dossier
    drafts = ThreadDraft.objects.filter(user=by, dossier=dossier, is_note=is_note)
    if not text.strip():
        drafts.delete()
        return dossier
    kept = {"text": text, "saved_at": clock.now()}
    ThreadDraft.objects.update_or_create(user=by, dossier=dossier, is_note=is_note, defaults=kept)
    return dossier


def mentionable(text: str, colleagues: Sequence[User]) -> list[User]:
    """The colleagues whom a text names: "@Odile Muster"."""
    return [person for person in colleagues if f"@{person}".casefold() in text.casefold()]


def _told(dossier: Dossier, by: User, text: str, chosen: Sequence[User]) -> list[User]:
    """Those whom a note is for. Raises Refused("colleague-aside") for somebody who may not read it."""
    able = access.colleagues_of(by, dossier)
    require(refuse("colleague-aside", who=person) for person in chosen if person not in able)
    return list(dict.fromkeys([*chosen, *mentionable(text, able)]))


def _sent_before(sent: W, text: str) -> W:
    """A second click finds what the first has sent. Another text under the same key has not left, which is said."""
    if sent.text != text and getattr(sent, "retracted_at", None) is None:
        raise Refused([refuse("sent-otherwise")])
    return sent


def _checked(text: str, given: Files, sent: "QuerySet[W]") -> list[Checked]:
    """The files, if they and the text may leave now. Raises Refused with every reason."""
    require(rules.words_refusals(text, len(given)))
    now = clock.real_now()
    lately = sent.filter(received_at__gt=now - rules.HOUR).values_list("received_at", flat=True)
    require(rules.flood_refusals(list(lately), now))
    return [files.check(one) for one in given]


def _answered(dossier: Dossier, by: User, seen: int | None) -> Iterator[Refusal]:
    """Whether somebody else has written since the writer opened the thread."""
    if seen is None:
        return
    since = dossier.messages.filter(pk__gt=seen, retracted_at=None).exclude(author=by)
    last = since.select_related("author").order_by("-pk").first()
    if last is not None:
        yield refuse("answered-meanwhile", who=last.author, at=last.sent_at.astimezone(clock.PARIS))


def _enclose(given: Files, checked: list[Checked], **beside: Any) -> None:
    for file, known in zip(given, checked, strict=True):
        Enclosure.objects.create(
            file=file, name=known.name, media_type=known.media_type, size=known.size, sha256=known.sha256, **beside
        )


def _office(by: User, party: Party) -> Keeper:
    """In which capacity somebody writes."""
    if party is Party.HOLDER:
        return Keeper.APPLICANT
    return next(keeper for office, keeper in SPEAKS_AS.items() if office in offices_of(by))


def _newest(written: "QuerySet[W]") -> int:
    """The key of the last one, 0 when there is none."""
    return written.order_by("-pk").values_list("pk", flat=True).first() or 0


def plain(text: str) -> str:
    """A text as it is kept: its lines end as everywhere in the house, nothing empty around it."""
    return text.replace("\r\n", "\n").strip()
