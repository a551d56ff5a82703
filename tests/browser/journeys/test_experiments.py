"""From the plan to the lesson in each design: sealed, ninety days from a spreadsheet, amended, decided, found again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext

from innovate.core.clock import today
from tests.browser.journeys.people import Somebody
from tests.browser.journeys.trials import DAYS, Leader, days
from tests.provisioning.servers import Server

FIRST = today() - timedelta(days=DAYS - 1)
METRIC = ("Returns settled at the first visit", "60", "5")


@pytest.fixture
def somebody(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Callable[[str], Somebody]:
    """`somebody("Elin Sandberg")`: that person of the demo company, signed in."""
    return lambda name: Somebody(name, fresh_server.url, new_context)


@pytest.fixture
def henrik(fresh_server: Server, new_context: Callable[..., BrowserContext]) -> Leader:
    """Who leads Returns."""
    return Leader("Henrik Dahl", fresh_server.url, new_context)


@pytest.fixture
def scored(somebody: Callable[[str], Somebody], henrik: Leader) -> str:
    """An idea that two reviewers have scored: the path of its page."""
    idea = somebody("Elin Sandberg").posts(
        "Labels at the counter", problem="No printer at home.", proposal="Print it there.", area="Returns"
    )
    henrik.takes_up(idea)
    for name in henrik.reads_whom_it_waits_for(idea)[:2]:
        somebody(name).scores(idea, 4, note="Cheap to try.")
    return idea


def test_parallel_groups_from_the_plan_to_the_lesson(henrik: Leader, scored: str) -> None:
    experiment = henrik.plans(
        scored, design="Parallel groups", lines=(("Today", None), ("Printer", None)), metric=METRIC
    )
    henrik.approves(scored, reason="Cheap.")
    henrik.starts(experiment)
    assert "Sealed" in henrik.reads_the_plan(experiment)
    lines = ["day\tarm\tsuccesses\ttrials"]
    for place, day in enumerate(days(FIRST)):
        lines += [f"{day}\tToday\t{60 + place % 7}\t100", f"{day}\tPrinter\t{70 + place % 7}\t100"]
    assert henrik.pastes(experiment, lines) == 2 * DAYS
    henrik.amends(experiment, target="64", reason="Half the printers came a month late.")

    sentence = henrik.reads_the_sentence(experiment)
    assert "rose by 10" in sentence
    page = henrik.page.locator("main").inner_text()
    assert "Half the printers came a month late." in page  # beside the result, for good

    henrik.decides(experiment, "Scale it: everybody gets it", lesson="The printer pays for itself in a month.")
    lesson = henrik.finds_the_lesson("printer month")
    assert "The printer pays for itself in a month." in lesson
    assert "rose by 10" in lesson


def test_before_and_after_that_cannot_tell(henrik: Leader, scored: str) -> None:
    half = FIRST + timedelta(days=45)
    experiment = henrik.plans(
        scored, design="Before and after", lines=(("Before", None), ("After", None)), metric=METRIC, switch_on=half
    )
    henrik.approves(scored, reason="Cheap.")
    henrik.starts(experiment)
    lines = ["day\tarm\tsuccesses\ttrials"]
    for place, day in enumerate(days(FIRST)):
        arm = "After" if day >= half else "Before"
        lines.append(f"{day}\t{arm}\t{4 + (place * 7) % 5 + (day >= half) * (place % 2)}\t10")
    assert henrik.pastes(experiment, lines) == DAYS

    assert "fits with no change and with the 5 points" in henrik.reads_the_sentence(experiment)
    henrik.page.goto(f"{experiment}/conclude")
    beside = henrik.page.locator("main").inner_text()
    assert "leave it, and ask again in spring" in beside
    assert "Scale it" in beside
    henrik.decides(experiment, "Stop: we keep what we learned", lesson="Too few come without a label to tell.")
    assert "Too few come without a label" in henrik.finds_the_lesson("few label tell")


def test_a_stepped_rollout_from_the_plan_to_the_lesson(henrik: Leader, scored: str) -> None:
    teams = [(f"Counter {place}", FIRST + timedelta(days=12 * place)) for place in range(1, 7)]
    experiment = henrik.plans(scored, design="Stepped rollout", lines=teams, metric=METRIC)
    henrik.approves(scored, reason="Cheap.")
    henrik.starts(experiment)
    lines = ["day\tteam\tsuccesses\ttrials"]
    for place, day in enumerate(days(FIRST)):
        for at, (team, begins_on) in enumerate(teams):
            better = 12 if day >= begins_on else 0
            lines.append(f"{day}\t{team}\t{58 + at + better + (place * 5 + at * 3) % 6}\t100")
    assert henrik.pastes(experiment, lines) == DAYS * len(teams)

    assert "rose by 12" in henrik.reads_the_sentence(experiment)
    henrik.decides(experiment, "Scale it: everybody gets it", lesson="Every counter gained alike.")
    assert "Every counter gained alike." in henrik.finds_the_lesson("counter gained alike")
