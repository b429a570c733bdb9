"""What the columns of an import may be: their names, how they are guessed from headings, what is mandatory."""

from collections.abc import Sequence
from dataclasses import dataclass

from dossiers.likeness import likeness, plain
from dossiers.models.dossier import Theme
from okote_flow.administration.models.imports import ImportKind
from okote_flow.directory.models import LegalForm

CLOSE = 60  # percent of trigrams that a heading shares with the name of its field


@dataclass(frozen=True, slots=True)
class Field:
    """One column that an import understands."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    help: str = ""
    longest: int = 200
    choices: tuple[str, ...] = ()  # proposed in the model file


FORMS = tuple(LegalForm(one).label for one in LegalForm)
THEMES = tuple(Theme(one).label for one in Theme)
IDENTITY = (
    Field("legal_form", "Forme juridique", ("forme", "statut", "statut juridique"), True,
          "L’une des formes proposées.", choices=FORMS),
    Field("siret", "SIRET", ("n siret", "numero siret"), help="14 chiffres, avec ou sans espaces.", longest=40),
    Field("siren", "SIREN", ("n siren", "numero siren"), help="9 chiffres, pour chercher les doublons.", longest=40),
    Field("rna", "RNA", ("n rna", "waldec"), help="W suivi de 9 chiffres.", longest=40),
)  # fmt: skip
ORGANIZATIONS = (
    Field("name", "Nom de la structure", ("nom", "structure", "raison sociale", "denomination", "association"), True,
          "Tel qu’il figure dans ses statuts.", 160),
    *IDENTITY,
    Field("address", "Adresse", ("adresse postale", "rue", "voie")),
    Field("postal_code", "Code postal", ("cp",), help="Cinq chiffres.", longest=10),
    Field("city", "Commune", ("ville", "localite"), longest=100),
    Field("email", "Courriel de contact", ("courriel", "email", "e-mail", "mail", "contact"), longest=254),
)  # fmt: skip
DOSSIERS = (
    Field("title", "Nom du projet", ("intitule", "titre", "projet"), True, "140 signes au plus.", 140),
    Field("summary", "Résumé", ("description", "resume du projet"), longest=4000),
    Field("email", "Courriel du porteur", ("courriel", "email", "e-mail", "mail"), True,
          "Le brouillon appartient à cette personne.", 254),
    Field("first_name", "Prénom du porteur", ("prenom",), help="Si la personne n’a pas encore de compte.", longest=60),
    Field("last_name", "Nom du porteur", ("nom", "porteur"), help="Si la personne n’a pas encore de compte.",
          longest=60),
    Field("structure", "Structure", ("nom de la structure", "association", "raison sociale"), longest=160),
    Field("legal_form", "Forme juridique", ("forme", "statut"), help="Obligatoire avec une structure.",
          choices=FORMS),
    Field("siret", "SIRET", ("n siret", "numero siret"), help="14 chiffres, avec ou sans espaces.", longest=40),
    Field("territory", "Territoire", ("territoire d action",), help="Le nom ou le code d’un territoire.", longest=100),
    Field("theme", "Thématique", ("theme",), choices=THEMES),
    Field("city", "Commune", ("ville", "commune du projet"), longest=100),
    Field("goal", "Objectif de la campagne", ("objectif", "montant", "montant recherche"), help="En euros.",
          longest=30),
)  # fmt: skip
FIELDS = {ImportKind.ORGANIZATIONS: ORGANIZATIONS, ImportKind.DOSSIERS: DOSSIERS}


def fields_of(kind: str) -> tuple[Field, ...]:
    return FIELDS[ImportKind(kind)]


def guess(kind: str, headings: Sequence[str]) -> dict[str, int]:
    """Field -> the place of the column that is probably its own: by its very name first, then by likeness."""
    found: dict[str, int] = {}
    said = [_said(heading) for heading in headings]
    for is_exact in (True, False):
        for field in fields_of(kind):
            place = _place(field, said, taken=set(found.values()), is_exact=is_exact)
            if field.code not in found and place is not None:
                found[field.code] = place
    return found


def _place(field: Field, said: list[str], *, taken: set[int], is_exact: bool) -> int | None:
    names = [_said(field.label), *field.aliases]
    for name in names:
        for place, heading in enumerate(said):
            fits = heading == name if is_exact else likeness(heading, name) >= CLOSE
            if place not in taken and fits:
                return place
    return None


def _said(heading: str) -> str:
    """A heading without what a hand adds to it: stars, numbers signs, words in brackets."""
    bare = plain(heading.partition("(")[0]).replace("°", " ").replace("’", " ").replace("'", " ")
    return " ".join(bare.replace("*", " ").split())
