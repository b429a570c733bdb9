"""The text of a PDF that the house made, as a reader would copy it: enough for what typst writes, nothing more."""

import re
import zlib

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s(.*?)\nendobj", re.S)
STRING = rb"\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)"  # brackets inside are balanced, or escaped
SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|" + STRING + rb"|(T\*|Td|Tm|ET)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(made: bytes) -> str:
    """Page after page, with every run of blanks made one."""
    objects = {int(found[1]): found[2] for found in OBJECT.finditer(made)}
    pages = [body for _, body in sorted(objects.items()) if re.search(rb"/Type\s*/Page\b(?!s)", body)]
    return re.sub(r"\s+", " ", " ".join(_page(page, objects) for page in pages)).strip()


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    fonts = _fonts(objects[_ref(page, rb"Resources")], objects)
    said, font = [], {}
    for found in SHOWN.finditer(_stream(objects[_ref(page, rb"Contents")])):
        if found[1]:
            font = fonts[found[1]]
        elif found[2] or found[3] is not None:
            codes = bytes.fromhex(found[2].decode()) if found[2] else _literal(found[3])
            said += [font.get(codes[i : i + 2], "") for i in range(0, len(codes), 2)]
        else:
            said.append(" ")
    return "".join(said)


def _fonts(resources: bytes, objects: dict[int, bytes]) -> dict[bytes, dict[bytes, str]]:
    listed = re.search(rb"/Font<<(.*?)>>", resources, re.S)
    assert listed is not None, "a page has fonts"
    return {
        name: _unicode(_stream(objects[_ref(objects[int(number)], rb"ToUnicode")]))
        for name, number in re.findall(rb"/(\w+) (\d+) 0 R", listed[1])
    }


def _unicode(table: bytes) -> dict[bytes, str]:
    """Glyph -> what it stands for."""
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*\n", table)
    return {bytes.fromhex(code.decode()): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in pairs}


def _ref(body: bytes, key: bytes) -> int:
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert found is not None, key
    return int(found[1])


def _stream(body: bytes) -> bytes:
    start = body.index(b"stream\n") + len(b"stream\n")
    content = body[start : body.rindex(b"\nendstream")]
    return zlib.decompress(content) if b"FlateDecode" in body[:start] else content


def _literal(text: bytes) -> bytes:
    """A string in brackets with its escapes undone."""

    def plain(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign.isdigit() else ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, text, flags=re.S)
