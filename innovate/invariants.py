"""What must always be true of the data: each check answers what is wrong, in words; `recount` repairs counters."""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import selectinload

from innovate import events
from innovate.areas.models import Area
from innovate.core import journal
from innovate.core.db import db
from innovate.core.journal import JournalEntry
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment, ExperimentState
from innovate.experiments.photos import photos_in
from innovate.experiments.sealing import is_intact
from innovate.ideas.models import Appeal, Idea, IdeaMove, Outcome, Stage, StageKind
from innovate.recognition import checking as wall
from innovate.rewards import checking
from innovate.rewards.item_pictures import item_pictures
from innovate.rewards.models import Award, BadgeHolding, CreditShare
from innovate.voting.models import Vote

Check = Callable[[], Iterator[str]]
_BATCH = {"yield_per": 1000}


def broken() -> Iterator[str]:
    """Everything that is wrong, one sentence each; nothing, if all is well."""
    for check in CHECKS:
        yield from check()


def recount() -> dict[str, int]:
    """Set every counter to the rows that it counts; answers how many were wrong, by what they count."""
    wrong: dict[str, int] = {}
    for name, column, counted in _idea_counters():
        drifted = sa.update(Idea.__table__).where(column != counted).values({column: counted})  # type: ignore[arg-type]  # a column is a fine key
        wrong[name] = len(db.session.execute(drifted.returning(Idea.__table__.c.id)).all())
    wrong |= wall.recount()
    db.session.expire_all()
    return wrong


def _journal_is_chained() -> Iterator[str]:
    entries = sa.select(JournalEntry).order_by(JournalEntry.stream, JournalEntry.position)
    for entry_id in journal.broken_links(db.session.scalars(entries.execution_options(**_BATCH))):
        yield f"Journal entry {entry_id} does not follow the one before it."


def _ideas_count_their_rows() -> Iterator[str]:
    for name, column, counted in _idea_counters():
        drifted = sa.select(Idea.id, column, counted).where(column != counted).order_by(Idea.id)
        for idea_id, kept, rows in db.session.execute(drifted):
            yield f"Idea {idea_id} says {kept} {name} and has {rows}."


def _shares_make_a_hundred() -> Iterator[str]:
    total = sa.func.sum(CreditShare.percent)
    query = sa.select(CreditShare.idea_id, total).group_by(CreditShare.idea_id).having(total != 100)
    for idea_id, percent in db.session.execute(query.order_by(CreditShare.idea_id)):
        yield f"The shares of credit of idea {idea_id} make {percent} %."


def _idea_counters() -> list[tuple[str, sa.ColumnElement[int], sa.ScalarSelect[int]]]:
    ideas = Idea.__table__
    count = sa.select(sa.func.count())
    votes = count.where(Vote.idea_id == ideas.c.id).correlate(ideas).scalar_subquery()
    shown = count.where(Comment.idea_id == ideas.c.id, Comment.deleted_at.is_(None))
    return [
        ("votes", ideas.c.votes, votes),
        ("comments", ideas.c.comments, shown.correlate(ideas).scalar_subquery()),
    ]


def _histories_are_whole() -> Iterator[str]:
    """Each idea's moves are numbered without a gap, each begins where the last ended, and the last is where it is."""
    lines = sa.select(
        IdeaMove.idea_id, IdeaMove.position, IdeaMove.from_stage_id, IdeaMove.to_stage_id, IdeaMove.outcome
    ).order_by(IdeaMove.idea_id, IdeaMove.position)
    idea_id, position, at = 0, 0, None
    for line in db.session.execute(lines.execution_options(**_BATCH)):
        if line.idea_id != idea_id:
            idea_id, position, at = line.idea_id, 0, None
        if line.position != position + 1 or line.from_stage_id != at:
            yield f"The history of idea {idea_id} has a gap at line {line.position}."
        position, at = line.position, line.to_stage_id


def _histories_end_where_ideas_stand() -> Iterator[str]:
    last = (
        sa.select(IdeaMove.idea_id, sa.func.max(IdeaMove.position).label("position"))
        .group_by(IdeaMove.idea_id)
        .subquery("last")
    )
    query = (
        sa.select(Idea.id)
        .outerjoin(last, last.c.idea_id == Idea.id)
        .outerjoin(IdeaMove, sa.and_(IdeaMove.idea_id == Idea.id, IdeaMove.position == last.c.position))
        .where(
            sa.or_(
                IdeaMove.id.is_(None),
                IdeaMove.to_stage_id != Idea.stage_id,
                sa.func.coalesce(sa.cast(IdeaMove.outcome, sa.String), "")
                != sa.func.coalesce(sa.cast(Idea.outcome, sa.String), ""),
            )
        )
    )
    for idea_id in db.session.scalars(query):
        yield f"Idea {idea_id} does not stand where its history ends."


def _closed_ideas_have_an_outcome() -> Iterator[str]:
    query = (
        sa.select(Idea.id)
        .join(Stage, Stage.id == Idea.stage_id)
        .where((Stage.kind == StageKind.CLOSED) != Idea.outcome.is_not(None))
    )
    for idea_id in db.session.scalars(query):
        yield f"Idea {idea_id} has an outcome without being closed, or is closed without one."


