"""The verbs over a running round: prolong it, amend what it is about, stop it because its dossier is withdrawn."""

from datetime import datetime

from committees import guards, poll_guards, tally
from committees.actions.polls import LEADING, end_void, open_poll, running
from committees.models import Poll, Visibility
from committees.sentences import refuse
from dossiers.lifecycle import Keeper
from dossiers.models.conditions import Proposed as Conditions
from dossiers.models.conditions import Terms
from okote_flow.acts import action
from okote_flow.directory.models import Partner, User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refused, require

WITHDRAWN = "Le porteur a demandé le retrait de son dossier pendant le vote\u00a0: rien n’est compté."


@action(
    "committees.extend_poll",
    refuses=(*LEADING, "poll-closed", "end-missing", "end-past", "end-sooner"),
)
def extend_poll(poll: Poll, *, closes_at: datetime, by: User) -> Poll:
    """Give a running poll until `closes_at`: a countdown is set or put off, never brought forward."""
    poll = running(poll, by)
    require(poll_guards.extending_refusals(poll, closes_at))
    poll.closes_at = closes_at
    poll.save(update_fields=["closes_at"])
    record(
        Kind.POLL_EXTENDED,
        subject=poll.item.dossier.subject,
        by=by,
        office=Keeper.CHAIR,
        poll=poll.pk,
        closes_at=closes_at.isoformat(),
    )
    return poll


@action(
    "committees.amend_poll",
    refuses=(
        *(
            *LEADING,
            "poll-closed",
            "reason-missing",
            "nothing-amended",
            "quorum-missing",
            "quorum-theme-missing",
            "amount-missing",
        ),
        *("no-competence", "over-free-envelope", "way-imposed", "too-few-for-secret"),
    ),
)
def amend_poll(
    poll: Poll, *, ceilings: dict[Partner, int], reason: str, by: User, conditions: Conditions | None = None
) -> Poll:
    """An amendment in the room: the running round is void, and a new one opens on the new text."""
    poll = running(poll, by)
    item, written = poll.item, conditions or {}
    by_code = {partner.code: cents for partner, cents in ceilings.items()}
    told = [(text.strip(), Terms.of(said)) for text, said in written.items() if text.strip()]
    require(guards.reason_refusals(reason))
    if tally.subject_hash(item.dossier, by_code, told) == poll.subject_hash:
        raise Refused([refuse("nothing-amended")])
    end_void(poll, f"Amendement\u00a0: {reason.strip()}", by, Keeper.CHAIR)
    return open_poll(
        item, ceilings=ceilings, by=by, conditions=written, question=poll.question,
        visibility=Visibility(poll.visibility), closes_at=poll.closes_at,
    )  # fmt: skip


@action("committees.acknowledge_withdrawal", refuses=(*LEADING, "poll-closed", "no-withdrawal-asked"))
def acknowledge_withdrawal(poll: Poll, *, by: User) -> Poll:
    """The holder asked to withdraw during the vote: whoever presides stops it without any count, an urn unopened."""
    poll = running(poll, by)
    require(poll_guards.withdrawal_refusals(poll))
    return end_void(poll, WITHDRAWN, by, Keeper.CHAIR, withdrawal=True)
