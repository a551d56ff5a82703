"""Reads of rewards: thanks, the HR desk, budgets and wallets."""

from innovate.rewards.queries.desk import Desk, Occasion, Suggestion, Waiting, desk, occasion
from innovate.rewards.queries.statements import (
    AccountPage,
    Line,
    account_page,
    budget_left,
    budget_page,
    wallet_page,
)
from innovate.rewards.queries.thanks import (
    BadgeRow,
    BadgeSign,
    RewardPanel,
    Thanks,
    as_thanks,
    badges,
    given,
    panel,
    thanks_rows,
)

__all__ = [
    "AccountPage",
    "BadgeRow",
    "BadgeSign",
    "Desk",
    "Line",
    "Occasion",
    "RewardPanel",
    "Suggestion",
    "Thanks",
    "Waiting",
    "account_page",
    "as_thanks",
    "badges",
    "budget_left",
    "budget_page",
    "desk",
    "given",
    "occasion",
    "panel",
    "thanks_rows",
    "wallet_page",
]
