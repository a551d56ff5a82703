"""Ranges of groups from which nobody, and no group under five, can be worked out, however the tables are combined.

Of a group we show its size and a range that holds the number of its people for whom something is so, such as “from 3 to
6 of 11”. The range is laid at random around the number, so that where in it the number lies says nothing: every company
that fits all ranges could have led to them as well as ours. The ranges are kept only if one such company is found
with every group's number within its range and not at an end, without looking at ours. In that one, any single person
could be the other way round and still fit; so for nobody the answer follows, and for no group the number, nor any
weighted sum, from all tables together. `known` are those of whom everybody knows it: they stay as they are.
docs/decisions/0035 has the proof in full.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random

LEAST = 5  # people in a group that is shown
ROOM = 4  # numbers in a range, at least: one at either end and two between
TENTH = 10  # of a large group a range holds a tenth
TRIES, EFFORT = 8, 7_500  # to lay ranges with an attribute before it is left out; small companies need more of them
MOST_TRIES = 150
STEPS = 3  # for each number that is off, in the search for a company

Cell = tuple[str, str]
"""A group: the attribute and its value."""
Attributes = Mapping[str, Sequence[str | None]]
"""For each attribute what it is for each person; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Range:
    """Of `size` people from `low` to `high`, both ends included; before it is clipped an end may lie outside."""

    low: int
    high: int
    size: int

    @property
    def clipped(self) -> Range:
        """The same without numbers that cannot be."""
        return Range(max(0, self.low), min(self.size, self.high), self.size)

    def miss(self, count: int) -> int:
        """How far that number is from lying within, and not at an end."""
        return max(0, self.low + 1 - count, count - self.high + 1)


@dataclass(frozen=True, slots=True)
class Table:
    """The groups of one attribute by value, and how many are too small to be shown; what is left out shows none."""

    name: str
    groups: Mapping[str, Range]
    small: int
    is_left_out: bool = False


@dataclass(slots=True)
class _Kind:
    """People in the same shown groups: those of whom all know the answer, and the others."""

    cells: tuple[Cell, ...]
    people: int = 0  # of whom it is not known
    known: int = 0  # for whom all know that it is so


def width(size: int) -> int:
    """How many numbers a range of a group of that size holds."""
    return max(ROOM, -(-size // TENTH))


def laid(count: int, size: int, chance: Random) -> Range:
    """A range around that number, at random among those with a possible number that is not at an end."""
    numbers = width(size)
    low = chance.randint(max(count - numbers + 1, 2 - numbers), min(count, size - 1))
    return Range(low, low + numbers - 1, size)


def shown(
    attributes: Attributes, answers: Sequence[bool], chance: Random, known: Collection[int] = ()
) -> tuple[Table, ...]:
    """A table for each attribute; one for which no safe ranges are found beside those before it is left out."""
    sizes = {name: Counter(value for value in values if value is not None) for name, values in attributes.items()}
    chosen: dict[str, Sequence[str | None]] = {}
    ranges: dict[Cell, Range] = {}
    for name, values in attributes.items():
        beside = {**chosen, name: values}
        laid_out = _safe(beside, sizes, answers, chance, known)
        if laid_out is not None:
            chosen, ranges = beside, laid_out
    return tuple(_table(name, sizes[name], ranges, is_left_out=name not in chosen) for name in attributes)


def _safe(
    attributes: Attributes,
    sizes: Mapping[str, Mapping[str, int]],
    answers: Sequence[bool],
    chance: Random,
    known: Collection[int],
) -> dict[Cell, Range] | None:
    """Ranges of all groups of those attributes that leave everybody open, all laid anew; None when tries find none."""
    cells = sorted((name, value) for name in attributes for value, size in sizes[name].items() if size >= LEAST)
    kinds = _kinds(attributes, frozenset(cells), answers, known)
    counts = _counts(attributes, frozenset(cells), answers)
    for _ in range(min(MOST_TRIES, max(TRIES, EFFORT // max(1, len(answers))))):
        ranges = {cell: laid(counts[cell], sizes[cell[0]][cell[1]], chance) for cell in cells}
        if found(kinds, ranges, chance):
            return ranges
    return None


def _table(name: str, sizes: Mapping[str, int], ranges: Mapping[Cell, Range], *, is_left_out: bool) -> Table:
    groups = {cell[1]: its.clipped for cell, its in ranges.items() if cell[0] == name}
    return Table(name, groups, sum(size < LEAST for size in sizes.values()), is_left_out)


def _counts(attributes: Attributes, cells: Collection[Cell], answers: Sequence[bool]) -> Counter[Cell]:
    counts = Counter[Cell]()
    for name, values in attributes.items():
        for value, answer in zip(values, answers, strict=True):
            if answer and value is not None and (name, value) in cells:
                counts[name, value] += 1
    return counts


def _kinds(
    attributes: Attributes, cells: Collection[Cell], answers: Sequence[bool], known: Collection[int]
) -> list[_Kind]:
    """The people by the shown groups that they are in; an answer is looked at only where all know it."""
    said, kinds = frozenset(known), dict[tuple[Cell, ...], _Kind]()
    columns = list(attributes.items())
    for place in range(len(answers)):
        named = ((name, values[place]) for name, values in columns)
        its = tuple(cell for cell in named if cell in cells)
        kind = kinds.setdefault(its, _Kind(its))  # type: ignore[arg-type]  # None is no group's value
        if place in said:
            kind.known += answers[place]
        else:
            kind.people += 1
    return list(kinds.values())


def found(kinds: Sequence[_Kind], ranges: Mapping[Cell, Range], chance: Random) -> bool:
    """Whether a search finds a company with every number within its range and not at an end.

    It begins in the middle of the ranges and changes one person at a time, wherever that brings most groups nearer.
    """
    members = defaultdict[Cell, list[int]](list)
    for place, kind in enumerate(kinds):
        for cell in kind.cells:
            members[cell].append(place)
    share = {cell: (its.low + its.high) / 2 / its.size for cell, its in ranges.items()}
    ones, counts = [], Counter[Cell]()
    for kind in kinds:
        likely = sum(share[cell] for cell in kind.cells) / len(kind.cells) if kind.cells else 0.0
        ones.append(min(kind.people, max(0, int(likely * kind.people + chance.random()))))
        for cell in kind.cells:
            counts[cell] += ones[-1] + kind.known
    off = {cell: its.miss(counts[cell]) for cell, its in ranges.items() if its.miss(counts[cell])}
    for _ in range(STEPS * (sum(off.values()) + len(ranges))):
        if not off:
            return True
        cell = chance.choice(sorted(off)) if len(off) < TENTH else next(iter(off))
        step = 1 if counts[cell] <= ranges[cell].low else -1
        able = [one for one in members[cell] if 0 <= ones[one] + step <= kinds[one].people]
        if not able:
            return False
        tried = able if len(able) <= STEPS else chance.sample(able, STEPS)
        best = min(tried, key=lambda one: (_worse(kinds[one], counts, ranges, step), chance.random()))
        ones[best] += step
        for its in kinds[best].cells:
            counts[its] += step
            miss = ranges[its].miss(counts[its])
            off.pop(its, None)
            if miss:
                off[its] = miss
    return not off


def _worse(kind: _Kind, counts: Mapping[Cell, int], ranges: Mapping[Cell, Range], step: int) -> int:
    """How much further off its groups are when one person of that kind changes."""
    return sum(ranges[cell].miss(counts[cell] + step) - ranges[cell].miss(counts[cell]) for cell in kind.cells)
