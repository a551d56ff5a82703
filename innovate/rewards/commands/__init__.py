"""What HR does with points and badges: fill and fund budgets, recognise, award, take back, close months."""

from innovate.rewards.commands.awards import (
    CITATION,
    MOST_POINTS,
    Share,
    give_award,
    recognise_idea,
    reverse_award,
)
from innovate.rewards.commands.badges import save_badge
from innovate.rewards.commands.budgets import (
    CORRECTABLE,
    MOST_BUDGET,
    correct_journal,
    fund_budget,
    open_budget,
    take_budget_back,
)
from innovate.rewards.commands.months import close_month

__all__ = [
    "CITATION",
    "CORRECTABLE",
    "MOST_BUDGET",
    "MOST_POINTS",
    "Share",
    "close_month",
    "correct_journal",
    "fund_budget",
    "give_award",
    "open_budget",
    "recognise_idea",
    "reverse_award",
    "save_badge",
    "take_budget_back",
]
