"""The pages of rewards keep what was typed, pay once, and are HR's."""

import html
import re

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.db import db
from innovate.ideas.models import StageKind
from innovate.recognition.queries import kept_boards
from innovate.rewards import commands, ledger
from innovate.rewards.models import Account, AccountKind, Award, Badge
from innovate.rewards.queries import budget_left
from tests import factories
from tests.integration.notifications.counting import statements
from tests.integration.rewards.companies import key, kind, laid_out, tried_idea

PAGES = (
    "/rewards",
    "/rewards/award",
    "/rewards/awards",
    "/rewards/budgets",
    "/rewards/accounts",
    "/rewards/months",
    "/rewards/set-up",
    "/rewards/award-kinds",
    "/rewards/award-kinds/new",
    "/rewards/badges",
    "/rewards/badges/new",
)
LEADERS = ("/rewards/award", "/rewards/budgets")


def lines(tried, points="100", **more):
    author, owner, member = (f"person-{one.id}-" for one in (tried.author, tried.owner, tried.member))
    return {
        "key": "one form",
        "kind_id": str(kind().id),
        f"{author}is_given": "y",
        f"{author}points": points,
        f"{author}citation": "She asked first.",
        f"{owner}is_given": "y",
        f"{owner}points": "40",
        f"{owner}citation": "She ran it.",
        f"{member}points": "9",
        f"{member}citation": "Not ticked.",
        **more,
    }


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_rewards_are_hrs(as_user, path):
    hr = laid_out()
    assert as_user(hr).get(path).status_code == 200
    assert as_user(factories.leader()).get(path).status_code == (200 if path in LEADERS else 403)


def test_an_administrator_reads_the_ledger_and_changes_nothing(as_user):
    hr, admin = laid_out(), factories.admin()
    account = db.session.scalar(sa.select(Account.id).where(Account.kind == AccountKind.COMPANY))
    visit = as_user(admin)
    assert visit.get("/rewards/budgets").status_code == 200
    assert visit.get(f"/rewards/accounts/{account}").status_code == 200
    assert visit.post("/rewards/budgets", data={"key": "k", "points": "5", "reason": "Mine"}).status_code == 403
    assert hr.id != admin.id


def test_the_desk_shows_what_was_achieved_and_leads_to_the_form(as_user):
    hr, tried = laid_out(), tried_idea()
    page = as_user(hr).get("/rewards").text
    assert "Resolution rose by 8 points." in page
    assert "Offer it early." in page
    assert f'href="/rewards/ideas/{tried.idea.id}"' in page


def test_with_an_empty_budget_the_desk_and_the_form_lead_to_adding_points(as_user):
    visit = as_user(laid_out(points=0))
    assert "Put points into the budget" in visit.get("/rewards").text
    form = f"/rewards/ideas/{tried_idea().idea.id}"
    assert '<a href="/rewards/budgets">Add points</a>' in visit.get(form).text
    visit.post("/rewards/budgets", data={"key": "k", "points": "5", "reason": "Autumn"})
    assert "Add points</a>" not in visit.get(form).text


def test_the_form_names_those_who_had_a_part_and_what_it_was(as_user):
    hr, tried = laid_out(), tried_idea()
    page = as_user(hr).get(f"/rewards/ideas/{tried.idea.id}").text
    for person, part in ((tried.author, "Author"), (tried.owner, "Ran the experiment"), (tried.member, "team")):
        assert re.search(rf"{person.name}.*?{part}", page, re.DOTALL)


def test_the_form_gives_what_is_ticked_and_closes_the_idea(as_user):
    hr, tried = laid_out(), tried_idea()
    answer = as_user(hr).post(f"/rewards/ideas/{tried.idea.id}", data=lines(tried))
    assert (answer.status_code, answer.location) == (303, f"/ideas/{tried.idea.id}#reward")
    given = db.session.execute(sa.select(Award.person_id, Award.points).order_by(Award.id)).all()
    assert given == [(tried.author.id, 100), (tried.owner.id, 40)]
    assert tried.idea.stage.kind is StageKind.CLOSED


