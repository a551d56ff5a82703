"""What a device needs to install Innovate is there, in the sizes that the manifest names."""

import json
import struct

import pytest

from config import ROOT

MANIFEST = json.loads((ROOT / "static" / "img" / "manifest.webmanifest").read_text())
PNG = b"\x89PNG\r\n\x1a\n"


def size(name: str) -> tuple[int, int]:
    """Width and height of a PNG, by its first bytes."""
    start = (ROOT / name).read_bytes()[:24]
    assert start.startswith(PNG)
    width, height = struct.unpack(">II", start[16:])
    return width, height


@pytest.mark.parametrize(
    "icon", [one for one in MANIFEST["icons"] if one["type"] == "image/png"], ids=lambda one: one["src"]
)
def test_an_icon_is_as_large_as_the_manifest_says(icon: dict[str, str]):
    width, _, height = icon["sizes"].partition("x")
    assert size(icon["src"].lstrip("/")) == (int(width), int(height))


def test_there_is_an_icon_of_each_size_that_devices_ask_for_and_one_to_be_cut():
    named = {(icon["sizes"], icon["purpose"]) for icon in MANIFEST["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= named
    assert size("static/img/apple-touch-icon.png") == (180, 180)
