"""Reads a scenario's text, YAML or TOML, into plain values: safely, within limits, and without YAML's surprises."""

import re
import tomllib
from collections.abc import Hashable
from typing import Any

import yaml

from okote_flow.operations.sentences import refuse
from okote_flow.refusals import Refused

MAX_BYTES = 2 * 1024 * 1024
MAX_NODES = 300_000  # after anchors have been followed: a small file cannot grow into a huge one
MAX_DEPTH = 30


class Loader(yaml.SafeLoader):
    """YAML with text, whole numbers, true, false and null only: `on` is a word here, 10:00 and 2022-05-12 are text."""

    yaml_implicit_resolvers: dict[Any, Any] = {}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """A key said twice is a mistake, not a correction."""
        seen = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:merge" and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} twice", key.start_mark)
            seen.add(key.value if isinstance(key.value, str) else None)
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9_]*)", "-0123456789"),
    ("null", r"null|~|", "n~"),
    ("merge", r"<<", "<"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})\\Z"), [*_first])
Loader.yaml_implicit_resolvers[""] = [("tag:yaml.org,2002:null", re.compile(r"\Z"))]


def read(text: str, file: str) -> dict[str, Any]:
    """The outermost table. Raises Refused("scenario-unreadable", "scenario-too-big")."""
    if len(text.encode()) > MAX_BYTES:
        raise Refused([refuse("scenario-too-big", where=file, limit=f"{MAX_BYTES // 1024}\u00a0Kio")])
    values = _toml(text, file) if file.endswith(".toml") else _yaml(text, file)
    if not isinstance(values, dict):
        raise Refused([refuse("scenario-unreadable", where=file, reason="une table est attendue")])
    return values


def _toml(text: str, file: str) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused([refuse("scenario-unreadable", where=file, reason=error)]) from error


def _yaml(text: str, file: str) -> Any:
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is not None and _size(node, {}, 0) > MAX_NODES:
            raise Refused([refuse("scenario-too-big", where=file, limit=f"{MAX_NODES}\u00a0valeurs")])
        return loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())[:200]
        raise Refused([refuse("scenario-unreadable", where=file, reason=reason)]) from error
    except RecursionError as error:
        raise Refused([refuse("scenario-too-big", where=file, limit=f"{MAX_DEPTH}\u00a0niveaux")]) from error
    finally:
        loader.dispose()


def _size(node: yaml.Node, known: dict[int, int], depth: int) -> int:
    """How many values a node becomes once its anchors are followed; each node is measured once."""
    if depth > MAX_DEPTH:
        raise RecursionError
    if id(node) in known:
        return known[id(node)]
    inner = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
    size = 1 + sum(_size(part, known, depth + 1) for part in inner) if not isinstance(inner, str) else 1
    known[id(node)] = size
    return size
