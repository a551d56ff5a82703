"""Two tabs of one person: what was done in the one is found, and can be undone, in the other."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server


def test_a_vote_that_another_tab_cast_shows_where_it_is_refused(
    fresh_server: Server, new_context: Callable[..., BrowserContext], complaints: list[str]
) -> None:
    idea = Somebody("Henrik Dahl", fresh_server.url, new_context).posts(
        "A clock above the desk", problem="Nobody knows how late it is.", proposal="A clock.", area="Returns"
    )
    elin = Somebody("Elin Sandberg", fresh_server.url, new_context)
    second = elin.page.context.new_page()
    second.goto(idea)
    elin.votes_for(idea)

    second.get_by_role("button", name="Support this idea").click()
    expect(second.get_by_text("You have voted for this idea already.")).to_be_visible()
    second.get_by_role("button", name="You support this").click()

    expect(second.get_by_role("button", name="Support this idea")).to_be_visible()
    assert ["409 (CONFLICT)" in one for one in complaints] == [True]
    complaints.clear()  # the browser notes the refusal, which is what was asked for
