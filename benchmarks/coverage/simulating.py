"""Draw data of which the truth is known, read them with the estimators of the application, and count."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

SEED = 20261122
Drawn = Any  # one set of data, as its setting draws and judges it


@dataclass(frozen=True, slots=True)
class Setting:
    """How data come about, and what is promised of how they are read.

    `holds` says whether what is promised is true of one set of data (its interval holds the truth, its reading ends in
    no false alarm), and None where nothing can be read. A setting of which theory promises less is `beyond`: it is
    reported as it is, and `warns` says whether the page would warn of it.
    """

    name: str
    draw: Callable[[np.random.Generator], Drawn]
    holds: Callable[[Drawn], bool | None]
    at_least: float = 0.94
    at_most: float = 1.0
    runs: int = 10_000
    beyond: str = ""  # why theory promises less here
    warns: Callable[[Drawn], bool] | None = None
    note: str = ""  # why nothing stands above, and the like


@dataclass(frozen=True, slots=True)
class Figure:
    """How a setting came out."""

    setting: Setting
    runs: int
    held: float  # of the readings
    unread: float  # of the runs
    warned: float | None

    @property
    def is_kept(self) -> bool:
        """Whether the promise was kept; beyond theory, whether the warning stands beside it nearly always."""
        if self.setting.beyond:
            return self.warned is not None and self.warned >= 0.9
        return self.setting.at_least <= self.held <= self.setting.at_most


def simulate(setting: Setting, *, part: float = 1.0) -> Figure:
    """Run a setting, or a part of its runs; its random numbers hang on its name alone."""
    generator = np.random.default_rng([SEED, zlib.crc32(setting.name.encode())])
    runs = max(1, round(setting.runs * part))
    held = unread = warned = 0
    for _ in range(runs):
        drawn = setting.draw(generator)
        found = setting.holds(drawn)
        held += found is True
        unread += found is None
        warned += setting.warns is not None and setting.warns(drawn)
    read = runs - unread
    return Figure(setting, runs, held / read if read else 0.0, unread / runs, warned / runs if setting.warns else None)


def contains(low: float, truth: float, high: float) -> bool:
    """Whether an interval holds the truth."""
    return low <= truth <= high
