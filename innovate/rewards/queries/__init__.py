"""Reads of rewards: thanks, the HR desk, budgets and wallets."""

from innovate.rewards.queries.desk import Desk, Occasion, Suggestion, Waiting, desk, occasion, suggestions
from innovate.rewards.queries.people import colleagues, email_of, find_colleague
from innovate.rewards.queries.statements import (
    AccountPage,
    AccountRow,
    Line,
    account_page,
    accounts,
    budget_left,
    budget_page,
    sum_of_all,
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
    "AccountRow",
    "BadgeRow",
    "Desk",
    "Line",
    "Occasion",
    "RewardPanel",
    "Suggestion",
    "Thanks",
    "Waiting",
    "account_page",
    "accounts",
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
    "sum_of_all",
    "thanks_rows",
    "wallet_page",
]
