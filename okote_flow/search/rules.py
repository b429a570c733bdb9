"""How words are compared: without accents, case or ligatures, by trigrams, forgiving typing errors."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

LONGEST_QUERY = 200
LONGEST_WORD = 40
MOST_WORDS = 6
SMALL = frozenset(
    {
        "a", "ai", "au", "aux", "avec", "ce", "ces", "cet", "cette", "d", "dans", "de", "des", "du", "elle", "elles",
        "en", "est", "et", "il", "ils", "je", "l", "la", "le", "les", "leur", "leurs", "ma", "mais", "me", "mes",
        "mon", "n", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas", "plus", "pour", "qu", "que", "qui", "s",
        "sa", "se", "ses", "si", "son", "sont", "sur", "ta", "te", "tes", "ton", "tu", "un", "une", "vos",
        "votre", "vous", "y",
    }
)  # fmt: skip
"""Words that every text has: they are kept of titles only."""
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
HIDDEN = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f]")
WORD = re.compile(r"[0-9a-z]+")
JOINED = re.compile(r"[0-9a-z]+(?:[-.’'][0-9a-z]+)+")
ALPHABET = {letter: place for place, letter in enumerate(" 0123456789abcdefghijklmnopqrstuvwxyz")}
SIZE = len(ALPHABET)
SAME_LETTERS = SIZE**3  # codes above this one say which letters a word has, whatever their order
EXACT, STARTS, INSIDE, CLOSE = 100, 60, 40, 20
SIRET, SIREN = 14, 9


def plain(text: str) -> str:
    """Small letters without accents; marks of direction and what has no sound are gone."""
    small = text.casefold()
    if small.isascii():
        return small
    return HIDDEN.sub("", unicodedata.normalize("NFKD", small.translate(LETTERS)))


def words_of(text: str) -> list[str]:
    """The words of a text in their order, and each compound also as one word: "co-working" is "coworking" too."""
    said = plain(text)
    alone = WORD.findall(said)
    joined = ["".join(WORD.findall(found)) for found in JOINED.findall(said)]
    numbers = [word.lstrip("0") for word in alone if word.startswith("0") and word.strip("0")]
    return [word[:LONGEST_WORD] for word in (*alone, *joined, *numbers)]


def asked_words(text: str) -> list[str]:
    """What somebody looks for: a few distinct words; a number typed in groups is one number."""
    found = WORD.findall(plain(text[:LONGEST_QUERY]))
    whole = [word for digits, run in groupby(found, str.isdigit) for word in _numbers(list(run), digits)]
    telling = [word for word in whole if word not in SMALL] or whole
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in telling))[:MOST_WORDS]


def _numbers(run: list[str], are_digits: bool) -> list[str]:
    together = "".join(run)
    return [together] if are_digits and len(run) > 1 and len(together) in (SIREN, SIRET) else run


def codes(word: str) -> list[int]:
    """The trigrams of a word as whole numbers, its beginning and end marked, and the code of its letters."""
    marked = f"  {word} "
    found = {_code(marked[place : place + 3]) for place in range(len(marked) - 2)}
    return sorted(found | {letters_code(word)})


def _code(three: str) -> int:
    first, second, third = (ALPHABET[letter] for letter in three)
    return (first * SIZE + second) * SIZE + third


def letters_code(word: str) -> int:
    """The same for words that are made of the same letters."""
    return SAME_LETTERS + crc32("".join(sorted(word)).encode()) % 2**30


def likeness(asked: str, found: str) -> int:
    """How well a word answers to one that was typed: 100 is the word itself, 0 another word."""
    if asked == found:
        return EXACT
    if found.startswith(asked):
        return STARTS + 35 * len(asked) // len(found)
    if len(asked) >= 4 and asked in found:
        return INSIDE
    if any(letter.isdigit() for letter in asked):
        return 0
    allowed, away = mistakes(asked), distance(asked, found)
    return max(CLOSE + 15 * (allowed - away), 1) if away <= allowed else 0


def mistakes(word: str) -> int:
    """How many typing errors a word may have."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def distance(one: str, other: str) -> int:
    """Letters added, left out, replaced, or two neighbours swapped (optimal string alignment)."""
    if abs(len(one) - len(other)) > 3:
        return 4
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, facing in enumerate(other, 1):
            costs = [before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing)]
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                costs.append(last[j - 2] + 1)
            row.append(min(costs))
    return row[-1]


def fewest(asked: str) -> int:
    """How many trigrams a word must share with one that was typed to be looked at."""
    return max(1, len(codes(asked)) // 3) if len(asked) >= 4 else len(asked)


# What is shown of a text


@dataclass(frozen=True, slots=True)
class Bit:
    """Some words of a text, and whether they are what was looked for."""

    text: str
    is_found: bool = False


UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
PIECES = re.compile(r"\w+|\W+")
ENCLOSED = 90  # letters shown before what was found
EXCERPT = 220


def bits(text: str, sought: frozenset[str]) -> list[Bit]:
    """A text cut where words stand that were found."""
    return list(_merged(Bit(piece, _is_one(piece, sought)) for piece in PIECES.findall(visible(text))))


def visible(text: str) -> str:
    """Without what could turn a line around or hide in it."""
    return UNSEEN.sub("", text)


def _is_one(piece: str, sought: frozenset[str]) -> bool:
    word = plain(piece)
    return word in sought or (word.startswith("0") and word.lstrip("0") in sought)


def _merged(found: Iterator[Bit]) -> Iterator[Bit]:
    for is_found, run in groupby(found, lambda bit: bit.is_found):
        if is_found:
            yield from run
        else:
            yield Bit("".join(bit.text for bit in run))


def excerpt(text: str, sought: frozenset[str]) -> list[Bit]:
    """The words around the first that was found; empty when there is none."""
    if sought.isdisjoint(words_of(text)):
        return []
    whole = bits(" ".join(text.split()), sought)
    place = next((at for at, bit in enumerate(whole) if bit.is_found), None)
    if place is None:
        return []
    before = "".join(bit.text for bit in whole[:place])
    start = max(0, len(before) - ENCLOSED)
    start = before.find(" ", start) + 1 if start else 0
    return [*([Bit("… ")] if start else []), *_first(whole[:place], whole[place:], start)]


def _first(ahead: list[Bit], rest: list[Bit], start: int) -> Iterator[Bit]:
    before = "".join(bit.text for bit in ahead)[start:]
    yield Bit(before)
    left = EXCERPT - len(before)
    for bit in rest:
        if len(bit.text) > left:
            cut = bit.text[: max(left, 0)].rpartition(" ")[0]
            yield Bit(f"{cut}\u00a0…")
            return
        yield bit
        left -= len(bit.text)
