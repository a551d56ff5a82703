"""The ledger proved: every promise that it makes is read again from its rows, and the first broken row is named."""

from collections.abc import Callable, Iterator

from innovate.rewards.checking.accounts import accounts_follow
from innovate.rewards.checking.awards import awards_are_paid, parts_are_where_they_should_be
from innovate.rewards.checking.journals import (
    journals_balance,
    keys_are_unique,
    nothing_is_orphaned,
    reversals_mirror,
)
from innovate.rewards.checking.kudos import kudos_are_paid, nobody_thanks_oneself
from innovate.rewards.checking.months import months_are_as_they_were
from innovate.rewards.checking.nominations import (
    nominated_awards_have_their_nominations,
    nominations_follow_their_chains,
)
from innovate.rewards.checking.orders import orders_are_paid, purchases_have_orders

Check = Callable[[], Iterator[str]]


def broken() -> Iterator[str]:
    """Everything that is wrong with the ledger, one sentence each; nothing, if all is well."""
    for check in CHECKS.values():
        yield from check()


CHECKS: dict[str, Check] = {
    "journals balance": journals_balance,
    "keys are used once": keys_are_unique,
    "reversals mirror, once": reversals_mirror,
    "accounts follow their postings, closed months theirs": accounts_follow,
    "closed months are as they were": months_are_as_they_were,
    "no cause is missing": nothing_is_orphaned,
    "awards are paid": awards_are_paid,
    "parts of awards are where they should be": parts_are_where_they_should_be,
    "nominations follow their chains": nominations_follow_their_chains,
    "nominations and their awards agree": nominated_awards_have_their_nominations,
    "orders are paid, and refunded when not given": orders_are_paid,
    "purchases have orders": purchases_have_orders,
    "kudos are paid": kudos_are_paid,
    "nobody thanks oneself": nobody_thanks_oneself,
}
