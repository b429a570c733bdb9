"""Rules of the house that no linter knows: asked of the whole code."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from dossiers.lifecycle import STEPS
from notifications.catalogue import CATALOGUE, CHAPTERS, SILENT
from okote_flow.acts import ACTIONS
from okote_flow.journal.kinds import Kind
from okote_flow.parameters import Parameters, catalogue
from okote_flow.refusals import SENTENCES

ROOT = Path(settings.BASE_DIR)
APPS = ("okote_flow", "dossiers", "committees", "funding", "notifications")
TEMPLATES = ROOT / "templates"
EMPTY_NAMES = {"utils", "helpers", "common", "core", "base", "services", "managers", "misc", "tools"}


def python(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


SOURCES = python(*APPS)
TESTS = python("tests")
for _said in SOURCES:
    if _said.stem == "sentences":  # what no page has asked for yet has its codes too
        import_module(".".join(_said.relative_to(ROOT).with_suffix("").parts))
VIEWS = [path for path in SOURCES if path.stem == "views" or path.parent.name == "views"]


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.stmt | ast.expr) else ""
    return f"{path.relative_to(ROOT)}{line}"


def nodes(paths: list[Path], *kinds: type[Any]) -> Iterator[tuple[Path, Any]]:
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, kinds):
                yield path, node


def none_of(found: Iterable[Any]) -> None:
    """Nothing was found, or all of it is said."""
    listed = [str(one) for one in found]
    assert not listed, "\n" + "\n".join(listed)


# Sizes and names


def test_files_stay_within_400_lines():
    none_of(place(path) for path in SOURCES + TESTS if text_of(path).count("\n") > 400)


def test_functions_stay_within_40_lines():
    functions = nodes(SOURCES, ast.FunctionDef, ast.AsyncFunctionDef)

    none_of(place(path, node) for path, node in functions if node.end_lineno - node.lineno >= 40)


def test_the_settings_stay_within_250_lines():
    assert text_of(ROOT / "okote_flow/settings.py").count("\n") <= 250


def test_every_module_says_what_it_is_for():
    rooms = [path for path in SOURCES if text_of(path).strip() and path.name != "apps.py"]
    silent = [path for path in rooms if ast.get_docstring(tree_of(path)) is None]

    none_of(place(path) for path in silent)


def test_no_room_has_an_empty_name():
    none_of(place(path) for path in SOURCES if {path.stem, path.parent.name} & EMPTY_NAMES)


# Where things are done


def test_views_get_their_objects_from_access():
    attributes = nodes(VIEWS, ast.Attribute)

    none_of(place(path, node) for path, node in attributes if node.attr in ("objects", "_default_manager"))


def test_imports_stand_at_the_top_and_are_absolute():
    wired = [path for path in SOURCES if path.name != "apps.py"]
    inside = [
        place(path, node)
        for path, function in nodes(wired, ast.FunctionDef, ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    relative = [place(path, node) for path, node in nodes(SOURCES, ast.ImportFrom) if node.level]

    none_of(inside + relative)


def test_only_advance_changes_the_state_of_a_dossier():
    found = {place(path).split(":")[0] for path in SOURCES for node in ast.walk(tree_of(path)) if moves(node)}

    assert found == {"dossiers/actions/life.py"}


def moves(node: ast.AST) -> bool:
    """Takes a step, or writes the state of something that is called a dossier."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(
            isinstance(target, ast.Attribute) and target.attr == "state" and is_dossier(target.value)
            for target in targets
        )
    if not isinstance(node, ast.Call):
        return False
    return takes_a_step(node) or writes_the_column(node)


def takes_a_step(call: ast.Call) -> bool:
    """`dossier.submit()`, or `getattr(dossier, step)()`."""
    if isinstance(call.func, ast.Call) and getattr(call.func.func, "id", "") == "getattr":
        return is_dossier(call.func.args[0])
    return isinstance(call.func, ast.Attribute) and call.func.attr in STEPS and is_dossier(call.func.value)


