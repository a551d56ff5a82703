"""A fresh installation: every page leads to setting up, once."""

import pytest
import sqlalchemy as sa

from innovate.accounts import commands
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.ideas.models import Stage, StageKind
from innovate.permissions import Role
from innovate.review.models import Criterion
from tests import factories

ADA = {"name": "Ada Berg", "email": "ada@company.example", "password": "window marble tractor"}


@pytest.fixture(autouse=True)
def _as_if_just_started(app):
    app.extensions.pop("innovate.somebody", None)
    yield
    app.extensions.pop("innovate.somebody", None)


@pytest.mark.parametrize("url", ["/", "/ideas", "/sign-in", "/people/1", "/admin/people", "/password"])
def test_every_page_leads_to_setting_up(app, stranger, url):
    answer = stranger.get(url)
    assert (answer.status_code, answer.location) == (303, "/setup")
    assert "Create the first administrator" in stranger.get("/setup").text


def test_the_first_administrator_is_signed_in_and_finds_a_laid_out_house(app, stranger):
    answer = stranger.post("/setup", data=ADA)
    assert (answer.status_code, answer.location) == (303, "/admin")
    assert "Next steps" in stranger.get("/admin").text
    ada = db.session.scalars(sa.select(Person)).one()
    assert ada.roles == {Role.EMPLOYEE, Role.ADMIN}
    assert set(db.session.scalars(sa.select(Stage.kind))) == set(StageKind)
    assert db.session.scalar(sa.select(Criterion.id).limit(1))


def test_there_is_no_second_first_administrator(app, stranger):
    stranger.post("/setup", data=ADA)
    assert stranger.get("/setup").status_code == 404
    assert stranger.post("/setup", data={**ADA, "email": "eve@company.example"}).status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1


def test_bad_input_keeps_what_was_typed_and_says_what_to_mend(app, stranger):
    answer = stranger.post("/setup", data={"name": "Ada Berg", "email": "ada", "password": "short"})
    assert answer.status_code == 422
    assert 'value="Ada Berg"' in answer.text
    assert "This does not look like an e-mail address." in answer.text
    answer = stranger.post("/setup", data={**ADA, "password": "short"})
    assert "Use at least 15 characters" in answer.text
    assert db.session.scalar(sa.select(Person.id)) is None


def test_of_several_at_once_one_wins_and_the_others_are_told(app, at_once):
    works = [
        lambda n=n: (
            commands.create_first_administrator(
                name=f"Ada {n}", email=f"ada{n}@company.example", password="window marble tractor"
            ).id
        )
        for n in range(4)
    ]
    outcomes = at_once(works)
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, RuleBroken) for outcome in outcomes) == 3
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Stage.id))) == 5


def test_with_somebody_there_is_nothing_to_set_up(app, stranger):
    factories.person()
    assert stranger.get("/setup").status_code == 404
    assert stranger.get("/sign-in").status_code == 200


def test_once_somebody_is_known_the_question_is_not_asked_again(app, stranger):
    factories.person()
    stranger.get("/sign-in")
    assert app.extensions["innovate.somebody"] is True
