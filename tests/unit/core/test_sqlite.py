"""SQLite is used only where it keeps what two processes write."""

import pytest
import sqlalchemy as sa

from innovate.core.db import engine_options, prepare


def test_a_sqlite_that_can_corrupt_a_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = engine_options("sqlite://")["module"]
    monkeypatch.setattr(driver, "sqlite_version_info", (3, 51, 2))

    with pytest.raises(RuntimeError, match="use PostgreSQL"):
        prepare(sa.create_engine("sqlite://", module=driver))
