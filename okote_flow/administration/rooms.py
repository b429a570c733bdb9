"""The rooms of the administration: each adds its card to the first page from its `apps.ready`."""

from collections.abc import Callable
from dataclasses import dataclass

from okote_flow.administration.access import keeps
from okote_flow.directory.models import User

GROUPS = ("Règles et échéances", "Références", "Textes et données", "Personnes et comités")
"""In the order of the page; a card names one of them."""


@dataclass(frozen=True, slots=True)
class Card:
    """One room: what it is called, what is done there, who finds it on the page. `page` is an address without key."""

    label: str
    text: str
    icon: str
    page: str
    group: str
    place: int = 50
    shown: Callable[[User], bool] = keeps


_cards: list[Card] = []


def register(card: Card) -> None:
    """Show one more room on the first page of the administration. Safe to repeat."""
    assert card.group in GROUPS, f"{card.group} is no group of the administration"
    if card not in _cards:
        _cards.append(card)


def groups(user: User) -> list[tuple[str, list[Card]]]:
    """The rooms that this person may enter, by group."""
    found = [card for card in sorted(_cards, key=lambda card: (card.place, card.label)) if card.shown(user)]
    named = [(group, [card for card in found if card.group == group]) for group in GROUPS]
    return [(group, cards) for group, cards in named if cards]
