"""Appeals: the author asks once, another leader answers by a date, and everybody concerned is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from innovate.accounts.models import Person
from innovate.areas.models import Deputy
from innovate.core.clock import held, now, today
from innovate.core.db import db
from innovate.core.errors import NotAllowed, RuleBroken
from innovate.home.queries import waiting
from innovate.ideas.commands import appeals, moves
from innovate.ideas.deciding import judges
from innovate.ideas.models import (
    Appeal,
    Credit,
    CreditPart,
    DeclineReason,
    Idea,
    IdeaMove,
    Outcome,
    Place,
    Verdict,
)
from innovate.ideas.queries.actions import move_path
from innovate.ideas.queries.pipeline import panel
from innovate.invariants import broken
from innovate.notifications.models import Notification
from innovate.review.models import Assignment
from innovate.review.queries import inbox
from tests import factories as make
from tests.integration.ideas.places import leader_of
from tests.provisioning.statements import counted
from tests.provisioning.visits import Visitor, keep

AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]
AsUser = Callable[[Person], Visitor]


def declined(**fields: Any) -> Idea:
    """An idea that its area's leader has declined."""
    idea = make.idea(**fields)
    moves.decline(leader_of(idea), idea, reason="Too dear.", reason_code=DeclineReason.TOO_COSTLY)
    keep()
    return idea


def appealed(**fields: Any) -> Idea:
    """The same, with an appeal by its author."""
    idea = declined(**fields)
    appeals.appeal(idea.author, idea, reason="It costs **nothing**.")
    keep()
    return idea


def appeal_of(idea: Idea) -> Appeal:
    return db.session.scalars(sa.select(Appeal).where(Appeal.idea_id == idea.id).order_by(Appeal.id.desc())).one()


def heard_by(idea: Idea) -> Person | None:
    area = appeal_of(idea).area
    return db.session.get_one(Person, area.leader_id) if area else None


def place_of(idea: Idea) -> Place:
    return idea.place


def last_line(idea: Idea) -> IdeaMove:
    query = sa.select(IdeaMove).where(IdeaMove.idea_id == idea.id).order_by(IdeaMove.position.desc()).limit(1)
    return db.session.scalars(query).one()


def told(person: Person) -> str:
    """What this person was told last."""
    query = sa.select(Notification.text).where(Notification.person_id == person.id).order_by(Notification.id.desc())
    return db.session.scalars(query.limit(1)).first() or ""


# Appealing.


def test_an_appeal_goes_to_the_leader_of_another_area_with_a_date(app: Flask) -> None:
    other = make.area()

    idea = appealed()

    appeal = appeal_of(idea)
    assert (appeal.area_id, appeal.person_id, appeal.verdict) == (other.id, idea.author_id, None)
    assert appeal.due_at == appeal.at + timedelta(days=14)
    assert place_of(idea) is Place.DECLINED
    assert last_line(idea).move == "appeal"
    assert last_line(idea).reason_html == "<p>It costs <strong>nothing</strong>.</p>\n"
    assert list(broken()) == []


def test_a_co_author_may_appeal_and_a_voter_may_not(app: Flask) -> None:
    idea, coauthor = declined(), make.person()
    make.save(Credit(idea_id=idea.id, person_id=coauthor.id, part=CreditPart.COAUTHOR))
    db.session.expire(idea, ["credits"])

    with pytest.raises(NotAllowed, match="Only the author or a co-author may do this"):
        appeals.appeal(make.person(), idea, reason="Hm.")
    appeals.appeal(coauthor, idea, reason="We can.")

    assert appeal_of(idea).person_id == coauthor.id


def test_there_is_one_appeal_against_a_decision_and_another_against_the_next(app: Flask) -> None:
    make.area()
    idea = appealed()
    with pytest.raises(RuleBroken, match="there is only one"):
        appeals.appeal(idea.author, idea, reason="Again.")
    appeals.dismiss(make.admin(), idea, reason="No.")
    with pytest.raises(RuleBroken, match="there is only one"):
        appeals.appeal(idea.author, idea, reason="Again.")

    moves.reopen(leader_of(idea), idea, reason="Prices fell.")
    moves.decline(leader_of(idea), idea, reason="They rose.", reason_code=DeclineReason.TOO_COSTLY)
    appeals.appeal(idea.author, idea, reason="Not by much.")
    keep()

    assert appeal_count(idea) == 2
    assert list(broken()) == []


