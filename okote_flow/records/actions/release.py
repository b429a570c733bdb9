"""The verbs of a communication: a piece was read and may go or not; a file was given out."""

from typing import Any

from dossiers.models import Attachment, Dossier
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.documents import digest
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.records import access, communicable
from okote_flow.records.models import Communication, PieceCheck
from okote_flow.records.sentences import refuse
from okote_flow.refusals import Refused, require


@action("records.check_piece", refuses=("not-archivist",))
def check_piece(piece: Attachment, *, may_go: bool, by: User) -> PieceCheck:
    """Say that one has read a piece, and whether it may be given out as it is. Said again, the last word counts."""
    require(access.keeper_refusals(by))
    dossier = Dossier.objects.select_for_update().get(pk=piece.dossier_id)
    found, made = PieceCheck.objects.get_or_create(attachment=piece, defaults={"may_go": may_go, "checked_by": by})
    if not made and found.may_go == may_go:
        return found
    found.may_go, found.checked_by = may_go, by
    found.save(update_fields=["may_go", "checked_by"])
    facts: dict[str, Any] = {"attachment": piece.pk, "may_go": may_go}
    record(Kind.PIECE_CHECKED, subject=dossier.subject, by=by, office="archivist", **facts)
    return found


@action("records.communicate", refuses=("not-archivist", "release-empty", "release-reason"))
def communicate(
    dossier: Dossier, *, requester: str, reason: str, documents: list[str], by: User
) -> tuple[Communication, bytes]:
    """Make the file that is given out, and write down to whom and why. Gives the register's line and the ZIP."""
    require(access.keeper_refusals(by))
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if not requester.strip() or not reason.strip():
        raise Refused([refuse("release-reason")])
    chosen = [one for one in communicable.documents_of(dossier) if one.code in documents]
    if not chosen:
        raise Refused([refuse("release-empty")])
    made = communicable.archive(dossier, chosen, reason.strip())
    line = Communication.objects.create(
        dossier=dossier,
        requester=requester.strip(),
        reason=reason.strip(),
        documents=[one.title for one in chosen],
        masked=sum(one.masked for one in chosen),
        sha256=digest(made),
        made_by=by,
    )
    facts: dict[str, Any] = {"documents": len(chosen), "masked": line.masked, "sha256": line.sha256}
    record(Kind.FILE_COMMUNICATED, subject=dossier.subject, by=by, office="archivist", **facts)
    return line, made
