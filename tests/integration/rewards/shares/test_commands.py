"""Shares of credit: suggested from what each did, seen by those who have one, confirmed, objected to, settled."""

import orjson
import pytest
import sqlalchemy as sa

from innovate import invariants, worker
from innovate.accounts.models import Person
from innovate.core import journal, transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.discussion import commands as discussion
from innovate.ideas.models import Credit, CreditPart, Idea
from innovate.notifications.models import Notification
from innovate.review.models import Scorecard
from innovate.rewards import commands, crediting, queries
from innovate.rewards.models import CreditShare, ShareState
from tests import factories
from tests.integration.rewards.companies import key, laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


def shares(tried) -> dict[int, int]:
    return {row.person.id: row.percent for row in queries.shares_of(tried.idea.id)}


def share_of(tried, person: Person) -> CreditShare:
    return queries.get_share(tried.idea, person)


def settle(hr, tried, reason="The team did half of it.", **percents):
    wanted = {getattr(tried, name).id: percent for name, percent in percents.items()}
    commands.settle_shares(hr, tried.idea, percents=wanted, reason=reason)


def object_to(tried, person, words="The team did half of it."):
    share = share_of(tried, person)
    commands.object_to_share(person, share, percent=share.percent, words=words)


def told(person: Person) -> list[str]:
    return list(db.session.scalars(sa.select(Notification.text).where(Notification.person_id == person.id)))


def test_everybody_who_had_a_part_has_a_share_and_nobody_else():
    laid_out()
    tried = tried_idea()
    co, merged, reviewer, gone = (factories.person() for _ in range(4))
    for person, part in ((co, CreditPart.COAUTHOR), (merged, CreditPart.MERGED_AUTHOR), (gone, CreditPart.COAUTHOR)):
        factories.save(Credit(idea_id=tried.idea.id, person_id=person.id, part=part))
    gone.deactivated_at = now()
    sent = {"round": 1, "note": "", "note_html": "", "overall": 4.0, "sent_at": now()}
    factories.save(Scorecard(idea_id=tried.idea.id, reviewer_id=reviewer.id, **sent))
    crediting.suggest(tried.idea)
    db.session.flush()
    # 10 + 6 + 4 + 6 + 3 + 1 = 30
    assert shares(tried) == {
        tried.author.id: 34,
        tried.owner.id: 20,
        co.id: 20,
        merged.id: 13,
        tried.member.id: 10,
        reviewer.id: 3,
    }


def test_a_suggestion_that_was_taken_up_earns_a_share_and_loses_it_again():
    laid_out()
    tried, helper = tried_idea(), factories.person()
    comment = discussion.post_comment(helper, tried.idea, body="Offer it at night, too.")
    discussion.adopt_suggestion(tried.author, comment)
    journal.settle()
    assert shares(tried)[helper.id] == 14
    assert sum(shares(tried).values()) == 100
    discussion.drop_suggestion(tried.owner, comment)
    journal.settle()
    assert helper.id not in shares(tried)


def test_an_idea_that_waits_without_shares_as_after_an_upgrade_gets_them_once():
    laid_out()
    tried = tried_idea()
    before = shares(tried)
    db.session.execute(sa.delete(CreditShare))
    transaction.complete()
    assert [worker.suggest_shares(), worker.suggest_shares()] == [1, 0]
    assert shares(tried) == before


def test_each_reads_their_share_and_is_asked():
    laid_out()
    tried = tried_idea()
    transaction.complete()
    assert told(tried.owner) == [
        f"Your share of the credit for “{tried.idea.title}” is 31 %. Say whether that is right."
    ]


def test_a_share_is_confirmed_by_its_owner_alone():
    hr, tried = laid_out(), tried_idea()
    share = share_of(tried, tried.author)
    for other in (hr, tried.owner, factories.admin()):
        with pytest.raises(NotAllowed):
            commands.confirm_share(other, share, percent=53)
    assert commands.confirm_share(tried.author, share, percent=53).state is ShareState.CONFIRMED


def test_a_share_that_changed_meanwhile_is_read_again_first():
    hr, tried = laid_out(), tried_idea()
    settle(hr, tried, author=50, owner=30, member=20)
    with pytest.raises(RuleBroken, match="is 50 % now"):
        commands.confirm_share(tried.author, share_of(tried, tried.author), percent=53)


def test_an_objection_has_words_and_holds_the_awards_back_until_it_is_settled():
    hr, tried = laid_out(), tried_idea()
    with pytest.raises(BadInput, match="Say what is not right"):
        object_to(tried, tried.member, words="")
    object_to(tried, tried.member)
    transaction.complete()
    assert f"{tried.member.name} objects" in told(hr)[0]
    award = [(tried.author.id, 50, None, "For asking.")]
    with pytest.raises(RuleBroken, match="objects to the shares"):
        commands.recognise_idea(hr, tried.idea, shares=award, reason="", key=key())
    settle(hr, tried, author=50, owner=25, member=25)
    transaction.complete()
    assert len(commands.recognise_idea(hr, tried.idea, shares=award, reason="", key=key())) == 1


