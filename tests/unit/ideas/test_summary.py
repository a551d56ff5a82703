"""An idea's summary: the problem's first words, without markup, cut between words."""

from hypothesis import given
from hypothesis import strategies as st

from innovate.ideas.commands.posting import SUMMARY, summary


def test_markup_and_line_breaks_are_left_out():
    assert summary("# Queues\n\n**Long** ones, see [here](https://x.example)\n\n- twice & thrice") == (
        "Queues Long ones, see here twice & thrice"
    )


def test_a_long_text_is_cut_between_words():
    cut = summary("word " * 100)
    assert cut.endswith("word…")
    assert len(cut) <= SUMMARY


@given(st.text(max_size=600))
def test_it_always_fits(text):
    assert len(summary(text)) <= SUMMARY
