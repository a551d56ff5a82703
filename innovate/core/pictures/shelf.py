"""A folder of pictures: each is drawn anew on its way in, and has a row that knows its name, or goes."""

import re
import secrets
import struct
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from innovate.core.db import db
from innovate.core.errors import BadInput

MOST_BYTES = 10_000_000
LONGEST_WORDS = 200  # that say what a picture shows
SECONDS = 30.0  # until a picture is given up
LEFT_ALONE = 3600.0  # seconds in which a file without a row may belong to a request that has not ended
MIMETYPE = "image/webp"
_NAME = re.compile(r"[0-9a-f]{32}\.webp")
_REDRAWING = Path(__file__).with_name("redrawing.py")
_WHY_NOT = {
    3: "This is no picture that we can show. Choose a PNG, JPEG, GIF or WebP file.",
    4: "This picture is too large. Choose one of 20 megapixels at most.",
    5: "This picture is not whole. Choose another, or save it again.",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was taken in: the name of its file and its size in pixels."""

    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """A folder that holds pictures of one sort, and the column in which rows name them."""

    folder: Path
    named_in: Any
    sort: str  # such as “photo of the diary”
    longest_side: int = 1600  # pixels; what is larger is drawn smaller

    def take_in(self, data: bytes, field: str = "") -> Picture:
        """Draw this picture anew and keep it; BadInput at the field for what is none. Its row comes later."""
        if len(data) > MOST_BYTES:
            raise BadInput(f"This picture is larger than {MOST_BYTES // 1_000_000} MB. Choose a smaller one.", field)
        return self.put(*_drawn_anew(data, self.longest_side, field))

    def put(self, width: int, height: int, drawn: bytes) -> Picture:
        """Keep a picture that was drawn by us: WebP, of that size."""
        name = f"{secrets.token_hex(16)}.webp"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(drawn)
        unfinished.replace(self.folder / name)
        return Picture(name, width, height)

    def path_of(self, name: str) -> Path:
        """Where that picture lies; ValueError for a name that we did not give."""
        if not _NAME.fullmatch(name):
            raise ValueError("This is no picture's name.")
        return self.folder / name

    def forget_unless_kept(self, names: Collection[str]) -> None:
        """Delete those of these files that no row knows."""
        known = set(db.session.scalars(sa.select(self.named_in).where(self.named_in.in_(names))))
        for name in set(names) - known:
            self.path_of(name).unlink(missing_ok=True)

    def forget_orphans(self) -> int:
        """Delete the files that no row knows and no request can still be about; answers how many."""
        self._forget_unfinished()
        orphans = set(self._files()) - self._known()
        for name in orphans:
            self.path_of(name).unlink(missing_ok=True)
        return len(orphans)

    def strays(self) -> Iterator[str]:
        """What does not fit between the folder and the rows, a sentence each."""
        known = self._known()
        for name in sorted(known):
            if not _NAME.fullmatch(name) or not (self.folder / name).is_file():
                yield f"The file {name} is missing: a {self.sort} names it."
        for name in sorted(set(self._files()) - known):
            yield f"The file {name} belongs to no {self.sort}."

    def _known(self) -> set[str]:
        return set(db.session.scalars(sa.select(self.named_in).where(self.named_in.is_not(None))))

    def _files(self) -> Iterator[str]:
        """The files that nobody is about to give a row."""
        before = time.time() - LEFT_ALONE
        for path in self.folder.glob("*.webp"):
            if _NAME.fullmatch(path.name) and path.stat().st_mtime < before:
                yield path.name

    def _forget_unfinished(self) -> None:
        before = time.time() - LEFT_ALONE
        for path in self.folder.glob(".*.webp"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)


def _drawn_anew(data: bytes, longest_side: int, field: str) -> tuple[int, int, bytes]:
    """Width, height and bytes of the picture as another process draws it, which knows nothing of ours."""
    command = [sys.executable, "-I", str(_REDRAWING), str(longest_side)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env={}, cwd="/", check=False)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired:
        raise BadInput(_WHY_NOT[4], field) from None
    if done.returncode or len(done.stdout) <= 8:
        raise BadInput(_WHY_NOT.get(done.returncode, _WHY_NOT[4]), field)
    width, height = struct.unpack(">II", done.stdout[:8])
    return width, height, done.stdout[8:]
