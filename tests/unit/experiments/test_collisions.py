"""Which descriptions of customers mean the same people."""

import pytest

from innovate.experiments.queries.collisions import are_alike, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("people who return a parcel", "Customers who return a parcel"),
        ("callers in the evening", "evening callers"),
        ("customers who return", "people who return a parcel"),
        ("Kunden in Malmö", "malmö kunden"),
    ],
)
def test_the_same_people_in_other_words_are_alike(one, other):
    assert are_alike(words_of(one), words_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("people who return a parcel", "people who fit a kitchen"),
        ("all customers", "everybody"),
        ("", "people who return a parcel"),
    ],
)
def test_other_people_are_not(one, other):
    assert not are_alike(words_of(one), words_of(other))
