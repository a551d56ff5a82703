"""The commands of `flask …`."""

import inspect

import click
import sqlalchemy as sa
from flask import Flask

from innovate import permissions
from innovate.core import journal
from innovate.core.access import Rule
from innovate.core.db import db


def set_up(app: Flask) -> None:
    """Give this application its commands."""
    app.cli.add_command(show_permissions)
    app.cli.add_command(verify)


@click.command("permissions")
def show_permissions() -> None:
    """Print who may do what, from the rules themselves."""
    for name, rule in inspect.getmembers(permissions, lambda value: isinstance(value, Rule)):
        if "_" in name:
            click.echo(f"{name:24} {rule.words}")


@click.command("verify")
def verify() -> None:
    """Check what must always be true, and exit non-zero on the first drift."""
    entries = sa.select(journal.JournalEntry).order_by(
        journal.JournalEntry.stream, journal.JournalEntry.position
    )
    broken = journal.broken_links(db.session.scalars(entries.execution_options(yield_per=1000)))
    if broken:
        raise click.ClickException(f"The journal is broken at entry {broken[0]}.")
    click.echo("Everything that must be true is true.")
