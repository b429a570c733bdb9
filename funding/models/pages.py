"""The public page of a campaign: its story, its pictures, its news, the questions asked on it.

A story is a row for each version. Names of persons stand in tables of their own, from which they can be erased.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dossiers.models import Dossier
from funding.models.campaigns import Campaign
from okote_flow import clock, triggers
from okote_flow.directory.models import User


class Story(models.Model):
    """What the holder tells the public of the project, one version: the last counts. The dossier stays as it is."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="stories")
    version = models.PositiveIntegerField("version")
    text = models.TextField("récit", max_length=12_000, blank=True)  # empty: the dossier's summary speaks
    video_url = models.CharField("vidéo", max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "récit de campagne"
        ordering: ClassVar = ["dossier", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "version"], name="one_story_per_version_of_a_dossier"),
            models.CheckConstraint(condition=Q(version__gte=1), name="stories_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}, récit {self.version}"


class News(models.Model):
    """What the holder, or the officer for them, lets the public know of a campaign. Withdrawn, it is kept unseen."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="news")
    key = models.CharField("clé", max_length=80, unique=True)
    title = models.CharField("titre", max_length=120)
    text = models.TextField("texte", max_length=6_000)
    author = models.CharField("au nom de", max_length=200)  # an organization, never a person
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField("publiée le", default=clock.now)
    edited_at = models.DateTimeField("modifiée le", null=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True)
    withdrawal_reason = models.CharField("motif du retrait", max_length=400, blank=True)

    class Meta:
        verbose_name = "nouvelle"
        ordering: ClassVar = ["-published_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_news_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"news:{self.pk}"


def stored_picture(picture: "Picture", name: str) -> str:
    """Where a picture is kept: by its content, never by what somebody called it."""
    return f"campagnes/{picture.dossier_id}/{picture.sha256}"


class Picture(models.Model):
    """A picture of the page, or of one of its news, without what cameras hide in it. Removed, its file is gone."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="pictures")
    news = models.OneToOneField(News, models.PROTECT, null=True, related_name="picture")
    file = models.FileField("image", upload_to=stored_picture)
    media_type = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField("taille")
    sha256 = models.CharField("empreinte", max_length=64)
    width = models.PositiveIntegerField("largeur")
    height = models.PositiveIntegerField("hauteur")
    alt = models.CharField("ce que l’image montre", max_length=200)
    place = models.PositiveSmallIntegerField("rang", default=1)
    is_cover = models.BooleanField("en tête de la page", default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "image de campagne"
        ordering: ClassVar = ["dossier", "place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(is_cover=True, removed_at=None), name="one_cover_per_campaign_page"
            ),
            models.CheckConstraint(condition=~Q(alt=""), name="a_picture_says_what_it_shows"),
        ]

    def __str__(self) -> str:
        return self.alt


class FirstSupporter(models.Model):
    """Somebody who promised to give on the first day. Personal data: the holder and the officer alone read it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="first_supporters")
    name = models.CharField("nom", max_length=160)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "premier soutien"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class PublicQuestionState(models.TextChoices):
    WAITING = "waiting", "En attente"
    PUBLISHED = "published", "Publiée sans réponse"
    ANSWERED = "answered", "Répondue"
    REFUSED = "refused", "Non publiée"
    ERASED = "erased", "Effacée"


SHOWN_QUESTIONS = (PublicQuestionState.PUBLISHED, PublicQuestionState.ANSWERED)


class PublicQuestion(models.Model):
    """What anybody asked on a campaign's page. Nobody reads it there before the holder or the officer lets it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="public_questions")
    key = models.CharField("clé", max_length=80, unique=True)
    text = models.TextField("question", max_length=1_000, blank=True)
    asked_at = models.DateTimeField("posée le", default=clock.now)
    state = models.CharField("état", max_length=10, choices=PublicQuestionState, default=PublicQuestionState.WAITING)
    answer = models.TextField("réponse", max_length=4_000, blank=True)
    author = models.CharField("au nom de", max_length=200, blank=True)  # of the answer: an organization
    decided_at = models.DateTimeField("traitée le", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("réponse modifiée le", null=True)
    refusal_reason = models.CharField("motif", max_length=400, blank=True)

    class Meta:
        verbose_name = "question du public"
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=PublicQuestionState.ANSWERED) | ~Q(answer=""),
                name="an_answered_question_has_its_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=PublicQuestionState.ERASED) | Q(text="", answer=""),
                name="of_an_erased_question_nothing_is_left",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PublicQuestionState.values), name="public_question_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    @property
    def subject(self) -> str:
        return f"public_question:{self.pk}"

    @property
    def is_shown(self) -> bool:
        return self.state in SHOWN_QUESTIONS


class Asker(models.Model):
    """The name behind a question, if it was given: personal data, beside the question so that it can be erased."""

    question = models.OneToOneField(PublicQuestion, models.CASCADE, related_name="asker")
    name = models.CharField("nom", max_length=160)

    def __str__(self) -> str:
        return self.name


triggers.emptied_only(
    "funding_story",
    keeps=("id", "dossier_id", "version", "written_by_id", "written_at"),
    empties={"text": "", "video_url": ""},
)
