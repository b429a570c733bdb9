"""What a few dossiers wrote when they walked, as a mould for copies: which values, words and hashes change.

Keys of copied rows are moved by a stride, words of the model give way to others, and every hash is computed again from
the text that it is of, in the order in which one goes into another.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection, models
from stdnum import luhn

from committees import tally
from committees.models import Poll, PollResult
from dossiers.models import Dossier, DossierSnapshot
from dossiers.models.dossier import Theme
from funding import books, seals
from funding.actions import payouts
from funding.models import Account, Entry, PayoutOrder, Settlement
from okote_flow.journal import chain
from okote_flow.journal.models import Event

STRIDE = 1_000
"""Between the keys of a copy and those of the next: more than any table of the model has rows."""
LEFT_OUT = {"notifications", "django_tasks_database", "sessions", "search"}
KEPT = {"notifications.Dispatched"}  # else the house would tell of everything again
THINGS = (
    "Épicerie",
    "Conserverie",
    "Ressourcerie",
    "Fabrique à vélos",
    "Cantine",
    "Lutherie",
    "Recyclerie",
    "Pépinière",
)
MANNERS = (
    "solidaire",
    "partagée",
    "du quartier",
    "itinérante",
    "des habitants",
    "en fête",
    "de montagne",
    "au fil de l’eau",
)
PLACES = (
    "Haguenau",
    "Colmar",
    "Sélestat",
    "Mulhouse",
    "Altkirch",
    "Munster",
    "Saverne",
    "Wissembourg",
    "Ferrette",
    "Thann",
)
TITLE, NAME, PLACE, SIRET = "Conserverie solidaire", "Bocaux & Compagnie", "Haguenau", "24670048800017"
HASH = re.compile(r"[0-9a-f]{64}")
WORDS = re.compile(
    rf"(?P<hash>\b[0-9a-f]{{64}}\b)|(?P<title>{TITLE})|(?P<name>{NAME})|(?P<place>{PLACE})|(?P<siret>{SIRET})"
    r"|(?P<key>\b(?:don|virement)-\d+(?:-\d+)?)|OKT-2022-(?P<number>\d{3,})|\b(?P<what>[a-z_]+):(?P<pk>\d+)\b"
)
OF_CAMPAIGN = ("open", "settle", "unwind", "succeed", "waive")
FACTS = {
    "meeting": "Meeting",
    "poll": "Poll",
    "question": "Question",
    "item": "AgendaItem",
    "letter": "DecisionLetter",
}
Piece = str | tuple[str, Any]
MARK = "\u0001"
Text = list[Piece]


@dataclass(slots=True)
class Row:
    """One row of the model: its values as the database has them, and which of them change from copy to copy."""

    values: list[Any]
    changes: list[tuple[int, Callable[["Copy"], Any]]] = field(default_factory=list)

    def of(self, copy: "Copy") -> list[Any]:
        values = self.values.copy()
        for place, change in self.changes:
            values[place] = change(copy)
        return values


@dataclass(slots=True)
class Copy:
    """One block: by how much keys are moved, and what its words and hashes are."""

    block: int
    handed_in: int
    hashes: dict[str | tuple[str, int], str] = field(default_factory=dict)

    @property
    def shift(self) -> int:
        return self.block * STRIDE

    def say(self, text: Text) -> str:
        return "".join(piece if isinstance(piece, str) else getattr(self, piece[0])(piece[1]) for piece in text)

    def moved(self, key: int) -> str:
        return str(key + self.shift)

    def behind(self, named: tuple[str, int]) -> str:
        return f"{named[0]}:{named[1] + self.shift}"

    def hash(self, named: tuple[str, int]) -> str:
        """The hash that stands for an old one in a row of this dossier; an old one whose text stays, as it is."""
        return self.hashes.get(named) or self.hashes.get(named[0]) or named[0]

    def number(self, number: int) -> str:
        return f"OKT-2022-{number + self.block * self.handed_in:03d}"

    def title(self, dossier: int) -> str:
        place = self.block * 31 + dossier
        thing, manner = THINGS[place % len(THINGS)], MANNERS[place // 8 % len(MANNERS)]
        return f"{thing} {manner} de {self.place(0)} {place}"

    def name(self, _: Any) -> str:
        return f"Les Bocaux n° {self.block}"

    def place(self, _: Any) -> str:
        return PLACES[self.block % len(PLACES)]

    def siret(self, _: Any) -> str:
        digits = f"{10_000_000 + self.block:08d}"
        siren = digits + luhn.calc_check_digit(digits)
        return siren + "0001" + luhn.calc_check_digit(siren + "0001")

    def theme(self, dossier: int) -> str:
        return Theme.values[(self.block + dossier) % len(Theme.values)]

    def key(self, old: str) -> str:
        return f"{old}-{self.block}"


class Mould:
    """What the walks wrote: rows by table, and the texts of which their hashes are."""

    def __init__(self, before: dict[str, int]) -> None:
        self.tables: list[tuple[type[models.Model], list[Row]]] = []
        self.texts: dict[tuple[str, int], Text] = {}
        self.keys = {one.__name__: _written(one, before) for one in _copied()}
        self.by_prefix = self._prefixes()
        self.handed_in = Dossier.objects.handed_in().filter(pk__in=self.keys["Dossier"]).count()
        self._hash_everything()
        for one in _copied():
            if self.keys[one.__name__]:
                self.tables.append((one, list(self._rows(one))))
        self.order = [named for named in self.texts if self._changes(named)]

    def _prefixes(self) -> dict[str, set[int]]:
        """What stands before a colon -> the keys behind it that move."""
        found = {one._meta.db_table: self.keys[one.__name__] for one in _copied()}
        for word in ("dossier", "meeting", "campaign", "pledge", "poll"):
            found[word] = self.keys[word.title()]
        return found | dict.fromkeys(OF_CAMPAIGN, self.keys["Campaign"])

    # Hashes

    def _hash_everything(self) -> None:
        """Every hash of the copied rows with its text, those that others are made of first."""
        for frozen in DossierSnapshot.objects.filter(pk__in=self.keys["DossierSnapshot"]):
            self._keep(chain.canonical(frozen.content), set(), frozen.dossier_id)
        for poll in Poll.objects.filter(pk__in=self.keys["Poll"]).select_related("item__dossier"):
            for text, keys in self._of_poll(poll):
                self._keep(text, keys, poll.item.dossier_id)
        for settlement in Settlement.objects.filter(pk__in=self.keys["Settlement"]):
            self._keep(self._of_settlement(settlement), {(0,), *(((1, n, 0)) for n in range(50))}, 0)
        for order in PayoutOrder.objects.filter(pk__in=self.keys["PayoutOrder"]):
            text = caught(payouts.order_digest, order, payouts.lines_of(order))
            self._keep(text, {(5, n, 0) for n in range(50)}, 0)
        self._hash_the_rows()
        self._hash_the_chains()

    def _hash_the_rows(self) -> None:
        for model in seals.SEALED:
            names = seals.SEALED[model]
            for row in model._base_manager.filter(pk__in=self.keys[model.__name__]):
                said = [seals._plain(getattr(row, name)) for name in names]
                keys = {at for at, name in enumerate(names) if self._moves(model, name, getattr(row, name))}
                self._keep(chain.canonical(said), {(at,) for at in keys}, 0)

    def _hash_the_chains(self) -> None:
        entries = Entry.objects.filter(pk__in=self.keys["Entry"]).order_by("subject", "seq")
        for entry in entries.select_related("reverses").prefetch_related("transfers__debit", "transfers__credit"):
            legs = [(leg.debit.code, leg.credit.code, leg.cents) for leg in entry.transfers.order_by("n")]
            self._keep(caught(books.link, entry, legs), {(7,)}, 0)
        for event in Event.objects.filter(pk__in=self.keys["Event"]).order_by("subject", "seq"):
            said = {name: getattr(event, name) for name in chain.Fact._fields}
            text = caught(chain.link, event.previous_hash, chain.Fact(**said))
            keys = {(1, "facts", name) for name, model in FACTS.items() if event.facts.get(name) in self.keys[model]}
            self._keep(text, keys, _dossier_of(event.subject))

    def _of_poll(self, poll: Poll) -> Iterator[tuple[str, set[tuple[Any, ...]]]]:
        yield caught(tally.present_subject, poll), {("dossier", 0)}
        if PollResult.objects.filter(poll=poll).exists():
            yield caught(tally.inputs_hash, poll), {("poll", 0)}

    def _of_settlement(self, settlement: Settlement) -> str:
        campaign = settlement.campaign
        lines = settlement.lines.values_list("pledge", "gross_cents", "fee_cents")
        said = sorted([pledge or 0, gross, fee] for pledge, gross, fee in lines)
        return chain.canonical([campaign.pk, said])

    def _keep(self, text: str, keys: set[tuple[Any, ...]], dossier: int) -> None:
        self.texts[chain.digest(text), dossier] = self.text(_marked(text, keys), dossier)

    def _changes(self, named: tuple[str, int]) -> bool:
        known = {old for old, _ in self.texts}
        pieces = [piece for piece in self.texts[named] if not isinstance(piece, str)]
        return any(kind != "hash" or what[0] in known for kind, what in pieces)

    # Words

    def text(self, text: str, dossier: int = 0) -> Text:
        """A text as pieces that stay and pieces that change."""
        found: Text = []
        end = 0
        for match in re.finditer(rf"{MARK}(\d+){MARK}|{WORDS.pattern}", text):
            piece = self._piece(match, dossier)
            if piece is not None:
                found += [text[end : match.start()], piece]
                end = match.end()
        return [*found, text[end:]]

    def _piece(self, match: re.Match[str], dossier: int) -> Piece | None:
        if match[1]:
            return ("moved", int(match[1]))
        kind = match.lastgroup
        if kind == "pk":
            moves = int(match["pk"]) in self.by_prefix.get(match["what"], ())
            return ("behind", (match["what"], int(match["pk"]))) if moves else None
        if kind == "hash":
            return ("hash", (match["hash"], dossier))
        if kind == "number":
            return ("number", int(match["number"]))
        if kind == "key":
            return ("key", match["key"])
        return (str(kind), dossier)

    def _moves(self, model: type[models.Model], name: str, value: object) -> bool:
        """Whether a column holds the key of a row that is copied."""
        relation = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
        target = relation.related_model
        return isinstance(target, type) and value in self.keys.get(target.__name__, ())

    # Rows

    def _rows(self, model: type[models.Model]) -> Iterator[Row]:
        columns = list(model._meta.local_concrete_fields)
        unique = _unique_words(model)
        for one in model._base_manager.filter(pk__in=self.keys[model.__name__]).order_by("pk"):
            values = [column.get_db_prep_save(getattr(one, column.attname), connection) for column in columns]
            row, dossier = Row(values), _dossier_of_row(one)
            for place, column in enumerate(columns):
                change = self._change(column, getattr(one, column.attname), values[place], dossier, unique)
                if change is not None:
                    row.changes.append((place, change))
            yield row

    def _change(
        self, column: Any, value: Any, stored: Any, dossier: int, unique: set[str]
    ) -> Callable[[Copy], Any] | None:
        if column.primary_key or self._is_key(column, value):
            return lambda copy: value + copy.shift
        if column.name == "theme" and dossier:
            return lambda copy: copy.theme(dossier)
        if isinstance(column, models.JSONField):
            return self._json(column, value, dossier)
        if not isinstance(value, str) or not value:
            return None
        text = self.text(value, dossier)
        if len(text) > 1:
            return lambda copy: copy.say(text)
        return (lambda copy: copy.key(value)) if column.name in unique else None

    def _is_key(self, column: Any, value: Any) -> bool:
        if column.name == "about" and value:
            return True
        return column.is_relation and value in self.keys.get(column.related_model.__name__, ())

    def _json(self, column: Any, value: Any, dossier: int) -> Callable[[Copy], Any] | None:
        keys = {
            (name,) for name, model in FACTS.items() if column.model is Event and value.get(name) in self.keys[model]
        }
        text = self.text(_marked(chain.canonical(value), keys), dossier)
        if len(text) == 1:
            return None
        return lambda copy: copy.say(text)


def _marked(text: str, keys: set[tuple[Any, ...]]) -> str:
    """A canonical text in which the numbers at these places are set apart."""
    if not keys:
        return text
    value = json.loads(text)
    for path in keys:
        _mark(value, path)
    return re.sub(r'"(\\u0001\d+\\u0001)"', lambda found: found[1].replace("\\u0001", MARK), chain.canonical(value))


def _mark(value: Any, path: tuple[Any, ...]) -> None:
    *way, last = path
    try:
        for step in way:
            value = value[step]
        if isinstance(value[last], int) and value[last]:
            value[last] = f"{MARK}{value[last]}{MARK}"
    except (IndexError, KeyError):
        return  # the text is shorter than it may be


def caught(compute: Callable[..., object], *given: Any) -> str:
    """The text whose hash a function of the house computes, the last one."""
    texts: list[str] = []

    class Ear:
        @staticmethod
        def sha256(said: bytes) -> Any:
            texts.append(said.decode())
            return sha256(said)

    with patch.object(chain, "hashlib", Ear):
        compute(*given)
    return texts[-1]


def _copied() -> list[type[models.Model]]:
    """Every table that the walks may have written and whose rows belong to dossiers, those that others name first."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label in KEPT or model._meta.app_label not in LEFT_OUT
    ]
    shared = {"User", "Counter", "Identity", "ContentType", "Permission", "DemoClock"}
    return [model for model in found if model.__name__ not in shared and model._meta.managed]


def _written(model: type[models.Model], before: dict[str, int]) -> set[int]:
    rows = model._base_manager.all()
    if model is Account:  # what belongs to an envelope, a partner or the house is one for all copies
        rows = rows.filter(models.Q(campaign__isnull=False) | models.Q(pledge__isnull=False))
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField | models.OneToOneField):
        return set()
    first = before[model._meta.label]
    if model is Account:
        return set(rows.values_list("pk", flat=True))
    return set(rows.filter(pk__gt=first).values_list("pk", flat=True))


def _unique_words(model: type[models.Model]) -> set[str]:
    alone = {column.name for column in model._meta.local_concrete_fields if column.unique and not column.primary_key}
    return {name for name in alone if isinstance(model._meta.get_field(name), models.CharField)}


def _dossier_of(subject: str) -> int:
    kind, _, key = subject.partition(":")
    return int(key) if kind == "dossier" and key.isdigit() else 0


def _dossier_of_row(row: Any) -> int:
    if isinstance(row, Dossier):
        return row.pk
    return (
        getattr(row, "dossier_id", None)
        or getattr(row, "facts_id", None)
        or _dossier_of(getattr(row, "subject", "") or "")
    )
