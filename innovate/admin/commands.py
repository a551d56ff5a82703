"""Verbs of administration that reach into several packages: whoever goes hands over what they hold."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts import commands as accounts
from innovate.accounts.models import Person
from innovate.accounts.queries import areas_led_by, experiments_run_by
from innovate.areas import commands as areas
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.experiments import commands as experiments
from innovate.experiments.models import Experiment
from innovate.permissions import Role

NOBODY: Mapping[int, int | None] = {}


def deactivate(
    actor: Person,
    person: Person,
    *,
    leaders: Mapping[int, int | None] = NOBODY,
    owners: Mapping[int, int | None] = NOBODY,
    manager_id: int | None = None,
) -> Person:
    """Close the account once others have taken over: `leaders` by area, `owners` by experiment, a manager of reports.

    Raises BadInput, at `area_7` or `experiment_3`, for what nobody fit takes over.
    """
    permissions.keep_people.require(actor)
    if not person.is_active:
        return person
    _hand_areas_over(actor, person, leaders)
    for experiment_id, title in experiments_run_by(person.id).items():
        with _told_at(f"experiment_{experiment_id}"):
            owner_id = _taker(owners.get(experiment_id), person, f"Choose who runs “{title}” from now on.")
            experiment = db.session.get_one(Experiment, experiment_id)
            experiments.hand_over_experiment(actor, experiment, owner_id=owner_id)
    _hand_reports_over(actor, person, manager_id)
    return accounts.deactivate_person(actor, person)


def change_roles(
    actor: Person, person: Person, *, roles: Iterable[Role], leaders: Mapping[int, int | None] = NOBODY
) -> Person:
    """Give the person exactly these roles; who is no leader any more hands each area to one of `leaders`."""
    permissions.keep_people.require(actor)
    chosen = frozenset(roles)
    if chosen and Role.LEADER not in chosen:
        _hand_areas_over(actor, person, leaders)
    return accounts.change_roles(actor, person, roles=chosen)


def _hand_areas_over(actor: Person, person: Person, leaders: Mapping[int, int | None]) -> None:
    for area_id, name in areas_led_by(person.id).items():
        with _told_at(f"area_{area_id}"):
            leader_id = _taker(leaders.get(area_id), person, f"Choose who leads {name} from now on.")
            areas.hand_over_area(actor, db.session.get_one(Area, area_id), leader_id=leader_id)


def _hand_reports_over(actor: Person, person: Person, manager_id: int | None) -> None:
    """Who is chosen out of the reports themselves gets the manager of who goes."""
    mine = sa.select(Person).where(Person.manager_id == person.id, Person.deactivated_at.is_(None))
    reports = {one.id: one for one in db.session.scalars(mine.order_by(Person.id))}
    with _told_at("manager_id"):
        if chosen := reports.pop(manager_id or 0, None):
            accounts.edit_person(actor, chosen, manager_id=person.manager_id)
        for one in reports.values():
            accounts.edit_person(actor, one, manager_id=manager_id)


def _taker(chosen: int | None, person: Person, sentence: str) -> int:
    if chosen is None or chosen == person.id:
        raise BadInput(sentence)
    return chosen


@contextmanager
def _told_at(field: str) -> Iterator[None]:
    """A refusal within this block is said at that field of the page."""
    try:
        yield
    except BadInput as error:
        raise BadInput(error.sentence, field) from error
