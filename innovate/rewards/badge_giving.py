"""Giving badges: each to a person once, whichever of a rule, an award or a hand comes first."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.journal import Event, record
from innovate.rewards import badge_rules
from innovate.rewards.models import Award, Badge, BadgeHolding, BadgeRule

CHUNK = 500  # people whose past is counted in one transaction


class ByRule(NamedTuple):
    """What a badge counts, and how many are enough."""

    rule: BadgeRule
    threshold: int


def give_by_rule(fact: Event) -> None:
    """Give the badges that this fact brings to those whom it concerns."""
    wanted: defaultdict[tuple[int, ByRule], list[int]] = defaultdict(list)
    for chance in badge_rules.chances(fact):
        wanted[chance.badge_id, ByRule(chance.rule, chance.threshold)].append(chance.person_id)
    for (badge_id, by), person_ids in wanted.items():
        _give_reached(badge_id, by, person_ids)


def hold(badge_id: int, person_id: int, *, at: datetime, actor_id: int | None, is_anew: bool, **why: Any) -> int | None:
    """Let that person hold that badge from that moment on; answers the holding's id, None when they do already.

    One that was revoked is given anew where a person says so, and by no rule.
    """
    blank = {"cause_id": None, "award_id": None, "given_by_id": None, "words": ""}
    values = blank | why | {"at": at}
    statement = insert(BadgeHolding).values(badge_id=badge_id, person_id=person_id, **values)
    unique = [BadgeHolding.badge_id, BadgeHolding.person_id]
    if is_anew:
        standing = {"revoked_at": None, "revoked_by_id": None, "revocation_reason": None}
        statement = statement.on_conflict_do_update(
            index_elements=unique, set_=values | standing, where=BadgeHolding.revoked_at.is_not(None)
        )
    else:
        statement = statement.on_conflict_do_nothing(index_elements=unique)
    kept: int | None = db.session.scalar(
        statement.returning(BadgeHolding.id), execution_options={"populate_existing": True}
    )
    if kept is not None:
        about = {"person_id": person_id, "badge_id": badge_id, "holding_id": kept}
        record(events.BadgeGiven(actor_id=actor_id, **about))
    return kept


def revoke(holding_id: int, *, actor_id: int | None, reason: str) -> bool:
    """Take that badge back; False when somebody did so before."""
    taken = db.session.execute(
        sa.update(BadgeHolding)
        .where(BadgeHolding.id == holding_id, BadgeHolding.revoked_at.is_(None))
        .values(revoked_at=now(), revoked_by_id=actor_id, revocation_reason=reason[:300])
        .returning(BadgeHolding.person_id, BadgeHolding.badge_id)
    ).first()
    if taken is not None:
        about = {"person_id": taken.person_id, "badge_id": taken.badge_id, "holding_id": holding_id}
        record(events.BadgeRevoked(actor_id=actor_id, reason=reason, **about))
    return taken is not None


def follow_award(award_id: int) -> None:
    """The badge of an award is held from then on."""
    award = db.session.get_one(Award, award_id)
    if award.badge_id is not None:
        why = {"award_id": award.id, "given_by_id": award.giver_id, "words": award.citation}
        hold(award.badge_id, award.person_id, at=award.at, actor_id=award.giver_id, is_anew=True, **why)


def follow_reversal(award_id: int, actor_id: int | None) -> None:
    """A badge that came with an award goes with it, unless another that stands brought the same."""
    award = db.session.get_one(Award, award_id)
    held = db.session.scalar(
        sa.select(BadgeHolding.id).where(BadgeHolding.award_id == award_id, BadgeHolding.revoked_at.is_(None))
    )
    if held is None:
        return
    other = db.session.scalars(
        sa.select(Award)
        .where(Award.person_id == award.person_id, Award.badge_id == award.badge_id, Award.reversed_at.is_(None))
        .order_by(Award.id)
        .limit(1)
    ).first()
    if other is None:
        revoke(held, actor_id=actor_id, reason=f"The award was taken back: {award.reversal_reason}")
        return
    why = {"award_id": other.id, "given_by_id": other.giver_id, "words": other.citation, "at": other.at}
    db.session.execute(sa.update(BadgeHolding).where(BadgeHolding.id == held).values(**why))


# The past of everybody, for a badge whose rule is new.


def owed(*, all_of_them: bool = False) -> dict[int, ByRule]:
    """The badges by rule for which the past has still to be counted, or every badge by rule."""
    query = sa.select(Badge.id, Badge.rule, Badge.threshold).where(Badge.rule.is_not(None), Badge.is_active)
    if not all_of_them:
        query = query.where(Badge.swept_at.is_(None))
    return {row.id: ByRule(row.rule, row.threshold) for row in db.session.execute(query.order_by(Badge.id))}


def spans_of_people() -> Iterator[tuple[int, int]]:
    """The ids of all people, so many at a time."""
    last = db.session.scalar(sa.select(sa.func.max(Person.id))) or 0
    yield from ((first, first + CHUNK - 1) for first in range(1, last + 1, CHUNK))


def sweep(badge_id: int, first: int, last: int) -> int:
    """Give that badge to those between these ids who have long done enough; answers to how many."""
    row = db.session.execute(
        sa.select(Badge.rule, Badge.threshold).where(Badge.id == badge_id, Badge.rule.is_not(None), Badge.is_active)
    ).first()
    if row is None:
        return 0
    held = sa.select(BadgeHolding.id).where(BadgeHolding.badge_id == badge_id, BadgeHolding.person_id == Person.id)
    others = sa.select(Person.id).where(Person.id.between(first, last), ~held.exists())
    return _give_reached(badge_id, ByRule(row.rule, row.threshold), list(db.session.scalars(others)))


def finish(badge_id: int, counted: ByRule) -> None:
    """Note that the past is counted, unless the rule has changed since it began."""
    same = sa.and_(Badge.id == badge_id, Badge.rule == counted.rule, Badge.threshold == counted.threshold)
    db.session.execute(sa.update(Badge).where(same).values(swept_at=now()))


def _give_reached(badge_id: int, by: ByRule, person_ids: list[int]) -> int:
    given = 0
    for one in badge_rules.reached(by.rule, by.threshold, person_ids) if person_ids else ():
        why = {"cause_id": one.entry_id}
        given += hold(badge_id, one.person_id, at=one.at, actor_id=None, is_anew=False, **why) is not None
    return given
