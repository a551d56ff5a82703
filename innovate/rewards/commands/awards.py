"""Recognising an idea, awarding a person, and taking an award back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.journal import record_now
from innovate.experiments.models import Conclusion, Experiment
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Idea, IdeaMove, Outcome, Place, StageKind
from innovate.rewards import budgets, crediting, ledger, limits, paying
from innovate.rewards.models import Award, AwardKind, Badge, Nomination

CITATION = 400


class Share(NamedTuple):
    """What one person is to get for an idea."""

    person_id: int
    points: int
    badge_id: int | None
    citation: str


class Scores(NamedTuple):
    """How well a try that failed was planned and run, and how good its lesson is, 1 to 5 each."""

    plan: int
    run: int
    lesson: int


@dataclass(frozen=True, slots=True)
class _Occasion:
    """What awards are given for and out of, beside their citations."""

    kind: AwardKind
    key: str
    idea: Idea | None = None
    area: Area | None = None
    nomination_id: int | None = None
    scores: Scores | None = None


def recognise_idea(
    actor: Person,
    idea: Idea,
    *,
    shares: Sequence[tuple[int, int, int | None, str]],
    reason: str,
    key: str,
    kind: AwardKind | None = None,
    scores: Scores | None = None,
    version: int | None = None,
) -> list[Award]:
    """Award the people behind an idea and close it, all or nothing; without shares the reason says why nobody is.

    The idea closes as adopted when its last experiment was concluded with “scale”, as learned otherwise. `kind` is the
    company's first where none is named; one for well-run failures takes `scores`, and an idea that ends as learned. The
    same key again answers the same awards. Raises NotAllowed, BadInput, NotEnough, and RuleBroken when somebody objects
    to the shares of credit, when the idea is not waiting or has changed since `version`.
    """
    permissions.recognise_idea.require(actor, idea)
    permissions.settle_shares.require(actor, crediting.of(idea))
    occasion = _Occasion(kind or _first_kind(), key, idea, scores=scores)
    wanted = [Share(*share) for share in shares]
    people = _people_of(actor, wanted, occasion)
    if not wanted and not reason:
        raise BadInput("Say why nobody is awarded: the author reads it.", "reason")
    _lock(Idea, idea.id)
    if done := _given_before(occasion, wanted):
        return done
    if not wanted and _was_closed_so(actor, idea, reason):
        return []
    if wanted and idea.stage.kind is StageKind.REWARD:
        crediting.refuse_objections(idea)
    limits.hold(occasion.kind)
    outcome = outcome_of(idea.id)
    accounts = _checked(actor, wanted, people, occasion, outcome) if wanted else {}
    words = reason or f"Thanks to {_listed([person.name for person in people.values()])}."
    move(actor, idea, "recognise", target=Place(outcome.value), reason=words, version=version)
    return _give(actor, wanted, occasion, accounts)


def give_award(
    actor: Person,
    *,
    person_id: int,
    points: int,
    badge_id: int | None,
    citation: str,
    key: str,
    kind: AwardKind | None = None,
    area: Area | None = None,
    idea: Idea | None = None,
    nomination_id: int | None = None,
) -> Award:
    """Award one person, as the kind allows, once for a key; `kind` is the company's first where none is named.

    `area` is whose budget pays for an award that areas pay, where there is no idea. Raises NotAllowed for oneself and
    for whom the kind does not name as a giver, BadInput, NotEnough.
    """
    occasion = _Occasion(kind or _first_kind(), key, idea, area, nomination_id)
    permissions.give_awards.require(actor)
    shares = [Share(person_id, points, badge_id, citation)]
    people = _people_of(actor, shares, occasion)
    if idea is not None:
        _lock(Idea, idea.id)
    limits.hold(occasion.kind)  # of two that come with one key, the second waits and finds the first
    if done := _given_before(occasion, shares):
        return done[0]
    _refuse_unnominated(occasion, person_id)
    accounts = _checked(actor, shares, people, occasion, idea.outcome if idea else None)
    return _give(actor, shares, occasion, accounts)[0]


def reverse_award(actor: Person, award: Award, *, reason: str) -> Award:
    """Take an award back: all of its points return to the budget, its thanks are no longer shown.

    Raises NotAllowed, BadInput without a reason, RuleBroken when it was taken back already or the points are spent.
    """
    permissions.take_award_back.require(actor, award.person)
    if not reason:
        raise BadInput("Say why: the person reads it.", "reason")
    if award.idea_id is not None:
        paying.hold_idea(award.idea_id)
    _lock(Award, award.id)
    if award.reversed_at is not None:
        raise RuleBroken("This award was taken back already.")
    paying.hold_what_was_paid(award)
    fact = {"person_id": award.person_id, "award_id": award.id, "points": award.points}
    (entry_id,) = record_now(events.AwardReversed(actor_id=actor.id, **fact))
    paying.take_back(award, reason=reason, actor_id=actor.id, cause_id=entry_id)
    award.reversed_at, award.reversal_reason = now(), reason[:300]
    return award


def outcome_of(idea_id: int) -> Outcome:
    """How the idea closes once it is recognised: adopted if its last experiment said so, learned otherwise."""
    query = (
        sa.select(Experiment.conclusion)
        .where(Experiment.idea_id == idea_id, Experiment.conclusion.is_not(None))
        .order_by(Experiment.round.desc())
        .limit(1)
    )
    return Outcome.ADOPTED if db.session.scalar(query) is Conclusion.SCALE else Outcome.LEARNED


def _first_kind() -> AwardKind:
    return db.session.scalars(sa.select(AwardKind).order_by(AwardKind.id).limit(1)).one()


def _checked(
    actor: Person, shares: Sequence[Share], people: dict[int, Person], occasion: _Occasion, outcome: Outcome | None
) -> dict[int, int]:
    """The budget's account that pays each person, once all that the kind asks for is so; kind and accounts are held."""
    kind = occasion.kind
    _refuse_unscored(occasion, outcome)
    for share in shares:
        limits.refuse_unfit(kind, people[share.person_id], share.points)
    names = {person.id: person.name for person in people.values()}
    limits.refuse_beyond(kind, {share.person_id: share.points for share in shares}, names)
    accounts = budgets.paying_for(actor, kind, people.values(), idea=occasion.idea, area=occasion.area)
    earned = ledger.spend_accounts(share.person_id for share in shares if share.points)
    held = ledger.hold({*accounts.values(), *earned.values(), ledger.vesting_account()})
    budgets.refuse_beyond(held, ((accounts[share.person_id], share.points) for share in shares))
    return accounts


