"""A spreadsheet opens our tables as they are, and runs nothing in them."""

import csv

import pytest

from innovate.core.spreadsheets import MARK, line, sheet


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM", "\tx", "\rx"])
def test_a_word_that_would_be_worked_out_is_marked_as_text(text: str):
    assert line([text]).strip('"').startswith("'")


@pytest.mark.parametrize("text", ["plain", 'a "quote"', "one, two", "one; two", "two\nlines", "Dąbrowska"])
def test_words_come_back_as_they_were(text: str):
    assert next(csv.reader([line([text, "x"])], strict=True)) == [text, "x"] or "\n" in text


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (1.0, "1"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (1e-7, "0.0000001"),
        (5300, "5300"),
        (1e15, "1000000000000000"),
        (None, ""),
    ],
)
def test_numbers_keep_every_digit_and_have_no_exponent(value: float | None, digits: str):
    assert line([value]) == f"{digits}\r\n"


def test_the_whole_table_begins_with_the_mark_of_its_letters():
    assert sheet([["a", "b"], [1, 2]]) == f"{MARK}a,b\r\n1,2\r\n"
