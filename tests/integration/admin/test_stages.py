"""Stages: every kind keeps one, none that ideas have been in is removed, and the order is the kinds'."""

import pytest
import sqlalchemy as sa

from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.ideas.commands.stages import remove_stage, save_stage
from innovate.ideas.models import Stage, StageKind
from innovate.permissions import Role
from tests import factories
from tests.provisioning.visits import keep


def order():
    return db.session.scalars(sa.select(Stage.name).order_by(Stage.position)).all()


def add(actor, name, kind=StageKind.REVIEW, position=99, stage=None, **more):
    values = {"promised_days": None, "work_limit": None, **more}
    return save_stage(actor, stage, name=name, kind=kind, position=position, **values)


def test_a_second_stage_of_a_kind_stands_beside_the_first_wherever_it_was_put(app):
    boss = factories.admin()
    factories.stages()
    add(boss, "Second look")
    assert order() == ["Open", "Review", "Second look", "Experiment", "Reward", "Closed"]
    add(boss, "First look", position=1)
    assert order() == ["Open", "First look", "Review", "Second look", "Experiment", "Reward", "Closed"]
    places = db.session.scalars(sa.select(Stage.position).order_by(Stage.position)).all()
    assert list(places) == list(range(1, 8))


@pytest.mark.parametrize("kind", [StageKind.EXPERIMENT, StageKind.REWARD, StageKind.CLOSED])
def test_an_idea_is_tried_rewarded_and_closed_in_one_stage(app, kind):
    factories.stages()
    with pytest.raises(BadInput, match="one stage of the kind"):
        add(factories.admin(), "Another", kind=kind)


def test_a_stage_is_renamed_and_moved_but_keeps_its_kind(app):
    boss, stages = factories.admin(), factories.stages()
    review = stages[StageKind.REVIEW]
    add(boss, "Look closely", position=2, stage=review, promised_days=7, work_limit=5)
    assert (review.name, review.promised_days, review.work_limit) == ("Look closely", 7, 5)
    with pytest.raises(BadInput, match="keeps its kind"):
        add(boss, "Look closely", kind=StageKind.OPEN, stage=review)
    with pytest.raises(BadInput, match="Another stage"):
        add(boss, "look CLOSELY")


def test_the_last_of_a_kind_and_one_that_was_used_stay(app):
    boss, stages = factories.admin(), factories.stages()
    with pytest.raises(RuleBroken, match="last stage of its kind"):
        remove_stage(boss, stages[StageKind.REVIEW])
    factories.idea()
    second = add(boss, "Second call", kind=StageKind.OPEN)
    with pytest.raises(RuleBroken, match="have been in"):
        remove_stage(boss, stages[StageKind.OPEN])
    remove_stage(boss, second)
    assert "Second call" not in order()


def test_only_an_administrator_keeps_stages(app):
    hr, stages = factories.hr(), factories.stages()
    with pytest.raises(NotAllowed):
        add(hr, "Mine")
    with pytest.raises(NotAllowed):
        remove_stage(hr, stages[StageKind.OPEN])


def test_two_who_remove_the_last_two_of_a_kind_at_once_leave_one(app, at_once):
    boss, stages = factories.admin(), factories.stages()
    second = add(boss, "Second look")
    ids, boss_id = [stages[StageKind.REVIEW].id, second.id], boss.id
    keep()

    def remove(stage_id):
        remove_stage(db.session.get_one(type(boss), boss_id), db.session.get_one(Stage, stage_id))
        return "done"

    outcomes = at_once([lambda one=one: remove(one) for one in ids])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RuleBroken", "str"], outcomes


def test_stages_are_kept_through_their_pages(app, as_user):
    stages = factories.stages()
    visitor = as_user(factories.person("Ada", Role.ADMIN))
    form = {"name": "Second look", "kind": "review", "position": "3", "promised_days": "5"}
    assert visitor.post("/admin/stages/new", data=form).status_code == 303
    assert "Second look" in visitor.get("/admin/stages").text
    made = db.session.scalars(sa.select(Stage).where(Stage.name == "Second look")).one()
    assert visitor.post(f"/admin/stages/{made.id}", data={**form, "name": "Third look"}).status_code == 303
    assert visitor.post(f"/admin/stages/{made.id}", data={**form, "name": ""}).status_code == 422
    refused = visitor.post(f"/admin/stages/{stages[StageKind.OPEN].id}/remove")
    assert refused.status_code == 409
    assert "last stage of its kind" in refused.text
    assert visitor.post(f"/admin/stages/{made.id}/remove").status_code == 303
