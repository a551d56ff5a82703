"""What is known of an idea’s benefit: one check with all that waits for it, and HR’s list of what is vesting."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.experiments.effects import KeptEffect
from innovate.experiments.figures import Forest, forest
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas.models import Idea
from innovate.rewards.asking import end_of, this_day
from innovate.rewards.models import Award, AwardPart, BenefitCheck, BenefitState, PartState

PAGE = 30
BIGGEST_CHECK = 2**31


class Which(StrEnum):
    """Which checks HR looks at."""

    WAITING = "waiting"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class PartLine:
    """What one person holds that waits, vested or lapsed."""

    award_id: int
    person: Face
    points: int
    state: PartState
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """What the idea's last experiment promised, and what it found."""

    experiment_id: int
    change: str
    customers: str
    metric: str
    baseline: str
    target: str
    result: str
    drawn: Forest | None
    concluded_at: datetime | None


@dataclass(frozen=True, slots=True)
class OtherCheck:
    """Another check of the same idea."""

    id: int
    after_days: int
    due_on: date
    state: BenefitState
    words: str
    by: Face | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class BenefitPage:
    """One check of whether a benefit has lasted, as its page shows it to one viewer."""

    id: int
    idea_id: int
    idea_title: str
    area: str
    after_days: int
    due_on: date
    is_due: bool
    state: BenefitState
    asked: Face
    words: str
    decided_by: Face | None
    decided_at: datetime | None
    parts: tuple[PartLine, ...]
    promised: Promised | None
    others: tuple[OtherCheck, ...]
    may_answer: bool
    may_hand_over: bool

    @property
    def due_at(self) -> datetime:
        return end_of(self.due_on)

    @property
    def waiting(self) -> int:
        """The points that wait for the answer."""
        return sum(part.points for part in self.parts if part.state is PartState.WAITING)

    @property
    def is_waiting(self) -> bool:
        return self.state is BenefitState.WAITING


@dataclass(frozen=True, slots=True)
class VestingRow:
    """A check in HR's list."""

    id: int
    idea_id: int
    idea_title: str
    after_days: int
    due_on: date
    state: BenefitState
    asked: Face
    people: int
    points: int
    decided_at: datetime | None

    @property
    def due_at(self) -> datetime:
        return end_of(self.due_on)

    @property
    def is_due(self) -> bool:
        return self.state is BenefitState.WAITING and self.due_on <= this_day()


@dataclass(frozen=True, slots=True)
class Vesting:
    """What is set aside in all, and a page of the checks that it waits for, or of those that were answered."""

    which: Which
    points: int
    people: int
    due: int  # points that wait for an answer by now
    page: Page[VestingRow]


def get_check(check_id: int) -> BenefitCheck:
    """That check with its idea and all that a rule asks of it, in a few statements. Raises NotFound."""
    query = sa.select(BenefitCheck).where(BenefitCheck.id == check_id)
    idea = joinedload(BenefitCheck.idea).joinedload(Idea.area).selectinload(Area.deputies)
    query = query.options(idea, selectinload(BenefitCheck.parts).joinedload(AwardPart.award))
    check = db.session.scalars(query).first() if check_id < BIGGEST_CHECK else None
    if check is None:
        raise NotFound
    return check


def benefit_page(viewer: Person, check: BenefitCheck) -> BenefitPage:
    """Everything that the page of that check shows this viewer."""
    idea = check.idea
    faces = _faces({check.asked_id, check.decided_by_id} - {None})
    is_waiting, is_due = check.state is BenefitState.WAITING, check.due_on <= this_day()
    return BenefitPage(
        id=check.id,
        idea_id=idea.id,
        idea_title=idea.title,
        area=idea.area.name,
        after_days=check.after_days,
        due_on=check.due_on,
        is_due=is_due,
        state=check.state,
        asked=faces[check.asked_id],
        words=check.words,
        decided_by=faces[check.decided_by_id] if check.decided_by_id else None,
        decided_at=check.decided_at,
        parts=_parts(check.id),
        promised=_promised(idea.id),
        others=_others(check),
        may_answer=is_waiting and is_due and permissions.answer_benefit.allows(viewer, check),
        may_hand_over=is_waiting and permissions.hand_benefit_over.allows(viewer),
    )


