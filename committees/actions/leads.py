"""What a committee does with a project that it has noticed: note it, entrust it, find it twice, let its contact go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from stdnum.fr import siren as siren_numbers

from committees import access, lead_access
from committees.actions.locks import lock_committee
from committees.models import Committee, Lead, LeadState
from committees.models.leads import LONGEST_KEPT
from committees.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.directory.sentences import refuse as refuse_directory
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

SAID = ("lead-not-yours", "lead-unnamed", "identifier-wrong", "contact-unexplained", "contact-kept-too-long")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call, why that is kept, and until when."""

    name: str = ""
    email: str = ""
    phone: str = ""
    reason: str = ""
    until: date | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.name or self.email or self.phone)


@action("committees.note_lead", refuses=(*SAID, "lead-known", "caller-elsewhere", "call-day-past"))
def note_lead(  # noqa: PLR0913 - the fields of one form
    committee: Committee,
    *,
    name: str,
    by: User,
    siren: str = "",
    city: str = "",
    seen: str = "",
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    keep_reason: str = "",
    keep_until: date | None = None,
    caller: User | None = None,
    call_by: date | None = None,
    anyway: bool = False,
) -> Lead:
    """Note a project before there is any dossier. The same again, by the same person, changes nothing.

    `anyway` says that one which seems to be there already is another.
    """
    committee = lock_committee(committee)
    number = siren_numbers.compact(siren)
    contact = _contact(contact_name, contact_email, contact_phone, keep_reason, keep_until)
    said = _said(name, number, city, seen, contact)
    same = Lead.objects.standing().filter(committee=committee, noted_by=by, noted_at__gte=_lately(), **said).first()
    if same is not None and lead_access.leads_for(by).filter(pk=same.pk).exists():
        return same
    require(_keeping_refusals(by, committee))
    require(said_refusals(name, number, contact, since=clock.today()))
    if not anyway:
        require(_double_refusals(by, committee, name, number))
    require(_calling_refusals(committee, caller, call_by))
    lead = Lead.objects.create(
        committee=committee, likeness=lead_access.spelled(name), contact_since=_since(contact), noted_by=by, **said
    )
    record(Kind.LEAD_NOTED, subject=lead.subject, by=by, office=office_of(by, lead), committee=committee.code)
    return _entrust(lead, caller, call_by, by) if caller is not None else lead


@action("committees.edit_lead", refuses=(*SAID, "lead-edited-meanwhile"))
def edit_lead(  # noqa: PLR0913 - the fields of one form
    lead: Lead,
    *,
    name: str,
    by: User,
    siren: str = "",
    city: str = "",
    seen: str = "",
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    keep_reason: str = "",
    keep_until: date | None = None,
    version: int | None = None,
) -> Lead:
    """Correct what was noted; the same again changes nothing. A contact that was erased may be given anew.

    `version` is that of the page: a page opened before an erasure does not undo it.
    """
    lead = held(lead, by)
    contact = _contact(contact_name, contact_email, contact_phone, keep_reason, keep_until)
    number = siren_numbers.compact(siren)
    require(said_refusals(name, number, contact, since=lead.contact_since or clock.today()))
    said = _said(name, number, city, seen, contact)
    changed = [column for column, value in said.items() if getattr(lead, column) != value]
    if not changed:
        return lead
    if version not in (None, lead.version):
        raise Refused([refuse("lead-edited-meanwhile")])
    if lead.has_contact and not contact.is_known:
        _forget(lead)
    elif contact.is_known:
        lead.contact_since, lead.erased_at = lead.contact_since or _since(contact), None
    for column in changed:
        setattr(lead, column, said[column])
    lead.likeness, lead.version = lead_access.spelled(name), lead.version + 1
    lead.save()
    record(Kind.LEAD_EDITED, subject=lead.subject, by=by, office=office_of(by, lead), fields=changed)
    return lead


