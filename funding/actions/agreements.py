"""An agreement after its signature: its scan, its amendments. What was signed is never edited."""

from datetime import date

from django.core.files.base import File

from dossiers import files
from dossiers.models.content import Section
from funding import access
from funding.actions.envelopes import cover_envelope, sign_agreement
from funding.models import Agreement, AgreementFile, Envelope
from funding.seals import seal
from funding.sentences import refuse
from okote_flow.acts import action
from okote_flow.directory.models import Office, Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require


@action(
    "funding.amend_agreement",
    refuses=("not-yours", "amended-already", "deliberation-missing", "reference-taken", "agreement-reversed"),
)
def amend_agreement(  # noqa: PLR0913 - what an amendment may change
    agreement: Agreement,
    *,
    reference: str,
    deliberation_ref: str,
    deliberated_on: date,
    starts_on: date,
    allows_pass_on: bool,
    by: User | None,
    deliberated_by: str = "",
    ends_on: date | None = None,
    chapter: str = "",
    nature: str = "",
    function: str = "",
    operation: str = "",
) -> Agreement:
    """Enter an amendment: a new agreement in the place of the old one, for every envelope that the old one covered."""
    require(access.office_refusals(by, Office.DIRECTOR))
    agreement = _hold(agreement)
    _require_unamended(agreement)
    amendment = sign_agreement(
        agreement.partner,
        reference=reference,
        deliberation_ref=deliberation_ref,
        deliberated_on=deliberated_on,
        deliberated_by=deliberated_by,
        starts_on=starts_on,
        ends_on=ends_on,
        section=Section(agreement.section),
        allows_pass_on=allows_pass_on,
        chapter=chapter,
        nature=nature,
        function=function,
        operation=operation,
        amends=agreement,
        by=by,
    )
    for envelope in Envelope.objects.filter(agreement=agreement).order_by("pk"):
        cover_envelope(envelope, agreement=amendment, by=by)
    return amendment


def _require_unamended(agreement: Agreement) -> None:
    later = Agreement.objects.filter(amends=agreement).first()
    if later is not None:
        raise Refused([refuse("amended-already", reference=agreement.reference, amendment=later.reference)])


def _hold(agreement: Agreement) -> Agreement:
    """The agreement with its partner's row, on whose chain these acts are told."""
    Partner.objects.select_for_update().get(pk=agreement.partner_id)
    return Agreement.objects.select_for_update(of=("self",)).select_related("partner").get(pk=agreement.pk)


@action(
    "funding.file_agreement",
    refuses=("not-yours", "file-there", "file-too-big", "file-empty", "file-type", "file-disguised"),
)
def file_agreement(agreement: Agreement, *, file: File[bytes], by: User | None) -> AgreementFile:
    """Put the signed paper beside the agreement, known by its digest. Its type is checked by name and by content."""
    require(access.office_refusals(by, Office.DIRECTOR, Office.TREASURER))
    agreement = _hold(agreement)
    checked = files.check(file)
    if agreement.files.filter(sha256=checked.sha256).exists():
        raise Refused([refuse("file-there")])
    filed = AgreementFile.objects.create(
        agreement=agreement,
        name=checked.name,
        file=file,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        uploaded_by=by,
    )
    record(
        Kind.AGREEMENT_FILED,
        subject=agreement.partner.subject,
        by=by,
        reference=agreement.reference,
        sha256=filed.sha256,
        **seal(filed),
    )
    return filed
