"""`make bench ARGS=coverage`: every setting, printed and kept in benchmarks/coverage.md."""

import argparse
import time
from collections.abc import Sequence

from benchmarks.coverage import (
    before_after,
    checks,
    drawn_days,
    means,
    peeking,
    planner,
    printing,
    rates,
    rollout,
    shares,
)
from benchmarks.coverage.simulating import Setting, simulate
from config import ROOT

LAST = ROOT / "benchmarks" / "coverage.md"
PARTS: dict[str, tuple[Setting, ...]] = {
    "Parallel groups: the 95 % interval holds the truth": shares.SETTINGS + means.SETTINGS + rates.SETTINGS,
    "Parallel groups between which days were drawn: the 95 % interval holds the truth": drawn_days.SETTINGS,
    "Before/after: the 95 % interval holds the jump": before_after.SETTINGS,
    "Stepped rollout: the 95 % interval holds the effect": rollout.SETTINGS,
    "The planner: a test as long as planned finds the effect as often as promised": planner.SETTINGS,
    "Looking every day: the always-valid interval holds the truth on all days at once": peeking.SETTINGS,
    "The checks: nothing is warned of where nothing is wrong": checks.SETTINGS,
}


def run(words: Sequence[str]) -> None:
    """Simulate what was asked for, and print it."""
    options = _options(words)
    began = time.perf_counter()
    found = {
        title: [simulate(one, part=options.part) for one in settings if options.only in one.name]
        for title, settings in PARTS.items()
    }
    text = printing.page({title: figures for title, figures in found.items() if figures}, time.perf_counter() - began)
    print(text)
    if not (options.dry or options.only or options.part < 1):
        LAST.write_text(text)


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=coverage", description=__doc__)
    parser.add_argument("--part", type=float, default=1.0, help="what part of the runs; all if not said")
    parser.add_argument("--only", default="", help="only settings whose name has these words")
    parser.add_argument("--dry", action="store_true", help="leave benchmarks/coverage.md as it is")
    return parser.parse_args(words)