@action("committees.entrust_lead", refuses=("lead-not-yours", "lead-closed", "caller-elsewhere", "call-day-past"))
def entrust_lead(lead: Lead, *, by: User, caller: User | None = None, call_by: date | None = None) -> Lead:
    """Say who calls and until when: oneself, another member, or (None) nobody any more."""
    lead = held(lead, by)
    require(closed_refusals(lead))
    require(_calling_refusals(lead.committee, caller, call_by))
    if (lead.caller_id, lead.call_by) == (caller and caller.pk, call_by):
        return lead
    return _entrust(lead, caller, call_by, by)


def _entrust(lead: Lead, caller: User | None, call_by: date | None, by: User) -> Lead:
    lead.caller, lead.call_by, lead.reminded_at = caller, call_by, None
    lead.save(update_fields=["caller", "call_by", "reminded_at"])
    people = {"caller": caller} if caller is not None else None
    facts = {"call_on": call_by} if call_by is not None else {}
    record(Kind.LEAD_ENTRUSTED, subject=lead.subject, by=by, office=office_of(by, lead), people=people, **facts)
    return lead


@action("committees.merge_lead", refuses=("lead-not-yours", "lead-merged", "lead-elsewhere"))
def merge_lead(lead: Lead, *, into: Lead, by: User) -> Lead:
    """Two leads are the same: this one is read on the page of the other from now on."""
    lead, into = _both_held(lead, into, by)
    if lead.merged_into_id == into.pk:
        return lead
    require(_merging_refusals(lead, into))
    Lead.objects.filter(merged_into=lead).update(merged_into=into)
    lead.merged_into = into
    lead.save(update_fields=["merged_into"])
    record(Kind.LEAD_MERGED, subject=lead.subject, by=by, office=office_of(by, lead), into=into.pk)
    return lead


@action("committees.split_lead", refuses=("lead-not-yours", "lead-not-merged"))
def split_lead(lead: Lead, *, by: User) -> Lead:
    """They were not the same after all: each has its page again."""
    lead = held(lead, by)
    if lead.merged_into is None:
        raise Refused([refuse("lead-not-merged")])
    lead.merged_into = None
    lead.save(update_fields=["merged_into"])
    record(Kind.LEAD_SPLIT, subject=lead.subject, by=by, office=office_of(by, lead))
    return lead


@action("committees.erase_lead_contact", refuses=("lead-not-yours", "contact-erased"))
def erase_lead_contact(lead: Lead, *, by: User | None) -> Lead:
    """Forget whom to call, and what was said in the calls, of this lead and of those that were found to be the same.

    The clock does it when the day has come. For good.
    """
    lead = held(lead, by)
    rows = Lead.objects.select_for_update().filter(merged_into=lead).order_by("pk")
    remembering = [one for one in (lead, *rows) if one.has_contact or one.calls.exclude(note="").exists()]
    if not remembering:
        raise Refused([refuse("contact-erased")])
    for one in remembering:
        _forget(one)
        one.save()
    record(Kind.LEAD_CONTACT_ERASED, subject=lead.subject, by=by, office=office_of(by, lead) if by else "")
    return lead


@action("committees.remind_of_call", refuses=("call-not-due",))
def remind_of_call(lead: Lead, *, by: None = None) -> Lead:
    """The day to call has come: told once, by the clock."""
    lead = _locked(lead)
    if not Lead.objects.unreminded().filter(pk=lead.pk).exists():
        raise Refused([refuse("call-not-due")])
    assert lead.caller is not None, "a call without a caller is not due"
    lead.reminded_at = clock.now()
    lead.save(update_fields=["reminded_at"])
    record(Kind.LEAD_CALL_DUE, subject=lead.subject, by=None, people={"caller": lead.caller}, call_on=lead.call_by)
    return lead


# What they share


def _forget(lead: Lead) -> None:
    """Whom to call and what was said in the calls; the row is the caller's to save."""
    for column, value in _columns(Contact()).items():
        setattr(lead, column, value)
    lead.contact_since, lead.erased_at, lead.version = None, clock.now(), lead.version + 1
    lead.calls.update(note="")


