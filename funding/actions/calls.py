"""Calls for funds: a partner is asked for its settled share, once, under a number without gap."""

from datetime import timedelta

from django.conf import settings

from dossiers.access import key_refusals
from dossiers.lifecycle import Keeper
from funding import chart, papers
from funding.locks import hold
from funding.models import Account, CallForFunds, Pledge, Role
from funding.position import balance
from funding.seals import seal
from funding.sentences import refuse
from okote_flow import clock, documents
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

DUE_DAYS = 30


def call_refusals(pledge: Pledge, user: User) -> list[Refusal]:
    """Why this partner cannot be asked to pay now."""
    refusals = list(key_refusals(user, pledge.campaign.dossier, Keeper.TREASURER))
    known = CallForFunds.objects.filter(pledge=pledge).first()
    if known is not None:
        refusals.append(refuse("already-called", partner=pledge.partner, reference=known.reference))
    elif not balance(chart.of_campaign(pledge.campaign), Role.GRANT, pledge.pk):
        refusals.append(refuse("nothing-to-call", partner=pledge.partner))
    return refusals


@action("funding.call_for_funds", refuses=("not-yours", "already-called", "nothing-to-call", "payer-missing"))
def call_for_funds(pledge: Pledge, *, by: User) -> CallForFunds:
    """Ask a partner for what it owes to a settled project. The document is made now and kept as it is."""
    dossier, campaign = hold(pledge.campaign.dossier)
    shown = Pledge.objects.select_related("partner", "envelope__agreement")
    pledge = shown.select_for_update(of=("self",)).get(pk=pledge.pk)
    pledge.campaign = campaign
    require(call_refusals(pledge, by))
    if not settings.BANK_IBAN:
        raise Refused([refuse("payer-missing")])
    Account.objects.select_for_update().get(pk=chart.account(Role.BANK).pk)  # one number at a time
    today = clock.today()
    call = CallForFunds(
        pledge=pledge,
        year=today.year,
        number=CallForFunds.objects.filter(year=today.year).count() + 1,
        cents=balance(chart.of_campaign(campaign), Role.GRANT, pledge.pk),
        due_on=today + timedelta(days=DUE_DAYS),
        issued_by=by,
        issued_at=clock.now(),
    )
    call.file = papers.call_for_funds(call, pledge)
    call.file_sha256 = documents.digest(call.file)
    call.save(force_insert=True)
    record(
        Kind.FUNDS_CALLED,
        subject=dossier.subject,
        by=by,
        office=Keeper.TREASURER,
        partner=pledge.partner.code,
        cents=call.cents,
        reference=call.reference,
        due_on=call.due_on,
        **seal(call),
    )
    return call
