"""A partner's money over the years: each envelope with the lines behind each figure, on a page and as a table."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.conf import settings
from django.db.models import QuerySet

from funding import accounting_access, consumption
from funding.consumption import Line, States, Use
from funding.models import Account, Envelope, Pledge, YearEnd
from okote_flow.sheets import Value


@dataclass(frozen=True, slots=True)
class Chapter:
    """One envelope, the projects behind it and the ends of years that touched it."""

    use: Use
    lines: list[Line]
    ends: list[YearEnd]

    @property
    def is_exact(self) -> bool:
        """Whether the states add up to what was voted and brought in, as the audit asks (I5)."""
        return sum(_amounts(self.use.states)) == self.use.usable_cents


@dataclass(frozen=True, slots=True)
class Sheet:
    chapters: list[Chapter]

    @property
    def total(self) -> States:
        """All envelopes together."""
        whole = States()
        for chapter in self.chapters:
            for one in fields(States):
                setattr(whole, one.name, getattr(whole, one.name) + getattr(chapter.use.states, one.name))
        return whole

    @property
    def voted_cents(self) -> int:
        return sum(chapter.use.envelope.voted_cents for chapter in self.chapters)


def sheet(envelopes: QuerySet[Envelope]) -> Sheet:
    """In six queries, however many envelopes there are."""
    lines = _lines(envelopes)
    ends = defaultdict(list)
    for end in accounting_access.year_ends(envelopes):
        ends[end.envelope_id].append(end)
        if end.into_id:
            ends[end.into_id].append(end)
    return Sheet([Chapter(use, lines[use.envelope.pk], ends[use.envelope.pk]) for use in consumption.uses(envelopes)])


def _lines(envelopes: QuerySet[Envelope]) -> dict[int, list[Line]]:
    sums: dict[int | None, States] = defaultdict(States)
    for account in Account.objects.filter(pledge__envelope__in=envelopes, role__in=consumption.COLUMNS):
        sums[account.pledge_id].add(account)
    found: dict[int, list[Line]] = defaultdict(list)
    pledges = Pledge.objects.filter(envelope__in=envelopes).select_related("campaign__dossier").order_by("pk")
    for pledge in pledges:
        assert pledge.envelope_id is not None
        found[pledge.envelope_id].append(Line(pledge, sums[pledge.pk]))
    return found


def rows(found: Sheet) -> Iterator[list[Value]]:
    """One row for each envelope, then one for each project behind it."""
    nature = "fictives" if settings.DEMO else "réelles"
    for chapter in found.chapters:
        envelope = chapter.use.envelope
        start: list[Value] = [envelope.partner.name, envelope.year, envelope.get_section_display()]
        end: list[Value] = [
            envelope.deliberation_ref,
            envelope.agreement.reference if envelope.agreement else "",
            nature,
        ]
        whole = (envelope.voted_cents, chapter.use.brought_cents)
        yield [*start, "Enveloppe", "", *whole, *_amounts(chapter.use.states), *end]
        for line in chapter.lines:
            yield [*start, "Projet", line.pledge.campaign.dossier.label, None, None, *_amounts(line.states), *end]


def _amounts(states: States) -> list[int]:
    return [getattr(states, one.name) for one in fields(States)]
