"""What somebody holds that others must take over before they go."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.accounts.queries import Face, areas_led_by, experiments_run_by
from innovate.areas.models import Area, AreaReviewer, Deputy
from innovate.core.clock import today
from innovate.core.db import db, rows
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas.models import Idea, Stage, StageKind
from innovate.review.models import Assignment
from innovate.review.routing import next_free
from innovate.rewards.models import (
    OPEN_NOMINATIONS,
    BenefitCheck,
    BenefitState,
    CatalogueItem,
    Nomination,
    NominationState,
    NominationStep,
    Redemption,
    RedemptionState,
)


@dataclass(frozen=True, slots=True)
class HeldArea:
    """An area that they lead, and the ideas that wait there."""

    id: int
    name: str
    ideas: int


@dataclass(frozen=True, slots=True)
class HeldExperiment:
    """An experiment that they run; its area's leader may be the next to."""

    id: int
    title: str
    is_running: bool
    area: str
    leader_id: int


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A scorecard that they owe; `has_next` says whether somebody else of the pool is free, `others` who were asked."""

    idea_id: int
    title: str
    area: str
    leader: str
    quorum: int
    others: int
    has_next: bool

    @property
    def is_short(self) -> bool:
        return not self.has_next and self.others < self.quorum


@dataclass(frozen=True, slots=True)
class HeldPool:
    """A pool of reviewers that they are in, and how many it has without them."""

    area_id: int
    name: str
    left: int
    quorum: int

    @property
    def is_short(self) -> bool:
        return self.left < self.quorum


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """Days on which they stand in for an area's leader."""

    area_id: int
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class HeldErrands:
    """How much of what has to do with rewards waits for them, or is about them."""

    answers: int  # nominations that they are asked about
    nominations: int  # in which they are nominated
    benefits: int  # of which they say whether they have lasted
    approvals: int  # orders that wait for their yes
    orders: int  # that they hand over
    rewards: int  # of the catalogue that they hand over
    own_orders: int  # their own, on the way

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that somebody holds."""

    areas: tuple[HeldArea, ...]
    experiments: tuple[HeldExperiment, ...]
    reviews: tuple[HeldReview, ...]
    pools: tuple[HeldPool, ...]
    spans: tuple[HeldSpan, ...]
    reports: tuple[Face, ...]
    errands: HeldErrands

    def __bool__(self) -> bool:
        people = self.reviews, self.pools, self.spans, self.reports
        return any((self.areas, self.experiments, *people, self.errands))


def holdings(person: Person) -> Holdings:
    """What that person holds today."""
    return Holdings(
        areas=led(person),
        experiments=_experiments(person),
        reviews=_reviews(person),
        pools=_pools(person),
        spans=_spans(person),
        reports=_reports(person),
        errands=_errands(person),
    )


def led(person: Person) -> tuple[HeldArea, ...]:
    """The areas that need this person as their leader."""
    names = areas_led_by(person.id)
    waiting = (
        sa.select(Idea.area_id, sa.func.count())
        .join(Stage, Stage.id == Idea.stage_id)
        .where(Idea.area_id.in_(names), Stage.kind != StageKind.CLOSED)
        .group_by(Idea.area_id)
    )
    counts: dict[int, int] = {row[0]: row[1] for row in rows(waiting)} if names else {}
    return tuple(HeldArea(id_, name, counts.get(id_, 0)) for id_, name in names.items())


def open_reviews(person: Person) -> int:
    """How many scorecards the person owes."""
    owed = sa.select(sa.func.count()).where(Assignment.reviewer_id == person.id, Assignment.done_at.is_(None))
    return db.session.scalar(owed) or 0


def _experiments(person: Person) -> tuple[HeldExperiment, ...]:
    titles = experiments_run_by(person.id)
    query = (
        sa.select(Experiment.id, Experiment.state, Area.name, Area.leader_id)
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Area, Area.id == Idea.area_id)
        .where(Experiment.id.in_(titles))
        .order_by(Experiment.id)
    )
    return tuple(
        HeldExperiment(row.id, titles[row.id], row.state is ExperimentState.RUNNING, row.name, row.leader_id)
        for row in (rows(query) if titles else ())
    )


def _reviews(person: Person) -> tuple[HeldReview, ...]:
    other = aliased(Assignment)
    same_round = other.idea_id == Assignment.idea_id, other.round == Assignment.round
    others = sa.select(sa.func.count(other.id)).where(*same_round, other.id != Assignment.id).correlate(Assignment)
    query = (
        sa.select(
            Idea,
            Area.name.label("area"),
            Area.quorum,
            Person.name.label("leader"),
            others.scalar_subquery().label("others"),
        )
        .join(Assignment, Assignment.idea_id == Idea.id)
        .join(Area, Area.id == Idea.area_id)
        .join(Person, Person.id == Area.leader_id)
        .where(Assignment.reviewer_id == person.id, Assignment.done_at.is_(None))
        .order_by(Idea.id)
    )
    return tuple(
        HeldReview(
            idea_id=row.Idea.id,
            title=row.Idea.title,
            area=row.area,
            leader=row.leader,
            quorum=row.quorum,
            others=row.others,
            has_next=next_free(row.Idea) is not None,
        )
        for row in db.session.execute(query)
    )


def _pools(person: Person) -> tuple[HeldPool, ...]:
    mine = sa.select(AreaReviewer.area_id).where(AreaReviewer.person_id == person.id)
    query = (
        sa.select(Area.id, Area.name, Area.quorum, sa.func.count(AreaReviewer.person_id).label("members"))
        .join(AreaReviewer, AreaReviewer.area_id == Area.id)
        .where(Area.id.in_(mine), Area.is_active)
        .group_by(Area.id, Area.name, Area.quorum)
        .order_by(sa.func.lower(Area.name))
    )
    return tuple(HeldPool(row.id, row.name, row.members - 1, row.quorum) for row in rows(query))


def _spans(person: Person) -> tuple[HeldSpan, ...]:
    query = (
        sa.select(Area.id, Area.name, Deputy.starts_on, Deputy.ends_on)
        .join(Deputy, Deputy.area_id == Area.id)
        .where(Deputy.person_id == person.id, Deputy.ends_on >= today())
        .order_by(Deputy.starts_on, Deputy.id)
    )
    return tuple(HeldSpan(*row) for row in rows(query))


def _reports(person: Person) -> tuple[Face, ...]:
    mine = Person.manager_id == person.id, Person.deactivated_at.is_(None)
    query = sa.select(Person.id, Person.name).where(*mine).order_by(Person.name, Person.id)
    return tuple(Face(row.id, row.name) for row in rows(query))


def _errands(person: Person) -> HeldErrands:
    asked = sa.and_(Redemption.state == RedemptionState.ASKED, Redemption.approver_id == person.id)
    approved = sa.and_(Redemption.state == RedemptionState.APPROVED, CatalogueItem.fulfiller_id == person.id)
    own = sa.and_(
        Redemption.state.in_((RedemptionState.ASKED, RedemptionState.APPROVED)), Redemption.person_id == person.id
    )
    orders = sa.select(sa.func.count(Redemption.id)).join(CatalogueItem, CatalogueItem.id == Redemption.item_id)
    answers = (
        sa.select(sa.func.count(sa.distinct(NominationStep.nomination_id)))
        .join(Nomination, Nomination.id == NominationStep.nomination_id)
        .where(NominationStep.approver_id == person.id, NominationStep.verdict.is_(None))
        .where(Nomination.state == NominationState.WAITING)
    )
    nominated = Nomination.nominee_id == person.id, Nomination.state.in_(OPEN_NOMINATIONS)
    said = BenefitCheck.asked_id == person.id, BenefitCheck.state == BenefitState.WAITING
    rewards = CatalogueItem.fulfiller_id == person.id, CatalogueItem.is_active
    counts = sa.select(
        answers.scalar_subquery(),
        sa.select(sa.func.count(Nomination.id)).where(*nominated).scalar_subquery(),
        sa.select(sa.func.count(BenefitCheck.id)).where(*said).scalar_subquery(),
        orders.where(asked).scalar_subquery(),
        orders.where(approved).scalar_subquery(),
        sa.select(sa.func.count(CatalogueItem.id)).where(*rewards).scalar_subquery(),
        orders.where(own).scalar_subquery(),
    )
    return HeldErrands(*db.session.execute(counts).one())
