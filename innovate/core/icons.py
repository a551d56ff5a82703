"""Icons and line drawings, written into the page so that they take its colours."""

import xml.etree.ElementTree as ET
from functools import lru_cache
from html import escape
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from markupsafe import Markup

from config import ROOT

DRAWINGS = ROOT / "static" / "img" / "drawings"


@lru_cache(maxsize=2048)
def icon_svg(name: str, size: int = 18, label: str | None = None) -> Markup:
    """The lucide icon of that name; hidden from screen readers unless it has a label.

    Raises KeyError when lucide has no such icon.
    """
    voice = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704  # our own package's paths; the label is escaped above
        f'<svg class="icon" width="{size:d}" height="{size:d}" viewBox="0 0 24 24" {voice}>{_shapes()[name]}</svg>'
    )


@lru_cache(maxsize=64)
def drawing_svg(name: str) -> Markup:
    """The drawing in static/img/drawings of that name, for decoration only."""
    return Markup((DRAWINGS / f"{name}.svg").read_text().strip())  # noqa: S704  # a file of our own


class _Shapes(dict[str, str]):
    """What is inside each icon's file, read from the package's archive when first asked for."""

    def __init__(self, archive: ZipFile) -> None:
        super().__init__()
        self._archive = archive

    def __missing__(self, name: str) -> str:
        root = ET.fromstring(self._archive.read(f"{name}.svg"))  # noqa: S314  # a file of a pinned package
        for node in root.iter():
            node.tag = node.tag.rpartition("}")[2]
        self[name] = "".join(ET.tostring(child, encoding="unicode").strip() for child in root).replace(" />", "/>")
        return self[name]


@lru_cache(maxsize=1)
def _shapes() -> _Shapes:
    return _Shapes(ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes())))
