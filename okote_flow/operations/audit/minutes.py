"""Signed minutes: the document that is kept is the one that the journal sealed."""

from collections.abc import Iterator

from committees.models import Minutes, MinutesState
from okote_flow.documents import digest_of
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row


def documents() -> Iterator[Fault]:
    """Row, journal and file agree on one seal, and nothing was sealed that is not there."""
    told = {
        (event.subject, event.facts.get("number")): event.facts.get("sha256")
        for event in Event.objects.filter(kind=Kind.MINUTES_SIGNED)
    }
    for signed in Minutes.objects.filter(state=MinutesState.SIGNED).order_by("pk"):
        subject = row("committees_minutes", signed.pk)
        if told.pop((f"meeting:{signed.meeting_id}", signed.number), None) != signed.sha256:
            yield Fault("minutes-unsealed", subject, "Le journal ne scelle pas ce procès-verbal.")
        if digest_of(signed.file) != signed.sha256:
            yield Fault("minutes-changed", subject, "Le document conservé n’est pas celui qui a été signé.")
    for meeting, number in told:
        yield Fault("minutes-lost", meeting, f"Le procès-verbal {number} est scellé au journal, et n’existe plus.")
