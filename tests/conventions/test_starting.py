"""A server loads what it serves with, and nothing that only a command or a test needs."""

import os
import subprocess
import sys
from pathlib import Path

from config import ROOT

OTHERS = {  # what has no business in a server, and what is loaded where it is used
    "PIL",
    "alembic",
    "flask_migrate",
    "innovate.demo",
    "innovate.invariants",
    "innovate.worker",
    "markdown_it",
    "numpy",
    "psycopg",
    "rich",
    "scipy",
    "tqdm",
    "xlsxwriter",
}


def test_a_server_loads_nothing_that_only_commands_need(tmp_path: Path):
    code = "import sys, wsgi; print(*sys.modules)"
    environment = os.environ | {"INNOVATE_INSTANCE": str(tmp_path), "DATABASE_URL": ""}
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert not OTHERS & loaded
    assert "innovate.voting.routes" in loaded
