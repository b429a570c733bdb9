"""Writing structures and people down, inside the act of somebody else."""

import secrets
from collections.abc import Iterator

from okote_flow.directory import rules
from okote_flow.directory.models import LegalForm, Membership, Organization, User
from okote_flow.refusals import Refusal, require


def save_organization(
    organization: Organization | None, *, by: User | None, name: str, legal_form: LegalForm, identity: dict[str, str]
) -> Organization:
    """Create or correct a structure, inside the act of somebody else; `by`, who creates it, shares its accounts.

    Raises Refused("identifier-wrong").
    """
    siret, rna = rules.compact(identity["siret"]), rules.compact(identity["rna"])
    require(rules.identifier_refusals(siret_number=siret, rna=rna))
    is_new = organization is None
    organization = organization or Organization()
    organization.name = name.strip()
    organization.legal_form = legal_form
    for field, value in (identity | {"siret": siret, "rna": rna}).items():
        setattr(organization, field, value.strip())
    organization.save()
    if is_new and by is not None:
        Membership.objects.create(organization=organization, user=by)
    return organization


def open_account(email: str, *, first_name: str, last_name: str, is_fictional: bool) -> User:
    """An account without a password, for somebody who did not ask for it themselves: a code by mail lets them in."""
    username = f"{email.partition('@')[0][:100]}-{secrets.token_hex(4)}"
    names = {"username": username, "first_name": first_name, "last_name": last_name, "is_fictional": is_fictional}
    account, is_new = User.objects.get_or_create(email=email, defaults=names)
    if is_new:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


def would_change(organization: Organization, *, name: str, legal_form: LegalForm, identity: dict[str, str]) -> bool:
    """Whether saving this would change anything of a structure."""
    numbers = {"siret": rules.compact(identity["siret"]), "rna": rules.compact(identity["rna"])}
    said = {"name": name, "legal_form": str(legal_form)} | identity | numbers
    return any(getattr(organization, field) != value.strip() for field, value in said.items())


def identifier_refusals(*, siret: str, rna: str) -> Iterator[Refusal]:
    """What is wrong with the numbers of a structure, however they are spaced."""
    yield from rules.identifier_refusals(siret_number=rules.compact(siret), rna=rules.compact(rna))


def compact(number: str) -> str:
    """An identifier as it is stored: no spaces, dots or dashes."""
    return rules.compact(number)


def is_siren(number: str) -> bool:
    """Whether nine digits are a SIREN, by its key (Luhn)."""
    return rules.is_siren(number)
