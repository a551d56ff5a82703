"""The diary: what somebody saw or heard on a day of the experiment, with photos and customers' own words."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.forms import COMMENT
from innovate.core.journal import record
from innovate.core.markdown import render
from innovate.core.pictures import LONGEST_WORDS, Picture
from innovate.experiments.holding import hold
from innovate.experiments.models import DiaryEntry, Experiment, ExperimentState, Photo

MOST_PHOTOS = 6
EARLIEST = timedelta(days=366)  # before the first day: what was seen when it was prepared
Shown = tuple[Picture, str]
"""A photo that was taken in, and what it shows in words."""


def write_diary(
    actor: Person,
    experiment: Experiment,
    *,
    day: date,
    body: str,
    is_customer: bool = False,
    photos: Sequence[Shown] = (),
) -> DiaryEntry:
    """Write what was seen or heard on a day; with `is_customer` it is a customer's own words.

    Raises BadInput for an entry without words or photos, RuleBroken once the experiment is concluded.
    """
    permissions.write_diary.require(actor, experiment)
    hold(experiment)
    _refuse_concluded(experiment)
    _check(experiment, day, body, len(photos))
    entry = DiaryEntry(
        experiment_id=experiment.id,
        author_id=actor.id,
        day=day,
        at=now(),
        is_customer=is_customer,
        body=body,
        body_html=render(body),
    )
    entry.photos.extend(_photo(*one) for one in photos)
    db.session.add(entry)
    db.session.flush()  # the event needs its id
    record(events.DiaryWritten(**_about(actor, experiment, entry)))
    return entry


def edit_diary(
    actor: Person,
    entry: DiaryEntry,
    *,
    day: date,
    body: str,
    is_customer: bool,
    words: dict[int, str] | None = None,
    without: Collection[int] = (),
    photos: Sequence[Shown] = (),
) -> DiaryEntry:
    """Mend one's own entry: its words, what its photos show, and which of them stay; answers the entry.

    `words` and `without` name photos by their ids. Raises what `write_diary` raises.
    """
    permissions.keep_diary_entry.require(actor, entry)
    experiment = _experiment(entry)
    hold(experiment)
    _refuse_concluded(experiment)
    db.session.refresh(entry, with_for_update=True)
    kept = [photo for photo in entry.photos if photo.id not in set(without)]
    _check(experiment, day, body, len(kept) + len(photos))
    for photo in kept:
        photo.words = _words((words or {}).get(photo.id, photo.words), f"words_of_{photo.id}")
    entry.photos[:] = [*kept, *(_photo(*one) for one in photos)]
    entry.day, entry.is_customer = day, is_customer
    entry.body, entry.body_html = body, render(body)
    db.session.flush()  # its version has the last word
    record(events.DiaryEdited(**_about(actor, experiment, entry)))
    return entry


def delete_diary(actor: Person, entry: DiaryEntry) -> list[str]:
    """Take one's own entry away with its photos; answers the names of their files, which can go once it is kept."""
    permissions.keep_diary_entry.require(actor, entry)
    files = [photo.file for photo in entry.photos]
    record(events.DiaryDeleted(**_about(actor, _experiment(entry), entry)))
    db.session.delete(entry)
    return files


def _refuse_concluded(experiment: Experiment) -> None:
    if experiment.state is ExperimentState.CONCLUDED:
        raise RuleBroken("This round is concluded: its diary stays as it was when it was decided.")


def _check(experiment: Experiment, day: date, body: str, photos: int) -> None:
    if not body.strip() and not photos:
        raise BadInput("Say what you saw or heard, or add a photo.", "body")
    if len(body) > COMMENT:
        raise BadInput(f"Keep this within {COMMENT:,} characters.", "body")
    if day > today():
        raise BadInput("That day has not come yet.", "day")
    if day < experiment.starts_on - EARLIEST:
        raise BadInput("That is long before the experiment. Choose a later day.", "day")
    if photos > MOST_PHOTOS:
        raise BadInput(f"An entry holds {MOST_PHOTOS} photos at most. Write another one for the rest.", "photo_1")


def _photo(picture: Picture, words: str) -> Photo:
    return Photo(file=picture.file, words=_words(words), width=picture.width, height=picture.height)


def _words(words: str, field: str = "words_1") -> str:
    if not words.strip():
        raise BadInput("Say what the photo shows, for those who cannot see it.", field)
    return words.strip()[:LONGEST_WORDS]


def _experiment(entry: DiaryEntry) -> Experiment:
    return db.session.scalars(sa.select(Experiment).where(Experiment.id == entry.experiment_id)).one()


def _about(actor: Person, experiment: Experiment, entry: DiaryEntry) -> dict[str, int]:
    return {
        "actor_id": actor.id,
        "idea_id": experiment.idea_id,
        "experiment_id": experiment.id,
        "entry_id": entry.id,
    }
