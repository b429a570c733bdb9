"""Where the money joins the life of a dossier: who sees it, what holds a step back, what a step does to the books."""

from django.db import transaction
from django.db.models import Sum

from dossiers import joints
from dossiers.lifecycle import State
from dossiers.models import Ceiling, Dossier
from dossiers.models.content import Section
from funding import access, beside, books, foresight, guards, inbox_panels, panel, rules, subsidies, tables
from funding.actions import closing, preparation, repayments, settlement
from funding.locks import hold_envelopes_of
from funding.models import Envelope, EnvelopeStatus, Pledge, Role
from funding.rules import CampaignEnd
from okote_flow import clock, panels
from okote_flow.directory.models import Partner
from okote_flow.tables import registry


def join() -> None:
    """Fill the joints of the lower floor; called once, when the house is put together."""
    panels.register("dossier", "funding/_panel.html", panel.context, place=50, tab="argent")
    panels.register("inbox", "funding/_inbox_money.html", inbox_panels.money, place=30)
    panels.register("inbox", "funding/_inbox_payments.html", inbox_panels.payments, place=32)
    panels.register("inbox", "funding/_inbox_envelopes.html", inbox_panels.envelopes, place=35)
    panels.register("inbox", "funding/_inbox_books.html", inbox_panels.books, place=45)
    for table in tables.TABLES:
        registry.register(table)
    joints.grant(access.granted, access.granted_people, side="partner")
    joints.free_amounts(free_cents)
    joints.foresee(foresight.campaigns)
    joints.plans(foresight.plan)
    joints.tells(beside.facts)
    joints.public_money(subsidies.granted_to)
    joints.payments(subsidies.paid_to)
    for step, guard in (
        ("open_campaign", guards.opening),
        ("succeed", guards.ending(CampaignEnd.SUCCEEDED)),
        ("fail", guards.ending(CampaignEnd.FAILED)),
        ("settle", guards.settling),
        ("pay_all", guards.paying_all),
        ("close", guards.closing),
        ("renounce", guards.giving_up),
    ):
        joints.guard(step, guard)
    for step, effect in (
        ("open_campaign", preparation.reserve),
        ("succeed", closing.succeed),
        ("fail", closing.fail),
        ("settle", settlement.settle_money),
        ("renounce", closing.give_up),
        ("cancel", closing.give_up),
        ("accept_report", repayments.ask_repayment),
    ):
        joints.effect(step, effect)


def free_cents(partner: Partner, dossier: Dossier) -> int:
    """What the partner's envelopes of this year can still promise to this dossier.

    Available, less the ceilings that other dossiers were given and have not reserved yet. Nothing from an envelope
    that is a forecast, or whose agreement does not let it be passed on today; investment money only as far as the
    dossier's investment expenses go, unless a decision says else. Inside a transaction the envelopes are held.
    A dossier whose pledge rests on another year's envelope takes nothing from this year's.
    """
    year = clock.today().year
    if transaction.get_connection().in_atomic_block:
        hold_envelopes_of(year)
    envelopes = Envelope.objects.filter(partner=partner, year=year, status=EnvelopeStatus.VOTED)
    available = sum(_usable_cents(envelope, dossier) for envelope in envelopes.select_related("agreement"))
    elsewhere = Pledge.objects.filter(partner=partner, envelope__isnull=False).exclude(envelope__year=year)
    waiting = Ceiling.objects.filter(partner=partner, dossier__state=State.CAMPAIGN_PREPARATION)
    waiting = waiting.exclude(dossier=dossier).exclude(dossier__in=elsewhere.values("campaign__dossier"))
    promised = waiting.aggregate(total=Sum("cents"))["total"] or 0
    return max(0, rules.free_cents(available, [promised]))


def _usable_cents(envelope: Envelope, dossier: Dossier) -> int:
    public = guards.public_money(envelope, ceiling_cents=0, free_cents=0)
    if list(rules.agreement_refusals("", public, clock.today())):
        return 0
    available = books.balance(f"{Role.AVAILABLE}:{envelope.subject}")
    if envelope.section == Section.INVESTMENT and not guards.section_decision(dossier):
        return min(available, guards.investment_cents(dossier))
    return available
