"""Pictures made by hand: whole ones of each kind, and with what a page must not show."""

import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

EXIF_SIDEWAYS = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0) + b"GPS 48.58 7.75"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 3, height: int = 2, *, shade: int = 120, also: bytes = b"", behind: bytes = b"") -> bytes:
    """A grey picture; `also` are chunks of a program, `behind` what follows its end."""
    rows = (b"\0" + bytes([shade]) * width) * height
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + also + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"") + behind


def segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(width: int = 3, height: int = 2, *, also: bytes = b"", behind: bytes = b"") -> bytes:
    """The parts of a JPEG in their order; nobody could decode its scan, which nobody here does."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x01") + also + frame + scan + b"\xff\xd9" + behind


def webp(width: int = 3, height: int = 2, *, also: bytes = b"") -> bytes:
    """A lossless one, in the extended form; `also` are further chunks."""
    bits = (width - 1) | (height - 1) << 14
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + riff(b"VP8X", b"\x3e\0\0\0" + size) + riff(b"VP8L", b"\x2f" + struct.pack("<I", bits)) + also
    return b"RIFF" + struct.pack("<I", len(body)) + body


def riff(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def upload(content: bytes = b"", name: str = "bocaux.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or png(), "image/png")
