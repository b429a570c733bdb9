"""What somebody wrote in a mail, without what they answer to, without a signature. Pure; linear in its length."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

ATTRIBUTION = re.compile(
    r"^(?:le|on|am)\b.{3,300}(?:a écrit|wrote|schrieb|geschrieben)\b[^:]{0,60}:?\s*$", re.IGNORECASE
)
BEGINNING = re.compile(r"^(?:le|on|am)\b", re.IGNORECASE)
DIVIDERS = (
    re.compile(r"^_{8,}\s*$"),
    re.compile(r"^-{2,}\s*(?:message|courriel|original|forwarded)\b.{0,40}-{2,}\s*$", re.IGNORECASE),
    re.compile(r"^(?:envoyé (?:de(?:puis)?|à partir d)|sent from|get outlook for|obtenez outlook)\b.{0,80}$", re.I),
)
SIGNATURE = re.compile(r"^--\s?$")
HEADER = re.compile(r"^\*?(?:de|from|von)\s?:\*?\s?\S", re.IGNORECASE)
NEXT_HEADER = re.compile(r"^\*?(?:envoyé|date|à|objet|sent|to|subject|gesendet|an|betreff)(?: le)?\s?:", re.IGNORECASE)
WRAPPED = 3  # lines over which a mail program may break "Le 12 mai 2022, Odile a écrit :"
LONGEST_LINE = 400  # beyond, no line of these


def own_words(text: str) -> str:
    """The lines up to the quotation or the signature, without the quoted ones in between."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    return "\n".join(_kept(lines)).strip()


def _kept(lines: list[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        if _ends_here(lines, place):
            return
        if not line.lstrip().startswith(">"):
            yield line.rstrip()


def _ends_here(lines: list[str], place: int) -> bool:
    line = lines[place].strip().replace("\u00a0", " ")
    if not line or len(line) > LONGEST_LINE:
        return False
    if SIGNATURE.match(line) or any(divider.match(line) for divider in DIVIDERS):
        return True
    following = [one.strip().replace("\u00a0", " ")[:LONGEST_LINE] for one in lines[place + 1 : place + 5]]
    if HEADER.match(line) and any(NEXT_HEADER.match(one) for one in following):
        return True
    return any(len(one) <= LONGEST_LINE and ATTRIBUTION.match(one) for one in _wrapped(line, following))


def _wrapped(line: str, following: list[str]) -> Iterator[str]:
    """The line, and what it may be together with those on which it goes on; another beginning is not one of them."""
    yield line
    for one in following[: WRAPPED - 1]:
        if not one or BEGINNING.match(one):
            return
        line = f"{line} {one}"
        yield line


LEFT_OUT = frozenset({"script", "style", "head", "title", "blockquote", "template"})
BREAKING = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table"})


class _Words(HTMLParser):
    """The words of a mail that came as HTML only; what it quotes is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._left_out: list[str] = []
        self._is_quoted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        if "gmail_quote" in marks or "divRplyFwdMsg" in marks or "moz-cite-prefix" in marks:
            self._is_quoted = True  # all that follows is what was answered
        if tag in LEFT_OUT:
            self._left_out.append(tag)
        elif tag in BREAKING:
            self.said.append("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if self._left_out and self._left_out[-1] == tag:
            self._left_out.pop()

    def handle_data(self, data: str) -> None:
        if not self._left_out and not self._is_quoted:
            self.said.append(re.sub(r"\s+", " ", data))


def words_of_html(html: str) -> str:
    """As plain lines."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = [line.strip() for line in "".join(reader.said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
