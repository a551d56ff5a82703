"""The worker and the checks: mail once, revivals once, sweeping, and drift that is found and put right."""

import re
import socket
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from config import Config
from innovate import invariants, worker
from innovate.core import outbox
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.outbox import Mail
from innovate.ideas.models import Idea, Place
from innovate.voting.commands import cast_vote
from tests import factories as make
from tests.integration.ideas.places import at
from tests.provisioning.visits import keep


class Letterbox:
    """A mail server that keeps what it is handed, or turns everything away."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.is_open = is_open
        self.letters: list[str] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - its name
        if not self.is_open:
            return "451 Later"
        self.letters.append(envelope.content.decode())  # type: ignore[attr-defined]  # aiosmtpd has no types
        return "250 OK"


def serving(letterbox: Letterbox) -> Controller:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return Controller(letterbox, hostname="127.0.0.1", port=port)


def config(app: Flask, controller: Controller) -> Config:
    settings: Config = app.config["SETTINGS"]
    url = f"smtp://{controller.hostname}:{controller.port}"
    return replace(settings, mail_url=url, mail_from="Innovate <innovate@lindqvist.example>")


def mail() -> Mail:
    db.session.rollback()
    return db.session.scalars(sa.select(Mail)).one()


def test_mail_leaves_once_with_a_name_of_its_own(app: Flask) -> None:
    for _ in range(2):
        outbox.queue("reset:7", "ana@example.test", "Your new password", "Here: å")
    keep()
    letterbox = Letterbox()
    controller = serving(letterbox)
    controller.start()
    try:
        settings = config(app, controller)
        assert worker.send_mail(settings) == 1
        assert worker.send_mail(settings) == 0
    finally:
        controller.stop()

    assert len(letterbox.letters) == 1
    assert f"Message-ID: <{mail().id}.reset-7@lindqvist.example>" in letterbox.letters[0]
    assert mail().sent_at is not None


def test_a_mail_arrives_as_it_was_written_and_says_that_a_machine_sent_it(app: Flask) -> None:
    words = "From now on it is so.\n\n.A line that begins with a dot\n"
    outbox.queue("reset:7", "ana@example.test", "Your new password", words)
    keep()
    letterbox = Letterbox()
    controller = serving(letterbox)
    controller.start()
    try:
        worker.send_mail(config(app, controller))
    finally:
        controller.stop()
    head, _, body = letterbox.letters[0].replace("\r\n", "\n").partition("\n\n")
    assert body == words
    assert "Auto-Submitted: auto-generated" in head


@pytest.mark.parametrize("end", ["\u2028", "\x85", "\r\nBcc: all@example.test\r\n"])
def test_a_line_end_in_somebodys_name_neither_holds_a_mail_back_nor_begins_a_header(app: Flask, end: str) -> None:
    outbox.queue("invitation:7", "ana@example.test", f"Bo{end}Lind invites you", "Here.")
    keep()
    letterbox = Letterbox()
    controller = serving(letterbox)
    controller.start()
    try:
        assert worker.send_mail(config(app, controller)) == 1
    finally:
        controller.stop()
    head, _, _body = letterbox.letters[0].replace("\r\n", "\n").partition("\n\n")
    assert re.search(r"^Subject: Bo .*Lind invites you$", head, re.MULTILINE)
    assert "\nBcc:" not in head


def test_mail_that_is_turned_away_is_tried_again_later(app: Flask) -> None:
    outbox.queue("reset:7", "ana@example.test", "Your new password", "Here.")
    keep()
    letterbox = Letterbox(is_open=False)
    controller = serving(letterbox)
    controller.start()
    try:
        settings = config(app, controller)
        assert worker.send_mail(settings) == 0
        assert mail().tries == 1
        letterbox.is_open = True
        assert worker.send_mail(settings) == 0
        with held(now() + timedelta(minutes=3)):
            assert worker.send_mail(settings) == 1
    finally:
        controller.stop()
    assert (mail().problem, len(letterbox.letters)) == (None, 1)


def test_two_workers_do_not_take_the_same_mail(app: Flask) -> None:
    outbox.queue("reset:7", "ana@example.test", "Your new password", "Here.")
    keep()
    taken: list[Mail | None] = []

    def claim() -> None:
        with app.app_context():
            taken.append(worker.kept(outbox.claim))
            db.session.remove()

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(one is not None for one in taken) == 1


def test_without_a_mail_server_mail_waits(app: Flask) -> None:
    outbox.queue("reset:7", "ana@example.test", "Your new password", "Here.")
    keep()

    assert worker.send_mail(app.config["SETTINGS"]) == 0
    assert mail().sent_at is None


def test_a_parked_idea_opens_on_its_day_and_not_before(app: Flask) -> None:
    idea = at(Place.PARKED)
    keep()

    with held(now() + timedelta(days=29)):
        assert worker.revive_ideas() == 0
    with held(now() + timedelta(days=30)):
        assert worker.revive_ideas() == 1
        assert worker.revive_ideas() == 0

    db.session.expire_all()
    assert idea.place is Place.OPEN
    assert list(invariants.broken()) == []


def test_the_worker_stops_when_it_is_told_to(app: Flask) -> None:
    stop = threading.Event()
    keep()

    def run() -> None:
        with app.app_context():
            worker.run(app.config["SETTINGS"], stop)

    thread = threading.Thread(target=run)
    thread.start()
    stop.set()
    thread.join(20)

    assert not thread.is_alive()


def test_drift_of_a_counter_is_found_and_put_right(app: Flask) -> None:
    idea = make.idea()
    cast_vote(make.person(), idea)
    keep()
    assert list(invariants.broken()) == []
    db.session.execute(sa.update(Idea).where(Idea.id == idea.id).values(votes=7, version=Idea.version))
    keep()

    assert list(invariants.broken()) == [f"Idea {idea.id} says 7 votes and has 1."]
    assert {name: n for name, n in invariants.recount().items() if n} == {"votes": 1}
    assert list(invariants.broken()) == []


def test_an_idea_moved_behind_its_history_is_found(app: Flask) -> None:
    idea, other = make.idea(), at(Place.REVIEW)
    keep()
    db.session.execute(sa.update(Idea).where(Idea.id == idea.id).values(stage_id=other.stage_id, version=Idea.version))

    assert f"Idea {idea.id} does not stand where its history ends." in list(invariants.broken())
    db.session.rollback()


def test_the_commands_say_how_it_is(app: Flask) -> None:
    make.idea()
    keep()
    runner = app.test_cli_runner()

    assert "Everything that must be true is true." in runner.invoke(args=["verify"]).output
    assert "votes: all right" in runner.invoke(args=["recount"]).output
    db.session.execute(sa.update(Idea).values(votes=3, version=Idea.version))
    keep()
    found = runner.invoke(args=["verify"])
    assert found.exit_code == 1
    assert "says 3 votes" in found.output
    assert "votes: 1 put right" in runner.invoke(args=["recount"]).output
