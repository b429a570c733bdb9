"""Versions of the texts of the house. Never changed: a correction, or a return, is another version."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from okote_flow import clock, triggers


def stamp() -> str:
    return secrets.token_hex(8)


class TextVersion(models.Model):
    """One wording of one text: who, when, why, and from when it holds."""

    key = models.CharField("texte", max_length=80)
    version = models.PositiveIntegerField("version")
    subject = models.CharField("objet", max_length=300, blank=True)
    body = models.TextField("texte", blank=True)
    is_original = models.BooleanField("texte d’origine", default=False)  # the house's own wording again
    copies = models.PositiveIntegerField("reprend la version", null=True)
    reason = models.CharField("motif", max_length=300)
    from_at = models.DateTimeField("en vigueur le")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    stamp = models.CharField(max_length=16, default=stamp, unique=True)  # what a process has read is known by the last

    class Meta:
        verbose_name = "version d’un texte"
        ordering: ClassVar = ["key", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="text_versions_are_numbered"),
            models.CheckConstraint(condition=Q(version__gte=1), name="text_versions_count_from_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_text_version_says_why"),
            models.CheckConstraint(condition=Q(from_at__gte=models.F("at")), name="a_text_never_holds_for_the_past"),
        ]

    def __str__(self) -> str:
        return f"{self.key}, version {self.version}"


triggers.append_only("texts_textversion")
