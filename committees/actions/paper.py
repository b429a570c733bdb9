"""The verb of a vote held on paper: two persons read its sheet, and what both read is counted like any poll."""

from committees import access, paper_votes
from committees.actions.chairing import follow_presider
from committees.actions.locks import lock_item, open_poll_of
from committees.actions.polls import begin, end_void, settle, told_open, write_line
from committees.models import (
    AgendaItem,
    Ballot,
    Choice,
    Entitlement,
    PaperTally,
    Poll,
    Seat,
    TallyState,
    Visibility,
    VoterStatus,
)
from committees.paper_codes import read
from committees.rolls import RollCall
from committees.rules import Choice as RuleChoice
from dossiers.models.conditions import Proposed as Conditions
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import require

ON_PAPER = "Le réseau a manqué\u00a0: ce tour s’est tenu sur papier, feuille {code}. Rien n’en est compté ici."
SHEET = ("sheet-misread", "sheet-elsewhere", "sheet-outdated", "sheet-replayed", "sheet-sum", "sheet-absent")


@action(
    "committees.enter_paper_tally",
    refuses=(
        *("not-yours", "recused", "meeting-state", "item-state", "verdict-pending", "wrong-committee"),
        *("quorum-missing", "nobody-presides", "way-imposed", *SHEET),
        *("amount-missing", "no-competence", "over-free-envelope"),
    ),
)
def enter_paper_tally(  # noqa: PLR0913 - the lines of one sheet
    item: AgendaItem,
    *,
    code: str,
    ceilings: dict[Partner, int],
    by: User,
    hands: dict[Choice, int] | None = None,
    blank: int = 0,
    names: dict[Seat, Choice] | None = None,
    conditions: Conditions | None = None,
) -> PaperTally:
    """Read a sheet in: its sums (`hands` and `blank`) or, by roll call, its `names`.

    It counts when another person has read the very same; where they differ neither counts and both read it again.
    One's own reading that still waits is corrected by another. Blank papers count as abstentions.
    """
    item = lock_item(item)
    call = follow_presider(item)
    written = {text.strip(): terms for text, terms in (conditions or {}).items() if text.strip()}
    way, sums = Visibility.HANDS if names is None else Visibility.ROLL_CALL, hands or {}
    require(paper_votes.entering_refusals(by, item, call, way))
    require(paper_votes.code_refusals(item, code))
    require(paper_votes.sum_refusals(call, sums, blank) if names is None else paper_votes.name_refusals(call, names))
    require(paper_votes.proposal_refusals(item, ceilings))
    said = paper_votes.figures(call, ceilings, written, sums, blank, names)
    first, made = _beside(item, way, said, code, by)
    if made is None:
        assert first is not None, "the same reading again is the one that waits"
        return first
    if first is None or made.state == TallyState.SET_ASIDE:
        return made
    counted = {RuleChoice(choice): sums.get(choice, 0) for choice in Choice}
    counted[RuleChoice.ABSTAIN] += blank
    poll = _hold(item, call, by, ceilings, written, way, made.code, counted, names or {})
    for one in (first, made):
        one.state, one.poll = TallyState.AGREED, poll
        one.save(update_fields=["state", "poll"])
    return made


def _beside(
    item: AgendaItem, way: Visibility, said: paper_votes.Figures, code: str, by: User
) -> tuple[PaperTally | None, PaperTally | None]:
    """The reading of another person beside which this one is put, and this one. A replay: its first, and None."""
    first = paper_votes.waiting(item)
    if first is not None and first.entered_by_id == by.pk:
        if (first.visibility, first.figures) == (way, said):
            return first, None
        first = None  # a correction of one's own reading: it waits for another person all the same
    agree = first is not None and first.visibility == way and paper_votes.same(first.figures, said)
    PaperTally.objects.filter(item=item, state=TallyState.WAITING).update(state=TallyState.SET_ASIDE)
    made = PaperTally.objects.create(
        item=item,
        code=str(read(code)),
        visibility=way,
        figures=said,
        entered_by=by,
        entered_at=clock.now(),
        state=TallyState.WAITING if first is None or agree else TallyState.SET_ASIDE,
        beside=first,
    )
    record(
        Kind.TALLY_ENTERED,
        subject=item.dossier.subject,
        by=by,
        office=access.role_in(by, access.ENGAGEMENT),
        meeting=item.meeting_id,
        sheet=made.code,
        way=way,
        reading="first" if first is None else "agrees" if agree else "differs",
    )
    return first, made


def _hold(  # noqa: PLR0913 - what a sheet says
    item: AgendaItem,
    call: RollCall,
    by: User,
    ceilings: dict[Partner, int],
    conditions: Conditions,
    way: Visibility,
    code: str,
    sums: dict[RuleChoice, int],
    names: dict[Seat, Choice],
) -> Poll:
    """The poll that the paper tells of, opened and settled at once. Whoever presides the item has closed it."""
    office = access.role_in(by, access.ENGAGEMENT)
    running = open_poll_of(item)
    if running is not None:
        end_void(running, ON_PAPER.format(code=code), by, office)
    poll = begin(item, by, ceilings, conditions, visibility=way)
    lines = {seat: write_line(poll, call, seat, mandate) for seat, mandate in call.mandates.items()}
    if way == Visibility.HANDS:
        poll.roll.filter(status=VoterStatus.ELIGIBLE).update(status=VoterStatus.VOTED)
    for seat, choice in names.items():
        _ballot(lines[seat.pk], choice)
    told_open(poll, call, by, list(conditions))
    presiding = call.mandates[poll.presiding_id].user
    settle(poll, presiding, by, sums=sums if way == Visibility.HANDS else None, office=office, sheet=code)
    return poll


def _ballot(line: Entitlement, choice: Choice) -> None:
    Ballot.objects.create(entitlement=line, seq=1, choice=choice, cast_by_id=line.voter_id, cast_at=clock.now())
    line.status = VoterStatus.VOTED
    line.save(update_fields=["status"])
