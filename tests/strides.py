"""How a dossier of the whole house takes each step: from where, with what preparation, by whose act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from committees import actions as committees
from committees.models import AgendaItem, Choice, Committee, ItemState, MarkValue, Overall, Poll, Seat
from dossiers import actions as dossiers
from dossiers.lifecycle import STEPS, State
from dossiers.models import Criterion, Decision, Dossier, Question
from funding import actions as funding
from funding.models import Campaign, PayoutOrder, Pledge, Settlement
from okote_flow import clock

S = State
IBAN = "FR1420041010050500013M02606"  # the specimen that banks print
Act = Callable[[Any, Dossier], object]


def nothing(who: Any, dossier: Dossier) -> None:
    """The dossier as it comes."""


@dataclass(frozen=True, slots=True)
class Stride:
    start: State
    take: Act
    prepare: Act = nothing


# Intake


def wait_for_expiry(who: Any, dossier: Dossier) -> None:
    who.forward(days=365)
    dossiers.announce_expiry(dossier)
    who.forward(days=31)


def ask(who: Any, dossier: Dossier) -> None:
    dossiers.ask_question(dossier, text="Qui tient l’atelier le samedi ?", by=who.odile)


def answer(who: Any, dossier: Dossier) -> None:
    for question in Question.objects.filter(dossier=dossier, answer=""):
        dossiers.answer_question(question, text="Deux bénévoles formés.", by=who.alice)


def find_competence(who: Any, dossier: Dossier) -> None:
    dossiers.find_competence(dossier, competent=True, ground="Insertion", by=who.odile)


# Committees


def ask_as_secretary(who: Any, dossier: Dossier) -> None:
    dossiers.ask_question(dossier, text="Quels partenaires sur le territoire ?", by=who.serge)


def give_sheets(who: Any, dossier: Dossier) -> None:
    marks: dict[Criterion, MarkValue | None] = dict.fromkeys(Criterion.objects.all(), MarkValue.YES)
    for member in (who.tom, who.tania):
        committees.give_sheet(dossier, marks=marks, overall=Overall.FAVOURABLE, by=member)


def record_opinion(favourable: bool) -> Act:
    return lambda who, dossier: committees.record_opinion(
        dossier, favourable=favourable, reason="Le besoin est réel.", by=who.serge
    )


def call(who: Any, dossier: Dossier) -> AgendaItem:
    """A week later the engagement committee meets and calls the dossier."""
    committee = Committee.objects.get(code="engagement")
    at = clock.now() + timedelta(days=7)
    meeting = committees.plan_meeting(committee, scheduled_at=at, place="Salle Doller", by=who.esther)
    item = committees.add_item(meeting, dossier=dossier, by=who.esther)
    committees.convene(meeting, by=who.esther)
    who.travel(at)
    committees.open_meeting(meeting, by=who.esther)
    for person in (who.claire, who.victor, who.marc, who.nadia):
        committees.record_presence(meeting, seat=Seat.objects.get(mandates__user=person), by=who.esther)
    return committees.open_item(item, by=who.claire)


def call_with_question(who: Any, dossier: Dossier) -> None:
    call(who, dossier)
    dossiers.ask_question(dossier, text="Quel prix de vente ?", by=who.claire)


def vote(choice: Choice) -> Act:
    def hold(who: Any, dossier: Dossier) -> None:
        poll = committees.open_poll(call(who, dossier), ceilings={who.cea: 4_000_00}, by=who.claire)
        for person in (who.claire, who.victor, who.marc, who.nadia):
            committees.cast_ballot(poll, choice=choice, by=person)
        committees.close_poll(poll, by=who.claire)

    return hold


def proclaim(who: Any, dossier: Dossier) -> None:
    poll = Poll.objects.filter(item__dossier=dossier).latest("pk")
    committees.proclaim(poll, reason="" if poll.result.adopted else "Le modèle économique manque.", by=who.claire)
    committees.close_meeting(poll.item.meeting, by=who.esther)


def called(dossier: Dossier) -> AgendaItem:
    return AgendaItem.objects.get(dossier=dossier, state=ItemState.OPENED)


def postpone(who: Any, dossier: Dossier) -> None:
    item = called(dossier)
    reason = "Une pièce manque."
    committees.postpone_item(item, reason=reason, in_favour=4, against=0, abstaining=0, by=who.claire)
    committees.close_meeting(item.meeting, by=who.esther)


def rework(who: Any, dossier: Dossier) -> None:
    item = called(dossier)
    committees.rework_item(item, reason="À préciser.", in_favour=4, against=0, abstaining=0, by=who.claire)
    committees.close_meeting(item.meeting, by=who.esther)


# Campaign and money


def prepare_campaign(who: Any, dossier: Dossier) -> None:
    campaign = funding.prepare_campaign(dossier, goal_cents=12_000_00, days=40, by=who.odile)
    funding.pledge(campaign, partner=who.cea, cap_cents=4_000_00, envelope=who.cea_2022, by=who.odile)
    funding.pledge(campaign, partner=who.firm, cap_cents=4_000_00, by=who.odile)
    funding.agree_campaign(dossier, by=who.alice)


def gifts(*cents: int) -> Act:
    def give_and_wait(who: Any, dossier: Dossier) -> None:
        campaign = Campaign.objects.get(dossier=dossier)
        for number, amount in enumerate(cents):
            funding.receive_gift(campaign, cents=amount, key=f"don-{dossier.pk}-{number}", by=who.odile)
        who.travel(campaign.window.decides_at)

    return give_and_wait


def close_campaign(who: Any, dossier: Dossier) -> None:
    funding.close_campaign(Campaign.objects.get(dossier=dossier))


def approve_settlement(who: Any, dossier: Dossier) -> None:
    settlement: Settlement = funding.prepare_settlement(dossier, by=who.tess)
    funding.approve_settlement(settlement, by=who.didier)


def pay(who: Any, dossier: Dossier) -> None:
    for pledge in Pledge.objects.filter(campaign__dossier=dossier):
        funding.record_cash(pledge, cents=pledge.cap_cents, key=f"virement-{pledge.pk}", by=who.tess)
    details = funding.give_bank_details(dossier, iban=IBAN, holder="Bocaux & Compagnie", by=who.alice)
    funding.verify_bank_details(details, proof="RIB lu, structure appelée", by=who.odile)
    order: PayoutOrder = funding.prepare_payout(dossier, by=who.odile)
    funding.approve_payout(order, by=who.didier)
    funding.approve_payout(order, by=who.tess)
    funding.confirm_payout(order, bank_reference=f"SEPA-{dossier.pk}", by=who.tess)


def report(who: Any, dossier: Dossier) -> None:
    dossiers.give_report(dossier, text="Tout est fait.", spent_cents=12_000_00, by=who.alice)
    dossiers.accept_report(dossier, by=who.odile)


# Giving up


def ask_renounce(who: Any, dossier: Dossier) -> None:
    dossiers.ask_renounce(dossier, reason="Le local est vendu.", by=who.alice)


def ask_cancel(who: Any, dossier: Dossier) -> None:
    dossiers.record_decision(
        dossier,
        purpose=Decision.Purpose.CANCEL,
        reference="CE-2022-9",
        decided_on=clock.today(),
        text="Le comité annule.",
        by=who.esther,
    )
    dossiers.ask_cancel(dossier, reason="Le projet a changé d’objet.", by=who.didier)


STRIDES = {
    "submit": Stride(S.DRAFT, lambda who, it: dossiers.submit(it, by=who.alice)),
    "expire": Stride(S.DRAFT, lambda who, it: dossiers.expire(it), wait_for_expiry),
    "ask_complements": Stride(S.SUBMITTED, lambda who, it: dossiers.ask_complements(it, by=who.odile), ask),
    "answer_complements": Stride(
        S.COMPLEMENTS_REQUESTED, lambda who, it: dossiers.answer_complements(it, by=who.alice), answer
    ),
    "drop": Stride(
        S.COMPLEMENTS_REQUESTED,
        lambda who, it: dossiers.drop(it, reason="Sans réponse.", by=who.odile),
        lambda who, it: who.forward(days=16),
    ),
    "admit": Stride(S.SUBMITTED, lambda who, it: dossiers.admit(it, by=who.odile), find_competence),
    "reject_inadmissible": Stride(
        S.SUBMITTED, lambda who, it: dossiers.reject_inadmissible(it, reason="Hors d’Alsace.", by=who.odile)
    ),
    "send_back": Stride(
        S.TERRITORIAL_REVIEW,
        lambda who, it: dossiers.send_back(it, reason="À préciser.", by=who.serge),
        ask_as_secretary,
    ),
    "favour": Stride(S.TERRITORIAL_REVIEW, record_opinion(favourable=True), give_sheets),
    "decline_territorial": Stride(S.TERRITORIAL_REVIEW, record_opinion(favourable=False), give_sheets),
    "postpone": Stride(S.ENGAGEMENT_REVIEW, postpone, call),
    "rework": Stride(S.ENGAGEMENT_REVIEW, rework, call_with_question),
    "endorse": Stride(S.ENGAGEMENT_REVIEW, proclaim, vote(Choice.FOR)),
    "decline": Stride(S.ENGAGEMENT_REVIEW, proclaim, vote(Choice.AGAINST)),
    "open_campaign": Stride(
        S.CAMPAIGN_PREPARATION, lambda who, it: funding.open_campaign(it, by=who.odile), prepare_campaign
    ),
    "succeed": Stride(S.CAMPAIGN, close_campaign, gifts(2_500_00, 1_500_00)),
    "fail": Stride(S.CAMPAIGN, close_campaign, gifts()),
    "settle": Stride(S.MATCHING, lambda who, it: funding.settle(it, by=who.tess), approve_settlement),
    "pay_all": Stride(S.PAYOUT, lambda who, it: funding.pay_all(it, by=who.tess), pay),
    "close": Stride(S.FOLLOW_UP, lambda who, it: dossiers.close(it, by=who.odile), report),
    "withdraw": Stride(S.SUBMITTED, lambda who, it: dossiers.withdraw(it, by=who.alice)),
    "renounce": Stride(S.CAMPAIGN_PREPARATION, lambda who, it: dossiers.renounce(it, by=who.odile), ask_renounce),
    "cancel": Stride(
        S.CAMPAIGN_PREPARATION,
        lambda who, it: dossiers.cancel(it, reason="Objet changé.", by=who.tess),
        ask_cancel,
    ),
}

INTO = {
    S.SUBMITTED: "submit",
    S.COMPLEMENTS_REQUESTED: "ask_complements",
    S.TERRITORIAL_REVIEW: "admit",
    S.ENGAGEMENT_REVIEW: "favour",
    S.CAMPAIGN_PREPARATION: "endorse",
    S.CAMPAIGN: "open_campaign",
    S.MATCHING: "succeed",
    S.PAYOUT: "settle",
    S.FOLLOW_UP: "pay_all",
    S.CAMPAIGN_FAILED: "fail",
    S.RENOUNCED: "renounce",
    S.CANCELLED: "cancel",
    S.REJECTED: "reject_inadmissible",
    S.DROPPED: "drop",
    S.WITHDRAWN: "withdraw",
    S.CLOSED: "close",
}
assert STRIDES.keys() == STEPS.keys()
assert {S.DRAFT, *INTO} == set(State)
