"""Nothing is skipped in silence: at home a skip is named, in CI it is a failure."""

import os
import subprocess
import sys

import pytest

from config import ROOT

SKIPPED = """
import pytest
pytest_plugins = ["tests.provisioning.fixtures"]

def test_it():
    pytest.skip("the machine lacks something")
"""


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)], ids=["in CI", "at home"])
def test_a_skip_fails_only_in_ci_and_is_named_everywhere(ci, code, tmp_path):
    (tmp_path / "test_skipped.py").write_text(SKIPPED)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "-c", "/dev/null", "test_skipped.py"],
        cwd=tmp_path,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "the machine lacks something" in done.stdout
