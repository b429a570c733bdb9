"""Decision letters: the document that is kept is the one that the journal sealed, and what was sent is there."""

from collections.abc import Iterator

from committees.models import DecisionLetter, LetterState
from okote_flow.documents import digest_of
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row


def documents() -> Iterator[Fault]:
    """Row, journal and file agree on one seal: that of the last signature."""
    events = Event.objects.filter(kind__in=[Kind.LETTER_SIGNED, Kind.LETTER_SENT]).order_by("pk")
    told = {event.facts.get("letter"): event for event in events}
    for letter in DecisionLetter.objects.exclude(state=LetterState.DRAFT).order_by("pk"):
        subject, event = row("committees_decisionletter", letter.pk), told.get(letter.pk)
        if event is None or event.facts.get("sha256") != letter.sha256:
            yield Fault("letter-unsealed", subject, "Le journal ne scelle pas cette lettre de décision.")
        if digest_of(letter.file) != letter.sha256:
            yield Fault("letter-changed", subject, "La lettre conservée n’est pas celle qui a été signée.")
    there = set(DecisionLetter.objects.filter(state=LetterState.SENT).values_list("pk", flat=True))
    for key, event in told.items():
        if event.kind == Kind.LETTER_SENT and key not in there:
            yield Fault(
                "letter-lost", event.subject, f"La lettre {event.facts.get('number')} est partie, et n’existe plus."
            )