def vesting(which: Which = Which.WAITING, cursor: str | None = None) -> Vesting:
    """What is vesting: the checks that wait, the earliest first, or those answered, the newest first."""
    waits = AwardPart.state == PartState.WAITING
    sums = sa.select(
        sa.func.coalesce(sa.func.sum(AwardPart.points), 0),
        sa.func.count(Award.person_id.distinct()),
        sa.func.coalesce(sa.func.sum(sa.case((BenefitCheck.due_on <= this_day(), AwardPart.points), else_=0)), 0),
    )
    sums = sums.join(Award, Award.id == AwardPart.award_id).join(BenefitCheck, BenefitCheck.id == AwardPart.check_id)
    points, people, due = rows(sums.where(waits)).one()
    query = _checks(PartState.WAITING if which is Which.WAITING else None)
    if which is Which.WAITING:
        query = query.where(BenefitCheck.state == BenefitState.WAITING)
        query = query.having(sa.func.count(AwardPart.id) > 0)
        if cursor:
            day, id_ = _place(cursor)
            later = sa.and_(BenefitCheck.due_on == day, BenefitCheck.id > id_)
            query = query.where(sa.or_(BenefitCheck.due_on > day, later))
        query = query.order_by(BenefitCheck.due_on, BenefitCheck.id)
    else:
        query = query.where(BenefitCheck.state != BenefitState.WAITING)
        if cursor:
            day, id_ = _place(cursor)
            earlier = sa.and_(BenefitCheck.due_on == day, BenefitCheck.id < id_)
            query = query.where(sa.or_(BenefitCheck.due_on < day, earlier))
        query = query.order_by(BenefitCheck.due_on.desc(), BenefitCheck.id.desc())
    found = [_row(row) for row in rows(query.limit(PAGE + 1))]
    page = page_of(found, PAGE, lambda one: (one.due_on.isoformat(), one.id))
    return Vesting(which, int(points), people, int(due), page)


def _checks(only: PartState | None) -> sa.Select[*tuple[Any, ...]]:
    of = sa.and_(AwardPart.check_id == BenefitCheck.id, *([AwardPart.state == only] if only else []))
    return (
        sa.select(
            BenefitCheck.id,
            BenefitCheck.idea_id,
            Idea.title,
            BenefitCheck.after_days,
            BenefitCheck.due_on,
            BenefitCheck.state,
            BenefitCheck.asked_id,
            Person.name.label("asked"),
            sa.func.count(Award.person_id.distinct()).label("people"),
            sa.func.coalesce(sa.func.sum(AwardPart.points), 0).label("points"),
            BenefitCheck.decided_at,
        )
        .join(Idea, Idea.id == BenefitCheck.idea_id)
        .join(Person, Person.id == BenefitCheck.asked_id)
        .outerjoin(AwardPart, of)
        .outerjoin(Award, Award.id == AwardPart.award_id)
        .group_by(BenefitCheck.id, Idea.title, Person.name)
    )


def _row(row: Any) -> VestingRow:
    return VestingRow(
        id=row.id,
        idea_id=row.idea_id,
        idea_title=row.title,
        after_days=row.after_days,
        due_on=row.due_on,
        state=row.state,
        asked=Face(row.asked_id, row.asked),
        people=row.people,
        points=int(row.points),
        decided_at=row.decided_at,
    )


def _place(cursor: str) -> tuple[date, int]:
    text, id_ = decode(cursor, str, int)
    try:
        return date.fromisoformat(text), id_
    except ValueError:
        return date.min, 0  # what is no day of ours leads to the first page


def _parts(check_id: int) -> tuple[PartLine, ...]:
    query = (
        sa.select(Award.id, Award.person_id, Person.name, AwardPart.points, AwardPart.state, Award.reversed_at)
        .join(Award, Award.id == AwardPart.award_id)
        .join(Person, Person.id == Award.person_id)
        .where(AwardPart.check_id == check_id)
        .order_by(AwardPart.points.desc(), Person.name)
    )
    return tuple(
        PartLine(row[0], Face(row[1], row[2]), row.points, row.state, row.reversed_at is not None)
        for row in rows(query)
    )


def _promised(idea_id: int) -> Promised | None:
    """What the last round that came to an end said, else what the last one means to find out."""
    is_over = sa.case((Experiment.state == ExperimentState.CONCLUDED, 0), else_=1)
    query = sa.select(Experiment).where(Experiment.idea_id == idea_id)
    experiment = db.session.scalars(query.order_by(is_over, Experiment.round.desc()).limit(1)).first()
    if experiment is None:
        return None
    kept, metric = KeptEffect.of(experiment), Metric.of(experiment)
    return Promised(
        experiment_id=experiment.id,
        change=experiment.change,
        customers=experiment.customers,
        metric=experiment.metric,
        baseline=metric.show(experiment.baseline),
        target=metric.show(experiment.target),
        result=experiment.result,
        drawn=forest([kept.drawn("Difference")], unit="times the smallest effect worth having") if kept else None,
        concluded_at=experiment.concluded_at,
    )


def _others(check: BenefitCheck) -> tuple[OtherCheck, ...]:
    decider = aliased(Person)
    query = (
        sa.select(
            BenefitCheck.id,
            BenefitCheck.after_days,
            BenefitCheck.due_on,
            BenefitCheck.state,
            BenefitCheck.words,
            decider.id.label("by_id"),
            decider.name.label("by"),
            BenefitCheck.decided_at,
        )
        .outerjoin(decider, decider.id == BenefitCheck.decided_by_id)
        .where(BenefitCheck.idea_id == check.idea_id, BenefitCheck.id != check.id)
        .order_by(BenefitCheck.after_days)
    )
    return tuple(
        OtherCheck(
            row.id,
            row.after_days,
            row.due_on,
            row.state,
            row.words,
            Face(row.by_id, row.by) if row.by_id else None,
            row.decided_at,
        )
        for row in rows(query)
    )


def _faces(ids: set[int | None]) -> dict[int, Face]:
    return {id_: Face(id_, name) for id_, name in rows(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))}
