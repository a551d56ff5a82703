"""After the awards: benefits are asked for and answered, certificates made, and years with the company noted."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.demo.chronicle import Chronicle
from innovate.demo.story import Rewarded, Story
from innovate.demo.words.lasting import ANSWERS, CERTIFICATES, MILESTONES, Answer
from innovate.rewards import asking, commands, milestones
from innovate.rewards.models import Award, BenefitCheck
from innovate.rewards.paying import AFTER_DAYS

ASKED = 0.55  # at that time of the day


def deeds(chronicle: Chronicle, stories: tuple[Story, ...]) -> Iterator[tuple[float, Callable[[], object]]]:
    """All of it, each so many days ago."""
    for story in stories:
        for step in story.steps:
            if isinstance(step, Rewarded):
                yield from _asking(chronicle, story.key, int(step.day))
    for key, name, day in CERTIFICATES:
        yield day, partial(_certify, chronicle, key, name)
    for name, _years, days in MILESTONES:
        yield days - 0.1, partial(_celebrate, chronicle, name)


def joined_on(name: str, today: date, otherwise: date) -> date:
    """The day on which that person came, if a milestone of theirs is told; else the other."""
    for one, years, days in MILESTONES:
        if one == name:
            return milestones.anniversary(today - timedelta(days=days), -years)
    return otherwise


def _asking(chronicle: Chronicle, key: str, rewarded: int) -> Iterator[tuple[float, Callable[[], object]]]:
    for after_days in AFTER_DAYS:
        day = rewarded - after_days
        if day < 0:
            continue
        yield day + ASKED, partial(_ask, chronicle, key, after_days)
        answer = next((one for one in ANSWERS if (one.key, one.after_days) == (key, after_days)), None)
        if answer is not None:
            yield day + ASKED - answer.late, partial(_answer, chronicle, answer)


def _ask(chronicle: Chronicle, key: str, after_days: int) -> None:
    check = _check(chronicle, key, after_days)
    if check is not None:
        asking.ask(check.id)


def _answer(chronicle: Chronicle, answer: Answer) -> None:
    check = _check(chronicle, answer.key, answer.after_days)
    if check is not None:
        asked = db.session.get_one(Person, check.asked_id)
        commands.answer_benefit(asked, check, has_lasted=answer.has_lasted, words=answer.words)


def _check(chronicle: Chronicle, key: str, after_days: int) -> BenefitCheck | None:
    """That check; None where the award was of a kind that comes at once."""
    idea = chronicle.ideas[key]
    query = sa.select(BenefitCheck).where(BenefitCheck.idea_id == idea.id, BenefitCheck.after_days == after_days)
    return db.session.scalars(query).one_or_none()


def _certify(chronicle: Chronicle, key: str, name: str) -> None:
    person, idea = chronicle.people[name], chronicle.ideas[key]
    query = sa.select(Award).where(Award.idea_id == idea.id, Award.person_id == person.id)
    commands.make_certificate(person, db.session.scalars(query).one())


def _celebrate(chronicle: Chronicle, name: str) -> None:
    milestones.note(chronicle.people[name].id)
