"""What somebody might try on purpose where points are given: numbers no row has, others' points, too many of a thing."""

from collections.abc import Callable

import pytest
from flask import Flask

from innovate.accounts.models import Person
from tests.integration.rewards.companies import laid_out, tried_idea
from tests.provisioning.visits import Visitor

AsUser = Callable[[Person], Visitor]


@pytest.mark.parametrize("number", ["²", "١", "-1", "9" * 30])
def test_a_number_that_a_page_of_rewards_never_wrote_is_no_mistake_of_ours(
    app: Flask, as_user: AsUser, number: str
) -> None:
    visitor, tried = as_user(laid_out()), tried_idea()
    idea, author = tried.idea, as_user(tried.author)
    share = {f"person-{tried.author.id}-percent": "100", f"person-{tried.author.id}-version": number}
    sent: tuple[tuple[str, dict[str, str]], ...] = (
        (f"/rewards/ideas/{idea.id}/no-award", {"closekey": "k", "closewhy": "Words.", "closeversion": number}),
        (f"/rewards/ideas/{idea.id}", {"key": "k", "do": "fill", "total": number}),
        (f"/ideas/{idea.id}/shares/settle", {**share, "reason": "Words."}),
        ("/rewards/award-kinds/new", {"name": "Spot", "step_1": f"person:{number}"}),
    )
    for address, form in sent:
        assert visitor.post(address, data=form).status_code < 500, address
    assert author.post(f"/ideas/{idea.id}/shares/confirm", data={"percent": number}).status_code < 500
