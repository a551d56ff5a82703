"""The first day of Lindqvist Home: sites, teams, people, areas, and the points that HR may give."""

from datetime import timedelta

import sqlalchemy as sa

from innovate.accounts import commands as accounts
from innovate.accounts.models import Person, Ticket
from innovate.areas import commands as areas
from innovate.core import journal
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.outbox import Mail
from innovate.demo import company, lasting
from innovate.demo.chronicle import Chronicle
from innovate.demo.words.lasting import METRIC_OWNERS
from innovate.experiments import commands as experiments
from innovate.experiments.models import Direction, MetricKind
from innovate.review.models import Criterion
from innovate.rewards import commands as rewards
from innovate.rewards.models import Badge


def found(chronicle: Chronicle) -> None:
    """Set the installation up: sites, teams, people, areas, and the points that HR may give."""
    boss = accounts.create_first_administrator(
        name=company.ADMIN, email=company.address(company.ADMIN), password=company.PASSWORD
    )
    journal.settle()
    assert boss.password_hash is not None
    sites = {name: accounts.save_site(boss, None, name=name) for name in company.SITES}
    teams: dict[str, int] = {}
    for name, (parent, site) in company.TEAMS.items():
        parent_id = teams[parent] if parent else None
        limit = company.RUNNING_LIMITS.get(name)
        team = accounts.save_team(
            boss, None, name=name, parent_id=parent_id, site_id=sites[site].id, running_limit=limit
        )
        teams[name] = team.id
    chronicle.people[boss.name] = boss
    for staff in sorted(company.STAFF, key=lambda one: one.name not in company.ONE_OF_EACH):  # these came first
        _hire(chronicle, staff, teams[staff.team], boss.password_hash)
    for staff in company.STAFF:
        if staff.manager:
            chronicle.people[staff.name].manager_id = chronicle.people[staff.manager].id
    _divide(chronicle, boss)
    _measure(chronicle, boss)
    hr = chronicle.people[company.HR]
    rewards.open_budget(hr, points=company.POINTS, reason="Recognition budget of the year", key="demo")
    chronicle.badges = {name: id_ for id_, name in db.session.execute(sa.select(Badge.id, Badge.name))}
    chronicle.criteria = list(db.session.scalars(sa.select(Criterion.id).order_by(Criterion.position)))


def _hire(chronicle: Chronicle, staff: company.Staff, team_id: int, password_hash: str) -> None:
    """Invite that person; their password is everybody's, hashed once."""
    years = timedelta(days=chronicle.chance.randint(240, 4200))
    joined_on = lasting.joined_on(staff.name, chronicle.today, otherwise=chronicle.today - years)
    boss = chronicle.people[company.ADMIN]
    if staff.name == company.ADMIN:
        boss.title, boss.team_id, boss.joined_on, boss.roles = staff.title, team_id, joined_on, staff.all_roles
        return
    person = accounts.invite_person(
        boss,
        name=staff.name,
        email=staff.email,
        roles=staff.all_roles,
        title=staff.title,
        team_id=team_id,
        shift=staff.shift,
        joined_on=joined_on,
    )
    person.password_hash = password_hash
    chronicle.people[staff.name] = person


def _divide(chronicle: Chronicle, boss: Person) -> None:
    """The areas; the director stands in where a leader is too close to an author."""
    people = chronicle.people
    for one in company.AREAS:
        chronicle.areas[one.name] = area = areas.save_area(
            boss,
            None,
            name=one.name,
            purpose=one.purpose,
            leader_id=people[one.leader].id,
            vote_threshold=one.threshold,
            quorum=2,
            budget_cents=one.budget * 100,
            reviewer_ids=[people[name].id for name in one.reviewers],
        )
        areas.add_deputy(
            boss,
            area,
            person_id=people[company.DIRECTOR].id,
            starts_on=now().date(),
            ends_on=chronicle.today + timedelta(days=120),
        )
    journal.settle()
    moment = now()
    db.session.execute(sa.update(Ticket).values(used_at=moment))
    db.session.execute(sa.update(Mail).values(sent_at=moment, next_try_at=None))  # they have long been read


def _measure(chronicle: Chronicle, boss: Person) -> None:
    """The company's own metrics, beside those that everybody gets."""
    for name, definition, source, baseline in company.METRICS:
        experiments.save_metric(
            boss,
            None,
            name=name,
            kind=MetricKind.SHARE,
            direction=Direction.UP if baseline > 0.5 else Direction.DOWN,
            definition=definition,
            source=source,
            baseline=baseline,
            owner_id=chronicle.people[METRIC_OWNERS[name]].id if name in METRIC_OWNERS else None,
        )
