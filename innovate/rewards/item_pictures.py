"""Pictures of the rewards in the catalogue, in a folder of their own within that of all pictures."""

from pathlib import Path

from innovate.core.pictures import Pictures
from innovate.rewards.models import CatalogueItem

LONGEST_SIDE = 960  # pixels: twice what a page shows


def item_pictures(folder: Path) -> Pictures:
    """The pictures of rewards, where `folder` holds all that people send."""
    return Pictures(folder / "catalogue", CatalogueItem.picture, "reward of the catalogue", LONGEST_SIDE)
