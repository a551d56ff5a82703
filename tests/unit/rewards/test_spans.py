"""A span is what its address says, on the company's clock, and nothing else is one."""

from datetime import UTC, date, datetime

import pytest

from innovate.core import wording
from innovate.core.errors import BadInput
from innovate.rewards import spans


@pytest.fixture
def in_stockholm():
    wording.use_timezone("Europe/Stockholm")
    yield
    wording.use_timezone("UTC")


def test_a_month_begins_and_ends_on_the_companys_clock(in_stockholm: None):
    span = spans.read("2026-11", None, None)
    assert (span.starts_at, span.ends_at) == (
        datetime(2026, 10, 31, 23, tzinfo=UTC),
        datetime(2026, 11, 30, 23, tzinfo=UTC),
    )
    assert span.label == "November 2026"


def test_a_month_in_which_the_clocks_change_is_as_long_as_it_is(in_stockholm: None):
    span = spans.of_month(date(2026, 10, 1))
    assert span.starts_at == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert span.ends_at == datetime(2026, 10, 31, 23, tzinfo=UTC)


def test_both_days_of_a_span_belong_to_it():
    span = spans.read(None, "2026-11-01", "2026-11-01")
    assert (span.starts_at, span.ends_at) == (
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 11, 2, tzinfo=UTC),
    )
    assert span.query == "from=2026-11-01&to=2026-11-01"


def test_without_a_word_it_is_all_time():
    assert spans.read(None, None, None).is_all


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "november", "2026-1", "1999-12", "９９９９-01"])
def test_what_is_no_month_is_refused(month: str):
    with pytest.raises(BadInput):
        spans.read(month, None, None)


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-30", None), ("soon", None), (None, "1999-12-31"), ("2026-11-02", "2026-11-01")]
)
def test_what_is_no_day_or_the_wrong_way_round_is_refused(first: str | None, last: str | None):
    with pytest.raises(BadInput):
        spans.read(None, first, last)


def test_december_is_followed_by_january_and_january_comes_after_december():
    assert spans.month_after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert spans.month_before(spans.of_month(date(2027, 1, 1))).first == date(2026, 12, 1)
