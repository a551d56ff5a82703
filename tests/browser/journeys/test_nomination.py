"""A nomination, end to end: proposed, approved by the manager and by HR, and awarded, each through the pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server

CITATION = "For the quietest week that the evening shift has had."


@pytest.fixture
def somebody(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[str], Somebody]:
    """`somebody("Elin Sandberg")`: that person of the demo company, signed in."""
    return lambda name: Somebody(name, fresh_server.url, new_context)


def nominates(person: Somebody, colleague: str, award: str, *, reason: str) -> str:
    """Propose a colleague, having read who answers; the path of the nomination."""
    page = person.page
    page.goto("/nominations")
    page.get_by_role("link", name="Nominate a colleague").first.click()
    page.get_by_label("Whom").fill(colleague)
    page.get_by_label("Award").select_option(label=award)
    page.get_by_role("textbox", name="What they did").fill(reason)
    expect(page.locator("#before")).to_contain_text("Who answers")
    page.get_by_role("button", name="Send the nomination").click()
    expect(page.get_by_role("heading", level=1, name=f"{colleague} for {award}")).to_be_visible()
    return page.url.removeprefix(person.url)


def approves(person: Somebody, colleague: str, *, reason: str) -> None:
    """Find on the first page that a nomination waits, and say yes to it."""
    page = person.page
    page.goto("/waiting")
    page.get_by_role("link", name=f"{colleague} for").click()
    page.get_by_role("textbox", name="Your reason").fill(reason)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".chain")).to_contain_text(reason)


def test_a_nomination_comes_through_two_approvers_to_its_award(somebody: Callable[[str], Somebody]) -> None:
    elin, gustav, birgitta = somebody("Elin Sandberg"), somebody("Gustav Persson"), somebody("Birgitta Sandell")
    nomination = nominates(elin, "Leila Karimi", "Colleague of the quarter", reason="She took *every* second call.")
    expect(elin.page.locator(".chain [aria-current]")).to_contain_text("Gustav Persson")

    approves(gustav, "Leila Karimi", reason="I saw it every evening.")
    elin.is_told("Gustav Persson approved your nomination of Leila Karimi")
    approves(birgitta, "Leila Karimi", reason="Her colleagues say the same.")

    piotr = somebody("Piotr Zieliński")
    piotr.page.goto("/rewards/nominations")
    piotr.page.locator(".inbox-row").filter(has_text="Leila Karimi").get_by_role("link").first.click()
    piotr.page.get_by_label("Citation").fill(CITATION)
    piotr.page.get_by_label("Points").fill("250")
    piotr.page.get_by_role("button", name="Give the award").click()
    expect(piotr.page.get_by_role("status")).to_contain_text("Leila Karimi reads it now")

    somebody("Leila Karimi").is_told("Piotr Zieliński gave you 250 points")
    elin.is_told("as you proposed")
    elin.page.goto(nomination)
    expect(elin.page.locator(".chain")).to_contain_text(CITATION)
