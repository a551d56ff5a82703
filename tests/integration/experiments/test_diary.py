"""The diary: who writes, what is shown, and that photos stay with their entry and nowhere else."""

import io
import os
import re
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app
from PIL import Image
from werkzeug.test import encode_multipart

from innovate import invariants
from innovate.accounts.models import Person
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.pictures import LEFT_ALONE
from innovate.experiments import commands, queries
from innovate.experiments.models import Conclusion, DiaryEntry, Experiment, Photo
from innovate.experiments.photos import photos_in
from innovate.worker import kept
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep


def picture(form="JPEG", size=(40, 30)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, form)
    return buffer.getvalue()


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def seen(page):
    return re.findall(r'name="seen"[^>]*value="([^"]+)"', page.text)[0]


def files():
    return sorted(path.name for path in current_app.config["SETTINGS"].photos.glob("*"))


@pytest.fixture(autouse=True)
def own_folder(app, tmp_path):
    """A folder of this test's own for its photos."""
    settings = app.config["SETTINGS"]
    object.__setattr__(settings, "photos_path", tmp_path / "photos")
    yield
    object.__setattr__(settings, "photos_path", None)


@pytest.fixture
def writer(as_user):
    """`writer(experiment)(body=…, photo_1=bytes)`: its owner writes in the diary."""

    def at(experiment, person=None):
        visitor = as_user(person or experiment.owner)

        def write(**fields):
            data = {"day": today().isoformat(), "body": ""} | fields
            data = {name: (io.BytesIO(one), "p.jpg") if isinstance(one, bytes) else one for name, one in data.items()}
            return visitor.post(f"/experiments/{experiment.id}/diary", data=data, content_type="multipart/form-data")

        return write

    return at


# Words.


def test_what_was_seen_and_what_a_customer_said_stand_day_by_day(running, writer, as_user):
    found = running()
    write = writer(found)
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert write(body="The **printer** broke.", day=yesterday).status_code == 303
    assert write(body="Finally somebody listens.", is_customer="y").status_code == 303
    page = as_user(factories.person()).get(f"/experiments/{found.id}/diary")
    assert "<strong>printer</strong>" in page.text
    assert re.search(r'<blockquote class="diary-words spoken">\s*<p>Finally somebody listens.', page.text)
    assert page.text.index("Finally") < page.text.index("printer")
    assert "Write in the diary" not in page.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Say what you saw or heard, or add a photo."),
        ({"body": "x", "day": (today() + timedelta(days=1)).isoformat()}, "That day has not come yet."),
        ({"body": "x", "day": "1999-01-01"}, "long before the experiment"),
        ({"body": "x" * 10_001}, "Keep this within 10,000 characters."),
        ({"body": "Kept words", "photo_1": picture()}, "Say what the photo shows"),
        ({"body": "Kept words", "photo_1": b"<svg/>", "words_1": "A label"}, "This is no picture that we can show."),
    ],
)
def test_an_entry_that_cannot_be_keeps_what_was_typed(running, writer, fields, sentence):
    answer = writer(running())(**fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fields.get("body", "")[:20] in answer.text
    assert ("chosen again" in answer.text) is ("photo_1" in fields)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DiaryEntry)) == 0
    assert files() == []


def test_owner_team_and_leader_write_and_nobody_else(running, leader_of):
    helper = factories.person()
    found = running(member_ids=[helper.id])
    for person in (found.owner, helper, leader_of(found.idea)):
        commands.write_diary(person, found, day=today(), body="Seen.")
    for person in (found.idea.author, factories.admin(), factories.hr(), factories.reviewer()):
        with pytest.raises(NotAllowed):
            commands.write_diary(person, found, day=today(), body="Seen.")


def test_others_cannot_write_behind_the_form(running, writer):
    found = running()
    assert writer(found, factories.person())(body="Seen.", photo_1=picture(), words_1="It").status_code == 403
    assert files() == []


def test_nothing_is_written_behind_a_conclusion_that_comes_meanwhile(measured, leader_of, at_once):
    found = measured()
    experiment_id, owner_id, leader_id = found.id, found.owner_id, leader_of(found.idea).id

    def writing():
        person, experiment = db.session.get_one(Person, owner_id), db.session.get_one(Experiment, experiment_id)
        commands.write_diary(person, experiment, day=today(), body="Seen.")

    def concluding():
        person, experiment = db.session.get_one(Person, leader_id), db.session.get_one(Experiment, experiment_id)
        commands.conclude_experiment(person, experiment, conclusion=Conclusion.SCALE, lesson="Yes.", spent_cents=0)

    outcomes = at_once([writing, writing, concluding, writing, writing])
    assert {type(one).__name__ for one in outcomes} <= {"NoneType", "RuleBroken"}
    concluded_at = db.session.scalar(sa.select(Experiment.concluded_at))
    written = list(db.session.scalars(sa.select(DiaryEntry.at)))
    assert concluded_at is not None
    assert all(at <= concluded_at for at in written)
    assert len(written) == outcomes.count(None) - 1


