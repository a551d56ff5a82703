"""Who gets what in an experiment, drawn from a stored seed so that anybody can draw it again.

The order is that of the SHA-256 digests of “seed:name”, which no one can choose and everyone can compute
(`printf '%s' 'seed:name' | sha256sum`). Within a stratum the first units in that order go to the first arm, the next to
the second, and so on. How many go to each arm is as even as the weights allow: in every stratum, and over all strata,
an arm gets its exact part rounded down or up, and on average exactly its part. Which way is drawn from digests of
“seed:left over:0”, “seed:left over:1” and so on (controlled rounding: Cox, 1987, JASA 82:520).
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from hashlib import sha256
from math import floor

Table = dict[str | None, dict[int, Fraction]]  # what arms lack of their part, by stratum; None: of all strata


@dataclass(frozen=True, slots=True)
class Unit:
    """A team, an agent or a day that is given to an arm, and the stratum within which the arms shall be even."""

    name: str
    stratum: str = ""


def new_seed() -> str:
    """A seed that nobody could foresee; it is kept with the experiment."""
    return secrets.token_hex(8)


def digest(seed: str, *names: str) -> str:
    """What the order goes by: SHA-256 of the seed and the names, with colons between them."""
    return sha256(":".join((seed, *names)).encode()).hexdigest()


def allocate(units: Sequence[Unit], weights: Sequence[float], seed: str) -> tuple[int, ...]:
    """The position of each unit's arm, in the order of the units; the order in which they are given plays no part."""
    parts = _parts(weights)
    strata: dict[str, list[int]] = defaultdict(list)
    for position, unit in enumerate(units):
        strata[unit.stratum].append(position)
    counts = _counts({stratum: len(positions) for stratum, positions in strata.items()}, parts, seed)
    arms = [0] * len(units)
    for stratum, positions in strata.items():
        drawn = iter(sorted(positions, key=lambda position: (digest(seed, units[position].name), position)))
        for arm, count in enumerate(counts[stratum]):
            for _ in range(count):
                arms[next(drawn)] = arm
    return tuple(arms)


def steps(units: Sequence[Unit], dates: Sequence[date], seed: str) -> tuple[date, ...]:
    """The day on which each unit begins, for a stepped rollout: as many on each date as the number allows."""
    return tuple(dates[step] for step in allocate(units, [1] * len(dates), seed))


def _parts(weights: Sequence[float]) -> tuple[Fraction, ...]:
    """The weights as exact parts of one, so that a third of three is one."""
    if not weights or min(weights) < 0 or sum(weights) <= 0:
        raise ValueError("weights are not negative, and one of them is more than zero")
    exact = [Fraction(str(weight)) for weight in weights]
    return tuple(weight / sum(exact) for weight in exact)


def _counts(sizes: Mapping[str, int], parts: Sequence[Fraction], seed: str) -> dict[str, list[int]]:
    """How many of each stratum go to each arm."""
    counts = {stratum: [floor(size * part) for part in parts] for stratum, size in sizes.items()}
    order = sorted(sizes, key=lambda stratum: digest(seed, stratum))
    left: Table = {stratum: _fractions(sizes[stratum] * part for part in parts) for stratum in order}
    left[None] = _fractions(
        -sum((row.get(arm, Fraction(0)) for row in left.values()), Fraction(0)) for arm in range(len(parts))
    )
    for stratum, arm in _round(left, seed):
        if stratum is not None:
            counts[stratum][arm] += 1
    return counts


def _fractions(row: Iterable[Fraction]) -> dict[int, Fraction]:
    """What is more than a whole number, by arm."""
    return {arm: part % 1 for arm, part in enumerate(row) if part % 1}


def _round(left: Table, seed: str) -> list[tuple[str | None, int]]:
    """The cells of a table that are rounded up; its rows and columns have whole sums, and keep them.

    A little is moved around a ring of cells, on to one and off the next, until one of them is whole. Which way round
    is drawn so that what a cell gets on average is what it had.
    """
    up = []
    draws = 0
    for stratum in left:
        while left[stratum]:
            ring = _ring(left, stratum)
            more = min(1 - left[row][arm] if at % 2 == 0 else left[row][arm] for at, (row, arm) in enumerate(ring))
            less = min(left[row][arm] if at % 2 == 0 else 1 - left[row][arm] for at, (row, arm) in enumerate(ring))
            drawn = Fraction(int(digest(seed, "left over", str(draws)), 16), 2**256)
            draws += 1
            moved = more if drawn < less / (more + less) else -less
            for at, (row, arm) in enumerate(ring):
                left[row][arm] += moved if at % 2 == 0 else -moved
                if left[row][arm] in (0, 1):
                    up += [(row, arm)] * int(left[row].pop(arm))
    return up


def _ring(left: Table, start: str | None) -> list[tuple[str | None, int]]:
    """Cells that are no whole numbers, from one to the next along a row and down a column in turn, to the first."""
    path: list[tuple[str | None, int]] = []
    row = start
    while True:
        arm = next(arm for arm in left[row] if not path or arm != path[-1][1])
        path.append((row, arm))
        for at in range(1, len(path), 2):
            if path[at][1] == arm:  # the column is reached again
                return path[at:]
        row = next(other for other, cells in left.items() if arm in cells and other != row)
        path.append((row, arm))
        for at in range(0, len(path), 2):
            if path[at][0] == row:  # the row is
                return path[at:]
