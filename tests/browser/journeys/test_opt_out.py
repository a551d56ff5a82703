"""Somebody leaves the rankings: gone from every board and from the team's number, while the thanks stay on the wall."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server


@pytest.fixture
def somebody(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[str], Somebody]:
    """`somebody("Elin Sandberg")`: that person of the demo company, signed in."""
    return lambda name: Somebody(name, fresh_server.url, new_context)


def test_who_opts_out_is_on_no_board_and_keeps_the_thanks(somebody: Callable[[str], Somebody]) -> None:
    elin, henrik = somebody("Elin Sandberg"), somebody("Henrik Dahl")
    boards = henrik.page
    boards.goto("/recognition/boards?period=all")
    hers = boards.locator("#boards").get_by_role("link", name="Elin Sandberg")
    expect(hers).not_to_have_count(0)
    number = str(hers.first.get_attribute("href")).rsplit("/", 1)[-1]
    team = boards.locator(".rank").filter(has_text="Contact centre Malmö").filter(has_text="who are ranked")
    expect(team).to_contain_text("8 people who are ranked")

    elin.page.goto("/recognition/boards")
    elin.page.get_by_role("link", name="Leave the rankings").click()
    elin.page.get_by_label("Leave me out of rankings").check()
    elin.page.locator("form[action='/me/ranking']").get_by_role("button", name="Save").click()
    expect(elin.page.get_by_text("You are left out of the rankings.")).to_be_visible()

    boards.reload()
    expect(hers).to_have_count(0)
    if team.count():  # without her points the team may have left the upper half
        expect(team).to_contain_text("7 people who are ranked")
    boards.goto(f"/recognition?person={number}")
    expect(boards.locator("main")).to_contain_text("Elin Sandberg")
