"""No combination of the tables of a report gives anybody away, nor a group under five."""

import itertools
import random

import numpy as np
import pytest
from scipy.optimize import linprog

from innovate.recognition.fairness import hiding
from innovate.recognition.fairness.hiding import LEAST, ROOM, Range, Table, laid, shown, width

SMALL = 8
Worlds = list[tuple[bool, ...]]


def company(people: int, seed: int) -> dict[str, list[str]]:
    """Some people with a team, a site, a shift, a role and a contract each; groups of all sizes."""
    chance = random.Random(seed)
    teams = max(2, people // 8)
    return {
        "Everybody": ["Everybody"] * people,
        "Team": [f"Team {int(teams * chance.random() ** 1.4)}" for _ in range(people)],
        "Site": [chance.choice(("Malmö", "Gdańsk", "Aarhus")) for _ in range(people)],
        "Shift": [chance.choices(("Day", "Late", "Night"), (7, 3, 1))[0] for _ in range(people)],
        "Role": [chance.choices(("Leader", "Other"), (1, 5))[0] for _ in range(people)],
        "Contract": [chance.choice(("Full", "Part")) for _ in range(people)],
    }


def answered(people: int, seed: int) -> list[bool]:
    chance = random.Random(seed)
    part = chance.choice((0.1, 0.5, 0.9))
    return [chance.random() < part for _ in range(people)]


def members(attributes: dict[str, list[str]], tables: tuple[Table, ...]) -> list[tuple[Range, list[int]]]:
    """The people of each group that is shown, with its range."""
    return [
        (its, [place for place, one in enumerate(attributes[table.name]) if one == value])
        for table in tables
        for value, its in table.groups.items()
    ]


def fitting(attributes: dict[str, list[str]], tables: tuple[Table, ...], people: int) -> Worlds:
    """Every company that fits what is shown: who reads the report can tell no more than that it is one of these."""
    groups = members(attributes, tables)
    return [
        world
        for world in itertools.product((False, True), repeat=people)
        if all(its.low <= sum(world[one] for one in group) <= its.high for its, group in groups)
    ]


@pytest.mark.parametrize("seed", range(8))
def test_of_a_small_company_every_person_and_every_small_group_is_left_open_by_brute_force(seed):
    attributes, answers = company(SMALL, seed), answered(SMALL, seed)
    tables = shown(attributes, answers, random.Random(seed))
    worlds = fitting(attributes, tables, SMALL)
    assert tuple(answers) in worlds
    for size in range(1, LEAST):
        for group in itertools.combinations(range(SMALL), size):
            assert len({sum(world[one] for one in group) for world in worlds}) > 1


@pytest.mark.parametrize("seed", range(6))
def test_who_knows_of_some_learns_nothing_certain_about_the_others(seed):
    attributes, answers = company(SMALL, seed), answered(SMALL, seed)
    known = random.Random(seed).sample(range(SMALL), 3)
    tables = shown(attributes, answers, random.Random(seed), known)
    worlds = [world for world in fitting(attributes, tables, SMALL) if all(world[one] is answers[one] for one in known)]
    for one in set(range(SMALL)) - set(known):
        assert {world[one] for world in worlds} == {False, True}


def test_every_company_that_fits_could_have_led_to_a_range_and_away_from_the_ends_as_likely():
    chance, size = random.Random(1), 11
    drawn = [[laid(count, size, chance) for _ in range(5_000)] for count in range(size + 1)]
    shared = Range(3, 3 + width(size) - 1, size)
    times = [ranges.count(shared) for ranges in drawn]
    assert [bool(n) for n in times] == [3 <= count <= 3 + width(size) - 1 for count in range(size + 1)]
    assert max(times) < 1.25 * min(n for n in times if n)


@pytest.mark.parametrize(("people", "seed"), [(40, 1), (200, 2)])
def test_linear_programmes_over_all_tables_narrow_nobody_and_solve_no_small_group(people, seed):
    attributes, answers = company(people, seed), answered(people, seed)
    tables = shown(attributes, answers, random.Random(seed))
    groups = members(attributes, tables)
    matrix = np.zeros((len(groups), people))
    for row, (_, group) in enumerate(groups):
        matrix[row, group] = 1
    bounds = np.concatenate([[its.high for its, _ in groups], [-its.low for its, _ in groups]])
    chance = random.Random(seed)
    targets = [[one] for one in chance.sample(range(people), 12)]
    targets += [chance.sample(range(people), chance.randint(2, LEAST - 1)) for _ in range(8)]
    targets.append(_smallest(attributes)[0])
    for target in targets:
        goal = np.zeros(people)
        goal[target] = 1
        least, most = (
            sign * linprog(sign * goal, np.vstack([matrix, -matrix]), bounds, bounds=(0, 1)).fun for sign in (1, -1)
        )
        assert most - least >= 1 - 1e-6


def _smallest(attributes: dict[str, list[str]]) -> list[list[int]]:
    """The smallest group where two attributes cross, which differences would aim at."""
    crossed: dict[tuple[str, str], list[int]] = {}
    for place, cell in enumerate(zip(attributes["Team"], attributes["Shift"], strict=True)):
        crossed.setdefault(cell, []).append(place)
    return sorted(crossed.values(), key=len)


def test_a_difference_of_two_tables_is_left_open_where_exact_numbers_would_tell_one_person():
    attributes = {
        "Everybody": ["all"] * 12,
        "Team": ["a"] * 6 + ["b"] * 6,
        "Shift": ["day"] * 7 + ["late"] * 5,  # the day shift is the first team and one person more
    }
    for one in (False, True):
        answers = [True] * 3 + [False] * 3 + [one] + [False] * 5
        worlds = fitting(attributes, shown(attributes, answers, random.Random(4)), 12)
        assert {world[6] for world in worlds} == {False, True}


def test_groups_under_five_are_not_shown_and_are_counted():
    (table,) = shown({"Shift": ["Day"] * 5 + ["Night"] * 4 + [None] * 3}, [True] * 12, random.Random(2))
    assert (list(table.groups), table.small) == (["Day"], 1)


def test_a_range_holds_the_number_and_room_around_it():
    for size in (5, 11, 60, 1000):
        for count in (0, 1, size // 2, size):
            its = laid(count, size, random.Random(count))
            assert its.low <= count <= its.high
            assert its.high - its.low + 1 == max(ROOM, -(-size // 10))
            assert 0 <= its.clipped.low <= its.clipped.high <= size


def test_what_cannot_be_shown_safely_is_left_out_rather_than_shown(monkeypatch):
    monkeypatch.setattr(hiding, "MOST_TRIES", 4)  # of which none succeeds here
    attributes = {"Everybody": ["all"] * 10} | {
        f"Attribute {at}": list(pattern) for at, pattern in enumerate(itertools.islice(_halves(), 9))
    }
    tables = shown(attributes, [place % 3 == 0 for place in range(10)], random.Random(3))
    assert any(table.is_left_out for table in tables)
    assert not any(table.groups for table in tables if table.is_left_out)


def _halves():
    for chosen in itertools.combinations(range(10), 5):
        yield ["x" if place in chosen else "y" for place in range(10)]
