"""How far a company has come on its way to the first thanks with points."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.core.db import db
from innovate.rewards import allowances
from innovate.rewards.models import Allowance, Award, CatalogueItem, CompanyValue, Kudos, LedgerJournal, Movement


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What HR sets up before colleagues thank one another, and whether somebody did."""

    has_values: bool
    has_allowances: bool
    has_budget: bool
    has_thanks: bool
    has_rewards: bool  # something to spend points on
    month: int  # what a month of allowances comes to, with everybody who is here now; once they are saved

    @property
    def are_done(self) -> bool:
        return self.has_values and self.has_allowances and self.has_budget and self.has_thanks and self.has_rewards

    @property
    def are_pressing(self) -> bool:
        """Nothing with points can have been given yet."""
        return not self.has_budget or not (self.has_allowances or self.has_thanks)


def first_steps() -> FirstSteps:
    """What is there already, of what thanks with points need."""
    funded = sa.select(LedgerJournal.id).where(LedgerJournal.kind == Movement.FUNDING)
    row = db.session.execute(
        sa.select(
            sa.exists(sa.select(CompanyValue.id)),
            sa.exists(sa.select(Allowance.role)),
            sa.exists(funded),
            sa.or_(sa.exists(sa.select(Kudos.id)), sa.exists(sa.select(Award.id))),
            sa.exists(sa.select(CatalogueItem.id)),
        )
    ).one()
    has_values, has_allowances, has_budget, has_thanks, has_rewards = map(bool, row)
    month = allowances.whole_month() if has_allowances else 0
    return FirstSteps(has_values, has_allowances, has_budget, has_thanks, has_rewards, month)
