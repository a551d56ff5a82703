"""Each visit stands alone, and works done at once meet each other for real."""

import threading

from flask import g

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from tests import factories
from tests.provisioning import visits


def test_a_visit_does_not_see_the_context_of_the_test(app):
    g.left_by = "the test"

    def look() -> object:
        with app.app_context():
            return g.get("left_by")

    assert visits.alone(look) is None


def test_works_at_once_run_side_by_side_and_see_what_the_test_made(app, at_once):
    ana = factories.person(name="Ana").id
    threads = at_once([lambda: (db.session.get_one(Person, ana).name, threading.get_ident())] * 8)
    assert {name for name, _ in threads} == {"Ana"}
    assert len({thread for _, thread in threads}) == 8


def test_a_refusal_at_once_is_an_answer_like_any_other(app, at_once):
    def refuse():
        raise RuleBroken("Not now.")

    outcomes = at_once([refuse, lambda: 1])
    assert isinstance(outcomes[0], RuleBroken)
    assert outcomes[1] == 1
