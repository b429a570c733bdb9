"""Companies that match gifts: an officer puts them among the partners."""

from itertools import count

from django.utils.text import slugify

from funding import access
from funding.sentences import refuse
from okote_flow.acts import action
from okote_flow.directory.actions import compact, identifier_refusals, is_siren
from okote_flow.directory.models import Office, Partner, PartnerKind, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

NAME_LENGTH = 120


@action("funding.register_company", refuses=("not-yours", "name-missing", "siren-wrong", "company-there"))
def register_company(*, name: str, by: User, siren: str = "") -> Partner:
    """Put a company among the partners, so that it may pledge. Its SIREN is known, or will be."""
    require(access.office_refusals(by, Office.OFFICER))
    name, siren = " ".join(name.split())[:NAME_LENGTH], compact(siren)
    if not name:
        raise Refused([refuse("name-missing")])
    if siren and not is_siren(siren):
        raise Refused([refuse("siren-wrong", siren=siren[:20])])
    companies = Partner.objects.select_for_update().filter(kind=PartnerKind.COMPANY).order_by("pk")
    if any(one.name.casefold() == name.casefold() or (siren and one.siren == siren) for one in companies):
        raise Refused([refuse("company-there", name=name)])
    company = Partner.objects.create(code=_free_code(name), name=name, kind=PartnerKind.COMPANY, siren=siren)
    record(Kind.COMPANY_REGISTERED, subject=company.subject, by=by, office=Office.OFFICER, name=name, siren=siren)
    return company


@action("funding.identify_partner", refuses=("not-yours", "identifier-wrong", "siret-needed", "siren-other"))
def identify_partner(partner: Partner, *, siret: str, by: User | None) -> Partner:
    """Enter a partner's SIRET, by which open data name the giver. It begins with the SIREN, where that is known."""
    require(access.office_refusals(by, Office.DIRECTOR))
    siret = compact(siret)
    if not siret:
        raise Refused([refuse("siret-needed", partner=partner)])
    require(identifier_refusals(siret=siret, rna=""))
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if partner.siren and not siret.startswith(partner.siren):
        raise Refused([refuse("siren-other", siret=siret, siren=partner.siren)])
    if partner.siret != siret:
        partner.siret, partner.siren = siret, siret[:9]
        partner.save(update_fields=["siret", "siren"])
        record(Kind.PARTNER_IDENTIFIED, subject=partner.subject, by=by, office=Office.DIRECTOR, siret=siret)
    return partner


def _free_code(name: str) -> str:
    """Its name as a slug, with a number when another partner has it."""
    stem = slugify(name)[:40].strip("-") or "entreprise"
    taken = set(Partner.objects.filter(code__startswith=stem).values_list("code", flat=True))
    codes = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(code for code in codes if code not in taken)
