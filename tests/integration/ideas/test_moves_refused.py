"""Every move that the pipeline table forbids, tried for every role, is refused in words and leaves no trace."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from innovate.accounts.models import Person
from innovate.areas.models import Deputy
from innovate.core import transaction
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import NotAllowed, Refusal
from innovate.core.journal import JournalEntry, settle
from innovate.ideas.commands import appeals
from innovate.ideas.lifecycle import MOVES, move
from innovate.ideas.models import Appeal, Credit, CreditPart, DeclineReason, Idea, IdeaMove, Place
from innovate.notifications.models import Notification
from innovate.permissions import Role
from tests import factories as make
from tests.integration.ideas.places import at
from tests.provisioning.visits import keep

# Who may make which move from where, written out by hand from the pipeline's table. A move or place that does not
# stand here is forbidden to everybody; `running` and `planned` are experiments, `asked` an idea with a question,
# `appealed` and `dismissed` declined ones whose appeal waits, or was dismissed.
DECIDING = {"area leader", "deputy today", "admin", "administrator who declined"}
HEARING = {"leader of another area", "their deputy today", "admin"}
ALLOWED: dict[tuple[str, str], set[str]] = {
    ("open", "take_up"): DECIDING,
    ("open", "return"): DECIDING,
    ("open", "park"): DECIDING,
    ("open", "merge"): DECIDING,
    ("open", "decline"): DECIDING,
    ("open", "withdraw"): {"author", *DECIDING, "author's manager who leads", "HR who is the author"},
    ("asked", "take_up"): DECIDING,
    ("asked", "answer"): {"author", "HR who is the author"},
    ("asked", "park"): DECIDING,
    ("asked", "merge"): DECIDING,
    ("asked", "decline"): DECIDING,
    ("asked", "withdraw"): {"author", *DECIDING, "author's manager who leads", "HR who is the author"},
    ("review", "approve"): DECIDING,
    ("review", "return"): DECIDING,
    ("review", "park"): DECIDING,
    ("review", "merge"): DECIDING,
    ("review", "decline"): DECIDING,
    ("planned", "start"): {"experiment owner"},
    ("planned", "park"): DECIDING,
    ("planned", "decline"): DECIDING,
    ("running", "conclude"): DECIDING,
    ("running", "iterate"): DECIDING,
    ("reward", "recognise"): {"HR"},
    ("declined", "reopen"): DECIDING,
    ("declined", "appeal"): {"author", "co-author", "HR who is the author"},
    ("appealed", "uphold"): HEARING,
    ("appealed", "dismiss"): HEARING,
    ("appealed", "reopen"): DECIDING,
    ("dismissed", "reopen"): DECIDING,
    ("parked", "reopen"): DECIDING,
    ("merged", "reopen"): DECIDING,
    ("withdrawn", "reopen"): DECIDING,
}
# The same for an area whose leader is the author's manager: that leader decides nothing here, and for an idea that
# HR wrote: HR neither decides nor recognises.
SITUATIONS = ("open", "asked", "review", "planned", "running", "reward",
              "adopted", "learned", "declined", "appealed", "dismissed", "parked", "merged", "withdrawn")  # fmt: skip
ROLES = ("employee", "author", "co-author", "reviewer", "area leader", "leader of another area", "deputy today",
         "deputy last month", "author's manager who leads", "HR", "HR who is the author", "admin", "customer",
         "experiment owner", "their deputy today", "administrator who declined")  # fmt: skip
PLACES = {"planned": Place.EXPERIMENT, "running": Place.EXPERIMENT,
          "asked": Place.OPEN, "appealed": Place.OPEN, "dismissed": Place.OPEN}  # fmt: skip
NAMES = tuple(move.name for move in MOVES)


class Company:
    """Everybody who may try, and the ideas that they try it on."""

    def __init__(self) -> None:
        self.leader = make.leader()
        self.area = make.area(leader=self.leader)
        self.author = make.person()
        self.writing_hr = make.hr()
        self.manager = make.leader()
        self.managed_area = make.area(leader=self.manager)
        self.managed = make.person(manager_id=self.manager.id)
        self.owner = make.person()
        self.coauthor = make.person()
        self.other_area = make.area()
        deputy, late_deputy, other_deputy = make.person(), make.person(), make.person()
        today_, month = today(), timedelta(days=30)
        make.save(Deputy(area_id=self.area.id, person_id=deputy.id, starts_on=today_, ends_on=today_))
        make.save(
            Deputy(area_id=self.area.id, person_id=late_deputy.id, starts_on=today_ - 2 * month, ends_on=today_ - month)
        )
        make.save(Deputy(area_id=self.other_area.id, person_id=other_deputy.id, starts_on=today_, ends_on=today_))
        self.decliner = make.admin()
        self.people: dict[str, Person] = {
            "employee": make.person(),
            "author": self.author,
            "co-author": self.coauthor,
            "reviewer": make.reviewer(),
            "area leader": self.leader,
            "leader of another area": db.session.get_one(Person, self.other_area.leader_id),
            "deputy today": deputy,
            "deputy last month": late_deputy,
            "author's manager who leads": self.manager,
            "HR": make.hr(),
            "HR who is the author": self.writing_hr,
            "admin": make.admin(),
            "customer": make.person(roles=frozenset({Role.CUSTOMER})),
            "experiment owner": self.owner,
            "their deputy today": other_deputy,
            "administrator who declined": self.decliner,
        }
        self.staying = make.idea()

    def idea_for(self, role: str, situation: str) -> Idea:
        """An idea in that situation, in the area and by the author that the role is about."""
        area, author = self.area, self.author
        if role == "author's manager who leads":
            area, author = self.managed_area, self.managed
        elif role == "HR who is the author":
            author = self.writing_hr
        place = PLACES.get(situation) or Place(situation)
        idea = at(place, owner=self.owner, is_running=situation != "planned", area=area, author=author)
        idea.credits.append(Credit(person_id=self.coauthor.id, part=CreditPart.COAUTHOR))
        if situation == "asked":
            move(make.admin(), idea, "return", reason="How often?")
        if situation in ("appealed", "dismissed"):
            move(self.decliner, idea, "decline", reason="No.", reason_code=DeclineReason.TOO_COSTLY)
            appeals.appeal(author, idea, reason="It costs nothing.")
            assert idea.appeal is not None
            idea.appeal.area = self.other_area
        if situation == "dismissed":
            appeals.dismiss(make.admin(), idea, reason="It does.")
        return idea


def typed(company: Company, name: str) -> dict[str, Any]:
    """What a person would type for that move."""
    details: dict[str, Any] = {"reason": "Because."}
    if name == "decline":
        details["reason_code"] = DeclineReason.NO_EFFECT
    if name == "park":
        details["revive_on"] = today() + timedelta(days=9)
    if name == "merge":
        details["into"] = company.staying
    return details


def trace(idea: Idea) -> tuple[Any, ...]:
    """Everything that a move leaves behind."""
    columns = sa.select(Idea.__table__).where(Idea.__table__.c.id == idea.id)
    tables = (IdeaMove, JournalEntry, Notification, Appeal)
    counts = [sa.select(sa.func.count()).select_from(table) for table in tables]
    return (*db.session.execute(columns).one(), *(db.session.scalar(count) for count in counts))


@pytest.fixture
def company(app: Flask) -> Company:
    """Made once, kept, and read anew after each rollback."""
    made = Company()
    keep()
    return made


@pytest.mark.parametrize("situation", SITUATIONS)
def test_only_the_tables_moves_are_made_and_others_leave_no_trace(company: Company, situation: str) -> None:
    ideas = {
        "author's manager who leads": company.idea_for("author's manager who leads", situation),
        "HR who is the author": company.idea_for("HR who is the author", situation),
    }
    usual = company.idea_for("employee", situation)
    keep()
    wrong: list[str] = []
    for role in ROLES:
        idea = ideas.get(role, usual)
        before = trace(idea)
        for name in NAMES:
            outcome = tried(company.people[role], idea, name, typed(company, name))
            may = role in ALLOWED.get((situation, name), set())
            if may != (outcome is None):
                wrong.append(f"{role} {name} at {situation}: {'may not' if outcome is None else outcome.sentence}")
            if outcome is not None and not in_words(outcome):
                wrong.append(f"{role} {name} at {situation} is refused without words: {outcome.sentence!r}")
            transaction.abandon()
        if trace(idea) != before:
            wrong.append(f"{role} left a trace at {situation}")
    assert wrong == []


def tried(actor: Person, idea: Idea, name: str, details: dict[str, Any]) -> Refusal | None:
    """None when the move was made; else the refusal, after which nothing waits to be written."""
    try:
        move(actor, idea, name, **details)
    except Refusal as refusal:
        assert not db.session.new
        assert not db.session.dirty
        settle()
        return refusal
    return None


def in_words(refusal: Refusal) -> bool:
    sentence = refusal.sentence
    return sentence[0] in "O“TASEN1234567890" and sentence.endswith(".") and len(sentence) > 20


def test_the_table_covers_what_it_says(company: Company) -> None:
    assert {name for _, name in ALLOWED} == set(NAMES) - {"submit"}
    assert {situation for situation, _ in ALLOWED} <= set(SITUATIONS)
    assert set().union(*ALLOWED.values()) <= set(ROLES)
    assert set(ROLES) == set(company.people)


PARTIAL: dict[str, Callable[[Company], tuple[Person, Idea]]] = {
    "the author leads the area": lambda c: (c.leader, make.idea(author=c.leader, area=c.area)),
    "the leader is the author's manager": lambda c: (c.manager, make.idea(author=c.managed, area=c.managed_area)),
}


@pytest.mark.parametrize("case", PARTIAL)
def test_whoever_is_not_impartial_is_sent_to_the_deputy(company: Company, case: str) -> None:
    actor, idea = PARTIAL[case](company)

    with pytest.raises(NotAllowed, match=r"Ask the area's deputy\.$"):
        move(actor, idea, "take_up")


def test_an_administrator_whose_manager_wrote_it_does_not_decide(company: Company) -> None:
    boss = make.person()

    with pytest.raises(NotAllowed, match="direct report"):
        move(make.admin(manager_id=boss.id), make.idea(author=boss), "take_up")


def test_a_draft_is_submitted_by_employees_alone(company: Company) -> None:
    for role, person in company.people.items():
        refusal = None
        try:
            make.idea(author=person, area=company.area)
        except NotAllowed as error:
            refusal = error
        assert (refusal is not None) == (role == "customer"), role
        transaction.abandon()
