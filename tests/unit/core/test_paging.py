"""Cursors: what we made is read back, whatever else is refused in words."""

import base64
import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.core.errors import BadInput
from innovate.core.paging import decode, encode

WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)
REAL = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(WHOLE, REAL, WORDS)
def test_a_cursor_is_read_back_as_it_was_made(whole: int, real: float, words: str) -> None:
    assert decode(encode((whole, real, words)), int, float, str) == (whole, real, words)


@given(st.text())
def test_no_text_is_worse_than_bad_input(text: str) -> None:
    key: tuple[object, ...] = (0, "")
    with suppress(BadInput):
        key = decode(text, int, str)
    assert [type(part) for part in key] == [int, str]


@given(st.binary())
def test_no_bytes_are_worse_than_bad_input(raw: bytes) -> None:
    key: tuple[object, ...] = (0.0,)
    with suppress(BadInput):
        key = decode(base64.urlsafe_b64encode(raw).decode().rstrip("="), float)
    assert isinstance(key[0], int | float)


@pytest.mark.parametrize(
    "raw",
    [
        b"[1,2]",
        b"[]",
        b"{}",
        b"7",
        b"[true]",
        b"[null]",
        b'["7"]',
        b"[9223372036854775808]",
        b"[1e999]",
        b"[NaN]",
        b"[7.5]",
        b"[[7]]",
        b"[" * 2000,
    ],
)
def test_a_cursor_for_one_whole_number_takes_nothing_else(raw: bytes) -> None:
    with pytest.raises(BadInput):
        decode(base64.urlsafe_b64encode(raw).decode(), int)


def test_a_cursor_for_a_real_number_takes_no_whole_one_that_a_database_could_not_hold() -> None:
    for whole in (2**63, 2**64 - 1):
        with pytest.raises(BadInput):
            decode(encode((whole,)), float)
    assert decode(encode((7,)), float) == (7,)


def test_a_text_with_a_nul_is_refused() -> None:
    with pytest.raises(BadInput):
        decode(base64.urlsafe_b64encode(b'["a\\u0000b"]').decode(), str)


@given(st.lists(st.one_of(WHOLE, WORDS), max_size=4))
def test_a_cursor_is_fit_for_a_url(key: list[int | str]) -> None:
    assert set(encode(key)) <= set(string.ascii_letters + string.digits + "-_")
