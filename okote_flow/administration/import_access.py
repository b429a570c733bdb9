"""Who imports what, and who sees an import: its lines hold names and addresses."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import Http404

from dossiers import access as dossiers
from okote_flow.administration.import_sentences import refuse
from okote_flow.administration.models.imports import ImportBatch, ImportKind, ImportLine, ImportState
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.refusals import Refusal

IMPORTERS = frozenset({Office.OFFICER, Office.DIRECTOR, Office.ADMINISTRATOR})


def imports(user: User) -> bool:
    return bool(offices_of(user) & IMPORTERS)


def kinds_for(user: User) -> list[ImportKind]:
    """Structures for whoever imports; drafts for whoever may open one in the name of its holder."""
    if not imports(user):
        return []
    enters = dossiers.enters_for_others(user)
    return [kind for kind in ImportKind if kind is not ImportKind.DOSSIERS or enters]


def check_importer(user: User) -> None:
    """Raises Http404."""
    if not imports(user):
        raise Http404


def batches_for(user: User) -> QuerySet[ImportBatch]:
    """Imports of structures are of the office; an import of drafts is of whoever brought it."""
    check_importer(user)
    rule = Q(kind=ImportKind.ORGANIZATIONS) | Q(uploaded_by=user)
    return ImportBatch.objects.filter(rule).select_related("uploaded_by", "confirmed_by", "undone_by")


def get_batch(user: User, pk: int) -> ImportBatch:
    """Raises Http404."""
    found = batches_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def refusals(user: User, batch: ImportBatch, *states: ImportState) -> Iterator[Refusal]:
    """Why this person cannot act on this import now."""
    if batch.kind not in kinds_for(user) or (batch.kind == ImportKind.DOSSIERS and batch.uploaded_by_id != user.pk):
        yield refuse("import-not-yours")
    elif batch.status not in states:
        yield refuse("import-state", state=batch.get_state_display())


def lines(batch: ImportBatch) -> QuerySet[ImportLine]:
    return batch.lines.select_related("organization", "dossier").order_by("number")


def importer_of(batch: ImportBatch) -> User:
    return batch.confirmed_by or batch.uploaded_by


def office_of(user: User) -> str:
    """In which office somebody imports; "" once they hold none, which ends an import that they had confirmed."""
    held = offices_of(user) & IMPORTERS
    order = (Office.OFFICER, Office.DIRECTOR, Office.ADMINISTRATOR)
    return next((office.value for office in order if office in held), "")
