"""All experiments, a page at a time: what each is doing, what it shows, what it costs, and who has to act."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db, rows
from innovate.core.errors import BadInput
from innovate.core.paging import decode, encode
from innovate.experiments.effects import KeptEffect
from innovate.experiments.figures import Forest, forest
from innovate.experiments.models import Experiment, ExperimentState, Member, Verdict
from innovate.experiments.queries.collisions import collisions_among
from innovate.experiments.queries.narrowing import Narrowing, Standing
from innovate.experiments.results import readings
from innovate.ideas.models import Idea, Stage, StageKind

PAGE = 25
Cursor = tuple[int, datetime, int]
"""The state, the day or moment that its experiments are sorted by, and the id of the last one seen."""


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One experiment in the list."""

    id: int
    title: str
    round: int
    state: str
    is_approved: bool
    is_due: bool  # its last day is over, and nobody has decided
    area: str
    team: str
    owner: Face
    metric: str
    starts_on: date
    ends_on: date
    day: int
    days: int
    conclusion: str | None
    conclusion_label: str
    effect: KeptEffect | None
    budget_cents: int
    spent_cents: int

    @property
    def days_left(self) -> int:
        return self.days - self.day


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """How many experiments a team runs at once, of how many it may."""

    id: int
    name: str
    running: int
    limit: int | None

    @property
    def is_full(self) -> bool:
        return self.limit is not None and self.running >= self.limit


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A page of experiments with the drawing of their effects, and what the list can be narrowed by."""

    rows: tuple[PortfolioRow, ...]
    drawn: Forest  # a strip for each row that has an effect, in their order
    next: str | None
    counts: dict[Standing, int]
    areas: tuple[tuple[int, str], ...]
    teams: tuple[TeamLoad, ...]
    collisions: dict[int, tuple[str, ...]]

    @property
    def strips(self) -> dict[int, Any]:
        """The strip of each experiment that has an effect, by its id."""
        shown = [row.id for row in self.rows if row.effect]
        return dict(zip(shown, self.drawn.strips, strict=True))


def portfolio(viewer: Person, narrowing: Narrowing, *, after: str | None = None) -> Portfolio:
    """A page of the experiments asked for: what runs with the nearest end first, then what is planned, then the past.

    BadInput for a cursor that is not one of ours.
    """
    found = _page(viewer, narrowing, _cursor(after))
    shown, more = found[:PAGE], len(found) > PAGE
    running = readings([row.Experiment for row in shown if row.Experiment.state is ExperimentState.RUNNING])
    listed = tuple(_row(row, running) for row in shown)
    effects = [row.effect.drawn(row.title, href=f"/experiments/{row.id}") for row in listed if row.effect]
    return Portfolio(
        rows=listed,
        drawn=forest(effects, unit="times the smallest effect worth having"),
        next=encode(_key(shown[-1].Experiment)) if more else None,
        counts=_counts(viewer, narrowing),
        areas=tuple((row.id, row.name) for row in rows(sa.select(Area.id, Area.name).order_by(Area.name))),
        teams=_teams(),
        collisions=collisions_among([row.id for row in listed if row.state != ExperimentState.CONCLUDED]),
    )


# A page is filled from up to three ranges, each along its own order.

_ORDER = (ExperimentState.RUNNING, ExperimentState.PLANNED, ExperimentState.CONCLUDED)


def _page(viewer: Person, narrowing: Narrowing, cursor: Cursor | None) -> list[Any]:
    found: list[Any] = []
    for place, state in enumerate(_ORDER):
        if len(found) > PAGE or (cursor and place < cursor[0]) or not _may_hold(narrowing, state):
            continue
        query = _query(state).where(*_conditions(viewer, narrowing, state))
        if cursor and place == cursor[0]:
            query = query.where(_beyond(state, cursor))
        found += db.session.execute(query.limit(PAGE + 1 - len(found))).all()
    return found


def _may_hold(narrowing: Narrowing, state: ExperimentState) -> bool:
    """Whether experiments in that state can be among what is asked for."""
    if narrowing.conclusion or narrowing.verdict:
        return state is ExperimentState.CONCLUDED
    if narrowing.started and state is ExperimentState.PLANNED:
        return False
    if narrowing.standing is None:
        return True
    return state is (
        ExperimentState.RUNNING if narrowing.standing is Standing.DUE else ExperimentState(narrowing.standing)
    )


def _query(state: ExperimentState) -> sa.Select[*tuple[Any, ...]]:
    order = {
        ExperimentState.RUNNING: (Experiment.ends_on, Experiment.id),
        ExperimentState.PLANNED: (Experiment.starts_on, Experiment.id),
        ExperimentState.CONCLUDED: (Experiment.concluded_at.desc(), Experiment.id.desc()),
    }[state]
    return (
        sa.select(
            Experiment,
            Idea.title,
            Area.name.label("area"),
            Team.name.label("team"),
            Person.name.label("owner"),
            Stage.kind.label("stage_kind"),
        )
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Area, Area.id == Idea.area_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .join(Person, Person.id == Experiment.owner_id)
        .outerjoin(Team, Team.id == Experiment.team_id)
        .where(Experiment.state == state)
        .order_by(*order)
    )


def _conditions(viewer: Person, narrowing: Narrowing, state: ExperimentState) -> list[sa.ColumnElement[bool]]:
    found = _shared_conditions(viewer, narrowing)
    if state is ExperimentState.PLANNED:  # of an idea that was shelved, the plan is history
        found.append(Stage.kind.in_((StageKind.REVIEW, StageKind.EXPERIMENT)))
    if narrowing.standing is Standing.DUE:
        found.append(Experiment.ends_on < today())
    if narrowing.conclusion:
        found.append(Experiment.conclusion == narrowing.conclusion)
    if narrowing.verdict is Verdict.UNCLEAR:
        found.append(sa.or_(Experiment.verdict.is_(None), Experiment.verdict == Verdict.UNCLEAR))
    elif narrowing.verdict:
        found.append(Experiment.verdict == narrowing.verdict)
    return found


def _shared_conditions(viewer: Person, narrowing: Narrowing) -> list[sa.ColumnElement[bool]]:
    """What narrows every state alike."""
    found: list[sa.ColumnElement[bool]] = []
    if narrowing.area_id is not None:
        found.append(Idea.area_id == narrowing.area_id)
    if narrowing.team_id is not None:
        found.append(Experiment.team_id == narrowing.team_id)
    if narrowing.mine:
        found.append(_is_theirs(viewer))
    if narrowing.started:
        begins, ends = (datetime.combine(day, time(), UTC) for day in (narrowing.started.first, narrowing.started.last))
        found.append(sa.and_(Experiment.sealed_at >= begins, Experiment.sealed_at < ends))
    return found


def _is_theirs(viewer: Person) -> sa.ColumnElement[bool]:
    """Whether that person runs it, helps with it, or leads its area."""
    on_team = sa.exists().where(Member.experiment_id == Experiment.id, Member.person_id == viewer.id)
    standing_in = sa.select(Deputy.area_id).where(
        Deputy.person_id == viewer.id, Deputy.starts_on <= today(), Deputy.ends_on >= today()
    )
    leads = sa.or_(
        Idea.area_id.in_(sa.select(Area.id).where(Area.leader_id == viewer.id)), Idea.area_id.in_(standing_in)
    )
    return sa.or_(Experiment.owner_id == viewer.id, on_team, leads)


def _key(one: Experiment) -> tuple[int, str, int]:
    place = _ORDER.index(one.state)
    value: date | datetime | None = (one.ends_on, one.starts_on, one.concluded_at)[place]
    assert value is not None
    return place, value.isoformat(), one.id


def _cursor(after: str | None) -> Cursor | None:
    if not after:
        return None
    place, value, id_ = decode(after, int, str, int)
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        _ORDER[place]
    except (ValueError, OverflowError, IndexError) as error:
        raise BadInput("That page address is not one of ours. Start again from the first page.") from error
    return place, moment, id_


def _beyond(state: ExperimentState, cursor: Cursor) -> sa.ColumnElement[bool]:
    _, moment, id_ = cursor
    if state is ExperimentState.CONCLUDED:
        earlier = Experiment.concluded_at < moment
        return sa.or_(earlier, sa.and_(Experiment.concluded_at == moment, Experiment.id < id_))
    column = Experiment.ends_on if state is ExperimentState.RUNNING else Experiment.starts_on
    day = moment.date()
    return sa.or_(column > day, sa.and_(column == day, Experiment.id > id_))


def _row(row: Any, running: dict[int, Any]) -> PortfolioRow:
    one: Experiment = row.Experiment
    reading = running.get(one.id)
    days = (one.ends_on - one.starts_on).days + 1
    is_running = one.state is ExperimentState.RUNNING
    return PortfolioRow(
        id=one.id,
        title=row.title,
        round=one.round,
        state=one.state.value,
        is_approved=row.stage_kind is StageKind.EXPERIMENT,
        is_due=is_running and one.ends_on < today(),
        area=row.area,
        team=row.team or "",
        owner=Face(one.owner_id, row.owner),
        metric=one.metric,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        day=max(0, min((today() - one.starts_on).days + 1, days)),
        days=days,
        conclusion=one.conclusion.value if one.conclusion else None,
        conclusion_label=one.conclusion.label if one.conclusion else "",
        effect=KeptEffect.now(reading) if reading else KeptEffect.of(one),
        budget_cents=one.budget_cents,
        spent_cents=one.spent_cents,
    )


# What the list can be narrowed by.


def _counts(viewer: Person, narrowing: Narrowing) -> dict[Standing, int]:
    """How many stand where, under what else is asked for."""
    is_alive = sa.or_(
        Experiment.state != ExperimentState.PLANNED, Stage.kind.in_((StageKind.REVIEW, StageKind.EXPERIMENT))
    )
    is_over = sa.and_(Experiment.state == ExperimentState.RUNNING, Experiment.ends_on < today())
    over = sa.func.sum(sa.case((is_over, 1), else_=0)).label("over")
    query = (
        sa.select(Experiment.state, sa.func.count().label("n"), over)
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .where(is_alive, *_shared_conditions(viewer, narrowing))
        .group_by(Experiment.state)
    )
    found = {row.state: (row.n, row.over) for row in rows(query)}
    counts = {standing: found.get(standing.value, (0, 0))[0] for standing in Standing}
    counts[Standing.DUE] = sum(over for _, over in found.values())
    return counts


def _teams() -> tuple[TeamLoad, ...]:
    """The teams that experiments are tried in, or that have a limit, with how many they run now."""
    running = sa.func.sum(sa.case((Experiment.state == ExperimentState.RUNNING, 1), else_=0))
    query = (
        sa.select(Team.id, Team.name, Team.running_limit, sa.func.coalesce(running, 0).label("running"))
        .outerjoin(Experiment, Experiment.team_id == Team.id)
        .group_by(Team.id, Team.name, Team.running_limit)
        .having(sa.or_(sa.func.count(Experiment.id) > 0, Team.running_limit.is_not(None)))
        .order_by(Team.name)
    )
    return tuple(TeamLoad(row.id, row.name, int(row.running), row.running_limit) for row in rows(query))