def test_the_same_form_sent_twice_pays_once_and_is_answered_alike(as_user):
    hr, tried = laid_out(), tried_idea()
    visit, path = as_user(hr), f"/rewards/ideas/{tried.idea.id}"
    answers = [visit.post(path, data=lines(tried)).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert budget_left() == 860


def test_somebody_else_is_found_by_name_or_email(as_user):
    hr, tried = laid_out(), tried_idea()
    by_name, by_mail = factories.person("Tom Reed"), factories.person()
    others = {"other-0-who": "tom reed", "other-0-points": "5", "other-0-citation": "He helped."}
    others |= {"other-1-who": by_mail.email, "other-1-points": "6", "other-1-citation": "She helped."}
    as_user(hr).post(f"/rewards/ideas/{tried.idea.id}", data=lines(tried, **others))
    given = set(db.session.execute(sa.select(Award.person_id, Award.points)).all())
    assert {(by_name.id, 5), (by_mail.id, 6)} <= given


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"points": "1.5"}, "Not a valid integer"),
        ({"points": "999999999"}, "Give a whole number from 0 to 100,000."),
        ({"points": "2000"}, "holds 1,000 points, and this takes 2,040."),
        ({"other-0-who": "Nobody Known", "other-0-points": "5", "other-0-citation": "x"}, "no colleague called"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_changes_nothing(as_user, change, sentence):
    hr, tried = laid_out(), tried_idea()
    answer = as_user(hr).post(f"/rewards/ideas/{tried.idea.id}", data=lines(tried, **change))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "She asked first." in answer.text
    assert 'value="one form"' in answer.text
    assert (budget_left(), tried.idea.stage.kind) == (1_000, StageKind.REWARD)


def test_a_line_without_words_says_so_at_its_field(as_user):
    hr, tried = laid_out(), tried_idea()
    data = lines(tried) | {f"person-{tried.author.id}-citation": " "}
    answer = as_user(hr).post(f"/rewards/ideas/{tried.idea.id}", data=data)
    assert answer.status_code == 422
    assert f'id="person-{tried.author.id}-citation-error"' in answer.text


def test_an_idea_is_closed_without_an_award_only_with_a_reason(as_user):
    hr, tried = laid_out(), tried_idea()
    visit, path = as_user(hr), f"/rewards/ideas/{tried.idea.id}/no-award"
    assert visit.post(path, data={"close-key": "k", "close-why": ""}).status_code == 422
    assert visit.post(path, data={"close-key": "k", "close-why": "Part of the job."}).status_code == 303
    assert tried.idea.stage.kind is StageKind.CLOSED


def test_the_form_that_closes_without_an_award_brings_its_own_token(as_user):
    hr, tried = as_user(laid_out()), tried_idea()
    path = f"/rewards/ideas/{tried.idea.id}"
    drawn = re.search(rf'<form[^>]* action="{path}/no-award".*?</form>', hr.get(path).text, re.DOTALL)
    assert drawn
    sent = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', drawn[0]))
    hr.sends_token = False
    answer = hr.post(f"{path}/no-award", data={**sent, "close-why": "They asked for none."})
    assert answer.location == f"/ideas/{tried.idea.id}"


def test_an_idea_that_does_not_wait_leads_to_its_page(as_user):
    hr, idea = laid_out(), factories.idea()
    assert as_user(hr).get(f"/rewards/ideas/{idea.id}").location == f"/ideas/{idea.id}"
    assert as_user(hr).get("/rewards/ideas/987654").status_code == 404


def test_an_award_is_given_once_however_often_the_form_is_sent(as_user):
    hr, person = laid_out(), factories.person()
    data = {
        "key": "k",
        "kind_id": kind().id,
        "who": person.email,
        "points": "30",
        "badge_id": "",
        "citation": "For the calm.",
    }
    visit = as_user(hr)
    assert [visit.post("/rewards/award", data=data).status_code for _ in range(2)] == [303, 303]
    assert budget_left() == 970


def test_the_award_form_knows_whom_it_was_opened_for(as_user):
    hr, person = laid_out(), factories.person()
    assert person.email in as_user(hr).get(f"/rewards/award?person={person.id}").text


def test_who_would_award_oneself_is_told_at_the_name_and_keeps_what_was_typed(as_user):
    hr = laid_out()
    data = {"key": "k", "kind_id": kind().id, "who": hr.email, "points": "30", "citation": "For my calm."}
    answer = as_user(hr).post("/rewards/award", data=data)
    assert answer.status_code == 422
    assert re.search(r'id="who-error".*?Nobody awards themselves', answer.text, re.DOTALL)
    assert "For my calm." in answer.text
    assert budget_left() == 1_000


def test_points_beyond_what_the_award_allows_are_refused_at_the_points(as_user):
    hr, person = laid_out(), factories.person()
    spot = factories.award_kind(name="Any day", least_points=10, most_points=50, takes_nominations=False)
    data = {"key": "k", "kind_id": spot.id, "who": person.email, "points": "51", "citation": "For the calm."}
    answer = as_user(hr).post("/rewards/award", data=data)
    assert answer.status_code == 422
    assert re.search(r'id="points-error".*?from 10 to 50', answer.text, re.DOTALL)


def test_an_award_is_taken_back_with_a_reason(as_user):
    hr, person = laid_out(), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=30, badge_id=None, citation="Kind.", key=key())
    visit, path = as_user(hr), f"/rewards/awards/{award.id}/take-back"
    assert visit.get(path).status_code == 200
    assert visit.post(path, data={"reason": ""}).status_code == 422
    assert visit.post(path, data={"reason": "Wrong person"}).status_code == 303
    assert budget_left() == 1_000


