"""What stands in a pseudonymised copy instead of what was said: the same for the same, and not to be turned back."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from itertools import cycle, islice

FIRST = (
    "Aurore", "Basile", "Céleste", "Désiré", "Edmée", "Firmin", "Ghislaine", "Honoré", "Ida", "Jonas", "Kléber",
    "Lucette", "Maxence", "Noémie", "Octave", "Prosper", "Quitterie", "Romuald", "Suzette", "Théophile", "Ursule",
    "Valère", "Wendeline", "Xavière", "Yolaine", "Zéphyrin",
)  # fmt: skip
LAST = (
    "Ahornblatt", "Birkenstamm", "Distelfeld", "Efeuranke", "Fichtenhain", "Ginsterhof", "Haselnuss", "Irisgarten",
    "Kastanienweg", "Lindenplatz", "Mohnwiese", "Nelkenbeet", "Olivenzweig", "Pappelallee", "Quittenbaum",
    "Rosenhag", "Salbeiduft", "Tulpenfeld", "Ulmenschatten", "Veilchenrain", "Weidenkorb", "Zederntor",
)  # fmt: skip
NEUTRAL = (
    "ce texte remplace celui qui figurait ici dans le dossier d’origine, pour que la formation et les essais se "
    "fassent sans aucune donnée personnelle\u00a0; sa longueur est voisine et son contenu ne dit rien de personne. "
)
EXAMPLE = "okote.test"
HEX = re.compile(r"[0-9a-f]{64}")


class Fiction:
    """One copy's fiction, under a key that nobody keeps. Names that really occur are never drawn."""

    def __init__(self, real_names: Iterable[str] = ()) -> None:
        self._key = secrets.token_bytes(32)
        taken = {name.lower() for name in real_names}
        self._first = [name for name in FIRST if name.lower() not in taken] or ["Prénom"]
        self._last = [name for name in LAST if name.lower() not in taken] or ["Nom"]
        self.digests: dict[str, str] = {}  # of a file that was there -> of the one that stands in its place

    def _number(self, what: str, value: str) -> int:
        return int.from_bytes(hmac.digest(self._key, f"{what}:{value}".encode(), hashlib.sha256), "big")

    def first_name(self, value: str) -> str:
        return self._first[self._number("first", value) % len(self._first)] if value else ""

    def last_name(self, value: str) -> str:
        return self._last[self._number("last", value) % len(self._last)] if value else ""

    def person(self, value: str) -> str:
        """The same person wherever their name stands: "Alice Muster", "Muster"."""
        first, _, last = value.rpartition(" ")
        return f"{self.first_name(first)} {self.last_name(last)}".strip()

    def email(self, value: str) -> str:
        return f"personne-{self._number('email', value.lower()) % 16**10:010x}@{EXAMPLE}" if value else ""

    def phone(self, value: str) -> str:
        """A number kept for fiction by the French regulator (01 99 00 …)."""
        rest = self._number("phone", value) % 10_000
        return f"01 99 00 {rest // 100:02d} {rest % 100:02d}" if value else ""

    def iban(self, value: str) -> str:
        """A French account of no bank (99999), whose check digits are right."""
        if not value:
            return ""
        body = f"9999900001{self._number('iban', value) % 10**11:011d}"
        rib = 97 - (89 * 99999 + 15 * 1 + 3 * int(body[10:])) % 97
        account = f"{body}{rib:02d}"
        return f"FR{98 - int(account + '152700') % 97:02d}{account}"

    def siret(self, value: str) -> str:
        """Digits whose sum is right (Luhn), as many as there were."""
        if not value:
            return ""
        digits = f"{self._number('siren', value[:9]) % 10**8:08d}"
        digits += _luhn(digits)
        if len(value) <= 9:
            return digits[: len(value)]
        digits += f"{self._number('nic', value) % 10**4:04d}"
        return digits + _luhn(digits)

    def organization(self, value: str) -> str:
        return f"Structure fictive {self._number('organization', value) % 16**6:06x}" if value else ""

    def text(self, value: str) -> str:
        """Neutral words, as long as what was there; its paragraphs stay."""
        return "\n".join(self._line(line) for line in value.split("\n"))

    @staticmethod
    def _line(line: str) -> str:
        said = "".join(islice(cycle(NEUTRAL), len(line))).rstrip()
        return said + "." * (len(line) - len(said)) if line.strip() else line

    def tag(self, value: str, length: int) -> str:
        """What tells one from another where two must differ."""
        return f"{self._number('tag', value):064x}"[:length] if value else ""

    def digest(self, value: str) -> str:
        return self.digests.get(value) or f"{self._number('digest', value):064x}"


def _luhn(digits: str) -> str:
    """The digit that makes the sum right when it is put after them."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)
