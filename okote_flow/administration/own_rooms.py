"""The cards of the rooms that are kept here, and of those below that an administrator looks for here."""

from committees.access import committees_where
from committees.models.bodies import VIEW
from okote_flow.administration import import_access
from okote_flow.administration.rooms import GROUPS, Card
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import Office, User
from okote_flow.texts import access as texts

RULES, REFERENCES, WORDS, PEOPLE = GROUPS


def _administers(user: User) -> bool:
    return Office.ADMINISTRATOR in offices_of(user)


def _finds_committees(user: User) -> bool:
    return bool(offices_of(user)) or committees_where(user, VIEW).exists()


CARDS = (
    Card(
        "Changements de règles",
        "Proposer d’autres valeurs, lire leur effet sur les dossiers passés et en cours, enregistrer la décision.",
        "adjustments",
        "administration:rules",
        RULES,
        10,
    ),
    Card(
        "Règles en vigueur",
        "Chaque règle avec sa valeur, sa source et depuis quand, durées des échéances comprises.",
        "list-check",
        "dossiers:settings",
        RULES,
        20,
    ),
    Card(
        "Jours fériés et ouvrés",
        "Les fêtes d’Alsace-Moselle, et les jours que vous ajoutez ou retirez.",
        "calendar",
        "administration:days",
        RULES,
        30,
    ),
    Card(
        "Territoires",
        "Les territoires d’action, leurs intercommunalités et leurs communes.",
        "map-pin",
        "administration:territories",
        REFERENCES,
        10,
    ),
    Card(
        "Appels et promotions",
        "Dates, territoire, réunion d’information, nombre de places.",
        "flag",
        "administration:calls",
        REFERENCES,
        20,
    ),
    Card(
        "Grille de critères",
        "Les critères de l’examen territorial, version par version.",
        "clipboard-check",
        "administration:grids",
        REFERENCES,
        30,
    ),
    Card(
        "Histoire des changements",
        "Qui a changé quoi, quand, avant et après\u00a0; ce qui peut encore s’annuler.",
        "history",
        "administration:history",
        REFERENCES,
        90,
    ),
    Card(
        "Textes",
        "Les mots des courriels, des lettres et des avis, avec leurs versions.",
        "file-text",
        "administration:texts",
        WORDS,
        10,
        texts.reads,
    ),
    Card(
        "Imports",
        "Un tableau de structures ou de dossiers, vérifié ligne par ligne avant d’entrer.",
        "file-upload",
        "administration:imports",
        WORDS,
        20,
        import_access.imports,
    ),
    Card(
        "Comités et mandats",
        "Les sièges, les mandats et leurs termes, les règlements intérieurs.",
        "users-group",
        "committees:committees",
        PEOPLE,
        10,
        _finds_committees,
    ),
    Card(
        "Comptes et fonctions",
        "Inviter, confier une fonction, y mettre fin.",
        "users",
        "accounts:list",
        PEOPLE,
        20,
        _administers,
    ),
)
