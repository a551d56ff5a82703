"""The library of cases: what was tried before and what came of it, as a list, as one, and as found by words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.core.errors import BadInput, NotFound
from innovate.core.journal import JournalEntry
from innovate.core.markdown import plain
from innovate.core.paging import Page, decode, encode
from innovate.events import CaseImproved
from innovate.experiments.effects import KeptEffect
from innovate.experiments.figures import Forest, forest
from innovate.experiments.models import Case, Conclusion, DiaryEntry, Experiment
from innovate.experiments.queries.page import get_experiment
from innovate.experiments.queries.rounds import Round, rounds
from innovate.ideas.models import Idea, Outcome

PAGE = 20
EXCERPT = 240
MOST_METRICS = 12
MOST_SAID = 12


@dataclass(frozen=True, slots=True)
class CaseNarrowing:
    """Which cases are asked for."""

    area_id: int | None = None
    conclusion: Conclusion | None = None
    metric: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list."""

    id: int
    experiment_id: int
    title: str
    round: int
    area: str
    owner: Face
    metric: str
    conclusion: str
    effect: KeptEffect | None
    lesson: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of cases, and what the list can be narrowed by."""

    page: Page[CaseRow]
    areas: tuple[tuple[int, str, int], ...]
    conclusions: tuple[tuple[Conclusion, int], ...]
    metrics: tuple[tuple[str, int], ...]


def list_cases(narrowing: CaseNarrowing, *, after: str | None = None, among: sa.Select[Any] | None = None) -> CaseList:
    """A page of cases, the newest first; `among` are the candidates of a text search.

    BadInput for a cursor that is not one of ours.
    """
    query = _rows().where(*_conditions(narrowing, among))
    if after:
        moment, id_ = _cursor(after)
        query = query.where(sa.or_(Case.at < moment, sa.and_(Case.at == moment, Case.id < id_)))
    query = query.order_by(Case.at.desc(), Case.id.desc()).limit(PAGE + 1)
    found = [_row(row) for row in rows(query)]
    last = found[PAGE - 1] if len(found) > PAGE else None
    page = Page(tuple(found[:PAGE]), encode([last.at.isoformat(), last.id]) if last else None)
    return CaseList(page, *_facets())


def find_cases(among: sa.Select[Any], most: int) -> tuple[CaseRow, ...]:
    """The cases that a text search found (`id` and `rank`), the best match first."""
    found = among.subquery("found")
    query = _rows().join(found, found.c.id == Case.id).order_by(found.c.rank.desc(), Case.id.desc()).limit(most)
    return tuple(_row(row) for row in rows(query))


def _rows() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            *(Case.id, Case.title, Case.at, Case.experiment_id),
            *(Experiment.round, Experiment.conclusion, Experiment.lesson, Experiment.owner_id, *_MEASURED),
            Area.name.label("area"),
            Person.name.label("owner"),
        )
        .join(Experiment, Experiment.id == Case.experiment_id)
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Area, Area.id == Idea.area_id)
        .join(Person, Person.id == Experiment.owner_id)
    )


_MEASURED = (
    *(Experiment.metric, Experiment.metric_kind, Experiment.unit, Experiment.direction, Experiment.baseline),
    *(Experiment.target, Experiment.verdict, Experiment.effect, Experiment.effect_low, Experiment.effect_high),
)


def _conditions(narrowing: CaseNarrowing, among: sa.Select[Any] | None) -> Iterable[sa.ColumnElement[bool]]:
    if narrowing.area_id is not None:
        yield Idea.area_id == narrowing.area_id
    if narrowing.conclusion:
        yield Experiment.conclusion == narrowing.conclusion
    if narrowing.metric:
        yield Experiment.metric == narrowing.metric
    if among is not None:
        yield Case.id.in_(sa.select(among.subquery("among").c.id))


def _cursor(after: str) -> tuple[datetime, int]:
    at, id_ = decode(after, str, int)
    try:
        return datetime.fromisoformat(at).astimezone(UTC), id_
    except (ValueError, OverflowError) as error:
        raise BadInput("That page address is not one of ours. Start again from the first page.") from error


def _row(row: Any) -> CaseRow:
    lesson = plain(row.lesson)
    return CaseRow(
        id=row.id,
        experiment_id=row.experiment_id,
        title=row.title,
        round=row.round,
        area=row.area,
        owner=Face(row.owner_id, row.owner),
        metric=row.metric,
        conclusion=row.conclusion.value,
        effect=KeptEffect.of(row),
        lesson=lesson if len(lesson) <= EXCERPT else f"{lesson[:EXCERPT].rsplit(' ', 1)[0]} …",
        at=row.at,
    )


def _facets() -> tuple[Any, Any, Any]:
    """Areas, conclusions and the commonest metrics of all cases, each with how many there are, in one statement."""
    query = (
        sa.select(Idea.area_id, Area.name, Experiment.conclusion, Experiment.metric, sa.func.count().label("n"))
        .select_from(Case)
        .join(Experiment, Experiment.id == Case.experiment_id)
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Area, Area.id == Idea.area_id)
        .group_by(Idea.area_id, Area.name, Experiment.conclusion, Experiment.metric)
    )
    areas: dict[tuple[str, int], int] = {}
    conclusions: dict[Conclusion, int] = {}
    metrics: dict[str, int] = {}
    for row in rows(query):
        areas[row.name, row.area_id] = areas.get((row.name, row.area_id), 0) + row.n
        conclusions[row.conclusion] = conclusions.get(row.conclusion, 0) + row.n
        metrics[row.metric] = metrics.get(row.metric, 0) + row.n
    common = sorted(metrics.items(), key=lambda one: (-one[1], one[0]))[:MOST_METRICS]
    return (
        tuple((id_, name, n) for (name, id_), n in sorted(areas.items())),
        tuple((kind, conclusions[kind]) for kind in Conclusion if kind in conclusions),
        tuple(common),
    )


# One case.


@dataclass(frozen=True, slots=True)
class Former:
    """What a case said before somebody put it in better words."""

    title: str
    context: str
    by: Face | None
    at: datetime


@dataclass(frozen=True, slots=True)
class SaidByCustomer:
    """A customer's words in the diary."""

    day: date
    body_html: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with all that its page shows."""

    id: int
    title: str
    context_html: str
    at: datetime
    experiment_id: int
    idea_id: int
    idea: str
    outcome: str
    area: str
    round: int
    rounds: tuple[Round, ...]
    change: str
    customers: str
    metric: str
    design: str
    days: int
    result: str
    effect: KeptEffect | None
    drawn: Forest | None
    conclusion: str
    conclusion_label: str
    departure: str
    lesson_html: str
    caveats: tuple[str, ...]
    owner: Face
    team: tuple[Face, ...]
    spent_cents: int
    budget_cents: int
    said: tuple[SaidByCustomer, ...]
    entries: int
    former: tuple[Former, ...]
    may_improve: bool
    case_ids: dict[int, int]  # of each round that has a case, by experiment


def get_case(case_id: int) -> tuple[Case, Experiment]:
    """That case and its experiment; NotFound when there is none."""
    case = db.session.get(Case, case_id) if 0 < case_id < 2**31 else None
    if case is None:
        raise NotFound
    return case, get_experiment(case.experiment_id)


def case_page(viewer: Person, case: Case, experiment: Experiment) -> CasePage:
    """That case as this person sees it."""
    kept = KeptEffect.of(experiment)
    assert experiment.conclusion is not None
    ran = (experiment.concluded_at.date() if experiment.concluded_at else experiment.ends_on) - experiment.starts_on
    said = list(rows(_SAID, {"experiment": experiment.id}))
    told = rounds(experiment.idea_id)
    return CasePage(
        id=case.id,
        title=case.title,
        context_html=case.context_html,
        at=case.at,
        experiment_id=experiment.id,
        idea_id=experiment.idea_id,
        idea=experiment.idea.title,
        outcome=experiment.idea.outcome.label if isinstance(experiment.idea.outcome, Outcome) else "",
        area=experiment.idea.area.name,
        round=experiment.round,
        rounds=told,
        change=experiment.change,
        customers=experiment.customers,
        metric=experiment.metric,
        design=experiment.design.label,
        days=max(1, min(ran, experiment.ends_on - experiment.starts_on).days + 1),
        result=experiment.result,
        effect=kept,
        drawn=forest([kept.drawn("Difference")], unit="times the smallest effect worth having") if kept else None,
        conclusion=experiment.conclusion.value,
        conclusion_label=experiment.conclusion.label,
        departure=experiment.departure,
        lesson_html=experiment.lesson_html,
        caveats=tuple(case.caveats),
        owner=Face(experiment.owner_id, experiment.owner.name),
        team=tuple(Face(member.person_id, member.person.name) for member in experiment.members),
        spent_cents=experiment.spent_cents,
        budget_cents=experiment.budget_cents,
        said=tuple(SaidByCustomer(row.day, row.body_html) for row in said if row.is_customer)[:MOST_SAID],
        entries=len(said),
        former=tuple(_former(case.id, experiment.idea_id)),
        may_improve=permissions.improve_case.allows(viewer, experiment),
        case_ids={row.experiment_id: row.id for row in rows(_OF_ROUNDS, {"ids": [one.id for one in told]})},
    )


_SAID = (
    sa.select(DiaryEntry.day, DiaryEntry.body_html, DiaryEntry.is_customer)
    .where(DiaryEntry.experiment_id == sa.bindparam("experiment", type_=sa.Integer))
    .order_by(DiaryEntry.day, DiaryEntry.id)
)
_OF_ROUNDS = sa.select(Case.id, Case.experiment_id).where(
    Case.experiment_id.in_(sa.bindparam("ids", type_=sa.Integer, expanding=True))
)


def _former(case_id: int, idea_id: int) -> Iterable[Former]:
    """What the case said before, the latest first, from the journal."""
    query = (
        sa.select(JournalEntry.payload, JournalEntry.at, Person.id, Person.name)
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(JournalEntry.stream == f"idea:{idea_id}", JournalEntry.name == CaseImproved.__name__)
        .order_by(JournalEntry.position.desc())
    )
    for row in rows(query):
        fact = orjson.loads(row.payload)
        if fact["case_id"] == case_id:
            by = Face(row.id, row.name) if row.name else None
            yield Former(fact["title_before"], fact["context_before"], by, row.at)


def case_of(experiment_id: int) -> int | None:
    """The case that was written of that experiment."""
    found = rows(sa.select(Case.id).where(Case.experiment_id == experiment_id)).first()
    return found.id if found else None
