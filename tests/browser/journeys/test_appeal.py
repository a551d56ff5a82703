"""An appeal, end to end: declined, put before another leader, upheld and reviewed, each through the pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server

TITLE = "A bench beside the service desk"


@pytest.fixture
def somebody(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[str], Somebody]:
    """`somebody("Elin Sandberg")`: that person of the demo company, signed in."""
    return lambda name: Somebody(name, fresh_server.url, new_context)


def test_a_declined_idea_comes_to_review_by_an_appeal(somebody: Callable[[str], Somebody]) -> None:
    elin, henrik = somebody("Elin Sandberg"), somebody("Henrik Dahl")
    idea = elin.posts(
        TITLE, problem="People wait *standing*, with a parcel in their arms.", proposal="A bench.", area="Returns"
    )
    henrik.declines(idea, because="Costs more than it brings", reason="There is no room for one.")
    elin.is_told("declined your idea")

    elin.appeals(idea, reason="There is: the old brochure stand is empty.")
    judge = somebody(elin.reads_who_owes_the_answer(idea))
    assert judge.name != henrik.name
    henrik.is_told("appealed against your decision")

    judge.page.goto("/waiting")
    judge.page.get_by_role("link", name=TITLE).click()
    judge.page.get_by_role("link", name="Uphold the appeal").click()
    judge.page.get_by_role("textbox", name="Why it goes to review").fill("The stand goes on Friday.")
    judge.page.get_by_role("button", name="Uphold the appeal").click()

    expect(judge.page.locator(".stepper [aria-current]")).to_contain_text("Review")
    elin.is_told("upheld the appeal")
    assert len(henrik.reads_whom_it_waits_for(idea)) >= 2
