"""What any act may be given: values that both databases can hold, from somebody whose account is open."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime

from okote_flow.refusals import Refusal, sentences

refuse = sentences(
    {
        "account-closed": "Ce compte est fermé\u00a0: il n’agit plus. Écrivez à l’administration des comptes.",
        "text-unreadable": "Un texte contient un caractère illisible\u00a0: retapez-le plutôt que de le coller.",
        "text-too-long": "Un texte dépasse {limit}\u00a0caractères\u00a0: raccourcissez-le.",
        "number-too-big": "Le nombre {number} dépasse ce qui peut être compté ici.",
        "date-out-of-range": "La date {day} est hors du calendrier de l’application (1900 à 2200).",
        "value-unfit": "Une valeur est trop longue ou trop grande pour être enregistrée\u00a0: raccourcissez-la.",
    }
)
MAX_TEXT = 20_000
MAX_NUMBER = 10**14
YEARS = range(1900, 2201)


def refusals(value: object) -> Iterator[Refusal]:
    """Why a value given to an act cannot be taken, whatever the act. Looks into whatever holds others."""
    for plain in _inside(value):
        if isinstance(plain, str):
            yield from _text(plain)
        elif isinstance(plain, int) and abs(plain) > MAX_NUMBER:
            yield refuse("number-too-big", number=str(plain)[:20])
        elif isinstance(plain, date) and not _is_usual(plain):
            yield refuse("date-out-of-range", day=plain.isoformat())


def _inside(value: object) -> Iterator[object]:
    if is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, one.name) for one in fields(value)]
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for item in value:
            yield from _inside(item)
    else:
        yield value


def _is_usual(day: date) -> bool:
    """Within the calendar, and an instant knows its zone."""
    return day.year in YEARS and not (isinstance(day, datetime) and day.tzinfo is None)


def _text(text: str) -> Iterator[Refusal]:
    if len(text) > MAX_TEXT:
        yield refuse("text-too-long", limit=MAX_TEXT)
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        yield refuse("text-unreadable")
