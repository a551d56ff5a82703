"""The fixtures that every test may ask for, and the hooks that keep a run whole."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

from config import ROOT, Config, Environment
from innovate.accounts.models import Person
from innovate.app import create_app
from innovate.core import transaction
from innovate.core.db import db
from tests.provisioning import databases, run, servers, visits
from tests.provisioning.databases import Database
from tests.provisioning.servers import Server
from tests.provisioning.visits import Visitor

CHROMIUM = ROOT / ".tools" / "bin" / "chromium"
QUIET_CHROMIUM = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
_folder = pytest.StashKey[Path]()


# -- the run


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run; a worker takes its controller's folder."""
    given: dict[str, Any] | None = getattr(config, "workerinput", None)
    config.stash[_folder] = Path(given["run_folder"]) if given else run.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the run's folder is."""
    node.workerinput["run_folder"] = str(node.config.stash[_folder])


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run, in the process that began it."""
    folder = config.stash.get(_folder, None)
    if folder is not None and not hasattr(config, "workerinput"):
        databases.drop_all(folder)
        run.end(folder)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is skipped has failed."""
    return _refused((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a module that is skipped has failed."""
    return _refused((yield))


def _refused(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"CI refuses to skip: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """The folder of this run, shared by its workers."""
    return pytestconfig.stash[_folder]


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this worker."""
    workerinput: dict[str, Any] = getattr(request.config, "workerinput", {})
    return str(workerinput.get("workerid", "alone"))


# -- the application on either database


@pytest.fixture(scope="session")
def applications(run_folder: Path, worker: str) -> Iterator[Callable[[str], tuple[Flask, Database]]]:
    """The application and its database of that kind, made when first asked for."""
    made: dict[str, tuple[Flask, Database]] = {}

    def of(kind: str) -> tuple[Flask, Database]:
        if kind not in made:
            database = databases.copy_of(kind, run_folder, "empty", f"{worker}_{kind}")
            made[kind] = create_app(settings(database.url, run_folder)), database
        return made[kind]

    yield of
    for application, database in made.values():
        with application.app_context():
            db.engine.dispose()
        database.close()


def settings(url: str, folder: Path) -> Config:
    """The settings of a test's application: cheap passwords, everything else as in production."""
    return Config(
        environment=Environment.TESTING,
        secret_key="a key of the tests",
        database_url=url,
        instance_path=folder / "instance",
        base_url="http://localhost",
        argon2_memory_kib=64,
        argon2_time=1,
    )


@pytest.fixture(params=databases.KINDS)
def app(request: pytest.FixtureRequest, applications: Callable[[str], tuple[Flask, Database]]) -> Iterator[Flask]:
    """The application on an empty, migrated database, once on each kind; its context is the test's own."""
    application, database = applications(request.param)
    database.reset()
    with application.app_context():
        yield application
        transaction.abandon()
        db.session.remove()


@pytest.fixture
def as_user(app: Flask) -> Callable[[Person], Visitor]:
    """`as_user(ana).post("/ideas/new", data=…)`: a visit as that person."""
    return lambda person: visits.visitor(app, person)


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return visits.visitor(app)


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[Any]]:
    """`at_once([work, …])`: all of that at the same moment, each in its own thread and transaction."""
    return lambda works: visits.at_once(app, works)


# -- the demo company behind a real server, and a real browser


@pytest.fixture(scope="session", params=databases.KINDS)
def live_server(request: pytest.FixtureRequest, run_folder: Path, worker: str) -> Iterator[Server]:
    """The demo company behind the real server, shared by a worker's tests: leave things as they were."""
    name = f"{worker}_live_{request.param}"
    server = servers.serve(run_folder, databases.copy_of(request.param, run_folder, "demo", name), name)
    yield server
    server.stop()


@pytest.fixture(params=databases.KINDS)
def fresh_server(request: pytest.FixtureRequest, run_folder: Path, worker: str) -> Iterator[Server]:
    """The demo company behind a real server of this test's own: change what you like."""
    count = request.config.stash.setdefault(_served, [0])
    count[0] += 1
    name = f"{worker}_fresh_{count[0]}_{request.param}"
    server = servers.serve(run_folder, databases.copy_of(request.param, run_folder, "demo", name), name)
    yield server
    server.stop()


_served = pytest.StashKey[list[int]]()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium, quiet, and without its sandbox only where root could not use it."""
    if not CHROMIUM.exists():
        pytest.fail("The browser tests need Chromium: make .tools/bin/chromium", pytrace=False)
    is_root = os.geteuid() == 0
    return {
        **browser_type_launch_args,
        "executable_path": str(CHROMIUM.resolve()),
        "chromium_sandbox": not is_root,
        "args": [*QUIET_CHROMIUM, *(["--no-sandbox"] if is_root else [])],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk's window, in British English; `new_context(viewport=…, color_scheme=…)` makes others."""
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the pages of this test logged as errors; any that is left at the end fails the test."""
    heard: list[str] = []
    yield heard
    assert not heard, "The browser complained: " + "; ".join(heard)


@pytest.fixture
def new_context(
    browser: Browser, browser_context_args: dict[str, Any], complaints: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of its own for one more person, whose console is listened to; options go before the usual ones."""
    opened: list[BrowserContext] = []

    def listening(**options: Any) -> BrowserContext:
        context = browser.new_context(**(browser_context_args | options))
        opened.append(context)
        context.set_default_timeout(10_000)
        context.on("console", lambda message: _note_console(message, complaints))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return context

    yield listening
    for context in opened:
        context.close()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """The browser of a test that needs one."""
    return new_context()


def _note_console(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type in ("error", "warning"):
        where = message.location.get("url", "") if isinstance(message.location, dict) else ""
        complaints.append(f"{message.text} ({where})")
