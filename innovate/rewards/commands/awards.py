"""Recognising an idea, awarding a person, and taking an award back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.journal import record_now
from innovate.experiments.models import Conclusion, Experiment
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Idea, IdeaMove, Outcome, Place, StageKind
from innovate.rewards import ledger
from innovate.rewards.ledger import Leg
from innovate.rewards.models import Award, AwardKind, Badge, Movement
from innovate.rewards.queries import budget_left

MOST_POINTS = 100_000  # in one award
CITATION = 400


class Share(NamedTuple):
    """What one person is to get for an idea."""

    person_id: int
    points: int
    badge_id: int | None
    citation: str


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What an award is for, beside its citation."""

    key: str
    reason: str
    idea_id: int | None = None


def recognise_idea(
    actor: Person,
    idea: Idea,
    *,
    shares: Sequence[tuple[int, int, int | None, str]],
    reason: str,
    key: str,
    version: int | None = None,
) -> list[Award]:
    """Award the people behind an idea and close it, all or nothing; without shares the reason says why nobody is.

    The idea closes as adopted when its last experiment was concluded with “scale”, as learned otherwise. The same key
    again answers the same awards. Raises NotAllowed, BadInput, NotEnough, and RuleBroken when the idea is not waiting
    or has changed since `version`.
    """
    permissions.recognise_idea.require(actor, idea)
    wanted = [Share(*share) for share in shares]
    people = _people_of(actor, wanted)
    if not wanted and not reason:
        raise BadInput("Say why nobody is awarded: the author reads it.", "reason")
    _lock(Idea, idea.id)
    if done := _given_before(key, wanted):
        return done
    if not wanted and _was_closed_so(actor, idea, reason):
        return []
    _refuse_beyond_budget(wanted)
    words = reason or f"Thanks to {_listed([person.name for person in people.values()])}."
    move(actor, idea, "recognise", target=Place(_outcome_of(idea.id).value), reason=words, version=version)
    occasion = _Occasion(key, f"For the idea “{idea.title}”", idea.id)
    return _give(actor, wanted, occasion)


def give_award(actor: Person, *, person_id: int, points: int, badge_id: int | None, citation: str, key: str) -> Award:
    """Award one person for something outside an idea, once for a key.

    Raises NotAllowed for oneself and for all but HR, BadInput, NotEnough.
    """
    permissions.keep_budgets.require(actor)
    shares = [Share(person_id, points, badge_id, citation)]
    _people_of(actor, shares)
    ledger.hold((ledger.company_budget(),))  # of two that come with one key, the second waits and finds the first
    if done := _given_before(key, shares):
        return done[0]
    _refuse_beyond_budget(shares)
    return _give(actor, shares, _Occasion(key, citation))[0]


def reverse_award(actor: Person, award: Award, *, reason: str) -> Award:
    """Take an award back: its points return to the budget, its thanks are no longer shown.

    Raises NotAllowed, BadInput without a reason, RuleBroken when it was taken back already or the points are spent.
    """
    permissions.award_points.require(actor, award.person)
    if not reason:
        raise BadInput("Say why: the person reads it.", "reason")
    _lock(Award, award.id)
    if award.reversed_at is not None:
        raise RuleBroken("This award was taken back already.")
    if award.ledger_journal_id:
        ledger.hold(leg.account_id for leg in ledger.legs_of(award.ledger_journal_id))
    fact = {"person_id": award.person_id, "award_id": award.id, "points": award.points}
    (entry_id,) = record_now(events.AwardReversed(actor_id=actor.id, **fact))
    if award.ledger_journal_id:
        ledger.reverse(award.ledger_journal_id, reason=reason, actor_id=actor.id, cause_id=entry_id)
    award.reversed_at, award.reversal_reason = now(), reason[:300]
    return award


def _first_kind() -> int:
    return int(db.session.scalars(sa.select(AwardKind.id).order_by(AwardKind.id).limit(1)).one())


def _outcome_of(idea_id: int) -> Outcome:
    """How the idea closes once it is recognised: adopted if its last experiment said so, learned otherwise."""
    query = (
        sa.select(Experiment.conclusion)
        .where(Experiment.idea_id == idea_id, Experiment.conclusion.is_not(None))
        .order_by(Experiment.round.desc())
        .limit(1)
    )
    return Outcome.ADOPTED if db.session.scalar(query) is Conclusion.SCALE else Outcome.LEARNED


