"""A decision keeps what the numbers said, names what it goes against, and leaves a case behind."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed
from innovate.core.journal import JournalEntry
from innovate.experiments import commands
from innovate.experiments.models import Case, Conclusion, Experiment, Verdict
from innovate.recognition.models import Post, PostPerson
from innovate.search.queries import case_candidates
from tests import factories
from tests.provisioning.visits import keep


@pytest.fixture
def equal(running):
    """`equal()`: a running experiment whose arms show the same."""

    def make(**fields):
        found = running(**fields)
        rows = [(arm.id, today(), 31, 50, None) for arm in found.arms]
        commands.record_measurements(found.owner, found, rows=rows)
        keep()
        return found

    return make


@pytest.fixture
def decide(leader_of):
    """`decide(experiment, Conclusion.SCALE)`: the leader's decision, with what differs."""

    def do(found, conclusion=Conclusion.SCALE, **fields):
        words: dict[str, Any] = {"lesson": "Print it large.", "spent_cents": 0} | fields
        commands.conclude_experiment(leader_of(found.idea), found, conclusion=conclusion, **words)
        keep()
        return case_of(found)

    return do


def case_of(found):
    return db.session.scalars(sa.select(Case).where(Case.experiment_id == found.id)).one()


def test_what_the_numbers_said_is_kept_with_the_decision(measured, decide):
    found = measured()
    decide(found)
    assert found.verdict is Verdict.BETTER
    assert found.effect_low < found.effect < found.effect_high
    assert found.effect == pytest.approx(8.0)
    assert "8.0" in found.result


@pytest.mark.parametrize(
    ("make", "conclusion", "sentence"),
    [
        ("equal", Conclusion.SCALE, "cannot tell whether it is better, and it is scaled"),
        ("measured", Conclusion.STOP, "say that it is better, and it is stopped"),
    ],
)
def test_a_decision_against_the_numbers_needs_a_reason_and_moves_nothing_without(
    measured, equal, decide, make, conclusion, sentence
):
    found = {"measured": measured, "equal": equal}[make]()
    stage_id = found.idea.stage_id
    with pytest.raises(BadInput, match=sentence) as refusal:
        decide(found, conclusion)
    assert (refusal.value.field, found.idea.stage_id, found.conclusion) == ("departure", stage_id, None)
    case = decide(found, conclusion, departure="The new counter opens in May anyway.")
    assert found.departure == "The new counter opens in May anyway."
    assert any(sentence in one for one in case.caveats)


def test_a_decision_that_follows_the_numbers_needs_none(measured, equal, decide):
    decide(measured())
    decide(equal(), Conclusion.STOP)


def test_a_decision_before_the_planned_end_is_named_with_what_the_interval_allows(measured, equal, decide):
    early = decide(measured()).caveats
    assert any("10 days before the planned end" in one and "allows it" in one for one in early)
    unclear = decide(equal(), Conclusion.STOP).caveats
    assert any("could not tell yet" in one for one in unclear)


def test_a_decision_on_the_last_day_is_not_called_early(measured, decide):
    case = decide(measured(ends_on=today()))
    assert not any("planned end" in one for one in case.caveats)


def test_the_case_says_why_and_where_it_was_tried(measured, decide):
    found = measured()
    case = decide(found)
    assert case.title == found.idea.title
    assert "Customers wait." in case.context
    assert f"Tried in {found.idea.area.name} for people who return a parcel" in case.context


def test_each_round_leaves_its_own_case_and_the_next_takes_over_the_plan(measured, decide, leader_of, plan):
    helper, team = factories.person(), factories.team()
    first = measured(member_ids=[helper.id], team_id=team.id, if_better="Print it at every counter.", risks="A queue.")
    leader = leader_of(first.idea)
    second = commands.open_next_round(leader, first, change="Larger print.", lesson="Too small.", spent_cents=0)
    keep()
    assert case_of(first).experiment_id == first.id
    assert first.verdict is Verdict.BETTER
    assert (second.team_id, second.if_better, second.risks) == (team.id, "Print it at every counter.", "A queue.")
    assert [one.person_id for one in second.members] == [helper.id]
    assert (second.seal, second.seed, second.verdict) == (None, None, None)
    commands.start_experiment(second.owner, second, checklist_done=True)
    rows = [(arm.id, today(), 31, 50, None) for arm in second.arms]
    commands.record_measurements(second.owner, second, rows=rows)
    keep()
    decide(second, Conclusion.STOP)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Case)) == 2


# The words of a case.


def test_owner_and_leader_put_a_case_in_better_words_and_the_journal_keeps_the_former(measured, decide, leader_of):
    found = measured()
    case = decide(found)
    was = case.context
    commands.improve_case(found.owner, case, title="Labels on the phone", context="Half had **no printer**.")
    keep()
    assert case.context_html == "<p>Half had <strong>no printer</strong>.</p>\n"
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.name == "CaseImproved")).one()
    assert was.splitlines()[0] in entry.payload
    commands.improve_case(leader_of(found.idea), case, title="Labels by phone", context="Half had no printer.")


def test_others_leave_a_case_as_it_is(measured, decide):
    case = decide(measured())
    with pytest.raises(NotAllowed):
        commands.improve_case(factories.person(), case, title="Mine", context="Mine.")


@pytest.mark.parametrize(("title", "context", "field"), [(" ", "Why.", "title"), ("Labels", " ", "context")])
def test_a_case_keeps_having_words(measured, decide, title, context, field):
    found = measured()
    with pytest.raises(BadInput) as refusal:
        commands.improve_case(found.owner, decide(found), title=title, context=context)
    assert refusal.value.field == field


def found_by(text):
    return list(db.session.scalars(sa.select(case_candidates(text).subquery().c.id)))


def test_a_case_is_found_by_its_idea_its_change_its_lesson_and_its_new_words(measured, decide):
    case = decide(measured(), lesson="Nobody owns a *laminator*.")
    for text in ("laminator", "labels phone", "waiting customers", "lam", "first-contact resolution"):
        assert found_by(text) == [case.id], text
    assert found_by("unicorn") == found_by("  ") == []
    commands.improve_case(db.session.get_one(Experiment, case.experiment_id).owner, case, title="Übung", context="New.")
    keep()
    assert found_by("ubung") == [case.id]
    assert found_by("waiting customers") == []


# Experiments that were concluded before there were cases.


def test_cases_of_before_are_written_once_with_the_effect_that_stood_then(app, measured, decide):
    found = measured(ends_on=today() + timedelta(days=3))
    kept = decide(found)
    effect, id_ = found.effect, found.id
    for rows in (PostPerson, Post):  # a wall is newer than cases are
        db.session.execute(sa.delete(rows))
    db.session.delete(kept)
    db.session.execute(sa.update(Experiment).values(verdict=None, effect=None, effect_low=None, effect_high=None))
    keep()
    run = app.test_cli_runner().invoke
    assert run(args=["write-cases"]).output == "1 case written.\n"
    assert run(args=["write-cases"]).output == "Every concluded experiment has its case.\n"
    db.session.expire_all()
    again = db.session.get_one(Experiment, id_)
    assert again.verdict is Verdict.BETTER
    assert again.effect == pytest.approx(effect)
    case = case_of(again)
    assert case.at == again.concluded_at
    assert found_by("print large") == [case.id]