def test_settling_asks_anew_whose_share_is_another_and_tells_everybody():
    hr, tried = laid_out(), tried_idea()
    for person in (tried.author, tried.owner):
        commands.confirm_share(person, share_of(tried, person), percent=shares(tried)[person.id])
    settle(hr, tried, author=53, owner=27, member=20)
    transaction.complete()
    states = [share_of(tried, one).state for one in (tried.author, tried.owner, tried.member)]
    assert states == [ShareState.CONFIRMED, ShareState.SUGGESTED, ShareState.SUGGESTED]
    for person in (tried.author, tried.owner, tried.member):
        assert any("settled the shares of credit" in text for text in told(person))
    settled = queries.credit(tried.author, tried.idea).settled
    assert settled is not None
    assert (settled.by, settled.reason) == (hr.name, "The team did half of it.")


def test_somebody_who_was_forgotten_gets_a_share():
    hr, tried, forgotten = laid_out(), tried_idea(), factories.person()
    percents = {tried.author.id: 50, tried.owner.id: 30, tried.member.id: 0, forgotten.id: 20}
    commands.settle_shares(hr, tried.idea, percents=percents, reason="Without her nobody would have come.")
    assert shares(tried) == percents
    assert [row.part for row in queries.shares_of(tried.idea.id) if row.person.id == forgotten.id] == ["Named by HR"]


def test_a_share_that_nobody_spoke_of_is_not_left_beside_a_hundred():
    hr, tried = laid_out(), tried_idea()
    with pytest.raises(RuleBroken, match="Somebody else has a share"):
        settle(hr, tried, author=60, owner=40)
    assert sum(shares(tried).values()) == 100


def test_the_journal_names_everybody_who_has_a_share_also_who_was_forgotten():
    hr, tried, forgotten = laid_out(), tried_idea(), factories.person()
    percents = {tried.author.id: 50, tried.owner.id: 30, tried.member.id: 0, forgotten.id: 20}
    commands.settle_shares(hr, tried.idea, percents=percents, reason="Without her nobody would have come.")
    transaction.complete()
    fact = db.session.scalars(sa.select(JournalEntry.payload).where(JournalEntry.name == "SharesSettled")).one()
    assert orjson.loads(fact)["person_ids"] == sorted(percents)


def test_what_hr_settled_is_not_suggested_over():
    hr, tried = laid_out(), tried_idea()
    settle(hr, tried, author=50, owner=30, member=20)
    transaction.complete()
    crediting.suggest(tried.idea)
    assert shares(tried) == {tried.author.id: 50, tried.owner.id: 30, tried.member.id: 20}


@pytest.mark.parametrize("percents", [{"author": 50, "owner": 30}, {"author": 150, "owner": -50, "member": 0}])
def test_shares_that_do_not_make_a_hundred_are_refused(percents):
    hr, tried = laid_out(), tried_idea()
    with pytest.raises(BadInput, match="sum to"):
        settle(hr, tried, **percents)


def test_who_has_a_share_neither_settles_nor_recognises():
    laid_out()
    author = factories.hr()
    owner_in_hr = tried_idea()
    owner_in_hr.owner.roles |= author.roles
    with pytest.raises(NotAllowed):
        settle(owner_in_hr.owner, owner_in_hr, author=50, owner=30, member=20)
    with pytest.raises(NotAllowed):
        commands.recognise_idea(owner_in_hr.owner, owner_in_hr.idea, shares=[], reason="No.", key=key())


def test_only_those_of_it_hr_and_the_areas_leader_see_the_shares():
    hr, tried = laid_out(), tried_idea()
    leader = db.session.get_one(Person, tried.idea.area.leader_id)
    for person in (hr, tried.author, tried.owner, tried.member, leader):
        assert len(queries.credit(person, tried.idea).rows) == 3
    for person in (factories.person(), factories.leader(), factories.admin()):
        with pytest.raises(NotAllowed):
            queries.credit(person, tried.idea)


def test_once_recognised_nothing_is_answered_or_settled_any_more():
    hr, tried = laid_out(), tried_idea()
    commands.recognise_idea(hr, tried.idea, shares=[], reason="They asked for none.", key=key())
    with pytest.raises(RuleBroken, match="stay as they are"):
        commands.confirm_share(tried.author, share_of(tried, tried.author), percent=53)
    with pytest.raises(RuleBroken, match="stay as they are"):
        settle(hr, tried, author=50, owner=30, member=20)


def test_an_objection_and_the_awards_at_once_leave_one_of_them(at_once):
    hr, tried = laid_out(), tried_idea()
    idea_id, member_id, author_id, hr_id = tried.idea.id, tried.member.id, tried.author.id, hr.id

    def objecting():
        person, idea = db.session.get_one(Person, member_id), db.session.get_one(Idea, idea_id)
        share = queries.get_share(idea, person)
        commands.object_to_share(person, share, percent=share.percent, words="Not right.")
        return "objected"

    def awarding():
        actor, idea = db.session.get_one(Person, hr_id), db.session.get_one(Idea, idea_id)
        share = (author_id, 50, None, "For asking.")
        commands.recognise_idea(actor, idea, shares=[share], reason="", key="one")
        return "awarded"

    answers = at_once([objecting, awarding])
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert sum(isinstance(answer, RuleBroken) for answer in answers) == 1


def test_shares_that_do_not_make_a_hundred_are_found(app):
    laid_out()
    tried = tried_idea()
    assert not [line for line in invariants.broken() if "shares" in line]
    db.session.execute(sa.update(CreditShare).where(CreditShare.person_id == tried.author.id).values(percent=50))
    assert "The shares of credit of idea" in "".join(invariants.broken())
