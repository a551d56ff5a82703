"""The big screen: it turns by itself, stops for the keyboard, shows what is new after a round, and needs no script."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server

NewContext = Callable[..., BrowserContext]
WORDS = "You stayed on the line until the courier had found the door."


def seen(page: Page) -> str:
    """The words of the slide that stands there."""
    return page.locator("[data-slide]:not([hidden])").inner_text()


def test_the_big_screen(fresh_server: Server, new_context: NewContext) -> None:
    elin = Somebody("Elin Sandberg", fresh_server.url, new_context)
    page = elin.page
    page.clock.install()
    page.goto("/recognition")
    page.get_by_role("link", name="Big screen").click()
    expect(page).to_have_url(re.compile("/recognition/screen$"))
    first = seen(page)
    expect(page.locator("[data-count]")).to_have_text(re.compile("^1 of "))

    page.clock.run_for(12_500)  # it turns
    expect(page.locator("[data-count]")).to_have_text(re.compile("^2 of "))
    assert seen(page) != first

    page.keyboard.press("Space")  # it stops
    expect(page.get_by_role("link", name="Go on")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.locator("[data-count]")).to_have_text(re.compile("^2 of "))
    page.keyboard.press("ArrowLeft")
    assert seen(page) == first
    page.keyboard.press("p")
    expect(page.get_by_role("link", name="Pause")).to_be_visible()

    oskar = Somebody("Oskar Lund", fresh_server.url, new_context)
    oskar.page.goto("/kudos/new")
    oskar.page.locator("#who").fill("Elin Sandberg")
    oskar.page.locator("textarea[name=words]").fill(WORDS)
    oskar.page.get_by_role("button", name="Give kudos").click()
    expect(oskar.page.get_by_text(WORDS).first).to_be_visible()
    page.keyboard.press("ArrowLeft")  # the last slide, and after it what is new
    page.clock.run_for(12_500)
    expect(page.locator("[data-slide]:not([hidden])")).to_contain_text(WORDS)

    plain = new_context(base_url=fresh_server.url, java_script_enabled=False)
    plain.add_cookies(
        [{"name": one["name"], "value": one["value"], "url": fresh_server.url} for one in page.context.cookies()]
    )
    still = plain.new_page()
    still.goto("/recognition/screen?show=2&paused=1")
    assert seen(still)
    still.get_by_role("link", name="The next slide").click()
    expect(still.locator("[data-count]")).to_have_text(re.compile("^3 of "))
    still.get_by_role("link", name="Leave the big screen").click()
    expect(still.get_by_role("heading", level=1, name="Recognition")).to_be_visible()