def test_a_concluded_experiment_keeps_its_diary_as_it_was(measured, leader_of):
    found = measured()
    entry = commands.write_diary(found.owner, found, day=today(), body="Seen.")
    leader = leader_of(found.idea)
    commands.conclude_experiment(leader, found, conclusion=Conclusion.SCALE, lesson="Yes.", spent_cents=0)
    keep()
    with pytest.raises(RuleBroken, match="diary stays"):
        commands.write_diary(found.owner, found, day=today(), body="More.")
    with pytest.raises(RuleBroken, match="diary stays"):
        commands.edit_diary(found.owner, entry, day=today(), body="Less.", is_customer=False)
    commands.delete_diary(found.owner, entry)  # what should not have been written can always go
    keep()
    assert queries.diary(found.owner, found).items == ()


def test_only_its_author_edits_or_deletes_an_entry(running, as_user, leader_of):
    found = running()
    entry = commands.write_diary(found.owner, found, day=today(), body="Seen.")
    keep()
    for person in (leader_of(found.idea), factories.admin(), factories.person()):
        visitor = as_user(person)
        for act in ("edit", "delete"):
            assert visitor.get(f"/diary/{entry.id}/{act}").status_code == 403
            assert visitor.post(f"/diary/{entry.id}/{act}").status_code == 403


def test_an_entry_is_asked_about_once_more_before_it_goes(running, as_user):
    found = running()
    entry = commands.write_diary(found.owner, found, day=today(), body="Seen.")
    keep()
    visitor = as_user(found.owner)
    assert "Delete this entry?" in visitor.get(f"/diary/{entry.id}/delete").text
    assert visitor.post(f"/diary/{entry.id}/delete").status_code == 303
    assert "Nothing is written yet" in visitor.get(f"/experiments/{found.id}/diary").text


def test_an_entry_changed_elsewhere_meanwhile_is_not_lost(running, as_user):
    found = running()
    entry = commands.write_diary(found.owner, found, day=today(), body="Seen.")
    keep()
    url, visitor = f"/diary/{entry.id}/edit", as_user(found.owner)
    opened = seen(visitor.get(url))
    first = {"day": today().isoformat(), "body": "First tab.", "seen": opened}
    assert visitor.post(url, data=first).status_code == 303
    late = visitor.post(url, data=first | {"body": "Second tab."})
    assert late.status_code == 409
    assert "First tab." in late.text
    assert "Second tab." in late.text