def _moves_are_journalled() -> Iterator[str]:
    """Each line of history has one event in the idea's stream."""
    lines = sa.select(IdeaMove.idea_id, sa.func.count().label("n")).group_by(IdeaMove.idea_id).subquery("lines")
    told = (
        sa.select(JournalEntry.stream, sa.func.count().label("n"))
        .where(JournalEntry.name.in_([kind.__name__ for kind in events.IdeaMoved.__subclasses__()]))
        .group_by(JournalEntry.stream)
        .subquery("told")
    )
    stream = "idea:" + sa.cast(lines.c.idea_id, sa.String)
    query = (
        sa.select(lines.c.idea_id)
        .outerjoin(told, told.c.stream == stream)
        .where(sa.func.coalesce(told.c.n, 0) != lines.c.n)
    )
    for idea_id in db.session.scalars(query):
        yield f"The moves of idea {idea_id} and the journal disagree."


def _merged_ideas_say_where() -> Iterator[str]:
    query = sa.select(Idea.id).where(
        Idea.merged_into_id.is_not(None) != (sa.func.coalesce(sa.cast(Idea.outcome, sa.String), "") == Outcome.MERGED)
    )
    for idea_id in db.session.scalars(query):
        yield f"Idea {idea_id} is merged without saying into which, or says so without being merged."


def _appeals_wait_for_declined_ideas() -> Iterator[str]:
    """An appeal is about a decision that declined its idea; one that waits is about the last, and has no answer."""
    last = (
        sa.select(sa.func.max(IdeaMove.position))
        .where(IdeaMove.idea_id == Appeal.idea_id, IdeaMove.move == "decline")
        .correlate(Appeal)
        .scalar_subquery()
    )
    decline = sa.and_(IdeaMove.id == Appeal.decline_id, IdeaMove.idea_id == Appeal.idea_id, IdeaMove.move == "decline")
    query = (
        sa.select(Appeal.id, Appeal.idea_id, Appeal.verdict, IdeaMove.id.label("decline_id"))
        .join(Idea, Idea.id == Appeal.idea_id)
        .outerjoin(IdeaMove, decline)
        .where(
            sa.or_(
                IdeaMove.id.is_(None),
                sa.and_(
                    Appeal.verdict.is_(None),
                    sa.or_(Idea.outcome.is_distinct_from(Outcome.DECLINED), IdeaMove.position != last),
                ),
            )
        )
    )
    for row in db.session.execute(query):
        if row.decline_id is None:
            yield f"Appeal {row.id} is not about a decision that declined idea {row.idea_id}."
        else:
            yield f"Appeal {row.id} waits for an answer, though idea {row.idea_id} is not declined by that decision."


def _areas_reserve_what_experiments_hold() -> Iterator[str]:
    held = sa.case(
        (Experiment.state == ExperimentState.CONCLUDED, Experiment.spent_cents), else_=Experiment.budget_cents
    )
    total = (
        sa.select(sa.func.coalesce(sa.func.sum(held), 0))
        .join(Idea, Idea.id == Experiment.idea_id)
        .where(Idea.area_id == Area.id, Experiment.is_reserved)
        .correlate(Area)
        .scalar_subquery()
    )
    for name, kept, sums in db.session.execute(sa.select(Area.name, Area.reserved_cents, total)):
        if kept != sums:
            yield f"{name} has {kept} cents reserved, and its experiments hold {sums}."


def _sealed_plans_are_intact() -> Iterator[str]:
    """What an experiment promised when it was started, with what was amended openly since, is what it says now."""
    plan = selectinload(Experiment.arms), selectinload(Experiment.measures)
    query = sa.select(Experiment).where(Experiment.sealed_at.is_not(None)).order_by(Experiment.id).options(*plan)
    for experiment in db.session.scalars(query.execution_options(**_BATCH)):
        if not is_intact(experiment):
            yield f"Experiment {experiment.id} does not say what it said when it was sealed."


def _pictures_have_their_files() -> Iterator[str]:
    """Every photo of a diary lies in its folder, and nothing else does."""
    folder = current_app.config["SETTINGS"].photos
    yield from photos_in(folder).strays()
    yield from item_pictures(folder).strays()


def _badges_of_awards_are_held() -> Iterator[str]:
    """Whoever has an award with a badge that stands holds that badge, or did until it was taken back."""
    held = sa.select(BadgeHolding.id).where(
        BadgeHolding.badge_id == Award.badge_id, BadgeHolding.person_id == Award.person_id
    )
    query = sa.select(Award.id).where(Award.badge_id.is_not(None), Award.reversed_at.is_(None), ~held.exists())
    for award_id in db.session.scalars(query.order_by(Award.id)):
        yield f"Award {award_id} came with a badge that its person does not hold."


def _badges_by_rule_have_their_cause() -> Iterator[str]:
    """A badge that nobody gave rests on an entry of the journal."""
    bare = BadgeHolding.given_by_id.is_(None), BadgeHolding.award_id.is_(None), BadgeHolding.cause_id.is_(None)
    for holding_id in db.session.scalars(sa.select(BadgeHolding.id).where(*bare).order_by(BadgeHolding.id)):
        yield f"Badge holding {holding_id} was given by nobody and for nothing."


CHECKS: tuple[Check, ...] = (
    _journal_is_chained,
    _ideas_count_their_rows,
    _shares_make_a_hundred,
    _histories_are_whole,
    _histories_end_where_ideas_stand,
    _closed_ideas_have_an_outcome,
    _moves_are_journalled,
    _merged_ideas_say_where,
    _appeals_wait_for_declined_ideas,
    checking.broken,
    _badges_of_awards_are_held,
    _badges_by_rule_have_their_cause,
    wall.broken,
    _areas_reserve_what_experiments_hold,
    _sealed_plans_are_intact,
    _pictures_have_their_files,
)
