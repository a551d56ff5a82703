"""What somebody might try on purpose where points are given: numbers no row has, and how often a thing is done."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.notifications.models import Notification
from innovate.rewards import commands, queries
from innovate.rewards.routes.own_awards import CERTIFICATES
from innovate.rewards.routes.shares import ANSWERS
from tests import factories
from tests.integration.rewards.companies import key, laid_out, tried_idea
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


def test_hr_is_not_told_of_objections_without_end(app: Flask, as_user: AsUser) -> None:
    hr, tried = laid_out(), tried_idea()
    author, path = as_user(tried.author), f"/ideas/{tried.idea.id}/shares"
    percent = str(queries.get_share(tried.idea, tried.author).percent)
    sent = [author.post(f"{path}/object", data={"percent": percent, "words": f"Not {n}."}) for n in range(ANSWERS + 1)]
    assert [one.status_code for one in sent] == [303] * ANSWERS + [429]
    assert "as often as we allow" in sent[-1].text
    assert sent[-1].headers["Retry-After"]
    told = sa.select(sa.func.count()).select_from(Notification).where(Notification.person_id == hr.id)
    assert (db.session.scalar(told) or 0) <= ANSWERS


def test_a_certificate_is_not_made_and_withdrawn_without_end(app: Flask, as_user: AsUser) -> None:
    hr, person = laid_out(), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=5, badge_id=None, citation="For the calm.", key=key())
    visitor = as_user(person)
    paths = [f"/awards/{award.id}/certificate{'/withdraw' * (n % 2)}" for n in range(CERTIFICATES + 1)]
    assert [visitor.post(path).status_code for path in paths] == [303] * CERTIFICATES + [429]
