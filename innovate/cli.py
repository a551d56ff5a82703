"""The commands of `flask …`; each loads what it needs when it is called."""

import inspect
import os
import signal
import threading
import time
from types import FrameType

import click
from flask import Flask, current_app

from config import ROOT
from innovate import permissions
from innovate.core.access import Rule
from innovate.core.db import db, reading
from innovate.core.transaction import transaction
from innovate.core.wording import plural


def set_up(app: Flask) -> None:
    """Give this application its commands."""
    for command in (
        show_permissions,
        verify,
        ledger,
        recount,
        write_cases,
        write_posts,
        award_badges,
        readout,
        work,
        demo,
    ):
        app.cli.add_command(command)
    if "FLASK_RUN_FROM_CLI" in os.environ:  # it brings Alembic, for which a server has no use
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)


@click.command("permissions")
def show_permissions() -> None:
    """Print who may do what, from the rules themselves."""
    for name, rule in inspect.getmembers(permissions, lambda value: isinstance(value, Rule)):
        if "_" in name:
            click.echo(f"{name:24} {rule.words.removesuffix(',')}")


@click.command("verify")
def verify() -> None:
    """Check what must always be true, and exit non-zero on the first drift."""
    from innovate import invariants

    with reading():
        problem = next(invariants.broken(), None)
    if problem:
        raise click.ClickException(problem)
    click.echo("Everything that must be true is true.")


@click.group("ledger")
def ledger() -> None:
    """The books of points."""


@ledger.command("check")
def check_ledger() -> None:
    """Prove what the ledger promises, and exit non-zero with the first broken row."""
    from innovate.rewards import checking

    with reading():
        for name, check in checking.CHECKS.items():
            began = time.monotonic()
            problem = next(check(), None)
            if problem:
                raise click.ClickException(problem)
            click.echo(f"{name}: true ({time.monotonic() - began:.1f} s)")


@click.command("recount")
def recount() -> None:
    """Set the counters of votes, comments and reactions to the rows that they count."""
    from innovate import invariants

    with transaction():
        for name, wrong in invariants.recount().items():
            click.echo(f"{name}: {wrong} put right" if wrong else f"{name}: all right")


@click.command("write-cases")
def write_cases() -> None:
    """Write the cases of experiments that were concluded before there were cases; once, after that upgrade."""
    from innovate.experiments import cases

    written = 0
    while True:
        with transaction():
            some = cases.write_missing(100)
        if not some:
            break
        written += some
    click.echo(f"{plural(written, 'case')} written." if written else "Every concluded experiment has its case.")


@click.command("award-badges")
def award_badges() -> None:
    """Give every badge by rule to those who have long done enough for it; may be run at any time, also twice."""
    from innovate import worker

    given = worker.award_badges(all_of_them=True)
    click.echo(f"{plural(given, 'badge')} given." if given else "Everybody holds what they have earned.")


@click.command("write-posts")
def write_posts() -> None:
    """Put on the wall what was celebrated before there was one; once, after that upgrade."""
    from innovate.recognition import posting

    written = 0
    while True:
        with transaction():
            some = posting.write_missing(200)
        if not some:
            break
        written += some
    click.echo(f"{plural(written, 'post')} written." if written else "All that was celebrated stands on the wall.")


@click.command("readout")
@click.argument("file")
@click.option(
    "--metric", type=click.Choice(["share", "mean", "rate"]), required=True, help="What kind of number it is."
)
@click.option(
    "--design",
    type=click.Choice(["parallel", "before-after", "stepped"]),
    default="parallel",
    show_default=True,
    help="How the test compares.",
)
@click.option("--control", metavar="NAME", help="The arm that the others are compared with; “control” if not said.")
@click.option(
    "--margin",
    type=float,
    metavar="X",
    help="How much lower is still bearable: of a share 0 to 1 (0.02 is two points), of a mean in its unit, of a rate "
    "as a part of the control's (0.1 is a tenth).",
)
@click.option("--lower-is-better", is_flag=True, help="The margin says how much higher is still bearable.")
@click.option(
    "--sequential", is_flag=True, help="The interval that holds however often you look, for a test that runs."
)
@click.option("--json", "is_json", is_flag=True, help="One JSON object, with every digit.")
def readout(
    file: str,
    metric: str,
    design: str,
    control: str | None,
    margin: float | None,
    lower_is_better: bool,
    sequential: bool,
    is_json: bool,
) -> None:
    """Read the result of a test from FILE, a CSV with a line for each day and arm; “-” is standard input.

    Columns, in any order: day (2026-11-22) and arm; for a share successes, trials; for a mean n, sum, sum_sq (of the
    squares); for a rate events, exposure; for a stepped rollout unit and treated (0 or 1) as well. Before and after
    switches on the first day of the arm that is not the control.
    """
    from innovate.experiments import reading_file
    from innovate.experiments.models import MetricKind

    kind = MetricKind(metric)
    if margin is not None and (wrong := reading_file.check_margin(kind, margin, lower_is_better=lower_is_better)):
        raise click.BadParameter(wrong, param_hint="--margin")
    try:
        parsed = reading_file.parse(
            reading_file.load(file),
            kind,
            reading_file.DESIGNS[design],
            control=control,
            lower_is_better=lower_is_better,
        )
    except reading_file.BadFile as problem:
        raise click.UsageError(f"{file}: {problem}") from problem
    found = reading_file.read_file(parsed, sequential=sequential, margin=margin)
    click.echo(reading_file.as_json(found) if is_json else reading_file.as_text(found).encode(), nl=False)


@click.command("worker")
def work() -> None:
    """Send mail, open parked ideas on their day and sweep up, until told to stop."""
    from innovate import worker

    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask_to_stop)
    worker.run(current_app.config["SETTINGS"], stop)


@click.command("demo")
@click.option("--people", type=click.IntRange(min=0), help="Fill up to so many people, made up.")
@click.option("--ideas", type=click.IntRange(min=0), help="Fill up to so many ideas, made up.")
@click.option("--votes", type=click.IntRange(min=0), help="So many votes in all; 20 for each idea if not said.")
def demo(people: int | None, ideas: int | None, votes: int | None) -> None:
    """Set up the demo company, unless somebody is here already."""
    from innovate.demo import company, seeding

    began = time.monotonic()
    photos = current_app.config["SETTINGS"].photos
    if not seeding.seed(people=people, ideas=ideas, votes=votes, photos=photos):
        click.echo("There are people here already. Nothing was changed.")
        return
    click.echo(f"{company.NAME} is set up ({time.monotonic() - began:.1f} s).")
    click.echo(f"Everybody's password is “{company.PASSWORD}”. One person of each role:")
    for name in company.ONE_OF_EACH:
        title = next(staff.title for staff in company.STAFF if staff.name == name)
        click.echo(f"  {company.address(name):44} {title}")
