"""Numbers that identify structures. Pure."""

import re
from collections.abc import Iterator

from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from okote_flow.directory.sentences import refuse
from okote_flow.refusals import Refusal

RNA = re.compile(r"W\d{9}", re.ASCII)


def compact(number: str) -> str:
    """As stored: no spaces, dots or dashes."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", number).upper()


def identifier_refusals(*, siret_number: str, rna: str) -> Iterator[Refusal]:
    """SIRET by Luhn, with La Poste's exception; RNA is W and nine digits. Both may be empty."""
    if siret_number and not _valid(siret_number, siret):
        yield refuse("identifier-wrong", label="SIRET", value=siret_number[:20])
    if rna and not RNA.fullmatch(rna):
        yield refuse("identifier-wrong", label="RNA", value=rna[:20])


def is_siren(number: str) -> bool:
    return _valid(number, siren)


def _valid(number: str, scheme: object) -> bool:
    try:
        scheme.validate(number)  # type: ignore[attr-defined]
    except ValidationError:
        return False
    return True
