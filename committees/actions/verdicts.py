"""What a vote becomes: the proclamation of a poll, and the two verdicts that a show of hands decides."""

from collections.abc import Callable
from typing import Any

from committees import counting, duties, guards, letters
from committees.actions.chairing import follow_presider
from committees.actions.locks import lock_item, lock_poll
from committees.models import AgendaItem, ItemState, Poll, Proclamation, ShowOfHands, Verdict
from committees.models.votes import HandsPurpose
from committees.sentences import refuse
from dossiers import actions as dossiers
from dossiers import stages
from dossiers.lifecycle import Keeper
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

LEADING = ("not-yours", "nobody-presides", "meeting-state", "item-state")


@action(
    "committees.proclaim",
    refuses=(
        *LEADING,
        "poll-running",
        "poll-void",
        "poll-superseded",
        "tie-open",
        "conflict-undecided",
        "reason-missing",
        "redirect-adopted",
    ),
)
def proclaim(poll: Poll, *, by: User, reason: str = "", redirected_to: str = "") -> Proclamation:
    """Say what the vote decided. An adopted dossier gets its ceilings, and its conditions if they were adopted too.

    A dossier that was not adopted needs a reason; `redirected_to` names who may help it better.
    """
    poll = lock_poll(poll)
    require(guards.proclaiming_refusals(by, poll, follow_presider(poll.item)))
    result = poll.result.as_result()
    if result.adopted and redirected_to.strip():
        raise Refused([refuse("redirect-adopted")])
    verdict = Verdict(counting.verdict(result, redirected=bool(redirected_to.strip())).value)
    stages.finish(poll.item.dossier, duties.PROCLAMATION, by=by)
    _announce(poll.item, verdict, by=by, vote=f"poll:{poll.pk}")
    VERDICTS[verdict](poll, verdict, reason, by)
    _set_state(poll.item, ItemState.DECIDED)
    return _proclaimed(
        item=poll.item,
        poll=poll,
        verdict=verdict,
        reason=reason.strip(),
        redirected_to=redirected_to.strip(),
        proclaimed_by=by,
    )


def _proclaimed(*, proclaimed_by: User, **facts: Any) -> Proclamation:
    """The decision, with the draft of the letter that will notify it."""
    said = Proclamation.objects.create(proclaimed_by=proclaimed_by, proclaimed_at=clock.now(), **facts)
    letters.begin(said, proclaimed_by)
    return said


def _endorse(poll: Poll, verdict: Verdict, reason: str, by: User) -> None:
    with_conditions = verdict == Verdict.FAVOURABLE_WITH_CONDITIONS
    dossiers.endorse(
        poll.item.dossier,
        ceilings={row.partner: row.cents for row in poll.ceilings.select_related("partner")},
        conditions=[(row.text, row.terms) for row in poll.conditions.all()] if with_conditions else [],
        by=by,
        verdict=verdict,
    )


def _decline(poll: Poll, verdict: Verdict, reason: str, by: User) -> None:
    dossiers.advance(poll.item.dossier, "decline", by=by, reason=reason.strip(), verdict=verdict)


VERDICTS: dict[Verdict, Callable[[Poll, Verdict, str, User], None]] = {
    Verdict.FAVOURABLE: _endorse,
    Verdict.FAVOURABLE_WITH_CONDITIONS: _endorse,
    Verdict.UNFAVOURABLE: _decline,
    Verdict.REDIRECTED: _decline,
}
"""What each verdict of a poll does to the dossier."""


def _announce(item: AgendaItem, verdict: Verdict, *, by: User, vote: str) -> None:
    record(
        Kind.VERDICT_PROCLAIMED,
        subject=item.dossier.subject,
        by=by,
        office=Keeper.CHAIR,
        verdict=verdict,
        meeting=item.meeting_id,
        vote=vote,
    )


def _set_state(item: AgendaItem, state: ItemState) -> None:
    item.state = state
    item.save(update_fields=["state"])


HANDS = ("poll-open", "verdict-pending", "quorum-missing", "quorum-theme-missing", "hands-mismatch", "reason-missing")


@action("committees.postpone_item", refuses=(*LEADING, *HANDS, "too-many-postponements"))
def postpone_item(
    item: AgendaItem, *, reason: str, in_favour: int, against: int, abstaining: int, by: User
) -> ShowOfHands:
    """Postpone to the next meeting, if the show of hands says so; otherwise the item goes on."""
    item, hands = _count_hands(item, HandsPurpose.POSTPONE, reason, (in_favour, against, abstaining), by)
    if hands.adopted:
        _proclaim_hands(item, hands, Verdict.POSTPONED, by)
        dossiers.postpone(item.dossier, reason=reason, by=by)
        _set_state(item, ItemState.POSTPONED)
    return hands


@action("committees.rework_item", refuses=(*LEADING, *HANDS, "no-question"))
def rework_item(  # noqa: PLR0913 - a count, its reason and the questions
    item: AgendaItem,
    *,
    reason: str,
    in_favour: int,
    against: int,
    abstaining: int,
    by: User,
    questions: list[str] | None = None,
) -> ShowOfHands:
    """Send the dossier back to its holder with questions, if the hands say so; it returns to the committee."""
    item, hands = _count_hands(item, HandsPurpose.REWORK, reason, (in_favour, against, abstaining), by)
    if hands.adopted:
        for text in filter(None, (question.strip() for question in questions or [])):
            dossiers.ask_question(item.dossier, text=text, by=by)
        _proclaim_hands(item, hands, Verdict.REWORK, by)
        dossiers.send_questions(item.dossier, "rework", by=by, reason=reason)
        _set_state(item, ItemState.DECIDED)
    return hands


def _count_hands(
    item: AgendaItem, purpose: HandsPurpose, reason: str, counts: tuple[int, int, int], by: User
) -> tuple[AgendaItem, ShowOfHands]:
    """Check and write a show of hands; the item comes back held."""
    item = lock_item(item)
    call = follow_presider(item)
    require([*guards.hands_refusals(by, item, call, counts), *guards.reason_refusals(reason)])
    in_favour, against, abstaining = counts
    hands = ShowOfHands.objects.create(
        item=item,
        purpose=purpose,
        reason=reason.strip(),
        n_entitled=len(call.roll.voters),
        n_for=in_favour,
        n_against=against,
        n_abstain=abstaining,
        adopted=in_favour > against,
        counted_by=by,
        counted_at=clock.now(),
    )
    record(
        Kind.HANDS_COUNTED,
        subject=item.dossier.subject,
        by=by,
        office=Keeper.CHAIR,
        purpose=purpose,
        in_favour=in_favour,
        against=against,
        abstaining=abstaining,
        adopted=hands.adopted,
    )
    return item, hands


def _proclaim_hands(item: AgendaItem, hands: ShowOfHands, verdict: Verdict, by: User) -> None:
    _proclaimed(
        item=item,
        hands=hands,
        verdict=verdict,
        reason=hands.reason,
        proclaimed_by=by,
    )
    _announce(item, verdict, by=by, vote=f"hands:{hands.pk}")
