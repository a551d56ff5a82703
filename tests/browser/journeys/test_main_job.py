"""The main job, end to end: posted, voted, reviewed, tried and rewarded, each through the pages as that person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.journeys.people import Somebody
from tests.provisioning.servers import Server

TITLE = "Print the return label at the counter"
CITATION = "For seeing the customer at the counter without a printer, and doing something about it."


@pytest.fixture
def somebody(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[str], Somebody]:
    """`somebody("Elin Sandberg")`: that person of the demo company, signed in."""
    return lambda name: Somebody(name, fresh_server.url, new_context)


def test_an_idea_goes_from_the_post_to_the_award_on_the_board(somebody: Callable[[str], Somebody]) -> None:
    elin = somebody("Elin Sandberg")
    idea = elin.posts(
        TITLE,
        problem="Customers come to the counter with a parcel and *no printer at home*. We send them away.",
        proposal="Print the label there, while they wait.",
        area="Returns",
    )
    elin.finds("counter printer", idea)

    oskar, leila = somebody("Oskar Lund"), somebody("Leila Karimi")
    oskar.votes_for(idea)
    leila.votes_for(idea)
    leila.comments_on(idea, "I had three of these last Saturday.")
    elin.is_told("Leila Karimi")

    henrik = somebody("Henrik Dahl")
    henrik.takes_up(idea)
    reviewers = henrik.reads_whom_it_waits_for(idea)
    assert len(reviewers) >= 2
    for name, score in zip(reviewers[:2], (4, 5), strict=True):
        somebody(name).scores(idea, score, note="We have the printer; the queue at noon is what I would watch.")

    experiment = henrik.plans_the_experiment(idea, owner="Linnea Björk")
    henrik.approves(idea, reason="Cheap to try, and the reviewers agree. Four weeks at one counter.")
    elin.is_told("approved")

    linnea = somebody("Linnea Björk")
    linnea.starts(experiment)
    linnea.records(experiment, (118, 200), (156, 204))

    henrik.concludes(
        experiment,
        lesson="Two in three come without a label. The printer pays for itself in a month.",
        departure="One day cannot prove it, but the printer is bought and harms nobody.",
    )
    elin.is_told("concluded")

    somebody("Birgitta Sandell").recognises(
        idea, "Elin Sandberg", citation=CITATION, points=300, reason="It works, and it goes to every counter."
    )

    elin.sees_thanks(CITATION)
    elin.page.goto(idea)
    assert "Adopted" in elin.page.locator(".stepper").inner_text()
