"""What minutes say: the record of a meeting in sentences, part by part, with what the secretary wrote beside it."""

import re
import secrets
from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from committees import access
from committees.models import (
    AgendaItem,
    Ballot,
    Convocation,
    Entitlement,
    Expertise,
    ExpertiseState,
    FreeItem,
    FreeItemState,
    HandsPurpose,
    Meeting,
    Minutes,
    Poll,
    PollCondition,
    PollState,
    Presence,
    Proclamation,
    Recusal,
)
from committees.proxies import given_at
from committees.rules import RECUSED
from committees.sentences import in_stead
from okote_flow import clock, documents
from okote_flow.cents import euros
from okote_flow.directory.models import User
from okote_flow.journal.access import story
from okote_flow.journal.kinds import Kind
from okote_flow.tags import heure, instant, jour

OPENING, CLOSING = "opening", "closing"
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another
Part = dict[str, Any]
"""`key`, `title`, `dossier` (its key, None for what is not about one), `lines` (the record), `written`, `seats`."""


def item_key(item: AgendaItem) -> str:
    return f"item-{item.pk}"


def parts_of(meeting: Meeting, written: dict[str, str]) -> list[Part]:
    """The whole record, in the order of the meeting, in as many queries whatever was voted. Callers show of it what
    their reader may see."""
    convoked = list(Convocation.objects.filter(meeting=meeting))
    called = {one.user_id: one.name for one in convoked}
    spans = list(Presence.objects.filter(meeting=meeting).select_related("user", "seat").order_by("arrived_at"))
    called |= {span.user_id: str(span.user) for span in spans}
    chairs = {span.seat_id: str(span.user) for span in spans}
    items = list(_items(meeting))
    aside: dict[int, list[str]] = {}
    for recusal in Recusal.objects.filter(dossier__in=[item.dossier_id for item in items], user__in=called):
        aside.setdefault(recusal.dossier_id, []).append(called[recusal.user_id])
    outside = _outside(items)
    points = [
        (item.position, _item(item, aside.get(item.dossier_id, []), outside.get(item.dossier_id, []), chairs))
        for item in items
    ]
    points += [(item.position, _free_item(item)) for item in meeting.free_items.exclude(state=FreeItemState.WITHDRAWN)]
    middle = [part for _, part in sorted(points, key=lambda one: one[0])]
    found = [_opening(meeting, convoked, spans, chairs), *middle, _closing(meeting)]
    return [part | {"written": written.get(part["key"], "")} for part in found]


def _outside(items: list[AgendaItem]) -> dict[int, list[str]]:
    """Dossier -> who from outside gave an opinion on it, and when: not what it says."""
    found: dict[int, list[str]] = {}
    given = Expertise.objects.filter(dossier__in=[item.dossier_id for item in items], state=ExpertiseState.GIVEN)
    for one in given.for_page():
        said = (
            f"Avis extérieur de {one.who}, sans voix, rendu le {jour(one.given_at)} à la demande de {one.committee}."
        )
        found.setdefault(one.dossier_id, []).append(said)
    return found


