"""Whatever many people do at once with awards, thanks and orders: the books and the stock are right afterwards."""

from benchmarks import storm


def test_a_storm_leaves_nothing_paid_twice_and_nothing_below_zero(app):
    blown = storm.run(app, rounds=16, at_once=12)
    assert list(blown.problems()) == []
    assert len(blown.done) == len(storm.ACTS)  # each kind of act came through at least once
    assert blown.done.total() > 70