def appeal_count(idea: Idea) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Appeal.idea_id == idea.id)) or 0


def test_an_appeal_is_possible_for_thirty_days(app: Flask) -> None:
    idea = declined()

    with held(now() + timedelta(days=31)), pytest.raises(RuleBroken, match="An appeal was possible until"):
        appeals.appeal(idea.author, idea, reason="Late.")
    with held(now() + timedelta(days=29)):
        appeals.appeal(idea.author, idea, reason="In time.")

    assert appeal_count(idea) == 1


# Who hears it.


def test_nobody_hears_an_appeal_who_declined_it_or_stands_close_to_it(app: Flask) -> None:
    idea = make.idea(author=make.person(manager_id=make.leader().id))
    manager = db.session.get_one(Person, idea.author.manager_id)
    report = make.leader(manager_id=idea.author_id)
    declining = make.leader()
    coauthor = make.leader()
    idea.credits.append(Credit(person_id=coauthor.id, part=CreditPart.COAUTHOR))
    gone = make.leader(deactivated_at=now())
    for one in (manager, report, declining, coauthor, gone, leader_of(idea)):
        make.area(leader=one)
    make.area(is_active=False)
    make.save(Deputy(area_id=idea.area_id, person_id=declining.id, starts_on=today(), ends_on=today()))
    db.session.expire(idea.area, ["deputies"])
    free = make.area()
    moves.decline(declining, idea, reason="No.", reason_code=DeclineReason.NO_EFFECT)

    appeals.appeal(idea.author, idea, reason="Yes.")

    assert appeal_of(idea).area_id == free.id


def test_the_leader_with_fewest_appeals_waiting_hears_the_next(app: Flask) -> None:
    busy, idle = make.area(), make.area()
    own = make.area()

    heard = [appeal_of(appealed(area=own)).area_id for _ in range(3)]

    assert heard == [busy.id, idle.id, busy.id]


def test_without_a_free_leader_the_administrators_have_it_and_the_page_says_so(app: Flask) -> None:
    admin = make.admin()
    idea = appealed()

    assert appeal_of(idea).area is None
    assert judges(appeal_of(idea)) == [admin]
    assert "so an administrator answers by" in told(admin)
    shown = panel(idea.author, idea)
    assert shown.following.startswith("No leader of another area is free to hear the appeal, so an administrator")
    assert [(task.kind.value, task.idea_id) for task in waiting(admin).tasks] == [("hear", idea.id)]
    assert [row.id for row in inbox(admin).to_hear] == [idea.id]


def test_who_stands_in_for_the_leader_answers_on_those_days_alone(app: Flask) -> None:
    other, stand_in = make.area(), make.reviewer()
    idea = appealed()
    make.save(Deputy(area_id=other.id, person_id=stand_in.id, starts_on=today(), ends_on=today()))
    keep()

    with held(now() + timedelta(days=1)), pytest.raises(NotAllowed, match="the leader or deputy whom the appeal"):
        appeals.uphold(stand_in, idea, reason="Yes.")
    assert [row.id for row in inbox(stand_in).to_hear] == [idea.id]
    appeals.uphold(stand_in, idea, reason="Yes.")

    assert place_of(idea) is Place.REVIEW


def test_a_handed_over_area_hands_its_appeals_over(app: Flask) -> None:
    other = make.area()
    idea = appealed()
    before = heard_by(idea)
    other.leader_id = make.leader().id
    keep()

    assert before is not None
    with pytest.raises(NotAllowed):
        appeals.dismiss(before, idea, reason="No.")
    assert [one.id for one in judges(appeal_of(idea))] == [other.leader_id]


# Answering.


def test_an_upheld_appeal_is_reviewed_afresh(app: Flask) -> None:
    other, reviewer = make.area(), make.reviewer()
    idea = appealed(area=make.area(reviewers=(reviewer,)))
    judge = heard_by(idea)
    assert judge is not None

    appeals.uphold(judge, idea, reason="It deserves a look.")
    keep()

    appeal = appeal_of(idea)
    assert (idea.place, idea.outcome, idea.round) == (Place.REVIEW, None, 1)
    assert idea.due_at == idea.entered_at + timedelta(days=10)
    assert (appeal.verdict, appeal.area_id) == (Verdict.UPHELD, other.id)
    assert (last_line(idea).due_at, last_line(idea).is_kept) == (appeal.due_at, True)
    asked = sa.select(Assignment.reviewer_id).where(Assignment.idea_id == idea.id, Assignment.round == 1)
    assert list(db.session.scalars(asked)) == [reviewer.id]
    assert list(broken()) == []


