"""Whose budget pays for an award, and whether it reaches."""

from collections import Counter
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.ideas.models import Idea
from innovate.rewards import ledger
from innovate.rewards.models import Account, AccountKind, AwardBudget, AwardKind


def paying_for(
    actor: Person, kind: AwardKind, people: Iterable[Person], *, idea: Idea | None, area: Area | None
) -> dict[int, int]:
    """The account that pays such an award to each of these people.

    An area pays for its own ideas; without an idea, `area` is the one that the giver chose. Who is not in HR gives only
    from what they keep. Raises BadInput, NotAllowed.
    """
    if kind.budget is AwardBudget.COMPANY:
        company = ledger.company_budget()
        return {person.id: company for person in people}
    if kind.budget is AwardBudget.AREA:
        area_id = idea.area_id if idea is not None else area.id if area is not None else None
        if area_id is None:
            raise BadInput("Choose the area whose budget pays.", "area_id")
        budget = ledger.area_budget(area_id)
        accounts = {person.id: budget for person in people}
    else:
        accounts = {person.id: _of_the_team(person) for person in people}
    for account in db.session.scalars(sa.select(Account).where(Account.id.in_(accounts.values()))):
        permissions.award_from_budget.require(actor, account)
    return accounts


def refuse_beyond(held: Mapping[int, int], payments: Iterable[tuple[int, int]]) -> None:
    """Say what is missing while everything typed can still be kept; `held` is what each account holds."""
    wanted = Counter[int]()
    for account_id, points in payments:
        wanted[account_id] += points
    for account_id, points in wanted.items():
        if points > held[account_id]:
            name = _name_of(db.session.get_one(Account, account_id))
            raise BadInput(f"{name} holds {held[account_id]:,} points, and this takes {points:,}.")


def _of_the_team(person: Person) -> int:
    if person.team_id is None:
        raise BadInput(f"This award is paid by the person’s team, and {person.name} is in none.")
    return ledger.team_budget(person.team_id)


def _name_of(account: Account) -> str:
    if account.kind is AccountKind.COMPANY:
        return "The company’s budget"
    if account.area is not None:
        return f"The budget of {account.area.name}"
    return "The team’s budget"
