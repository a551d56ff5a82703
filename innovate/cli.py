"""The commands of `flask …`."""

import inspect
import os
import signal
import threading
from importlib import import_module
from types import FrameType

import click
from flask import Flask, current_app

from config import ROOT
from innovate import invariants, permissions, worker
from innovate.core.access import Rule
from innovate.core.db import db, reading
from innovate.core.transaction import transaction
from innovate.demo.seeding import demo


def set_up(app: Flask) -> None:
    """Give this application its commands."""
    app.cli.add_command(show_permissions)
    app.cli.add_command(verify)
    app.cli.add_command(recount)
    app.cli.add_command(work)
    app.cli.add_command(demo)
    if "FLASK_RUN_FROM_CLI" in os.environ:  # Alembic is a quarter of the time to start, and a server has no use for it
        migrations = {"directory": str(ROOT / "migrations"), "render_as_batch": True, "compare_type": True}
        import_module("flask_migrate").Migrate(app, db, **migrations)


@click.command("permissions")
def show_permissions() -> None:
    """Print who may do what, from the rules themselves."""
    for name, rule in inspect.getmembers(permissions, lambda value: isinstance(value, Rule)):
        if "_" in name:
            click.echo(f"{name:24} {rule.words}")


@click.command("verify")
def verify() -> None:
    """Check what must always be true, and exit non-zero on the first drift."""
    with reading():
        problem = next(invariants.broken(), None)
    if problem:
        raise click.ClickException(problem)
    click.echo("Everything that must be true is true.")


@click.command("recount")
def recount() -> None:
    """Set the counters of votes and comments to the rows that they count."""
    with transaction():
        for name, wrong in invariants.recount().items():
            click.echo(f"{name}: {wrong} put right" if wrong else f"{name}: all right")


@click.command("worker")
def work() -> None:
    """Send mail, open parked ideas on their day and sweep up, until told to stop."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask_to_stop)
    worker.run(current_app.config["SETTINGS"], stop)
