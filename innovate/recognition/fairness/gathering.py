"""What a fairness report is made from: who works here, who was thanked, how much, by whom, and when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from innovate.accounts.models import Attribute, Person, PersonAttribute, Site, Team
from innovate.core import wording
from innovate.core.db import rows
from innovate.permissions import Role
from innovate.recognition.periods import Period
from innovate.rewards.models import Award, Kudos, KudosReceiver

YEARS = ((1, "Less than a year"), (3, "1 to 3 years"), (6, "3 to 6 years"), (11, "6 to 11 years"))
EVERYBODY, TEAM, SITE, SHIFT, TENURE, ROLE = "Everybody", "Team", "Site", "Shift", "Time with us", "Role"


@dataclass(frozen=True, slots=True)
class People:
    """Who is compared, and what each attribute is for each of them."""

    ids: tuple[int, ...]
    attributes: Mapping[str, Sequence[str | None]]


def people(last: date) -> People:
    """All who work here and joined by that day; customers are not among them."""
    query = (
        sa.select(Person.id, Team.name, Site.name, Person.shift, Person.joined_on, Person.roles)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(Site, Site.id == Team.site_id)
        .where(Person.deactivated_at.is_(None), Person.joined_on <= last)
        .order_by(Person.id)
    )
    found = [row for row in rows(query) if row[5] - {Role.CUSTOMER}]
    ids = tuple(row[0] for row in found)
    attributes: dict[str, Sequence[str | None]] = {
        EVERYBODY: ["Everybody"] * len(ids),
        TEAM: [row[1] for row in found],
        SITE: [row[2] for row in found],
        SHIFT: [row[3].label for row in found],
        TENURE: [_tenure(row[4], last) for row in found],
    }
    named = dict(rows(sa.select(Attribute.id, Attribute.name).order_by(Attribute.id)).all())
    values: dict[int, dict[int, str]] = {id_: {} for id_ in named}
    for attribute_id, person_id, value in rows(
        sa.select(PersonAttribute.attribute_id, PersonAttribute.person_id, PersonAttribute.value)
    ):
        values[attribute_id][person_id] = value
    for id_, name in named.items():
        attributes[name] = [values[id_].get(person_id) for person_id in ids]
    attributes[ROLE] = [_role(row[5]) for row in found]
    return People(ids, attributes)


def points_received(period: Period) -> Counter[int]:
    """The points that each was thanked with; also those with nought, who were thanked without."""
    kudos = (
        sa.select(KudosReceiver.person_id, sa.func.sum(Kudos.points))
        .join(Kudos, Kudos.id == KudosReceiver.kudos_id)
        .where(Kudos.at >= period.starts_at, Kudos.at < period.ends_at, Kudos.reversed_at.is_(None))
        .group_by(KudosReceiver.person_id)
    )
    awards = (
        sa.select(Award.person_id, sa.func.sum(Award.points))
        .where(Award.at >= period.starts_at, Award.at < period.ends_at, Award.reversed_at.is_(None))
        .group_by(Award.person_id)
    )
    found = Counter[int]()
    for query in (kudos, awards):
        for person_id, points in rows(query):
            found[person_id] += int(points)
    return found


def given(period: Period) -> dict[tuple[int, int], int]:
    """How often each thanked each with kudos."""
    query = (
        sa.select(Kudos.giver_id, KudosReceiver.person_id, sa.func.count())
        .join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
        .where(Kudos.at >= period.starts_at, Kudos.at < period.ends_at, Kudos.reversed_at.is_(None))
        .group_by(Kudos.giver_id, KudosReceiver.person_id)
    )
    return {(giver, receiver): times for giver, receiver, times in rows(query)}


def given_by_day(period: Period) -> Counter[date]:
    """How many kudos with points were given on each day of the company's calendar."""
    query = sa.select(Kudos.at).where(
        Kudos.at >= period.starts_at, Kudos.at < period.ends_at, Kudos.reversed_at.is_(None), Kudos.points > 0
    )
    return Counter(wording.local(at).date() for (at,) in rows(query))


def _tenure(joined_on: date, last: date) -> str:
    years = last.year - joined_on.year - ((last.month, last.day) < (joined_on.month, joined_on.day))
    return next((words for bound, words in YEARS if years < bound), "11 years and more")


def _role(roles: frozenset[Role]) -> str:
    return "Leaders" if Role.LEADER in roles else "Reviewers" if Role.REVIEWER in roles else "Everybody else"