def test_a_long_diary_comes_in_pages(running, as_user):
    found = running()
    for n in range(25):
        commands.write_diary(found.owner, found, day=today() - timedelta(days=n // 3), body=f"Note {n:02}.")
    keep()
    visitor = as_user(found.owner)
    first = visitor.get(f"/experiments/{found.id}/diary")
    older = re.findall(r'href="(/experiments/\d+/diary\?before=[^"]+)"', first.text)[0]
    second = visitor.get(older)
    notes = [*re.findall(r"Note (\d\d)\.", first.text), *re.findall(r"Note (\d\d)\.", second.text)]
    assert sorted(notes) == [f"{n:02}" for n in range(25)]
    assert visitor.get(f"/experiments/{found.id}/diary?before=nonsense").status_code == 422


# Photos.


def test_a_photo_is_shown_to_whoever_reads_the_experiment_and_cannot_do_anything(running, writer, as_user, stranger):
    found = running()
    assert writer(found)(body="The label.", photo_1=picture(size=(2000, 1000)), words_1="A label").status_code == 303
    (photo,) = db.session.scalars(sa.select(Photo))
    page = as_user(factories.person()).get(f"/experiments/{found.id}/diary")
    assert f'src="/diary/photos/{photo.id}.webp" alt="A label" width="1600" height="800"' in page.text
    answer = as_user(factories.person()).get(f"/diary/photos/{photo.id}.webp")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "private" in answer.headers["Cache-Control"]
    answer.close()
    assert files() == [photo.file]
    assert stranger.get(f"/diary/photos/{photo.id}.webp").status_code == 302
    assert as_user(factories.person()).get("/diary/photos/999.webp").status_code == 404


def test_several_photos_each_with_its_words(running, writer):
    found = running()
    answer = writer(found)(photo_1=picture(), words_1="One", photo_3=picture("PNG"), words_3="Three")
    assert answer.status_code == 303
    assert [one.words for one in queries.diary(found.owner, found).items[0].photos] == ["One", "Three"]
    assert len(files()) == 2


def test_an_edit_that_names_none_of_its_photos_keeps_them(running, writer, as_user):
    found = running()
    writer(found)(photo_1=picture(), words_1="One")
    entry = queries.diary(found.owner, found).items[0]
    answer = as_user(found.owner).post(f"/diary/{entry.id}/edit", data={"day": "", "body": "Late."})
    assert answer.status_code == 422
    assert 'value="One"' in answer.text


def test_three_photos_as_large_as_each_may_be_do_not_lose_what_was_typed(running, as_user):
    found = running()
    heavy, typed = b"no picture" * 999_999, {"body": "The driver had to ring twice."}
    photos = {f"photo_{n}": (io.BytesIO(heavy), "p.jpg") for n in (1, 2, 3)}
    boundary, sent = encode_multipart(typed | photos | {f"words_{n}": "The door" for n in (1, 2, 3)})
    answer = as_user(found.owner).post(
        f"/experiments/{found.id}/diary", data=sent, content_type=f'multipart/form-data; boundary="{boundary}"'
    )
    assert answer.status_code == 422
    assert "The driver had to ring twice." in answer.text


def test_a_photo_goes_with_its_entry(running, writer, as_user):
    found = running()
    writer(found)(photo_1=picture(), words_1="One")
    (entry,) = db.session.scalars(sa.select(DiaryEntry))
    assert as_user(found.owner).post(f"/diary/{entry.id}/delete").status_code == 303
    assert files() == []
    assert db.session.scalars(sa.select(Photo)).all() == []


def test_a_photo_is_put_in_better_words_taken_away_and_another_added(running, writer, as_user):
    found = running()
    writer(found)(photo_1=picture(), words_1="One", photo_2=picture(), words_2="Two")
    (entry,) = db.session.scalars(sa.select(DiaryEntry))
    first, second = (photo.file for photo in entry.photos)
    url, visitor = f"/diary/{entry.id}/edit", as_user(found.owner)
    fields = {
        "day": today().isoformat(),
        "body": "Better.",
        "seen": seen(visitor.get(url)),
        "photos-0-words": "One, in better words",
        "photos-1-words": "Two",
        "photos-1-is_gone": "y",
        "photo_1": (io.BytesIO(picture()), "p.png"),
        "words_1": "Three",
    }
    assert visitor.post(url, data=fields, content_type="multipart/form-data").status_code == 303
    assert [one.words for one in queries.diary(found.owner, found).items[0].photos] == ["One, in better words", "Three"]
    assert first in files()
    assert second not in files()


def test_a_file_whose_row_was_not_kept_does_not_stay(running, writer):
    answer = writer(running())(photo_1=picture(), words_1="One", photo_2=b"no picture", words_2="Two")
    assert answer.status_code == 422
    assert files() == []


def test_more_photos_than_an_hour_allows_are_refused(running, writer, monkeypatch):
    monkeypatch.setattr("innovate.core.pictures.sending.UPLOADS_AN_HOUR", 1)
    write = writer(running())
    assert write(photo_1=picture(), words_1="One").status_code == 303
    assert write(photo_1=picture(), words_1="Two").status_code == 429
    assert len(files()) == 1


def test_an_entry_holds_six_photos_at_most(running, app):
    found = running()
    photos = photos_in(app.config["SETTINGS"].photos)
    shown = [(photos.take_in(picture()), "One")] * 7
    with pytest.raises(BadInput, match="6 photos at most"):
        commands.write_diary(found.owner, found, day=today(), body="", photos=shown)


def test_verify_finds_a_photo_without_its_file_and_a_file_without_its_photo(running, writer, app):
    found = running()
    writer(found)(photo_1=picture(), words_1="One")
    assert list(invariants.broken()) == []
    (photo,) = db.session.scalars(sa.select(Photo))
    photos = photos_in(app.config["SETTINGS"].photos)
    stray = photos.take_in(picture())
    assert list(invariants.broken()) == []  # a request may still be about it
    long_ago = time.time() - LEFT_ALONE - 60
    os.utime(photos.path_of(stray.file), (long_ago, long_ago))
    photos.path_of(photo.file).rename(photos.folder / "elsewhere")
    assert list(invariants.broken()) == [
        f"The file {photo.file} is missing: a photo of the diary names it.",
        f"The file {stray.file} belongs to no photo of the diary.",
    ]
    assert kept(photos.forget_orphans) == 1
    assert not photos.path_of(stray.file).exists()


def test_a_diary_asks_as_much_for_many_entries_as_for_one(running, as_user):
    found = running()
    visitor, url = as_user(found.owner), f"/experiments/{found.id}/diary"
    commands.write_diary(found.owner, found, day=today(), body="One.")
    visitor.get(url)
    with counted() as few:
        visitor.get(url)
    for n in range(15):
        commands.write_diary(found.owner, found, day=today(), body=f"Note {n}.")
    keep()
    with counted() as many:
        visitor.get(url)
    assert len(many) == len(few)
