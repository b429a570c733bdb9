"""What the dashboard is asked for, as its address says it; what is not understood is left aside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from dossiers.models import Programme
from dossiers.models.dossier import Theme
from okote_flow import clock
from okote_flow.directory.access import partners, territories
from okote_flow.directory.models import Partner, Territory

YEAR = re.compile(r"20\d\d", re.ASCII)
COLUMNS, TABLE = "", "tableau"
FUND, OPERATING = "", "fonctionnement"
SORTS = {
    "nom": "Nom",
    "dossiers": "Dossiers",
    "accompagnes": "Accompagnés",
    "dons": "Dons des citoyens",
    "contributions": "Contributions",
    "don-moyen": "Don moyen",
    "gagnees": "Campagnes gagnées",
    "reussite": "Réussite",
    "en-cours": "En cours",
    "decision": "Du dépôt à la décision",
}
"""The columns of the tables by territory and by theme."""


@dataclass(frozen=True)
class Criteria:
    """A year of the programme, and which of its dossiers; empty means all of them."""

    year: int
    territory: Territory | None = None
    partner: Partner | None = None
    theme: str = ""
    received: int | None = None  # the year in which the dossiers of the pipeline were handed in
    view: str = COLUMNS
    budget: str = FUND
    sort: str = ""  # of the table by territory: the name of a column, "-" before it for the other way

    @cached_property
    def is_narrowed(self) -> bool:
        return bool(self.territory or self.partner or self.theme or self.received)

    @property
    def said(self) -> str:
        """What it is narrowed to, in words."""
        theme = Theme(self.theme).label if self.theme else ""
        received = f"reçus en {self.received}" if self.received else ""
        return ", ".join(str(part) for part in (self.territory, self.partner, theme, received) if part)

    def query(self, **changed: str) -> str:
        """The same question in an address, but for what is changed."""
        values = {
            "annee": str(self.year),
            "territoire": self.territory.code if self.territory else "",
            "partenaire": self.partner.code if self.partner else "",
            "theme": self.theme,
            "recus": str(self.received or ""),
            "vue": self.view,
            "budget": self.budget,
            "tri": self.sort,
        } | changed
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be asked for."""

    years: list[int]
    territories: list[Territory]
    partners: list[Partner]
    themes: list[tuple[str, str]]


def choices() -> Choices:
    """Partners are those who put money behind projects: the operator does not."""
    programme = Programme.objects.order_by("-starts_on").first()
    years = list(range(programme.starts_on.year, programme.ends_on.year + 1)) if programme else []
    return Choices(years, list(territories()), list(partners().exclude(kind="operator")), list(Theme.choices))


def asked(values: Mapping[str, str], known: Choices, year: int | None = None) -> Criteria:
    """`year`, where it stands in the path, is any; one that is asked for is the programme's, or this year."""
    wanted = _year(values.get("annee", ""))
    received = _year(values.get("recus", ""))
    return Criteria(
        year=year or (wanted if wanted in known.years else None) or clock.today().year,
        territory=next((one for one in known.territories if one.code == values.get("territoire")), None),
        partner=next((one for one in known.partners if one.code == values.get("partenaire")), None),
        theme=values.get("theme", "") if values.get("theme") in Theme.values else "",
        received=received if received in known.years else None,
        view=TABLE if values.get("vue") == TABLE else COLUMNS,
        budget=OPERATING if values.get("budget") == OPERATING else FUND,
        sort=values.get("tri", "") if values.get("tri", "").removeprefix("-") in SORTS else "",
    )


def _year(text: str) -> int | None:
    return int(text) if YEAR.fullmatch(text) else None
