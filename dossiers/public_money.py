"""Public money of the same beneficiary, per authority and year, read against the two marks of the law."""

from collections import defaultdict
from dataclasses import dataclass

from dossiers import joints, likeness
from dossiers.joints import PublicMoney
from dossiers.models import Dossier
from okote_flow.cents import euros
from okote_flow.directory.models import User

CONVENTION_CENTS = 23_000_00
"""Above, from one authority in a year, a convention is due: loi 2000-321 art. 10, décret 2001-495 art. 1."""
ACCOUNTS_CENTS = 153_000_00
"""Above, from all authorities in a year, accounts are published and audited: Code de commerce L612-4 and D612-5."""
SCALE_CENTS = 170_000_00  # the bar is as long as this, or as the year's money when that is more


@dataclass(frozen=True, slots=True)
class Funder:
    """What one authority decided in one year for all dossiers of the structure."""

    name: str
    decided_cents: int
    paid_cents: int
    dossiers: int

    @property
    def is_over(self) -> bool:
        return self.decided_cents > CONVENTION_CENTS

    @property
    def said(self) -> str:
        """Where it stands from the mark of one authority."""
        if self.is_over:
            return f"Plus de {euros(CONVENTION_CENTS)}\u00a0: une convention est obligatoire."
        return f"Encore {euros(CONVENTION_CENTS - self.decided_cents)} avant la convention obligatoire."


@dataclass(frozen=True, slots=True)
class Year:
    """One year of public money, with what draws its bar."""

    year: int
    funders: tuple[Funder, ...]

    @property
    def decided_cents(self) -> int:
        return sum(funder.decided_cents for funder in self.funders)

    @property
    def paid_cents(self) -> int:
        return sum(funder.paid_cents for funder in self.funders)

    @property
    def is_over(self) -> bool:
        return self.decided_cents > ACCOUNTS_CENTS

    @property
    def over_one(self) -> list[Funder]:
        """The authorities that owe a convention."""
        return [funder for funder in self.funders if funder.is_over]

    @property
    def said(self) -> str:
        """Where the year stands from the mark of all authorities together."""
        if self.is_over:
            over = f"Plus de {euros(ACCOUNTS_CENTS)} en tout"
            return f"{over}\u00a0: comptes publiés et commissaire aux comptes obligatoires."
        return f"Encore {euros(ACCOUNTS_CENTS - self.decided_cents)} avant les comptes publiés et certifiés."

    @property
    def scale_cents(self) -> int:
        return max(SCALE_CENTS, self.decided_cents)

    def _percent(self, cents: int) -> int:
        return cents * 100 // self.scale_cents

    @property
    def decided_percent(self) -> int:
        return self._percent(self.decided_cents)

    @property
    def paid_percent(self) -> int:
        return self._percent(self.paid_cents)

    @property
    def convention_percent(self) -> int:
        return self._percent(CONVENTION_CENTS)

    @property
    def accounts_percent(self) -> int:
        return self._percent(ACCOUNTS_CENTS)


def years(user: User, dossier: Dossier) -> list[Year]:
    """The latest year first; only dossiers that the reader may see are counted."""
    seen = list(likeness.of_structure(user, dossier).values_list("pk", flat=True))
    found: dict[int, list[PublicMoney]] = defaultdict(list)
    for one in joints.public_money_of(seen):
        found[one.year].append(one)
    return [Year(year, _funders(found[year])) for year in sorted(found, reverse=True)]


def _funders(rows: list[PublicMoney]) -> tuple[Funder, ...]:
    by_name: dict[str, list[PublicMoney]] = defaultdict(list)
    for one in rows:
        by_name[one.funder].append(one)
    return tuple(
        Funder(
            name,
            sum(one.decided_cents for one in of_one),
            sum(one.paid_cents for one in of_one),
            len({one.dossier_id for one in of_one}),
        )
        for name, of_one in sorted(by_name.items())
    )
