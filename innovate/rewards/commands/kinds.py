"""Making a kind of award and changing it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.permissions import Role
from innovate.rewards.first_awards import MOST_POINTS
from innovate.rewards.models import Approver, AwardBudget, AwardKind, AwardKindStep, AwardKindTeam, Badge, Period

GIVERS = frozenset({Role.HR, Role.LEADER})


class Step(NamedTuple):
    """One approver of a nomination, and the days within which an answer is promised."""

    approver: Approver
    days: int
    person_id: int | None = None


class Vesting(NamedTuple):
    """The percents of an award that wait until the benefit is confirmed after 30, 90 and 180 days."""

    after_30: int = 0
    after_90: int = 0
    after_180: int = 0


def save_kind(
    actor: Person,
    kind: AwardKind | None,
    *,
    name: str,
    purpose: str,
    givers: Collection[Role],
    eligible: Collection[Role],
    most_points: int,
    least_points: int = 0,
    prompt: str = "",
    least_days: int = 0,
    budget: AwardBudget = AwardBudget.COMPANY,
    period: Period | None = None,
    period_points: int | None = None,
    period_times: int | None = None,
    vesting: tuple[int, int, int] = Vesting(),
    is_for_failure: bool = False,
    takes_nominations: bool = False,
    badge_id: int | None = None,
    team_ids: Collection[int] = (),
    steps: Sequence[Step] = (),
    is_active: bool = True,
) -> AwardKind:
    """Make a kind of award, or change one; awards already given keep what they are.

    Raises NotAllowed for all but HR, BadInput at the field for what does not fit together.
    """
    permissions.keep_award_kinds.require(actor)
    _refuse_namesake(kind, name)
    _refuse_unfit_points(least_points, most_points, badge_id)
    _refuse_unfit_people(givers, eligible)
    _refuse_unfit_limits(period, period_points, period_times)
    if min(vesting) < 0 or sum(vesting) > 100:
        raise BadInput("What waits is at most 100 % in all.", "vest_30")
    if is_for_failure and any(vesting):
        raise BadInput("A try that did not work has no benefit to wait for. Let all of it come at once.", "vest_30")
    _refuse_unfit_chain(steps, takes_nominations=takes_nominations, is_for_failure=is_for_failure)
    _refuse_last(kind, is_active=is_active, takes_nominations=takes_nominations, givers=givers)
    kind = kind or AwardKind()
    kind.name, kind.purpose, kind.prompt = name, purpose, prompt
    kind.givers, kind.eligible, kind.least_days = frozenset(givers), frozenset(eligible), least_days
    kind.least_points, kind.most_points, kind.budget = least_points, most_points, budget
    kind.period, kind.period_points, kind.period_times = period, period_points, period_times
    kind.vest_30, kind.vest_90, kind.vest_180 = vesting
    kind.is_for_failure, kind.takes_nominations, kind.badge_id = is_for_failure, takes_nominations, badge_id
    kind.is_active = is_active
    _keep_teams(kind, team_ids)
    _keep_steps(kind, steps if takes_nominations else ())
    db.session.add(kind)
    db.session.flush()  # the event needs its id, and its version has the last word
    record(events.AwardKindSaved(actor_id=actor.id, award_kind_id=kind.id, name=name))
    return kind


def _refuse_namesake(kind: AwardKind | None, name: str) -> None:
    namesake = sa.select(AwardKind.id).where(sa.func.lower(AwardKind.name) == name.lower())
    with db.session.no_autoflush:
        if db.session.scalar(namesake.where(AwardKind.id != kind.id) if kind else namesake):
            raise BadInput("Another award has this name.", "name")


def _refuse_unfit_points(least: int, most: int, badge_id: int | None) -> None:
    if not 0 <= least <= most <= MOST_POINTS:
        raise BadInput("Give the smaller number first: from the least to the most points.", "most_points")
    if not most and badge_id is None:
        raise BadInput("Give it points, a badge or both.", "most_points")
    if badge_id is not None and db.session.get(Badge, badge_id) is None:
        raise BadInput("Choose one of the badges.", "badge_id")


def _refuse_unfit_people(givers: Collection[Role], eligible: Collection[Role]) -> None:
    if not givers or not set(givers) <= GIVERS:
        raise BadInput("Choose HR, leaders or both.", "givers")
    if not eligible or Role.CUSTOMER in eligible:
        raise BadInput("Choose who may get it.", "eligible")


def _refuse_unfit_limits(period: Period | None, points: int | None, times: int | None) -> None:
    if period is None and (points is not None or times is not None):
        raise BadInput("Say for which period these limits hold.", "period")
    if period is not None and points is None and times is None:
        raise BadInput("Say how many points, or how often to one person, or choose no period.", "period_points")


def _refuse_unfit_chain(steps: Sequence[Step], *, takes_nominations: bool, is_for_failure: bool) -> None:
    if takes_nominations and is_for_failure:
        raise BadInput(
            "An award for well-run failures is scored at HR’s desk, so nobody is nominated.", "is_for_failure"
        )
    if takes_nominations and not steps:
        raise BadInput("Say who says yes to a nomination.", "takes_nominations")
    for step in steps:
        if (step.approver is Approver.PERSON) != (step.person_id is not None):
            raise BadInput("Name the person of that step, or choose another approver.", "steps")
        if step.days < 1:
            raise BadInput("Promise an answer within one day or more.", "steps")


def _refuse_last(kind: AwardKind | None, *, is_active: bool, takes_nominations: bool, givers: Collection[Role]) -> None:
    """HR keeps one award at least that it can give at its desk."""
    if kind is None or (is_active and not takes_nominations and Role.HR in givers):
        return
    others = sa.select(AwardKind).where(
        AwardKind.id != kind.id, AwardKind.is_active, AwardKind.takes_nominations.is_(False)
    )
    if not any(Role.HR in other.givers and not other.is_for_failure for other in db.session.scalars(others)):
        raise BadInput("This is the last award that HR can give at its desk. Make another one first.", "is_active")


def _keep_teams(kind: AwardKind, team_ids: Collection[int]) -> None:
    kind.teams = [one for one in kind.teams if one.team_id in set(team_ids)]
    standing = {one.team_id for one in kind.teams}
    kind.teams += [AwardKindTeam(team_id=team_id) for team_id in sorted(set(team_ids) - standing)]


def _keep_steps(kind: AwardKind, steps: Sequence[Step]) -> None:
    """Change the steps that stand, and add or take away at the end: two of one position would collide."""
    del kind.steps[len(steps) :]
    for place, step in enumerate(steps):
        if place == len(kind.steps):
            kind.steps.append(AwardKindStep(position=place + 1))
        line = kind.steps[place]
        line.approver, line.days, line.person_id = step.approver, step.days, step.person_id
