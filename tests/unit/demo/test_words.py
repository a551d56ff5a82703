"""The stories speak only of people, areas and ideas that the company has."""

import random
from collections import Counter
from dataclasses import astuple

import pytest

from innovate.demo import company
from innovate.demo.chronicle import BADGES
from innovate.demo.history import STORIES
from innovate.demo.story import Merged, Rewarded, Started
from innovate.demo.words import stock, thanks

NAMES = {staff.name for staff in company.STAFF}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_a_story_names_people_that_work_here_and_tells_in_order(story):
    plan = (story.plan.owner, *story.plan.team) if story.plan else ()
    shares = [share for step in story.steps if isinstance(step, Rewarded) for share in step.shares]
    named = {story.who, *(said.who for said in story.said), *plan, *(share.who for share in shares)}
    assert named <= NAMES
    assert story.area in {area.name for area in company.AREAS}
    assert {share.badge for share in shares} <= set(BADGES)
    days = [story.day, *(step.day for step in story.steps)]
    assert days == sorted(days, reverse=True)
    assert bool(story.plan) == any(isinstance(step, Started) for step in story.steps) or story.plan.starts < 0


def test_keys_and_titles_are_each_their_own():
    for name in ("key", "title", "problem"):
        assert max(Counter(getattr(story, name) for story in STORIES).values()) == 1


def test_what_is_merged_goes_into_an_idea_that_exists():
    keys = {story.key for story in STORIES}
    assert {step.into for story in STORIES for step in story.steps if isinstance(step, Merged)} <= keys


def test_texts_fit_their_columns_and_hold_no_filler():
    for story in STORIES:
        assert len(story.title) <= 200
        assert not any(word in str(astuple(story)).lower() for word in ("lorem", "todo", "xxx", "foo bar"))
    for award in thanks.AWARDS:
        assert award.who in NAMES
        assert award.giver in NAMES
        assert len(award.citation) <= 400


def test_made_up_people_and_ideas_differ():
    chance = random.Random(1)
    assert len({stock.person_name(place) for place in range(3000)}) == 3000
    assert len({stock.idea_words(chance) for _ in range(2000)}) == 2000


def test_addresses_are_plain_letters():
    assert company.address("Jeppe Nørgaard") == "jeppe.norgaard@lindqvist-home.example"
    assert company.address("Michał Zając") == "michal.zajac@lindqvist-home.example"
