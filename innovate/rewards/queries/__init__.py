"""Reads of rewards: thanks, the HR desk, budgets and wallets."""

from innovate.rewards.queries.desk import Desk, Occasion, Suggestion, Waiting, desk, occasion, suggestions
from innovate.rewards.queries.people import colleagues, email_of, find_colleague
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
    RewardPanel,
    Thanks,
    as_thanks,
    badges,
    get_thanks,
    given,
    panel,
    thanks_rows,
)

__all__ = [
    "AccountPage",
    "BadgeRow",
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
    "colleagues",
    "desk",
    "email_of",
    "find_colleague",
    "get_thanks",
    "given",
    "occasion",
    "panel",
    "suggestions",
    "thanks_rows",
    "wallet_page",
]
