"""What a territorial committee writes about a dossier: recusals, sheets on the six criteria, the opinion."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from committees import rules
from committees.models.bodies import Seat
from dossiers.models import Criterion, Dossier
from okote_flow import clock, triggers


class RecusalGround(models.TextChoices):
    """Why somebody stands aside. Only the second leaves the members in office for the quorum too."""

    INTEREST = "cp_432_12", "Intérêt personnel (article 432-12 du code pénal)"
    REPRESENTATION = "cgct_l1111_6", "Représentation d’une collectivité (article L1111-6, II du CGCT)"
    PRUDENCE = "prudence", "Par prudence"


class RecusalWeight(models.TextChoices):
    """What the person's voice weighed in a vote that was already decided. Nullity of a decision depends on it."""

    NO_VOTE = "", "Aucun vote décidé avant le déport"
    NONE = "none", "Sans sa voix, la décision aurait été la même"
    DECISIVE = "decisive", "Sans sa voix, la décision aurait été autre"
    UNKNOWN = "unknown", "Vote secret\u00a0: personne ne peut dire ce que sa voix a pesé"


class Recusal(models.Model):
    """Somebody stands aside from one dossier, for good: it takes every committee and staff capacity away there."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    ground = models.CharField("motif", max_length=16, choices=RecusalGround)
    note = models.TextField("précision", max_length=1000, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    weight = models.CharField(
        "poids de sa voix", max_length=8, choices=RecusalWeight, default=RecusalWeight.NO_VOTE, blank=True
    )

    class Meta:
        verbose_name = "déport"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "user"], name="one_recusal_per_person_and_dossier")
        ]

    def __str__(self) -> str:
        return f"déport {self.dossier_id}"

    @property
    def standing(self) -> rules.Standing:
        """How it counts on a roll."""
        aside = self.ground == RecusalGround.REPRESENTATION
        return rules.Standing.RECUSED_L1111_6 if aside else rules.Standing.RECUSED


class SheetState(models.TextChoices):
    DRAFT = "draft", "Commencée"
    GIVEN = "given", "Rendue"


class Overall(models.TextChoices):
    """What a member would answer as a whole: said beside the six criteria, never computed from them."""

    UNSAID = "", "Pas encore donné"
    FAVOURABLE = "favourable", "Favorable"
    WITH_RECOMMENDATIONS = "recommendations", "Favorable avec recommandations"
    UNFAVOURABLE = "unfavourable", "Défavorable"


class Sheets(models.QuerySet["ScreeningSheet"]):
    def of_round(self, dossier: Dossier, round_: int | None = None) -> Self:
        """The sheets on a dossier in one passage (the present one)."""
        return self.filter(dossier=dossier, round=dossier.round if round_ is None else round_)

    def given(self) -> Self:
        return self.filter(state=SheetState.GIVEN)


class ScreeningSheet(models.Model):
    """One person's sheet on one passage of a dossier; sealed to those who have not given their own."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="sheets")
    round = models.PositiveSmallIntegerField("passage")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sheets")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets")
    state = models.CharField("état", max_length=8, choices=SheetState, default=SheetState.DRAFT)
    overall = models.CharField("avis d’ensemble", max_length=16, choices=Overall, default=Overall.UNSAID, blank=True)
    no_link_at = models.DateTimeField("absence de lien déclarée le", null=True)
    version = models.PositiveIntegerField(default=0)  # grows with each saving: a second tab learns of the first
    saved_at = models.DateTimeField(default=clock.now)
    given_at = models.DateTimeField(null=True)

    objects = Sheets.as_manager()

    class Meta:
        verbose_name = "grille"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "round", "user"], name="one_sheet_per_member_and_round"),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT, given_at=None) | Q(state=SheetState.GIVEN, given_at__isnull=False),
                name="a_sheet_is_given_at_some_time",
            ),
            models.CheckConstraint(condition=Q(overall__in=Overall.values), name="overall_opinion_is_known"),
        ]

    def __str__(self) -> str:
        return f"grille {self.dossier_id}.{self.round}"


class MarkValue(models.TextChoices):
    """What a member answers to a criterion: no weights, no averages."""

    YES = rules.Mark.YES.value, "Oui"
    PARTLY = rules.Mark.PARTLY.value, "En partie"
    NO = rules.Mark.NO.value, "Non"
    NOT_APPLICABLE = rules.Mark.NOT_APPLICABLE.value, "Sans objet"


class Mark(models.Model):
    """One criterion on one sheet; an empty value is a remark that awaits its answer."""

    sheet = models.ForeignKey(ScreeningSheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    value = models.CharField("réponse", max_length=16, choices=MarkValue, blank=True)
    remark = models.TextField("remarque", max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar = ["criterion__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_mark_per_criterion"),
            models.CheckConstraint(condition=Q(value__in=["", *MarkValue.values]), name="mark_value_is_known"),
        ]

    def __str__(self) -> str:
        return self.value


class EvidenceSource(models.TextChoices):
    """The part of a dossier that a passage was picked from."""

    SUMMARY = "summary", "Résumé"
    ANSWER = "answer", "Projet"
    STRUCTURE = "structure", "Structure"
    BUDGET_LINE = "line", "Budget"
    PIECE = "piece", "Pièces"
    EXCHANGE = "exchange", "Échanges"


class Evidence(models.Model):
    """What a member points at in the dossier for one criterion; sealed and opened with their sheet.

    It keeps the words as they were picked: `digest` tells whether the place they come from has changed since.
    """

    mark = models.ForeignKey(Mark, models.CASCADE, related_name="evidence")
    source = models.CharField("partie du dossier", max_length=10, choices=EvidenceSource)
    reference = models.CharField("élément", max_length=20)
    label = models.CharField("intitulé", max_length=200)
    quote = models.TextField("passage", max_length=1000, blank=True)
    digest = models.CharField(max_length=64)
    dossier_version = models.PositiveIntegerField("version du dossier")
    picked_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "élément cité"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mark", "source", "reference", "quote"], name="a_passage_is_cited_once_for_a_criterion"
            ),
            models.CheckConstraint(condition=Q(source__in=EvidenceSource.values), name="evidence_source_is_known"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """How the page and its form call the place it comes from."""
        return f"{self.source}:{self.reference}"


class OpinionVerdict(models.TextChoices):
    FAVOURABLE = "favourable", "Avis favorable"
    UNFAVOURABLE = "unfavourable", "Avis défavorable"


class Opinion(models.Model):
    """The territorial committee's opinion on one passage of a dossier, as its secretary recorded it. Never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField("passage")
    verdict = models.CharField("avis", max_length=12, choices=OpinionVerdict)
    reasons = models.TextField("motifs", max_length=4000)
    sheets = models.PositiveSmallIntegerField("grilles rendues")
    members = models.PositiveSmallIntegerField("membres attendus")
    fewer_reason = models.TextField("pourquoi moins de grilles", max_length=1000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "avis territorial"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "round"], name="one_opinion_per_round"),
            models.CheckConstraint(condition=Q(sheets__gte=1), name="an_opinion_rests_on_a_sheet"),
            models.CheckConstraint(condition=~Q(reasons=""), name="an_opinion_has_reasons"),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


triggers.append_only("committees_opinion")