def _refuse_unscored(occasion: _Occasion, outcome: Outcome | None) -> None:
    kind, scores = occasion.kind, occasion.scores
    if not kind.is_for_failure:
        if scores is not None:
            raise BadInput(f"“{kind.name}” is not scored. Leave the scores out.")
        return
    if outcome is not Outcome.LEARNED:
        raise BadInput(f"“{kind.name}” is for an idea that was tried and did not work.", "kind_id")
    if scores is None or not all(1 <= score <= 5 for score in scores):
        raise BadInput("Score the plan, the run and the lesson from 1 to 5.", "lesson_score")


def _refuse_unnominated(occasion: _Occasion, person_id: int) -> None:
    """Who gets an award that takes nominations has been nominated for it."""
    kind = occasion.kind
    nomination = db.session.get(Nomination, occasion.nomination_id) if occasion.nomination_id else None
    if nomination is not None and (nomination.kind_id, nomination.nominee_id) != (kind.id, person_id):
        raise BadInput("This nomination is for another award or another person.")
    if kind.takes_nominations and nomination is None:
        raise BadInput(f"“{kind.name}” goes to somebody who was nominated for it.", "kind_id")


def _give(actor: Person, shares: Sequence[Share], occasion: _Occasion, accounts: dict[int, int]) -> list[Award]:
    """Note each share and pay it; the accounts are held already, so that all who award wait in one line."""
    kind, idea = occasion.kind, occasion.idea
    plan, run, lesson = occasion.scores or (None, None, None)
    awards = [
        Award(
            key=occasion.key,
            kind_id=kind.id,
            idea_id=idea.id if idea else None,
            nomination_id=occasion.nomination_id,
            person_id=share.person_id,
            giver_id=actor.id,
            points=share.points,
            badge_id=share.badge_id or kind.badge_id,
            citation=share.citation,
            plan_score=plan,
            run_score=run,
            lesson_score=lesson,
            at=now(),
        )
        for share in sorted(shares, key=lambda one: one.person_id)
    ]
    db.session.add_all(awards)
    db.session.flush()  # the events need the awards' ids
    for award, entry_id in zip(awards, record_now(*(_fact(actor, award) for award in awards)), strict=True):
        budget_id = accounts[award.person_id]
        paying.pay(award, kind, budget_id=budget_id, idea=idea, actor_id=actor.id, cause_id=entry_id)
    return awards


def _fact(actor: Person, award: Award) -> events.AwardGiven:
    fact = {"person_id": award.person_id, "award_id": award.id, "points": award.points}
    return events.AwardGiven(actor_id=actor.id, idea_id=award.idea_id, **fact)


def _people_of(actor: Person, shares: Sequence[Share], occasion: _Occasion) -> dict[int, Person]:
    """Whom these shares go to, each checked: an active colleague, once, not oneself, with words and a usable badge."""
    kind, ids = occasion.kind, [share.person_id for share in shares]
    permissions.give_kind.require(actor, kind)
    if len(set(ids)) < len(ids):
        raise BadInput("One person stands there twice. Put the points into one line.")
    found = {one.id: one for one in db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))}
    badges = {share.badge_id for share in shares} - {None, kind.badge_id}
    usable = sa.select(Badge.id).where(Badge.id.in_(badges), Badge.is_active)
    unusable = badges - set(db.session.scalars(usable)) if badges else set()
    if badges and not permissions.keep_badges.allows(actor):
        raise BadInput("The badge comes with the award. Leave the other one out.")
    for share in shares:
        person = found.get(share.person_id)
        if person is None or not person.is_active:
            raise BadInput("This person has left or is not known.")
        permissions.award_points.require(actor, person)
        if not share.points and share.badge_id is None and kind.badge_id is None:
            raise BadInput(f"Give {person.name} points, a badge or both.")
        if share.badge_id in unusable:
            raise BadInput("That badge is no longer given. Choose another.")
        if not share.citation:
            raise BadInput(f"Say what {person.name} is thanked for.")
        if len(share.citation) > CITATION:
            raise BadInput(f"Keep the words for {person.name} within {CITATION} characters.")
    return {person_id: found[person_id] for person_id in ids}


def _given_before(occasion: _Occasion, shares: Sequence[Share]) -> list[Award]:
    """The awards of the same form sent before; RuleBroken when that form said something else."""
    kind = occasion.kind
    done = list(db.session.scalars(sa.select(Award).where(Award.key == occasion.key).order_by(Award.person_id)))
    said = sorted((s.person_id, s.points, s.badge_id or kind.badge_id or 0, s.citation, kind.id) for s in shares)
    if done and said != sorted((a.person_id, a.points, a.badge_id or 0, a.citation, a.kind_id) for a in done):
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
