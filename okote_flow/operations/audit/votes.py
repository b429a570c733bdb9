"""The votes: every result counted again from its roll and ballots, every verdict from its result."""

from collections.abc import Iterator

from committees import counting, tally
from committees.models import Ballot, Entitlement, Poll, PollResult, PollState, Proclamation, VoterStatus
from committees.models.votes import NAMED
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row

RESULT = "committees_pollresult"


def results() -> Iterator[Fault]:
    """A stored result agrees with itself, with the ballots, with what was put to the vote, and with the journal."""
    told = {
        event.facts.get("poll"): event
        for event in Event.objects.filter(kind=Kind.POLL_CLOSED).order_by("pk")
        if isinstance(event.facts, dict)
    }
    for stored in PollResult.objects.select_related("poll__item__dossier", "poll__presiding").order_by("pk"):
        name, poll = row(RESULT, stored.pk), stored.poll
        if not _follows(stored):
            yield Fault("result-inconsistent", name, "Ce résultat contredit ses propres nombres.")
        elif stored.as_result() != tally.counted(poll):
            yield Fault("result-wrong", name, "Les bulletins donnent un autre résultat.")
        if stored.inputs_hash != tally.inputs_hash(poll):
            yield Fault("result-inputs", name, "La liste, les bulletins ou la proposition ont changé depuis.")
        event = told.get(poll.pk)
        if event is None or not _told(stored, event):
            yield Fault("result-untold", name, "Ce résultat n’est pas celui que raconte le journal.")
        for said in tally.urn_faults(poll, stored):
            yield Fault("urn-wrong", name, f"L’urne et le résultat ne vont pas ensemble ({said}).")
        if stored.algorithm_version != counting.ALGORITHM:
            yield Fault("result-version", name, "Ce résultat vient d’une autre version du calcul.")


def _follows(stored: PollResult) -> bool:
    """Values that no count could give are no result at all."""
    try:
        return counting.consistent(stored.as_result())
    except (ValueError, ArithmeticError):
        return False


def _told(stored: PollResult, event: Event) -> bool:
    said = (
        event.facts.get("adopted"),
        event.facts.get("in_favour"),
        event.facts.get("against"),
        event.facts.get("abstaining"),
        event.facts.get("inputs"),
    )
    kept = (stored.adopted, stored.n_favourable, stored.n_against, stored.n_abstain, stored.inputs_hash)
    return said == kept and event.at == stored.counted_at == stored.poll.closed_at


def polls() -> Iterator[Fault]:
    """A poll that was closed has its one result, an open one has none; the roll says who has voted."""
    for poll in Poll.objects.select_related("result").order_by("pk"):
        has_result = PollResult.objects.filter(poll=poll).exists()
        if (poll.state == PollState.CLOSED and not has_result) or (poll.state == PollState.OPEN and has_result):
            yield Fault(
                "poll-result", row("committees_poll", poll.pk), "L’état du scrutin ne va pas avec son résultat."
            )
    voted = set(Ballot.objects.filter(is_current=True).values_list("entitlement", flat=True))
    for line in Entitlement.objects.filter(poll__visibility__in=NAMED).order_by("pk"):
        if (line.status == VoterStatus.VOTED) != (line.pk in voted) and line.status != VoterStatus.RECUSED:
            sentence = f"{line.label}\u00a0: la liste et les bulletins ne disent pas la même chose."
            yield Fault("roll-ballots", row("committees_entitlement", line.pk), sentence)


def verdicts() -> Iterator[Fault]:
    """What was proclaimed is what the vote decided."""
    rows = Proclamation.objects.select_related("poll__result", "hands").order_by("pk")
    for proclaimed in rows:
        if proclaimed.poll is not None:
            right = _verdict(proclaimed)
        else:
            right = proclaimed.hands is not None and proclaimed.hands.adopted
        if not right:
            subject = row("committees_proclamation", proclaimed.pk)
            yield Fault("verdict-wrong", subject, "La décision proclamée n’est pas celle du vote.")


def _verdict(proclaimed: Proclamation) -> bool:
    stored = PollResult.objects.filter(poll=proclaimed.poll).first()
    if stored is None or not _follows(stored) or not stored.quorum_met:
        return False
    redirected = bool(proclaimed.redirected_to)
    return counting.verdict(stored.as_result(), redirected=redirected).value == proclaimed.verdict
