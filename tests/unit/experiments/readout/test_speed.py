"""A read-out is quick enough to be made anew for every page."""

import random
import time

import pytest

from benchmarks.reading import made_up
from innovate.experiments.models import Design, MetricKind
from innovate.experiments.readout import read


@pytest.mark.parametrize("kind", MetricKind)
def test_two_years_of_twenty_arms_are_read_within_a_wide_margin(kind):
    """Well under 50 ms on a quiet machine (`make bench ARGS=readout`); three times as much is asked of a busy one."""
    spent = []
    for number in range(4):
        test = made_up(kind, Design.PARALLEL, random.Random(number))
        began = time.process_time()
        found = read(test)
        spent.append(time.process_time() - began)
        assert found is not None
        assert len(found.comparisons) == 19
    assert min(spent) < 0.15
