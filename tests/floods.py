"""Gifts by the hundred thousand: the rows that `receive_gift` would have written one after another, in bulk.

Whatever it writes passes the audit (`tests/actions/test_money_floods.py`), so that large worlds are true ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from funding import books, chart
from funding.actions.gifts import holding
from funding.books import Move
from funding.locks import hold
from funding.models import Campaign, Entry, Gift, MatchDelta, Means, Pledge, Role, Transfer
from funding.position import balance, called, tranches_of
from funding.seals import seal
from notifications.models import Dispatched
from okote_flow import clock
from okote_flow.journal import chain
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.steering import projection

AT_ONCE = 250  # in one transaction: PostgreSQL walks every state that a row had in it


def pour(campaign: Campaign, count: int, *, cents: int, key: str) -> None:
    """So many gifts of so many cents by transfer, told by the clock, under the keys `<key>-1`, `<key>-2`…"""
    keys = [f"{key}-{n}" for n in range(1, count + 1)]
    for start in range(0, count, AT_ONCE):
        with transaction.atomic():
            Flood(campaign).write(keys[start : start + AT_ONCE], cents)
    projection.refresh([campaign.dossier_id])


@dataclass(slots=True)
class Flood:
    """The rows of one transaction, each chained to the one before."""

    campaign: Campaign
    entries: list[Entry] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    deltas: list[MatchDelta] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def write(self, keys: list[str], cents: int) -> None:
        _, self.campaign = hold(self.campaign.dossier)
        now = clock.now()
        gifts = Gift.objects.bulk_create(
            Gift(
                campaign=self.campaign,
                provider_reference=key,
                cents=cents,
                means=Means.TRANSFER,
                pledged_at=now,
                received_at=now,
            )
            for key in keys
        )
        for gift, moves, steps in self._moves(gifts):
            self._book(gift, moves, steps)
        Entry.objects.bulk_create(self.entries)
        Transfer.objects.bulk_create(self.transfers)
        MatchDelta.objects.bulk_create(self.deltas)
        told = Event.objects.bulk_create(self.events)
        Dispatched.objects.bulk_create(Dispatched(event=event) for event in told)

    def _moves(self, gifts: list[Gift]) -> Iterator[tuple[Gift, list[Move], dict[Pledge, int]]]:
        """Each gift, with what moves in the books, and by pledge what it calls."""
        accounts, source = chart.of_campaign(self.campaign), holding(Means.TRANSFER)
        pledges, tranches = list(self.campaign.pledges.select_related("partner")), tranches_of(self.campaign)
        pot = accounts[Role.CITIZENS, None]
        eligible = pot.balance_cents
        given = {one.pk: balance(accounts, Role.ACCRUED, one.pk) for one in pledges}
        for gift in gifts:
            eligible += gift.cents
            wanted = called(self.campaign, pledges, eligible, tranches)
            steps = {one: wanted[one.pk] - given[one.pk] for one in pledges if wanted[one.pk] != given[one.pk]}
            given = wanted
            match = [
                Move(accounts[Role.RESERVED, one.pk], accounts[Role.ACCRUED, one.pk], more)
                for one, more in steps.items()
            ]
            yield gift, [Move(source, pot, gift.cents), *match], steps

    def _book(self, gift: Gift, moves: list[Move], steps: dict[Pledge, int]) -> None:
        dossier = self.campaign.dossier
        seq, previous = _last(self.entries) or books._head(dossier.subject)
        entry = Entry(
            key=f"gift:{gift.provider_reference}",
            kind="gift",
            subject=dossier.subject,
            seq=seq + 1,
            dossier=dossier,
            occurred_on=clock.today(),
            recorded_at=clock.now(),
            previous_hash=previous,
        )
        entry.hash = books.link(entry, [(move.debit.code, move.credit.code, move.cents) for move in moves])
        self.entries.append(entry)
        self.transfers += [
            Transfer(entry=entry, n=n, debit=move.debit, credit=move.credit, cents=move.cents)
            for n, move in enumerate(moves, start=1)
        ]
        self.deltas += [MatchDelta(entry=entry, pledge=one, cents=more) for one, more in steps.items()]
        self._tell(gift, entry, {one.partner.code: more for one, more in steps.items()})

    def _tell(self, gift: Gift, entry: Entry, match: dict[str, int]) -> None:
        subject = self.campaign.dossier.subject
        chained = Event.objects.filter(subject=subject).order_by("-seq").values_list("seq", "hash")
        seq, previous = _last(self.events) or chained.first() or (0, chain.GENESIS)
        facts = {"cents": gift.cents, "key": gift.provider_reference, "means": str(gift.means), "eligible": True}
        facts |= {**seal(gift), "called": match, "entry": entry.hash}
        fact = chain.Fact(subject, seq + 1, Kind.GIFT_RECEIVED.value, clock.now(), "", "", facts)
        self.events.append(Event(**fact._asdict(), previous_hash=previous, hash=chain.link(previous, fact)))


def _last(rows: list[Entry] | list[Event]) -> tuple[int, str] | None:
    return (rows[-1].seq, rows[-1].hash) if rows else None
