"""The components keep their promises in both themes: readable, reachable, and never wider than the window."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.provisioning.servers import Server

pytestmark = pytest.mark.parametrize("live_server", ["sqlite"], indirect=True)  # the page asks no database
NewContext = Callable[..., BrowserContext]
SURFACES = ("sunken", "paper", "surface", "raised")
TEXTS = ("text", "text-soft", "accent", "amber", "good", "bad")
KINDS = ("draft", "open", "review", "experiment", "reward", "closed")

# Contrast as WCAG 2 counts it, of two tokens in the place of a kind of stage.
CONTRAST = """([ink, surface, kind]) => {
  const place = document.createElement("span");
  place.className = `kind-${kind}`;
  document.body.append(place);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (token) => {
    place.style.color = `var(--${token})`;
    canvas.fillStyle = getComputedStyle(place).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(ink), light(surface)].sort((one, other) => one - other);
  place.remove();
  return (bright + 0.05) / (dark + 0.05);
}"""


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def styleguide(live_server: Server, new_context: NewContext, theme: str) -> Callable[[int], Page]:
    """The styleguide in a window of that width."""

    def open_at(width: int) -> Page:
        context = new_context(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{live_server.url}/styleguide")
        page.wait_for_load_state("networkidle")
        return page

    return open_at


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(styleguide: Callable[[int], Page], width: int):
    found = Axe().run(styleguide(width), options={"resultTypes": ["violations"]}).response["violations"]
    assert [(finding["id"], finding["nodes"][0]["html"]) for finding in found] == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_scrolls_sideways(styleguide: Callable[[int], Page], width: int):
    assert styleguide(width).evaluate("document.documentElement.scrollWidth") <= width


def test_text_is_seven_to_one_and_quiet_text_four_and_a_half(styleguide: Callable[[int], Page]):
    page = styleguide(1440)

    def contrast(ink: str, surface: str, kind: str = "open") -> Any:
        return page.evaluate(CONTRAST, [ink, surface, kind])

    strong = {(ink, on): contrast(ink, on) for on in SURFACES for ink in TEXTS}
    quiet = {on: contrast("text-quiet", on) for on in (*SURFACES, "accent-tint", "amber-tint", "good-tint", "bad-tint")}
    kinds = {kind: contrast("kind-strong", "kind-tint", kind) for kind in KINDS}
    assert {pair: ratio for pair, ratio in (strong | kinds).items() if ratio < 7} == {}
    assert {surface: ratio for surface, ratio in quiet.items() if ratio < 4.5} == {}


def test_on_a_phone_what_is_pressed_is_44_pixels_high(styleguide: Callable[[int], Page]):
    page = styleguide(360)
    small = page.eval_on_selector_all(
        "main :is(button, a.button, summary, input, select)"
        ":not(dialog *, .segments input, .score-choices input, [type=checkbox], [hidden])",
        "all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)"
        ".map(one => one.outerHTML.slice(0, 90))",
    )
    assert small == []


def test_a_theme_that_is_chosen_is_there_before_the_page_is_drawn(styleguide: Callable[[int], Page]):
    page = styleguide(1440)
    page.get_by_text("My menu").locator("..").click()
    page.get_by_role("button", name="Dark").click()

    page.reload(wait_until="commit")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_menu_keeps_the_focus_that_a_dialog_opened_from_it_gives_back(styleguide: Callable[[int], Page]):
    page = styleguide(1440)
    menu = page.locator("details.menu").filter(has_text="Approve for experiment")
    menu.locator("summary").press("Enter")

    menu.get_by_text("Approve for experiment").press("Enter")

    expect(menu.get_by_text("Approve for experiment")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_keys_open_the_list_of_keys_and_lead_to_the_search(styleguide: Callable[[int], Page]):
    page = styleguide(1440)
    page.get_by_role("heading", level=1).click()  # out of the field with a mistake, where the page begins
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")

    page.keyboard.press("/")

    expect(page.get_by_label("Search ideas, people and experiments")).to_be_focused()