def _give(actor: Person, shares: Sequence[Share], occasion: _Occasion) -> list[Award]:
    """Note each share and pay it; the accounts are locked first, so that all who award wait in one line."""
    budget = ledger.company_budget()
    ledger.hold((budget,))
    accounts = ledger.spend_accounts(share.person_id for share in shares if share.points)
    ledger.hold(accounts.values())
    awards = [
        Award(
            key=occasion.key,
            kind_id=_first_kind(),
            idea_id=occasion.idea_id,
            person_id=share.person_id,
            giver_id=actor.id,
            points=share.points,
            badge_id=share.badge_id,
            citation=share.citation,
            at=now(),
        )
        for share in sorted(shares)
    ]
    db.session.add_all(awards)
    db.session.flush()  # the events need the awards' ids
    for award, entry_id in zip(awards, record_now(*(_fact(actor, award) for award in awards)), strict=True):
        if award.points:
            award.ledger_journal_id = ledger.transfer(
                f"award:{award.key}:{award.person_id}",
                Movement.AWARD,
                (Leg(budget, -award.points), Leg(accounts[award.person_id], award.points)),
                reason=occasion.reason,
                actor_id=actor.id,
                cause_id=entry_id,
            )
    return awards


def _fact(actor: Person, award: Award) -> events.AwardGiven:
    fact = {"person_id": award.person_id, "award_id": award.id, "points": award.points}
    return events.AwardGiven(actor_id=actor.id, idea_id=award.idea_id, **fact)


def _refuse_beyond_budget(shares: Sequence[Share]) -> None:
    """Say what is missing while everything typed can still be kept; the ledger has the last word."""
    ledger.hold((ledger.company_budget(),))
    left, wanted = budget_left(), sum(share.points for share in shares)
    if wanted > left:
        raise BadInput(f"The company’s budget holds {left:,} points, and this takes {wanted:,}.")


def _people_of(actor: Person, shares: Sequence[Share]) -> dict[int, Person]:
    """Whom these shares go to, each checked: an active colleague, once, not oneself, with a bounded award."""
    ids = [share.person_id for share in shares]
    if len(set(ids)) < len(ids):
        raise BadInput("One person stands there twice. Put the points into one line.")
    found = {one.id: one for one in db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))}
    badges = {share.badge_id for share in shares} - {None}
    usable = sa.select(Badge.id).where(Badge.id.in_(badges), Badge.is_active)
    unusable = badges - set(db.session.scalars(usable)) if badges else set()
    for share in shares:
        person = found.get(share.person_id)
        if person is None or not person.is_active:
            raise BadInput("This person has left or is not known.")
        permissions.award_points.require(actor, person)
        if not 0 <= share.points <= MOST_POINTS:
            raise BadInput(f"Give {person.name} a whole number of points, at most {MOST_POINTS:,}.")
        if not share.points and share.badge_id is None:
            raise BadInput(f"Give {person.name} points, a badge or both.")
        if share.badge_id in unusable:
            raise BadInput("That badge is no longer given. Choose another.")
        if not share.citation:
            raise BadInput(f"Say what {person.name} is thanked for.")
        if len(share.citation) > CITATION:
            raise BadInput(f"Keep the words for {person.name} within {CITATION} characters.")
    return {person_id: found[person_id] for person_id in ids}


def _given_before(key: str, shares: Sequence[Share]) -> list[Award]:
    """The awards of the same form sent before; RuleBroken when that form said something else."""
    done = list(db.session.scalars(sa.select(Award).where(Award.key == key).order_by(Award.person_id)))
    if done and sorted(shares) != [Share(a.person_id, a.points, a.badge_id, a.citation) for a in done]:
        raise RuleBroken("This form was sent before with other awards. Open it anew to see what was given.")
    return done


def _was_closed_so(actor: Person, idea: Idea, reason: str) -> bool:
    """Whether this very person closed the idea without an award before, with these words."""
    query = sa.select(IdeaMove.id).where(
        IdeaMove.idea_id == idea.id,
        IdeaMove.move == "recognise",
        IdeaMove.actor_id == actor.id,
        IdeaMove.reason == reason,
    )
    return idea.stage.kind is StageKind.CLOSED and db.session.scalar(query.limit(1)) is not None


def _lock(model: type[Idea] | type[Award], id_: int) -> None:
    """Hold that row until the transaction ends, and read it again."""
    db.session.flush()  # what was changed before is not lost by reading again
    query = sa.select(model).where(model.id == id_).with_for_update().execution_options(populate_existing=True)
    if db.session.scalar(query) is None:
        raise NotFound


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