def test_taking_an_award_back_again_says_that_it_was_and_leads_on(as_user):
    hr, person = laid_out(), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=30, badge_id=None, citation="Kind.", key=key())
    commands.reverse_award(hr, award, reason="Wrong person")
    answer = as_user(factories.hr()).post(f"/rewards/awards/{award.id}/take-back", data={"reason": "Twice"})
    assert answer.status_code == 409
    assert "It was taken back already, just now: “Wrong person”" in answer.text
    assert 'href="/rewards/awards"' in answer.text
    assert budget_left() == 1_000


def test_who_recognises_too_late_reads_who_was_first_and_keeps_what_was_written(as_user):
    first, tried = laid_out(), tried_idea()
    path = f"/rewards/ideas/{tried.idea.id}"
    assert as_user(first).post(path, data=lines(tried)).status_code == 303
    answer = as_user(factories.hr()).post(path, data=lines(tried, key="another", reason="Well done all."))
    assert answer.status_code == 409
    assert f"{first.name} recognised the idea before you" in html.unescape(answer.text)
    written = answer.text[answer.text.index("What you wrote") :]
    assert all(words in written for words in ("She asked first.", "She ran it.", "Well done all."))
    assert 'href="/rewards"' in answer.text
    assert f'href="/ideas/{tried.idea.id}"' in answer.text
    assert budget_left() == 860


def test_who_closes_without_an_award_too_late_reads_who_was_first_and_keeps_the_reason(as_user):
    first, tried = laid_out(), tried_idea()
    assert as_user(first).post(f"/rewards/ideas/{tried.idea.id}", data=lines(tried)).status_code == 303
    data = {"close-key": "k", "close-why": "Part of the job."}
    answer = as_user(factories.hr()).post(f"/rewards/ideas/{tried.idea.id}/no-award", data=data)
    assert answer.status_code == 409
    assert f"{first.name} recognised the idea before you" in html.unescape(answer.text)
    assert "Part of the job." in answer.text
    assert 'href="/rewards"' in answer.text


def test_an_idea_that_changed_while_it_was_recognised_can_be_recognised_after_reading_so(as_user):
    hr, tried = laid_out(), tried_idea()
    visit, path = as_user(hr), f"/rewards/ideas/{tried.idea.id}"
    late = visit.post(path, data=lines(tried, version=str(tried.idea.version - 1)))
    assert late.status_code == 409
    assert "has changed since you opened the page" in late.text
    assert "She asked first." in late.text
    seen = re.findall(r'name="version"[^>]*value="(\d+)"', late.text)[0]
    renewed = re.findall(r'name="key"[^>]*value="([^"]+)"', late.text)[0]
    assert visit.post(path, data=lines(tried, version=seen, key=renewed)).status_code == 303


