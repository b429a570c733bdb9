"""What the money knows of the facts of a dossier: the settlement sheet, the notices of what was paid."""

from collections.abc import Iterator

from django.urls import reverse

from dossiers.joints import Beside, Paper
from dossiers.models import Dossier
from funding import access
from funding.models import PayoutOrder, Settlement
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind


def facts(user: User, dossier: Dossier) -> Iterator[Beside]:
    """Each paper to those who may open it: payments to those who see them, settlements to those who keep the money."""
    seen = PayoutOrder.objects.filter(dossier=dossier, state="paid", dossier__in=access.paid_to(user))
    for order in seen.order_by("pk"):
        notice = Paper(f"Avis de versement {order.key}", reverse("funding:notice_pdf", args=[order.pk]))
        yield Beside(Kind.PAYOUT_CONFIRMED, "order", order.key, papers=(notice,))
    kept = Settlement.objects.filter(campaign__dossier=dossier, campaign__dossier__in=access.kept_by(user))
    for settlement in kept.exclude(approved_at=None).order_by("pk"):
        sheet = Paper("Décompte", reverse("funding:settlement_pdf", args=[settlement.pk]))
        yield Beside(Kind.SETTLEMENT_APPROVED, "digest", settlement.digest, papers=(sheet,))