def held(lead: Lead, by: User | None) -> Lead:
    """The lead as it is now, held, if it is this person's to keep; the clock (None) is not asked."""
    lead = _locked(lead)
    if by is not None and not lead_access.leads_for(by).filter(pk=lead.pk).exists():
        raise Refused([refuse("lead-not-yours")])
    return lead


def _locked(lead: Lead) -> Lead:
    rows = Lead.objects.select_for_update(of=("self",)).select_related("committee", "caller", "merged_into")
    return rows.get(pk=lead.pk)


def _both_held(one: Lead, other: Lead, by: User) -> tuple[Lead, Lead]:
    """Two leads, held in the order of their numbers."""
    rows = {lead.pk: held(lead, by) for lead in sorted((one, other), key=lambda lead: lead.pk)}
    return rows[one.pk], rows[other.pk]


def closed_refusals(lead: Lead) -> Iterator[Refusal]:
    """What was merged into another, or has become a dossier, is followed there."""
    if lead.merged_into is not None:
        yield refuse("lead-merged", name=lead.merged_into)
    elif lead.state == LeadState.SUBMITTED:
        yield refuse("lead-closed")


def said_refusals(name: str, siren: str, contact: Contact, *, since: date) -> Iterator[Refusal]:
    """What a lead says: a name, a SIREN that is one, and of a person only with a reason and an end.

    `since` is the day on which the contact was first noted: correcting it gives it no more time.
    """
    if not name.strip():
        yield refuse("lead-unnamed")
    if siren and not siren_numbers.is_valid(siren):
        yield refuse_directory("identifier-wrong", label="SIREN", value=siren[:20])
    if not contact.is_known:
        return
    if not contact.reason or contact.until is None:
        yield refuse("contact-unexplained")
    elif not clock.today() <= contact.until <= since + LONGEST_KEPT:
        yield refuse("contact-kept-too-long", last=since + LONGEST_KEPT)


def _keeping_refusals(by: User, committee: Committee) -> Iterator[Refusal]:
    if not lead_access.rooms_of(by).filter(pk=committee.pk).exists():
        yield refuse("lead-not-yours")


def _double_refusals(by: User, committee: Committee, name: str, siren: str) -> Iterator[Refusal]:
    found = lead_access.doubles(by, committee, name, siren)[:3]
    names = ", ".join(one.name for one in found)
    if names:
        yield refuse("lead-known", names=names)


def _calling_refusals(committee: Committee, caller: User | None, call_by: date | None) -> Iterator[Refusal]:
    if caller is None and call_by is not None:
        yield refuse("caller-elsewhere")
    if caller is not None and not lead_access.callers(committee).filter(pk=caller.pk).exists():
        yield refuse("caller-elsewhere")
    if call_by is not None and call_by < clock.today():
        yield refuse("call-day-past")


def _merging_refusals(lead: Lead, into: Lead) -> Iterator[Refusal]:
    if lead.merged_into is not None or into.merged_into is not None:
        yield refuse("lead-merged", name=lead.merged_into or into.merged_into)
    if lead.committee_id != into.committee_id or lead.pk == into.pk:
        yield refuse("lead-elsewhere")


def _contact(name: str, email: str, phone: str, reason: str, until: date | None) -> Contact:
    """Without a person there is nothing to keep, nor a reason."""
    given = Contact(name.strip(), email.strip(), phone.strip(), reason.strip(), until)
    return given if given.is_known else Contact()


def _said(name: str, siren: str, city: str, seen: str, contact: Contact) -> dict[str, object]:
    project = {"name": name.strip(), "siren": siren, "city": city.strip(), "seen": seen.strip()}
    return project | _columns(contact)


def _since(contact: Contact) -> date | None:
    return clock.today() if contact.is_known else None


def _columns(contact: Contact) -> dict[str, object]:
    return {
        "contact_name": contact.name,
        "contact_email": contact.email,
        "contact_phone": contact.phone,
        "keep_reason": contact.reason,
        "keep_until": contact.until,
    }


def _lately() -> object:
    """A second click comes on the same day."""
    return clock.local(clock.today())


def office_of(by: User, lead: Lead) -> str:
    return access.role_in(by, Q(pk=lead.committee_id))