def writes_the_column(call: ast.Call) -> bool:
    """`dossiers.update(state=…)`, `Dossier(state=…)`, `setattr(dossier, "state", …)`."""
    chain = list(names_in_chain(call.func))
    if chain[0] == "setattr":
        return is_dossier(call.args[0]) and getattr(call.args[1], "value", "") == "state"
    writes = chain[0] in ("update", "create", "update_or_create", "get_or_create", "Dossier")
    return writes and bool({"Dossier", "dossiers"} & {*chain}) and any(word.arg == "state" for word in call.keywords)


def names_in_chain(node: ast.expr) -> Iterator[str]:
    """create, objects, Dossier of `Dossier.objects.create`: from the end, whatever is given in between."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            yield getattr(node, "id", "")
            return


def is_dossier(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] == "dossier"


def test_the_search_for_back_doors_would_find_them():
    doors = (
        "dossier.state = 'closed'",
        "self.dossier.state = State.CLOSED",
        "dossier.submit()",
        "getattr(item.dossier, step)()",
        "Dossier.objects.filter(pk=1).update(state='closed')",
        "Dossier.objects.create(state='closed')",
        "Dossier(state='closed')",
        "setattr(dossier, 'state', 'closed')",
    )

    none_of(door for door in doors if not any(moves(node) for node in ast.walk(ast.parse(door))))


def test_a_verb_takes_its_object_first_and_the_rest_by_name():
    wrong = []
    for name, action in ACTIONS.items():
        kinds = [parameter.kind for parameter in action.signature.parameters.values()]
        named = kinds[1:] if action.target else kinds
        if any(kind is not kind.KEYWORD_ONLY for kind in named) or "by" not in action.signature.parameters:
            wrong.append(name)

    none_of(wrong)


# Money


def test_money_is_whole_cents_in_every_table():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]
    fields = [field for model in ours for field in model._meta.get_fields() if hasattr(field, "get_internal_type")]
    inexact = [str(field) for field in fields if field.get_internal_type() in ("FloatField", "DecimalField")]
    cents = [field for field in fields if "cents" in field.name]

    none_of(inexact)
    assert cents
    none_of(str(field) for field in cents if "Integer" not in field.get_internal_type())


CHANCE = {f"okote_flow/foresight/{name}.py" for name in ("beliefs", "engine", "inputs")}
"""Where chances and days are fractions; cents stay whole there too, as `test_foresight_engine` says."""


def test_money_is_never_divided_into_fractions():
    divisions = [
        place(path, node)
        for path, node in nodes(SOURCES, ast.BinOp)
        if isinstance(node.op, ast.Div) and "cents" in ast.unparse(node)
    ]
    with_money = [path for path in SOURCES if "operations" not in path.parts]  # there, seconds may be floats
    with_money = [path for path in with_money if place(path) not in CHANCE]
    inexact = [place(path, node) for path, node in nodes(with_money, ast.Name) if node.id in ("float", "Decimal")]

    none_of(divisions + inexact)


# Complete lists


def test_every_kind_of_event_is_told_or_silent_on_purpose():
    told = {kind for _, notices in CHAPTERS for kind in notices}

    assert CATALOGUE.keys() | SILENT.keys() == set(Kind)
    assert CATALOGUE.keys() & SILENT.keys() == set()
    assert told == CATALOGUE.keys()
    none_of(kind for kind, reason in SILENT.items() if not reason)


def test_every_kind_of_event_is_recorded_somewhere():
    named = {node.attr for _, node in nodes(SOURCES, ast.Attribute) if getattr(node.value, "id", "") == "Kind"}
    steps = {step.kind for step in STEPS.values()}
    recorded = {
        keyword.arg
        for path, call in nodes([path for path in SOURCES if path.parts[-2] != "notifications"], ast.Call)
        for keyword in call.keywords
    }

    assert recorded
    none_of(kind.name for kind in Kind if kind not in steps and kind.name not in named)


def test_every_address_has_a_name():
    none_of(str(pattern.pattern) for pattern in addresses(get_resolver().url_patterns) if not pattern.name)


def addresses(patterns: list[Any]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern


def words_of(paths: list[Path]) -> set[str]:
    """Every text of one piece in these files."""
    return {node.value for _, node in nodes(paths, ast.Constant) if isinstance(node.value, str)}


def test_every_refusal_code_is_said_somewhere():
    said = words_of([path for path in SOURCES if path.name != "sentences.py"])

    none_of(sorted(set(SENTENCES) - said))


def test_every_refusal_code_is_met_by_a_test():
    met = {word for words in words_of(TESTS) for word in re.split(r"[\s|,:]+", words)}

    none_of(sorted(set(SENTENCES) - met))


def test_what_a_verb_may_refuse_has_a_sentence():
    none_of((name, code) for name, action in ACTIONS.items() for code in action.refuses if code not in SENTENCES)


def test_every_rule_of_the_programme_is_obeyed_somewhere():
    read = {node.attr for _, node in nodes(SOURCES, ast.Attribute)}

    assert catalogue().keys() == Parameters().values().keys()
    none_of(sorted(catalogue().keys() - read))


# Templates


GIVEN_BY_DJANGO = re.compile(r"^(4|5)\d\d\.html$|^account/")


MAILS = TEMPLATES / "notifications/email"
"""A mailbox knows no style sheet but what the mail itself brings along."""


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def test_no_template_is_unused():
    said = "\n".join([text_of(path) for path in SOURCES] + [text_of(path) for path in templates()])
    names = [str(path.relative_to(TEMPLATES)) for path in templates()]
    named = {name for name in names if f'"{name}"' in said or f"'{name}'" in said}
    patterns = made_names()
    made = {name for name in names if any(re.fullmatch(pattern, name) for pattern in patterns)}

    none_of(name for name in names if not GIVEN_BY_DJANGO.match(name) and name not in named | made)


def made_names() -> list[str]:
    """Names of templates that the code puts together: f"dossiers/{code}.html" as a pattern."""
    found = []
    for _, node in nodes(SOURCES, ast.JoinedStr):
        parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values]
        found.append("".join(parts))
    return [pattern for pattern in found if pattern.endswith(r"\.html")]


def test_pages_hold_no_script_and_no_style_of_their_own():
    own = re.compile(
        r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)", re.IGNORECASE
    )
    pages = [path for path in templates() if path.suffix in (".html", ".svg") and path.parent != MAILS]

    none_of((place(path), found[0]) for path in pages if (found := own.search(without_links(text_of(path)))))


def without_links(text: str) -> str:
    """A page may lead elsewhere: nothing is fetched before the reader follows."""
    return re.sub(r'<a\s[^>]*href="https?://[^"]*"', "<a", text)


def test_the_house_neither_orders_nor_shouts():
    french = [(place(path), text_of(path)) for path in templates() if "vendor" not in path.parts]
    french += [(code, sentence) for code, sentence in SENTENCES.items()]
    rude = re.compile(r"veuillez|erreur inattendue|[A-Za-zéè]\u00a0?!(?![=-])", re.IGNORECASE)

    none_of((where, found[0]) for where, text in french if (found := rude.search(text)))


def test_french_sentences_keep_their_punctuation_on_the_line():
    loose = re.compile(r" [:;?!%€»]|« ")
    filled = {code: re.sub(r"\{[^}]*\}", "x", sentence) for code, sentence in SENTENCES.items()}

    none_of(code for code, sentence in filled.items() if loose.search(sentence))


# The repository


def test_nothing_in_the_repository_leans_on_this_machine():
    texts = [path for path in SOURCES + TESTS + templates() if path != Path(__file__)]
    elsewhere = re.compile(r"\.\./" "shared" r"|/wo" r"rk/|/root/|/home/\w")

    none_of(place(path) for path in texts if elsewhere.search(text_of(path)))


@pytest.mark.parametrize("name", ["LICENSE", "README.md", "CHANGELOG.md"])
def test_the_house_introduces_itself(name):
    assert (ROOT / name).stat().st_size > 0
