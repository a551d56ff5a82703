"""The browser's files: where the build put the newest version of each."""

import json
import mimetypes
import time
from functools import lru_cache
from pathlib import Path

from flask import Response, request, send_from_directory
from werkzeug.security import safe_join

from config import ROOT

STATIC = ROOT / "static"
MANIFEST = STATIC / "dist" / "manifest.json"
YEAR, HOUR = 365 * 24 * 3600, 3600
MIME_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}


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
    """When the build last wrote; looked at once a second at most."""
    return _seen(path, int(time.monotonic()))


@lru_cache(maxsize=2)
def _seen(path: Path, _second: int) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def send(name: str) -> Response:
    """The static file of that name, compressed as the browser takes it; a built one may be kept for ever."""
    coding, ending = _coding(name)
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_built = name.startswith("dist/")
    response = send_from_directory(
        STATIC,
        name + ending,
        mimetype=MIME_TYPES.get(Path(name).suffix, mime),
        max_age=YEAR if is_built else HOUR,
    )
    response.headers.pop("Content-Disposition", None)
    response.cache_control.immutable = is_built
    response.vary.add("Accept-Encoding")
    if coding:
        response.headers["Content-Encoding"] = coding
    return response


def _coding(name: str) -> tuple[str | None, str]:
    """How the copy of this file is compressed that the browser takes and the build made, and its ending."""
    for coding, ending in (("br", ".br"), ("gzip", ".gz")):
        path = safe_join(str(STATIC), name + ending)
        if request.accept_encodings[coding] > 0 and path is not None and Path(path).is_file():
            return coding, ending
    return None, ""
