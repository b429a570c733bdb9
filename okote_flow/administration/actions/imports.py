"""The verbs of an import: bring a file, say what its columns are, choose, confirm, take back. Lines: `import_work`."""

import hashlib
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction

from dossiers import actions as dossiers
from dossiers.files import clean_name
from dossiers.lifecycle import State
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.administration import import_access, import_fields, import_file
from okote_flow.administration.actions import organizations
from okote_flow.administration.import_sentences import refuse
from okote_flow.administration.models.imports import (
    OVER,
    Choice,
    ImportBatch,
    ImportKind,
    ImportLine,
    ImportState,
    Outcome,
    Verdict,
)
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require
from okote_flow.texts import sentences as texts

FILES = ("import-type", "import-too-big", "import-unreadable", "import-hostile", "import-empty", "import-too-many")
S = ImportState
NAMED = 5  # lines that a refusal names


@action("administration.upload_import", refuses=("import-not-yours", "import-known", *FILES))
def upload_import(*, kind: ImportKind, file: File[bytes], by: User) -> ImportBatch:
    """Read a spreadsheet into lines of text; nothing of it is kept but its cells. The same file is imported once."""
    if kind not in import_access.kinds_for(by):
        raise Refused([refuse("import-not-yours")])
    name = clean_name(file.name or "")
    if file.size > import_file.LARGEST:
        raise Refused([refuse("import-too-big", name=name, limit=import_file.LARGEST // 2**20)])
    file.seek(0)
    content = file.read()
    sha256 = hashlib.sha256(content).hexdigest()
    there = ImportBatch.objects.filter(kind=kind, sha256=sha256).exclude(state__in=OVER).first()
    if there is not None:
        raise Refused([refuse("import-known", pk=there.pk)])
    table = import_file.read(content, name)
    batch = _kept(
        ImportBatch(
            kind=kind,
            name=name,
            sha256=sha256,
            headings=list(table.headings),
            mapping=import_fields.guess(kind, table.headings),
            count=len(table.rows),
            uploaded_by=by,
            uploaded_at=clock.now(),
        )
    )
    rows = (ImportLine(batch=batch, kind=kind, number=one.number, cells=list(one.cells)) for one in table.rows)
    ImportLine.objects.bulk_create(rows, batch_size=500)
    return batch


def _kept(batch: ImportBatch) -> ImportBatch:
    """Two who bring the same file at once: the second is sent to the first one's."""
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused([refuse("import-known", pk="en cours")]) from taken
    return batch


@action(
    "administration.choose_import_columns",
    refuses=("import-not-yours", "import-state", "import-column-missing", "import-column-twice"),
)
def choose_import_columns(batch: ImportBatch, *, mapping: dict[str, int], by: User) -> ImportBatch:
    """Say which column holds what; what the dry run had found is forgotten, and it begins again."""
    held = _held(batch, by, S.UPLOADED, S.CHECKED)
    fields = {one.code: one for one in import_fields.fields_of(held.kind)}
    kept = {code: place for code, place in mapping.items() if code in fields and 0 <= place < len(held.headings)}
    missing = [one for one in fields.values() if one.is_required and one.code not in kept]
    twice = [place for place in set(kept.values()) if list(kept.values()).count(place) > 1]
    require(refuse("import-column-missing", label=one.label) for one in missing)
    require(refuse("import-column-twice", heading=held.headings[place]) for place in sorted(twice))
    held.lines.update(verdict="", problems=[], notes=[], twins=[], key="", choice="")
    held.mapping = kept
    return _moved(held, S.CHECKING)


@action("administration.choose_import_lines", refuses=("import-not-yours", "import-state", "import-changed"))
def choose_import_lines(
    batch: ImportBatch, *, choices: dict[int, Choice], by: User, version: int | None = None
) -> ImportBatch:
    """Say what becomes of possible twins (line -> choice): passed, completed or created. Others keep their choice."""
    held = _held(batch, by, S.CHECKED)
    if version is not None and version != held.version:
        raise Refused([refuse("import-changed")])
    may = {Choice.SKIP, Choice.CREATE} | ({Choice.UPDATE} if held.kind == ImportKind.ORGANIZATIONS else set())
    for choice in may:
        numbers = [number for number, chosen in choices.items() if chosen == choice]
        held.lines.filter(number__in=numbers, verdict=Verdict.TWIN).update(choice=choice)
    return _moved(held, S.CHECKED)


@action(
    "administration.confirm_import",
    refuses=("import-not-yours", "import-state", "import-changed", "import-nothing"),
)
def confirm_import(batch: ImportBatch, *, by: User, version: int | None = None) -> ImportBatch:
    """Let the chosen lines be done, each by itself. Confirmed twice is confirmed once. `version` is the one read."""
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.status in (S.RUNNING, S.DONE) and held.confirmed_by_id == by.pk:
        return held
    held = _held(held, by, S.CHECKED)
    if version is not None and version != held.version:
        raise Refused([refuse("import-changed")])
    count = held.lines.filter(choice__in=[Choice.CREATE, Choice.UPDATE]).count()
    if not count:
        raise Refused([refuse("import-nothing")])
    held.confirmed_by, held.confirmed_at = by, clock.now()
    _record(Kind.IMPORT_CONFIRMED, held, by, content=held.kind, count=count, sha256=held.sha256)
    return _moved(held, S.RUNNING)


@action("administration.drop_import", refuses=("import-not-yours", "import-state"))
def drop_import(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Give an import up before it is confirmed: its lines go."""
    held = _held(batch, by, S.UPLOADED, S.CHECKING, S.CHECKED)
    held.lines.all().delete()
    return _moved(held, S.DROPPED)


@action("administration.undo_import", refuses=("import-not-yours", "import-state", "import-touched", "reason-missing"))
def undo_import(batch: ImportBatch, *, reason: str, by: User) -> ImportBatch:
    """Take back all that an import made, as long as nothing of it has served or changed; all of it or nothing."""
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.status == S.UNDONE and held.undone_by_id == by.pk:
        return held
    held = _held(held, by, S.DONE)
    if not reason.strip():
        raise Refused([texts.refuse("reason-missing")])
    made = list(import_access.lines(held).filter(outcome__in=[Outcome.CREATED, Outcome.UPDATED]))
    touched = [line.number for line in made if _is_touched(line)]
    if touched:
        named = ", ".join(str(number) for number in touched[:NAMED]) + (" …" if len(touched) > NAMED else "")
        raise Refused([refuse("import-touched", count=len(touched), lines=named)])
    for line in made:
        _take_back(line, reason.strip(), by)
    held.lines.filter(pk__in=[line.pk for line in made]).update(outcome=Outcome.UNDONE)
    held.undone_by, held.undone_at, held.reason = by, clock.now(), reason.strip()[:300]
    _record(Kind.IMPORT_UNDONE, held, by, content=held.kind, count=len(made), reason=held.reason)
    return _moved(held, S.UNDONE)


def _is_touched(line: ImportLine) -> bool:
    """Whether anybody has used or written in what this line made."""
    if line.dossier is not None:
        is_same = line.dossier.status == State.DRAFT and {"version": line.dossier.version} == line.after
        return not is_same or line.dossier.messages.exists()
    if line.organization is None or organizations.said_of(line.organization) != line.after:
        return True
    return line.outcome == Outcome.CREATED and organizations.is_used(line.organization)


def _take_back(line: ImportLine, reason: str, by: User) -> None:
    if line.dossier is not None:
        dossiers.withdraw(line.dossier, by=by, reason=reason)
    elif line.organization is not None and line.outcome == Outcome.CREATED:
        organizations.remove_organization(line.organization, by=by)
    elif line.organization is not None:
        organizations.restore_organization(line.organization, before=line.before or {}, after=line.after or {}, by=by)


def _held(batch: ImportBatch, by: User, *states: ImportState) -> ImportBatch:
    """The import as it is now, its row held, once it is known that this person may act on it."""
    held = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require(import_access.refusals(by, held, *states))
    return held


def _moved(batch: ImportBatch, state: ImportState) -> ImportBatch:
    batch.state, batch.version = state, batch.version + 1
    batch.save()
    return batch


def _record(kind: Kind, batch: ImportBatch, by: User, **facts: Any) -> None:
    record(kind, subject=batch.subject, by=by, office=import_access.office_of(by), **facts)
