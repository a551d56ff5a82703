"""The page of notifications: read by posting, one or all, each only one's own."""

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.db import db
from innovate.ideas.lifecycle import move
from innovate.notifications.models import Notification
from tests import factories
from tests.integration.notifications.counting import statements


def told_idea():
    """An idea whose author has been told that it was taken up."""
    idea = factories.idea(title="Call back")
    transaction.complete()
    move(None, idea, "take_up")
    transaction.complete()
    return idea


def unread(person) -> int:
    mine = sa.select(sa.func.count()).where(Notification.person_id == person.id, Notification.read_at.is_(None))
    return db.session.scalars(mine).one()


def note_of(person) -> int:
    return db.session.scalars(sa.select(Notification.id).where(Notification.person_id == person.id)).one()


def test_a_newcomer_reads_what_will_stand_here(as_user):
    assert "Nothing to read yet" in as_user(factories.person()).get("/notifications").text


def test_looking_at_the_page_marks_nothing_as_read(as_user):
    author = told_idea().author
    page = as_user(author).get("/notifications").text
    assert "was taken up for review" in page
    assert unread(author) == 1


def test_opening_one_marks_it_and_leads_to_where_it_happened(as_user):
    idea = told_idea()
    answer = as_user(idea.author).post(f"/notifications/{note_of(idea.author)}/open")
    assert (answer.status_code, answer.location) == (303, f"/ideas/{idea.id}")
    assert unread(idea.author) == 0


def test_one_is_marked_without_leaving(as_user):
    author = told_idea().author
    answer = as_user(author).post(f"/notifications/{note_of(author)}/read")
    assert (answer.status_code, answer.location) == (303, "/notifications")
    assert unread(author) == 0


def test_all_are_marked_at_once_and_the_count_in_the_header_goes(as_user):
    author = told_idea().author
    visit = as_user(author)
    assert "1 unread" in visit.get("/notifications").text
    visit.post("/notifications/read")
    assert "All is read" in visit.get("/notifications").text


@pytest.mark.parametrize(("act", "status"), [("open", 404), ("read", 303)])
def test_nobody_opens_or_marks_anothers(as_user, act, status):
    author, other = told_idea().author, factories.person()
    assert as_user(other).post(f"/notifications/{note_of(author)}/{act}").status_code == status
    assert unread(author) == 1


def test_one_notification_and_thirty_cost_the_same_statements(as_user):
    author = factories.person()

    def happen(times: int) -> None:
        for _ in range(times):
            idea = factories.idea(author=author)
            transaction.complete()
            move(None, idea, "take_up")
            transaction.complete()

    def cost() -> int:
        with statements() as seen:
            visit.get("/notifications")
        return len(seen)

    happen(1)
    visit = as_user(author)
    visit.get("/notifications")
    few = cost()
    happen(12)
    assert cost() == few
