"""The catalogue of what a campaign's public faces say in French and in German: page, embedded progress, shared card.

German amounts are written as in Alsace's neighbours: "12.000 €", "12,50 €"; days as "31. März 2022".
"""

from datetime import datetime
from enum import StrEnum

from okote_flow import clock
from okote_flow.cents import euros


class Language(StrEnum):
    FRENCH = "fr"
    GERMAN = "de"


MONTHS = {
    Language.FRENCH: (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
    Language.GERMAN: (
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ),
}  # fmt: skip
TEXTS: dict[str, tuple[str, str]] = {
    # lanes
    "cit": ("Citoyens", "Bürgerinnen und Bürger"),
    "ent": ("Entreprises", "Unternehmen"),
    "col": ("Collectivités", "Gebietskörperschaften"),
    "given": ("donnés", "gespendet"),
    "promised": ("promis", "zugesagt"),
    "acquired": ("acquis", "gesichert"),
    # where it stands
    "of-goal": ("sur {goal} attendus des habitants", "von {goal}, die von der Bevölkerung erwartet werden"),
    "running": ("Jusqu’au {day}", "Noch bis zum {day}"),
    "counting": ("Dons clos, résultat à venir", "Spendenzeit beendet, das Ergebnis folgt"),
    "won": ("Campagne gagnée", "Kampagne erfolgreich"),
    "missed": (
        "Seuil non atteint\u00a0: les dons sont rendus",
        "Schwelle nicht erreicht: Die Spenden werden erstattet",
    ),
    "stopped": ("Campagne arrêtée\u00a0: les dons sont rendus", "Kampagne beendet: Die Spenden werden erstattet"),
    "threshold": ("Seuil\u00a0: {percent}\u00a0%", "Schwelle: {percent}\u00a0%"),
    "see": ("Voir la campagne sur Okoté", "Zur Kampagne auf Okoté"),
    "progress": ("Où en est la campagne", "Stand der Kampagne"),
    "fictional": ("Données fictives", "Fiktive Daten"),
    "card": ("1\u00a0€ donné, {first} de plus des partenaires", "1 € gespendet, {first} kommen von den Partnern dazu"),
    "card-alone": ("Une campagne citoyenne en Alsace", "Eine Bürgerkampagne im Elsass"),
    # news and questions, in the words of whoever wrote them
    "news": ("Nouvelles", "Neuigkeiten"),
    "news-none": ("Pas encore de nouvelles.", "Noch keine Neuigkeiten."),
    "news-all": ("Toutes les nouvelles", "Alle Neuigkeiten"),
    "feed": ("Suivre dans un lecteur de flux (Atom)", "Im Feedreader verfolgen (Atom)"),
    "said-by": ("{day}, {who}", "{day}, {who}"),
    "edited": ("modifié le {day}", "geändert am {day}"),
    "questions": ("Questions sur le projet", "Fragen zum Projekt"),
    "questions-none": ("Pas encore de question.", "Noch keine Fragen."),
    "questions-all": ("Toutes les questions", "Alle Fragen"),
    "ask": ("Poser une question", "Eine Frage stellen (auf Französisch)"),
    "asked": ("Posée le {day}", "Gestellt am {day}"),
    "answer": ("Réponse de {who}", "Antwort von {who}"),
    "answer-none": ("Pas encore de réponse.", "Noch keine Antwort."),
    "video": ("Voir la vidéo sur {host}", "Video ansehen auf {host}"),
    "pictures": ("En images", "Bilder"),
    "mentions": ("Mentions légales de la campagne", "Rechtliche Hinweise zur Kampagne"),
    "steps": ("Les étapes de la campagne", "Der Verlauf der Kampagne"),
    # the German page alone
    "mention-who": (
        "",
        ("Für Beschreibung, Bilder, Neuigkeiten und Antworten ist {holder} verantwortlich. {publisher} betreibt die "
        "Plattform, prüft das Projekt und nimmt die Spenden entgegen."),
    ),
    "in-french": ("", "Die Trägerschaft beschreibt ihr Projekt auf Französisch."),
    "project": ("", "Das Projekt"),
    "rules": ("", "So funktioniert es"),
    "rule-match": (
        "",
        ("Zu jedem gespendeten Euro legen Unternehmen und Gebietskörperschaften zusammen {first} dazu, "
        "bis zu ihren zugesagten Höchstbeträgen."),
    ),
    "rule-threshold": (
        "",
        ("Ab {needed} ({percent}\u00a0% des Spendenziels) ist die Kampagne erfolgreich. Sonst werden alle "
        "Spenden vollständig und ohne Abzug erstattet, und die Partner zahlen nichts."),
    ),
    "rule-fee": (
        "",
        ("Bei Erfolg gehen {fee}\u00a0% der Spenden an den Betrieb der Plattform. Vom Geld der Unternehmen und "
        "Gebietskörperschaften wird nichts einbehalten."),
    ),
    "rule-name": (
        "",
        ("Auf dieser Seite steht kein Name. Ihr Name bleibt bei Ihrer Spende, und Sie können ihn löschen "
        "lassen."),
    ),
    "partners": ("", "Die Partner"),
    "up-to": ("", "bis zu {cents}"),
    "holder": ("", "Wer das Projekt trägt"),
    "give": ("", "Spenden (auf Französisch)"),
    "campaigns": ("", "Kampagnen"),
    "skip": ("", "Zum Inhalt springen"),
    "run-by": ("", "Ein Vorhaben von Alsace Active und Partnern."),
    "gathered": ("", "{cents} kämen damit beim Projekt an, Gebühren abgezogen."),
}  # fmt: skip
"""Key -> (French, German); French is empty where only the German page speaks."""


def say(language: Language, key: str, **facts: object) -> str:
    """One text of the catalogue with its facts filled in; amounts and days come already written."""
    return TEXTS[key][language == Language.GERMAN].format(**facts)


def amount(language: Language, cents: int) -> str:
    """1200000 -> "12 000 €" or "12.000 €"."""
    written = euros(cents)
    if language == Language.FRENCH:
        return written
    return written.removesuffix("\u00a0€").replace("\u00a0", ".") + "\u00a0€"


def day(language: Language, at: datetime) -> str:
    """The day in Alsace: "31 mars 2022" or "31. März 2022"."""
    local = at.astimezone(clock.PARIS)
    dot = "." if language == Language.GERMAN else ""
    return f"{local.day}{dot} {MONTHS[language][local.month - 1]} {local.year}"


def labels(language: Language, *names: str) -> dict[str, str]:
    """Texts without blanks, as templates name them: "news-all" is news_all."""
    return {name.replace("-", "_"): say(language, name) for name in names}
