"""What kudos can be tied to, and how many points a month each role may give."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db, lock_table
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.permissions import Role
from innovate.rewards import allowances, ledger
from innovate.rewards.first_values import FIRST_VALUES
from innovate.rewards.models import Allowance, CompanyValue
from innovate.rewards.thanking import MOST_POINTS


def save_value(
    actor: Person, value: CompanyValue | None, *, name: str, purpose: str, position: int, is_active: bool = True
) -> CompanyValue:
    """Make a value of the company, or change one; kudos already given keep theirs.

    Raises NotAllowed for all but HR, BadInput for a name that another value has.
    """
    permissions.keep_values.require(actor)
    namesake = sa.select(CompanyValue.id).where(sa.func.lower(CompanyValue.name) == name.lower())
    if db.session.scalar(namesake.where(CompanyValue.id != value.id) if value else namesake):
        raise BadInput("Another value has this name.", "name")
    value = value or CompanyValue()
    value.name, value.purpose, value.position, value.is_active = name, purpose, position, is_active
    db.session.add(value)
    db.session.flush()  # the event needs the value's id
    record(events.ValueSaved(actor_id=actor.id, value_id=value.id, name=name))
    return value


def keep_first_values(actor: Person, *, which: Collection[str]) -> int:
    """Make those of the values that a new company is offered, and answer how many; one that is there already stays.

    Raises NotAllowed for all but HR.
    """
    permissions.keep_values.require(actor)
    lock_table(CompanyValue)  # of two who keep them at once, the second finds the first's
    there = {name.lower() for name in db.session.scalars(sa.select(CompanyValue.name))}
    kept = [words for key, words in FIRST_VALUES.items() if key in which and words[0].lower() not in there]
    for position, (name, purpose) in enumerate(kept, len(there) + 1):
        save_value(actor, None, name=name, purpose=purpose, position=position)
    return len(kept)


def save_allowances(actor: Person, *, amounts: Mapping[Role, int]) -> None:
    """Say how many points a month people of each role may give.

    It counts from the next month on, and at once for who was not granted this month's. Raises NotAllowed for all but
    HR, BadInput for numbers out of bounds.
    """
    permissions.keep_allowances.require(actor)
    company = ledger.company_budget()
    ledger.hold((company,))  # of two who change them at once, the second sees what the first did
    before = allowances.amounts()
    after = before | {role: points for role, points in amounts.items() if role in before}
    for role, points in after.items():
        if not 0 <= points <= MOST_POINTS:
            raise BadInput(f"Give a whole number of points, at most {MOST_POINTS:,}.", role.value)
    if after == before and allowances.are_said():
        return
    for role, points in after.items():
        db.session.merge(Allowance(role=role, points=points))
    told = [{role.value: points for role, points in one.items()} for one in (before, after)]
    record(events.AllowancesSaved(actor_id=actor.id, account_id=company, before=told[0], after=told[1]))
