"""The kinds of awards: what each is for, who gives it to whom, and what it is in one line."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.wording import plural
from innovate.ideas.models import Outcome
from innovate.permissions import Role
from innovate.rewards.models import Award, AwardBudget, AwardKind, Badge


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of award in a list, or to choose from."""

    id: int
    name: str
    purpose: str
    prompt: str
    budget: AwardBudget
    least_points: int
    most_points: int
    vesting: tuple[int, int, int]
    limits: str
    badge: str | None
    drawing: str | None
    badge_id: int | None
    givers: frozenset[Role]
    is_for_failure: bool
    takes_nominations: bool
    is_active: bool
    times: int  # so often it was given

    @property
    def points(self) -> str:
        """“10 to 100 points”, “up to 5,000 points”, or what it is without any."""
        if not self.most_points:
            return "no points"
        if self.least_points == self.most_points:
            return plural(self.most_points, "point")
        if self.least_points <= 1:
            return f"up to {plural(self.most_points, 'point')}"
        return f"{self.least_points:,} to {plural(self.most_points, 'point')}"

    @property
    def payment(self) -> str:
        """When its points come: “40 % at once, 20 % each after 30, 90 and 180 days if the benefit has lasted”."""
        later = [(days, percent) for days, percent in zip((30, 90, 180), self.vesting, strict=True) if percent]
        if not later:
            return ""
        at_once = 100 - sum(self.vesting)
        first = f"{at_once} % at once, " if at_once else ""
        if len({percent for _, percent in later}) == 1 and len(later) > 1:
            days = ", ".join(str(one) for one, _ in later[:-1]) + f" and {later[-1][0]}"
            return f"{first}{later[0][1]} % each after {days} days if the benefit has lasted"
        rest = ", ".join(f"{percent} % after {days} days" for days, percent in later)
        return f"{first}{rest} if the benefit has lasted"

    @property
    def given_by(self) -> str:
        """“HR”, “leaders”, “HR and leaders”."""
        names = [words for role, words in ((Role.HR, "HR"), (Role.LEADER, "leaders")) if role in self.givers]
        return " and ".join(names)


def kinds(*, only_active: bool = False) -> tuple[KindRow, ...]:
    """Every kind of award as they were made, those no longer given last."""
    query = _ROWS.order_by(AwardKind.is_active.desc(), AwardKind.id)
    if only_active:
        query = query.where(AwardKind.is_active)
    return tuple(_row(kind, badge, times) for kind, badge, times in db.session.execute(query))


def kinds_for_idea(viewer: Person, outcome: Outcome) -> tuple[KindRow, ...]:
    """What the viewer can give for an idea that ends so, what is meant for it first."""
    fit = [one for one in _given_by(viewer) if not one.is_for_failure or outcome is Outcome.LEARNED]
    return tuple(
        sorted(fit, key=lambda one: not one.is_for_failure if outcome is Outcome.LEARNED else not any(one.vesting))
    )


def kinds_for_person(viewer: Person) -> tuple[KindRow, ...]:
    """What the viewer can give for something outside an idea."""
    return tuple(one for one in _given_by(viewer) if not one.is_for_failure)


def get_kind(kind_id: int | None) -> AwardKind:
    """That kind of award. Raises NotFound."""
    found = db.session.get(AwardKind, kind_id) if kind_id and 0 < kind_id < 2**31 else None
    if found is None:
        raise NotFound("There is no such award.")
    return found


def team_names() -> list[tuple[int, str]]:
    """Every team by name."""
    return [(id_, name) for id_, name in rows(sa.select(Team.id, Team.name).order_by(Team.name))]


def possible_approvers(besides: set[int]) -> list[tuple[int, str]]:
    """Who can be named as an approver: leaders, HR and administrators who are here, and whoever was named before."""
    fit = sa.or_(*(Person.holds(role) for role in (Role.LEADER, Role.HR, Role.ADMIN)))
    here = sa.and_(fit, Person.deactivated_at.is_(None))
    query = sa.select(Person.id, Person.name).where(sa.or_(here, Person.id.in_(besides))).order_by(Person.name)
    return [(id_, name) for id_, name in rows(query)]


def _given_by(viewer: Person) -> list[KindRow]:
    return [one for one in kinds(only_active=True) if one.givers & viewer.roles and not one.takes_nominations]


def _row(kind: AwardKind, badge: Badge | None, times: int) -> KindRow:
    return KindRow(
        id=kind.id,
        name=kind.name,
        purpose=kind.purpose,
        prompt=kind.prompt,
        budget=kind.budget,
        least_points=kind.least_points,
        most_points=kind.most_points,
        vesting=(kind.vest_30, kind.vest_90, kind.vest_180),
        limits=_limits(kind),
        badge=badge.name if badge else None,
        drawing=badge.drawing if badge else None,
        badge_id=kind.badge_id,
        givers=kind.givers,
        is_for_failure=kind.is_for_failure,
        takes_nominations=kind.takes_nominations,
        is_active=kind.is_active,
        times=times,
    )


def _limits(kind: AwardKind) -> str:
    """“Twice a month to one person, 2,000 points a quarter in all”."""
    if kind.period is None:
        return ""
    often = {1: "once", 2: "twice"}.get(kind.period_times or 0, f"{kind.period_times} times")
    parts = [f"{often} a {kind.period.value} to one person"] if kind.period_times else []
    parts += [f"{plural(kind.period_points, 'point')} a {kind.period.value} in all"] if kind.period_points else []
    return ", ".join(parts)


_TIMES = sa.select(sa.func.count()).where(Award.kind_id == AwardKind.id, Award.reversed_at.is_(None)).scalar_subquery()
_ROWS = sa.select(AwardKind, Badge, _TIMES).outerjoin(Badge, Badge.id == AwardKind.badge_id)
