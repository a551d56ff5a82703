"""Six months at Lindqvist Home, made by the same commands as any other history, with the clock held."""

import itertools
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from innovate.core import journal
from innovate.core.clock import held, now
from innovate.demo import (
    answering,
    company,
    comparing,
    crediting,
    founding,
    honouring,
    lasting,
    nominating,
    redeeming,
    steps,
    thanking,
    trying,
)
from innovate.demo.chronicle import BADGES, Chronicle, Deed
from innovate.demo.story import Answered, Asked, Reply, Said, Story
from innovate.demo.words import contact_centre, delivery, repairs, returns, stores, thanks, trials, web_shop
from innovate.discussion import commands as discussion
from innovate.ideas import commands as ideas
from innovate.notifications import commands as notifications
from innovate.rewards import commands as rewards
from innovate.voting import commands as voting

STORIES: tuple[Story, ...] = tuple(
    replace(story, trial=trials.TRIALS.get(story.key, story.trial))
    for area in (returns, contact_centre, delivery, web_shop, stores, repairs)
    for story in area.STORIES
)
SEED = 20_240_311
FOUNDED = 200  # so many days ago the company was set up


def make(today: date | None = None, watch: Callable[[Iterator[Deed], int], Iterator[Deed]] | None = None) -> None:
    """Tell the whole history within the transaction that is open; the installation must be empty."""
    chronicle = Chronicle(today or now().date(), random.Random(SEED))
    with held(chronicle.moment(FOUNDED)):
        founding.found(chronicle)
        journal.settle()
    deeds = sorted(_deeds(chronicle))
    for deed in watch(iter(deeds), len(deeds)) if watch else deeds:
        for earlier in chronicle.due(deed.at):
            _do(earlier)
        _do(deed)
    for last in chronicle.due(chronicle.moment(0)):
        _do(last)


def _do(deed: Deed) -> None:
    with held(deed.at):
        deed.do()
        journal.settle()


# The deeds, in the order of the stories; sorting puts them in the order of time.


def _deeds(chronicle: Chronicle) -> Iterator[Deed]:
    place = itertools.count()
    for story in STORIES:
        yield from _posting(chronicle, story, place)
        yield from _votes(chronicle, story, place)
        yield from _discussion(chronicle, story, place)
        for step in story.steps:
            moment = chronicle.moment(_hour(step.day, f"{story.key} {step}"))
            yield Deed(moment, next(place), partial(steps.take, chronicle, story, step))
        for day, do in trying.deeds(chronicle, story):
            yield Deed(chronicle.moment(day), next(place), do)
    recognition = (
        crediting.deeds(chronicle, STORIES),
        lasting.deeds(chronicle, STORIES),
        honouring.deeds(chronicle),
        nominating.deeds(chronicle),
        comparing.deeds(chronicle),
        redeeming.deeds(chronicle),
        thanking.deeds(chronicle),
        answering.deeds(chronicle),
    )
    for day, do in itertools.chain.from_iterable(recognition):
        yield Deed(chronicle.moment(day), next(place), do)
    for award in thanks.AWARDS:
        yield Deed(chronicle.moment(award.day), next(place), partial(_thank, chronicle, award))
    for name in chronicle.people:
        last_read = 3.2 if name in company.ONE_OF_EACH else chronicle.chance.uniform(0.1, 6)
        yield Deed(chronicle.moment(last_read), next(place), partial(_read, chronicle, name))
    draft = partial(_draft, chronicle)
    yield Deed(chronicle.moment(0.3), next(place), draft)


def _posting(chronicle: Chronicle, story: Story, place: Iterator[int]) -> Iterator[Deed]:
    def post() -> None:
        chronicle.ideas[story.key] = ideas.submit_idea(
            chronicle.people[story.who],
            title=story.title,
            problem=story.problem,
            proposal=story.proposal,
            effect=story.effect,
            area=chronicle.areas[story.area],
        )

    yield Deed(chronicle.moment(_hour(story.day, story.key)), next(place), post)


def _hour(day: float, salt: str) -> float:
    """A whole day is the end of it; make it some time of its second half, always the same."""
    return day + zlib.crc32(salt.encode()) % 37 / 100 if day == int(day) else day


def _votes(chronicle: Chronicle, story: Story, place: Iterator[int]) -> Iterator[Deed]:
    """Most votes come in the first days; whoever comments is likely to vote."""
    chance = random.Random(f"votes {story.key}")
    ends = next((step.day + 0.4 for step in story.steps if not isinstance(step, Asked | Answered)), 0.0)
    spoke = {said.who for said in story.said}
    keen = {
        name: chance.random() ** (1 / (3.0 if name in spoke else 0.4 + _keenness(name)))
        for name in chronicle.people
        if name != story.who
    }
    voters = sorted(keen, key=lambda name: -keen[name])[: story.votes]
    span = (story.day - ends) * 0.96
    for name in voters:
        day = story.day - span * (0.02 + 0.96 * chance.betavariate(1, 2.2))
        yield Deed(chronicle.moment(day), next(place), partial(_vote, chronicle, name, story.key))


def _keenness(name: str) -> float:
    """How readily somebody votes, always the same; the visitor's employee is among the keenest."""
    return 1.6 if name == company.ONE_OF_EACH[0] else random.Random(f"keen {name}").uniform(0.05, 1.4)


def _vote(chronicle: Chronicle, name: str, key: str) -> None:
    idea = chronicle.ideas[key]
    if idea.is_open:  # enough votes may have taken it up meanwhile
        voting.cast_vote(chronicle.people[name], idea)


def _discussion(chronicle: Chronicle, story: Story, place: Iterator[int]) -> Iterator[Deed]:
    chance = random.Random(f"talk {story.key}")
    day, thread = story.day, 0
    pace = min(1.0, story.day / 9)
    for at, said in enumerate(story.said):
        if isinstance(said, Reply):
            parent = thread
        else:
            parent, thread = -1, at
        if said.day is not None:
            day = said.day
        else:
            day -= pace * (chance.uniform(0.05, 0.4) if isinstance(said, Reply) else chance.uniform(0.4, 1.7))
        yield Deed(chronicle.moment(max(day, 0.02)), next(place), partial(_say, chronicle, story.key, said, at, parent))


def _say(chronicle: Chronicle, key: str, said: Said, at: int, parent: int) -> None:
    chronicle.comments[key, at] = discussion.post_comment(
        chronicle.people[said.who],
        chronicle.ideas[key],
        body=said.text,
        parent=chronicle.comments[key, parent] if parent >= 0 else None,
    )


def _thank(chronicle: Chronicle, award: thanks.Award) -> None:
    rewards.give_award(
        chronicle.people[award.giver],
        person_id=chronicle.people[award.who].id,
        points=award.points,
        badge_id=chronicle.badges[BADGES[award.badge]] if award.badge else None,
        citation=award.citation,
        key=f"demo {award.day} {award.who}",
    )


def _read(chronicle: Chronicle, name: str) -> None:
    person = chronicle.people[name]
    notifications.mark_read(person)
    person.seen_home_at = now()


def _draft(chronicle: Chronicle) -> None:
    ideas.save_draft(chronicle.people[thanks.DRAFT_OF], None, area_id=chronicle.areas["Delivery"].id, **thanks.DRAFT)
