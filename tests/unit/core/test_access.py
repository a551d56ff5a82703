"""Rules compose, and say in words whom they let through and where to turn instead."""

import pytest
from click.testing import CliRunner

from innovate import cli, permissions
from innovate.core.access import Rule
from innovate.core.errors import NotAllowed

tall = Rule("somebody tall", lambda actor, _: actor > 180)
kind = Rule("somebody kind", lambda actor, _: actor % 2 == 0, advice="Ask somebody kind.")
owner = Rule("the owner", lambda actor, thing: actor == thing, negated="who is not the owner")


def test_both_rules_must_let_an_actor_through() -> None:
    both = tall & kind
    assert [both.allows(n) for n in (182, 183, 180)] == [True, False, False]
    assert both.words == "somebody tall and somebody kind"


def test_either_rule_lets_an_actor_through() -> None:
    either = tall | kind
    assert [either.allows(n) for n in (183, 100, 101)] == [True, True, False]
    assert either.words == "somebody tall or somebody kind"


def test_a_negated_rule_speaks_its_own_words() -> None:
    assert (tall & ~owner).words == "somebody tall who is not the owner"
    assert (~tall).words == "who is not somebody tall"
    assert (~~owner).words == "the owner"
    assert (~owner).allows(1, 2)


def test_words_are_parted_where_they_would_be_misread() -> None:
    assert ((tall | kind) & ~owner).words == "somebody tall or somebody kind, one who is not the owner,"


def test_a_refusal_is_a_sentence() -> None:
    with pytest.raises(NotAllowed, match=r"^Only somebody tall who is not the owner may do this\.$"):
        (tall & ~owner).require(190, 190)


def test_advice_comes_from_the_part_that_stopped_the_actor() -> None:
    both = (tall | owner) & kind
    with pytest.raises(NotAllowed, match=r"may do this\. Ask somebody kind\.$"):
        both.require(183, 7)
    with pytest.raises(NotAllowed, match=r"may do this\.$"):
        both.require(100, 7)


def test_the_conflict_guard_says_whom_to_ask() -> None:
    assert permissions.impartial.advice == "Ask the area's deputy."
    assert permissions.cast_vote.refusal == "Only an employee who is not the author may do this."


def test_rules_that_are_printed_end_where_their_words_do() -> None:
    printed = CliRunner().invoke(cli.show_permissions).output
    assert "send_scorecard" in printed
    assert not [line for line in printed.splitlines() if line.endswith(",")]
