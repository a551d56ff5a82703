"""What a password must be: long, and not what others would guess first."""

import pytest

from innovate.accounts.password_rules import problem_with

WHO = {"name": "Ana Lindström", "email": "ana.lindstrom@company.example", "site_name": "Innovate"}


@pytest.mark.parametrize(
    "password",
    [
        "window marble tractor",
        "vinteräpplen på loftet",
        "blåbär och en tub senap",
        "k3f9-xw2q-77bn-plzt",
        "my neighbour paints boats",
        "x" * 3 + " giraffe umbrella",
        "quiet harbour at dawn" * 6,
    ],
)
def test_a_long_phrase_of_ones_own_is_taken_whatever_it_is_made_of(password):
    assert problem_with(password, **WHO) is None


@pytest.mark.parametrize(("password", "words"), [("", "15"), ("fourteen chars", "15"), ("ab cd " * 22, "128")])
def test_length_is_the_only_rule_of_form(password, words):
    assert words in str(problem_with(password, **WHO))


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password1234567!",
        "P@ssw0rdP@ssw0rd",
        "123456789012345",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "iloveyouforever2024",
        "correct horse battery staple",
        "letmeinletmein12",
        "welcome to summer 2026",
        "changeme-changeme",
        "Monday Tuesday Wednesday",
    ],
)
def test_what_everybody_would_try_first_is_refused(password):
    assert "guess" in str(problem_with(password, **WHO))


@pytest.mark.parametrize(
    "password", ["ana lindström 1234", "lindstromlindstrom", "innovate-innovate-7", "ana.lindstrom@company"]
)
def test_ones_own_name_address_or_the_sites_is_refused(password):
    assert problem_with(password, **WHO) is not None


def test_a_short_name_does_not_forbid_every_word_that_holds_it():
    assert problem_with("orchard banana candlelight", name="Bo An", email="bo@x.example") is None
