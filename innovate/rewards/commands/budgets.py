"""Filling the company's budget, funding areas and teams from it, taking back, and correcting."""

from innovate import events, permissions
from innovate.accounts.models import Person, Team
from innovate.areas.models import Area
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record_now
from innovate.rewards import ledger
from innovate.rewards.ledger import Leg
from innovate.rewards.models import Account, AccountKind, LedgerJournal, Movement

MOST_BUDGET = 10_000_000  # moved at once
CORRECTABLE = (Movement.FUNDING, Movement.ALLOTMENT)  # an award is taken back where it was given


def open_budget(actor: Person, *, points: int, reason: str, key: str) -> str:
    """Add points to the company's budget, once for a key; answers the ledger journal's id.

    Raises NotAllowed for all but HR, BadInput for the numbers, RuleBroken when the key stands for another sum.
    """
    permissions.keep_budgets.require(actor)
    _check(points, reason, "Say where these points come from.")
    budget, opening = ledger.company_budget(), ledger.opening_account()
    fact = events.BudgetOpened(actor_id=actor.id, account_id=budget, points=points)
    return _moved(fact, Movement.FUNDING, opening, budget, points=points, reason=reason, key=f"budget:{key}")


def fund_budget(actor: Person, of: Area | Team, *, points: int, reason: str, key: str) -> str:
    """Move points from the company's budget to that of an area or a team, once for a key; answers the journal's id.

    Raises NotAllowed for all but HR, BadInput for the numbers and an area that is closed, NotEnough.
    """
    permissions.keep_budgets.require(actor)
    _check(points, reason, "Say what they are for. Its leader reads it.")
    if isinstance(of, Area) and not of.is_active:
        raise BadInput(f"{of.name} is closed. Fund an area that is open.", "of")
    company = ledger.company_budget()
    budget = ledger.area_budget(of.id) if isinstance(of, Area) else ledger.team_budget(of.id)
    fact = events.BudgetFunded(actor_id=actor.id, account_id=budget, points=points)
    return _moved(fact, Movement.ALLOTMENT, company, budget, points=points, reason=reason, key=f"fund:{key}")


def take_budget_back(actor: Person, budget: Account, *, points: int, reason: str, key: str) -> str:
    """Move points from the budget of an area or a team back to the company's; answers the journal's id.

    Raises NotAllowed for all but HR, BadInput for the numbers and for more than it holds.
    """
    permissions.keep_budgets.require(actor)
    if budget.kind not in (AccountKind.AREA, AccountKind.TEAM):
        raise RuleBroken("Only the budget of an area or a team goes back to the company’s.")
    _check(points, reason, "Say why. Its leader reads it.")
    company = ledger.company_budget()
    fact = events.BudgetTakenBack(actor_id=actor.id, account_id=budget.id, points=points)
    return _moved(fact, Movement.ALLOTMENT, budget.id, company, points=points, reason=reason, key=f"return:{key}")


def correct_journal(actor: Person, journal: LedgerJournal, *, reason: str) -> str:
    """Reverse a movement of budgets that was a mistake, once; answers the correction's id.

    Raises NotAllowed for all but HR, BadInput without a reason, RuleBroken for what is not corrected here or was
    corrected before, NotEnough when the points have gone on.
    """
    permissions.keep_budgets.require(actor)
    if journal.kind not in CORRECTABLE:
        raise RuleBroken("An award is taken back in the list of awards. Nothing else is corrected by hand.")
    if not reason:
        raise BadInput("Say why: it stands in both statements.", "reason")
    accounts = [leg.account_id for leg in ledger.legs_of(journal.id)]
    ledger.hold(accounts)
    if ledger.find(f"reversal:{journal.id}"):
        raise RuleBroken("This was corrected already.")
    (entry_id,) = record_now(events.JournalCorrected(actor_id=actor.id, account_id=accounts[-1], journal=journal.id))
    return ledger.reverse(journal.id, reason=reason, actor_id=actor.id, cause_id=entry_id)


def _check(points: int, reason: str, why: str) -> None:
    if not 0 < points <= MOST_BUDGET:
        raise BadInput(f"Give a whole number from 1 to {MOST_BUDGET:,}.", "points")
    if not reason:
        raise BadInput(why, "reason")


def _moved(
    fact: events.BudgetEvent, kind: Movement, source: int, target: int, *, points: int, reason: str, key: str
) -> str:
    """Move the points and note why, unless this very form did so before."""
    held = ledger.hold((source, target))
    legs = (Leg(source, -points), Leg(target, points))
    entry_id = None
    if ledger.find(key) is None:
        if source != ledger.opening_account() and held[source] < points:
            raise BadInput(f"That budget holds {held[source]:,} points, and this takes {points:,}.", "points")
        (entry_id,) = record_now(fact)
    return ledger.transfer(key, kind, legs, reason=reason, actor_id=fact.actor_id, cause_id=entry_id)
