"""The application on the demo company, made once a run by `flask demo` and put back before each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from innovate.app import create_app
from innovate.core import transaction
from innovate.core.db import db
from tests.provisioning import databases, fixtures


@pytest.fixture(scope="module", params=databases.KINDS)
def company_app(
    request: pytest.FixtureRequest, run_folder: Path, worker: str
) -> Iterator[tuple[Flask, databases.Database]]:
    """The application and its copy of the demo company."""
    database = databases.copy_of(request.param, run_folder, "demo", f"{worker}_company_{request.param}")
    application = create_app(fixtures.settings(database.url, run_folder))
    yield application, database
    with application.app_context():
        db.engine.dispose()
    database.close()


@pytest.fixture
def company(company_app: tuple[Flask, databases.Database]) -> Iterator[Flask]:
    """The demo company as it was made."""
    application, database = company_app
    database.reset()
    with application.app_context():
        yield application
        transaction.abandon()
        db.session.remove()
