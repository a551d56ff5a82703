"""Verbs of areas: save one with its reviewers, and let somebody stand in for its leader."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.areas.models import Area, AreaReviewer, Deputy
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.permissions import Role


def save_area(
    actor: Person,
    area: Area | None,
    *,
    name: str,
    purpose: str,
    leader_id: int,
    vote_threshold: int | None,
    quorum: int,
    budget_cents: int,
    reviewer_ids: Iterable[int],
    is_active: bool = True,
) -> Area:
    """A new area, or that one with these values and exactly these reviewers.

    Raises BadInput for a taken name, a leader who is none, reviewers who may not review, or a budget below what
    experiments have been promised.
    """
    permissions.keep_areas.require(actor)
    _refuse_taken(name, area)
    _refuse_unfit_leader(leader_id, area)
    pool = _fit_reviewers(reviewer_ids, area)
    if area is not None:
        db.session.refresh(area, with_for_update=True)  # an approval may be reserving at this moment
        if budget_cents < area.reserved_cents:
            spoken_for = f"{area.reserved_cents / 100:,.2f}"
            raise BadInput(f"{spoken_for} are promised to experiments already; the budget cannot be less.", "budget")
    is_handed_over = area is not None and area.leader_id != leader_id
    area = area or Area(reserved_cents=0)
    area.name, area.purpose, area.leader_id, area.is_active = name, purpose, leader_id, is_active
    area.vote_threshold, area.quorum, area.budget_cents = vote_threshold, quorum, budget_cents
    kept = {reviewer.person_id: reviewer for reviewer in area.reviewers}
    area.reviewers = [kept.get(person_id) or AreaReviewer(person_id=person_id) for person_id in sorted(pool)]
    db.session.add(area)
    db.session.flush()  # the event needs the area's id
    record(events.AreaSaved(actor_id=actor.id, area_id=area.id, name=name))
    if is_handed_over:
        _hand_over(actor, area, leader_id)
    return area


def hand_over_area(actor: Person, area: Area, *, leader_id: int) -> Area:
    """Let that person lead the area from now on; BadInput for somebody who is no active leader."""
    permissions.keep_areas.require(actor)
    db.session.flush()  # reading the row anew must not lose what changed before
    db.session.refresh(area, with_for_update={"of": Area})
    _refuse_unfit_leader(leader_id, area)
    if area.leader_id != leader_id:
        _hand_over(actor, area, leader_id)
    return area


def add_deputy(actor: Person, area: Area, *, person_id: int, starts_on: date, ends_on: date) -> Deputy:
    """Let that person decide for the area's leader from one day to another, both included."""
    permissions.keep_areas.require(actor)
    if ends_on < starts_on:
        raise BadInput("The last day comes before the first.", "ends_on")
    if ends_on < today():
        raise BadInput("That span is over already.", "ends_on")
    person = _active(person_id)
    if person is None or not person.roles & {Role.LEADER, Role.REVIEWER, Role.ADMIN}:
        raise BadInput("Choose somebody active who is a leader, a reviewer or an administrator.", "person_id")
    if person_id == area.leader_id:
        raise BadInput(f"{person.name} leads this area already.", "person_id")
    if any(
        deputy.person_id == person_id and deputy.starts_on <= ends_on and starts_on <= deputy.ends_on
        for deputy in area.deputies
    ):
        raise BadInput(f"{person.name} stands in on some of these days already.", "starts_on")
    deputy = Deputy(area_id=area.id, person_id=person_id, starts_on=starts_on, ends_on=ends_on)
    area.deputies.append(deputy)
    db.session.flush()  # whoever removes it needs its id
    record(events.DeputyAdded(actor_id=actor.id, area_id=area.id, name=area.name, person_id=person_id))
    return deputy


def remove_deputy(actor: Person, deputy: Deputy) -> None:
    """End that stand-in now; what the deputy decided stays decided."""
    permissions.keep_areas.require(actor)
    area = deputy.area
    area.deputies.remove(deputy)
    record(events.DeputyRemoved(actor_id=actor.id, area_id=area.id, name=area.name, person_id=deputy.person_id))


def _hand_over(actor: Person, area: Area, leader_id: int) -> None:
    """The new leader stands in for nobody there, and reads that the area is theirs."""
    area.leader_id = leader_id
    for deputy in [one for one in area.deputies if one.person_id == leader_id and one.ends_on >= today()]:
        area.deputies.remove(deputy)
    record(events.AreaHandedOver(actor_id=actor.id, area_id=area.id, name=area.name, person_id=leader_id))


def _active(person_id: int) -> Person | None:
    """That person, who cannot be deactivated until this transaction ends; None where they are already."""
    held = {"read": True, "of": Person}
    person = db.session.get(Person, person_id, populate_existing=True, with_for_update=held)
    return person if person and person.is_active else None


def _refuse_taken(name: str, area: Area | None) -> None:
    same_name = sa.select(Area.id).where(sa.func.lower(Area.name) == name.lower())
    if db.session.scalar(same_name.where(Area.id != area.id) if area else same_name) is not None:
        raise BadInput("Another area has that name.", "name")


def _refuse_unfit_leader(leader_id: int, area: Area | None) -> None:
    if area is not None and area.leader_id == leader_id:
        return
    person = _active(leader_id)
    if person is None or not person.has(Role.LEADER):
        raise BadInput("Choose somebody active who has the role of a leader.", "leader_id")


def _fit_reviewers(reviewer_ids: Iterable[int], area: Area | None) -> set[int]:
    wanted = set(reviewer_ids)
    had = {reviewer.person_id for reviewer in area.reviewers} if area else set()
    query = sa.select(Person).where(Person.id.in_(wanted - had)).order_by(Person.id)
    held = query.with_for_update(read=True).execution_options(populate_existing=True)  # nobody goes meanwhile
    people = db.session.scalars(held).all()
    fit = {person.id for person in people if person.is_active and person.has(Role.REVIEWER)}
    if wanted - had - fit:
        raise BadInput("Choose reviewers who are active and have the role of a reviewer.", "reviewer_ids")
    return wanted
