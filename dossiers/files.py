"""What may be attached: type by extension and by content, size, digest. The name is never a path."""

import hashlib
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from dossiers.sentences import refuse
from okote_flow.refusals import Refused

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SIGNATURES = {".pdf": b"%PDF-", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
ARCHIVE_MEMBER = {".docx": "word/", ".xlsx": "xl/", ".odt": "content.xml", ".ods": "content.xml"}
MAX_UNPACKED_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    name: str
    media_type: str
    size: int
    sha256: str


def check(file: File[bytes]) -> Checked:
    """Raises Refused with file-empty, file-too-big, file-type or file-disguised."""
    name = clean_name(file.name or "")
    size = file.size
    limit = settings.ATTACHMENT_MAX_BYTES
    if size == 0:
        raise Refused([refuse("file-empty", name=name)])
    if size > limit:
        raise Refused([refuse("file-too-big", name=name, size=-(-size // 2**20), limit=limit // 2**20)])
    extension = PurePosixPath(name).suffix.lower()
    if extension not in MEDIA_TYPES:
        raise Refused([refuse("file-type", name=name)])
    file.seek(0)
    content = file.read()
    file.seek(0)
    if not _is_what_it_says(extension, content):
        raise Refused([refuse("file-disguised", name=name)])
    return Checked(name, MEDIA_TYPES[extension], size, hashlib.sha256(content).hexdigest())


def clean_name(name: str) -> str:
    """A file's name as it may be shown and sent: no folders, no control characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, extension = plain.rpartition(".")
    return f"{stem[:110]}{dot}{extension[:9]}" if stem else plain[:120] or "sans nom"


def _is_what_it_says(extension: str, content: bytes) -> bool:
    if extension in SIGNATURES:
        return content.startswith(SIGNATURES[extension])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError):
        return False
    fits = sum(member.file_size for member in members) <= MAX_UNPACKED_BYTES  # a bomb says so in its directory
    return fits and any(member.filename.startswith(ARCHIVE_MEMBER[extension]) for member in members)


def as_file(file: FieldFile, name: str, media_type: str) -> FileResponse:
    """Always as a file to save: what somebody uploaded is never run in the pages of the house."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = media_type
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
