"""What colleagues at Lindqvist Home say to the wall: reactions to most posts, words to many, and a thank-you back."""

import itertools
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.demo.chronicle import Chronicle
from innovate.demo.words.answers import REPLIES, SAID
from innovate.recognition import commands
from innovate.recognition.models import Post, PostKind, PostPerson, ReactionKind

READ = (*(n + 0.9 for n in reversed(range(190))), 0.5, 0.05)  # every morning, and twice more on the last day
RECENT = 50.0  # days; older posts are answered by fewer, as was so when the wall was new
LIVELY = {
    PostKind.KUDOS: (2, 7, 0.5),
    PostKind.AWARD: (3, 9, 0.6),
    PostKind.LAUNCH: (6, 12, 1.0),
    PostKind.LESSON: (2, 6, 0.7),
    PostKind.BADGE: (0, 3, 0.05),
    PostKind.MILESTONE: (2, 6, 0.4),
}  # the fewest and the most who react, and how likely somebody says something
WAYS = (ReactionKind.CLAP, ReactionKind.CLAP, ReactionKind.HEART, ReactionKind.LIGHT)


def deeds(chronicle: Chronicle) -> Iterator[tuple[float, Callable[[], object]]]:
    """Colleagues read the wall now and then, and answer to what is new on it."""
    reader = _Reader(chronicle)
    for day in READ:
        yield day, partial(reader.reads, day)


class _Reader:
    """Goes over what is new on the wall, with words that are each said once."""

    def __init__(self, chronicle: Chronicle) -> None:
        self.chronicle, self.chance, self.seen = chronicle, random.Random("the wall"), 0
        self.words = {kind: itertools.cycle(words) for kind, words in SAID.items()}
        self.replies = itertools.cycle(REPLIES)

    def reads(self, day: float) -> None:
        """Answer to each new post, in the hours that follow."""
        new = sa.select(Post).where(Post.id > self.seen, Post.hidden_at.is_(None)).order_by(Post.id)
        for post in db.session.scalars(new).all():
            self.seen = post.id
            self._answer(post, is_recent=day < RECENT)

    def _answer(self, post: Post, *, is_recent: bool) -> None:
        about = set(db.session.scalars(sa.select(PostPerson.person_id).where(PostPerson.post_id == post.id)))
        people = sorted(self.chronicle.people.values(), key=lambda person: person.id)
        others = [one for one in people if one.is_active and one.id not in about | {post.actor_id}]
        least, most, talk = LIVELY[post.kind]
        many = self.chance.randint(least, most) if is_recent else self.chance.randint(0, (least + 1) // 2)
        ends, at = self.chronicle.moment(0), now()
        for person in self.chance.sample(others, many):
            at = min(ends, at + timedelta(minutes=self.chance.randint(3, 160)))
            self.chronicle.put_off(at, partial(_react, person, post, self._way(post)))
        if self.chance.random() < (talk if is_recent else talk / 3):
            speakers = 1 if post.kind is PostKind.BADGE else self.chance.choice((1, 1, 2, 3))
            for person in self.chance.sample(others, speakers):
                at = min(ends, at + timedelta(minutes=self.chance.randint(10, 400)))
                self.chronicle.put_off(at, partial(_say, person, post, next(self.words[post.kind])))
            thanked = [one for one in people if one.id in about and one.is_active]
            if thanked and self.chance.random() < 0.4:
                at = min(ends, at + timedelta(minutes=self.chance.randint(10, 200)))
                self.chronicle.put_off(at, partial(_say, thanked[0], post, next(self.replies)))

    def _way(self, post: Post) -> ReactionKind:
        if post.kind is PostKind.LESSON and self.chance.random() < 0.6:
            return ReactionKind.LIGHT
        return self.chance.choice(WAYS)


def _react(person: Person, post: Post, kind: ReactionKind) -> None:
    if person.is_active and post.hidden_at is None:
        commands.react(person, post, kind=kind, is_wanted=True)


def _say(person: Person, post: Post, words: str) -> None:
    if person.is_active and post.hidden_at is None:
        commands.comment_on_post(person, post, body=words, key=f"{post.id} {person.id} {len(words)}"[:32])
