"""The index of the search: what can be found, the words in it, and the trigrams by which a word is recognised.

It repeats facts: `audit` recomputes it, `manage.py reindex` makes it anew. It holds no text, only words.
"""

from typing import ClassVar

from django.db import models

from dossiers.models import Dossier
from okote_flow.search.rules import LONGEST_WORD


class Kind(models.IntegerChoices):
    """What a reader looks for, as results are grouped."""

    DOSSIER = 1, "Dossiers"
    ORGANIZATION = 2, "Structures"
    MEETING = 3, "Séances"
    DECISION = 4, "Décisions"
    PERSON = 5, "Personnes"
    CAMPAIGN = 6, "Campagnes"
    HELP = 7, "Aide"


class Nature(models.IntegerChoices):
    """What a thing found is: several natures are of one kind."""

    DOSSIER = 10, "Dossier"
    ORGANIZATION = 20, "Structure"
    MEETING = 30, "Séance"
    POINT = 31, "Point d’ordre du jour"
    OPINION = 40, "Avis territorial"
    PROCLAMATION = 41, "Décision du comité"
    LETTER = 42, "Lettre de décision"
    CONDITION = 43, "Réserve"
    RECORDED = 44, "Décision enregistrée"
    PERSON = 50, "Personne"
    CAMPAIGN = 60, "Campagne"
    GUIDE = 70, "Guide"
    TERM = 71, "Mot"

    @property
    def kind(self) -> Kind:
        return Kind(self.value // 10)


class SearchDocument(models.Model):
    """One thing that can be found. `digest` is of its words, so that what has not changed is not written again."""

    nature = models.PositiveSmallIntegerField("nature", choices=Nature)
    kind = models.PositiveSmallIntegerField("rubrique", choices=Kind)
    object_pk = models.PositiveBigIntegerField("numéro")
    dossier = models.ForeignKey(Dossier, models.CASCADE, null=True, related_name="+")
    digest = models.CharField("empreinte", max_length=32)

    class Meta:
        verbose_name = "document trouvable"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nature", "object_pk"], name="a_thing_is_found_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.object_pk}"


class SearchWord(models.Model):
    """A word of the house. `frequency` was counted by the last reindexing: it chooses a way, never a result."""

    text = models.CharField("mot", max_length=LONGEST_WORD, unique=True)
    size = models.PositiveSmallIntegerField("trigrammes")
    frequency = models.PositiveIntegerField("documents", default=1)

    class Meta:
        verbose_name = "mot de l’index"

    def __str__(self) -> str:
        return self.text


class SearchTrigram(models.Model):
    """Three letters of a word, as a number."""

    code = models.PositiveIntegerField("code")
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="trigrams", db_index=False)

    class Meta:
        verbose_name = "trigramme"
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "word"], name="one_trigram_per_word")]
        indexes: ClassVar = [models.Index(fields=["word"], name="search_trigram_by_word")]

    def __str__(self) -> str:
        return f"{self.code} {self.word_id}"


class SearchPosting(models.Model):
    """A word stands in a document, in a place that weighs so much: a title more than an answer."""

    document = models.ForeignKey(SearchDocument, models.CASCADE, related_name="postings", db_index=False)
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="postings", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    weight = models.PositiveSmallIntegerField("poids")

    class Meta:
        verbose_name = "mot d’un document"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "word"], name="one_posting_per_word_of_a_document"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["word", "kind", "-weight", "-document"], name="search_posting_by_word"),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} {self.document_id}"


class SearchMark(models.Model):
    """How far of the journal the index has followed for certain; one row."""

    event = models.PositiveBigIntegerField("dernier fait suivi", default=0)

    def __str__(self) -> str:
        return f"jusqu’à {self.event}"
