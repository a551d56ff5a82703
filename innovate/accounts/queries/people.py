"""Small reads of people: whom the demo shows, what they lead, where they are signed in."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from innovate.accounts.models import Person, SignIn
from innovate.accounts.queries.signed_in import Face
from innovate.accounts.sign_ins import is_alive
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas.models import Idea, Stage, StageKind
from innovate.permissions import Role

DEMO_DOMAIN = "@lindqvist-home.example"


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody of the demo company whom a visitor may be, with one click."""

    role: str
    face: Face
    title: str


@dataclass(frozen=True, slots=True)
class MySignIn:
    """A place where I am signed in."""

    id: int
    device: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def demo_people() -> tuple[ShownPerson, ...]:
    """One active person of each role in the demo company; nobody where it does not live."""
    shown: list[ShownPerson] = []
    for role in (Role.EMPLOYEE, Role.REVIEWER, Role.LEADER, Role.HR, Role.ADMIN):
        person = rows(_one_of(role, [one.face.id for one in shown])).first()
        if person:
            shown.append(ShownPerson(role.label, Face(person.id, person.name), person.title))
    return tuple(shown)


def _one_of(role: Role, taken: list[int]) -> sa.Select[int, str, str]:
    """The longest-serving person whose first role this is: a leader leads an area, an employee is nothing else."""
    query = sa.select(Person.id, Person.name, Person.title).where(
        Person.deactivated_at.is_(None),
        Person.email.endswith(DEMO_DOMAIN, autoescape=True),
        Person.holds(role),
        Person.id.not_in(taken),
    )
    others = [Person.holds(other) for other in Role if other not in (role, Role.EMPLOYEE)]
    if role is Role.LEADER:
        query = query.where(sa.exists().where(Area.leader_id == Person.id, Area.is_active))
    elif role in (Role.EMPLOYEE, Role.REVIEWER):
        query = query.where(~sa.or_(*others))
    return query.order_by(Person.id).limit(1)


def areas_led_by(person_id: int) -> dict[int, str]:
    """The areas that need this person as their leader, by id: those in use, and those where ideas still wait."""
    waiting = sa.exists().where(Idea.area_id == Area.id, Idea.stage_id == Stage.id, Stage.kind != StageKind.CLOSED)
    query = sa.select(Area.id, Area.name).where(Area.leader_id == person_id, Area.is_active | waiting)
    return {row.id: row.name for row in rows(query.order_by(Area.name))}


def experiments_run_by(person_id: int) -> dict[int, str]:
    """The ideas' titles of the experiments that this person plans or runs, by the experiment's id."""
    going_on = Experiment.state != ExperimentState.CONCLUDED, Stage.kind != StageKind.CLOSED
    query = (
        sa.select(Experiment.id, Idea.title)
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .where(Experiment.owner_id == person_id, *going_on)
    )
    return {row.id: row.title for row in rows(query.order_by(Experiment.id))}


def my_sign_ins(person: Person, current_id: int) -> tuple[MySignIn, ...]:
    """Where that person is signed in now, the latest first."""
    query = sa.select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.seen_at.desc())
    return tuple(
        MySignIn(row.id, device_words(row.device), row.began_at, row.seen_at, row.id == current_id)
        for row in db.session.scalars(query)
        if is_alive(row, person)
    )


def device_words(agent: str) -> str:
    """“Firefox on Windows” of a browser's long name for itself."""
    browsers = ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")
    systems = (
        *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android")),
        *(("Windows", "Windows"), ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
    )
    browser = next((name for mark, name in browsers if re.search(mark, agent)), "")
    system = next((name for mark, name in systems if mark in agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "A device that does not say what it is"
