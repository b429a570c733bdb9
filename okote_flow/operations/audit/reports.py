"""Presented reports and meeting packs: what is kept is what the journal sealed, and figures and words belong to it."""

from collections.abc import Iterator

from okote_flow.documents import digest
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row
from okote_flow.reports import pack
from okote_flow.reports.models import Pack, Snapshot


def snapshots() -> Iterator[Fault]:
    """Row, journal and paper agree on one seal, and nothing was sealed that is not there."""
    told = {event.subject: event.facts.get("sha256") for event in Event.objects.filter(kind=Kind.YEARLY_PRESENTED)}
    for frozen in Snapshot.objects.order_by("pk").iterator(chunk_size=20):
        subject = row("reports_snapshot", frozen.pk)
        if told.pop(f"report:{frozen.report_id}", None) != frozen.sha256:
            yield Fault("report-unsealed", subject, "Le journal ne scelle pas ce rapport.")
        if digest(bytes(frozen.pdf)) != frozen.sha256:
            yield Fault("report-changed", subject, "Le document conservé n’est pas celui qui a été présenté.")
    for report in told:
        yield Fault("report-lost", report, "Ce rapport est scellé au journal, et n’existe plus.")


def packs() -> Iterator[Fault]:
    """The same of what meetings had before them; their content is under a digest of its own."""
    told = {
        (event.subject, event.facts.get("pack")): event.facts.get("sha256")
        for event in Event.objects.filter(kind=Kind.PACK_FROZEN)
    }
    for frozen in Pack.objects.order_by("pk").iterator(chunk_size=20):
        subject = row("reports_pack", frozen.pk)
        if told.pop((f"meeting:{frozen.meeting_id}", frozen.number), None) != frozen.sha256:
            yield Fault("pack-unsealed", subject, "Le journal ne scelle pas ce dossier de séance.")
        if digest(bytes(frozen.pdf)) != frozen.sha256 or pack.digest_of(frozen.content) != frozen.content_sha256:
            yield Fault("pack-changed", subject, "Le dossier de séance conservé n’est pas celui qui a été figé.")
    for meeting, number in told:
        yield Fault(
            "pack-lost", meeting, f"Le dossier de séance n°\u00a0{number} est scellé au journal, et n’existe plus."
        )
