"""Photos of the diary, in a folder of their own."""

from pathlib import Path

from innovate.core.pictures import Pictures
from innovate.experiments.models import Photo


def photos_in(folder: Path) -> Pictures:
    """The photos that lie there."""
    return Pictures(folder, Photo.file, "photo of the diary")
