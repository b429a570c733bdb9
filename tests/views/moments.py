"""The moments of a dossier's life at which forms are open, and every form that the cast finds then."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from committees.models import (
    AgendaItem,
    Conflict,
    DecisionLetter,
    Expertise,
    FreeItem,
    Help,
    Lead,
    LeadCall,
    Poll,
)
from dossiers import actions as dossiers
from dossiers import conditions
from dossiers.lifecycle import State
from dossiers.models import Ask, Condition, Dossier
from dossiers.models.exchange import Gate
from funding.models import (
    Campaign,
    Checkout,
    Claim,
    ContributionMove,
    Envelope,
    PayoutBatch,
    Period,
    ProviderEvent,
    Repayment,
    UnidentifiedReceipt,
)
from tests.views.addresses import Address, addresses
from tests.views.administration_moments import file_brought, file_imported, file_tried, text_worded
from tests.views.committee_moments import (
    become,
    called,
    consulted,
    consulted_unread,
    convened,
    helped,
    merged,
    minuted,
    opened,
    opined,
    planned,
    read_over,
    stood_in,
    tied,
    unsigned,
)
from tests.views.foresight_moments import foreseen
from tests.views.money_moments import (
    announced,
    at_the_bank,
    cleared,
    contested,
    gathered,
    goal_fixed,
    payable,
    signed,
    statement,
    with_bank_details,
    with_order,
    year_over,
)
from tests.views.page_moments import stopped, told_and_asked, written
from tests.views.read_page import Form, read, text_of
from tests.views.receipt_moments import receipts_asked, receipts_issued
from tests.views.records_moments import cleared as visa_given
from tests.views.records_moments import due as long_closed
from tests.views.records_moments import proposed as slip_proposed
from tests.views.records_moments import sent as slip_sent
from tests.views.reference_moments import kept
from tests.views.refund_moments import owed_back, refunded
from tests.views.report_moments import asked_again, repaid, repaying, reported
from tests.views.scene import Scene
from tests.views.scene_of_money import Arguments
from tests.views.yearly_moments import report_presented, report_written

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Moment:
    """How a dossier comes to it, on whose pages forms open then, and who finds them."""

    name: str
    app: str
    come: Callable[[Any], Dossier]
    readers: tuple[str, ...]


def at(state: State) -> Callable[[Any], Dossier]:
    return lambda house: house.dossier(state)


def eve(step: str) -> Callable[[Any], Dossier]:
    return lambda house: house.ready(step)


def without_siret(house: Any) -> Dossier:
    """Handed in by a structure that has no SIRET yet."""
    dossier: Dossier = house.dossier(State.SUBMITTED)
    assert dossier.organization is not None
    dossier.organization.siret = ""
    dossier.organization.save()
    return dossier


def conditioned(house: Any) -> Dossier:
    """Endorsed on two conditions: one awaits its proof, that of the other is to be verified; the letter waits."""
    dossier: Dossier = house.dossier(State.CAMPAIGN_PREPARATION)
    for text in ("Fournir le bail.", "Analyser l’eau."):
        Condition.objects.create(dossier=dossier, text=text, blocks=Gate.CAMPAIGN)
    conditions.await_proofs(dossier)
    water = dossier.conditions.get(text="Analyser l’eau.")
    dossiers.submit_condition(water, note="Analyse jointe au dossier.", by=house.alice)
    return dossier


MOMENTS = (
    Moment("unsigned", "dossiers", unsigned, ("alice",)),
    Moment("submitted", "dossiers", eve("ask_complements"), ("odile", "alice", "didier")),
    Moment("without siret", "dossiers", without_siret, ("alice",)),
    Moment("competence found", "dossiers", eve("admit"), ("odile",)),
    Moment("complements", "dossiers", eve("answer_complements"), ("alice", "odile")),
    Moment("late complements", "dossiers", eve("drop"), ("odile",)),
    Moment("territorial", "dossiers", eve("send_back"), ("serge",)),
    Moment("screening", "committees", at(State.TERRITORIAL_REVIEW), ("tom", "serge")),
    Moment("tied", "committees", tied, ("serge", "tania")),
    Moment("consulted", "committees", consulted_unread, ("zoe", "serge")),
    Moment("opinion under way", "committees", consulted, ("zoe",)),
    Moment("opinion from outside", "committees", opined, ("zoe", "serge")),
    Moment("sheets given", "committees", eve("favour"), ("tom", "serge")),
    Moment("noticed", "committees", called, ("serge", "tania", "alice")),
    Moment("noticed twice", "committees", merged, ("serge",)),
    Moment("become a dossier", "committees", become, ("serge",)),
    Moment("helped", "committees", helped, ("tania", "alice")),
    Moment("planned", "committees", planned, ("esther", "claire")),
    Moment("convened", "committees", convened, ("marc",)),
    Moment("minutes written", "committees", minuted, ("esther",)),
    Moment("minutes read over", "committees", read_over, ("claire",)),
    Moment("called", "committees", eve("rework"), ("claire", "esther")),
    Moment("poll open", "committees", opened, ("marc", "claire", "alice")),
    Moment("stood in", "committees", stood_in, ("esther",)),
    Moment("poll closed", "committees", eve("endorse"), ("claire",)),
    Moment("foreseen", "foresight", foreseen, ("didier", "odile")),
    Moment("adopted", "dossiers", at(State.CAMPAIGN_PREPARATION), ("odile", "alice", "didier", "esther")),
    Moment("with conditions", "dossiers", conditioned, ("alice", "odile", "claire")),
    Moment("letter to sign", "committees", at(State.CAMPAIGN_PREPARATION), ("claire",)),
    Moment("goal fixed", "funding", goal_fixed, ("odile",)),
    Moment("preparation", "funding", at(State.CAMPAIGN_PREPARATION), ("odile", "didier")),
    Moment("agreed", "funding", eve("open_campaign"), ("odile", "alice")),
    Moment("page written", "funding", written, ("alice",)),
    Moment("told and asked", "funding", told_and_asked, ("nobody", "alice", "odile")),
    Moment("stopped", "funding", stopped, ("odile",)),
    Moment("announced", "funding", announced, ("nobody", "odile", "tess")),
    Moment("campaign", "funding", at(State.CAMPAIGN), ("odile", "tess")),
    Moment("matching", "funding", at(State.MATCHING), ("tess", "didier")),
    Moment("statement", "funding", statement, ("didier",)),
    Moment("settled", "funding", eve("settle"), ("tess",)),
    Moment("payout", "funding", with_bank_details, ("alice", "odile", "tess", "didier")),
    Moment("contested", "funding", contested, ("tess",)),
    Moment("payable", "funding", payable, ("odile",)),
    Moment("order", "funding", with_order, ("didier", "tess")),
    Moment("signed", "funding", signed, ("tess",)),
    Moment("gathered", "funding", gathered, ("didier",)),
    Moment("cleared", "funding", cleared, ("tess",)),
    Moment("at the bank", "funding", at_the_bank, ("tess",)),
    Moment("receipts asked", "funding", receipts_asked, ("nobody", "odile")),
    Moment("receipts issued", "funding", receipts_issued, ("odile",)),
    Moment("paid", "funding", eve("pay_all"), ("tess", "odile")),
    Moment("follow up", "dossiers", at(State.FOLLOW_UP), ("alice",)),
    Moment("reported", "dossiers", reported, ("odile", "alice")),
    Moment("asked again", "dossiers", asked_again, ("alice",)),
    Moment("repaying", "funding", repaying, ("tess",)),
    Moment("repaid", "funding", repaid, ("tess",)),
    Moment("renounced", "dossiers", eve("renounce"), ("odile", "alice")),
    Moment("cancelled", "dossiers", eve("cancel"), ("tess", "didier")),
    Moment("year over", "funding", year_over, ("didier", "tess")),
    Moment("failed", "funding", at(State.CAMPAIGN_FAILED), ("odile", "tess")),
    Moment("owed back", "funding", owed_back, ("nobody", "odile", "tess")),
    Moment("refunded", "funding", refunded, ("tess",)),
    Moment("text worded", "administration", text_worded, ("adam",)),
    Moment("file brought", "administration", file_brought, ("odile",)),
    Moment("file tried", "administration", file_tried, ("odile",)),
    Moment("file imported", "administration", file_imported, ("odile",)),
    Moment("report written", "reports", report_written, ("didier", "odile", "omar")),
    Moment("report presented", "reports", report_presented, ("didier",)),
    Moment("long closed", "records", long_closed, ("archie", "zoe")),
    Moment("slip proposed", "records", slip_proposed, ("archie",)),
    Moment("slip sent", "records", slip_sent, ("archie",)),
    Moment("visa given", "records", visa_given, ("archie",)),
    Moment("references kept", "administration", kept, ("didier",)),
)


class Passing(Scene):
    """A scene about a dossier on its way: what does not exist yet has no address."""

    def __init__(self, house: Any, dossier: Dossier) -> None:
        self.house, self.dossier, self.draft = house, dossier, dossier
        self.condition = Condition.objects.filter(dossier=dossier).first()  # type: ignore[assignment]
        self.ask = Ask.objects.filter(dossier=dossier).first()  # type: ignore[assignment]
        self.item = AgendaItem.objects.filter(dossier=dossier).order_by("-pk").first()  # type: ignore[assignment]
        self.free_item = FreeItem.objects.filter(meeting__items__dossier=dossier).first()  # type: ignore[assignment]
        self.expertise = Expertise.objects.filter(dossier=dossier).first()  # type: ignore[assignment]
        self.shown = dossier.attachments.first()  # type: ignore[assignment]
        self.campaign = Campaign.objects.filter(dossier=dossier).first()  # type: ignore[assignment]
        self.batch = PayoutBatch.objects.order_by("-pk").first()
        self.checkout = Checkout.objects.filter(campaign=self.campaign).first()  # type: ignore[assignment]
        self.provider_event = ProviderEvent.objects.first()  # type: ignore[assignment]
        self.receipt = UnidentifiedReceipt.objects.first()  # type: ignore[assignment]
        self.claim = Claim.objects.first()  # type: ignore[assignment]
        self.repayment = Repayment.objects.first()  # type: ignore[assignment]
        self.message = dossier.messages.first()  # type: ignore[assignment]
        self.tie = Conflict.objects.filter(dossier=dossier).first()  # type: ignore[assignment]
        self.letter = DecisionLetter.objects.filter(proclamation__item__dossier=dossier).first()  # type: ignore[assignment]
        self.lead = Lead.objects.first()  # type: ignore[assignment]
        self.call = LeadCall.objects.first()  # type: ignore[assignment]
        self.help = Help.objects.filter(dossier=dossier).first()  # type: ignore[assignment]
        self.cea = Envelope.objects.get(partner=house.cea, year=2022)
        self.called = ContributionMove.objects.first()  # type: ignore[assignment]
        self.period = Period.objects.first()  # type: ignore[assignment]
        self.poll = Poll.objects.filter(item__dossier=dossier).order_by("-pk").first()


def arguments_of(scene: Scene, address: Address) -> Arguments | None:
    """What the address needs from the scene, None when the scene has no such thing."""
    try:
        return scene.arguments(address.name, address.needs)
    except AttributeError:
        return None


@dataclass
class FoundForm:
    """A form as a reader found it on a page."""

    reader: str
    page: str
    address: str
    url: str
    form: Form

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """Where it is sent, and its fields: found once, it is tried once."""
        return resolve(self.url).view_name, tuple(sorted(self.form.controls))

    def __str__(self) -> str:
        sent = resolve(self.url).view_name
        return f"{sent} by {self.reader}" + ("" if sent == self.address else f" on {self.address}")


def methods_of(client: Client) -> dict[str, frozenset[str]]:
    """Name of an address -> the methods that it answers to, as it says itself."""
    allowed = {}
    for address in addresses():
        arguments = {one: anything(one) for one in address.needs}
        said = client.options(reverse(address.name, kwargs=arguments)).get("Allow", "")
        allowed[address.name] = frozenset(filter(None, said.replace(" ", "").split(",")))
    return allowed


def anything(parameter: str) -> Any:
    """Something that an address takes, whether it exists or not."""
    if parameter == "uuid":
        return UUID(int=0)
    return 1 if parameter.endswith("pk") or parameter in ("year", "number") else "x"


def app_of(name: str) -> str:
    return name.rpartition(":")[0]


class Walk:
    """Goes through the addresses as one reader after another; leaves out what can show no more forms."""

    def __init__(self, client: Client, rare: Collection[str] = ()) -> None:
        """No page is opened for the sake of a `rare` button elsewhere; one with a rare form of its own is."""
        self.rare = frozenset(rare)
        self.found: dict[tuple[str, tuple[str, ...]], FoundForm] = {}
        self.methods = methods_of(client)
        self._seen: set[tuple[str, str]] = set()

    @property
    def missing(self) -> set[str]:
        """The addresses that take a POST and to which no form was found to be sent."""
        return {name for name, said in self.methods.items() if "POST" in said} - {name for name, _ in self.found}

    def go(self, client: Client, reader: str, scene: Scene, app: str = "") -> Iterator[FoundForm]:
        """The forms that nobody has found before, on the pages of that app or on all."""
        for address in addresses():
            arguments = arguments_of(scene, address)
            if arguments is None or not self._may_show_more(address, reader, app):
                continue
            page = reverse(address.name, kwargs=arguments)
            response = client.get(page)
            html = text_of(response)
            if response.status_code == 200 and html:
                yield from self._read(reader, page, address.name, html)

    def _may_show_more(self, address: Address, reader: str, app: str) -> bool:
        """A page with a form of its own is read until that was found, another while buttons of its app are missing."""
        said, own = self.methods[address.name], app_of(address.name)
        if not said and (reader, address.name) not in self._seen:  # it does not say: read once by everybody
            self._seen.add((reader, address.name))
            return True
        if "GET" not in said or (app and own != app):
            return False
        sought = self.missing - self.rare
        if "POST" in said:
            return address.name in sought | self.rare
        if app and not address.needs:
            return False  # a page about nothing in particular is the same at every moment
        return any("GET" not in self.methods[name] and own in {app_of(name), ""} for name in sought)

    def _read(self, reader: str, page: str, address: str, html: str) -> Iterator[FoundForm]:
        for form in read(html).forms:
            if form.method != "post":
                continue
            found = FoundForm(reader, page, address, form.action.partition("#")[0] or page, form)
            try:
                key = found.key
            except Resolver404:
                raise AssertionError(f"{address} has a form sent to {found.url}, which is no address") from None
            if key not in self.found:
                self.found[key] = found
                yield found


def client_of(person: Any) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person, backend=BACKEND)
    return client
