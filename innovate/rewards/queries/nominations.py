"""Nominations in lists: one's own, those that wait for an answer, HR's panel, and how promises were kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import now, today
from innovate.core.db import db, rows
from innovate.core.markdown import words_of
from innovate.core.paging import Page, decode, page_of
from innovate.permissions import Role
from innovate.rewards.models import (
    OPEN_NOMINATIONS,
    Approver,
    Award,
    AwardKind,
    Nomination,
    NominationState,
    NominationStep,
)

PAGE = 24
EXCERPT = 240  # characters of a reason in a list
LATELY = timedelta(days=183)  # so long an award or a nomination counts as lately given
COUNTED = timedelta(days=365)  # so far back kept promises are counted
Nominee, Nominator, Named = aliased(Person), aliased(Person), aliased(Person)
Current, Other = aliased(NominationStep), aliased(Nomination)


class PanelPart(StrEnum):
    """The parts of HR's panel."""

    AWARD = "award"
    LATE = "late"
    WAITING = "waiting"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"award": "To award", "late": "Late", "waiting": "Waiting", "closed": "Closed"}[self.value]


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A nomination as a line: who is proposed for what, where it stands, and with whom."""

    id: int
    kind: str
    nominee: Face
    nominator: Face
    at: datetime
    state: NominationState
    excerpt: str
    steps: int
    position: int | None
    whom: str  # it waits for them
    due_at: datetime | None
    days: int | None
    closed_at: datetime | None
    alike: int  # others for the same person and award, open or awarded lately
    awards: int  # that the person got in the last year


@dataclass(frozen=True, slots=True)
class Kept:
    """How often one kind of approver answered in time, in the last year."""

    approver: Approver
    answered: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Panel:
    """HR's panel: one part of it, how much each part holds, and how the promises were kept."""

    which: PanelPart
    page: Page[NominationRow]
    counts: dict[PanelPart, int]
    kept: tuple[Kept, ...]

    @property
    def parts(self) -> tuple[tuple[PanelPart, int | None], ...]:
        """The parts in their order, each with how much it holds, where that is counted."""
        return tuple((part, self.counts.get(part)) for part in PanelPart)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.kept)

    @property
    def in_time(self) -> int:
        return sum(one.in_time for one in self.kept)


def my_nominations(viewer: Person, cursor: str | None = None) -> Page[NominationRow]:
    """Those that this person made, the newest first."""
    return _page(_select().where(Nomination.nominator_id == viewer.id), cursor)


def to_answer(viewer: Person) -> tuple[NominationRow, ...]:
    """Those that wait for this person's answer, the most urgent first."""
    query = _select().where(waits_for(viewer)).order_by(Current.due_at, Nomination.id).limit(100)
    return _read(rows(query))


def waits_for(viewer: Person) -> sa.ColumnElement[bool]:
    """Whether the current step of a nomination is asked of that person, as a condition of `_select`."""
    leads = (
        sa.select(Area.id)
        .where(Area.leader_id == viewer.id)
        .union(
            sa.select(Deputy.area_id).where(
                Deputy.person_id == viewer.id, Deputy.starts_on <= today(), Deputy.ends_on >= today()
            )
        )
    )
    earlier = aliased(NominationStep)
    answered = sa.select(earlier.id).where(earlier.nomination_id == Nomination.id, earlier.decided_by_id == viewer.id)
    anybody = [Current.area_id.in_(leads)]
    if viewer.has(Role.HR):
        anybody.append(Current.area_id.is_(None))
    asked = sa.and_(Current.approver_id.is_(None), sa.or_(*anybody), ~answered.exists())
    return sa.and_(
        Current.id.is_not(None),
        Nomination.nominee_id != viewer.id,
        Nomination.nominator_id != viewer.id,
        sa.or_(Current.approver_id == viewer.id, asked),
    )


def nomination_panel(viewer: Person, which: PanelPart, cursor: str | None = None) -> Panel:
    """One part of HR's panel; what concerns the viewer is left out."""
    others = Nomination.nominee_id != viewer.id
    page = _page(_select().where(others, _is(which)), cursor)
    counted = sa.select(
        *(sa.func.sum(sa.case((_is(one), 1), else_=0)) for one in PanelPart if one is not PanelPart.CLOSED)
    )
    counted = counted.select_from(Nomination).outerjoin(Current, _CURRENT)
    found = rows(counted.where(others, Nomination.state.in_(OPEN_NOMINATIONS))).one()
    counts = {
        one: int(n or 0) for one, n in zip((PanelPart.AWARD, PanelPart.LATE, PanelPart.WAITING), found, strict=True)
    }
    return Panel(which, page, counts, promises_kept())


def first_part(viewer: Person) -> PanelPart:
    """Where HR begins: with what waits for HR itself."""
    query = sa.select(Nomination.id).where(Nomination.state == NominationState.APPROVED)
    waits = query.where(Nomination.nominee_id != viewer.id).limit(1)
    return PanelPart.AWARD if db.session.scalar(waits) is not None else PanelPart.WAITING


