"""What those who examine a dossier read of it: its tabs, and what to look at before a decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from dossiers import acts, guards, rules
from dossiers.acts import Button
from dossiers.lifecycle import State
from dossiers.likeness import Twin
from dossiers.models import Dossier
from dossiers.models.content import AttachmentKind, Side
from dossiers.public_money import Year
from okote_flow import clock
from okote_flow.cents import euros
from okote_flow.tags import delai, jour

TABS = {
    "resume": "Résumé",
    "projet": "Projet",
    "budget": "Budget",
    "pieces": "Pièces",
    "echanges": "Échanges",
    "comites": "Comités",
    "argent": "Argent",
    "histoire": "Histoire",
}
FIRST = "resume"
TAB_OF_STAGE = {3: "comites", 4: "comites", 5: "argent", 6: "argent", 7: "argent"}
"""Whose panel stands on the first tab too: what the present stage is about."""
BEFORE_A_DECISION = (State.SUBMITTED, State.TERRITORIAL_REVIEW, State.ENGAGEMENT_REVIEW)
EXPECTED = (AttachmentKind.STATUTES, AttachmentKind.LEADERS, AttachmentKind.ACCOUNTS, AttachmentKind.QUOTE)
"""The pieces that one looks for first (Cerfa 12156*06); their absence is said, never refused."""
HANDING_ON = acts.ACTS["assign_officer"].anchor
ANSWER = "la réponse au critère"  # how the guards begin to name a missing answer
SOON = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the page; `count` is 0 where there is nothing to count, `unread` of it is new to the reader."""

    code: str
    label: str
    url: str
    count: int
    unread: int


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to know before a decision. `kind` is ok, info, attn or dang; `url` leads to where it is seen."""

    kind: str
    text: str
    url: str = ""


def asked_tab(word: str) -> str:
    return word if word in TABS else FIRST


def tabs(dossier: Dossier, counts: dict[str, int], *, unread: dict[int, int]) -> list[Tab]:
    """`unread` messages are those of `thread.unread_among`."""
    here, new = reverse("dossiers:dossier", args=[dossier.pk]), {"echanges": unread.get(dossier.pk, 0)}
    return [
        Tab(code, label, f"{here}?onglet={code}", counts.get(code, 0), new.get(code, 0))
        for code, label in TABS.items()
    ]


def panel_tabs(tab: str, dossier: Dossier) -> list[str]:
    """Which panels of the upper apps a tab shows; those without a tab stand on the first."""
    return ["", TAB_OF_STAGE.get(dossier.stage, "")] if tab == FIRST else [tab]


def in_order(buttons: Sequence[Button]) -> list[Button]:
    """What can be done first, then what cannot and why; handing the dossier on, then what ends it, come last."""
    return sorted(buttons, key=lambda button: (button.is_grave, button.anchor == HANDING_ON, not button.is_open))


@dataclass(frozen=True, slots=True)
class Sight:
    """What the points are read from, asked once for the page."""

    dossier: Dossier
    totals: dict[str, int]
    pieces: frozenset[tuple[str, str]]  # kind and name of those that are there
    prepared: int  # questions that have not left
    awaited: date | None  # until when the holder may answer
    conditions: int  # reservations not yet lifted
    twins: Sequence[Twin]
    siblings: int
    years: Sequence[Year]

    def tab(self, code: str) -> str:
        return f"{reverse('dossiers:dossier', args=[self.dossier.pk])}?onglet={code}"


def points(sight: Sight) -> list[Point]:
    """Everything that a decision rests on, what needs a look first."""
    found = [point for look in LOOKS for point in look(sight)]
    order = ("dang", "attn", "info", "ok")
    return sorted(found, key=lambda point: order.index(point.kind))


def _content(sight: Sight) -> Iterator[Point]:
    if sight.dossier.status not in (State.DRAFT, State.SUBMITTED, State.COMPLEMENTS_REQUESTED):
        return
    lacking = in_short(guards.missing(sight.dossier))
    if lacking:
        yield Point("attn", f"Il manque\u00a0: {', '.join(lacking)}.", sight.tab("projet"))
    else:
        yield Point("ok", "dossier complet")


def in_short(missing: Sequence[str]) -> list[str]:
    """What is missing, several answers said as one."""
    answers = [name for name in missing if name.startswith(ANSWER)]
    others = [name for name in missing if name not in answers]
    return others + ([f"{len(answers)} réponses aux critères"] if len(answers) > 1 else answers)


def _budget(sight: Sight) -> Iterator[Point]:
    gap = sight.totals[Side.EXPENSE] - sight.totals[Side.RESOURCE]
    if gap:
        lacks = "produits" if gap > 0 else "charges"
        yield Point(
            "attn",
            f"Le budget n’est pas équilibré\u00a0: il manque {euros(abs(gap))} de {lacks}.",
            sight.tab("budget"),
        )
    elif sight.totals[Side.EXPENSE]:
        yield Point("ok", f"budget équilibré à {euros(sight.totals[Side.EXPENSE])}")


def _goal(sight: Sight) -> Iterator[Point]:
    if sight.dossier.goal_cents and sight.dossier.stage < 5:
        parameters = sight.dossier.parameters
        for note in rules.goal_notes(sight.dossier.goal_cents, parameters.goal_low_cents, parameters.goal_high_cents):
            yield Point("info", note)


def _competence(sight: Sight) -> Iterator[Point]:
    if sight.dossier.cea_competence is None:
        if sight.dossier.status in (State.SUBMITTED, State.COMPLEMENTS_REQUESTED):
            yield Point("attn", "La compétence de la CeA n’est pas encore constatée.")
    elif sight.dossier.cea_competence:
        yield Point("ok", "compétence de la CeA constatée")
    else:
        yield Point("info", "Hors des compétences de la CeA\u00a0: elle ne peut rien apporter.")


def _structure(sight: Sight) -> Iterator[Point]:
    if sight.dossier.organization and not sight.dossier.organization.siret:
        yield Point("attn", "Pas de SIRET\u00a0: il sera indispensable pour payer.", sight.tab("projet"))
    if sight.dossier.republican_commitment_at:
        yield Point("ok", "engagement républicain souscrit")
    else:
        yield Point("attn", "L’engagement républicain n’est pas souscrit.")
    if sight.dossier.entered_by:
        yield Point("info", f"Saisi par {sight.dossier.entered_by} pour {sight.dossier.applicant}.")


def _pieces(sight: Sight) -> Iterator[Point]:
    lacking = [kind.label.lower() for kind in EXPECTED if kind not in {there for there, _ in sight.pieces}]
    if lacking:
        yield Point("info", f"Non déposés\u00a0: {', '.join(lacking)}.", sight.tab("pieces"))
    else:
        yield Point("ok", "pièces attendues déposées")


def _exchanges(sight: Sight) -> Iterator[Point]:
    if sight.prepared:
        plural = "s" if sight.prepared > 1 else ""
        text = f"{sight.prepared} question{plural} prête{plural}, pas encore envoyée{plural}."
        yield Point("attn", text, reverse("dossiers:questions", args=[sight.dossier.pk]))
    if sight.awaited:
        kind = "dang" if sight.awaited < clock.today() else "info"
        text = f"Réponses du porteur attendues avant le {jour(sight.awaited)} ({delai(sight.awaited).lower()})."
        yield Point(kind, text, sight.tab("echanges"))


def _silence(sight: Sight) -> Iterator[Point]:
    """Two months without a decision: an alert, never a transition (CRPA, art. L231-4, to be confirmed)."""
    dossier = sight.dossier
    if dossier.submitted_at is None or dossier.status not in BEFORE_A_DECISION:
        return
    received = dossier.submitted_at.astimezone(clock.PARIS).date()
    limit = rules.months_before(received, -dossier.parameters.silence_months)
    if limit - clock.today() <= SOON:
        months = dossier.parameters.silence_months
        passed = "sont passés" if limit < clock.today() else "passent"
        yield Point(
            "attn", f"{months} mois depuis le dépôt {passed} le {jour(limit)} (CRPA, art. L231-4, à confirmer)."
        )


def _conditions(sight: Sight) -> Iterator[Point]:
    if sight.conditions:
        plural = "s" if sight.conditions > 1 else ""
        yield Point("attn", f"{sight.conditions} réserve{plural} à lever.", sight.tab("argent"))


def _likeness(sight: Sight) -> Iterator[Point]:
    for twin in sight.twins[:2]:
        text = f"Doublon possible\u00a0: {twin.dossier.label}, {twin.dossier.title} ({', '.join(twin.reasons)})."
        yield Point("attn", text, sight.tab("histoire"))
    if sight.siblings:
        plural = "s" if sight.siblings > 1 else ""
        yield Point(
            "info", f"{sight.siblings} autre{plural} dossier{plural} de la même structure.", sight.tab("histoire")
        )


def _public_money(sight: Sight) -> Iterator[Point]:
    for year in sight.years:
        for funder in year.over_one:
            yield Point("attn", f"{funder.name}, {year.year}. {funder.said}", sight.tab("argent"))
        if year.is_over:
            yield Point("attn", f"{year.year}. {year.said}", sight.tab("argent"))


LOOKS = (
    _exchanges, _content, _competence, _budget, _structure, _pieces, _conditions, _silence, _likeness, _public_money,
    _goal,
)  # fmt: skip


def said_in_order(found: Sequence[Point]) -> str:
    """What is as it should be, in one sentence."""
    fine = [point.text for point in found if point.kind == "ok"]
    return f"En ordre\u00a0: {', '.join(fine)}." if fine else ""
