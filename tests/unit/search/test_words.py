"""Words of a search: only letters and digits reach a query language, each in quotes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from innovate.search.words import LONGEST, MOST_WORDS, asked, fts5, tsquery, words


def test_words_are_folded():
    assert words("Café—“Pre-Order” №5_b") == ["cafe", "pre", "order", "no5", "b"]


def test_the_last_word_is_a_beginning_unless_it_is_a_single_letter():
    assert fts5(["call", "ba"]) == '"call" AND "ba"*'
    assert tsquery(["call", "ba"]) == "'call' & 'ba':*"
    assert (fts5(["b"]), tsquery(["b"])) == ('"b"', "'b'")


@given(st.text(max_size=200))
def test_nothing_but_letters_and_digits_is_asked_for(text):
    terms = asked(text)
    assert len(terms) <= MOST_WORDS
    assert all(re.fullmatch(rf"[^\W_]{{1,{LONGEST}}}", term) for term in terms)
