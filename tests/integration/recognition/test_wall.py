"""The wall shows all that stands on it, once, the newest first, narrowed as asked, in a few statements."""

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound
from innovate.core.paging import encode
from innovate.ideas.queries.facets import facets
from innovate.recognition.commands import comment_on_post, react
from innovate.recognition.models import Post, PostKind, ReactionKind
from innovate.recognition.posting import take_down
from innovate.recognition.queries import Narrowing, Shelf, Within, one_post, received, this_month, wall
from innovate.rewards import commands
from innovate.rewards.models import CompanyValue
from tests import factories
from tests.integration.recognition import walls
from tests.integration.recognition.walls import kudos, shown, thank
from tests.integration.rewards.companies import key, laid_out, tried_idea
from tests.provisioning.statements import counted

pytestmark = pytest.mark.usefixtures("app")


def test_the_newest_stand_first_and_none_that_was_taken_back():
    hr, person = laid_out(), factories.person()
    thank(hr, person, words="First")
    commands.reverse_award(hr, thank(hr, person, words="Mistake"), reason="Wrong")
    thank(hr, person, words="Last")
    assert [card.shared_words for card in shown(person)] == ["Last", "First"]


def test_pages_hold_every_post_once_also_when_many_came_at_one_moment():
    hr, person = laid_out(), factories.person()
    with held(now()):
        for _ in range(11):
            thank(hr, person)
            transaction.complete()
        last = thank(hr, person)
    transaction.complete()
    seen, cursor = [], None
    while True:
        page = wall(person, Narrowing(), after=cursor, most=5)
        seen += [row.id for row in page.cards.found]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 12
    assert seen == sorted(seen, reverse=True)
    assert last.id


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        encode(("yesterday", 1)),
        encode(("2026-01-01", 1)),
        encode((1, 2)),
        encode(("0001-01-01T00:00:00+14:00", 1)),  # no moment of ours: it lies before the first
        encode(("9999-12-31T23:59:59-14:00", 1)),
    ],
)
def test_a_page_address_that_is_not_ours_is_refused(cursor):
    with pytest.raises(BadInput):
        wall(factories.person(), Narrowing(), after=cursor)


def test_kudos_tell_who_thanked_whom_for_which_idea_with_its_result_and_who_added_on():
    tried, giver, other = tried_idea(), factories.person("Gia"), factories.person("Olle")
    value = factories.save(CompanyValue(name="Own it", position=1))
    first = kudos(giver, tried.author, tried.owner, idea_id=tried.idea.id, value_id=value.id)
    kudos(other, tried.author, tried.owner, parent_id=first.id, words="From me too.")
    (card,) = shown(giver)
    assert {one.face.id for one in card.people} == {tried.author.id, tried.owner.id}
    assert (card.by and card.by.name, card.words, card.value) == ("Gia", "For the calm.", "Own it")
    assert (card.idea, card.result) == (tried.idea.title, "Resolution rose by 8 points.")
    assert [(one.by.name, one.words) for one in card.added] == [("Olle", "From me too.")]


def test_an_award_to_several_with_one_citation_says_it_once_and_names_the_largest_share_first():
    hr, tried = laid_out(), tried_idea()
    shares = [(tried.author.id, 10, None, "For both."), (tried.owner.id, 30, None, "For both.")]
    commands.recognise_idea(hr, tried.idea, shares=shares, reason="", key=key())
    (card,) = [one for one in shown(hr) if one.kind is PostKind.AWARD]
    assert card.shared_words == "For both."
    assert [(one.face.id, one.points) for one in card.people] == [(tried.owner.id, 30), (tried.author.id, 10)]


def test_each_filter_shows_what_it_says_and_nothing_else():
    hr, team, part = laid_out(), factories.team(), factories.team()
    part.parent_id = team.id
    value = factories.save(CompanyValue(name="Own it", position=1))
    ana, bo = factories.person("Ana", team_id=part.id), factories.person("Bo")
    kudos(hr, ana, words="Kudos to Ana", value_id=value.id)
    with held(now() - factories.days(500)):
        kudos(hr, bo, words="Kudos to Bo, long ago")
    thank(hr, bo, words="Award to Bo")
    transaction.complete()
    facets.__globals__["_kept"].clear()  # the teams are kept for some seconds

    def words(**narrowing):
        return {card.words or card.shared_words for card in shown(hr, Narrowing(**narrowing))}

    assert words(shelf=Shelf.THANKS) == {"Kudos to Ana", "Kudos to Bo, long ago"}
    assert words(shelf=Shelf.AWARDS) == {"Award to Bo"}
    assert words(shelf=Shelf.LESSONS) == set()
    assert words(team_id=team.id) == words(team_id=part.id) == {"Kudos to Ana"}
    assert words(person_id=bo.id) == {"Kudos to Bo, long ago", "Award to Bo"}
    assert words(value_id=value.id) == {"Kudos to Ana"}
    assert words(within=Within.YEAR) == {"Kudos to Ana", "Award to Bo"}
    assert words(person_id=bo.id, shelf=Shelf.THANKS, within=Within.QUARTER) == set()


