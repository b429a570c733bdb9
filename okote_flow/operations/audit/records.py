"""The archives: nothing was destroyed without its visa, and what was destroyed is gone."""

from collections.abc import Iterator

from dossiers.models import Dossier, DossierSnapshot
from okote_flow.documents import digest_of
from okote_flow.journal.kinds import Kind
from okote_flow.journal.models import Event
from okote_flow.operations.audit.fault import Fault, row
from okote_flow.records.models import ItemState, Slip, SlipItem, SlipState

CLEARED = (SlipState.CLEARED, SlipState.EXECUTED)


def slips() -> Iterator[Fault]:
    """The visa of each slip, its scan included, is the one that the journal has bound."""
    told = {event.subject: event.facts for event in Event.objects.filter(kind=Kind.SLIP_CLEARED)}
    for slip in Slip.objects.filter(state__in=CLEARED).order_by("pk"):
        facts = told.get(slip.subject, {})
        if (facts.get("visa"), facts.get("sha256")) != (slip.visa_number, slip.visa_sha256):
            yield Fault("visa-unfounded", row("records_slip", slip.pk), f"{slip}\u00a0: ce visa n’est pas au journal.")
        elif digest_of(slip.visa_file) != slip.visa_sha256:
            yield Fault("visa-changed", row("records_slip", slip.pk), f"{slip}\u00a0: le visa conservé a changé.")


def destroyed() -> Iterator[Fault]:
    """Slips and journal tell of the same dossiers, each on a slip that was cleared; nothing is left of their words."""
    gone = Event.objects.filter(kind=Kind.DOSSIER_ELIMINATED).values_list("subject", flat=True)
    told = {int(subject.removeprefix("dossier:")) for subject in gone}
    items = SlipItem.objects.filter(state=ItemState.DESTROYED).select_related("slip")
    listed = {item.dossier_id: item for item in items}
    for key in sorted(told ^ listed.keys()):
        yield Fault("elimination-untold", row("dossiers_dossier", key), "Journal et bordereaux ne disent pas le même.")
    for key, item in listed.items():
        if item.slip.state not in CLEARED:
            yield Fault("elimination-uncleared", row("records_slipitem", item.pk), f"{item}\u00a0: éliminé sans visa.")
        if _speaks(key):
            yield Fault("elimination-partial", row("dossiers_dossier", key), f"{item}\u00a0: son contenu reste.")


def _speaks(dossier: int) -> bool:
    kept = DossierSnapshot.objects.filter(dossier=dossier).exclude(content={})
    return kept.exists() or Dossier.objects.filter(pk=dossier).exclude(summary="").exists()
