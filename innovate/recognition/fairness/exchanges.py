"""Patterns in who thanks whom: pairs that thank each other, rings of three, and rushes before an allowance expires."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

OFTEN = 3  # kudos each way, before a pair is asked about
ALONG = 2  # kudos along each side of a ring
MOST_OF = 0.5  # of what each of them gives
MOST_NAMED = 5  # pairs and rings that are named
LAST_DAYS = 3  # of a month, after which what is left of an allowance expires

Edges = Mapping[tuple[int, int], int]
"""How often one (the first) thanked another."""


@dataclass(frozen=True, slots=True)
class Circle:
    """People who thank each other in turn, and what part of all the kudos that they give stays among them."""

    people: tuple[int, ...]
    kudos: int
    share: float


@dataclass(frozen=True, slots=True)
class Exchanges:
    """How much of all kudos goes to and fro, and who does so most."""

    kudos: int
    returned: int  # between two who thanked each other in the same time
    pairs: tuple[Circle, ...]
    in_rings: int  # kudos along the sides of rings
    rings: tuple[Circle, ...]


def exchanges(edges: Edges) -> Exchanges:
    """The pairs and rings among those kudos; named are those that give each other at least half of what they give."""
    given = Counter[int]()
    for (giver, _), times in edges.items():
        given[giver] += times
    mutual = {edge: times for edge, times in edges.items() if (edge[1], edge[0]) in edges}
    often = {edge for edge, times in mutual.items() if edge[0] < edge[1] and min(times, edges[edge[::-1]]) >= OFTEN}
    pairs = [_circle(pair, edges, given) for pair in often]
    threes = list(rings(edges))
    sides = {side for one in threes for side in _sides(one)}
    return Exchanges(
        kudos=sum(edges.values()),
        returned=sum(mutual.values()),
        pairs=_most(pairs),
        in_rings=sum(edges[side] for side in sides),
        rings=_most(_circle(one, edges, given) for one in threes),
    )


def rings(edges: Edges) -> Iterable[tuple[int, int, int]]:
    """Every three of whom each thanked the next more than once and no two thanked each other; the lowest id first."""
    onward = defaultdict[int, set[int]](set)
    for (giver, receiver), times in edges.items():
        if times >= ALONG and (receiver, giver) not in edges:
            onward[giver].add(receiver)
    for first, seconds in list(onward.items()):
        for second in seconds:
            if second > first:
                for third in onward.get(second, ()):
                    if third > first and first in onward.get(third, ()):
                        yield first, second, third


def in_the_last_days(days: Mapping[date, int]) -> tuple[int, ...]:
    """How many kudos were given so many days before the end of their month: on its last day, the day before, and on."""
    found = Counter[int]()
    for day, times in days.items():
        after = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        found[(after - day).days - 1] += times
    return tuple(found[away] for away in range(31))


def _sides(ring: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    return tuple((ring[at - 1], ring[at]) for at in range(len(ring)))


def _circle(people: tuple[int, ...], edges: Edges, given: Mapping[int, int]) -> Circle:
    among = {(giver, receiver): edges.get((giver, receiver), 0) for giver in people for receiver in people}
    kept = min(sum(among[one, other] for other in people) / given[one] for one in people)
    return Circle(people, sum(among.values()), kept)


def _most(circles: Iterable[Circle]) -> tuple[Circle, ...]:
    strong = (one for one in circles if one.share >= MOST_OF)
    return tuple(sorted(strong, key=lambda one: (-one.kudos, one.people))[:MOST_NAMED])