def _items(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The points with all that was voted on them."""
    current = Prefetch("ballots", Ballot.objects.filter(is_current=True), to_attr="current")
    roll = Prefetch("roll", Entitlement.objects.prefetch_related(current).order_by("seat__precedence", "seat"))
    polls = Poll.objects.select_related("result").prefetch_related(
        roll, "ceilings__partner", "conditions", "paper_tallies__entered_by"
    )
    items = meeting.items.select_related("dossier__organization", "presiding", "proclamation")
    return items.prefetch_related(Prefetch("polls", polls.order_by("round")), "hands").order_by("position")


def of(minutes: Minutes) -> list[Part]:
    """As it was signed, or as the record stands now."""
    if minutes.content is not None:
        kept: list[Part] = minutes.content["parts"]
        return kept
    return parts_of(minutes.meeting, minutes.written)


def shown(parts: list[Part], dossiers: Collection[int]) -> list[Part]:
    """Those on no dossier and on these; of the others it is only said that there was one."""
    reserved = {"title": "Point réservé", "lines": ["Vous n’y avez pas pris part."], "written": "", "is_hidden": True}
    return [part if part["dossier"] is None or part["dossier"] in dossiers else part | reserved for part in parts]


def is_whole(parts: list[Part], dossiers: Collection[int]) -> bool:
    """Whether these dossiers are all that the minutes speak of."""
    return all(part["dossier"] in dossiers for part in parts if part["dossier"] is not None)


def readable(user: User, parts: list[Part]) -> set[int]:
    """Of the dossiers in these minutes, those that somebody may read about."""
    named = {part["dossier"] for part in parts if part["dossier"] is not None}
    return set(access.inside(user).filter(pk__in=named).values_list("pk", flat=True))


def doubts(part: Part) -> list[str]:
    """The figures of what was written beside a part that the record of it does not have: what one looks at twice."""
    seats = [cell for row in part.get("seats", ()) for cell in row]
    known = {figure for said in (part["title"], *part["lines"], *seats) for figure in _figures(said)}
    return [figure for figure in dict.fromkeys(_figures(part["written"])) if figure not in known]


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", re.sub(r"(?<=\d)[\u00a0\u202f ](?=\d{3}\b)", "", text))


# The record


def _opening(meeting: Meeting, convoked: list[Convocation], spans: list[Presence], chairs: dict[int, str]) -> Part:
    lines = [f"{meeting.committee.name}, séance du {instant(meeting.scheduled_at)}, {meeting.place}."]
    if meeting.second_call_of is not None:
        first = jour(meeting.second_call_of.scheduled_at)
        lines.append(f"Seconde séance, sur les points du {first}\u00a0: sans condition de quorum.")
    if meeting.convened_at is not None:
        urgent = f", en urgence\u00a0: {meeting.urgent_reason}" if meeting.urgent_reason else ""
        lines.append(f"Convoquée le {jour(meeting.convened_at)}{urgent}.")
    if meeting.opened_at is not None:
        presiding = meeting.presiding
        chair = f" Présidence de la séance\u00a0: {chairs.get(presiding.pk, presiding.label)}." if presiding else ""
        lines.append(f"Ouverte à {heure(meeting.opened_at)}.{chair}")
    return {
        "key": OPENING,
        "title": "Ouverture et présences",
        "dossier": None,
        "lines": lines,
        "seats": _seats(meeting, convoked, spans),
    }


def _seats(meeting: Meeting, convoked: list[Convocation], there: list[Presence]) -> list[list[str]]:
    """Seat, person, presence, proxy: one row per seat that was called or came, and one per substitute who sat."""
    spans: dict[tuple[int, int], list[Presence]] = {}
    for span in there:
        spans.setdefault((span.seat_id, span.user_id), []).append(span)
    holders = {one.seat_id: one for one in convoked if not one.is_substitute}
    rows = {(one.seat_id, one.user_id): one.name for one in holders.values()}
    rows |= {key: _in_stead(found[0], holders.get(key[0])) for key, found in spans.items()}
    givers = {(proxy.giver_id, proxy.person_id): proxy.holder_id for proxy in given_at(meeting)}
    names = {seat: name for (seat, _), name in reversed(rows.items())}
    seats = {seat.pk: seat for seat in meeting.committee.seats.filter(pk__in=names)}
    ranked = sorted(rows, key=lambda key: (seats[key[0]].precedence, key[0]))
    return [
        [seats[key[0]].label, rows[key], _presence(spans.get(key, [])), names.get(givers.get(key, 0), "")]
        for key in ranked
    ]


def _in_stead(span: Presence, holder: Convocation | None) -> str:
    """A substitute is named with whom they stood in for."""
    other = holder.name if holder is not None and holder.user_id != span.user_id else ""
    return in_stead(str(span.user), other)


def _presence(spans: list[Presence]) -> str:
    """From when to when, in the room or at a distance."""
    said = []
    for span in spans:
        until = f" à {heure(span.left_at)}" if span.left_at else ""
        said.append(f"{span.get_mode_display()}, de {heure(span.arrived_at)}{until}")
    return "\u00a0; ".join(said) or "Absence"


def _item(item: AgendaItem, aside: list[str], outside: list[str], chairs: dict[int, str]) -> Part:
    dossier = item.dossier
    carrier = f"\u00a0: {dossier.organization}" if dossier.organization else ""
    lines = [f"Dossier {dossier.number}{carrier}"]
    if item.presiding is not None:
        lines.append(f"Présidence\u00a0: {chairs.get(item.presiding.pk, item.presiding.label)}.")
    carrying = [line.name for poll in item.polls.all() for line in poll.roll.all() if line.standing in RECUSED]
    if named := list(dict.fromkeys([*aside, *carrying])):
        lines.append(f"Déport\u00a0: {', '.join(named)}.")
    return {
        "key": item_key(item),
        "title": f"Point {item.position}. {dossier.title}",
        "dossier": dossier.pk,
        "lines": [*lines, *outside, *item_lines(item)],
    }


def _free_item(item: FreeItem) -> Part:
    """A point about no dossier, with what was said of it."""
    lines = [said for said in (item.text, item.said) if said] or [f"{item.get_state_display()}."]
    title = f"Point {item.position}. {item.title}"
    return {"key": f"free-{item.pk}", "title": title, "dossier": None, "lines": lines}


def item_lines(item: AgendaItem, *, with_names: bool = True) -> list[str]:
    """What was voted and decided on one point. An extract goes without the names of those who voted."""
    lines = [line for poll in item.polls.all() for line in _poll_lines(poll, with_names=with_names)]
    for hands in item.hands.all():
        what = HandsPurpose(hands.purpose).label
        counts = f"{hands.n_for} pour, {hands.n_against} contre, {hands.n_abstain} abstention(s)"
        lines.append(f"{what}, à main levée\u00a0: {counts}.")
    lines.extend(_verdict_lines(item))
    return lines or [f"{item.get_state_display()}."]


def _poll_lines(poll: Poll, *, with_names: bool) -> Iterator[str]:
    head = f"{poll.get_visibility_display()}, tour {poll.round}, ouvert à {heure(poll.opened_at)}"
    result = getattr(poll, "result", None)
    if poll.state == PollState.VOID:
        yield f"{head}, annulé\u00a0: {poll.void_reason.rstrip('.')}."
        return
    if result is None:
        yield f"{head}."
        return
    for row in poll.ceilings.all():
        yield f"Montant soumis au vote, {row.partner.name}\u00a0: {euros(row.cents)}."
    for condition in poll.conditions.all():
        yield f"Réserve\u00a0: {condition.text.rstrip('.')} ({_terms(condition)})."
    readers = [str(tally.entered_by) for tally in poll.paper_tallies.all()]
    if readers:
        read_by = " et ".join(readers) if with_names else "deux personnes"
        yield f"Vote tenu sur papier, feuille lue par {read_by}."
    yield f"{head}. {result.explanation}"
    if poll.is_named and with_names:
        yield from _named(poll)


def _terms(condition: PollCondition) -> str:
    until = f"\u00a0; à lever avant le {jour(condition.due_on)}" if condition.due_on else ""
    what = f"retient {condition.get_blocks_display()}\u00a0; {condition.get_nature_display().lower()}"
    return f"{what}\u00a0; qui doit agir\u00a0: {condition.get_owner_display()}{until}"


def _named(poll: Poll) -> Iterator[str]:
    """Who voted what, in a vote with names."""
    said: dict[str, list[str]] = {}
    for line in poll.roll.all():
        for ballot in line.current:  # type: ignore[attr-defined]
            said.setdefault(ballot.get_choice_display(), []).append(line.said_name)
    for choice, names in said.items():
        yield f"{choice}\u00a0: {', '.join(names)}."


def _verdict_lines(item: AgendaItem) -> Iterator[str]:
    said: Proclamation | None = getattr(item, "proclamation", None)
    if said is None:
        return
    yield f"Décision proclamée à {heure(said.proclaimed_at)}\u00a0: {said.get_verdict_display().lower()}."
    if said.reason:
        yield f"Motif\u00a0: {said.reason}"
    if said.redirected_to:
        yield f"Réorienté vers\u00a0: {said.redirected_to}."


def _closing(meeting: Meeting) -> Part:
    paused = {Kind.MEETING_SUSPENDED: "suspendue", Kind.MEETING_RESUMED: "reprise"}
    told = story(meeting.subject, kinds=frozenset(paused))
    lines = [f"Séance {paused[Kind(line.kind)]} à {heure(line.at)}." for line in told]
    if meeting.closed_at is not None:
        lines.append(f"Séance levée à {heure(meeting.closed_at)}.")
    return {"key": CLOSING, "title": "Clôture", "dossier": None, "lines": lines}


# On paper


def new_code() -> str:
    """Twelve signs in three groups: 58 bits, which nobody finds by trying."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(12))
    return "-".join(drawn[start : start + 4] for start in (0, 4, 8))


def clean_code(text: str) -> str:
    """A code as it is stored, however it was typed."""
    signs = re.sub(r"[^0-9A-Z]", "", text.upper())
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def content_of(minutes: Minutes, *, number: str, code: str) -> dict[str, Any]:
    """All that the sealed document says, as data."""
    meeting = minutes.meeting
    assert minutes.approved_in is not None, "minutes are approved before they are signed"
    return {
        "title": "Procès-verbal",
        "number": number,
        "code": code,
        "headline": f"{meeting.committee.name}, {jour(meeting.scheduled_at)}",
        "approved": f"Adopté en séance le {jour(minutes.approved_in.scheduled_at)}.",
        "remarks": minutes.remarks,
        "signed": f"Signé par {minutes.signed_by} le {instant(clock.now())}.",
        "parts": parts_of(meeting, minutes.written),
        **_imprint(),
    }


def _imprint() -> dict[str, Any]:
    return {**documents.imprint(), "verify": settings.SITE_URL + reverse("committees:verify")}


def sealed_pdf(minutes: Minutes, content: dict[str, Any]) -> bytes:
    """The document, the same bytes for the same content and instant."""
    at = minutes.signed_at
    assert at is not None, "what is sealed was signed"
    return documents.pdf("pdf/minutes.typ", content, at=at, standards=documents.SEALED)


def extract_pdf(minutes: Minutes, item: AgendaItem) -> bytes:
    """One point of signed minutes, without what concerns other people."""
    assert minutes.signed_at is not None, "an extract is of signed minutes"
    meeting, dossier = minutes.meeting, item.dossier
    item = _items(meeting).get(pk=item.pk)
    part = {
        "title": f"Dossier {dossier.number}, {dossier.title}",
        "lines": item_lines(item, with_names=False),
        "written": "",
    }
    content = {
        "title": "Extrait du procès-verbal",
        "number": minutes.number,
        "code": "",
        "headline": f"{meeting.committee.name}, {jour(meeting.scheduled_at)}",
        "approved": "",
        "remarks": "",
        "signed": f"Extrait du procès-verbal {minutes.number}, signé le {jour(minutes.signed_at)}.",
        "parts": [part],
        **_imprint(),
    }
    return documents.pdf("pdf/minutes.typ", content, at=minutes.signed_at, standards=documents.SEALED)
