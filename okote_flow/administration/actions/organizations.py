"""Structures written down by the house: entered, completed, given back what they said, taken away while unused."""

from typing import Any

from django.db.models import ProtectedError

from okote_flow.acts import action
from okote_flow.administration.import_access import IMPORTERS, office_of
from okote_flow.administration.import_sentences import refuse
from okote_flow.directory.access import offices_of
from okote_flow.directory.actions import save_organization
from okote_flow.directory.models import LegalForm, Organization, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused

KEPT = ("name", "legal_form", "siret", "rna", "address", "postal_code", "city", "email")
"""What an import writes of a structure."""


@action(
    "administration.enter_organization",
    refuses=("import-not-yours", "organization-nameless", "organization-siret-taken", "identifier-wrong"),
)
def enter_organization(  # noqa: PLR0913 - the columns of one line
    *,
    by: User,
    name: str,
    legal_form: LegalForm,
    siret: str = "",
    rna: str = "",
    address: str = "",
    postal_code: str = "",
    city: str = "",
    email: str = "",
) -> Organization:
    """Write a structure down that has no account yet. A SIRET names one structure."""
    _require_importer(by)
    if not name.strip():
        raise Refused([refuse("organization-nameless")])
    if siret and Organization.objects.filter(siret=siret).exists():
        raise Refused([refuse("organization-siret-taken", siret=siret)])
    identity = {
        "siret": siret,
        "rna": rna,
        "address": address,
        "postal_code": postal_code,
        "city": city,
        "email": email,
    }
    made = save_organization(None, by=None, name=name, legal_form=legal_form, identity=identity)
    _record(Kind.ORGANIZATION_ENTERED, made, by, legal_form=made.legal_form)
    return made


@action("administration.complete_organization", refuses=("import-not-yours", "organization-siret-taken"))
def complete_organization(  # noqa: PLR0913 - the columns of one line
    organization: Organization,
    *,
    by: User,
    siret: str = "",
    rna: str = "",
    address: str = "",
    postal_code: str = "",
    city: str = "",
    email: str = "",
) -> Organization:
    """Fill in what a structure does not say yet; what it says stays."""
    _require_importer(by)
    held = Organization.objects.select_for_update().get(pk=organization.pk)
    given = {"siret": siret, "rna": rna, "address": address, "postal_code": postal_code, "city": city, "email": email}
    missing = {name: value for name, value in given.items() if value and not getattr(held, name)}
    if "siret" in missing and Organization.objects.filter(siret=siret).exclude(pk=held.pk).exists():
        raise Refused([refuse("organization-siret-taken", siret=siret)])
    if missing:
        for name, value in missing.items():
            setattr(held, name, value)
        held.save(update_fields=list(missing))
        _record(Kind.ORGANIZATION_COMPLETED, held, by, fields=sorted(missing))
    return held


@action("administration.restore_organization", refuses=("import-not-yours", "import-touched"))
def restore_organization(
    organization: Organization, *, before: dict[str, str], after: dict[str, str], by: User
) -> Organization:
    """Give back what a structure said before it was completed, if nobody has written in it since."""
    _require_importer(by)
    held = Organization.objects.select_for_update().get(pk=organization.pk)
    if said_of(held) != after:
        raise Refused([refuse("import-touched", count=1, lines=held.name)])
    changed = [name for name in KEPT if before[name] != after[name]]
    for name in changed:
        setattr(held, name, before[name])
    held.save(update_fields=changed)
    _record(Kind.ORGANIZATION_RESTORED, held, by, fields=changed)
    return held


@action("administration.remove_organization", refuses=("import-not-yours", "organization-in-use"))
def remove_organization(organization: Organization, *, by: User) -> Organization:
    """Take a structure away that nothing names: no dossier, no account, no invitation, no payment."""
    _require_importer(by)
    held = Organization.objects.select_for_update().get(pk=organization.pk)
    if is_used(held):
        raise Refused([refuse("organization-in-use", name=held.name)])
    _record(Kind.ORGANIZATION_REMOVED, held, by)
    key = held.pk
    try:
        held.delete()
    except ProtectedError as error:
        raise Refused([refuse("organization-in-use", name=held.name)]) from error
    held.pk = key
    return held


def said_of(organization: Organization) -> dict[str, str]:
    """What an import writes of it, as it is now."""
    return {name: str(getattr(organization, name)) for name in KEPT}


def is_used(organization: Organization) -> bool:
    """Whether any row of the house names it, imports aside."""
    related = [one for one in Organization._meta.related_objects if one.get_accessor_name()]
    return any(
        one.related_model._default_manager.filter(**{one.field.name: organization}).exists()
        for one in related
        if one.related_model._meta.app_label != "administration"
    )


def _require_importer(by: User) -> None:
    if not offices_of(by) & IMPORTERS:
        raise Refused([refuse("import-not-yours")])


def _record(kind: Kind, organization: Organization, by: User, **facts: Any) -> None:
    record(kind, subject=organization.subject, by=by, office=office_of(by), **facts)
