"""The browser's files: where the build put the newest version of each."""

import json
from functools import lru_cache
from pathlib import Path

from config import ROOT

DIST = ROOT / "static" / "dist"
MANIFEST = DIST / "manifest.json"


def asset(name: str) -> str:
    """The address of that file; its name changes with its content, so it may be kept for ever.

    Raises KeyError when the build has no such file.
    """
    return f"/static/dist/{_manifest(MANIFEST, _changed(MANIFEST))[name]}"


@lru_cache(maxsize=2)
def _manifest(path: Path, _changed: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if not names:
        raise RuntimeError("The browser's files have not been built yet: run `npm run build`.")
    return names


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0
