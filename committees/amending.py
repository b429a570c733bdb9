"""What the pages over a running vote show: its proposal, the voices to give back, the withdrawal its holder asked."""

from typing import Any

from django.http import Http404

from committees import guards, poll_guards
from committees.models import AgendaItem, Entitlement, Poll, Presence, VoteRequest, VoterStatus, Wish
from committees.rolls import call_roll
from dossiers import access as dossier_access
from dossiers.models import Dossier
from okote_flow.directory.models import User
from okote_flow.refusals import Refusal


def proposed(poll: Poll) -> dict[str, Any]:
    """What runs, as the form of an amendment begins."""
    said: dict[str, Any] = {f"ceiling_{row.partner_id}": row.cents for row in poll.ceilings.all()}
    for number, condition in enumerate(poll.conditions.all(), start=1):
        said[f"condition_{number}"] = condition.text
        terms = {name: getattr(condition, name) for name in ("blocks", "nature", "owner", "due_on")}
        said |= {f"{name}_{number}": value for name, value in terms.items()}
    return said


def returnable(poll: Poll) -> list[Entitlement]:
    """The voices carried by proxy whose giver has come and that nobody has used."""
    carried = poll.roll.filter(status__in=[VoterStatus.ELIGIBLE, VoterStatus.LEFT], caster__isnull=False)
    there = Presence.objects.now().filter(meeting=poll.meeting_id).values_list("seat", "user")
    return [line for line in carried.select_related("seat", "caster") if (line.seat_id, line.user_id) in set(there)]


def withdrawal_of(item: AgendaItem) -> VoteRequest | None:
    """What the holder asked while the item is voted."""
    return VoteRequest.objects.filter(item=item, wish=Wish.WITHDRAWAL).select_related("user").first()


def acknowledging_refusals(user: User, poll: Poll) -> list[Refusal]:
    found = list(guards.voiding_refusals(user, poll, call_roll(poll.item)))
    return found or list(poll_guards.withdrawal_refusals(poll))


def get_own(user: User, pk: int) -> Dossier:
    """A dossier that this person carries. Raises Http404 to everybody else."""
    dossier = dossier_access.get_dossier(user, pk)
    if not dossier_access.is_own(user, dossier):
        raise Http404
    return dossier


def ways_out(user: User, dossier: Dossier) -> dict[str, Any]:
    """How a holder leaves now: asks while a vote runs, withdraws before the decision, renounces after it."""
    item = guards.called_item(dossier)
    votes = item is not None and guards.last_poll(item) is not None
    asked = item is not None and VoteRequest.objects.filter(item=item, wish=Wish.WITHDRAWAL, user=user).exists()
    may_withdraw = not votes and not dossier_access.step_refusals(user, dossier, "withdraw")
    return {"votes": votes, "asked": asked, "may_withdraw": may_withdraw}
