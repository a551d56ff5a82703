"""Accounts of points: who holds each, what is on it, and the budgets that somebody looks after."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.permissions import Role
from innovate.rewards.models import BUDGETS, Account, AccountKind

PAGE = 30


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in a list."""

    id: int
    kind: AccountKind
    owner: Face | None  # the person whose it is
    unit: str | None  # the area or team whose it is
    balance: int
    received: int  # of all time

    @property
    def name(self) -> str:
        """As people say it: “Returns (area)”, “Company budget”, “Elin Sandberg, to spend”."""
        return account_name(self.kind, self.owner.name if self.owner else None, self.unit)

    @property
    def paid(self) -> int:
        return self.received - self.balance

    @property
    def href(self) -> str:
        """Where its statement stands: a person's is their wallet."""
        if self.owner:
            return f"/people/{self.owner.id}/wallet{'?of=give' if self.kind is AccountKind.GIVE else ''}"
        return f"/rewards/accounts/{self.id}"


@dataclass(frozen=True, slots=True)
class Unit:
    """An area or a team that a budget can be made for."""

    value: str  # "area:7"
    name: str


def account_name(kind: AccountKind, person: str | None, unit: str | None) -> str:
    """What an account is called where no picture stands beside it."""
    if person:
        return f"{person}, {kind.label.lower()}"
    return f"{unit} ({kind.value})" if unit else kind.label


def account_rows() -> sa.Select[*tuple[Any, ...]]:
    """The select of all that an account's row shows; the caller filters, orders and limits it."""
    return (
        sa.select(
            Account.id,
            Account.kind,
            Account.person_id,
            Person.name.label("person"),
            sa.func.coalesce(Area.name, Team.name).label("unit"),
            Account.balance,
            Account.received,
        )
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Area, Area.id == Account.area_id)
        .outerjoin(Team, Team.id == Account.team_id)
    )


def as_account(row: Any) -> AccountRow:
    """The account of that row."""
    owner = Face(row.person_id, row.person) if row.person_id else None
    return AccountRow(row.id, row.kind, owner, row.unit, row.balance, row.received)


def accounts(cursor: str | None = None) -> Page[AccountRow]:
    """Every account of the ledger: the company's own first, then the others as they were opened."""
    query = account_rows().order_by(Account.id).limit(PAGE + 1)
    if cursor:
        query = query.where(Account.id > decode(cursor, int)[0])
    return page_of([as_account(row) for row in rows(query)], PAGE, lambda row: (row.id,))


def account_row(account_id: int) -> AccountRow:
    """One account. Raises NotFound."""
    row = rows(account_rows().where(Account.id == account_id)).first()
    if row is None:
        raise NotFound("There is no such account.")
    return as_account(row)


def get_account(account_id: int) -> Account:
    """That account, for a rule to ask. Raises NotFound."""
    found = db.session.get(Account, account_id)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def sum_of_all() -> int:
    """What all accounts hold together: nothing, as every point that came to one has left another."""
    return int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Account.balance), 0))) or 0)


def budget_left() -> int:
    """The points of the company's budget that are left to give."""
    return db.session.scalar(sa.select(Account.balance).where(Account.kind == AccountKind.COMPANY)) or 0


def budgets(viewer: Person) -> tuple[AccountRow, ...]:
    """The budgets that the viewer may see, the company's first, then areas and teams by name."""
    query = account_rows().where(Account.kind.in_(BUDGETS))
    if not (viewer.has(Role.HR) or viewer.has(Role.ADMIN)):
        query = query.where(_is_kept_by(viewer.id))
    found = [as_account(row) for row in rows(query)]
    return tuple(sorted(found, key=lambda one: (BUDGETS.index(one.kind), one.unit or "")))


@dataclass(frozen=True, slots=True)
class PayingArea:
    """An area out of whose budget the viewer may award, and what is left of it."""

    area_id: int
    name: str
    left: int


def paying_areas(viewer: Person) -> tuple[PayingArea, ...]:
    """The open areas whose budget the viewer may give from, by name: HR from all, a leader from theirs."""
    query = sa.select(Area.id, Area.name, sa.func.coalesce(Account.balance, 0))
    query = query.outerjoin(Account, Account.area_id == Area.id).where(Area.is_active).order_by(Area.name)
    if not viewer.has(Role.HR):
        query = query.where(sa.or_(Area.leader_id == viewer.id, Area.id.in_(_stands_in_for(viewer.id))))
    return tuple(PayingArea(*row) for row in rows(query))


def _stands_in_for(person_id: int) -> sa.Select[int]:
    return sa.select(Deputy.area_id).where(
        Deputy.person_id == person_id, Deputy.starts_on <= today(), Deputy.ends_on >= today()
    )


def units() -> tuple[Unit, ...]:
    """Every area that is open and every team, by name; what points can be moved to."""
    areas = rows(sa.select(Area.id, Area.name).where(Area.is_active).order_by(Area.name))
    teams = rows(sa.select(Team.id, Team.name).order_by(Team.name))
    return (
        *(Unit(f"area:{id_}", f"{name} (area)") for id_, name in areas),
        *(Unit(f"team:{id_}", f"{name} (team)") for id_, name in teams),
    )


def _is_kept_by(person_id: int) -> sa.ColumnElement[bool]:
    """As a condition in SQL: that person leads the area, or manages somebody of the team."""
    stands_in = sa.select(Deputy.id).where(
        Deputy.area_id == Account.area_id,
        Deputy.person_id == person_id,
        Deputy.starts_on <= today(),
        Deputy.ends_on >= today(),
    )
    member = aliased(Person)
    managed = sa.select(member.id).where(
        member.team_id == Account.team_id, member.manager_id == person_id, member.deactivated_at.is_(None)
    )
    return sa.or_(Area.leader_id == person_id, stands_in.exists(), managed.exists())