def my_promises(viewer: Person) -> tuple[int, int]:
    """How many answers this person gave in the last year, and how many of them by the day that was promised."""
    step = NominationStep
    in_time = sa.func.sum(sa.case((step.decided_at <= step.due_at, 1), else_=0))
    given = sa.select(sa.func.count(), in_time).where(
        step.decided_by_id == viewer.id, step.decided_at >= now() - COUNTED
    )
    answered, kept = rows(given).one()
    return answered, int(kept or 0)


def promises_kept() -> tuple[Kept, ...]:
    """How many answers came by the day that was promised, by who was asked; what is late and open counts as not."""
    step, since = NominationStep, now() - COUNTED
    in_time = sa.func.sum(sa.case((step.decided_at <= step.due_at, 1), else_=0))
    is_open = sa.and_(step.verdict.is_(None), Nomination.state == NominationState.WAITING)
    owed = sa.or_(step.verdict.is_not(None), sa.and_(is_open, step.due_at < now()))
    query = (
        sa.select(step.approver, sa.func.count(), in_time)
        .join(Nomination, Nomination.id == step.nomination_id)
        .where(step.due_at >= since, owed)
        .group_by(step.approver)
    )
    found = {approver: Kept(approver, count, int(kept or 0)) for approver, count, kept in rows(query)}
    return tuple(found[one] for one in Approver if one in found)


def _is(which: PanelPart) -> sa.ColumnElement[bool]:
    if which is PanelPart.AWARD:
        return Nomination.state == NominationState.APPROVED
    if which is PanelPart.CLOSED:
        return Nomination.state.not_in(OPEN_NOMINATIONS)
    waits = Nomination.state == NominationState.WAITING
    return sa.and_(waits, Current.due_at < now()) if which is PanelPart.LATE else waits


def _page(query: sa.Select[*tuple[Any, ...]], cursor: str | None) -> Page[NominationRow]:
    if cursor:
        query = query.where(Nomination.id < decode(cursor, int)[0])
    found = _read(rows(query.order_by(Nomination.id.desc()).limit(PAGE + 1)))
    return page_of(found, PAGE, lambda row: (row.id,))


_CURRENT = sa.and_(
    Current.nomination_id == Nomination.id,
    Current.began_at.is_not(None),
    Current.verdict.is_(None),
    Nomination.state == NominationState.WAITING,
)


def _select() -> sa.Select[*tuple[Any, ...]]:
    steps = sa.select(sa.func.count()).where(NominationStep.nomination_id == Nomination.id)
    awards = sa.select(sa.func.count()).where(
        Award.person_id == Nomination.nominee_id, Award.reversed_at.is_(None), Award.at >= now() - COUNTED
    )
    return (
        sa.select(
            Nomination.id,
            AwardKind.name.label("kind"),
            Nomination.nominee_id,
            Nominee.name.label("nominee"),
            Nomination.nominator_id,
            Nominator.name.label("nominator"),
            Nomination.at,
            Nomination.state,
            Nomination.reason_html,
            steps.correlate(Nomination).scalar_subquery().label("steps"),
            Current.position,
            Current.due_at,
            Current.days,
            Named.name.label("named"),
            Area.name.label("area"),
            Nomination.closed_at,
            sa.select(sa.func.count())
            .where(alike(Nomination, Other))
            .correlate(Nomination)
            .scalar_subquery()
            .label("alike"),
            awards.correlate(Nomination).scalar_subquery().label("awards"),
        )
        .join(AwardKind, AwardKind.id == Nomination.kind_id)
        .join(Nominee, Nominee.id == Nomination.nominee_id)
        .join(Nominator, Nominator.id == Nomination.nominator_id)
        .outerjoin(Current, _CURRENT)
        .outerjoin(Named, Named.id == Current.approver_id)
        .outerjoin(Area, Area.id == Current.area_id)
    )


def alike(one: Any, other: Any) -> sa.ColumnElement[bool]:
    """Whether another nomination is for the same person and award, and open or awarded lately."""
    awarded = sa.and_(other.state == NominationState.AWARDED, other.closed_at >= now() - LATELY)
    return sa.and_(
        other.nominee_id == one.nominee_id,
        other.kind_id == one.kind_id,
        other.id != one.id,
        sa.or_(other.state.in_(OPEN_NOMINATIONS), awarded),
    )


def _read(found: Iterable[Any]) -> tuple[NominationRow, ...]:
    return tuple(
        NominationRow(
            id=row.id,
            kind=row.kind,
            nominee=Face(row.nominee_id, row.nominee),
            nominator=Face(row.nominator_id, row.nominator),
            at=row.at,
            state=row.state,
            excerpt=words_of(row.reason_html)[:EXCERPT],
            steps=row.steps,
            position=row.position,
            whom=row.named or (f"the leader of {row.area}" if row.area else "HR" if row.position else ""),
            due_at=row.due_at,
            days=row.days,
            closed_at=row.closed_at,
            alike=row.alike,
            awards=row.awards,
        )
        for row in found
    )
