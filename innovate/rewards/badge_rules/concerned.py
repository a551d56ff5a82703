"""Whom a fact concerns that may bring a badge: selects of people's ids, by who did it, the idea or the comment."""

from typing import Any

import sqlalchemy as sa

from innovate.core.db import BigId
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment, Member
from innovate.ideas.models import Credit, Idea
from innovate.review.models import Scorecard

People = sa.Select[*tuple[Any, ...]]
_ACTOR = sa.bindparam("actor", type_=BigId)
_IDEA = sa.bindparam("idea", type_=BigId)
_COMMENT = sa.bindparam("comment", type_=BigId)


def who_did_it() -> People:
    return sa.select(_ACTOR)


def who_wrote_the_idea() -> People:
    return sa.select(Idea.author_id).where(Idea.id == _IDEA)


def who_is_credited() -> People:
    return sa.select(Credit.person_id).where(Credit.idea_id == _IDEA)


def who_reviewed() -> People:
    return sa.select(Scorecard.reviewer_id).where(Scorecard.idea_id == _IDEA)


def who_ran_the_experiment() -> People:
    owners = sa.select(Experiment.owner_id.label("person_id")).where(Experiment.idea_id == _IDEA)
    members = sa.select(Member.person_id).join(Experiment, Experiment.id == Member.experiment_id)
    return sa.select(sa.union(owners, members.where(Experiment.idea_id == _IDEA)).subquery().c.person_id)


def who_suggested_it() -> People:
    return sa.select(Comment.author_id).where(Comment.id == _COMMENT)