def test_a_form_that_gave_something_else_before_is_refused_in_place_and_can_be_sent_as_a_new_one(as_user):
    hr, person = laid_out(), factories.person()
    visit = as_user(hr)
    data = {
        "key": "k",
        "kind_id": kind().id,
        "who": person.email,
        "points": "30",
        "badge_id": "",
        "citation": "For the calm.",
    }
    assert visit.post("/rewards/award", data=data).status_code == 303
    again = visit.post("/rewards/award", data=data | {"points": "31"})
    assert again.status_code == 409
    assert "This form was sent before with other awards." in again.text
    renewed = re.findall(r'name="key"[^>]*value="([^"]+)"', again.text)[0]
    assert visit.post("/rewards/award", data=data | {"points": "31", "key": renewed}).status_code == 303
    assert budget_left() == 939


def test_a_budget_form_that_added_something_else_before_is_refused_in_place(as_user):
    visit = as_user(laid_out(0))
    typed = {"key": "k", "points": "300", "reason": "Spring"}
    assert visit.post("/rewards/budgets", data=typed).status_code == 303
    again = visit.post("/rewards/budgets", data=typed | {"points": "400"})
    assert again.status_code == 409
    assert 'value="400"' in again.text
    assert budget_left() == 300


@pytest.mark.parametrize(
    ("path", "sentence", "way_on"),
    [
        ("/rewards/awards/987654/take-back", "There is no such award.", 'href="/rewards">Back to rewards'),
        ("/rewards/accounts/987654", "There is no such account.", 'href="/rewards">Back to rewards'),
        ("/rewards/badges/987654", "could not find", 'href="/rewards">Back to rewards'),
        ("/rewards/nothing", "could not find", 'href="/rewards">Back to rewards'),
        ("/experiments/987654", "could not find", 'href="/experiments">See the experiments'),
    ],
)
def test_a_page_that_is_not_there_says_so_and_leads_back_to_where_one_was(as_user, path, sentence, way_on):
    answer = as_user(laid_out()).get(path)
    assert answer.status_code == 404
    assert sentence in answer.text
    assert way_on in re.sub(r">\s+", ">", answer.text)


def test_who_may_not_open_rewards_reads_who_may_and_is_led_to_the_thanks(as_user):
    answer = as_user(factories.person()).get("/rewards/budgets")
    assert answer.status_code == 403
    assert "HR" in answer.text
    assert 'href="/recognition">See who was thanked' in re.sub(r">\s+", ">", answer.text)


def test_the_budget_grows_and_its_statement_says_why(as_user):
    hr = laid_out(0)
    visit = as_user(hr)
    assert visit.post("/rewards/budgets", data={"key": "k", "points": "0", "reason": "x"}).status_code == 422
    visit.post("/rewards/budgets", data={"key": "k", "points": "2500", "reason": "Spring"})
    assert "2,500" in visit.get("/rewards/budgets").text
    page = visit.get(f"/rewards/accounts/{ledger.company_budget()}").text
    assert "Spring" in page
    assert "+2,500" in page
    assert "from Opening" in page


def test_the_accounts_show_where_every_point_is_and_lead_to_each_statement(as_user):
    hr, person = laid_out(500), factories.person("Nora Vale")
    commands.give_award(hr, person_id=person.id, points=30, badge_id=None, citation="Kind.", key=key())
    visit = as_user(factories.admin())
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", visit.get("/rewards/accounts").text))
    assert re.search(r"Opening −500 points .*Company budget 470 points .*Nora Vale to spend 30 points", page)
    assert "All accounts together hold 0 points." in page
    mine = db.session.scalar(sa.select(Account.id).where(Account.person_id == person.id))
    assert visit.get(f"/rewards/accounts/{mine}").location == f"/people/{person.id}/wallet"


def test_many_accounts_have_pages_that_hold_each_once(as_user):
    hr = laid_out()
    for _ in range(31):
        to = factories.person().id
        commands.give_award(hr, person_id=to, points=1, badge_id=None, citation="Kind.", key=key())
    visit = as_user(hr)
    first = visit.get("/rewards/accounts").text
    (more,) = re.findall(r'href="(/rewards/accounts\?after=[^"]+)"', first)
    found = re.findall(r'href="(/people/\d+/wallet|/rewards/accounts/\d+)"', first + visit.get(more).text)
    assert len(found) == len(set(found)) == 36