def test_a_dismissed_appeal_leaves_the_idea_declined_with_a_reason(app: Flask) -> None:
    make.area()
    idea = appealed()
    judge = heard_by(idea)
    assert judge is not None

    with held(now() + timedelta(days=15)):
        appeals.dismiss(judge, idea, reason="The till is new.")
    keep()

    assert idea.outcome is Outcome.DECLINED
    assert appeal_of(idea).verdict is Verdict.DISMISSED
    assert last_line(idea).is_kept is False
    assert panel(idea.author, idea).following.startswith("The appeal was dismissed, and the decision stands.")
    assert waiting(judge).tasks == ()
    assert list(broken()) == []


def test_whoever_declined_it_does_not_answer_the_appeal(app: Flask) -> None:
    admin = make.admin()
    idea = make.idea()
    moves.decline(admin, idea, reason="No.", reason_code=DeclineReason.NO_EFFECT)
    appeals.appeal(idea.author, idea, reason="Yes.")

    with pytest.raises(NotAllowed, match="who neither declined it nor wrote it"):
        appeals.dismiss(admin, idea, reason="Still no.")
    with pytest.raises(NotAllowed):
        appeals.dismiss(leader_of(idea), idea, reason="Still no.")


def test_reopening_settles_an_appeal_and_tells_who_had_it(app: Flask) -> None:
    make.area()
    idea = appealed()
    judge = heard_by(idea)
    assert judge is not None

    moves.reopen(leader_of(idea), idea, reason="I was wrong.")
    keep()

    assert place_of(idea) is Place.OPEN
    assert appeal_of(idea).verdict is Verdict.SETTLED
    assert "the appeal needs no answer of yours" in told(judge)
    assert list(broken()) == []


def test_everybody_concerned_is_told_in_words(app: Flask) -> None:
    make.area()
    voter = make.person()
    idea = make.idea(title="Lockers")
    make.save(Credit(idea_id=idea.id, person_id=voter.id, part=CreditPart.COAUTHOR))
    db.session.expire(idea, ["credits"])
    decliner, author = leader_of(idea), idea.author
    moves.decline(decliner, idea, reason="No.", reason_code=DeclineReason.NO_EFFECT)
    keep()
    assert told(author) == f"{decliner.name} declined your idea “Lockers” and gave a reason."

    appeals.appeal(author, idea, reason="Yes.")
    keep()
    judge = heard_by(idea)
    assert judge is not None
    assert told(judge).startswith(f"{author.name} appealed against the decision on “Lockers”. It waits for your answer")
    assert told(decliner).startswith(f"{author.name} appealed against your decision on “Lockers”.")
    assert told(voter) == f"{author.name} appealed against the decision on the idea “Lockers”."

    appeals.uphold(judge, idea, reason="Yes.")
    keep()
    assert told(author) == f"{judge.name} upheld the appeal: your idea “Lockers” goes to review."
    assert told(decliner) == told(voter) == f"{judge.name} upheld the appeal: the idea “Lockers” goes to review."


# At once.


def test_two_appeals_at_once_count_once(app: Flask, at_once: AtOnce) -> None:
    make.area()
    idea, coauthor = declined(), make.person()
    make.save(Credit(idea_id=idea.id, person_id=coauthor.id, part=CreditPart.COAUTHOR))
    idea_id, ids = idea.id, (idea.author_id, coauthor.id, idea.author_id)

    def press(person_id: int) -> Callable[[], Any]:
        return lambda: _appeal(person_id, idea_id)

    outcomes = at_once([press(one) for one in ids])

    assert outcomes.count(None) == 1
    assert sum(isinstance(one, RuleBroken) and "there is only one" in one.sentence for one in outcomes) == 2
    assert appeal_count(idea) == 1
    assert list(broken()) == []


def _appeal(person_id: int, idea_id: int) -> None:
    appeals.appeal(db.session.get_one(Person, person_id), db.session.get_one(Idea, idea_id), reason="Yes.")


