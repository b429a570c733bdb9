""" "Et si…": past and present campaigns under other rules, by the engine of the real ones. Nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dossiers import files
from dossiers.listing import cents_cell, csv_page
from funding import what_if as engine
from funding import what_if_data
from funding.what_if import Dry, Outcome, Promise, Run, Wish
from funding.what_if_data import Past
from okote_flow import clock
from okote_flow.directory.models import PartnerKind
from okote_flow.requests import MemberRequest
from okote_flow.steering import access
from okote_flow.steering.what_if_forms import WhatIfForm

HEAD = (
    "Campagne", "Partenaire", "Collège", "Enveloppe", "Plafond", "Plafond essayé", "Appelé", "Appelé essayé", "Écart",
    "Fictif",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One partner in one campaign: as it was, and as it would have been."""

    run: Run
    promise: Promise
    cap_cents: int
    called_cents: int
    would_cents: int

    @property
    def college(self) -> str:
        return PartnerKind(self.promise.college).label

    @property
    def difference_cents(self) -> int:
        return self.would_cents - self.called_cents


@dataclass(frozen=True, slots=True)
class Pot:
    """One envelope: what was voted or wished, what is left of it, and when it ran dry."""

    name: str
    cents: int
    left_cents: int
    dry: Dry | None


@dataclass(frozen=True, slots=True)
class Answer:
    lines: list[Line]
    pots: list[Pot]

    @property
    def called_cents(self) -> int:
        return sum(line.called_cents for line in self.lines)

    @property
    def would_cents(self) -> int:
        return sum(line.would_cents for line in self.lines)

    @property
    def difference_cents(self) -> int:
        return self.would_cents - self.called_cents


def answer(past: Past, runs: list[Run], wish: Wish) -> Answer:
    """What the wish makes of these campaigns; the others are played beside them."""
    voted = {pk: cents for pk, (_, cents) in past.envelopes.items()}
    outcome = engine.play(past.runs, voted, wish)
    used = {promise.envelope for run in runs for promise in run.promises}
    pots = [_pot(past, outcome, pk, wish) for pk in past.envelopes if pk in used or pk in wish.envelopes]
    return Answer(list(_lines(past, runs, outcome)), pots)


def _lines(past: Past, runs: list[Run], outcome: Outcome) -> Iterator[Line]:
    for run in runs:
        for promise in run.promises:
            pk = promise.pledge
            yield Line(run, promise, outcome.caps[pk], past.called.get(pk, 0), outcome.given[pk])


def _pot(past: Past, outcome: Outcome, pk: int, wish: Wish) -> Pot:
    name, voted_cents = past.envelopes[pk]
    return Pot(name, wish.envelopes.get(pk, voted_cents), outcome.left[pk], outcome.dry.get(pk))


@require_safe
def what_if(request: MemberRequest) -> HttpResponse:
    """Type other rules, read who would have paid what and which envelope would have run dry."""
    access.check_rules(request.user)
    past = what_if_data.read(access.seen(request.user))
    form = WhatIfForm(past, request.GET)
    found = answer(past, form.shown(), form.wish()) if form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "query": request.GET.urlencode(),
        "empty": not past.shown,
    }
    return render(request, "steering/what_if.html", context)


@require_safe
def export(request: MemberRequest) -> HttpResponse:
    """The same as a table; what is mistyped counts as not asked."""
    access.check_rules(request.user)
    past = what_if_data.read(access.seen(request.user))
    form = WhatIfForm(past, request.GET)
    found = answer(past, form.shown(), form.wish()) if form.is_valid() else answer(past, form.everything(), Wish())
    text = csv_page(HEAD, (_cells(past, line) for line in found.lines))
    return files.as_csv(text, f"et-si-{clock.today():%Y-%m-%d}")


def _cells(past: Past, line: Line) -> Iterator[str]:
    yield line.run.label
    yield line.promise.partner
    yield line.college
    yield past.envelopes[line.promise.envelope][0] if line.promise.envelope else ""
    for cents in (line.promise.final_cents, line.cap_cents, line.called_cents, line.would_cents):
        yield cents_cell(cents)
    yield cents_cell(line.difference_cents)
    yield "oui" if settings.DEMO else ""
