"""Whatever is sent as a picture is drawn anew and small, or refused in a sentence; nothing else of it stays."""

import io
import struct
import zlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image, ImageDraw

from innovate.core.errors import BadInput
from innovate.core.pictures import MOST_BYTES, Pictures

SECRET = b"Frau Muster, Tel. 0123"


@pytest.fixture
def shelf(tmp_path):
    return Pictures(tmp_path / "shelf", sa.column("file"), "picture")


def drawn(form, size=(80, 60), mode="RGB", **facts):
    """A picture: its left half red, its right half blue."""
    image = Image.new(mode, size, "blue")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill="red")
    buffer = io.BytesIO()
    image.save(buffer, form, **facts)
    return buffer.getvalue()


def opened(shelf, picture):
    return Image.open(io.BytesIO((shelf.folder / picture.file).read_bytes()))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_each_kind_of_picture_is_kept_as_one_kind(shelf, form):
    picture = shelf.take_in(drawn(form))
    found = opened(shelf, picture)
    assert (found.format, found.size) == ("WEBP", (80, 60))
    assert (picture.width, picture.height) == (80, 60)
    red, _, blue = found.convert("RGB").getpixel((10, 30))
    assert red > blue


def test_a_large_picture_is_made_smaller_for_the_page(shelf):
    picture = shelf.take_in(drawn("JPEG", (5000, 4000)))
    assert (picture.width, picture.height) == (1600, 1280)


def test_where_a_picture_was_taken_is_not_kept(shelf):
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)  # where, by GPS
    data = drawn("JPEG", exif=exif, comment=SECRET)
    assert SECRET in data
    picture = shelf.take_in(data)
    kept = (shelf.folder / picture.file).read_bytes()
    assert SECRET not in kept
    assert b"EXIF" not in kept
    assert not opened(shelf, picture).getexif()


def test_a_picture_taken_sideways_stands_upright(shelf):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    picture = shelf.take_in(drawn("JPEG", (80, 60), exif=exif))
    assert (picture.width, picture.height) == (60, 80)


def test_what_hides_behind_a_picture_is_not_kept(shelf):
    hidden = b"PK\x03\x04<script>alert(1)</script>" + SECRET
    picture = shelf.take_in(drawn("GIF") + hidden)
    kept = (shelf.folder / picture.file).read_bytes()
    assert b"script" not in kept
    assert SECRET not in kept


def test_of_a_picture_that_moves_the_first_is_kept(shelf):
    later = Image.new("RGB", (80, 60), "green")
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "red").save(buffer, "GIF", save_all=True, append_images=[later] * 3, duration=100)
    found = opened(shelf, shelf.take_in(buffer.getvalue()))
    assert getattr(found, "n_frames", 1) == 1
    assert found.convert("RGB").getpixel((40, 30))[0] > 200


def test_what_can_be_seen_through_stays_so(shelf):
    buffer = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(buffer, "PNG")
    assert opened(shelf, shelf.take_in(buffer.getvalue())).mode == "RGBA"


def _bomb(width, height):
    """A PNG of a few bytes that says it is so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    parts = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_bomb(50_000, 50_000), "20 megapixels at most"),
        (_bomb(5000, 4001), "20 megapixels at most"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no picture"),
        (b"%PDF-1.7", "no picture"),
        (b"", "no picture"),
        (b"\x89PNG\r\n\x1a\n", "no picture"),
        (drawn("JPEG", (400, 300))[:2000], "not whole"),
        (drawn("PNG", (400, 300))[:-200], "not whole"),
        (drawn("BMP"), "no picture"),
        (drawn("TIFF"), "no picture"),
        (drawn("JPEG") + b"0" * MOST_BYTES, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(shelf, data, words):
    with pytest.raises(BadInput, match=words) as refused:
        shelf.take_in(data, "photo_1")
    assert refused.value.field == "photo_1"
    assert not shelf.folder.exists()


def test_names_are_random_and_only_ours_lead_to_a_file(shelf):
    data = drawn("PNG")
    assert shelf.take_in(data).file != shelf.take_in(data).file
    for name in ("../secret_key", "a.webp", "/etc/passwd", f"{'a' * 32}.webp/..", f"{'A' * 32}.webp"):
        with pytest.raises(ValueError, match="no picture"):
            shelf.path_of(name)


def test_nothing_unfinished_stays_in_the_folder(shelf):
    shelf.take_in(drawn("PNG"))
    assert [path.suffix for path in Path(shelf.folder).iterdir()] == [".webp"]
    assert not [path for path in shelf.folder.iterdir() if path.name.startswith(".")]
