"""Thanking colleagues out of the month's allowance, adding on to thanks, and taking them back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.journal import record_now
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment
from innovate.ideas.models import Idea
from innovate.rewards import allowances, ledger, spans
from innovate.rewards.ledger import Leg
from innovate.rewards.models import CompanyValue, Kudos, KudosReceiver, Movement
from innovate.rewards.thanking import MOST_POINTS, MOST_RECEIVERS, REGRET, WORDS, Occasion

MOST_KEY = 32


@dataclass(frozen=True, slots=True)
class _Subject:
    """What kudos are tied to: always an idea, perhaps the experiment or a comment on it."""

    idea_id: int | None = None
    experiment_id: int | None = None
    comment_id: int | None = None


def give_kudos(
    actor: Person,
    *,
    person_ids: Collection[int],
    points: int,
    words: str,
    key: str,
    value_id: int | None = None,
    about: tuple[Occasion, int] | None = None,
) -> Kudos:
    """Thank colleagues, each with so many points out of this month's allowance, or with words alone.

    The same key again answers the same kudos. Raises NotAllowed for oneself, BadInput for whom and what cannot be
    thanked and for more points than are left, RuleBroken when the key stands for other kudos.
    """
    receivers = _receivers(actor, person_ids)
    _check(points, words, key)
    made = Kudos(giver_id=actor.id, words=words, form_key=key, value_id=_value(value_id))
    subject = _subject(about)
    made.idea_id, made.experiment_id = subject.idea_id, subject.experiment_id
    made.comment_id = subject.comment_id
    return _give(actor, made, receivers, points)


def add_to_kudos(actor: Person, kudos: Kudos, *, points: int, words: str, key: str) -> Kudos:
    """Add on to thanks that stand: to the same colleagues but oneself, in one's own words.

    The same key again answers the same kudos. Raises NotAllowed for who gave them, BadInput, RuleBroken when they were
    taken back or nobody of them is left to thank.
    """
    permissions.add_to_kudos.require(actor, kudos)
    _check(points, words, key)
    _lock([kudos])
    if kudos.parent_id is not None:
        raise RuleBroken("Add on to the thanks that these words follow.")
    if kudos.reversed_at is not None:
        raise RuleBroken("These thanks were taken back meanwhile.")
    people = [one.person_id for one in kudos.receivers if one.person_id != actor.id]
    here = sa.select(Person.id).where(Person.id.in_(people), Person.deactivated_at.is_(None))
    receivers = _receivers(actor, db.session.scalars(here).all()) if people else []
    if not receivers:
        raise RuleBroken("Nobody is left here whom you could thank.")
    made = Kudos(giver_id=actor.id, words=words, form_key=key, parent_id=kudos.id, value_id=kudos.value_id)
    made.idea_id, made.experiment_id, made.comment_id = kudos.idea_id, kudos.experiment_id, kudos.comment_id
    return _give(actor, made, receivers, points)


def take_kudos_back(actor: Person, kudos: Kudos, *, reason: str = "") -> Kudos:
    """Take kudos back, and with them what others added on: their points can be given again while their month lasts.

    Who gave them may for some minutes, and only while nobody has added on; HR may with a reason. Raises NotAllowed,
    BadInput without a reason, RuleBroken when it is too late, was done already or the points have been spent.
    """
    permissions.take_kudos_back.require(actor, kudos)
    _lock([kudos])
    if kudos.reversed_at is not None:
        raise RuleBroken("These thanks were taken back already.")
    added = sa.select(Kudos).where(Kudos.parent_id == kudos.id, Kudos.reversed_at.is_(None)).order_by(Kudos.id)
    fresh = added.with_for_update().execution_options(populate_existing=True)
    thread = [kudos, *db.session.scalars(fresh)]
    if actor.id == kudos.giver_id and not (reason and permissions.hr.allows(actor)):
        _refuse_regret(thread)
        reason = reason or "Taken back by who gave it."
    if not reason:
        raise BadInput("Say why: those who gave and got it read it.", "reason")
    _reverse(actor, thread, reason[:300])
    return kudos


def _refuse_regret(thread: Sequence[Kudos]) -> None:
    if now() - thread[0].at >= REGRET:
        minutes = int(REGRET.total_seconds() // 60)
        raise RuleBroken(f"Thanks can be taken back for {minutes} minutes. After that, ask HR.")
    if len(thread) > 1:
        raise RuleBroken("Others have added on to these thanks meanwhile. Ask HR to take them back.")


def _give(actor: Person, made: Kudos, receivers: Sequence[Person], points: int) -> Kudos:
    """Note the kudos and move their points; the accounts are held first, so that the last points are given once."""
    spends = ledger.spend_accounts(one.id for one in receivers) if points else {}
    moment = allowances.turn([actor.id], also=spends.values())
    if found := _given_before(made, receivers, points):
        return found
    give = ledger.give_accounts([actor.id])[actor.id]
    total, left = points * len(receivers), ledger.hold([give])[give]
    if total > left:
        raise BadInput(f"You have {left:,} points left to give this month, and this takes {total:,}.", "points")
    made.at, made.points = moment, 0  # the points are noted with the journal that moves them
    made.receivers = [KudosReceiver(person_id=one.id) for one in receivers]
    db.session.add(made)
    db.session.flush()  # the event needs the id
    people = [one.id for one in receivers]
    (entry_id,) = record_now(
        events.KudosGiven(
            actor_id=actor.id, kudos_id=made.id, person_ids=people, points=points, parent_id=made.parent_id
        )
    )
    if points:
        made.ledger_journal_id = ledger.transfer(
            f"kudos:{made.id}",
            Movement.KUDOS,
            (Leg(give, -total), *(Leg(spends[person_id], points) for person_id in people)),
            reason=made.words,
            actor_id=actor.id,
            cause_id=entry_id,
        )
        made.points = points
    return made


def _reverse(actor: Person, thread: Sequence[Kudos], reason: str) -> None:
    """Take these kudos back, all or none: first held, then seen whether the receivers still have the points."""
    legs = {one.id: ledger.legs_of(one.ledger_journal_id) if one.ledger_journal_id else [] for one in thread}
    gives = ledger.give_accounts(one.giver_id for one in thread)
    accounts = {leg.account_id for one in legs.values() for leg in one} | set(gives.values())
    held = ledger.hold({*accounts, ledger.expired_account()})
    taken: dict[int, int] = {}
    for leg in (leg for one in legs.values() for leg in one if leg.amount > 0):
        taken[leg.account_id] = taken.get(leg.account_id, 0) + leg.amount
    if any(held[account_id] < points for account_id, points in taken.items()):
        raise RuleBroken("These points have been spent in part already, so the thanks can no longer be taken back.")
    facts = [events.KudosTakenBack(actor_id=actor.id, kudos_id=one.id, giver_id=one.giver_id) for one in thread]
    moment = now()
    for one, entry_id in zip(thread, record_now(*facts), strict=True):
        one.reversed_at, one.reversal_reason = moment, reason
        if one.ledger_journal_id is None:
            continue
        ledger.reverse(one.ledger_journal_id, reason=reason, actor_id=actor.id, cause_id=entry_id)
        if spans.month_of(one.at) != spans.month_of(moment):
            points = sum(leg.amount for leg in legs[one.id] if leg.amount > 0)
            allowances.expire_returned(
                gives[one.giver_id], points, key=f"expiry:kudos:{one.id}", person_id=one.giver_id
            )


def _receivers(actor: Person, person_ids: Collection[int]) -> list[Person]:
    """Whom kudos go to, each once and checked."""
    wanted = sorted(set(person_ids))
    if not wanted:
        raise BadInput("Say whom you thank.", "who")
    if len(wanted) > MOST_RECEIVERS:
        raise BadInput(f"Thank {MOST_RECEIVERS} colleagues at most at once.", "who")
    found = list(db.session.scalars(sa.select(Person).where(Person.id.in_(wanted)).order_by(Person.id)))
    if len(found) < len(wanted):
        raise BadInput("One of these colleagues is not known.", "who")
    for person in found:
        permissions.give_kudos.require(actor, person)
        if not person.is_active or not permissions.employee.allows(person):
            raise BadInput(f"{person.name} is no longer a colleague here.", "who")
    return found


def _check(points: int, words: str, key: str) -> None:
    if not words.strip():
        raise BadInput("Say what you thank them for.", "words")
    if len(words) > WORDS:
        raise BadInput(f"Keep it within {WORDS} characters.", "words")
    if not 0 <= points <= MOST_POINTS:
        raise BadInput(f"Give a whole number of points from 0 to {MOST_POINTS:,}.", "points")
    if not 0 < len(key) <= MOST_KEY:
        raise BadInput("This form is not one of ours. Reload the page and try again.")


def _value(value_id: int | None) -> int | None:
    if value_id is None:
        return None
    found = db.session.get(CompanyValue, value_id)
    if found is None or not found.is_active:
        raise BadInput("This value is no longer offered. Choose another, or none.", "value_id")
    return found.id


def _subject(about: tuple[Occasion, int] | None) -> _Subject:
    """What that is, if everybody in the company may read it: no draft, and no comment that was deleted."""
    if about is None:
        return _Subject()
    kind, id_ = about
    if kind is Occasion.IDEA and db.session.get(Idea, id_) is not None:
        return _Subject(id_)
    if kind is Occasion.EXPERIMENT and (experiment := db.session.get(Experiment, id_)):
        return _Subject(experiment.idea_id, experiment_id=id_)
    comment = db.session.get(Comment, id_) if kind is Occasion.COMMENT else None
    if comment and comment.deleted_at is None:
        return _Subject(comment.idea_id, comment_id=id_)
    raise BadInput("That is not there any more. Choose something else, or nothing.", "about")


def _given_before(made: Kudos, receivers: Sequence[Person], points: int) -> Kudos | None:
    """The kudos of the same form sent before; RuleBroken when that form said something else."""
    query = sa.select(Kudos).where(Kudos.giver_id == made.giver_id, Kudos.form_key == made.form_key)
    found: Kudos | None = db.session.scalar(query)
    if found is None:
        return None
    says = (found.words, found.points, found.parent_id, [one.person_id for one in found.receivers])
    if says != (made.words, points, made.parent_id, [one.id for one in receivers]):
        raise RuleBroken("This form was sent before with other thanks. Open a new one to give more.")
    return found


def _lock(kudos: Sequence[Kudos]) -> None:
    """Hold these rows until the transaction ends, and read them again."""
    db.session.flush()  # what was changed before is not lost by reading again
    query = sa.select(Kudos).where(Kudos.id.in_(one.id for one in kudos)).order_by(Kudos.id).with_for_update()
    if len(db.session.scalars(query.execution_options(populate_existing=True)).all()) < len(kudos):
        raise NotFound
