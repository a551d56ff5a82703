"""What rewards do when something happened elsewhere: a new company gets its accounts, awards and badges."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.rewards import first_awards, ledger
from innovate.rewards.drawings import FIRST_BADGES
from innovate.rewards.models import Badge


def lay_out_rewards(_fact: events.FirstAdministratorCreated, _entry_id: int) -> None:
    """Open the ledger's own accounts, and make a good first set of awards and badges."""
    ledger.lay_out()
    first_awards.lay_out()
    if db.session.scalar(sa.select(Badge.id).limit(1)) is None:
        db.session.add_all(
            Badge(name=name, purpose=purpose, drawing=drawing, is_active=True)
            for name, purpose, drawing in FIRST_BADGES
        )
