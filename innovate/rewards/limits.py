"""What a kind of award allows: to whom, how many points, and how much and how often within a period."""

from collections.abc import Mapping

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.core.clock import now, today
from innovate.core.db import db, rows
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.wording import day, plural
from innovate.rewards import spans
from innovate.rewards.models import Award, AwardKind


def hold(kind: AwardKind) -> None:
    """Read the kind again and let nobody else give one of it until the transaction ends, so that its limits hold.

    Raises RuleBroken for one that is no longer given.
    """
    db.session.flush()  # what was changed before is not lost by reading again
    db.session.refresh(kind, with_for_update={"of": AwardKind})
    if not kind.is_active:
        raise RuleBroken(f"“{kind.name}” is no longer given. Choose another award.")


def refuse_unfit(kind: AwardKind, person: Person, points: int) -> None:
    """Raise BadInput when that person may not get that award, or not with so many points."""
    if not kind.eligible & person.roles:
        who = " and ".join(sorted(f"{role.label}s" if role.label != "HR" else "HR" for role in kind.eligible))
        raise BadInput(f"“{kind.name}” is for {who}, and {person.name} is none of them.")
    if kind.teams and not _teams_of(person) & {one.team_id for one in kind.teams}:
        raise BadInput(f"“{kind.name}” is for certain teams, and {person.name} works in none of them.")
    if kind.least_days and (today() - person.joined_on).days < kind.least_days:
        since = f"{person.name} joined on {day(person.joined_on)}"
        raise BadInput(f"“{kind.name}” is for people who have been here {plural(kind.least_days, 'day')}. {since}.")
    if not kind.least_points <= points <= kind.most_points:
        bounds = f"from {kind.least_points:,} to {plural(kind.most_points, 'point')}"
        raise BadInput(
            f"“{kind.name}” is {bounds}. Give {person.name} a whole number of points in that range.", "points"
        )


def refuse_beyond(kind: AwardKind, points: Mapping[int, int], names: Mapping[int, str]) -> None:
    """Raise BadInput when so many points, by person, are more than the kind allows in the running period.

    The kind is held, so that of two who give at once the second sees what the first gave.
    """
    if kind.period is None:
        return
    span = spans.around(kind.period, now())
    given = sa.select(Award).where(
        Award.kind_id == kind.id, Award.reversed_at.is_(None), Award.at >= span.starts_at, Award.at < span.ends_at
    )
    if kind.period_points is not None:
        used = db.session.scalar(given.with_only_columns(sa.func.coalesce(sa.func.sum(Award.points), 0))) or 0
        left, wanted = max(kind.period_points - used, 0), sum(points.values())
        if wanted > left:
            raise BadInput(
                f"“{kind.name}” has {left:,} of its {kind.period_points:,} points left in {span.label}, "
                f"and this takes {wanted:,}."
            )
    if kind.period_times is not None:
        times = given.where(Award.person_id.in_(points)).group_by(Award.person_id)
        for person_id, count in db.session.execute(times.with_only_columns(Award.person_id, sa.func.count())):
            if count >= kind.period_times:
                often = plural(kind.period_times, "time")
                raise BadInput(
                    f"{names[person_id]} has had “{kind.name}” {plural(count, 'time')} in {span.label}. "
                    f"Nobody gets it more than {often} a {kind.period.value}."
                )


def _teams_of(person: Person) -> set[int]:
    """The person's team and those that it belongs to: an award for a department is for its teams."""
    above = dict(rows(sa.select(Team.id, Team.parent_id)).all()) if person.team_id else {}
    found, team_id = set[int](), person.team_id
    while team_id is not None and team_id not in found:
        found.add(team_id)
        team_id = above.get(team_id)
    return found
