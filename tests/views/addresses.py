"""Every address of the house: its name, what it needs, and how a person is answered there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ANSWERS = {200: "o", 302: ">", 404: "-", 405: "p", 403: "x", 409: "!"}


@dataclass(frozen=True)
class Address:
    name: str
    needs: frozenset[str]


def addresses() -> list[Address]:
    """Every named address of the resolver, with the names of its parameters."""
    return list(_within(get_resolver().url_patterns, "", frozenset()))


def _within(patterns: list[Any], prefix: str, needs: frozenset[str]) -> Iterator[Address]:
    for pattern in patterns:
        more = needs | parameters_of(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _within(pattern.url_patterns, inner, more)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield Address(f"{prefix}{pattern.name}", more)


def parameters_of(pattern: URLPattern | URLResolver) -> frozenset[str]:
    return frozenset({**pattern.pattern.converters, **pattern.pattern.regex.groupindex})


def answer(client: Client, name: str, arguments: dict[str, Any]) -> str:
    """How a GET is answered, in one sign (see the table's legend)."""
    response = client.get(reverse(name, kwargs=arguments))
    if response.streaming:
        list(response)  # reads the file, and closes it
    return ANSWERS.get(response.status_code, str(response.status_code))
