"""Everything that the house holds about one person, found by what points to them; nobody else is named in it.

Every table that points to an account is read, those of rooms built later too, so that nothing is forgotten.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Model, Q
from django.template.loader import render_to_string

from committees.models import Recusal
from dossiers.access import own
from dossiers.models import Attachment, BudgetLine, CriterionAnswer, Dossier, DossierSnapshot, Enclosure, FinalReport
from funding.models import (
    AgreementFile,
    BankDetails,
    Checkout,
    Donor,
    RefundAccount,
    Story,
    TaxPaper,
    TaxRecipient,
)
from notifications.models import Notification, Received
from okote_flow import clock
from okote_flow.directory.models import Invitation, User
from okote_flow.journal import chain
from okote_flow.journal.models import Event, Identity
from okote_flow.records.models import Hold
from okote_flow.tables.models import ExportJob

SECRET = frozenset(
    {"password", "token", "token_hash", "salt", "sealed", "serial", "session_data", "key", "client_uuid"}
)
"""What opens something: it is theirs, and of no use to a reader."""
NOT_DATA = frozenset(
    {"guardian", "auth", "contenttypes", "sessions", "viewflow", "django_tasks_database", "sites", "socialaccount"}
)
"""Apps whose rows say nothing that another table does not say."""
ABOUT = frozenset(
    {
        "user", "person", "applicant", "author", "uploaded_by", "written_by", "recipient", "offered_by", "given_by",
        "accepted_by", "declared_by", "saved_by",
    }
)  # fmt: skip
"""The columns by which a row is about somebody, or in their words. By any other they acted on what is others': of
such a row only what it is and when are theirs to have."""
OF_OTHERS: frozenset[tuple[type[Model], str]] = frozenset(
    {
        (FinalReport, "accepted_by"), (RefundAccount, "given_by"), (Recusal, "declared_by"),
        (AgreementFile, "uploaded_by"),
    }
)  # fmt: skip
"""Where such a column names whoever took in what is of somebody else: a report, a donor's account, a recusal."""
FOR_THEIR_PROJECTS: frozenset[tuple[type[Model], str]] = frozenset(
    {(Attachment, "uploaded_by"), (BankDetails, "given_by")}
)
"""What is theirs where the project is: an officer lays in pieces for holders too."""
NOT_TOLD: dict[type[Model], frozenset[str]] = {
    Hold: frozenset({"reason", "lift_reason"}),
    Notification: frozenset({"subject", "text", "detail", "because"}),
    ExportJob: frozenset({"file"}),
}
"""Words of the house about more than this person: why it holds something, what it told them of the acts of others, and
a table of many dossiers, which its own page gives by the rights of the day."""
OF_THEIR_PROJECTS: tuple[tuple[type[Model], str], ...] = (
    (CriterionAnswer, "dossier__applicant"),
    (BudgetLine, "dossier__applicant"),
    (DossierSnapshot, "dossier__applicant"),
    (Attachment, "dossier__applicant"),
    (FinalReport, "dossier__applicant"),
    (Story, "dossier__applicant"),
)
"""What a holder wrote, in tables that name the dossier alone."""
LIMIT = 20_000  # rows of one table; where there are more, it is said


@dataclass(slots=True)
class Table:
    """The rows of one kind about somebody."""

    name: str
    label: str
    role: str
    rows: list[dict[str, Any]]
    total: int = 0  # how many there are, where not all are given

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)


@dataclass(slots=True)
class Gathered:
    tables: list[Table] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # name in the archive -> name in storage
    papers: dict[str, bytes] = field(default_factory=dict)  # name in the archive -> content

    @property
    def count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def gather(person: User | None, email: str) -> Gathered:
    """By account, and by the address that a donor gave."""
    found = Gathered()
    if person is not None:
        found.tables.append(_table(User, Q(pk=person.pk), "vous", found))
        found.tables.append(_journal(person))
        for model, name in references():
            found.tables.extend(_pointing(model, name, person, found))
        for model, path in OF_THEIR_PROJECTS:
            found.tables.append(_table(model, Q(**{path: person}), "votre projet", found))
    _by_address(email, found)
    found.tables = [table for table in found.tables if table.rows]
    return found


def references() -> Iterator[tuple[type[Model], str]]:
    """Every table that points to accounts, and by which column."""
    for model in apps.get_models():
        if model._meta.app_label in NOT_DATA or model is Identity:
            continue
        for one in model._meta.concrete_fields:
            if isinstance(one, models.ForeignKey) and one.related_model is User:
                yield model, one.name


def _pointing(model: type[Model], name: str, person: User, found: Gathered) -> Iterator[Table]:
    """The rows of one column: whole where they are about this person or in their words."""
    mine, role = Q(**{name: person}), _role(model, name)
    if (model, name) in FOR_THEIR_PROJECTS:
        projects = Q(dossier__in=Dossier.objects.filter(own(person)))
        yield _table(model, mine & projects, role, found)
        yield _table(model, mine & ~projects, role, found, whole=False)
        return
    yield _table(model, mine, role, found, whole=name in ABOUT and (model, name) not in OF_OTHERS)


