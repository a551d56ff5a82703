"""Pictures in forms and on pages: the place to choose one, taking in what was chosen, and showing what was kept."""

from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import timedelta
from functools import partial

from flask import Response, request, send_file
from werkzeug.datastructures import FileStorage
from wtforms import FileField, StringField
from wtforms.validators import Optional

from innovate.core.errors import NotFound
from innovate.core.forms import line
from innovate.core.limits import take_for_good
from innovate.core.pictures.shelf import LONGEST_WORDS, MIMETYPE, MOST_BYTES, Picture, Pictures
from innovate.core.web import afterwards

UPLOADS_AN_HOUR = 60
DAY = 86_400  # seconds for which a browser keeps a picture


def picture(label: str) -> FileField:
    """A place to choose a picture; the file itself is read from the request."""
    return FileField(
        label,
        [Optional()],
        description="PNG, JPEG, GIF or WebP, 10 MB at most. Where it was taken and with what is not kept.",
        render_kw={"accept": "image/png,image/jpeg,image/gif,image/webp", "data-most": MOST_BYTES},
    )


def what_it_shows(label: str) -> StringField:
    """What a picture shows, in words."""
    return line(label, most=LONGEST_WORDS, hint="A few words for those who cannot see it.")


def chosen(field: str) -> FileStorage | None:
    """The file that was chosen in that place, if one was."""
    file = request.files.get(field)
    return file if file is not None and file.filename else None


def taken_in(shelf: Pictures, person_id: int, files: Sequence[tuple[str, FileStorage]]) -> list[Picture]:
    """The pictures that were chosen, drawn anew and lying in their folder, before any row speaks of them.

    That takes a while, so nothing in the database is held meanwhile: what was read before is read again after it.
    Raises BadInput at its field for what is no picture, TooMany.
    """
    pictures: list[Picture] = []
    with ExitStack() as opened:
        for _field, file in files:
            opened.enter_context(closing(file))
        for _one in files:
            take_for_good("uploads", person_id, times=UPLOADS_AN_HOUR, within=timedelta(hours=1))
        for field, file in files:
            one = shelf.take_in(file.stream.read(MOST_BYTES + 1), field)
            afterwards(partial(shelf.forget_unless_kept, [one.file]))  # if, after all, it gets no row
            pictures.append(one)
    return pictures


def shown(shelf: Pictures, name: str) -> Response:
    """The picture of that name, for who was found to be allowed to see it; nothing in it could run."""
    path = shelf.path_of(name)
    if not path.is_file():
        raise NotFound("This picture is not here any more.")
    answer = send_file(path, mimetype=MIMETYPE, conditional=True, etag=name, max_age=DAY)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Content-Disposition"] = "inline"
    answer.cache_control.public, answer.cache_control.private = False, True
    return answer