def test_of_uphold_and_dismiss_at_once_one_wins_and_the_other_reads_which(app: Flask, at_once: AtOnce) -> None:
    make.area()
    idea, admin = appealed(), make.admin()
    judge = heard_by(idea)
    assert judge is not None
    idea_id, judge_id, admin_id, seen = idea.id, judge.id, admin.id, idea.version

    def uphold() -> None:
        actor = db.session.get_one(Person, judge_id)
        appeals.uphold(actor, db.session.get_one(Idea, idea_id), reason="Yes.", version=seen)

    def dismiss() -> None:
        actor = db.session.get_one(Person, admin_id)
        appeals.dismiss(actor, db.session.get_one(Idea, idea_id), reason="No.", version=seen)

    outcomes = at_once([uphold, dismiss])

    [refusal] = [one for one in outcomes if isinstance(one, RuleBroken)]
    is_upheld = idea.place is Place.REVIEW
    assert outcomes.count(None) == 1
    assert appeal_of(idea).verdict is (Verdict.UPHELD if is_upheld else Verdict.DISMISSED)
    assert f"{judge.name} upheld" in refusal.sentence or f"{admin.name} dismissed" in refusal.sentence
    assert list(broken()) == []


# Through the pages.


def test_the_page_shows_the_decision_and_offers_each_what_they_may(app: Flask, as_user: AsUser) -> None:
    make.area()
    idea = declined()
    author, stranger = as_user(idea.author), as_user(make.person())
    path = f"/ideas/{idea.id}"
    assert "You can appeal once, until" in author.get(path).text
    assert "You can appeal" not in stranger.get(path).text

    author.post(move_path(idea.id, "appeal"), data={"reason": "It costs nothing.", "version": idea.version})
    judge = heard_by(idea)
    assert judge is not None
    seen = {who: as_user(who).get(path).text for who in (idea.author, judge, leader_of(idea))}

    assert all(f"{judge.name} owes an answer to the appeal" in text for text in seen.values())
    assert all("It costs nothing." in text and "Too dear." in text for text in seen.values())
    assert [who for who, text in seen.items() if "Uphold the appeal" in text] == [judge]
    assert f"/ideas/{idea.id}#decision" in as_user(judge).get("/review").text
    assert "Answer the appeal" in as_user(judge).get("/").text


def test_an_answer_needs_its_reason_and_is_made_through_the_page(app: Flask, as_user: AsUser) -> None:
    make.area()
    idea = appealed()
    judge = heard_by(idea)
    assert judge is not None
    visitor = as_user(judge)

    empty = visitor.post(move_path(idea.id, "dismiss"), data={"version": idea.version})
    done = visitor.post(move_path(idea.id, "dismiss"), data={"reason": "The till is new.", "version": idea.version})

    assert (empty.status_code, done.status_code) == (422, 303)
    page = as_user(idea.author).get(f"/ideas/{idea.id}").text
    assert "The till is new." in page
    assert "dismissed the appeal" in page
    assert "You can appeal" not in page


def test_the_page_of_a_declined_idea_costs_few_statements(app: Flask, as_user: AsUser) -> None:
    make.area()
    plain, waiting_one = declined(), appealed()
    visitor = as_user(make.person())
    for idea in (plain, waiting_one):
        visitor.get(f"/ideas/{idea.id}")

    with counted() as without:
        visitor.get(f"/ideas/{plain.id}")
    with counted() as with_appeal:
        visitor.get(f"/ideas/{waiting_one.id}")

    assert len(without) <= 6
    assert len(with_appeal) <= 8


def test_what_is_wrong_with_an_appeal_is_found(app: Flask) -> None:
    make.area()
    idea, other = appealed(), declined()
    settled = appealed()
    assert list(broken()) == []
    moves.reopen(leader_of(settled), settled, reason="So be it.")
    db.session.execute(sa.update(Appeal).where(Appeal.idea_id == settled.id).values(verdict=None, decided_at=None))
    db.session.execute(sa.update(Appeal).where(Appeal.idea_id == idea.id).values(idea_id=other.id))
    keep()
    again = appeal_of(settled).id

    assert sorted(broken()) == [
        f"Appeal {appeal_of(other).id} is not about a decision that declined idea {other.id}.",
        f"Appeal {again} waits for an answer, though idea {settled.id} is not declined by that decision.",
    ]
