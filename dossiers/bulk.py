"""One act on several dossiers of the list: what it would do to each, then what it did, line by line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q

from dossiers import access, actions
from dossiers.forms import bulk as asked
from dossiers.lifecycle import ENDS, Keeper
from dossiers.listing import MOST_CHOSEN
from dossiers.models import Dossier, DossierQuerySet
from okote_flow.directory.access import offices_of
from okote_flow.directory.models import User
from okote_flow.refusals import Refused


def _not_yet(dossier: Dossier, **said: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Deed:
    """`rule` are the dossiers on which a person may do it, `verb` does it to one and says what it did."""

    code: str
    label: str
    meaning: str
    button: str
    form: type[forms.Form]
    rule: Callable[[User], Q]
    verb: Callable[..., str]
    why_not: str
    already: Callable[..., str] = _not_yet  # what is said when nothing is left to do, even to who handed it on


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier: possible or done when `is_ok`; `said` is what was done, or why not."""

    dossier: Dossier
    is_ok: bool
    said: str


def _hands_on(user: User) -> Q:
    """Who holds a dossier hands it on; the director may decide."""
    keys = access.kept(user, Keeper.OFFICER) | access.kept(user, Keeper.DIRECTOR)
    return keys & ~Q(state__in=ENDS)


def _entrust(dossier: Dossier, *, by: User, key: str, officer: User) -> str:
    dossier.officer = actions.assign_officer(dossier, officer=officer, by=by).officer
    return f"Confié à {officer}."


def _entrusted(dossier: Dossier, *, officer: User) -> str:
    return f"Déjà suivi par {officer}." if dossier.officer_id == officer.pk else ""


def _note(dossier: Dossier, *, by: User, key: str, text: str) -> str:
    actions.write_note(dossier, text=text, key=key, by=by)
    return "Note écrite."


def _write(dossier: Dossier, *, by: User, key: str, text: str) -> str:
    actions.write_message(dossier, text=text, key=key, by=by)
    return "Message envoyé."


DEEDS: dict[str, Deed] = {
    "confier": Deed(
        "confier",
        "Confier à un chargé de mission",
        "La personne choisie suit désormais ces dossiers\u00a0: leurs tâches lui reviennent, et elle en est prévenue.",
        "Confier",
        asked.EntrustForm,
        _hands_on,
        _entrust,
        "Seule la personne qui suit ce dossier, ou la direction, peut le confier.",
        _entrusted,
    ),
    "ecrire": Deed(
        "ecrire",
        "Écrire aux porteurs",
        "Le même message part dans le fil de chaque dossier. Les porteurs ne se voient pas entre eux.",
        "Envoyer",
        asked.MessageForm,
        access.speaks_for,
        _write,
        "Vous n’écrivez pas au porteur de ce dossier.",
    ),
    "noter": Deed(
        "noter",
        "Ajouter une note interne",
        "La même note s’ajoute à chaque dossier, pour l’équipe d’Alsace Active seule.",
        "Ajouter la note",
        asked.NoteForm,
        access.speaks_for,
        _note,
        "Vous n’écrivez pas de note sur ce dossier.",
    ),
}


FIRST = "confier"


def deeds_for(user: User) -> list[Deed]:
    """What the list offers to do with a selection: nothing to whoever writes on no dossier."""
    return list(DEEDS.values()) if offices_of(user) & access.SPEAK else []


def chosen(user: User, keys: tuple[int, ...]) -> DossierQuerySet:
    """Those of a selection that the reader may see; of the others nothing is said."""
    return access.dossiers_for(user).filter(pk__in=keys[:MOST_CHOSEN]).for_page().order_by("next_due_on", "pk")


def preview(user: User, deed: Deed, keys: tuple[int, ...]) -> list[Line]:
    """Line by line whether it is possible, in two queries."""
    able = set(Dossier.objects.filter(deed.rule(user), pk__in=keys).values_list("pk", flat=True))
    return [
        Line(dossier, dossier.pk in able, "" if dossier.pk in able else deed.why_not) for dossier in chosen(user, keys)
    ]


def carry_out(user: User, deed: Deed, keys: tuple[int, ...], key: str, said: dict[str, Any]) -> list[Line]:
    """Each line in its own transaction: what is refused for one does not hold the others back."""
    return [_line(user, deed, dossier, key, said) for dossier in chosen(user, keys)]


def _line(user: User, deed: Deed, dossier: Dossier, key: str, said: dict[str, Any]) -> Line:
    already = deed.already(dossier, **said)
    if already:
        return Line(dossier, True, already)
    if not Dossier.objects.filter(deed.rule(user), pk=dossier.pk).exists():
        return Line(dossier, False, deed.why_not)
    try:
        return Line(dossier, True, deed.verb(dossier, by=user, key=key, **said))
    except Refused as refused:
        return Line(dossier, False, " ".join(one.message for one in refused.refusals))
