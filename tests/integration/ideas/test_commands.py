"""Posting and editing: one form posts one idea, drafts are one's own, and an edit loses nobody's words."""

from typing import Any

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.ideas.commands import (
    EditCrossed,
    discard_draft,
    edit_idea,
    new_form_key,
    return_with_question,
    save_draft,
    submit_idea,
    take_up,
)
from innovate.ideas.models import CreditPart, Draft, Idea, StageKind
from innovate.ideas.queries import get_idea
from innovate.ideas.ranking import trend
from tests import factories
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")
WORDS: dict[str, Any] = {
    "title": "Call back",
    "problem": "Customers **wait** on the line.",
    "proposal": "Offer a call back.",
}


@pytest.fixture
def area():
    factories.stages()
    return factories.area()


def typed(**changes):
    return {**WORDS, "effect": "", "area_id": None, **changes}


def test_an_idea_starts_open_with_its_author_credited_and_a_promise(area):
    author = factories.person(team_id=factories.team().id)
    idea = submit_idea(author, area=area, **WORDS)
    assert (idea.stage.kind, idea.votes, idea.team_id) == (StageKind.OPEN, 0, author.team_id)
    assert [(one.person_id, one.part) for one in idea.credits] == [(author.id, CreditPart.AUTHOR)]
    assert idea.due_at is not None
    assert (idea.due_at - idea.submitted_at).days == 14
    assert idea.trend == trend(0, idea.submitted_at)
    assert idea.problem_html == "<p>Customers <strong>wait</strong> on the line.</p>\n"
    assert idea.summary == "Customers wait on the line."


@pytest.mark.parametrize("missing", ["title", "problem", "proposal"])
def test_what_is_missing_is_named_at_its_field(area, missing):
    with pytest.raises(BadInput) as refusal:
        submit_idea(factories.person(), area=area, **{**WORDS, missing: " "})
    assert refusal.value.field == missing


def test_an_area_that_was_closed_takes_no_idea(area):
    area.is_active = False
    with pytest.raises(BadInput, match="takes no ideas any more"):
        submit_idea(factories.person(), area=area, **WORDS)


def test_a_form_that_is_sent_twice_posts_one_idea(area):
    author, key = factories.person(), new_form_key()
    first = submit_idea(author, area=area, key=key, **WORDS)
    assert submit_idea(author, area=area, key=key, **WORDS) is first
    other = {**WORDS, "title": "Call at noon"}
    assert submit_idea(author, area=area, key=new_form_key(), **other) is not first


def test_somebody_elses_form_key_is_no_key_to_their_idea(area):
    key = new_form_key()
    theirs = submit_idea(factories.person(), area=area, key=key, **WORDS)
    assert submit_idea(factories.person(), area=area, key=key, **WORDS) is not theirs


def test_a_draft_is_kept_once_for_each_form_and_used_up_by_submitting(area):
    author, key = factories.person(), new_form_key()
    save_draft(author, None, key=key, **typed(title="Call"))
    draft = save_draft(author, None, key=key, **typed())
    assert (draft.title, db.session.scalar(sa.select(sa.func.count(Draft.id)))) == ("Call back", 1)
    idea = submit_idea(author, area=area, draft=draft, **WORDS)
    assert db.session.scalar(sa.select(sa.func.count(Draft.id))) == 0
    with pytest.raises(RuleBroken, match="submitted already"):
        save_draft(author, None, key=idea.form_key, **typed())


def test_nobody_else_knows_of_a_draft(area):
    draft = save_draft(factories.person(), None, **typed())
    stranger = factories.admin()
    with pytest.raises(NotFound):
        save_draft(stranger, draft, **typed())
    with pytest.raises(NotFound):
        discard_draft(stranger, draft)
    with pytest.raises(NotFound):
        submit_idea(stranger, area=area, draft=draft, **WORDS)


def test_an_author_edits_until_the_review(area):
    author = factories.person()
    idea = submit_idea(author, area=area, **WORDS)
    edit_idea(author, idea, area=area, effect="Less waiting", version=idea.version, **{**WORDS, "title": "Better"})
    assert (idea.title, idea.effect_html, idea.edited_at is not None) == ("Better", "<p>Less waiting</p>\n", True)
    take_up(db.session.get(Person, area.leader_id), idea)
    with pytest.raises(RuleBroken, match="until its review begins"):
        edit_idea(author, idea, area=area, effect="", version=idea.version, **WORDS)


def test_an_author_edits_in_review_while_a_question_waits_but_not_the_area(area):
    author, leader = factories.person(), db.session.get_one(Person, area.leader_id)
    idea = submit_idea(author, area=area, **WORDS)
    take_up(leader, idea)
    return_with_question(leader, idea, question="How many calls?")
    edit_idea(author, idea, area=area, effect="", version=idea.version, **{**WORDS, "problem": "900 calls a day."})
    assert idea.summary == "900 calls a day."
    with pytest.raises(BadInput) as refusal:
        edit_idea(author, idea, area=factories.area(), effect="", version=idea.version, **WORDS)
    assert refusal.value.field == "area_id"


def test_a_colleague_edits_nothing(area):
    idea = submit_idea(factories.person(), area=area, **WORDS)
    with pytest.raises(NotAllowed):
        edit_idea(factories.person(), idea, area=area, effect="", version=idea.version, **WORDS)


def test_an_edit_of_an_older_version_is_refused_and_changes_nothing(area):
    author = factories.person()
    idea = submit_idea(author, area=area, **WORDS)
    read = idea.version
    edit_idea(author, idea, area=area, effect="", version=read, **{**WORDS, "title": "First"})
    with pytest.raises(EditCrossed):
        edit_idea(author, idea, area=area, effect="", version=read, **{**WORDS, "title": "Second"})
    assert idea.title == "First"


def test_of_two_edits_at_once_one_is_kept_and_the_other_reads_why(area, at_once):
    author = factories.person()
    idea = submit_idea(author, area=area, **WORDS)
    keep()
    author_id, idea_id, area_id, version = author.id, idea.id, area.id, idea.version

    def edit(title):
        return lambda: (
            edit_idea(
                db.session.get_one(Person, author_id),
                get_idea(idea_id),
                area=db.session.get_one(Area, area_id),
                effect="",
                version=version,
                **{**WORDS, "title": title},
            ).title
        )

    outcomes = at_once([edit("One"), edit("Other")])
    kept = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, str)] == [EditCrossed]
    assert get_idea(idea_id).title == kept[0]


def test_the_same_form_at_once_makes_one_idea_and_one_event(area, as_user):
    author, key = factories.person(), new_form_key()
    visitor = as_user(author)
    data = {**WORDS, "form_key": key, "area_id": area.id, "effect": ""}
    answers = [visitor.post("/ideas/new", data=data) for _ in range(3)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert db.session.scalar(sa.select(sa.func.count(Idea.id))) == 1
    submitted = sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.name == "IdeaSubmitted")
    assert db.session.scalar(submitted) == 1
