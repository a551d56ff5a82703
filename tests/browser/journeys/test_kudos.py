"""Kudos to three, found while typing, with the sum said first; another adds on, and all of it stands on the wall."""

import re

from playwright.sync_api import Page, expect

from tests.browser.journeys.people import NewContext, Somebody
from tests.provisioning.servers import Server

WORDS = "You three answered every question about the missing handles before lunch."
MORE = "And nobody had to ask twice."


def pick(page: Page, typed: str, name: str) -> None:
    """Find somebody by what is typed, with the keyboard alone."""
    page.get_by_role("combobox", name="To").press_sequentially(typed)
    expect(page.get_by_role("option", name=name)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name=name)).to_be_checked()


def test_kudos_to_three_with_an_add_on(fresh_server: Server, new_context: NewContext) -> None:
    elin, karim, tove = (
        Somebody(name, fresh_server.url, new_context) for name in ("Elin Sandberg", "Karim Haddad", "Tove Hellström")
    )
    page = elin.page
    page.goto("/recognition")
    page.get_by_text("Who helped you, or a customer?").click()
    for typed, name in (("kari", "Karim Haddad"), ("hell", "Tove Hellström"), ("saga", "Saga Nyberg")):
        pick(page, typed, name)
    page.get_by_label("For what").fill(WORDS)
    page.get_by_role("button", name="5", exact=True).click()
    expect(page.get_by_text("5 to each of 3: 15 points")).to_be_visible()
    page.get_by_role("button", name="Give kudos").click()
    expect(page.get_by_text("will read it. You have")).to_be_visible()
    card = page.locator(".post").filter(has_text=WORDS)
    expect(card).to_contain_text("Karim Haddad, Saga Nyberg and Tove Hellström")

    karim.is_told(WORDS)
    page = karim.page
    page.locator(".note-go").filter(has_text=WORDS).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thanks to")
    page.get_by_label("Your words").fill(MORE)
    page.get_by_label("Points to each").fill("10")
    expect(page.get_by_text("10 to each of 2: 20 points")).to_be_visible()  # not to himself
    page.get_by_role("button", name="Add your thanks").click()
    expect(page.locator(".kudos-added")).to_contain_text(MORE)

    tove.is_told(MORE)
    tove.page.goto("/wallet")
    expect(tove.page.get_by_text(re.compile(WORDS[:20])).first).to_be_visible()
