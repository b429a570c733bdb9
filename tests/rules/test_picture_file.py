"""A picture is read by its bytes and written again: what cameras hide, what programs append, what is none."""

import pytest

from funding.picture_file import NotAPictureError, cleaned
from tests import pictures
from tests.pictures import EXIF_SIDEWAYS, chunk, jpeg, png, riff, segment, webp


@pytest.mark.parametrize(
    ("content", "media_type"), [(png(), "image/png"), (jpeg(), "image/jpeg"), (webp(), "image/webp")]
)
def test_a_whole_picture_keeps_its_size_and_says_its_kind(content, media_type):
    clean = cleaned(content)

    assert (clean.media_type, clean.width, clean.height) == (media_type, 3, 2)
    assert cleaned(clean.content) == clean


def test_a_plain_picture_is_kept_as_it_is():
    assert cleaned(png()).content == png()
    assert cleaned(jpeg()).content == jpeg()


def test_of_a_cameras_notes_only_which_side_is_up_is_left():
    clean = cleaned(jpeg(also=segment(0xE1, EXIF_SIDEWAYS) + segment(0xFE, b"made by Jeanne"))).content

    assert b"GPS" not in clean and b"Jeanne" not in clean
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in clean  # orientation 6
    assert cleaned(clean).content == clean


@pytest.mark.parametrize(
    "notes", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0XX*\0\x08\0\0\0", b"http://x"]
)
def test_notes_that_cannot_be_read_are_left_out(notes):
    assert cleaned(jpeg(also=segment(0xE1, notes))).content == jpeg()


def test_a_png_loses_its_texts_and_its_film():
    also = chunk(b"tEXt", b"Author\0Jeanne") + chunk(b"eXIf", EXIF_SIDEWAYS) + chunk(b"acTL", b"\0" * 8)

    assert cleaned(png(also=also)).content == png()


def test_a_webp_loses_its_notes_and_no_longer_announces_them():
    clean = cleaned(webp(also=riff(b"EXIF", b"GPS 48.58") + riff(b"XMP ", b"<x/>"))).content

    assert b"GPS" not in clean and b"<x/>" not in clean
    assert clean[20] == 0b0011_0000


@pytest.mark.parametrize("make", [png, jpeg])
def test_what_stands_behind_the_end_of_a_picture_is_cut_off(make):
    assert cleaned(make(behind=b"<script>alert(1)</script>")).content == make()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x04\0\0\0WEBP", b"GIF89a" + b"\0" * 40, b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", png()[:-6], jpeg()[:-2], webp()[:-3],
        png().replace(b"IDAT", b"IDAX"), b"\xff\xd8\xff\xd9", jpeg(0, 0), png(20_000, 1),
        b"\xff\xd8\xff\xfe\x00\x00" + b"<svg/>", png()[:8] + chunk(b"IEND", b""),
        png()[:33] + chunk(b"IEND", b""),
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_is_none(content):
    with pytest.raises(NotAPictureError):
        cleaned(content)


def test_a_page_dressed_as_a_picture_loses_the_page():
    """Bytes that a browser might take for a page stand only where pictures keep notes."""
    dressed = jpeg(also=segment(0xFE, b"<svg onload=alert(1)>"), behind=b"<html>")

    assert b"<" not in cleaned(dressed).content


def test_an_old_webp_says_its_size_in_its_frame():
    frame = b"\x30\0\0\x9d\x01\x2a\x03\0\x02\0" + b"\0" * 4
    body = b"WEBP" + pictures.riff(b"VP8 ", frame)
    clean = cleaned(b"RIFF" + len(body).to_bytes(4, "little") + body)

    assert (clean.width, clean.height) == (3, 2)


@pytest.mark.parametrize("marker", [0xE0, 0xEE])
def test_notes_and_thumbnails_hide_under_no_marker_that_is_kept(marker):
    jfif = b"JFIF\0\x01\x01\0\0\x48\0\x48"
    frame = segment(0xC0, b"\x08\0\x0a\0\x0a" + bytes(10))
    hidden = segment(marker, b"a secret") + segment(0xE0, jfif + b"\x01\x01" + b"a secret")
    hidden += segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + b"a secret")
    found = cleaned(b"\xff\xd8" + hidden + frame + segment(0xDA, b"..") + b"scan\xff\xd9").content

    assert b"secret" not in found
    assert segment(0xE0, jfif + b"\0\0") in found and b"Adobe" in found


def test_a_picture_that_unpacks_to_too_much_or_says_two_sizes_is_none():
    huge = png(9_000, 9_000)
    twice = png(also=png()[8:33])

    for content in (huge, twice):
        with pytest.raises(NotAPictureError):
            cleaned(content)
