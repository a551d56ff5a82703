"""The pages of benefits, awards and certificates: what each shows to whom, and that nothing typed is lost."""

import re

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.home.queries import waiting
from innovate.rewards import certificates, commands
from innovate.rewards.models import AccountKind, Award, BenefitCheck, BenefitState
from tests import factories
from tests.integration.notifications.counting import statements
from tests.integration.rewards.benefits.awarding import balance, due_check, given_award, leader_of
from tests.integration.rewards.companies import laid_out, tried_idea
from tests.provisioning.visits import Visitor, keep

pytestmark = pytest.mark.usefixtures("app")


def awarded():
    hr, tried = laid_out(), tried_idea(change="a call-back is offered")
    award = given_award(hr, tried.author, tried.idea)
    check = due_check(tried.idea)
    keep()
    return hr, tried, award, check


def test_who_is_asked_reads_what_was_promised_and_answers_on_one_page(as_user):
    _hr, tried, _award, check = awarded()
    leader = as_user(leader_of(tried.idea))
    page = leader.get(f"/benefits/{check.id}").text
    assert "A call-back is offered for people who wait" in page
    assert "60.0" in page
    assert "Resolution rose by 8 points." in page
    sent = leader.post(f"/benefits/{check.id}", data={"has_lasted": "yes", "words": "Still at 71 %."})
    assert sent.status_code == 303
    assert "Paid out: 20 points" in leader.get(f"/benefits/{check.id}").text
    assert balance(AccountKind.SPEND, tried.author) == 60


@pytest.mark.parametrize("data", [{"has_lasted": "no"}, {"words": "Typed already."}])
def test_what_is_missing_is_named_and_what_was_typed_stays(as_user, data):
    _hr, tried, _award, check = awarded()
    page = as_user(leader_of(tried.idea)).post(f"/benefits/{check.id}", data=data)
    assert page.status_code == 422
    assert data.get("words", "Say how you know") in page.text
    assert balance(AccountKind.SPEND, tried.author) == 40


def test_who_comes_second_reads_what_was_said_and_keeps_what_they_typed(as_user):
    hr, tried, _award, check = awarded()
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=True, words="It holds.")
    keep()
    page = as_user(hr).post(f"/benefits/{check.id}", data={"has_lasted": "no", "words": "I doubt it."})
    assert page.status_code == 409
    assert "It holds." in page.text
    assert "I doubt it." in page.text


def test_who_holds_a_part_reads_the_page_but_is_not_asked(as_user):
    _hr, tried, _award, check = awarded()
    page = as_user(tried.author).get(f"/benefits/{check.id}")
    assert page.status_code == 200
    assert "Send the answer" not in page.text
    assert as_user(factories.person()).get(f"/benefits/{check.id}").status_code == 403


def test_hr_asks_somebody_else_from_the_page(as_user):
    hr, _tried, _award, check = awarded()
    other = factories.person(name="Nora Vik")
    keep()
    page = as_user(hr).post(f"/benefits/{check.id}/hand-over", data={"to-who": "Nobody Here"})
    assert page.status_code == 422
    assert "We know no colleague" in page.text
    as_user(hr).post(f"/benefits/{check.id}/hand-over", data={"to-who": "Nora Vik"})
    assert db.session.get_one(BenefitCheck, check.id).asked_id == other.id


def test_the_page_costs_the_same_for_one_part_and_for_nine(as_user):
    hr, tried, _award, check = awarded()
    visit = as_user(leader_of(tried.idea))
    visit.get(f"/benefits/{check.id}")
    with statements() as few:
        visit.get(f"/benefits/{check.id}")
    for _ in range(8):
        given_award(hr, factories.person(), tried.idea, 10)
    keep()
    with statements() as many:
        page = visit.get(f"/benefits/{check.id}").text
    assert page.count("/awards/") == 9
    assert len(many) == len(few)


def test_it_stands_on_the_home_page_of_who_is_asked_from_its_day_on():
    _hr, tried, _award, _check = awarded()
    kinds = [task.kind.value for task in waiting(leader_of(tried.idea)).tasks]
    assert kinds.count("lasted") == 1


def test_hrs_list_of_what_is_vesting_has_its_pages_and_costs_the_same_for_many(as_user):
    hr, _tried, _award, _check = awarded()
    visit = as_user(hr)
    with statements() as few:
        visit.get("/rewards/vesting")
    for _ in range(11):
        tried = tried_idea()
        given_award(hr, tried.author, tried.idea, 10)
    keep()
    with statements() as many:
        first = visit.get("/rewards/vesting").text
    assert len(many) == len(few)
    cursor = re.search(r"after=([\w-]+)", first)
    assert cursor
    second = visit.get(f"/rewards/vesting?which=waiting&after={cursor[1]}").text
    links = [re.findall(r"/benefits/(\d+)", page) for page in (first, second)]
    assert len(links[0]) == 30
    assert len(links[1]) == 6
    assert not set(links[0]) & set(links[1])


