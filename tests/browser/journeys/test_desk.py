"""HR clears its desk: shares are confirmed, objected to and settled, all awarded at once, and the next idea comes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server

FIRST, SECOND = "A link by text, to send a picture during the call", "Let people change their order for one hour"
CITATION = "Seven of ten calls about damage are settled at once, because somebody sends a picture."


@pytest.fixture
def somebody(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[str], Somebody]:
    """`somebody("Elin Sandberg")`: that person of the demo company, signed in."""
    return lambda name: Somebody(name, fresh_server.url, new_context)


def test_hr_clears_its_desk(somebody: Callable[[str], Somebody]) -> None:
    elin, amina, birgitta = somebody("Elin Sandberg"), somebody("Amina Yusuf"), somebody("Birgitta Sandell")
    elin.confirms_their_share(FIRST)

    desk = birgitta.page
    desk.goto("/rewards")
    first = desk.locator("article").filter(has_text=FIRST)
    first.get_by_role("link", name="Recognise").click()
    idea = desk.url.removeprefix(birgitta.url).replace("/rewards", "")
    amina.objects_to_their_share(idea, "I wrote the text of the link, in four languages.")
    birgitta.is_told("Amina Yusuf objects")

    desk.goto(f"/rewards{idea}")
    reason = "The text in four languages is half of why it works."
    birgitta.settles_the_shares(reason=reason, Leila_Karimi=54, Amina_Yusuf=20)
    amina.page.goto(f"{idea}/shares")
    expect(amina.page.locator("main")).to_contain_text(reason)
    amina.page.get_by_role("button", name="Confirm my share").click()

    birgitta.awards_all_at_once(points=1_000, citation=CITATION)
    expect(desk.locator("main")).to_contain_text(SECOND)
    birgitta.settles_the_shares(reason="Three evenings are three evenings.", Wilma_Öberg=43, Emil_Fors=16)
    birgitta.awards_all_at_once(points=800, citation="A fifth of all cancellations are gone.")

    elin.sees_thanks(CITATION)
    elin.page.goto("/wallet")
    set_aside = re.compile(FIRST + r"\s*22 from")  # a fifth of her 110 waits for each check of the benefit
    expect(elin.page.locator("main")).to_contain_text(set_aside)
