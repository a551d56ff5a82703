"""Counting by rule: whom a fact may bring a badge, who has done enough for it, and how far somebody has come."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from innovate.core.db import rows
from innovate.core.journal import Event, JournalEntry
from innovate.rewards.badge_rules.facts import Facts
from innovate.rewards.badge_rules.rules import RULES
from innovate.rewards.models import Badge, BadgeHolding, BadgeRule


class Reached(NamedTuple):
    """Somebody has done enough for a badge, with the fact that made it enough."""

    person_id: int
    entry_id: int
    at: datetime


class Chance(NamedTuple):
    """A badge that a fact may have brought somebody."""

    badge_id: int
    rule: BadgeRule
    threshold: int
    person_id: int


def chances(fact: Event) -> list[Chance]:
    """The badges that this fact may bring to somebody who does not hold them, in one statement."""
    values = {"actor": fact.actor_id, "idea": getattr(fact, "idea_id", None)}
    found = rows(_chances(type(fact).__name__), values | {"comment": getattr(fact, "comment_id", None)})
    return [Chance(*row) for row in found]


def reached(rule: BadgeRule, threshold: int, person_ids: Iterable[int]) -> list[Reached]:
    """Those among these people who have done enough, in the order of their ids."""
    found = rows(_reached(rule), {"people": list(person_ids), "threshold": threshold})
    return [Reached(*row) for row in found]


def how_far(person_id: int) -> dict[BadgeRule, int]:
    """How often that person has done what each rule counts, in one statement."""
    return {BadgeRule(name): n for name, n in rows(_how_far(), {"people": [person_id]})}


@cache
def _chances(name_of_fact: str) -> Facts:
    touched = [
        sa.select(sa.literal(name.value, sa.String).label("rule"), found.c[0].label("person_id"))
        for name, rule in RULES.items()
        if name_of_fact in [kind.__name__ for kind in rule.touched_by]
        for found in (rule.concerns().subquery(),)
    ]
    concerned = sa.union(*touched).subquery("concerned")
    held = sa.select(BadgeHolding.id).where(
        BadgeHolding.badge_id == Badge.id, BadgeHolding.person_id == concerned.c.person_id
    )
    return (
        sa.select(Badge.id, Badge.rule, Badge.threshold, concerned.c.person_id)
        .join(concerned, concerned.c.rule == sa.cast(Badge.rule, sa.String))
        .where(Badge.is_active, concerned.c.person_id.is_not(None), ~held.exists())
        .order_by(Badge.id, concerned.c.person_id)
    )


@cache
def _reached(rule: BadgeRule) -> Facts:
    facts = RULES[rule].facts().subquery("facts")
    place = sa.func.row_number().over(partition_by=facts.c.person_id, order_by=facts.c.entry_id)
    numbered = sa.select(*facts.c, place.label("place")).subquery("numbered")
    return (
        sa.select(numbered.c.person_id, numbered.c.entry_id, JournalEntry.at)
        .join(JournalEntry, JournalEntry.id == numbered.c.entry_id)
        .where(numbered.c.place == sa.bindparam("threshold", type_=sa.Integer))
        .order_by(numbered.c.person_id)
    )


@cache
def _how_far() -> sa.CompoundSelect[*tuple[Any, ...]]:
    return sa.union_all(
        *(
            sa.select(sa.literal(name.value, sa.String), sa.func.count()).select_from(rule.facts().subquery())
            for name, rule in RULES.items()
        )
    )
