"""What the public page tells and shows: the holder's story and video, pictures with their words, first supporters."""

import hashlib
from urllib.parse import urlsplit

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max

from dossiers import files
from dossiers.actions import lock
from dossiers.lifecycle import State
from dossiers.models import Dossier
from dossiers.sentences import refuse as refuse_for_dossier
from funding import access, page_access, picture_file
from funding.models import FirstSupporter, News, Picture, Story
from funding.page_access import SPEAKERS
from funding.sentences import refuse
from okote_flow import clock
from okote_flow.acts import action
from okote_flow.directory.models import User
from okote_flow.journal.kinds import Kind
from okote_flow.journal.record import record
from okote_flow.refusals import Refusal, Refused, require

WRITTEN_IN = (State.CAMPAIGN_PREPARATION, State.CAMPAIGN)
STORY_LIMIT, ALT_LIMIT, NAME_LIMIT, VIDEO_LIMIT = 12_000, 200, 160, 300
MOST_PICTURES, MOST_SUPPORTERS = 8, 100


def page_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Who writes on the page, and until when: while the campaign is prepared and runs."""
    refusals = list(access.either_refusals(user, dossier, *SPEAKERS))
    if dossier.status not in WRITTEN_IN:
        refusals.append(refuse_for_dossier("wrong-state", state=dossier.get_state_display()))
    return refusals


def removal_refusals(dossier: Dossier, user: User) -> list[Refusal]:
    """Who takes something off the page: at any time, for whoever is on a picture may ask for it."""
    return list(access.either_refusals(user, dossier, *SPEAKERS))


def said(text: str, limit: int, *, may_be_empty: bool = False) -> str:
    """A text that fits its place. Raises Refused("said-nothing") or ("said-too-long")."""
    text = text.replace("\r\n", "\n").strip()
    if not text and not may_be_empty:
        raise Refused([refuse("said-nothing")])
    if len(text) > limit:
        raise Refused([refuse("said-too-long", limit=limit)])
    return text


@action(
    "funding.write_story",
    refuses=("not-yours", "wrong-state", "said-too-long", "video-insecure", "story-meanwhile"),
)
def write_story(
    dossier: Dossier, *, text: str, by: User, video_url: str = "", seen_version: int | None = None
) -> Dossier:
    """Tell the public of the project in other words than the dossier's, a new version. Without words its
    summary speaks.

    `seen_version` is the one that the writer had before their eyes, 0 for none.
    """
    dossier = lock(dossier)
    require(page_refusals(dossier, by))
    last = page_access.story_of(dossier)
    version = last.version if last else 0
    if seen_version is not None and seen_version != version:
        raise Refused([refuse("story-meanwhile", version=version)])
    text, video_url = said(text, STORY_LIMIT, may_be_empty=True), _video(video_url)
    if (text, video_url) == ((last.text, last.video_url) if last else ("", "")):
        return dossier
    made = Story.objects.create(
        dossier=dossier, version=version + 1, text=text, video_url=video_url, written_by=by, written_at=clock.now()
    )
    record(
        Kind.STORY_WRITTEN,
        subject=dossier.subject,
        by=by,
        office=access.key_held(by, dossier, *SPEAKERS),
        version=made.version,
        characters=len(text),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        video=video_url,
    )
    return dossier


def _video(url: str) -> str:
    """A link to a page over https, or nothing."""
    url = said(url, VIDEO_LIMIT, may_be_empty=True)
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_page = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        is_page = False
    if not is_page or any(letter.isspace() or ord(letter) < 32 or letter in "\"'<>\\" for letter in url):
        raise Refused([refuse("video-insecure")])
    return url


# ------------------------------------------------------------------------------------------------------------ pictures


@action(
    "funding.add_picture",
    refuses=(
        "not-yours", "wrong-state", "alt-missing", "said-too-long", "picture-unfit", "picture-heavy", "picture-there",
        "pictures-enough", "file-empty",
    ),
)  # fmt: skip
def add_picture(dossier: Dossier, *, file: File[bytes], alt: str, by: User) -> Picture:
    """Show one more picture on the page; the first one stands at its head."""
    dossier = lock(dossier)
    require(page_refusals(dossier, by))
    count = page_access.pictures_of(dossier).count()
    if count >= MOST_PICTURES:
        raise Refused([refuse("pictures-enough", count=MOST_PICTURES)])
    return keep_picture(dossier, file, alt, by)


def keep_picture(dossier: Dossier, file: File[bytes], alt: str, by: User, news: News | None = None) -> Picture:
    """The picture alone, without what its file hides. The caller holds the dossier. Raises Refused."""
    alt = described(alt)
    clean = _read(file)
    sha256 = hashlib.sha256(clean.content).hexdigest()
    there = page_access.pictures_of(dossier)
    if news is None and there.filter(sha256=sha256).exists():
        raise Refused([refuse("picture-there")])
    last = there.aggregate(last=Max("place"))["last"]
    made = Picture.objects.create(
        dossier=dossier,
        news=news,
        file=ContentFile(clean.content, name=sha256),
        sha256=sha256,
        media_type=clean.media_type,
        size=len(clean.content),
        width=clean.width,
        height=clean.height,
        alt=alt,
        place=(last or 0) + 1 if news is None else 1,
        is_cover=news is None and last is None,
        added_by=by,
        added_at=clock.now(),
    )
    _record(Kind.PICTURE_ADDED, made, by)
    return made


def described(alt: str) -> str:
    """What a picture shows, in words. Raises Refused("alt-missing")."""
    alt = said(alt, ALT_LIMIT, may_be_empty=True)
    if not alt:
        raise Refused([refuse("alt-missing")])
    return alt


def _read(file: File[bytes]) -> picture_file.Clean:
    name = files.clean_name(file.name or "")
    if file.size > picture_file.MAX_BYTES:
        size, limit = -(-file.size // 2**20), picture_file.MAX_BYTES // 2**20
        raise Refused([refuse("picture-heavy", name=name, size=size, limit=limit)])
    if not file.size:
        raise Refused([refuse_for_dossier("file-empty", name=name)])
    file.seek(0)
    try:
        return picture_file.cleaned(file.read())
    except picture_file.NotAPictureError as error:
        raise Refused([refuse("picture-unfit", name=name)]) from error


@action(
    "funding.describe_picture",
    refuses=("not-yours", "wrong-state", "alt-missing", "said-too-long", "picture-gone"),
)
def describe_picture(picture: Picture, *, alt: str, place: int, is_cover: bool, by: User) -> Picture:
    """Say otherwise what a picture shows, move it to a place (from 1 on), or put it at the head of the page."""
    dossier = lock(picture.dossier)
    require(page_refusals(dossier, by))
    alt = described(alt)
    row = list(page_access.pictures_of(dossier))
    found = next((one for one in row if one.pk == picture.pk), None)
    if found is None:
        raise Refused([refuse("picture-gone")])
    before = [(one.pk, one.alt, one.is_cover) for one in row]
    row.remove(found)
    row.insert(max(0, min(place - 1, len(row))), found)
    found.alt = alt
    for number, one in enumerate(row, 1):
        one.place = number
        one.is_cover = one.pk == found.pk if is_cover else one.is_cover
    if before == [(one.pk, one.alt, one.is_cover) for one in row]:
        return found
    page_access.pictures_of(dossier).update(is_cover=False)  # there is one at most, at every moment
    for one in row:
        one.save(update_fields=["alt", "place", "is_cover"])
    _record(Kind.PICTURE_DESCRIBED, found, by)
    return found


@action("funding.remove_picture", refuses=("not-yours", "picture-gone"))
def remove_picture(picture: Picture, *, by: User) -> Picture:
    """Take a picture off the page, and its file away; the next one takes its place at the head."""
    dossier = lock(picture.dossier)
    require(removal_refusals(dossier, by))
    found = Picture.objects.select_for_update().filter(pk=picture.pk, removed_at=None).first()
    if found is None:
        raise Refused([refuse("picture-gone")])
    found.dossier = dossier
    was_cover, found.is_cover, found.removed_at = found.is_cover, False, clock.now()
    stored = str(found.file.name)
    found.save(update_fields=["is_cover", "removed_at"])
    following = page_access.pictures_of(dossier).first() if was_cover else None
    if following is not None:
        following.is_cover = True
        following.save(update_fields=["is_cover"])
    _record(Kind.PICTURE_REMOVED, found, by)
    transaction.on_commit(lambda: found.file.storage.delete(stored))
    return found


def _record(kind: Kind, picture: Picture, by: User) -> None:
    dossier = picture.dossier
    office = access.key_held(by, dossier, *SPEAKERS)
    record(kind, subject=dossier.subject, by=by, office=office, picture=picture.pk, sha256=picture.sha256)


# ---------------------------------------------------------------------------------------------------- first supporters


@action(
    "funding.add_supporter",
    refuses=(
        "not-yours", "wrong-state", "supporter-unnamed", "supporter-there", "supporters-enough", "said-too-long",
    ),
)  # fmt: skip
def add_supporter(dossier: Dossier, *, name: str, by: User) -> FirstSupporter:
    """Note who promised to give on the first day. The journal counts them and names nobody."""
    dossier = lock(dossier)
    require(page_refusals(dossier, by))
    name = said(name, NAME_LIMIT, may_be_empty=True)
    if not name:
        raise Refused([refuse("supporter-unnamed")])
    known = page_access.supporters_of(dossier)
    if known.filter(name__iexact=name).exists():
        raise Refused([refuse("supporter-there")])
    if known.count() >= MOST_SUPPORTERS:
        raise Refused([refuse("supporters-enough", count=MOST_SUPPORTERS)])
    made = FirstSupporter.objects.create(dossier=dossier, name=name, added_at=clock.now())
    _count_supporters(dossier, by)
    return made


@action("funding.remove_supporter", refuses=("not-yours",))
def remove_supporter(supporter: FirstSupporter, *, by: User) -> Dossier:
    """Erase a name from the list; it is left nowhere."""
    dossier = lock(supporter.dossier)
    require(removal_refusals(dossier, by))
    found = page_access.supporters_of(dossier).filter(pk=supporter.pk).first()
    if found is not None:
        found.delete()
        _count_supporters(dossier, by)
    return dossier


def _count_supporters(dossier: Dossier, by: User) -> None:
    office = access.key_held(by, dossier, *SPEAKERS)
    count = page_access.supporters_of(dossier).count()
    record(Kind.SUPPORTERS_COUNTED, subject=dossier.subject, by=by, office=office, count=count)
