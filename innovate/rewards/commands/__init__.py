"""What is done with points and badges: budgets are filled, people awarded and thanked, what was wrong taken back."""

from innovate.rewards.commands.awards import (
    CITATION,
    Scores,
    Share,
    give_award,
    outcome_of,
    recognise_idea,
    reverse_award,
)
from innovate.rewards.commands.badges import BADGE_WORDS, give_badge, revoke_badge, save_badge
from innovate.rewards.commands.benefits import answer_benefit, hand_benefit_over
from innovate.rewards.commands.budgets import (
    CORRECTABLE,
    MOST_BUDGET,
    correct_journal,
    fund_budget,
    open_budget,
    take_budget_back,
)
from innovate.rewards.commands.catalogue import (
    MOST_DAYS,
    MOST_EACH,
    MOST_PRICE,
    MOST_STOCK,
    ItemTerms,
    count_stock,
    save_item,
)
from innovate.rewards.commands.certificates import make_certificate, withdraw_certificate
from innovate.rewards.commands.kinds import Step, Vesting, save_kind
from innovate.rewards.commands.kudos import add_to_kudos, give_kudos, take_kudos_back
from innovate.rewards.commands.months import close_month
from innovate.rewards.commands.nominations import (
    ANSWER,
    MOST_LINKS,
    REASON,
    answer_nomination,
    award_nomination,
    close_nomination,
    draft,
    nominate,
    withdraw_nomination,
)
from innovate.rewards.commands.redemptions import (
    LONGEST_NOTE,
    approve_redemption,
    cancel_redemption,
    decline_redemption,
    fulfil_redemption,
    pay_gifts_out,
    redeem,
)
from innovate.rewards.commands.shares import confirm_share, object_to_share, settle_shares
from innovate.rewards.commands.values import keep_first_values, save_allowances, save_value

__all__ = [
    "ANSWER",
    "BADGE_WORDS",
    "CITATION",
    "CORRECTABLE",
    "LONGEST_NOTE",
    "MOST_BUDGET",
    "MOST_DAYS",
    "MOST_EACH",
    "MOST_LINKS",
    "MOST_PRICE",
    "MOST_STOCK",
    "REASON",
    "ItemTerms",
    "Scores",
    "Share",
    "Step",
    "Vesting",
    "add_to_kudos",
    "answer_benefit",
    "answer_nomination",
    "approve_redemption",
    "award_nomination",
    "cancel_redemption",
    "close_month",
    "close_nomination",
    "confirm_share",
    "correct_journal",
    "count_stock",
    "decline_redemption",
    "draft",
    "fulfil_redemption",
    "fund_budget",
    "give_award",
    "give_badge",
    "give_kudos",
    "hand_benefit_over",
    "keep_first_values",
    "make_certificate",
    "nominate",
    "object_to_share",
    "open_budget",
    "outcome_of",
    "pay_gifts_out",
    "recognise_idea",
    "redeem",
    "reverse_award",
    "revoke_badge",
    "save_allowances",
    "save_badge",
    "save_item",
    "save_kind",
    "save_value",
    "settle_shares",
    "take_budget_back",
    "take_kudos_back",
    "withdraw_certificate",
    "withdraw_nomination",
]
