"""Every page, found by following links as each role: axe finds nothing, nothing is covered or scrolls sideways."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from config import Config, Environment
from innovate.app import create_app
from innovate.demo.company import ONE_OF_EACH, PASSWORD, address
from tests.provisioning.servers import Server

NewContext = Callable[..., BrowserContext]
# Each database takes one half of the looks, so that both halves and both databases are seen.
LOOKS = {"sqlite": ("light", 1440), "postgresql": ("dark", 360)}
UNREACHED = {
    "accounts.setup",  # only a fresh installation has it
    "accounts.invitation",  # behind a mailed link
    "accounts.reset",  # behind a mailed link
    "accounts.sent",  # after asking for one
    "experiments.planner_answers",  # a part of the plan's form, asked for while typing
    "experiments.allocation_list",  # files to keep
    "experiments.data_csv",
    "experiments.data_to_fill_in",
    "experiments.figure",
    "experiments.result_json",
    "experiments.results_csv",
    "operation.health",
    "operation.ready",
    "rewards.before_nominating",  # a part of a nomination’s form, asked for while typing
    "rewards.kudos_occasions",  # parts of the composer of kudos, asked for while typing
    "rewards.kudos_people",
    "rewards.month",  # once HR has closed one
    "rewards.reward_picture",  # shown within pages
    "static",
}


LOOKERS = 3  # so many people's view of a kind of page is drawn and measured
LINK = re.compile(r'<a\b(?![^>]*\bdownload\b)[^>]*\bhref="(/[^"]*)"')
EXAMPLES = {"ideas.show": 8, "experiments.show": 4, "admin.edit_person": 2}  # pages that look different at each stage


STARTS = {  # besides the first page: what no link of the demo company leads to
    None: ("/sign-in",),
    "Elin Sandberg": (
        "/",
        "/awards/7",  # her own, of which she has made a certificate
        "/comments/1",
        "/experiments/26/forecast",  # beside its experiment it is a form alone
    ),
    "Henrik Dahl": ("/", "/cases/1/edit"),
    "Karim Haddad": ("/", "/diary/33/edit", "/diary/33/delete"),  # what he wrote himself
    "Nils Åkerman": ("/", "/confirm", "/outbox", "/styleguide"),
}

COVERED = """
() => [...document.querySelectorAll("main a[href], main button, main summary")].filter((one) => {
  const box = one.checkVisibility() && one.getClientRects()[0];
  if (!box || box.width < 2 || box.height < 2) return false;
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const foreign = top && top.closest("main") && !one.contains(top) && !top.contains(one);
  return foreign && top.closest("a, button, summary") !== one;
}).map((one) => one.outerHTML.slice(0, 120))
"""  # what can be pressed in the window as it opens, but lies below something else


class Visitor:
    """One person with a browser, who follows links until every kind of page within reach was visited."""

    def __init__(
        self, server: Server, context: BrowserContext, endpoint_of: Callable[[str], str | None], looked: Counter[str]
    ) -> None:
        self.server, self.page, self.endpoint_of, self.looked = server, context.new_page(), endpoint_of, looked
        self.files = set[str]()

    def signs_in(self, name: str) -> None:
        self.page.goto(f"{self.server.url}/sign-in")
        self.page.get_by_label("E-mail").fill(address(name))
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def walks(self, starts: Sequence[str]) -> Iterator[tuple[str, Page]]:
        """Each page that leads on: its kind and itself; one of a kind, but for those with several examples.

        A kind that enough people have looked at before is only asked for and followed, which is quicker.
        """
        waiting, visits = list(starts), Counter[str]()
        for path in waiting:
            kind = self.endpoint_of(path)
            if kind is None or visits[kind] >= EXAMPLES.get(kind, 1):
                continue
            visits[kind] += 1
            if "." in path.rpartition("/")[2].partition("?")[0]:  # a file to take along, and no page
                assert self.page.request.get(self.server.url + path).status == 200, path
                self.files.add(kind)
                continue
            if self.looked[kind] >= LOOKERS * EXAMPLES.get(kind, 1):
                passed = self.page.request.get(self.server.url + path)
                assert passed.status == 200, f"{path} answered {passed.status}"
                links = [unescape(one) for one in LINK.findall(passed.text())]
            else:
                self.looked[kind] += 1
                answer = self.page.goto(self.server.url + path)
                assert answer is not None
                assert answer.status == 200, f"{path} answered {answer.status}"
                yield kind, self.page
                links = self.page.eval_on_selector_all(
                    "a[href^='/']:not([download])", "all => all.map(one => one.getAttribute('href'))"
                )
            if kind != "styleguide.index":  # its samples lead to made-up places
                waiting.extend(link for link in (one.partition("#")[0] for one in links) if link not in waiting)


@pytest.fixture(scope="module")
def endpoint_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str | None]:
    """The kind of page at an address: its endpoint, and for a move its name too; None where there is no page."""
    adapter = _application(tmp_path_factory.mktemp("map")).url_map.bind("localhost")

    def find(path: str) -> str | None:
        try:
            endpoint, values = adapter.match(urlsplit(path).path)
        except (HTTPException, RequestRedirect):
            return None
        return f"{endpoint} {values['name']}" if endpoint == "ideas.move" else endpoint

    return find


def _application(folder: Path) -> Flask:
    settings = Config(
        environment=Environment.DEVELOPMENT,
        secret_key="a key of the tests",
        database_url=f"sqlite:///{folder / 'none.sqlite3'}",
        instance_path=folder,
    )
    return create_app(settings)


def test_every_page_is_sound_for_whoever_reaches_it(
    live_server: Server, new_context: NewContext, endpoint_of: Callable[[str], str | None], tmp_path: Path
) -> None:
    theme, width = LOOKS["sqlite" if live_server.database.url.startswith("sqlite") else "postgresql"]
    seen, looked, wrong = set[str](), Counter[str](), list[str]()
    for name in (None, *ONE_OF_EACH, "Viktor Holm"):  # whose experiment waits to be started
        context = new_context(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
        visitor = Visitor(live_server, context, endpoint_of, looked)
        if name:
            visitor.signs_in(name)
        for kind, page in visitor.walks(STARTS.get(name, ("/",))):
            wrong += _faults(page, width, is_new=kind not in seen)
            seen.add(kind)
        seen |= visitor.files
        context.close()

    assert wrong == []
    pages = {rule.endpoint for rule in _application(tmp_path).url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert sorted(pages - {kind.partition(" ")[0] for kind in seen} - UNREACHED) == []


def _faults(page: Page, width: int, *, is_new: bool) -> list[str]:
    path, found = urlsplit(page.url).path, []
    if is_new:
        faults = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found = [f"{path}: {fault['id']} at {fault['nodes'][0]['html'][:120]}" for fault in faults]
        found += [f"{path}: something lies over {one}" for one in page.evaluate(COVERED)]
    reach = page.evaluate("document.documentElement.scrollWidth")
    if reach > width:
        found.append(f"{path} is {reach} pixels wide in a window of {width}")
    return found
