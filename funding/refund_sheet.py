"""The refunds of a campaign as rows for a spreadsheet."""

from django.conf import settings

from funding import refund_ways
from funding.models import Refund
from okote_flow.sheets import Row


def row(refund: Refund) -> Row:
    one, sent = refund_ways.line(refund), refund.sent
    day, reference = (sent.sent_on, sent.reference) if sent else (None, "")
    nature = "fictives" if settings.DEMO else "réelles"
    return [
        one.donor, refund.gift.provider_reference, refund.gift.get_means_display(), refund.cents,
        one.standing.label, one.way.label, one.detail, one.lacks, day, reference, nature,
    ]  # fmt: skip
