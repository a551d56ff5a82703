"""People of the demo company at their browsers: what each does, in verbs, through the pages alone."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from innovate.core.clock import today
from innovate.demo.company import PASSWORD, address

NewContext = Callable[..., BrowserContext]


class Somebody:
    """One person, signed in with a browser of their own."""

    def __init__(self, name: str, url: str, new_context: NewContext) -> None:
        self.name, self.url = name, url
        context = new_context(base_url=url)
        # The tour of every page signs in by hand; here it would take a second of each person in each journey.
        form = context.request.get("/sign-in").text()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        assert token is not None
        words = {"email": address(name), "password": PASSWORD, "csrf_token": token[1]}
        assert "/sign-in" not in context.request.post("/sign-in", form=words).url
        self.page: Page = context.new_page()

    # Anybody.

    def posts(self, title: str, *, problem: str, proposal: str, area: str) -> str:
        """Post an idea; the path of its page."""
        page = self.page
        page.goto("/ideas/new")
        page.get_by_label("Title").fill(title)
        page.get_by_role("textbox", name=re.compile("^What happens today|^Problem")).fill(problem)
        page.get_by_role("textbox", name=re.compile("^Proposal|^What should")).fill(proposal)
        page.get_by_label("Area").select_option(label=area)
        page.get_by_role("button", name="Post idea").click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        return page.url.removeprefix(self.url)

    def votes_for(self, idea: str) -> None:
        self.page.goto(idea)
        self.page.get_by_role("button", name="Support this idea").click()
        expect(self.page.get_by_text("You support this")).to_be_visible()

    def comments_on(self, idea: str, words: str) -> None:
        self.page.goto(idea)
        discussion = self.page.locator("#discussion")
        discussion.get_by_role("textbox").last.fill(words)
        discussion.get_by_role("button", name="Comment").click()
        expect(self.page.get_by_text(words)).to_be_visible()

    def finds(self, words: str, idea: str) -> None:
        """Find that idea by those words in the list."""
        self.page.goto(f"/ideas?q={words}")
        expect(self.page.locator(f'a[href="{idea}"]').first).to_be_visible()

    def is_told(self, words: str) -> None:
        """Read that in the notifications."""
        self.page.goto("/notifications")
        expect(self.page.get_by_text(words).first).to_be_visible()

    def sees_thanks(self, citation: str) -> None:
        """Find that citation, with one's name, on the wall."""
        self.page.goto("/recognition")
        card = self.page.locator(".post").filter(has_text=citation)
        expect(card).to_contain_text(self.name)

    def appeals(self, idea: str, *, reason: str) -> None:
        """Put the decision that declined one's idea before another leader, in the dialog on its page."""
        self.page.goto(idea)
        self.page.get_by_role("link", name="Appeal").click()
        self.page.get_by_role("textbox", name="What the decision missed").fill(reason)
        self.page.get_by_role("button", name="Send appeal").click()
        expect(self.page.locator("#decision")).to_contain_text("owes an answer to the appeal")

    def reads_who_owes_the_answer(self, idea: str) -> str:
        """The name of whom the appeal went to."""
        self.page.goto(idea)
        owes = self.page.locator("#decision").get_by_text("owes an answer to the appeal").inner_text()
        return owes.removesuffix(" owes an answer to the appeal")

    def confirms_their_share(self, title: str) -> None:
        """Find on the home page that a share of that idea waits, and say that it is right."""
        page = self.page
        page.goto("/")
        page.get_by_role("link", name=title).first.click()
        page.get_by_role("button", name="Confirm my share").click()
        expect(page.locator(".share-mine")).to_contain_text("Confirmed")

    def objects_to_their_share(self, idea: str, words: str) -> None:
        """Say on the idea's page of shares what is not right."""
        page = self.page
        page.goto(f"{idea}/shares")
        page.get_by_text("Something is not right").click()
        page.get_by_label("What is not right").fill(words)
        page.get_by_role("button", name="Object").click()
        expect(page.locator(".share-mine")).to_contain_text("Objected")

    # A leader.

    def declines(self, idea: str, *, because: str, reason: str) -> None:
        self.page.goto(f"{idea}/moves/decline")
        self.page.get_by_label("Main reason").select_option(label=because)
        self.page.get_by_role("textbox", name="In your words").fill(reason)
        self.page.get_by_role("button", name="Decline idea").click()
        expect(self.page.locator("#decision")).to_contain_text(reason)

    def _moves(self, idea: str, name: str, button: str, *, reason: str = "") -> None:
        """Open that move of the idea and do it."""
        self.page.goto(f"{idea}/moves/{name}")
        if reason:
            self.page.locator("main textarea").first.fill(reason)
        self.page.locator("main").get_by_role("button", name=button).click()
        expect(self.page).to_have_url(re.compile(re.escape(idea) + "$"))

    def takes_up(self, idea: str) -> None:
        self.page.goto(idea)
        self.page.get_by_role("link", name="Take up for review").click()
        self.page.get_by_role("button", name="Take up for review").click()
        expect(self.page.locator(".stepper [aria-current]")).to_contain_text("Review")

    def reads_whom_it_waits_for(self, idea: str) -> list[str]:
        """The reviewers who were asked."""
        self.page.goto(idea)
        waiting = self.page.locator("#review").get_by_text("waiting for").inner_text()
        return waiting.removeprefix("waiting for ").split(", ")

    def plans_the_experiment(self, idea: str, *, owner: str) -> str:
        """Plan a test of a share, to run from today; the path of its page."""
        page = self.page
        page.goto(f"{idea}/experiment")
        page.get_by_label("We believe that").fill("printing the return label at the counter")
        page.locator("#customers").fill("customers who come with a parcel and no printer")
        page.get_by_label("will move").select_option(label="Another one, named below")
        page.get_by_label("Its name").fill("Returns settled at the first visit")
        page.locator("#baseline").fill("60")
        page.get_by_label("by at least").fill("10")
        page.get_by_role("group", name="Line 2 of the comparison").get_by_label("Name").fill("Label at the counter")
        page.get_by_label("Who runs it").select_option(label=owner)
        page.get_by_label("Budget").fill("150")
        page.get_by_label("First day").fill(today().isoformat())
        page.get_by_role("button", name="Save the plan").click()
        expect(page.get_by_text("We believe that printing")).to_be_visible()
        page.goto(idea)
        return str(page.locator("#experiment h2 a").get_attribute("href"))

    def approves(self, idea: str, *, reason: str) -> None:
        self._moves(idea, "approve", "Approve experiment", reason=reason)
        expect(self.page.locator(".stepper [aria-current]")).to_contain_text("Experiment")

    def concludes(self, experiment: str, *, lesson: str, departure: str = "") -> None:
        """Scale it; `departure` says why, where the numbers do not ask for that."""
        page = self.page
        page.goto(f"{experiment}/conclude")
        page.get_by_label("Scale it: everybody gets it").check()
        page.get_by_role("textbox", name="What we learned").fill(lesson)
        if departure:
            page.get_by_label("Why it is decided otherwise").fill(departure)
        page.get_by_label("Money spent").fill("80")
        page.get_by_role("button", name="Conclude the experiment").click()
        expect(page.get_by_role("button", name="Conclude the experiment")).to_be_hidden()

    # A reviewer.

    def scores(self, idea: str, score: int, *, note: str) -> None:
        """Give every criterion that score."""
        page = self.page
        page.goto(idea.replace("/ideas/", "/review/"))
        for group in page.locator("form").get_by_role("radiogroup").or_(page.locator("form fieldset")).all():
            group.locator(f'input[type=radio][value="{score}"]').check(force=True)
        page.get_by_label("Why you scored it so").fill(note)
        page.get_by_role("button", name="Send scorecard").click()
        expect(page.get_by_role("status")).to_contain_text("Your scorecard for")

    # An experiment's owner.

    def starts(self, experiment: str) -> None:
        page = self.page
        page.goto(f"{experiment}/start")
        for tick in page.get_by_role("checkbox").all():
            tick.check()
        page.get_by_role("button", name="Seal and start").click()
        expect(page.get_by_text("Sealed").first).to_be_visible()

    def records(self, experiment: str, *rows: tuple[int, int]) -> None:
        """Type today's numbers, an arm a row: how many, and of how many."""
        page = self.page
        page.goto(f"{experiment}/data")
        for cell, (amount, base) in zip(page.locator(".grid tbody tr").first.locator("td").all(), rows, strict=True):
            numbers = cell.get_by_role("textbox")
            numbers.nth(0).fill(str(amount))
            numbers.nth(1).fill(str(base))
        page.get_by_role("button", name="Keep these numbers").click()
        expect(page.locator("svg.figure-plot").first).to_be_visible()

    # HR.

    def recognises(self, idea: str, whom: str, *, citation: str, points: int, reason: str) -> None:
        """Award that one of the people whom the page suggests, and nobody else."""
        page = self.page
        page.goto(idea.replace("/ideas/", "/rewards/ideas/"))
        for line in page.locator("[data-award]:has(input[type=checkbox])").all():
            line.get_by_role("checkbox").set_checked(whom in line.inner_text())
        line = page.locator("[data-award]").filter(has_text=whom)
        line.get_by_label("Points").fill(str(points))
        line.get_by_text("Words of their own").click()
        line.get_by_label("What for").fill(citation)
        page.locator("#reason").fill(reason)
        page.get_by_role("button", name="Give the awards and close").click()
        expect(page.locator("#toasts")).to_contain_text("1 person recognised")

    def settles_the_shares(self, *, reason: str, **percents: int) -> None:
        """From the desk's page of an idea to its shares and back: give each of these people that percent."""
        page = self.page
        page.get_by_role("link", name="Settle the shares").click()
        for name, percent in percents.items():
            page.get_by_label(name.replace("_", " "), exact=True).fill(str(percent))
        page.get_by_role("textbox", name="Why").fill(reason)
        page.get_by_role("button", name="Settle the shares").click()
        expect(page.get_by_role("status")).to_contain_text("The shares are settled")
        page.get_by_role("link", name="Back to the awards for this idea").click()

    def awards_all_at_once(self, *, points: int, citation: str) -> None:
        """Divide so many points by the shares, say what for, and go on to the next idea."""
        page = self.page
        page.get_by_label("Points in all").fill(str(points))
        page.get_by_label("What all of them are thanked for").fill(citation)
        page.get_by_role("button", name="Fill the lines").click()
        expect(page.locator(".award-sum output")).to_have_text(f"{points:,} points")
        page.get_by_role("button", name="Give the awards and close").click()
        expect(page.locator("#toasts")).to_contain_text("Here is the next idea.")
