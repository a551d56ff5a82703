"""Experiments through the pages: planned in each design, sealed, fed from a spreadsheet, amended, decided."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from playwright.sync_api import Locator, expect

from innovate.core.clock import today
from tests.browser.journeys.people import Somebody

DAYS = 90


def days(first: date, n: int = DAYS) -> list[date]:
    return [first + timedelta(days=place) for place in range(n)]


class Leader(Somebody):
    """Somebody who leads an area, and runs its experiments too."""

    def plans(
        self,
        idea: str,
        *,
        design: str,
        lines: Iterable[tuple[str, date | None]],
        metric: tuple[str, str, str],
        guardrail: str = "",
        switch_on: date | None = None,
    ) -> str:
        """Plan a test of a share over the last ninety days; `metric` is its name, its baseline and its least effect."""
        page = self.page
        page.goto(f"{idea}/experiment")
        page.get_by_label("We believe that").fill("printing the label at the counter")
        page.locator("#customers").fill("customers without a printer")
        page.get_by_label("will move").select_option(label="Another one, named below")
        name, baseline, least = metric
        page.get_by_label("Its name").fill(name)
        page.locator("#baseline").fill(baseline)
        page.get_by_label("by at least").fill(least)
        if guardrail:
            line = page.get_by_role("group", name="Also measured 1")
            line.get_by_label("Metric").select_option(label=guardrail)
            line.get_by_label("Why").select_option(label="It must not get worse")
            line.get_by_label("Still bearable").fill("5")
        page.get_by_role("radio", name=re.compile(f"^{design}")).check()
        for place, (arm, begins_on) in enumerate(lines, start=1):
            group = page.get_by_role("group", name=f"Line {place} of the comparison")
            if not group.count():
                page.get_by_role("button", name="Another line").click()
            group.get_by_label("Name").fill(arm)
            if begins_on:
                group.get_by_label("Begins on").fill(begins_on.isoformat())
        if switch_on:
            page.locator("#switch_on").fill(switch_on.isoformat())
        page.get_by_label("First day", exact=True).fill((today() - timedelta(days=DAYS - 1)).isoformat())
        page.get_by_label("Last day").fill(today().isoformat())
        page.get_by_label("Who runs it").select_option(label=self.name)
        page.get_by_label("Budget").fill("150")
        fold = page.locator("details").filter(has_text="What we will do with the answer")
        fold.locator("summary").click()
        page.get_by_label("If it is better, we will").fill("put a printer on every counter")
        page.get_by_label("If we cannot tell, we will").fill("leave it, and ask again in spring")
        page.wait_for_load_state("networkidle")  # the planner answers what was typed
        page.get_by_role("button", name="Save the plan").last.click()
        expect(page.get_by_text("We believe that printing").first).to_be_visible()
        page.goto(idea)
        return str(page.locator("#experiment h2 a").get_attribute("href"))

    def starts(self, experiment: str) -> None:
        page = self.page
        page.goto(f"{experiment}/start")
        for tick in page.get_by_role("checkbox").all():
            tick.check()
        page.get_by_role("button", name="Seal and start").click()
        expect(page.get_by_text("Sealed").first).to_be_visible()

    def pastes(self, experiment: str, lines: list[str]) -> int:
        """Paste those cells from a spreadsheet, look at what was read, and keep it; how many rows."""
        page = self.page
        page.goto(f"{experiment}/paste")
        page.get_by_label("Lines from your spreadsheet").fill("\n".join(lines))
        page.get_by_role("button", name="Check these numbers").click()
        keep = page.get_by_role("button", name=re.compile("^Keep .* rows?$"))
        rows = int(re.sub(r"\D", "", keep.inner_text()))
        keep.click()
        expect(page.locator("svg.figure-plot").first).to_be_visible()
        return rows

    def amends(self, experiment: str, *, target: str, reason: str) -> None:
        page = self.page
        page.goto(f"{experiment}/amend")
        page.locator("#target").fill(target)
        page.locator("#reason").fill(reason)
        page.locator("main form button[type=submit]").last.click()
        expect(page).to_have_url(re.compile(f"{experiment}(#.*)?$"))

    def decides(self, experiment: str, choice: str, *, lesson: str) -> None:
        page = self.page
        page.goto(f"{experiment}/conclude")
        page.get_by_label(choice).check()
        page.get_by_role("textbox", name="What we learned").fill(lesson)
        page.get_by_label("Money spent").fill("80")
        page.get_by_role("button", name="Conclude the experiment").click()
        expect(page.get_by_role("link", name="The case")).to_be_visible()

    def reads_the_sentence(self, experiment: str) -> str:
        """The read-out of an experiment, as its first page says it."""
        self.page.goto(experiment)
        return self._plain(self.page.locator(".readout-sentence").first)

    def reads_the_plan(self, experiment: str) -> str:
        self.page.goto(f"{experiment}/plan")
        return self._plain(self.page.locator("main"))

    def finds_the_lesson(self, words: str) -> str:
        """Look for those words in the library of past lessons, and read the first case that holds them."""
        page = self.page
        page.goto(f"/cases?q={words}")
        page.locator(".inbox-row-title a").first.click()
        expect(page.get_by_role("heading", name="What we learned")).to_be_visible()
        return self._plain(page.locator("main"))

    @staticmethod
    def _plain(part: Locator) -> str:
        return " ".join(part.inner_text().split())
