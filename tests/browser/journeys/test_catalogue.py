"""Points become a reward: ordered, cancelled and refunded, ordered again, and handed over from a colleague's queue."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server

REWARD = "Enamel mug"


@pytest.fixture
def somebody(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[str], Somebody]:
    """`somebody("Elin Sandberg")`: that person of the demo company, signed in."""
    return lambda name: Somebody(name, fresh_server.url, new_context)


def has_to_spend(person: Somebody) -> int:
    """The points that the catalogue says this person has."""
    person.page.goto("/catalogue")
    words = person.page.locator(".page-header .points").first.inner_text()
    return int("".join(filter(str.isdigit, words)))


def redeems(person: Somebody, reward: str) -> str:
    """Find a reward on the shelf and order it; the path of the order."""
    page = person.page
    page.goto("/catalogue")
    page.get_by_role("link", name=reward).click()
    page.get_by_role("button", name="Redeem for 40 points").click()
    expect(page.get_by_role("status")).to_contain_text(f"“{reward}” is ordered.")
    expect(page.locator(".order-state")).to_contain_text("On its way")
    return page.url.removeprefix(person.url)


def cancels(person: Somebody, order: str) -> None:
    page = person.page
    page.goto(order)
    page.get_by_role("button", name="Cancel the order").click()
    expect(page.get_by_role("status")).to_contain_text("40 points are yours again")
    expect(page.locator(".order-state")).to_contain_text("Cancelled")


def hands_over(person: Somebody, order: str, note: str) -> None:
    """Find on the first page what waits, and say that it was handed over."""
    page = person.page
    page.goto("/waiting")
    page.locator(f'a[href="{order}"]').click()
    page.get_by_label("A word to the person").fill(note)
    page.get_by_role("button", name="It is handed over").click()
    expect(page.get_by_role("status")).to_contain_text("is handed over")


def test_points_are_spent_given_back_and_spent_again(somebody: Callable[[str], Somebody]) -> None:
    elin, jeppe = somebody("Elin Sandberg"), somebody("Jeppe Nørgaard")
    before = has_to_spend(elin)
    changed = redeems(elin, REWARD)
    assert has_to_spend(elin) == before - 40
    jeppe.page.goto("/rewards/orders?part=approved")
    expect(jeppe.page.locator(f'a[href="{changed}"]')).to_be_visible()

    cancels(elin, changed)
    assert has_to_spend(elin) == before
    elin.page.goto("/wallet")
    expect(elin.page.locator("main")).to_contain_text(f"Cancelled: {REWARD}")
    jeppe.page.goto("/rewards/orders?part=approved")
    expect(jeppe.page.locator(f'a[href="{changed}"]')).to_have_count(0)

    kept = redeems(elin, REWARD)
    hands_over(jeppe, kept, "On your desk since nine.")
    elin.is_told(f"“{REWARD}” is yours. Jeppe Nørgaard: “On your desk since nine.”")
    elin.page.goto(kept)
    expect(elin.page.get_by_role("button", name="Cancel the order")).to_have_count(0)
    assert has_to_spend(elin) == before - 40
