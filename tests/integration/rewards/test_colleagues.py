"""Colleagues are found by what people type, whatever letters their names begin with."""

import pytest

from innovate.core.errors import BadInput
from innovate.rewards.queries import colleagues_named, find_colleague
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("typed", ["Örjan Åkerman", "örjan åkerman", "ÖRJAN ÅKERMAN", "ORJAN@EXAMPLE.COM"])
def test_a_name_that_begins_with_an_accent_is_found_however_it_is_typed(typed: str) -> None:
    wanted = factories.person("Örjan Åkerman", email="orjan@example.com")
    factories.person("Orjan Akerman")
    assert find_colleague(typed) == wanted.id


@pytest.mark.parametrize("typed", ["åker", "Åker", "ÅKER", "ör"])
def test_a_part_of_such_a_name_offers_it(typed: str) -> None:
    viewer, wanted = factories.person("Ewa Mazur"), factories.person("Örjan Åkerman")
    assert [one.id for one in colleagues_named(viewer, typed, 5)] == [wanted.id]


def test_two_of_one_name_are_told_apart_by_their_address() -> None:
    for _ in range(2):
        factories.person("Örjan Åkerman")
    with pytest.raises(BadInput, match="Several colleagues"):
        find_colleague("Örjan Åkerman")
