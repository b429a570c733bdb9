"""Calls to a noticed project and what comes of them, up to the dossier that it hands in."""

from collections.abc import Iterator
from datetime import date

from committees import lead_access
from committees.actions.leads import closed_refusals, held, office_of
from committees.models import CallOutcome, Lead, LeadCall, LeadState
from committees.sentences import refuse
from dossiers import actions as dossiers
from dossiers.actions import lock as lock_dossier
from dossiers.models import Dossier
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

CALL = ("lead-not-yours", "lead-merged", "lead-closed", "call-to-come", "back-day-missing", "drop-unsaid")


@action("committees.note_call", refuses=CALL)
def note_call(
    lead: Lead, *, outcome: CallOutcome, called_on: date, by: User, note: str = "", back_on: date | None = None
) -> LeadCall:
    """Note a call and what came of it; the same again changes nothing. One that was dropped may be called again."""
    lead = held(lead, by)
    back_on = back_on if outcome == CallOutcome.LATER else None
    said = {"by": by, "called_on": called_on, "outcome": outcome, "note": note.strip(), "back_on": back_on}
    last = lead.calls.standing().first()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    require(closed_refusals(lead))
    require(_call_refusals(outcome, called_on, note, back_on))
    call = LeadCall.objects.create(lead=lead, noted_at=clock.now(), call_by_before=lead.call_by, **said)
    if outcome == CallOutcome.LATER:
        lead.caller = lead.caller or by
    if outcome != CallOutcome.NO_ANSWER:
        lead.call_by, lead.reminded_at = back_on, None
    lead.state = _state_by_calls(lead)
    lead.save(update_fields=["state", "caller", "call_by", "reminded_at"])
    record(Kind.LEAD_CALLED, subject=lead.subject, by=by, office=office_of(by, lead), outcome=outcome)
    return call


@action("committees.take_back_call", refuses=("lead-not-yours", "lead-merged", "lead-closed", "call-not-last"))
def take_back_call(call: LeadCall, *, by: User) -> LeadCall:
    """The last call was noted by mistake: the lead stands where it stood before."""
    lead = held(call.lead, by)
    require(closed_refusals(lead))
    last = lead.calls.standing().first()
    if last is None or last.pk != call.pk:
        raise Refused([refuse("call-not-last")])
    last.taken_back_at, last.note = clock.now(), ""  # what was said by mistake is not kept
    last.save(update_fields=["taken_back_at", "note"])
    lead.state, lead.call_by = _state_by_calls(lead), last.call_by_before if lead.caller else None
    lead.save(update_fields=["state", "call_by"])
    record(Kind.LEAD_CALL_TAKEN_BACK, subject=lead.subject, by=by, office=office_of(by, lead), outcome=last.outcome)
    return last


@action("committees.link_lead", refuses=("lead-not-yours", "lead-merged", "lead-closed", "dossier-elsewhere"))
def link_lead(lead: Lead, *, dossier: Dossier, by: User) -> Lead:
    """The lead has become this dossier, of the same territory."""
    dossier = lock_dossier(dossier)
    lead = held(lead, by)
    if lead.dossier_id == dossier.pk and lead.state == LeadState.SUBMITTED:
        return lead
    require(closed_refusals(lead))
    if not lead_access.linkable(by, lead).filter(pk=dossier.pk).exists() and lead.dossier_id != dossier.pk:
        raise Refused([refuse("dossier-elsewhere")])
    return _handed_in(lead, dossier, by, office_of(by, lead))


@action("committees.unlink_lead", refuses=("lead-not-yours", "lead-not-linked"))
def unlink_lead(lead: Lead, *, by: User) -> Lead:
    """It was another dossier: the lead is open again, where its last call left it."""
    lead = held(lead, by)
    if lead.state != LeadState.SUBMITTED:
        raise Refused([refuse("lead-not-linked")])
    lead.dossier, lead.state = None, _state_by_calls(lead)
    lead.save(update_fields=["dossier", "state"])
    record(Kind.LEAD_UNLINKED, subject=lead.subject, by=by, office=office_of(by, lead))
    return lead


@action("committees.follow_invitation", refuses=("invitation-over", "invitation-yours", "invitation-taken"))
def follow_invitation(lead: Lead, *, by: User) -> Dossier:
    """Open a draft from the link that the lead's contact was given; once opened, the link leads back to it."""
    lead = held(lead, None)
    if lead_access.invited_by(lead.code) is None:
        raise Refused([refuse("invitation-over")])
    if lead_access.leads_for(by).filter(pk=lead.pk).exists():
        raise Refused([refuse("invitation-yours")])
    if lead.dossier is not None and not lead.dossier.is_over:
        if lead.dossier.applicant_id != by.pk:
            raise Refused([refuse("invitation-taken")])
        return lead.dossier
    dossier = dossiers.draft(title=lead.name, territory=lead.committee.territory, by=by)
    if lead.city:
        dossier = dossiers.edit_project(dossier, city=lead.city, by=by)
    lead.dossier = dossier
    lead.save(update_fields=["dossier"])
    return dossier


def settle_leads(dossier: Dossier, by: User | None) -> None:
    """A draft that was opened from an invitation is handed in: the lead has become it. Under the dossier's lock."""
    for lead in Lead.objects.standing().filter(dossier=dossier).exclude(state=LeadState.SUBMITTED).order_by("pk"):
        _handed_in(held(lead, None), dossier, by, "")


def _handed_in(lead: Lead, dossier: Dossier, by: User | None, office: str) -> Lead:
    lead.dossier, lead.state = dossier, LeadState.SUBMITTED
    lead.call_by = lead.reminded_at = None
    lead.save(update_fields=["dossier", "state", "call_by", "reminded_at"])
    people = {"caller": lead.caller or lead.noted_by}
    record(Kind.LEAD_SUBMITTED, subject=lead.subject, by=by, office=office, people=people)
    return lead


def _call_refusals(outcome: CallOutcome, called_on: date, note: str, back_on: date | None) -> Iterator[Refusal]:
    if called_on > clock.today():
        yield refuse("call-to-come")
    if outcome == CallOutcome.LATER and (back_on is None or back_on <= clock.today()):
        yield refuse("back-day-missing")
    if outcome == CallOutcome.DROPPED and not note.strip():
        yield refuse("drop-unsaid")


def _state_by_calls(lead: Lead) -> LeadState:
    """Where the last call that was answered leaves the lead."""
    last = lead.calls.standing().exclude(outcome=CallOutcome.NO_ANSWER).first()
    return LeadState(last.outcome) if last is not None else LeadState.TO_CALL
