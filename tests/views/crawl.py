"""All that one person can ask the house for about a dossier, read as text."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.urls import reverse

from tests.views.addresses import addresses
from tests.views.moments import Passing, arguments_of, client_of

FRESH = re.compile(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"|"csrfToken":"[^"]*"')
"""What is another on every page, whatever happens."""
Page = tuple[int, str, str, str]
"""Status, text, where it leads, and the other headers (file names stand there)."""


def everything(
    scene: Passing, person: Any, queries: Mapping[str, Collection[str]], among: Collection[str] | None = None
) -> Iterator[tuple[str, Page]]:
    """Address -> the answer, of all that this person can ask for (or of these addresses), with these query strings."""
    client = client_of(person)
    for address in addresses():
        arguments = arguments_of(scene, address)
        if arguments is None or (among and address.name not in among):
            continue
        for query in ("", *queries.get(address.name, ())):
            response = client.get(reverse(address.name, kwargs=arguments) + query)
            said = "\n".join(f"{name}: {value}" for name, value in response.headers.items() if name != "Location")
            page = (response.status_code, FRESH.sub("", _text(response)), response.get("Location", ""), said)
            yield address.name + query, page


def _text(response: Any) -> str:
    body = b"".join(response) if response.streaming else response.content
    if body[:2] == b"PK":  # a workbook: its sheets are the text
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")