def test_a_cursor_that_is_no_day_of_ours_does_no_harm(as_user):
    hr, _tried, _award, _check = awarded()
    assert as_user(hr).get("/rewards/vesting?which=answered&after=WyJub3doZXJlIiwxXQ").status_code == 200
    assert as_user(hr).get("/rewards/vesting?after=%21%21").status_code == 422


def test_an_awards_page_shows_its_parts_to_whom_they_concern(as_user):
    hr, tried, award, _check = awarded()
    page = f"/awards/{award.id}"
    assert "What comes when" in as_user(tried.author).get(page).text
    assert "What comes when" in as_user(hr).get(page).text
    shown = as_user(factories.person()).get(page)
    assert shown.status_code == 200
    assert "What comes when" not in shown.text


def test_an_award_that_was_taken_back_is_gone_for_others(as_user):
    hr, tried, award, _check = awarded()
    commands.reverse_award(hr, award, reason="It was another's idea.")
    keep()
    other = factories.person()
    keep()
    assert as_user(other).get(f"/awards/{award.id}").status_code == 404
    assert "It was another’s idea." in as_user(tried.author).get(f"/awards/{award.id}").text.replace("&#39;", "’")


def certified(as_user):
    hr, tried, award, _check = awarded()
    as_user(tried.author).post(f"/awards/{award.id}/certificate")
    db.session.expire_all()
    return hr, tried, award, db.session.get_one(Award, award.id).certificate_code


def test_a_certificate_proves_itself_to_anybody_who_has_its_link(app, as_user):
    _hr, tried, award, code = certified(as_user)
    stranger = Visitor(app, app.response_class)
    for typed in (code, certificates.shown(code), certificates.shown(code).lower()):
        page = stranger.get(f"/certificates/{typed}")
        assert page.status_code == 200
        assert "This certificate is valid" in page.text
        assert tried.author.name in page.text
        assert award.citation in page.text
        assert "points" not in page.text
        assert (page.headers["X-Robots-Tag"], page.headers["Cache-Control"]) == ("noindex", "no-store")


def test_a_certificate_of_an_award_that_was_taken_back_says_so_and_no_more(app, as_user):
    hr, _tried, award, code = certified(as_user)
    commands.reverse_award(
        db.session.get_one(Person, hr.id), db.session.get_one(Award, award.id), reason="Wrong person."
    )
    keep()
    page = Visitor(app, app.response_class).get(f"/certificates/{code}")
    assert "This award was taken back" in page.text
    assert award.citation not in page.text
    assert "Wrong person." not in page.text


@pytest.mark.parametrize("code", ["none", "2" * 20, "é" * 20, "%00", "2345-6789-ABCD-EFGH-JKMN-PQRS"])
def test_a_code_that_nobody_made_is_not_known(app, code):
    page = Visitor(app, app.response_class).get(f"/certificates/{code}")
    assert page.status_code in (400, 404)


def test_a_withdrawn_certificate_is_not_known_any_more_and_the_next_has_another_code(app, as_user):
    _hr, tried, award, code = certified(as_user)
    visit = as_user(tried.author)
    visit.post(f"/awards/{award.id}/certificate/withdraw")
    assert Visitor(app, app.response_class).get(f"/certificates/{code}").status_code == 404
    visit.post(f"/awards/{award.id}/certificate")
    db.session.expire_all()
    assert db.session.get_one(Award, award.id).certificate_code != code


def test_nobody_makes_a_certificate_of_anothers_award(as_user):
    hr, _tried, award, _check = awarded()
    assert as_user(hr).post(f"/awards/{award.id}/certificate").status_code == 403


def test_two_presses_at_once_make_one_certificate(at_once):
    _hr, tried, award, _check = awarded()
    author_id, award_id = tried.author.id, award.id

    def make():
        return commands.make_certificate(db.session.get_one(Person, author_id), db.session.get_one(Award, award_id))

    assert len(set(at_once([make] * 5))) == 1


def test_the_choice_to_keep_ones_years_to_oneself_is_kept(as_user):
    person = factories.person()
    keep()
    visit = as_user(person)
    visit.post("/me/milestones", data={"is_hidden": "y"})
    db.session.expire_all()
    assert not db.session.get_one(Person, person.id).shows_milestones
    visit.post("/me/milestones")
    db.session.expire_all()
    assert db.session.get_one(Person, person.id).shows_milestones


def test_the_wait_of_a_check_is_in_the_list_of_those_that_were_answered(as_user):
    hr, tried, _award, check = awarded()
    commands.answer_benefit(leader_of(tried.idea), check, has_lasted=False, words="No longer.")
    keep()
    assert "Has not lasted" in as_user(hr).get("/rewards/vesting?which=answered").text
    state = db.session.scalar(sa.select(BenefitCheck.state).where(BenefitCheck.id == check.id))
    assert state is BenefitState.NOT_CONFIRMED
