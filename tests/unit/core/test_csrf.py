"""The form token changes its face on every page and stays the same beneath."""

from innovate.core import csrf

SIGNED = "IjQyIg.aSGBcQ.Fxk2-eYlZ"


def test_each_mask_is_another():
    assert csrf.masked(SIGNED) != csrf.masked(SIGNED)


def test_behind_every_mask_stands_the_same_token():
    assert {csrf.unmasked(csrf.masked(SIGNED)) for _ in range(20)} == {SIGNED}


def test_what_is_no_token_of_ours_is_none():
    assert csrf.unmasked(SIGNED) != SIGNED
    assert csrf.unmasked("§") == csrf.unmasked("a") == csrf.unmasked("") == ""
