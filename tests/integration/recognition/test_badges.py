"""Badges and stories as everybody sees them: what is earned, how far it is, and what became of somebody's ideas."""

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core import transaction
from innovate.core.clock import held, now, today
from innovate.core.db import db
from innovate.experiments.models import Conclusion, Verdict
from innovate.recognition.queries import effects, story
from innovate.rewards import commands, queries
from innovate.rewards.models import Badge, BadgeHolding, BadgeRule, Kudos, KudosReceiver, Milestone
from tests import factories
from tests.integration.notifications.counting import statements
from tests.integration.rewards.companies import key, laid_out, tried_idea
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def chapters(person: Person) -> list[str]:
    return [entry.chapter.value for year in story(person.id).years for entry in year.entries]


def test_a_badge_says_how_far_it_is_until_it_is_held(as_user):
    laid_out()
    author = factories.person()
    three = db.session.scalars(sa.select(Badge).where(Badge.rule == BadgeRule.IDEAS_POSTED).limit(1)).one()
    three.threshold = 3
    factories.idea(author=author)
    keep()
    visit = as_user(author)
    page = visit.get("/recognition/badges").text
    assert "1 of 3" in page
    assert "Given by itself for 3 ideas posted" in visit.get(f"/recognition/badges/{three.id}").text
    for _ in range(2):
        factories.idea(author=author)
    keep()
    assert "Yours since" in visit.get(f"/recognition/badges/{three.id}").text


def test_hr_gives_a_badge_on_its_page_and_takes_it_back_with_a_reason(as_user):
    hr, person = laid_out(), factories.person("Ana Lind")
    badge = commands.save_badge(hr, None, name="Kind", purpose="For kindness", drawing="helping-hand")
    keep()
    visit, url = as_user(hr), f"/rewards/badges/{badge.id}/give"
    assert visit.post(url, data={"who": "Ana Lind", "words": ""}).status_code == 422
    assert visit.post(url, data={"who": "Ana Lind", "words": "For the soup."}).status_code == 303
    again = visit.post(url, data={"who": "Ana Lind", "words": "For the soup."})
    assert again.status_code == 409
    assert "Ana Lind holds “Kind” already." in again.text
    page = as_user(factories.person()).get(f"/recognition/badges/{badge.id}").text
    assert "For the soup." in page
    assert "Take back" not in page
    holding = db.session.scalars(sa.select(BadgeHolding.id).where(BadgeHolding.person_id == person.id)).one()
    back = f"/rewards/holdings/{holding}/take-back"
    assert visit.post(back, data={"reason": ""}).status_code == 422
    assert visit.post(back, data={"reason": "It was Bo."}).status_code == 303
    assert visit.post(back, data={"reason": "It was Bo."}).status_code == 409
    assert "For the soup." not in visit.get(f"/recognition/badges/{badge.id}").text


def test_hr_makes_a_badge_by_rule_and_must_say_how_many_are_enough(as_user):
    hr = laid_out()
    keep()
    visit = as_user(hr)
    form = {"name": "Ten", "purpose": "For ten", "drawing": "green-fingers", "rule": "ideas_posted", "is_active": "y"}
    refused = visit.post("/rewards/badges/new", data=form)
    assert refused.status_code == 422
    assert "Say how many are enough" in refused.text
    assert visit.post("/rewards/badges/new", data=form | {"threshold": "10"}).status_code == 303
    made = db.session.scalars(sa.select(Badge).where(Badge.name == "Ten")).one()
    assert (made.rule, made.threshold, made.swept_at) == (BadgeRule.IDEAS_POSTED, 10, None)


def test_the_page_of_all_badges_costs_the_same_for_one_and_for_twenty(as_user):
    hr, author = laid_out(), factories.person()
    factories.idea(author=author)
    keep()
    visit = as_user(author)
    visit.get("/recognition/badges")
    with statements() as few:
        visit.get("/recognition/badges")
    for n in range(20):
        commands.save_badge(hr, None, name=f"Badge {n}", purpose="For one", drawing="first-idea")
    keep()
    with statements() as many:
        visit.get("/recognition/badges")
    assert len(many) == len(few) <= 4


