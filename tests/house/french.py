"""What users read, taken out of templates, Python, data and scripts; and what is wrong with it (design guide, §5)."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

SOMETHING = "\ufffc"  # stands where a value will be

# Templates: the words between the tags, those of attributes that are read or heard, those given to our own tags.

COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)
TAG = re.compile(r"\{%.*?%\}", re.S)
VALUE = re.compile(r"\{\{.*?\}\}", re.S)
QUOTED = re.compile(r'"([^"]*)"')
SPOKEN = re.compile(r'\s(?:aria-label|title|alt|placeholder|data-l|content)="([^"]*)"')
MARKUP = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.S)
SAID_TO = re.compile(r"^\{%\s*(include|champ|etat|etape|mot|refus|filter|icone)\b")
SHOWN_HIDDEN = re.compile(r"^[a-z0-9_./:-]*$")  # names of templates, icons, addresses


def of_template(source: str) -> Iterator[str]:
    source = COMMENT.sub("", source)
    for tag in TAG.findall(source):
        if SAID_TO.match(tag):
            yield from (unescape(text) for text in QUOTED.findall(tag) if not SHOWN_HIDDEN.match(text))
    drawn = VALUE.sub(SOMETHING, TAG.sub("", source))
    for text in SPOKEN.findall(drawn):
        if not text.startswith(("{", "width=", "light")):
            yield unescape(text)
    # a tag inside a line parts no words: "<b>12</b> €" is read as one
    for line in MARKUP.sub("", drawn).splitlines():
        if line.strip():
            yield unescape(line.strip())


# Python, data and scripts: texts in French, wherever they stand.

FRENCH = re.compile(
    r"[àâçéèêëîïôùûœ’«»À-Ý]|\b(le|la|les|un|une|des|du|de|est|et|ou|sur|pour|par|pas|vous|votre|ce|cette|dans|au)\b"
)
ENGLISH = re.compile(r"\b(the|is|of|and|not|was|with|for|to|has|are|must|its)\b")


def is_french(text: str) -> bool:
    return bool(FRENCH.search(text)) and not ENGLISH.search(text)


def of_python(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    silent = docstrings(tree)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = None
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else SOMETHING for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent | inside:
            text = re.sub(r"\{[^}]*\}", SOMETHING, node.value)
        if text and is_french(text):
            yield text


def docstrings(tree: ast.Module) -> set[int]:
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    first = [owner.body[0] for owner in owners if owner.body]
    return {id(node.value) for node in first if isinstance(node, ast.Expr)}


def of_data(value: object) -> Iterator[str]:
    """The French texts of a file of data, however deep."""
    if isinstance(value, str):
        text = re.sub(r"\{[^}]*\}", SOMETHING, value)
        if is_french(text):
            yield text
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from of_data(part)


def of_script(source: str) -> Iterator[str]:
    code = re.sub(r"^\s*//.*$|\s//\s.*$", "", source, flags=re.M)
    for found in re.finditer(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`', code):
        text = re.sub(r"\$\{[^}]*\}", SOMETHING, next(group for group in found.groups() if group is not None))
        text = text.replace(r"\u00a0", "\u00a0")
        if is_french(text):
            yield text


# What is wrong

SIGN = "[:;?!%€»]"
AFTER = r"(?=[\s.,;)\]<\u00a0]|$)"
FAULTS = {
    "mot proscrit": re.compile(
        r"veuillez|erreur inattendue|instruction en cours|\bsvp\b|s[’']il vous pla[iî]t|cliquez ici|cliquer ici", re.I
    ),
    "point d’exclamation": re.compile(rf"[\w»)\u00a0{SOMETHING} ]!{AFTER}"),
    "apostrophe droite": re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]"),
    "trois points": re.compile(r"\.\.\."),
    "espace simple avant un signe": re.compile(rf" {SIGN}{AFTER}"),
    "rien avant un signe": re.compile(
        rf"(?:[A-Za-zÀ-ÿ)»{SOMETHING}\d](?:[;?!»]{AFTER}|:(?=[\s]|$)))|(?:[\d{SOMETHING}][%€])"
    ),
    "guillemet mal espacé": re.compile(r"«(?!\u00a0)|(?<!\u00a0)»"),
    "espace simple dans un nombre": re.compile(r"\d \d{3}(?!\d)"),
    "espace fine, que les polices n’ont pas": re.compile("\u202f"),
}


def faults(text: str) -> list[str]:
    """What the guide does not want in this text: "name: where"."""
    found = ((name, pattern.search(text)) for name, pattern in FAULTS.items())
    return [f"{name}: …{text[max(0, hit.start() - 30) : hit.end() + 20]}…" for name, hit in found if hit]


def texts_of(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    kinds = {".py": of_python, ".js": of_script}
    yield from kinds.get(path.suffix, of_template)(source)
