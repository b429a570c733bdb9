"""Reports of twelve months, the words that people write in them, what was frozen when they were presented."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from committees.models import Meeting
from committees.models.frozen import keeps, never_when
from okote_flow import clock, triggers
from okote_flow.directory.models import Partner
from okote_flow.reports.rules import Period


class ReportKind(models.TextChoices):
    REVIEW = "review", "Bilan de douze mois"
    PARTNER = "partner", "Rapport annuel d’un partenaire"


class ReportState(models.TextChoices):
    DRAFT = "draft", "En rédaction"
    PRESENTED = "presented", "Présenté"
    SUPERSEDED = "superseded", "Remplacé"
    WITHDRAWN = "withdrawn", "Retiré"


FROZEN = (ReportState.PRESENTED, ReportState.SUPERSEDED)


class Report(models.Model):
    """One edition of a report. A later edition supersedes it, which stays readable."""

    kind = models.CharField("nature", max_length=10, choices=ReportKind)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="partenaire"
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    edition = models.PositiveSmallIntegerField("édition", default=1)
    state = models.CharField("état", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveIntegerField(default=0)  # grows with each saving of its words
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    presented_at = models.DateTimeField("présenté le", null=True)
    presented_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    meeting = models.ForeignKey(  # the steering meeting at which it was presented, if it was at one
        Meeting, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="séance"
    )
    withdrawn_at = models.DateTimeField("retiré le", null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdraw_reason = models.TextField("motif du retrait", max_length=1000, blank=True)

    class Meta:
        verbose_name = "rapport"
        ordering: ClassVar = ["-starts_on", "kind", "partner", "-edition"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=ReportKind.REVIEW, partner=None) | Q(kind=ReportKind.PARTNER, partner__isnull=False),
                name="only_a_partners_report_has_a_partner",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="a_report_covers_some_time"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_is_known"),
            models.UniqueConstraint(
                fields=["kind", "starts_on", "edition"], condition=Q(partner=None), name="one_review_per_edition"
            ),
            models.UniqueConstraint(
                fields=["partner", "starts_on", "edition"],
                condition=Q(partner__isnull=False),
                name="one_partner_report_per_edition",
            ),
            models.UniqueConstraint(
                fields=["kind", "starts_on"], condition=Q(partner=None, state="draft"), name="one_review_is_written"
            ),
            models.UniqueConstraint(
                fields=["partner", "starts_on"],
                condition=Q(partner__isnull=False, state="draft"),
                name="one_partner_report_is_written",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, presented_at=None, presented_by=None, meeting=None)
                | Q(state__in=FROZEN, presented_at__isnull=False, presented_by__isnull=False)
                | Q(state=ReportState.WITHDRAWN),
                name="a_presented_report_was_presented_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdraw_reason="")
                | ~Q(state=ReportState.WITHDRAWN) & Q(withdrawn_at=None, withdrawn_by=None, withdraw_reason=""),
                name="a_report_is_withdrawn_for_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-starts_on"], name="report_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"report:{self.pk}"

    @property
    def status(self) -> ReportState:
        return ReportState(self.state)

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def title(self) -> str:
        if self.partner is not None:
            return f"Rapport annuel {self.period.label}, {self.partner}"
        return f"Bilan {self.period.label}"

    @property
    def is_draft(self) -> bool:
        return self.status == ReportState.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.status == ReportState.WITHDRAWN


class Section(models.Model):
    """What people write in one place of a report: its present words."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="sections")
    code = models.SlugField("partie", max_length=30)
    text = models.TextField("texte", max_length=8000, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "partie d’un rapport"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "code"], name="one_section_per_code")]

    def __str__(self) -> str:
        return self.code


class Wording(models.Model):
    """The words of a section as somebody saved them, one after the other. Never changed."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="wordings")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "version d’une partie"
        ordering: ClassVar = ["section", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "version"], name="one_wording_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} v{self.version}"


class Snapshot(models.Model):
    """Figures, words and paper of a report as it was presented. Never changed."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="snapshot")
    content = models.JSONField()
    pdf = models.BinaryField("document")
    sha256 = models.CharField("empreinte", max_length=64)
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "rapport figé"
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(sha256=""), name="a_snapshot_has_its_digest")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Pack(models.Model):
    """What a steering meeting had before it, as it was frozen: with the convocation, or when asked. Never changed."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField("numéro")
    content = models.JSONField()
    pdf = models.BinaryField("document")
    content_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField("empreinte", max_length=64)
    frozen_at = models.DateTimeField("figé le", default=clock.now)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "dossier de séance"
        ordering: ClassVar = ["meeting", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "number"], name="one_pack_per_number")]

    def __str__(self) -> str:
        return f"dossier de séance {self.meeting_id}.{self.number}"


for _table in ("reports_wording", "reports_snapshot", "reports_pack"):
    triggers.append_only(_table)
for _table in ("reports_report", "reports_section"):
    triggers.append_only(_table, updates=True)
_THAWED = "OLD.state <> 'draft' AND NEW.state = 'draft' OR OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'"
triggers.declare(
    keeps("reports_report", "kind", "partner_id", "starts_on", "ends_on", "edition", "drafted_by_id", "drafted_at"),
    never_when("reports_report", "goes_forward", _THAWED, _THAWED, "a report that was presented is not written again"),
)
