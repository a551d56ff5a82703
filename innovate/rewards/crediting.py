"""Who had which part in an idea, and the shares of credit that are suggested from it."""

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.journal import JournalEntry, record
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment, Member
from innovate.ideas.models import Credit, Idea, Stage, StageKind
from innovate.review.models import Scorecard
from innovate.rewards import shares
from innovate.rewards.models import CreditShare, ShareState


@dataclass(frozen=True, slots=True)
class Crediting:
    """An idea's area and those who have a share in it, for a rule to ask."""

    area: Area
    person_ids: frozenset[int]


def of(idea: Idea) -> Crediting:
    """Who has a share in that idea."""
    held = sa.select(CreditShare.person_id).where(CreditShare.idea_id == idea.id)
    return Crediting(idea.area, frozenset(db.session.scalars(held)))


def parts_in(idea_id: int) -> dict[int, list[str]]:
    """Every part that somebody who is still here had in the idea, by person."""
    adopted = (Comment.adopted_at.is_not(None), Comment.deleted_at.is_(None))
    query = sa.union(
        sa.select(Credit.person_id, sa.cast(Credit.part, sa.String).label("part")).where(Credit.idea_id == idea_id),
        sa.select(Comment.author_id, sa.literal("suggestion")).where(Comment.idea_id == idea_id, *adopted),
        sa.select(Experiment.owner_id, sa.literal("owner")).where(Experiment.idea_id == idea_id),
        sa.select(Member.person_id, sa.literal("member"))
        .join(Experiment, Experiment.id == Member.experiment_id)
        .where(Experiment.idea_id == idea_id),
        sa.select(Scorecard.reviewer_id, sa.literal("reviewer")).where(Scorecard.idea_id == idea_id),
    ).subquery("parts")
    active = sa.select(parts := query.c.person_id, query.c.part).join(Person, Person.id == parts)
    held = defaultdict[int, list[str]](list)
    for person_id, part in db.session.execute(active.where(Person.deactivated_at.is_(None))):
        held[person_id].append(part)
    return {person_id: shares.in_order(mine) for person_id, mine in held.items()}


def suggest(idea: Idea) -> None:
    """Write down who had which share in the idea, as their parts say; who had another before is asked anew.

    What HR has settled stays as it is.
    """
    if was_settled(idea.id):
        return
    held = parts_in(idea.id)
    wanted = shares.percents(held)
    standing = {share.person_id: share for share in hold(idea)}
    changed = []
    for person_id, percent in wanted.items():
        share = standing.pop(person_id, None)
        if share is None:
            share = CreditShare(idea_id=idea.id, person_id=person_id, percent=-1)
            db.session.add(share)
        share.parts = held[person_id]
        if share.percent != percent:
            ask_anew(share, percent)
            changed.append(person_id)
    for gone in standing.values():
        db.session.delete(gone)
    if changed:
        record(events.CreditSuggested(actor_id=None, idea_id=idea.id, person_ids=sorted(changed)))


def without_any(most: int) -> list[int]:
    """Ideas that wait for recognition and of whose credit nothing is written down yet, such as after an upgrade."""
    shared = sa.select(CreditShare.id).where(CreditShare.idea_id == Idea.id).exists()
    query = sa.select(Idea.id).join(Stage, Stage.id == Idea.stage_id).where(Stage.kind == StageKind.REWARD, ~shared)
    return list(db.session.scalars(query.order_by(Idea.id).limit(most)))


def suggest_first(idea_id: int) -> bool:
    """Suggest the shares of an idea that waits for recognition without any; answers whether there was something to."""
    idea = db.session.scalars(sa.select(Idea).where(Idea.id == idea_id).with_for_update(of=Idea)).one()
    if idea.stage.kind is not StageKind.REWARD or hold(idea):
        return False
    suggest(idea)
    return True


def ask_anew(share: CreditShare, percent: int) -> None:
    """Give the share that size; whatever was said to it before was said to another."""
    share.percent, share.state, share.words, share.answered_at = percent, ShareState.SUGGESTED, "", None


def was_settled(idea_id: int) -> bool:
    """Whether HR has settled the shares of that idea."""
    query = sa.select(JournalEntry.id).where(
        JournalEntry.stream == f"idea:{idea_id}", JournalEntry.name == events.SharesSettled.__name__
    )
    return db.session.scalar(query.limit(1)) is not None


def refuse_objections(idea: Idea) -> None:
    """Raise RuleBroken while somebody objects to the shares: they have an answer first."""
    objecting = (
        sa.select(Person.name)
        .join(CreditShare, CreditShare.person_id == Person.id)
        .where(CreditShare.idea_id == idea.id, CreditShare.state == ShareState.OBJECTED)
        .order_by(Person.name)
        .limit(1)
    )
    name = db.session.scalar(objecting)
    if name is not None:
        raise RuleBroken(f"{name} objects to the shares of credit. Settle them first.")


def hold(idea: Idea) -> list[CreditShare]:
    """The idea’s shares, read again, and nobody else’s until the transaction ends; the idea’s row stands for them."""
    db.session.flush()  # what was changed before is not lost by reading again
    db.session.execute(sa.select(Idea.id).where(Idea.id == idea.id).with_for_update())
    query = sa.select(CreditShare).where(CreditShare.idea_id == idea.id).order_by(CreditShare.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))
