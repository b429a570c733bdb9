"""What members of a territorial committee do for a campaign of their territory: promised, done, thanked for."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from committees.models.frozen import keeps
from dossiers.models import Dossier
from okote_flow import clock, triggers


class HelpKind(models.TextChoices):
    RELAY = "relay", "Relayer l’appel (bulletin, réseaux, affichage)"
    STAND = "stand", "Tenir un stand (marché, fête, réunion)"
    COMPANY = "company", "Présenter une entreprise mécène"
    INTRODUCE = "introduce", "Mettre en relation avec une personne ou une association"
    ADVICE = "advice", "Donner un conseil ou relire"
    OTHER = "other", "Autre coup de main"


class Helps(models.QuerySet["Help"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Help(models.Model):
    """One promise by one member. Whether its holder wants it, and whether it was done, are two questions."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="helps")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="helps")
    kind = models.CharField("coup de main", max_length=10, choices=HelpKind)
    words = models.CharField("en une phrase", max_length=500)
    due_on = models.DateField("pour le", null=True, blank=True)
    offered_at = models.DateTimeField("proposé le", default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)
    accepted = models.BooleanField("accepté par la structure porteuse", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_on = models.DateField("fait le", null=True)
    thanks = models.CharField("remerciement", max_length=300, blank=True)
    thanked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = Helps.as_manager()

    class Meta:
        verbose_name = "coup de main"
        ordering: ClassVar = ["dossier", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=HelpKind.values), name="help_kind_is_known"),
            models.CheckConstraint(condition=~Q(words=""), name="a_help_is_said"),
            models.CheckConstraint(
                condition=Q(accepted=None, answered_by=None) | Q(accepted__isnull=False, answered_by__isnull=False),
                name="an_answer_to_a_help_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(thanks="", thanked_by=None) | ~Q(thanks="") & Q(thanked_by__isnull=False),
                name="thanks_have_their_author",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


triggers.append_only("committees_help", updates=True)
triggers.declare(keeps("committees_help", "dossier_id", "offered_by_id", "kind", "words", "due_on", "offered_at"))
