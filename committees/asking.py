"""How an item is to be voted: what was asked, whether enough asked, how many a secret vote needs."""

from collections.abc import Iterator

from committees import rulesets, urn
from committees.models import AgendaItem, Visibility, VoteRequest, Wish
from committees.rolls import RollCall
from committees.sentences import refuse
from okote_flow.refusals import Refusal


def min_secret_voters(item: AgendaItem) -> int:
    """Below so many voices a secret vote would reveal who voted what."""
    return rulesets.of_meeting(item.meeting).min_secret_voters


def fractions(item: AgendaItem) -> dict[Wish, tuple[int, int]]:
    """Which part of those present must ask."""
    held = rulesets.of_meeting(item.meeting)
    return {
        Wish.ROLL_CALL: (held.roll_call_num, held.roll_call_den),
        Wish.SECRET: (held.secret_num, held.secret_den),
    }


def needed(item: AgendaItem, wish: Wish, present: int) -> int:
    """How many of those present must ask for it."""
    num, den = fractions(item)[wish]
    return max(1, -(-present * num // den))


def asked(item: AgendaItem, call: RollCall, wish: Wish) -> int:
    """How many of those who are there now, with a voice, asked for it."""
    there = {call.mandates[seat].user_id for seat in call.roll.present}
    return VoteRequest.objects.filter(item=item, wish=wish, user__in=there).count()


def imposed(item: AgendaItem, call: RollCall) -> Visibility | None:
    """The way of voting that enough members asked for. Secret prevails over roll call."""
    present = len(call.roll.present)
    for wish, way in ((Wish.SECRET, Visibility.SECRET), (Wish.ROLL_CALL, Visibility.ROLL_CALL)):
        if asked(item, call, wish) >= needed(item, wish, present):
            return way
    return None


def way_refusals(item: AgendaItem, call: RollCall, visibility: Visibility) -> Iterator[Refusal]:
    """Why the poll is not to be voted this way: another was asked for, or the secret would be none."""
    way = imposed(item, call)
    if way is not None and way != visibility:
        yield refuse("way-imposed", way=way.label.lower())
    if visibility == Visibility.SECRET:
        if not urn.is_ready():
            yield refuse("urn-key-missing")
        least = min_secret_voters(item)
        if len(call.roll.voters) < least:
            yield refuse("too-few-for-secret", voices=len(call.roll.voters), least=least)