def test_a_badge_is_made_changed_and_put_to_rest(as_user):
    hr = laid_out()
    visit = as_user(hr)
    badge = {"name": "Night owl", "purpose": "For the late shift", "drawing": "open-ear", "is_active": "y"}
    assert visit.post("/rewards/badges/new", data=badge | {"drawing": "a cat"}).status_code == 422
    assert visit.post("/rewards/badges/new", data=badge).status_code == 303
    made = db.session.scalars(sa.select(Badge.id).where(Badge.name == "Night owl")).one()
    assert visit.post(f"/rewards/badges/{made}", data=badge | {"name": "First light"}).status_code == 422
    del badge["is_active"]
    assert visit.post(f"/rewards/badges/{made}", data=badge).status_code == 303
    assert not db.session.get_one(Badge, made).is_active
    assert "Night owl</option>" not in visit.get("/rewards/award").text


def test_a_wallet_shows_each_movement_with_the_balance_after_it(as_user):
    hr, person = laid_out(), factories.person()
    assert "No points yet" in as_user(person).get("/wallet").text
    for points in (30, 12):
        commands.give_award(hr, person_id=person.id, points=points, badge_id=None, citation="Kind.", key=key())
    page = as_user(person).get("/wallet").text
    assert re.findall(r"statement-balance\">([\d,]+)<", page) == ["42", "30"]


def test_a_long_statement_has_pages_that_hold_each_line_once(as_user):
    hr, person = laid_out(), factories.person()
    for points in range(1, 36):
        commands.give_award(hr, person_id=person.id, points=points, badge_id=None, citation="Kind.", key=key())
    visit = as_user(person)
    first = visit.get("/wallet").text
    (more,) = re.findall(r'href="(/wallet\?after=[^"]+)"', first)
    second = visit.get(more).text
    amounts = re.findall(r"statement-in\">\+(\d+)<", first + second)
    assert amounts == [str(points) for points in range(35, 0, -1)]


@pytest.mark.parametrize(
    "path", ["/rewards/awards?after=-", "/rewards/accounts?after=-", "/wallet?month=2026-13", "/wallet?from=soon"]
)
def test_an_address_that_is_not_ours_is_refused(as_user, path):
    assert as_user(laid_out()).get(path).status_code == 422


def test_one_award_and_twenty_cost_the_same_statements(as_user, monkeypatch):
    monkeypatch.setattr(kept_boards, "COSTLY", 60)  # boards are counted anew whenever something has happened
    hr = laid_out()

    def cost() -> dict[str, int]:
        found = {}
        for path in (
            "/rewards/awards",
            "/rewards/budgets",
            "/recognition",
            "/recognition/boards",
            "/wallet",
            "/rewards",
        ):
            with statements() as seen:
                assert visit.get(path).status_code == 200
            found[path] = len([one for one in seen if one.lstrip().upper().startswith("SELECT")])
        return found

    def award():
        tried = tried_idea(author=factories.person(team_id=factories.team().id))
        commands.give_award(hr, person_id=tried.author.id, points=3, badge_id=None, citation="Kind.", key=key())

    award()
    visit = as_user(hr)
    cost()
    award()
    transaction.complete()
    few = cost()
    for _ in range(20):
        award()
    transaction.complete()
    assert cost() == few
    assert few.pop("/recognition/boards") <= 9
    assert few.pop("/rewards/budgets") <= 6
    assert max(few.values()) <= 5


def test_a_wallet_is_seen_by_its_owner_hr_and_administrators_and_nobody_else(as_user):
    hr, person = laid_out(), factories.person("Nora Vale")
    path = f"/people/{person.id}/wallet"
    statuses = [as_user(one).get(path).status_code for one in (person, hr, factories.admin(), factories.leader())]
    assert statuses == [200, 200, 200, 403]
    assert "Points of Nora Vale" in as_user(hr).get(path).text
