"""Companies that match gifts: an officer puts them among the partners."""

from itertools import count

from django.utils.text import slugify

from funding import access
from funding.sentences import refuse
from okote_flow.acts import action
from okote_flow.directory.actions import compact, is_siren
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


def _free_code(name: str) -> str:
    """Its name as a slug, with a number when another partner has it."""
    stem = slugify(name)[:40].strip("-") or "entreprise"
    taken = set(Partner.objects.filter(code__startswith=stem).values_list("code", flat=True))
    codes = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(code for code in codes if code not in taken)
