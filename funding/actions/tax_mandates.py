"""A structure's mandate for its receipts: recorded from the signed paper, revoked on a day with a reason."""

from datetime import date
from typing import Any

from django.core.files.base import File

from dossiers import files
from dossiers.access import key_refusals
from dossiers.actions import lock
from dossiers.lifecycle import Keeper
from dossiers.models import Dossier
from funding import access, tax_access, tax_rules
from funding.models import Quality, TaxMandate, TaxMandateEnd
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.clock import day_of
from okote_flow.directory.models import Organization, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

REVOKERS = (Keeper.APPLICANT, Keeper.OFFICER)


def hold_issuer(organization: Organization) -> None:
    """Every row of one legal person, in one order: one mandate and one number at a time."""
    same = Organization.objects.select_for_update().filter(siret__startswith=organization.siren or "-")
    list(same.order_by("pk").values_list("pk"))
    Organization.objects.select_for_update().get(pk=organization.pk)


def mandate_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Why this person cannot record a mandate of this dossier's structure now."""
    refusals = list(key_refusals(user, dossier, Keeper.OFFICER))
    organization = dossier.organization
    if organization is None or not tax_rules.is_siren(organization.siren):
        return [*refusals, refuse("issuer-siren-missing", structure=organization or "Le dossier")]
    known = tax_access.mandate_in_force(organization)
    return [*refusals, refuse("mandate-there", given_on=known.given_on)] if known else refusals


@action(
    "funding.record_tax_mandate",
    refuses=(
        "not-yours", "issuer-siren-missing", "issuer-not-eligible", "mandate-there", "mandate-day-wrong",
        "mandate-incomplete", "file-too-big", "file-empty", "file-type", "file-disguised",
    ),
)  # fmt: skip
def record_tax_mandate(  # noqa: PLR0913 - what a mandate says
    dossier: Dossier,
    *,
    address: str,
    purpose: str,
    quality: Quality,
    signatory: str,
    signatory_role: str,
    given_on: date,
    file: File[bytes],
    by: User,
    rescript: str = "",
) -> TaxMandate:
    """Write down what a structure signed: that it may issue receipts, and that Alsace Active issues them in its name.

    `given_on` is the day of the signature; the signed paper is kept by its digest.
    """
    organization = _hold(dossier)
    require(mandate_refusals(dossier, by))
    assert organization is not None, "a dossier without structure was refused"
    mandate = TaxMandate(
        organization=organization,
        dossier=dossier,
        address=address.strip(),
        purpose=purpose.strip(),
        quality=Quality(quality),
        rescript=rescript.strip(),
        signatory=signatory.strip(),
        signatory_role=signatory_role.strip(),
        given_on=given_on,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    require(_paper_refusals(mandate))
    _keep(mandate, file)
    facts: dict[str, Any] = {"given_on": given_on, "sha256": mandate.sha256} | seal(mandate)
    record(Kind.TAX_MANDATE_RECORDED, subject=dossier.subject, by=by, office=Keeper.OFFICER, **facts)
    return mandate


def _keep(mandate: TaxMandate, file: File[bytes]) -> None:
    """The row with its signed paper, known by its digest."""
    checked = files.check(file)
    mandate.file, mandate.name, mandate.sha256 = file, checked.name, checked.sha256
    mandate.media_type = checked.media_type
    mandate.save(force_insert=True)


def _hold(dossier: Dossier) -> Organization | None:
    """The dossier's row, then the structure's."""
    dossier.organization = lock(dossier).organization
    if dossier.organization is not None:
        hold_issuer(dossier.organization)
    return dossier.organization


SAID = {
    "address": "l’adresse", "purpose": "l’objet", "signatory": "le signataire", "signatory_role": "sa qualité",
}  # fmt: skip


def _paper_refusals(mandate: TaxMandate) -> list[Refusal]:
    """What the signed paper lacks."""
    organization = mandate.organization
    refusals = list(
        tax_rules.issuer_refusals(
            siren=organization.siren,
            structure=organization.name,
            form=organization.legal_form,
            form_label=organization.get_legal_form_display(),
            rescript=mandate.rescript,
        )
    )
    missing = [label for field, label in SAID.items() if not getattr(mandate, field)]
    if missing:
        refusals.append(refuse("mandate-incomplete", missing=", ".join(missing)))
    if mandate.given_on > clock.today():
        refusals.append(refuse("mandate-day-wrong"))
    return refusals


def revocation_refusals(mandate: TaxMandate, user: User) -> list[Refusal]:
    """Why this person cannot end this mandate."""
    refusals = list(access.either_refusals(user, mandate.dossier, *REVOKERS))
    if TaxMandateEnd.objects.filter(mandate=mandate).exists():
        refusals.append(refuse("mandate-ended"))
    return refusals


@action(
    "funding.revoke_tax_mandate",
    refuses=("not-yours", "mandate-ended", "revocation-day-wrong", "mandate-incomplete"),
)
def revoke_tax_mandate(mandate: TaxMandate, *, revoked_on: date, reason: str, by: User) -> TaxMandate:
    """The structure takes its mandate back: from that day on nothing is issued under it. What was issued counts."""
    dossier = lock(mandate.dossier)
    hold_issuer(mandate.organization)
    mandate.dossier = dossier
    require(revocation_refusals(mandate, by))
    if not reason.strip():
        raise Refused([refuse("mandate-incomplete", missing="pourquoi il s’arrête")])
    last = mandate.receipts.order_by("-issued_at").values_list("issued_at", flat=True).first()
    require(
        tax_rules.revocation_refusals(
            revoked_on,
            given_on=mandate.given_on,
            last_receipt_on=day_of(last) if last else None,
            today=clock.today(),
        )
    )
    end = TaxMandateEnd.objects.create(
        mandate=mandate, revoked_on=revoked_on, reason=reason.strip(), revoked_by=by, recorded_at=clock.now()
    )
    office = access.key_held(by, dossier, *REVOKERS)
    record(
        Kind.TAX_MANDATE_REVOKED,
        subject=dossier.subject,
        by=by,
        office=office,
        revoked_on=revoked_on,
        reason=end.reason,
        **seal(end),
    )
    return mandate
