"""Public money before any project: the agreement that lets it be passed on, the envelope of a partner and a year."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from dossiers.models.content import Section
from okote_flow import clock
from okote_flow.directory.models import Partner


class Agreements(models.Manager["Agreement"]):
    def get_by_natural_key(self, reference: str) -> "Agreement":
        return self.get(reference=reference)


class Agreement(models.Model):
    """A convention with an authority. Without its clause no subsidy may be passed on (CGCT, art. L1611-4)."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements", verbose_name="partenaire")
    reference = models.CharField("référence", max_length=120, unique=True)
    deliberation_ref = models.CharField("délibération", max_length=120)
    deliberated_on = models.DateField("délibérée le")
    deliberated_by = models.CharField("assemblée", max_length=160, blank=True)
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amendment", verbose_name="avenant à"
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)
    allows_pass_on = models.BooleanField("autorise à reverser", default=False)
    section = models.CharField("section", max_length=10, choices=Section)
    chapter = models.CharField("chapitre", max_length=10, blank=True)
    nature = models.CharField("nature", max_length=10, blank=True)
    function = models.CharField("fonction", max_length=10, blank=True)
    operation = models.CharField("opération", max_length=20, blank=True)
    recorded_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Agreements] = Agreements()

    class Meta:
        verbose_name = "convention"
        ordering: ClassVar = ["partner", "starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="agreement_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(deliberation_ref=""), name="agreements_are_referenced"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def subject(self) -> str:
        return f"agreement:{self.pk}"

    @property
    def imputation(self) -> str:
        """Where it stands in the partner's budget: "chapitre 204, nature 20421"; empty when it was not told."""
        parts = {
            "chapitre": self.chapter,
            "nature": self.nature,
            "fonction": self.function,
            "opération": self.operation,
        }
        return ", ".join(f"{name} {value}" for name, value in parts.items() if value)


class EnvelopeStatus(models.TextChoices):
    FORECAST = "forecast", "Prévisionnelle"
    VOTED = "voted", "Votée"


class Envelopes(models.Manager["Envelope"]):
    def get_by_natural_key(self, name: str) -> "Envelope":
        """ "cea/2022", or "cea/2022/investment" where a partner has one envelope in each section."""
        code, year, *section = name.split("/")
        found = self.filter(partner__code=code, year=int(year))
        return found.get(section=section[0]) if section else found.get()


class Envelope(models.Model):
    """What a partner puts into the fund in one year, in one section of its budget. A forecast reserves nothing."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="envelopes", verbose_name="partenaire")
    year = models.PositiveSmallIntegerField("année")
    section = models.CharField("section", max_length=10, choices=Section)
    forecast_cents = models.PositiveBigIntegerField("prévu", default=0)
    voted_cents = models.PositiveBigIntegerField("voté", default=0)
    status = models.CharField("état", max_length=10, choices=EnvelopeStatus, default=EnvelopeStatus.FORECAST)
    deliberation_ref = models.CharField("délibération", max_length=120, blank=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="envelopes", verbose_name="convention"
    )
    opened_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Envelopes] = Envelopes()

    class Meta:
        verbose_name = "enveloppe"
        ordering: ClassVar = ["year", "partner", "section"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "year", "section"], name="one_envelope_per_partner_year_section"
            ),
            models.CheckConstraint(
                condition=Q(status=EnvelopeStatus.FORECAST, voted_cents=0, deliberation_ref="")
                | (Q(status=EnvelopeStatus.VOTED, voted_cents__gt=0) & ~Q(deliberation_ref="")),
                name="a_voted_envelope_has_its_deliberation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.year}, {self.get_section_display().lower()}"

    def natural_key(self) -> tuple[str]:
        return (f"{self.partner.code}/{self.year}/{self.section}",)

    @property
    def subject(self) -> str:
        return f"envelope:{self.pk}"

    @property
    def is_voted(self) -> bool:
        return self.status == EnvelopeStatus.VOTED
