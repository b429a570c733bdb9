"""What the clock does by itself, in one pass that is safe to repeat: whatever has come due, and the daily seal."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef

from committees.actions import close_due_poll, erase_lead_contact, follow_terms, remind_of_call
from committees.models import Lead, Mandate, Poll, PollState, Visibility
from dossiers import access as dossier_access
from dossiers import actions as dossiers
from dossiers.clocks import Stage
from dossiers.models import Dossier, RulesVersion
from funding.access import campaigns_due
from funding.actions import (
    accounts_to_forget,
    batches_to_forget,
    close_campaign,
    forget_batch_names,
    forget_refund_account,
    forget_tax_paper,
    forget_tax_recipient,
    last_sealed_on,
    process_event,
    receipts_to_forget,
    recipients_to_forget,
    seal_books,
    send_refund_request,
)
from funding.models import Entry
from funding.payment_access import events_to_read, refund_requests_to_send
from okote_flow import clock
from okote_flow.directory.models import User
from okote_flow.journal.models import Event
from okote_flow.journal.seal import SUBJECT, seal
from okote_flow.records import actions as records
from okote_flow.search import following
from okote_flow.tables import actions as tables
from okote_flow.tables import making
from okote_flow.tables.tasks import make_exports

logger = logging.getLogger(__name__)

Job = tuple[str, Callable[[], object]]
"""What it does, in French as it reads in a list, and the act, which gives something if it did something."""


@dataclass(slots=True)
class Report:
    """What one pass did, and what it could not do."""

    at: datetime
    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """One or two sentences for a message."""
        said = "\u00a0; ".join(self.done) or "rien n’était échu"
        failures = f" Échecs\u00a0: {len(self.failed)}, voir le journal technique." if self.failed else ""
        return f"{said[0].upper()}{said[1:]}.{failures}"


def run() -> Report:
    """One pass. Each act is its own transaction; one that fails is logged and does not stop the others."""
    report = Report(clock.now())
    for jobs in PASS:
        for label, act in jobs():
            _try(report, label, act)
    return report


def _try(report: Report, label: str, act: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            if act():
                report.done.append(label)
    except Exception:
        logger.exception("sweep: %s", label)
        report.failed.append(label)


def _provider_events() -> Iterator[Job]:
    """Messages of payment providers that were kept and not read: before the clock decides on a campaign."""
    for event in events_to_read():
        yield f"paiement traité\u00a0: {event}", partial(process_event, event)


def _refunds_to_ask() -> Iterator[Job]:
    """Refunds that a payment provider was not told of yet, or did not answer to."""
    for request in refund_requests_to_send():
        yield f"remboursement demandé au prestataire\u00a0: {request}", partial(send_refund_request, request)


def _donors_to_forget() -> Iterator[Job]:
    """Accounts that have served, and the names on papers of refunds and receipts that need not be kept any more."""
    for account in accounts_to_forget():
        yield f"compte d’un donateur effacé\u00a0: {account}", partial(forget_refund_account, account)
    for batch in batches_to_forget():
        yield f"noms effacés du lot\u00a0: {batch}", partial(forget_batch_names, batch)
    for receipt in receipts_to_forget():
        yield f"document effacé du reçu\u00a0: {receipt}", partial(forget_tax_paper, receipt)
    for recipient in recipients_to_forget():
        yield f"destinataire d’un reçu effacé\u00a0: {recipient.pk}", partial(forget_tax_recipient, recipient)


def _campaigns_over() -> Iterator[Job]:
    """From end and grace on, the threshold is met or not."""
    for campaign in campaigns_due().select_related("dossier"):
        if campaign.window.decides_at <= clock.now():
            label = f"campagne décidée\u00a0: «\u00a0{campaign.dossier.title}\u00a0»"
            yield label, partial(close_campaign, campaign)


def _consultations() -> Iterator[Job]:
    """Written consultations whose end has come."""
    due = Poll.objects.filter(visibility=Visibility.WRITTEN, state=PollState.OPEN, closes_at__lte=clock.now())
    for poll in due.order_by("pk"):
        yield f"consultation écrite close\u00a0: {poll}", partial(close_due_poll, poll)


def _terms() -> Iterator[Job]:
    """Mandates that began or ended by their date alone: their groups do not know it yet."""
    in_group = User.groups.through.objects.filter(user=OuterRef("user"), group=OuterRef("group"))
    begun = Mandate.objects.in_force().exclude(Exists(in_group))
    over = Mandate.objects.filter(Exists(in_group), ends_on__lt=clock.today())
    if begun.exists() or over.exists():
        yield "droits des comités mis à jour selon les mandats", follow_terms


def _calls() -> Iterator[Job]:
    """Projects that a committee has noticed: the day to call has come, the time to keep a contact is over."""
    for lead in Lead.objects.unreminded().order_by("pk"):
        yield f"appel rappelé\u00a0: «\u00a0{lead.name}\u00a0»", partial(remind_of_call, lead)
    for lead in Lead.objects.overkept().order_by("pk"):
        yield f"contact effacé\u00a0: «\u00a0{lead.name}\u00a0»", partial(erase_lead_contact, lead, by=None)


def _drafts_to_announce() -> Iterator[Job]:
    """Silent drafts whose withdrawal is a month away. Months count 30 days: the notice is early rather than late."""
    rules = RulesVersion.objects.filter(effective_on__lte=clock.today()).last()
    if rules is None:
        return
    silent = timedelta(days=30 * rules.parameters.draft_idle_months - rules.parameters.draft_notice_days)
    for draft in Dossier.objects.idle_since(clock.now() - silent).filter(expiry_announced_at=None).order_by("pk"):
        yield f"retrait annoncé pour «\u00a0{draft.title}\u00a0»", partial(dossiers.announce_expiry, draft)


def _drafts_to_expire() -> Iterator[Job]:
    for draft in Dossier.objects.idle_since(clock.now()).exclude(expiry_announced_at=None).order_by("pk"):
        if not dossier_access.step_refusals(None, draft, "expire", {}):
            yield f"brouillon retiré\u00a0: «\u00a0{draft.title}\u00a0»", partial(dossiers.expire, draft)


def _deadlines() -> Iterator[Job]:
    """Reminders, the day itself, then whoever is told that nobody has acted."""
    for deadline, stage in dossiers.deadlines_to_tell():
        about = f"\u00a0: «\u00a0{deadline.dossier.title}\u00a0»" if deadline.dossier else ""
        if stage >= Stage.AFTER:
            label = f"échéance dépassée, {deadline.get_kind_display()}{about}"
            yield label, partial(dossiers.escalate_deadline, deadline)
        else:
            label = f"échéance rappelée, {deadline.get_kind_display()}{about}"
            yield label, partial(dossiers.remind_deadline, deadline)


def _tables() -> Iterator[Job]:
    """Files of tables that are kept no longer, preparations whose worker died, those that no task would take."""
    for job in making.over_kept():
        yield f"tableau effacé\u00a0: {job}", partial(tables.expire_export, job)
    for job in making.silent():
        yield f"tableau repris\u00a0: {job}", partial(making.resume, job)
    if making.is_lost():
        yield "tableaux remis en file", make_exports.enqueue


def _traces() -> Iterator[Job]:
    """Addresses in the log of mails, a year on; sessions that open nothing any more."""
    if records.is_log_over():
        yield "adresses effacées du journal des courriels", records.forget_mail_log
    if records.sessions_to_forget().exists():
        yield "sessions échues effacées", records.forget_sessions


def _daily_seal() -> Iterator[Job]:
    """Once a day, and only when something has happened."""
    last = Event.objects.filter(subject=SUBJECT).order_by("-seq").first()
    if last is not None and last.at.astimezone(clock.PARIS).date() >= clock.today():
        return
    if Event.objects.exclude(subject=SUBJECT).exists():
        yield "journal scellé", seal


def _books_seal() -> Iterator[Job]:
    """Once a day, before the journal's own seal, which then covers it."""
    last = last_sealed_on()
    if (last is None or last < clock.today()) and Entry.objects.exists():
        yield "livres scellés", seal_books


def _search() -> Iterator[Job]:
    """What the index of the search missed, told when something had changed."""
    if following.is_behind():
        yield "recherche mise à jour", following.catch_up


PASS: tuple[Callable[[], Iterator[Job]], ...] = (
    _provider_events,
    _refunds_to_ask,
    _donors_to_forget,
    _campaigns_over,
    _consultations,
    _terms,
    _calls,
    _drafts_to_announce,
    _drafts_to_expire,
    _deadlines,
    _tables,
    _traces,
    _books_seal,
    _daily_seal,
    _search,
)
