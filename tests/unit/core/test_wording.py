"""Numbers stand beside their units, on one line, spelled in one way."""

from collections.abc import Iterator

import pytest

from innovate.core import wording


@pytest.fixture(autouse=True)
def usual_currency() -> Iterator[None]:
    wording.use_currency("EUR")
    yield
    wording.use_currency("EUR")


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (968_000, "9,680\u00a0EUR"),
        (968_050, "9,680.50\u00a0EUR"),
        (0, "0\u00a0EUR"),
        (5, "0.05\u00a0EUR"),
        (None, ""),
    ],
)
def test_money_has_its_currency_and_decimals_only_where_there_are_cents(cents, words):
    assert wording.money(cents) == words


def test_money_is_said_in_the_currency_of_the_company():
    wording.use_currency("zł")
    assert wording.money(120_000) == "1,200\u00a0zł"


@pytest.mark.parametrize(("share", "words"), [(0.5694, "56.9\u00a0%"), (0.0, "0.0\u00a0%"), (None, "")])
def test_a_percentage_is_never_parted_from_its_sign(share, words):
    assert wording.percent(share) == words
