"""Drawings that stand for photos in the diaries of the company: made when it is seeded, and taken in like any photo."""

import io
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from innovate.core.pictures import Picture
from innovate.experiments.photos import photos_in

_SIZE = (960, 640)
_WORDS = {
    1: "A drawn stand-in: a hinge on a table, seen from above",
    4: "A drawn stand-in: a fitter’s van in front of a house",
    5: "A drawn stand-in: a broken plate in its box",
}
_WALLS = ((226, 219, 205), (206, 214, 214), (232, 224, 214), (214, 208, 196))
_THINGS = ((74, 99, 110), (166, 122, 72), (110, 118, 92), (150, 86, 74))
_folder: list[Path] = []


def lie_in(folder: Path | None) -> None:
    """Keep the files of photos there; nowhere, and draw none, for None."""
    _folder[:] = [folder] if folder else []


def folder() -> Path | None:
    """Where the files of pictures are kept; None where none are drawn."""
    return _folder[0] if _folder else None


def taken(seed: int) -> tuple[Picture, str] | None:
    """The photo of that seed and what it shows; None where no folder was named."""
    if not _folder:
        return None
    kept = io.BytesIO()
    _drawn(seed).save(kept, "PNG")
    return photos_in(_folder[0]).take_in(kept.getvalue()), _WORDS[seed]


def _drawn(seed: int) -> Image.Image:
    """Some boxes on a surface in the light of a window."""
    chance = random.Random(seed)
    picture = Image.new("RGB", _SIZE, chance.choice(_WALLS))
    pen = ImageDraw.Draw(picture)
    floor = chance.randint(380, 460)
    pen.rectangle((0, floor, *_SIZE), fill=chance.choice(_WALLS))
    for _ in range(5):
        width, height = chance.randint(90, 240), chance.randint(60, 230)
        left, bottom = chance.randint(20, _SIZE[0] - width - 20), floor + chance.randint(20, 140)
        tone = chance.choice(_THINGS)
        pen.polygon(
            [(left + 16, bottom + 14), (left + width + 40, bottom + 14), (left + width, bottom)], fill=(150, 142, 130)
        )
        pen.rounded_rectangle((left, bottom - height, left + width, bottom), radius=10, fill=tone)
        lighter = tuple(min(255, part + 26) for part in tone)
        pen.rounded_rectangle((left + 8, bottom - height + 8, left + width // 3, bottom - 8), radius=6, fill=lighter)
    return picture.filter(ImageFilter.GaussianBlur(1.6))
