"""Rows held until the transaction ends, in the house's one order: dossier → campaign → pledge → envelope → account."""

from dossiers.actions import lock
from dossiers.models import Dossier
from funding.models import Campaign, Envelope, Pledge
from funding.sentences import refuse
from okote_flow.directory.models import Partner
from okote_flow.refusals import Refused


def hold(dossier: Dossier) -> tuple[Dossier, Campaign]:
    """A dossier and its campaign, as they are now. Raises Refused("campaign-unprepared")."""
    dossier = lock(dossier)
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(dossier=dossier).first()
    if campaign is None:
        raise Refused([refuse("campaign-unprepared")])
    campaign.dossier = dossier
    return dossier, campaign


def hold_pledges(campaign: Campaign, also: Envelope | None = None) -> list[Pledge]:
    """The campaign's pledges in their rank, and the envelopes that they rest on, with one more that is needed."""
    pledges = list(Pledge.objects.select_for_update(of=("self",)).filter(campaign=campaign).order_by("pk"))
    wanted = {pledge.envelope_id for pledge in pledges if pledge.envelope_id} | ({also.pk} if also else set())
    envelopes = Envelope.objects.select_for_update(of=("self",)).select_related("partner", "agreement")
    held = {row.pk: row for row in envelopes.filter(pk__in=wanted).order_by("pk")}
    partners = {row.pk: row for row in Partner.objects.filter(pledges__in=pledges)}
    for pledge in pledges:
        pledge.partner = partners[pledge.partner_id]
        pledge.envelope = held[pledge.envelope_id] if pledge.envelope_id else None
    return sorted(pledges, key=lambda pledge: pledge.rank)


def hold_envelopes_of(year: int) -> None:
    """Every envelope of a year at once, in one order: whoever asks partner by partner never waits for another."""
    list(Envelope.objects.select_for_update().filter(year=year).order_by("pk").values_list("pk"))


def hold_envelope(envelope: Envelope) -> Envelope:
    return Envelope.objects.select_for_update(of=("self",)).select_related("partner", "agreement").get(pk=envelope.pk)
