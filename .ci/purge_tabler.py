"""Keep of Tabler's sheet what this application uses: without argument it is written, `--check` says if it is current.

A selector stays when every class in it is a word of a template, of a program that writes HTML or of a script; a rule
stays with the selectors that stay; a variable or an animation stays when something that stays, or our own sheet, names
it. Elements, attributes and states always stay. Pictures in data: addresses go: the policy of the pages refuses them,
and `okote.css` has others. The result depends on nothing but these files.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHOLE = ROOT / ".ci" / "tabler-1.6.1.min.css"
KEPT = ROOT / "static" / "vendor" / "tabler" / "tabler.min.css"
APPS = ("okote_flow", "dossiers", "committees", "funding", "notifications")
BY_SCRIPT = {
    "active",
    "collapse",
    "collapsed",
    "collapsing",
    "disabled",
    "dropup",
    "fade",
    "hiding",
    "show",
    "showing",
}
"""Classes that Tabler's own script gives and takes."""
WORD = re.compile(r"-?[A-Za-z_][\w-]*")
CLASS = re.compile(r"\.(-?[A-Za-z_](?:\\.|[\w-])*)")
NAMED = re.compile(r"--[\w-]+")
STRING = re.compile(r"""(?:/\*.*?\*/)|(?:"(?:\\.|[^"\\])*")|(?:'(?:\\.|[^'\\])*')|(?:url\([^"')]*\))""", re.S)

Rule = tuple[str, "str | list[Rule]"]
"""A prelude and its declarations, or the rules inside an at-rule; a statement such as @charset has an empty body."""


def sources() -> str:
    """All that writes HTML or changes it."""
    files = [*(ROOT / "templates").rglob("*.*"), *(ROOT / "static").glob("*.js")]
    files += [one for app in APPS for one in (ROOT / app).rglob("*.py") if "migrations" not in one.parts]
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files))


def parse(css: str, start: int = 0) -> tuple[list[Rule], int]:
    """The rules from `start` to the end, or to the brace that closes what they are in."""
    rules: list[Rule] = []
    here = begin = start
    while here < len(css):
        skipped = STRING.match(css, here)
        if skipped:
            here = skipped.end()
        elif css[here] == ";":
            rules.append((css[begin:here].strip(), ""))
            here = begin = here + 1
        elif css[here] == "}":
            return rules, here + 1
        elif css[here] == "{":
            prelude = css[begin:here].strip()
            body: str | list[Rule]
            body, here = parse(css, here + 1) if has_rules(prelude) else declarations(css, here + 1)
            rules.append((prelude, body))
            begin = here
        else:
            here += 1
    return rules, here


def has_rules(prelude: str) -> bool:
    return prelude.startswith(("@media", "@supports", "@layer", "@container", "@keyframes", "@-webkit-keyframes"))


def declarations(css: str, start: int) -> tuple[str, int]:
    here = start
    while css[here] != "}":
        skipped = STRING.match(css, here)
        here = skipped.end() if skipped else here + 1
    return css[start:here], here + 1


def split(text: str, mark: str) -> list[str]:
    """At the marks that stand in no parenthesis, bracket or string."""
    parts, depth, here, begin = [], 0, 0, 0
    while here < len(text):
        skipped = STRING.match(text, here)
        if skipped:
            here = skipped.end()
            continue
        depth += text[here] in "(["
        depth -= text[here] in ")]"
        if text[here] == mark and not depth:
            parts.append(text[begin:here])
            begin = here + 1
        here += 1
    return [*parts, text[begin:]]


def may_match(selector: str, used: set[str]) -> bool:
    """Whether every class that the selector asks for is used; what `:not()` names is not asked for."""
    plain = re.sub(r":not\((?:[^()]|\([^()]*\))*\)", "", selector)
    return all(name.replace("\\", "") in used for name in CLASS.findall(plain))


def keep(rules: list[Rule], used: set[str]) -> Iterator[Rule]:
    for prelude, body in rules:
        if prelude.startswith(("@keyframes", "@-webkit-keyframes", "@font-face", "@property")) or not body:
            yield prelude, body
        elif isinstance(body, list):
            inner = list(keep(body, used))
            if inner:
                yield prelude, inner
        else:
            selectors = [one for one in split(prelude, ",") if may_match(one, used)]
            allowed = [one for one in split(body, ";") if 'url("data:' not in one]
            if selectors and any(allowed):
                yield ",".join(selectors), ";".join(allowed)


def without_unnamed(rules: list[Rule], ours: str) -> list[Rule]:
    """Variables and animations that nothing names go, until nothing more goes."""
    while True:
        values = ours + written(rules)
        named = set(re.findall(r"var\(\s*(--[\w-]+)", values))
        moved = set(WORD.findall(" ".join(re.findall(r"animation(?:-name)?:([^;}]*)", values))))
        fewer = list(_drop(rules, named, moved))
        if written(fewer) == written(rules):
            return rules
        rules = fewer


def _drop(rules: list[Rule], named: set[str], moved: set[str]) -> Iterator[Rule]:
    for prelude, body in rules:
        if prelude.startswith(("@keyframes", "@-webkit-keyframes")):
            if prelude.split()[-1] in moved:
                yield prelude, body
        elif isinstance(body, list):
            yield prelude, list(_drop(body, named, moved))
        elif not body:
            yield prelude, body
        else:
            lines = [one for one in split(body, ";") if one.strip()]
            left = [one for one in lines if not one.lstrip().startswith("--") or NAMED.match(one.lstrip())[0] in named]  # type: ignore[index]
            if left:
                yield prelude, ";".join(left)


def written(rules: list[Rule]) -> str:
    parts = []
    for prelude, body in rules:
        if isinstance(body, list):
            inside = written(body)
            parts.append(f"{prelude}{{{inside}}}" if inside else "")
        else:
            parts.append(f"{prelude}{{{body}}}" if body else f"{prelude};")
    return "".join(parts)


def purged() -> str:
    rules, _ = parse(WHOLE.read_text(encoding="utf-8"))
    pages, sheet = sources(), (ROOT / "static" / "okote.css").read_text(encoding="utf-8")
    return written(without_unnamed(list(keep(rules, set(WORD.findall(pages)) | BY_SCRIPT)), sheet + pages)) + "\n"


def main() -> int:
    css = purged()
    if "--check" in sys.argv:
        if KEPT.read_text(encoding="utf-8") == css:
            return 0
        print("Tabler's sheet lacks what a page uses, or holds what none does: run .ci/purge_tabler.py")
        return 1
    KEPT.write_text(css, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