def test_one_sees_ones_own_reactions_and_everybodys_count():
    post, ana, bo = walls.post(), factories.person(), factories.person()
    react(ana, post, kind=ReactionKind.HEART, is_wanted=True)
    react(bo, post, kind=ReactionKind.HEART, is_wanted=True)
    react(bo, post, kind=ReactionKind.LIGHT, is_wanted=True)
    seen = {one.kind: (one.count, one.is_mine) for one in shown(ana)[0].reactions}
    assert seen == {"clap": (0, False), "heart": (2, True), "light": (1, False)}


def test_the_wall_shows_the_newest_two_comments_and_the_post_all_of_them_in_their_order():
    post, ana = walls.post(), factories.person()
    for n in range(4):
        comment_on_post(ana, post, body=f"Number {n}", key=key())
    (card,) = shown(ana)
    assert [one.body for one in card.said] == ["Number 2", "Number 3"]
    assert card.comments == 4
    assert [one.body for one in one_post(ana, post.id).only.said] == [f"Number {n}" for n in range(4)]


def test_only_the_author_and_administrators_are_offered_to_delete_a_comment():
    post, ana = walls.post(), factories.person()
    comment_on_post(ana, post, body="Mine", key=key())

    def offered(viewer):
        return [one.may_delete for one in shown(viewer)[0].said]

    assert offered(ana) == offered(factories.admin()) == [True]
    assert offered(factories.person()) == [False]


@pytest.mark.parametrize("post_id", [0, -1, 99_999, 2**63])
def test_a_post_that_is_none_is_not_found(post_id):
    with pytest.raises(NotFound):
        one_post(factories.person(), post_id)


def test_a_post_that_was_taken_down_is_not_found():
    giver = factories.person()
    made = kudos(giver, factories.person())
    transaction.complete()
    post_id = db.session.scalars(sa.select(Post.id)).one()
    take_down(PostKind.KUDOS, made.id)
    with pytest.raises(NotFound):
        one_post(giver, post_id)


def test_thanks_received_are_awards_and_kudos_the_newest_first():
    hr, ana = laid_out(), factories.person()
    thank(hr, ana, words="An award")
    transaction.complete()
    kudos(factories.person("Gia"), ana, words="Kudos")
    kudos(ana, factories.person(), words="Given, not received")
    transaction.complete()
    assert [(one.citation, one.points) for one in received(ana.id, 5)] == [("Kudos", 0), ("An award", 10)]


def test_the_month_counts_what_stands_and_shows_the_faces_of_those_who_are_still_here():
    hr, ana, gone = laid_out(), factories.person("Ana"), factories.person("Gone")
    kudos(hr, ana, gone)
    kudos(hr, ana)
    thank(hr, ana)
    with held(now() - factories.days(40)):
        kudos(hr, factories.person("Before"))
    transaction.complete()
    gone.deactivated_at = now()
    transaction.complete()
    this_month.__globals__["_kept"].clear()
    month = this_month()
    assert (month.thanks, month.awards) == (2, 1)  # each number is that of the list behind it
    assert (month.people, [one.name for one in month.faces]) == (1, ["Ana"])


def test_twelve_posts_cost_the_same_statements_as_one_and_the_page_at_most_five(as_user):
    hr, viewer = laid_out(), factories.person()
    visit = as_user(viewer)

    def cost():
        visit.get("/recognition")
        with counted() as sent:
            assert visit.get("/recognition").status_code == 200
        return len([one for one in sent if one.lstrip().upper().startswith("SELECT")])

    thank(hr, factories.person())
    few = cost()
    for _ in range(12):
        kudos(hr, factories.person(), factories.person())
        thank(hr, factories.person())
        transaction.complete()
    assert cost() == few <= 5