def test_a_story_tells_what_came_of_an_idea_with_the_thanks_and_the_badge():
    hr, tried = laid_out(), tried_idea(verdict=Verdict.BETTER)
    transaction.complete()
    shares = [(tried.author.id, 100, None, "For asking."), (tried.owner.id, 50, None, "For trying.")]
    commands.recognise_idea(hr, tried.idea, shares=shares, reason="", key=key())
    transaction.complete()
    assert set(chapters(tried.author)) == {"idea", "adopted", "award", "badge", "joined"}
    assert set(chapters(tried.owner)) == {"tried", "award", "joined"}
    told = {one.chapter.value: one for one in story(tried.author.id).years[0].entries}
    assert told["adopted"].words == "Resolution rose by 8 points."
    assert told["adopted"].lesson_html == "<p>Offer it early.</p>"
    assert (told["award"].words, told["award"].by) == ("For asking.", Face(hr.id, hr.name))
    assert [one.sentence for one in effects(tried.author.id)] == ["Resolution rose by 8 points."]
    assert [one.is_theirs for one in effects(tried.owner.id)] == [False]


def test_what_did_not_get_better_is_no_effect_and_still_a_chapter():
    laid_out()
    tried = tried_idea(Conclusion.STOP, verdict=Verdict.WORSE)
    assert effects(tried.owner.id) == ()
    assert chapters(tried.owner) == ["tried", "joined"]


def test_what_was_taken_back_is_not_told():
    hr, person = laid_out(), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=5, badge_id=None, citation="For calm.", key=key())
    transaction.complete()
    assert chapters(person) == ["award", "joined"]
    commands.reverse_award(hr, award, reason="A mistake.")
    transaction.complete()
    assert chapters(person) == ["joined"]
    assert story(person.id).is_only_begun


def thank(giver: Person, person: Person, n: int) -> None:
    kudos = Kudos(giver_id=giver.id, points=0, words=f"Thanks {n}.", at=now(), form_key=str(n))
    kudos.receivers = [KudosReceiver(person_id=person.id)]
    factories.save(kudos)


def test_the_pages_of_a_story_tell_everything_once_also_what_has_one_moment():
    giver, person = factories.person(), factories.person()
    with held(now()):
        for n in range(8):
            thank(giver, person, n)
    for n in range(8, 65):
        thank(giver, person, n)
    words: list[str] = []
    page = story(person.id)
    for _ in range(5):
        words += [entry.words for year in page.years for entry in year.entries if entry.words]
        if page.next is None:
            break
        page = story(person.id, page.next)
    assert sorted(words) == sorted(f"Thanks {n}." for n in range(65))


def test_milestones_are_told_only_by_those_who_show_them():
    person = factories.person(joined_on=today() - factories.days(800))
    factories.save(Milestone(person_id=person.id, years=1, on=today() - factories.days(435)))
    assert chapters(person) == ["milestone", "joined"]
    person.shows_milestones = False
    factories.save(person)
    assert chapters(person) == ["joined"]


def test_a_newcomers_page_is_calm_and_says_what_to_do(as_user):
    newcomer, other = factories.person("Bo Berg"), factories.person()
    keep()
    assert "Write your first idea" in as_user(newcomer).get(f"/people/{newcomer.id}").text
    page = as_user(other).get(f"/people/{newcomer.id}").text
    assert "Bo’s story begins here" in page
    assert "Thank Bo" in page


def test_a_cursor_that_is_not_ours_is_refused(as_user):
    person = factories.person()
    keep()
    assert as_user(person).get(f"/people/{person.id}?after=nonsense").status_code == 422


def test_every_badge_is_found_in_the_list_of_badges_with_its_holders():
    laid_out()
    for _ in range(2):
        factories.idea()
    transaction.complete()
    found = {row.name: row.holders for row in queries.badges()}
    assert found["First idea"] == 2
