"""Where a donor's money goes back: their account, which can be erased; what was asked of the payment provider."""

from typing import ClassVar

from django.db import models

from funding.models.campaigns import Gift, Refund
from okote_flow import clock
from okote_flow.directory.models import User


class AccountSource(models.TextChoices):
    DONOR = "donor", "Donné par le donateur"
    HOUSE = "house", "Saisi par l’équipe"


class RefundAccount(models.Model):
    """The donor's account, for a refund by transfer: personal data, beside the gift so that it can be erased."""

    gift = models.OneToOneField(Gift, models.CASCADE, related_name="account")
    iban = models.CharField("IBAN", max_length=34)
    holder = models.CharField("titulaire", max_length=160)
    source = models.CharField("origine", max_length=10, choices=AccountSource)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # None: the donor
    given_at = models.DateTimeField("donné le", default=clock.now)

    class Meta:
        verbose_name = "compte d’un donateur"

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """What may be shown: the country, its check digits and the last four characters."""
        return f"{self.iban[:4]}\u00a0…\u00a0{self.iban[-4:]}"


class RequestState(models.TextChoices):
    WAITING = "waiting", "À transmettre au prestataire"
    ASKED = "asked", "Demandé au prestataire"
    REFUSED = "refused", "Refusé par le prestataire"


class RefundRequest(models.Model):
    """A refund that the payment provider is asked to send. It waits until the provider answers; then news come."""

    refund = models.OneToOneField(Refund, models.PROTECT, related_name="request")
    state = models.CharField("état", max_length=10, choices=RequestState, default=RequestState.WAITING)
    tries = models.PositiveIntegerField("essais", default=0)
    error = models.CharField("motif", max_length=400, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("demandé le", default=clock.now)
    tried_at = models.DateTimeField("dernier essai", null=True)

    class Meta:
        verbose_name = "demande de remboursement"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=RequestState.values), name="refund_request_state_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.refund.gift.provider_reference
