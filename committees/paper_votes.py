"""A vote held on paper while there was no network: who reads its sheet, for which round, and whether two agree."""

from collections.abc import Iterator, Mapping

from committees import access, asking, guards, rules
from committees.models import (
    AgendaItem,
    Choice,
    ItemState,
    MeetingState,
    PaperTally,
    Seat,
    TallyState,
    Visibility,
)
from committees.models.bodies import VOTE
from committees.paper_codes import SheetCode, read
from committees.rolls import RollCall
from committees.rulesets import rule_of
from committees.sentences import refuse
from dossiers import actions as dossiers
from dossiers.models.conditions import Proposed, Terms
from okote_flow import cents
from okote_flow.directory.models import Partner, User
from okote_flow.refusals import Refusal

Figures = dict[str, int | str]
"""Line of the sheet -> what it says, in words: what two persons compare."""

BLANK = "Bulletins blancs"
UNSAID = "n’a pas voté"


def code_of(item: AgendaItem) -> SheetCode:
    """The code of a sheet printed now. A running round that the network cut off is the one held on paper."""
    last = item.polls.order_by("round").last()
    held = last.round if last is not None and last.is_open else (last.round if last else 0) + 1
    return SheetCode(item.meeting_id, item.pk, item.dossier.version, held)


def code_refusals(item: AgendaItem, text: str) -> Iterator[Refusal]:
    """Why a sheet is not one of this vote: misread, of another vote, of an older dossier, already read."""
    code, wanted = read(text), code_of(item)
    if code is None:
        yield refuse("sheet-misread")
    elif (code.meeting, code.item) != (wanted.meeting, wanted.item):
        yield refuse("sheet-elsewhere")
    elif code.version != wanted.version:
        yield refuse("sheet-outdated", printed=code.version, version=wanted.version)
    elif code.round != wanted.round:
        yield refuse("sheet-replayed", printed=code.round, round=wanted.round)


def reader_refusals(by: User, item: AgendaItem) -> Iterator[Refusal]:
    """First somebody of the bureau reads the sheet, then another of it or a member with a voice."""
    first = waiting(item)
    may_second = first is not None and first.entered_by_id != by.pk and access.is_inside(by, item.dossier)
    if not (may_second and access.may(by, VOTE, item.meeting.committee)):
        yield from guards.item_bureau_refusals(by, item)


def entering_refusals(by: User, item: AgendaItem, call: RollCall, way: Visibility) -> Iterator[Refusal]:
    """Why nobody, or not this person, reads a sheet in now. A running round is no obstacle: the paper replaces it."""
    yield from reader_refusals(by, item)
    yield from guards.meeting_state_refusals(item.meeting, MeetingState.OPEN)
    yield from guards.item_state_refusals(item, ItemState.OPENED)
    yield from guards.decided_refusals(item)
    yield from rules.poll_refusals(call.roll, rule_of(item))
    yield from asking.way_refusals(item, call, way)


def sum_refusals(call: RollCall, hands: Mapping[Choice, int], blank: int) -> Iterator[Refusal]:
    """As many votes as voices are there: no more, no less."""
    counts, present = [*hands.values(), blank], len(call.roll.voters)
    if min(counts) < 0 or sum(counts) != present:
        yield refuse("sheet-sum", sum=sum(counts), present=present)


def name_refusals(call: RollCall, names: Mapping[Seat, Choice]) -> Iterator[Refusal]:
    """Only those who are there, or represented, have voted."""
    absent = [seat.label for seat in names if seat.pk not in call.roll.voters]
    if absent:
        yield refuse("sheet-absent", who=", ".join(absent))


def proposal_refusals(item: AgendaItem, ceilings: dict[Partner, int]) -> Iterator[Refusal]:
    yield from dossiers.ceilings_refusals(item.dossier, ceilings)


def figures(
    call: RollCall,
    ceilings: Mapping[Partner, int],
    conditions: Proposed,
    hands: Mapping[Choice, int],
    blank: int,
    names: Mapping[Seat, Choice] | None,
) -> Figures:
    """What one person read, line by line."""
    said: Figures = {}
    if names is None:
        said |= {str(choice.label): hands.get(choice, 0) for choice in Choice}
        said[BLANK] = blank
    else:
        by_seat = {seat.pk: str(choice.label) for seat, choice in names.items()}
        voters = [call.mandates[seat] for seat in call.mandates if seat in call.roll.voters]
        said |= {
            f"{held.user}, {held.seat.label} ({held.seat.code})": by_seat.get(held.seat_id, UNSAID) for held in voters
        }
    said |= {f"Plafond\u00a0: {partner.name}": cents.euros(amount) for partner, amount in ceilings.items() if amount}
    texts = [f"{' '.join(text.split())} ({_said(Terms.of(terms))})" for text, terms in conditions.items()]
    return said | {f"Réserve {number}": text for number, text in enumerate(texts, start=1)}


def _said(terms: Terms) -> str:
    due = f", avant le {terms.due_on:%d/%m/%Y}" if terms.due_on else ""
    return f"{terms.nature.label}, retient {terms.blocks.label}, à {terms.owner.label}{due}"


def same(one: Figures, other: Figures) -> bool:
    return not differences(one, other)


def differences(one: Figures, other: Figures) -> list[tuple[str, int | str, int | str]]:
    """The lines on which two readings do not agree, with what each says; small and capital letters are the same."""
    lines = dict.fromkeys([*one, *other])
    return [
        (line, one.get(line, "–"), other.get(line, "–"))
        for line in lines
        if str(one.get(line)).casefold() != str(other.get(line)).casefold()
    ]


def waiting(item: AgendaItem) -> PaperTally | None:
    """The first reading, of the sheet that the item awaits."""
    found = PaperTally.objects.filter(item=item, state=TallyState.WAITING).select_related("entered_by").first()
    return found if found is not None and found.code == str(code_of(item)) else None


def apart(item: AgendaItem) -> PaperTally | None:
    """The second of two readings that did not agree, of the sheet that the item awaits."""
    told = PaperTally.objects.filter(
        item=item, code=str(code_of(item)), state=TallyState.SET_ASIDE, beside__isnull=False
    )
    return told.select_related("entered_by", "beside__entered_by").last()
