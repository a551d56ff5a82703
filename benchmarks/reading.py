"""How long a read-out takes: two years of daily numbers, twenty arms or teams, every design and kind of metric."""

import os
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind
from innovate.experiments.readout import Observed, Promise, Series, Test, read

DAYS, ARMS, ROUNDS = 730, 20, 7
START = date(2024, 6, 3)
PROMISE = Promise(START, START + timedelta(days=DAYS - 1), START + timedelta(days=DAYS + 5))
METRICS = {
    MetricKind.SHARE: Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.62, 0.64),
    MetricKind.MEAN: Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5, 6.0),
    MetricKind.RATE: Metric("repeat contacts", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 40.0, 34.0),
}


def made_up(kind: MetricKind, design: Design, chance: random.Random) -> Test:
    """A test of that kind, with made-up numbers of a known truth."""
    days = [START + timedelta(days=place) for place in range(DAYS)]
    if design is Design.BEFORE_AFTER:
        before = Series("Before", True, tuple(_day(kind, day, chance) for day in days[: DAYS // 2]))
        series: tuple[Series, ...] = (
            before,
            Series("After", False, tuple(_day(kind, day, chance) for day in days[DAYS // 2 :])),
        )
    else:
        is_rollout = design is Design.STEPPED
        series = tuple(
            Series(
                f"Arm {arm}",
                arm == 0 and not is_rollout,
                tuple(
                    _day(kind, day, chance, is_rollout and place >= 30 * (arm + 1)) for place, day in enumerate(days)
                ),
            )
            for arm in range(ARMS)
        )
    return Test(METRICS[kind], design, series, PROMISE)


def _day(kind: MetricKind, day: date, chance: random.Random, is_treated: bool = False) -> Observed:
    if kind is MetricKind.SHARE:
        return Observed(day, sum(chance.random() < 0.62 for _ in range(60)), 60, None, is_treated)
    if kind is MetricKind.MEAN:
        return Observed(day, chance.gauss(650, 20), 100, 2.0, is_treated)
    return Observed(day, round(chance.gauss(48, 7)), 1.2, None, is_treated)


def lines() -> Iterator[str]:
    """A line for each, in milliseconds of CPU time: the least and the middle of some rounds."""
    yield "| read-out of 2 years | kind | least | middle |"
    yield "|---|---|---|---|"
    for design in Design:
        for kind in MetricKind:
            spent = sorted(_milliseconds(kind, design, number) for number in range(ROUNDS + 1))[:ROUNDS]
            yield f"| {design.label.lower()} | {kind.value} | {spent[0]:.0f} ms | {spent[ROUNDS // 2]:.0f} ms |"


def _milliseconds(kind: MetricKind, design: Design, number: int) -> float:
    test = made_up(kind, design, random.Random(number))
    began = time.process_time()
    read(test)
    return (time.process_time() - began) * 1000


def run() -> None:
    """Print the table, with as many threads as the server gives to numpy."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for line in lines():
        print(line)
