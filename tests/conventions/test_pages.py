"""Every page says who may open it, has one name in four places, and sends a stranger to the sign-in page."""

import re
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from config import Config, Environment
from innovate.app import create_app
from tests import factories
from tests.provisioning.visits import Visitor

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
NUMBER = 987_654_321  # of nothing that is there


def name(rule: Rule) -> str:
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return f"{'/'.join(methods)} {rule.rule}"


# An application that never meets its database: only its pages are looked at.
APPLICATION = create_app(
    Config(
        environment=Environment.TESTING,
        secret_key="-",
        database_url="sqlite:////nonexistent/none.sqlite3",
        instance_path=Path("/nonexistent"),
    )
)
PAGES = [rule for rule in APPLICATION.url_map.iter_rules() if rule.endpoint != "static"]
each_page = pytest.mark.parametrize("rule", PAGES, ids=name)


@each_page
def test_its_address_is_plain_words_with_hyphens(rule: Rule):
    words = [word for word in rule.rule.split("/") if word and "<" not in word]
    assert all(KEBAB.fullmatch(word) for word in words)


@each_page
def test_it_lives_in_the_package_of_its_name(rule: Rule):
    package, _, function = rule.endpoint.rpartition(".")
    view = APPLICATION.view_functions[rule.endpoint]
    assert package, "a page belongs to a package"
    assert view.__module__.startswith(f"innovate.{package.split('.')[0]}.routes")
    assert view.__name__ == function


@each_page
def test_it_says_who_may_open_it(rule: Rule):
    assert access(rule)


def access(rule: Rule) -> str:
    return str(getattr(APPLICATION.view_functions[rule.endpoint], "access", ""))


@pytest.mark.parametrize("rule", [rule for rule in PAGES if "GET" in (rule.methods or ())], ids=name)
def test_a_stranger_sees_it_only_if_it_is_public(rule: Rule, stranger: Visitor):
    factories.admin()  # without one, every page leads to the set-up
    answer = stranger.get(_address(rule))
    if access(rule) == "public":
        assert answer.status_code < 500
    else:
        assert answer.status_code in (302, 303)
        assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("rule", [rule for rule in PAGES if "POST" in (rule.methods or ())], ids=name)
def test_a_form_without_its_token_is_refused(rule: Rule, stranger: Visitor):
    stranger.sends_token = False
    assert stranger.post(_address(rule)).status_code == 400


def _address(rule: Rule) -> str:
    return re.sub(r"<(?:(\w+)[^:>]*:)?[^>]+>", lambda found: str(NUMBER) if found[1] == "int" else "nothing", rule.rule)
