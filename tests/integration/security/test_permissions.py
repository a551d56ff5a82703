"""Every page and every person: who is let in stands in one table, written down here and nowhere derived."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from innovate.accounts.models import Person
from innovate.ideas.commands import appeals, moves
from innovate.ideas.models import DeclineReason
from tests import factories
from tests.integration.security.places import (
    ADMIN,
    AUTHOR,
    CUSTOMER,
    EMPLOYEE,
    GONE,
    HR,
    LEADER,
    LEADS,
    OWNER,
    REVIEWER,
    STRANGER,
    company,
)
from tests.provisioning.visits import Visitor, keep

AsUser = Callable[[Person], Visitor]
STAFF = {EMPLOYEE, REVIEWER, LEADER, LEADS, AUTHOR, OWNER, HR, ADMIN}
MEMBERS = STAFF | {CUSTOMER}
ANYBODY = MEMBERS | {STRANGER, GONE}
NOBODY: set[str] = set()
DECIDES = {LEADS, ADMIN}  # the administrator of this company stands in for the leader, too

TABLE: dict[str, set[str]] = {
    # coming in
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-in/as/<int:person_id>": NOBODY,  # only in a demo
    "POST /sign-out": ANYBODY,
    "POST /sign-out-everywhere": MEMBERS,
    "GET /setup": NOBODY,  # only before there is anybody
    "POST /setup": NOBODY,
    "GET /password": ANYBODY,
    "POST /password": ANYBODY,
    "GET /password/sent": ANYBODY,
    "GET /password/<token>": ANYBODY,
    "POST /password/<token>": ANYBODY,
    "GET /invitations/<token>": ANYBODY,
    "POST /invitations/<token>": ANYBODY,
    "GET /confirm": MEMBERS,
    "POST /confirm": MEMBERS,
    "GET /outbox": NOBODY,  # only in development
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
    # what is mine
    "GET /": MEMBERS,
    "GET /waiting": MEMBERS,
    "GET /me": MEMBERS,
    "POST /me/password": MEMBERS,
    "POST /me/ranking": MEMBERS,
    "POST /me/milestones": MEMBERS,
    "POST /me/theme": MEMBERS,
    "POST /me/sign-ins/<int:sign_in_id>/end": {AUTHOR},
    "GET /notifications": MEMBERS,
    "POST /notifications/read": MEMBERS,
    "POST /notifications/<int:note_id>/open": {AUTHOR},
    "POST /notifications/<int:note_id>/read": MEMBERS,  # of another's nothing is changed
    "GET /wallet": MEMBERS,
    "GET /people/<int:person_id>/wallet": {AUTHOR, HR, ADMIN},
    "GET /people/<int:person_id>": STAFF,
    # ideas
    "GET /ideas": STAFF,
    "GET /ideas/new": STAFF,
    "POST /ideas/new": STAFF,
    "POST /ideas/drafts": STAFF,
    "GET /drafts": STAFF,
    "POST /drafts/<int:draft_id>/discard": {AUTHOR},
    "POST /preview": MEMBERS,
    "GET /ideas/<int:idea_id>": STAFF,
    "GET /ideas/<int:idea_id>/edit": {AUTHOR} | DECIDES,
    "POST /ideas/<int:idea_id>/edit": {AUTHOR} | DECIDES,
    "POST /ideas/<int:idea_id>/follow": STAFF,
    "POST /ideas/<int:idea_id>/vote": STAFF - {AUTHOR},
    "POST /ideas/<int:idea_id>/take-vote-back": STAFF,
    "POST /ideas/<int:idea_id>/comments": STAFF,
    "GET /comments/<int:comment_id>": STAFF,
    "GET /comments/<int:comment_id>/edit": {AUTHOR},
    "POST /comments/<int:comment_id>/edit": {AUTHOR},
    "POST /comments/<int:comment_id>/delete": {AUTHOR, ADMIN},
    "POST /comments/<int:comment_id>/adopt": DECIDES,  # the author of the idea wrote the comment as well
    "POST /comments/<int:comment_id>/drop": DECIDES,
    "GET /ideas/<int:idea_id>/moves/<name>": DECIDES,
    "POST /ideas/<int:idea_id>/moves/<name>": DECIDES,
    "GET /board": STAFF,
    "GET /search": STAFF,
    # review
    "GET /review": {REVIEWER, LEADER, LEADS, ADMIN},
    "GET /review/<int:idea_id>": {REVIEWER, LEADS, ADMIN},
    "POST /review/<int:idea_id>": {REVIEWER, LEADS, ADMIN},
    "GET /review/<int:idea_id>/reviewers": DECIDES,
    "POST /review/<int:idea_id>/reviewers": DECIDES,
    # experiments
    "GET /experiments/metrics": STAFF,
    "GET /experiments/metrics/<int:metric_id>": STAFF,
    "GET /experiments/metrics/new": {LEADER, LEADS, ADMIN},
    "POST /experiments/metrics/new": {LEADER, LEADS, ADMIN},
    "GET /experiments/metrics/<int:metric_id>/edit": {LEADER, LEADS, ADMIN},
    "POST /experiments/metrics/<int:metric_id>/edit": {LEADER, LEADS, ADMIN},
    "GET /experiments": STAFF,
    "GET /experiments/yield": STAFF,
    "GET /experiments/<int:experiment_id>/forecast": STAFF,
    "POST /experiments/<int:experiment_id>/forecast": STAFF,
    "GET /cases": STAFF,
    "GET /cases/<int:case_id>": STAFF,
    "GET /cases/<int:case_id>/edit": {OWNER} | DECIDES,
    "POST /cases/<int:case_id>/edit": {OWNER} | DECIDES,
    "GET /experiments/<int:experiment_id>": STAFF,
    "GET /ideas/<int:idea_id>/experiment": DECIDES,
    "POST /ideas/<int:idea_id>/experiment": DECIDES,
    "GET /experiments/<int:experiment_id>/plan": STAFF,
    "GET /experiments/<int:experiment_id>/plan/edit": {OWNER} | DECIDES,
    "POST /experiments/<int:experiment_id>/plan/edit": {OWNER} | DECIDES,
    "GET /experiments/planner": STAFF,
    "GET /experiments/<int:experiment_id>/allocation": STAFF,
    "POST /experiments/<int:experiment_id>/allocation": {OWNER} | DECIDES,
    "GET /experiments/<int:experiment_id>/allocation.csv": STAFF,
    "GET /experiments/<int:experiment_id>/start": {OWNER},
    "POST /experiments/<int:experiment_id>/start": {OWNER},
    "GET /experiments/<int:experiment_id>/data": STAFF,
    "POST /experiments/<int:experiment_id>/data": {OWNER} | DECIDES,
    "GET /experiments/<int:experiment_id>/paste": {OWNER} | DECIDES,
    "POST /experiments/<int:experiment_id>/paste": {OWNER} | DECIDES,
    "GET /experiments/<int:experiment_id>/data-to-fill-in.csv": STAFF,
    "GET /experiments/<int:experiment_id>/report": STAFF,
    "GET /experiments/<int:experiment_id>/data.csv": STAFF,
    "GET /experiments/<int:experiment_id>/results.csv": STAFF,
    "GET /experiments/<int:experiment_id>/result.json": STAFF,
    "GET /experiments/<int:experiment_id>/figures/<name>.svg": STAFF,
    "GET /experiments/<int:experiment_id>/amend": {OWNER} | DECIDES,
    "POST /experiments/<int:experiment_id>/amend": {OWNER} | DECIDES,
    "GET /experiments/<int:experiment_id>/diary": STAFF,
    "POST /experiments/<int:experiment_id>/diary": {OWNER} | DECIDES,
    "GET /diary/photos/<int:photo_id>.webp": STAFF,
    "GET /diary/<int:entry_id>/edit": {OWNER},
    "POST /diary/<int:entry_id>/edit": {OWNER},
    "GET /diary/<int:entry_id>/delete": {OWNER},
    "POST /diary/<int:entry_id>/delete": {OWNER},
    "GET /experiments/<int:experiment_id>/conclude": STAFF,
    "POST /experiments/<int:experiment_id>/conclude": STAFF,  # the command says who may conclude
    "GET /experiments/<int:experiment_id>/next-round": DECIDES,
    "POST /experiments/<int:experiment_id>/next-round": DECIDES,
    # recognition and rewards
    "GET /recognition": STAFF,
    "GET /recognition/boards": STAFF,
    "GET /recognition/screen": STAFF,
    "GET /recognition/posts/<int:post_id>": STAFF,
    "POST /recognition/posts/<int:post_id>/reactions": STAFF,
    "POST /recognition/posts/<int:post_id>/comments": STAFF,
    "POST /recognition/comments/<int:said_id>/delete": {AUTHOR, ADMIN},
    "GET /nominations": STAFF,
    "GET /nominations/new": STAFF,
    "POST /nominations/new": STAFF,
    "GET /nominations/before": STAFF,
    "GET /nominations/<int:nomination_id>": {OWNER, LEADS, HR, ADMIN},  # who made it, who answers, and HR
    "POST /nominations/<int:nomination_id>/answer": {OWNER, LEADS, HR, ADMIN},  # what is refused stands on its page
    "POST /nominations/<int:nomination_id>/withdraw": {OWNER},
    "GET /catalogue": STAFF,
    "GET /catalogue/<int:item_id>": STAFF,
    "POST /catalogue/<int:item_id>": STAFF,
    "GET /catalogue/<int:item_id>/picture.webp": STAFF,
    "GET /catalogue/orders": STAFF,
    "GET /catalogue/orders/<int:order_id>": {AUTHOR, OWNER, HR},  # who ordered it, who hands it over, and HR
    "POST /catalogue/orders/<int:order_id>/approve": {HR},
    "POST /catalogue/orders/<int:order_id>/decline": {HR},
    "POST /catalogue/orders/<int:order_id>/fulfil": {OWNER, HR},
    "POST /catalogue/orders/<int:order_id>/cancel": {AUTHOR, OWNER, HR},
    "GET /rewards/orders": STAFF,
    "POST /rewards/orders/export": {HR},
    "GET /rewards/orders/gifts": {HR},
    "POST /rewards/orders/gifts/<int:item_id>": {HR},
    "POST /rewards/orders/gifts/export": {HR},
    "GET /rewards/catalogue": {HR},
    "GET /rewards/catalogue/new": {HR},
    "POST /rewards/catalogue/new": {HR},
    "GET /rewards/catalogue/<int:item_id>": {HR},
    "POST /rewards/catalogue/<int:item_id>": {HR},
    "POST /rewards/catalogue/<int:item_id>/stock": {HR},
    "GET /rewards/nominations": {HR},
    "GET /rewards/nominations/<int:nomination_id>/award": {HR},
    "POST /rewards/nominations/<int:nomination_id>/award": {HR},
    "POST /rewards/nominations/<int:nomination_id>/close": {HR},
    "GET /certificates/<code>": ANYBODY,  # it proves itself to whoever has the link
    "GET /awards/<int:award_id>": STAFF,
    "POST /awards/<int:award_id>/certificate": {AUTHOR},
    "POST /awards/<int:award_id>/certificate/withdraw": {AUTHOR},
    "GET /benefits/<int:check_id>": {
        OWNER,
        LEADS,
        HR,
        ADMIN,
    },  # who is asked, who leads the area, and the books' readers
    "POST /benefits/<int:check_id>": {OWNER, LEADS, HR, ADMIN},  # who may answer is the command's to say
    "POST /benefits/<int:check_id>/hand-over": {HR},
    "GET /rewards/vesting": {HR, ADMIN},
    "GET /rewards": {HR},
    "GET /rewards/set-up": {HR},
    "GET /rewards/ideas/<int:idea_id>": {HR},
    "POST /rewards/ideas/<int:idea_id>": {HR},
    "POST /rewards/ideas/<int:idea_id>/no-award": {HR},
    "GET /rewards/award": {LEADER, LEADS, HR},
    "POST /rewards/award": {LEADER, LEADS, HR},
    "GET /rewards/award-kinds": {HR},
    "GET /rewards/award-kinds/new": {HR},
    "POST /rewards/award-kinds/new": {HR},
    "GET /rewards/award-kinds/<int:kind_id>": {HR},
    "POST /rewards/award-kinds/<int:kind_id>": {HR},
    "GET /ideas/<int:idea_id>/shares": {HR, LEADS, ADMIN},  # of an idea without shares; the administrator is a deputy
    "POST /ideas/<int:idea_id>/shares/confirm": NOBODY,  # who has none
    "POST /ideas/<int:idea_id>/shares/object": NOBODY,
    "POST /ideas/<int:idea_id>/shares/settle": {HR},
    "GET /rewards/awards": {HR, ADMIN},
    "GET /rewards/awards/<int:award_id>/take-back": {HR},
    "POST /rewards/awards/<int:award_id>/take-back": {HR},
    "GET /rewards/accounts": {HR, ADMIN},
    "GET /rewards/accounts/<int:account_id>": {LEADS, HR, ADMIN},  # the budget of the area that this leader leads
    "POST /rewards/accounts/<int:account_id>/export": {LEADS, HR, ADMIN},
    "GET /rewards/journals/<journal_id>": {HR, ADMIN},
    "POST /rewards/journals/<journal_id>": {HR},
    "POST /rewards/journals/export": {HR, ADMIN},
    "GET /rewards/budgets": {LEADER, LEADS, HR, ADMIN},
    "POST /rewards/budgets": {HR},
    "POST /rewards/budgets/fund": {HR},
    "GET /rewards/budgets/<int:account_id>/take-back": {HR},
    "POST /rewards/budgets/<int:account_id>/take-back": {HR},
    "GET /rewards/fairness": {HR},
    "POST /rewards/fairness": {HR},
    "POST /rewards/fairness/export": {HR},
    "GET /rewards/attributes": {HR},
    "POST /rewards/attributes": {HR},
    "GET /rewards/attributes/<int:attribute_id>": {HR},
    "POST /rewards/attributes/<int:attribute_id>": {HR},
    "POST /rewards/attributes/<int:attribute_id>/name": {HR},
    "POST /rewards/attributes/<int:attribute_id>/remove": {HR},
    "GET /rewards/months": {HR, ADMIN},
    "POST /rewards/months": {HR},
    "GET /rewards/months/<int:month_id>": {HR, ADMIN},
    "POST /rewards/months/<int:month_id>/export": {HR, ADMIN},
    "GET /rewards/badges": {HR},
    "GET /rewards/badges/new": {HR},
    "POST /rewards/badges/new": {HR},
    "GET /rewards/badges/<int:badge_id>": {HR},
    "POST /rewards/badges/<int:badge_id>": {HR},
    "GET /rewards/badges/<int:badge_id>/give": {HR},
    "POST /rewards/badges/<int:badge_id>/give": {HR},
    "GET /rewards/holdings/<int:holding_id>/take-back": {HR},
    "POST /rewards/holdings/<int:holding_id>/take-back": {HR},
    "GET /kudos": STAFF,
    "GET /kudos/new": STAFF,
    "POST /kudos/new": STAFF,
    "GET /kudos/people": STAFF,
    "GET /kudos/occasions": STAFF,
    "GET /kudos/<int:kudos_id>": STAFF,
    "POST /kudos/<int:kudos_id>/add": STAFF,
    "GET /kudos/<int:kudos_id>/take-back": {AUTHOR, HR},
    "POST /kudos/<int:kudos_id>/take-back": {AUTHOR, HR},
    "GET /rewards/values": {HR},
    "GET /rewards/values/new": {HR},
    "POST /rewards/values/new": {HR},
    "POST /rewards/values/first": {HR},
    "GET /rewards/values/<int:value_id>": {HR},
    "POST /rewards/values/<int:value_id>": {HR},
    "GET /rewards/allowances": {HR},
    "POST /rewards/allowances": {HR},
    "GET /recognition/badges": STAFF,
    "GET /recognition/badges/<int:badge_id>": STAFF,
    # administration
    "GET /admin/audit": {HR, ADMIN},
}
ADMINISTRATORS_ONLY = """
    GET /admin
    GET /admin/people                                 POST /admin/people/bulk
    GET /admin/people/new                             POST /admin/people/new
    GET /admin/people/many                            POST /admin/people/many
    GET /admin/people/<int:person_id>                 POST /admin/people/<int:person_id>
    GET /admin/people/<int:person_id>/roles           POST /admin/people/<int:person_id>/roles
    GET /admin/people/<int:person_id>/deactivate      POST /admin/people/<int:person_id>/deactivate
    POST /admin/people/<int:person_id>/reactivate
    POST /admin/people/<int:person_id>/invite-again
    GET /admin/teams
    GET /admin/teams/new                              POST /admin/teams/new
    GET /admin/teams/<int:team_id>                    POST /admin/teams/<int:team_id>
    GET /admin/sites/new                              POST /admin/sites/new
    GET /admin/sites/<int:site_id>                    POST /admin/sites/<int:site_id>
    GET /admin/areas
    GET /admin/areas/new                              POST /admin/areas/new
    GET /admin/areas/<int:area_id>                    POST /admin/areas/<int:area_id>
    POST /admin/areas/<int:area_id>/deputies
    POST /admin/areas/<int:area_id>/deputies/<int:deputy_id>/remove
    GET /admin/stages
    GET /admin/stages/new                             POST /admin/stages/new
    GET /admin/stages/<int:stage_id>                  POST /admin/stages/<int:stage_id>
    POST /admin/stages/<int:stage_id>/remove
    GET /admin/criteria
    GET /admin/criteria/new                           POST /admin/criteria/new
    GET /admin/criteria/<int:criterion_id>            POST /admin/criteria/<int:criterion_id>
