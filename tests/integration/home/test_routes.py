"""Home is drawn for anybody, remembers the visit, and costs the same however much there is."""

from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.ideas.lifecycle import move
from tests import factories
from tests.integration.notifications.counting import statements
from tests.integration.rewards.companies import laid_out, tried_idea


def test_a_newcomer_finds_a_way_in(as_user):
    page = as_user(factories.person()).get("/").text
    assert "Nothing waits on you." in page
    assert "Follow an idea to see it move" in page
    assert 'action="/ideas/new"' in page


def test_three_tasks_are_shown_and_the_rest_is_behind_a_link(as_user):
    area = factories.area()
    for place in range(5):
        factories.idea(area=area, title=f"Number {place}")
    leader = db.session.get_one(Person, area.leader_id)
    visit = as_user(leader)
    page = visit.get("/").text
    assert page.count('class="task ') == 3
    assert "See all 5" in page
    assert visit.get("/waiting").text.count('class="task ') == 5


def test_the_visit_is_remembered_so_the_next_shows_what_is_new(as_user):
    idea = factories.idea()
    visit = as_user(idea.author)
    visit.get("/")
    assert idea.author.seen_home_at is not None
    move(None, idea, "take_up")
    transaction.complete()
    assert "moved-new" in visit.get("/").text


def test_within_one_visit_the_moment_stays(as_user):
    person = factories.person()
    visit = as_user(person)
    visit.get("/")
    first = person.seen_home_at
    assert first is not None
    visit.get("/")
    assert person.seen_home_at == first
    with held(now() + factories.days(1) / 48):
        visit.get("/")
    later = person.seen_home_at
    assert later is not None
    assert later > first


def test_home_costs_the_same_statements_with_much_as_with_little_and_at_most_eight(as_user):
    hr = laid_out()
    area = factories.area(leader=hr)

    def happen(times: int) -> None:
        for _ in range(times):
            factories.idea(area=area)
            tried_idea()
            own = factories.idea(author=hr)
            transaction.complete()
            move(None, own, "take_up")
            transaction.complete()

    def cost() -> int:
        visit.get("/")  # notes, once a minute, that the sign-in is in use
        with statements() as seen:
            assert visit.get("/").status_code == 200
        return len([one for one in seen if one.lstrip().upper().startswith("SELECT")])

    happen(1)
    visit = as_user(hr)
    few = cost()
    happen(10)
    assert cost() == few
    assert few <= 8
