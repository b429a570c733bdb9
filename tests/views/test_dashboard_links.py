"""Each number of the dashboard that is a link, clicked: the list behind it counts as much as the dashboard said."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.urls import Resolver404, resolve, reverse

from tests.views.test_figures_agree import walk

pytestmark = pytest.mark.django_db
COUNT = re.compile(r"(\d+)(?: |$)")
SUMS = {"dons", "gagnees"}
"""Figures that may be said in euros: what the column of the list adds up to."""


@dataclass
class Link:
    href: str
    text: str = ""

    @property
    def which(self) -> str:
        """Which list it opens; "" when it is none of those behind a figure."""
        try:
            found = resolve(self.href.partition("?")[0])
        except Resolver404:
            return ""
        return found.kwargs["which"] if found.view_name == "steering:behind" else ""

    @property
    def cents(self) -> int | None:
        """An amount of whole euros; None when it counts dossiers."""
        amount = re.fullmatch(r"([\d\u00a0]+)\u00a0€", self.text.strip())
        return int(amount[1].replace("\u00a0", "")) * 100 if amount else None


class Links(HTMLParser):
    """The links of a page with the words between their tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Link] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open = True
            self.found.append(Link(dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "a"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1].text += data


def clicked(client, address):
    """(the link, the list that it opens) for each number of a dashboard that leads to one."""
    for link in Links(client.get(address).content.decode()).found:
        if link.which and re.match(r"\d", link.text.strip()):
            yield link, client.get(link.href).context["page_obj"].paginator


def said_and_counted(link, paginator):
    """What the dashboard says, and what its list says, of the same thing."""
    if link.cents is not None and link.which in SUMS:
        return link.cents // 100, sum(one.value for one in paginator.object_list) // 100
    count = COUNT.match(link.text.strip())
    return (int(count[1]), paginator.count) if count else (None, None)


def test_each_number_that_is_a_link_counts_the_list_it_opens(alsace, client):
    walk(alsace, 5)
    client.force_login(alsace.steve)
    page = client.get(reverse("steering:board"))

    for query in ("", "?vue=tableau", "?territoire=nord-alsace", "?annee=2021"):
        pairs = [
            (link.href, link.text, *said_and_counted(link, found))
            for link, found in clicked(client, reverse("steering:board") + query)
        ]
        assert [one for one in pairs if one[2] != one[3]] == []
    places_open_their_own(client, page.context["board"].territories)


def places_open_their_own(client, rows):
    """The figures of a territory lead to its own dossiers."""
    links = [link for link, _ in clicked(client, reverse("steering:board"))]
    opened = {(link.which, link.href.rpartition("territoire=")[2]) for link in links}

    for row in rows:
        assert not row.tally.received or ("recus", row.code) in opened
        assert not row.tally.supported or ("accompagnes", row.code) in opened
        assert not row.tally.gifts_cents or ("dons", row.code) in opened