"""
_words = ADMINISTRATORS_ONLY.split()
TABLE |= {f"{method} {rule}": {ADMIN} for method, rule in zip(_words[::2], _words[1::2], strict=True)}


def test_the_table_names_every_page(app: Flask) -> None:
    pages = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static" and not rule.rule.startswith("/tests/")  # other tests add pages of their own
    }
    assert set(TABLE) == pages


@pytest.mark.parametrize("who", [STRANGER, GONE, CUSTOMER, EMPLOYEE, REVIEWER, LEADER, LEADS, AUTHOR, OWNER, HR, ADMIN])
def test_each_is_let_in_where_the_table_says_and_nowhere_else(app: Flask, as_user: AsUser, who: str) -> None:
    places = company()
    person = places.people.get(who)
    visitor = as_user(person) if person else Visitor(app, app.response_class)
    let_in = set()
    for page in sorted(TABLE, key=lambda one: "/sign-out" in one):  # whoever goes out has seen the rest
        method, rule = page.split()
        answer = visitor.open(places.address(rule), method=method)
        assert answer.status_code < 500, page
        if "/sign-out" in rule and person:
            visitor.sign_in(person)
        if not _is_turned_away(answer):
            let_in.add(page)
        answer.close()  # a photo is a file
    assert let_in == {page for page, people in TABLE.items() if who in people}


APPEALS: dict[str, dict[str, set[str]]] = {  # the moves of an appeal, before it is made and while it waits
    "declined": {"appeal": {AUTHOR}, "uphold": {ADMIN}, "dismiss": {ADMIN}, "reopen": DECIDES},
    "appealed": {"appeal": {AUTHOR}, "uphold": {LEADER, ADMIN}, "dismiss": {LEADER, ADMIN}, "reopen": DECIDES},
}


@pytest.mark.parametrize("situation", APPEALS)
def test_the_forms_of_an_appeal_open_for_those_in_the_table_and_nobody_else(
    app: Flask, as_user: AsUser, situation: str
) -> None:
    people = company().people
    area = factories.area(leader=people[LEADS])
    idea = factories.idea(author=people[AUTHOR], area=area)
    moves.decline(people[LEADS], idea, reason="No.", reason_code=DeclineReason.TOO_COSTLY)
    if situation == "appealed":
        appeals.appeal(people[AUTHOR], idea, reason="Yes.")
        assert idea.appeal is not None
        idea.appeal.area = factories.area(leader=people[LEADER])
    keep()
    for name, who in APPEALS[situation].items():
        path = f"/ideas/{idea.id}/moves/{name}"
        opened = {one for one in STAFF if not _is_turned_away(as_user(people[one]).get(path))}
        sent = {one for one in STAFF if not _is_turned_away(as_user(people[one]).post(path))}
        assert (opened, sent) == (who, who), name


def _is_turned_away(answer: TestResponse) -> bool:
    """To the sign-in page (302; signing out leads there by 303), or with a refusal; an empty form has been let in."""
    is_asked_to_sign_in = answer.status_code == 302 and (answer.location or "").split("?")[0] == "/sign-in"
    return is_asked_to_sign_in or answer.status_code in (401, 403, 404)
