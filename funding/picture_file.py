"""What may be shown as a picture: JPEG, PNG or WebP by its bytes, read part by part and written again.

No library reads pixels here. What a camera hides in a file (where, when, by whom), what a program appends behind its
end, and every part that pictures do not need are left out; of a camera's notes only which side is up is kept.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BYTES = 5 * 1024 * 1024
MAX_SIDE = 10_000  # pixels
MAX_PIXELS = 50_000_000  # what a browser unpacks to four times as many bytes
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"})
WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"})
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_KEPT = JPEG_FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, 0xDA, 0xE0, 0xE2, 0xEE}  # with JFIF, colours, Adobe's transform
SAID_BY = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""How notes begin that pictures need; under the same markers programs also hide others."""
ORIENTATION = 0x0112  # which side is up, 1 to 8


class NotAPictureError(ValueError):
    """These bytes are not a whole picture of a kind that we show."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A picture that may be shown, as it is kept."""

    content: bytes
    media_type: str
    width: int
    height: int


def cleaned(content: bytes) -> Clean:
    """The picture alone. Raises NotAPictureError."""
    try:
        found = _read(content)
    except (struct.error, IndexError) as error:
        raise NotAPictureError("cut off") from error
    fits = 0 < found.width <= MAX_SIDE and 0 < found.height <= MAX_SIDE
    if not fits or found.width * found.height > MAX_PIXELS:
        raise NotAPictureError("no such size")
    return found


def _read(content: bytes) -> Clean:
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(PNG_SIGNATURE):
        return _png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    raise NotAPictureError("another kind of file")


# JPEG: segments, each with a marker; behind "start of scan" come bytes in which no marker stands


def _jpeg(content: bytes) -> Clean:
    kept, width, height, side_up = [], 0, 0, 1
    for marker, segment, scan in _segments(content):
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", segment[1:5])
        if marker == 0xE1 and segment.startswith(b"Exif\0\0"):
            side_up = _orientation(segment[6:])
        if marker == 0xE0 and len(segment) > 14:
            segment = segment[:12] + b"\0\0"  # without its thumbnail, which may show what was cut off
        if marker == 0xEE:
            segment = segment[:12]
        if marker in JPEG_KEPT and segment.startswith(SAID_BY.get(marker, b"")):
            kept.append(b"\xff" + bytes([marker]) + struct.pack(">H", len(segment) + 2) + segment + scan)
    if not any(part[1] == 0xDA for part in kept):
        raise NotAPictureError("nothing to see")
    notes = _exif(side_up) if side_up != 1 else b""
    return Clean(b"\xff\xd8" + notes + b"".join(kept) + b"\xff\xd9", "image/jpeg", width, height)


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(marker, what it says, the scan behind it), up to the end of the picture."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise NotAPictureError("a marker is missing")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xD9:
            return
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        if length < 2:
            raise NotAPictureError("a segment without length")
        behind = at + 2 + length
        end = _end_of_scan(content, behind) if marker == 0xDA else behind
        yield marker, content[at + 4 : behind], content[behind:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: 0xFF that is neither stuffed nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise NotAPictureError("no end")
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def _orientation(tiff: bytes) -> int:
    """Which side is up, from a camera's notes; 1 when they do not say it."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _exif(side_up: int) -> bytes:
    """Notes that say which side is up and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, side_up, 0, 0)
    segment = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment


# PNG: chunks, each with its checksum


def _png(content: bytes) -> Clean:
    kept, at, name = [PNG_SIGNATURE], len(PNG_SIGNATURE), b""
    (width, height) = struct.unpack(">II", content[16:24])
    while name != b"IEND":
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, chunk = content[at + 4 : at + 8], content[at : at + 12 + length]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise NotAPictureError("a spoiled chunk")
        if name == b"IHDR" and at != len(PNG_SIGNATURE):
            raise NotAPictureError("a second size")
        if len(kept) == 1 and name != b"IHDR":
            raise NotAPictureError("no header")
        kept += [chunk] if name in PNG_KEPT else []
        at += 12 + length
    if not any(chunk[4:8] == b"IDAT" for chunk in kept):
        raise NotAPictureError("nothing to see")
    return Clean(b"".join(kept), "image/png", width, height)


# WebP: chunks in a RIFF


def _webp(content: bytes) -> Clean:
    (length,) = struct.unpack("<I", content[4:8])
    end = 8 + length
    if len(content) < end:
        raise NotAPictureError("cut off")
    kept, at, width, height = [], 12, 0, 0
    while at + 8 <= end:
        name, (size,) = content[at : at + 4], struct.unpack("<I", content[at + 4 : at + 8])
        data = content[at + 8 : at + 8 + size]
        if len(data) != size:
            raise NotAPictureError("a spoiled chunk")
        if name == b"VP8X":
            data = bytes([data[0] & 0b0011_0000]) + data[1:]  # colours and transparency stay; no notes, no film
        if name in WEBP_KEPT:
            width, height = (width, height) if width else _webp_size(name, data)
            kept.append(name + struct.pack("<I", size) + data + b"\0" * (size % 2))
        at += 8 + size + size % 2
    if not any(part[:4] in (b"VP8 ", b"VP8L") for part in kept):
        raise NotAPictureError("nothing to see")
    body = b"WEBP" + b"".join(kept)
    return Clean(b"RIFF" + struct.pack("<I", len(body)) + body, "image/webp", width, height)


def _webp_size(name: bytes, data: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
    if name == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if name == b"VP8 ":
        wide, high = struct.unpack("<HH", data[6:10])
        return wide & 0x3FFF, high & 0x3FFF
    return 0, 0