def _role(model: type[Model], name: str) -> str:
    said = str(cast(Any, model._meta.get_field(name)).verbose_name)
    return said if said != name.replace("_", " ") else name


def _table(model: type[Model], which: Q, role: str, found: Gathered, *, whole: bool = True) -> Table:
    rows: list[dict[str, Any]] = []
    asked = model._default_manager.filter(which).order_by("pk")
    for row in asked[:LIMIT]:
        rows.append(_plain(row) if whole else _when(row))
        if whole:
            _file_of(row, found)
    total = asked.count() if len(rows) == LIMIT else len(rows)
    return Table(model._meta.db_table, str(model._meta.verbose_name), role, rows, total)


def _plain(row: Model) -> dict[str, Any]:
    """What a row says: its own values, and of what it points to the number alone. Of accounts not even that."""
    said: dict[str, Any] = {}
    for one in row._meta.concrete_fields:
        if one.name in SECRET | NOT_TOLD.get(type(row), frozenset()) or isinstance(one, models.BinaryField):
            continue
        if isinstance(one, models.ForeignKey):
            if one.related_model is not User:
                said[one.name] = getattr(row, one.attname)
            continue
        said[one.name] = _value(getattr(row, one.attname))
    return {name: value for name, value in said.items() if value not in (None, "")}


def _when(row: Model) -> dict[str, Any]:
    """Which row it is, and its days."""
    days = (one.name for one in row._meta.concrete_fields if isinstance(one, models.DateField))
    said = {"id": row.pk} | {name: _value(getattr(row, name)) for name in days}
    return {name: value for name, value in said.items() if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list | int | str) or value is None:
        return value
    return str(value)


def _file_of(row: Model, found: Gathered) -> None:
    for one in row._meta.concrete_fields:
        is_told = isinstance(one, models.FileField) and one.name not in NOT_TOLD.get(type(row), frozenset())
        stored = getattr(row, one.name, None) if is_told else None
        if stored:
            _joined(row, str(stored.name), found)
    for enclosure in getattr(row, "enclosures", Enclosure.objects.none()).all():
        _joined(enclosure, str(enclosure.file.name), found)


def _joined(row: Model, stored: str, found: Gathered) -> None:
    shown = str(getattr(row, "name", "") or getattr(row, "file_name", "") or "fichier").replace("/", "-")
    found.files[f"fichiers/{row._meta.db_table}-{row.pk}-{shown}"] = stored


def _journal(person: User) -> Table:
    """What the journal tells that they did, or where it names them: facts without the names of others."""
    mine = list(Identity.objects.filter(user=person).values_list("commitment", flat=True))
    which = Q(actor__in=mine)
    for commitment in mine:
        which |= Q(facts__icontains=commitment)
    events = Event.objects.filter(which).order_by("pk") if mine else Event.objects.none()
    rows = [
        {
            "subject": event.subject,
            "kind": event.get_kind_display(),
            "at": event.at.isoformat(),
            "office": event.office,
            "acted": event.actor in mine,
        }
        for event in events[:LIMIT]
    ]
    total = events.count() if len(rows) == LIMIT else len(rows)
    return Table("journal_event", "fait du journal", "vous", rows, total)


def _by_address(email: str, found: Gathered) -> None:
    """A donor has no account: their gifts are found by the address that they gave."""
    paid = Checkout.objects.filter(email__iexact=email)
    gifts = list(paid.filter(gift__isnull=False).values_list("gift", flat=True))
    for model, which in (
        (Checkout, Q(email__iexact=email)),
        (Donor, Q(gift__in=gifts)),
        (TaxRecipient, Q(gift__in=gifts) | Q(checkout__in=paid)),
        (RefundAccount, Q(gift__in=gifts)),
        (Received, Q(sender__iexact=email)),
        (Invitation, Q(email__iexact=email)),
    ):
        found.tables.append(_table(model, which, "par votre adresse", found))
    for paper in TaxPaper.objects.filter(receipt__gift__in=gifts).select_related("receipt"):
        found.papers[f"fichiers/recu-{paper.receipt.reference}.pdf"] = bytes(paper.file)


# The archive


def archive(person: User | None, email: str) -> bytes:
    """The ZIP: JSON for machines, one page for people, and their files."""
    found = gather(person, email)
    who = str(person) if person else email
    told = {
        "person": who,
        "email": email,
        "made_at": clock.now().isoformat(),
        "tables": [
            {"table": one.name, "label": one.label, "role": one.role, "total": one.total, "rows": one.rows}
            for one in found.tables
        ],
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(_entry("donnees.json"), chain.canonical(told))
        page = {"who": who, "email": email, "found": found, "at": clock.now(), "files": [*found.files, *found.papers]}
        file.writestr(_entry("donnees.html"), render_to_string("records/personal_data_file.html", page))
        for name, content in found.papers.items():
            file.writestr(_entry(name), content)
        for name, stored in found.files.items():
            if default_storage.exists(stored):
                with default_storage.open(stored, "rb") as opened:
                    file.writestr(_entry(name), opened.read())
    return packed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """A file of the archive, dated like the export: the same data give the same archive."""
    at = clock.now().astimezone(clock.PARIS)
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
