"""Kudos at Lindqvist Home: the values, the allowances, and thanks between colleagues with what others added on."""

from collections.abc import Callable, Iterator
from functools import partial

from innovate.demo import company
from innovate.demo.chronicle import Chronicle
from innovate.demo.words.kudos import KUDOS, VALUES, AddedOn, Thanked
from innovate.permissions import Role
from innovate.rewards import allowances
from innovate.rewards import commands as rewards
from innovate.rewards.models import Kudos
from innovate.rewards.thanking import Occasion

BUDGET = 25_000  # for what colleagues give one another
AMOUNTS = {Role.EMPLOYEE: 100, Role.LEADER: 150, Role.HR: 150}  # points a month
BEGAN = 190.0  # so many days ago

Acts = Iterator[tuple[float, Callable[[], object]]]


def deeds(chronicle: Chronicle) -> Acts:
    """What HR set up, each thanks and what was added on, and this month's points for those who have not given yet."""
    values: dict[str, int] = {}
    yield BEGAN, partial(_set_up, chronicle, values)
    given: dict[Thanked, Kudos] = {}
    for thanked in KUDOS:
        yield thanked.day, partial(_thank, chronicle, values, thanked, given)
        for place, added in enumerate(thanked.added):
            day = max(thanked.day - added.after, 0.03)
            yield day, partial(_add_on, chronicle, given, thanked, added, f"demo {thanked.day} {place}")
    yield 0.02, partial(_grant, chronicle)


def _set_up(chronicle: Chronicle, values: dict[str, int]) -> None:
    hr = chronicle.people[company.HR]
    rewards.open_budget(hr, points=BUDGET, reason="Points for thanking one another", key="demo kudos")
    for place, (name, purpose) in enumerate(VALUES, start=1):
        values[name] = rewards.save_value(hr, None, name=name, purpose=purpose, position=place).id
    rewards.save_allowances(hr, amounts=AMOUNTS)


def _thank(chronicle: Chronicle, values: dict[str, int], thanked: Thanked, given: dict[Thanked, Kudos]) -> None:
    given[thanked] = rewards.give_kudos(
        chronicle.people[thanked.giver],
        person_ids=[chronicle.people[name].id for name in thanked.to],
        points=thanked.points,
        words=thanked.words,
        key=f"demo {thanked.day}",
        value_id=values[thanked.value],
        about=_about(chronicle, thanked),
    )


def _about(chronicle: Chronicle, thanked: Thanked) -> tuple[Occasion, int] | None:
    about = thanked.about
    if about is None:
        return None
    if about.kind is Occasion.COMMENT:
        return about.kind, chronicle.comments[about.story, about.comment].id
    found = chronicle.experiments if about.kind is Occasion.EXPERIMENT else chronicle.ideas
    return about.kind, found[about.story].id


def _add_on(chronicle: Chronicle, given: dict[Thanked, Kudos], thanked: Thanked, added: AddedOn, key: str) -> None:
    giver = chronicle.people[added.who]
    rewards.add_to_kudos(giver, given[thanked], points=added.points, words=added.words, key=key)


def _grant(chronicle: Chronicle) -> None:
    """As the worker would have."""
    allowances.turn([one.id for one in chronicle.people.values() if one.is_active])
