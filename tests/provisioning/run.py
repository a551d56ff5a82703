"""One test run: its folder, what its workers make once and share, and its tidy end."""

import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PREFIX = "innovate-tests-"
ROOMY = 512 * 1024 * 1024  # bytes; a smaller memory disk, as in a container, is left alone


def begin() -> Path:
    """A new folder named for this process; what runs that were killed left behind is swept away first."""
    place = _fastest_place()
    for old in place.glob(f"{PREFIX}*"):
        if not _is_alive(int(old.name.removeprefix(PREFIX).partition("-")[0])):
            end(old)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))
    folder.chmod(0o711)  # PostgreSQL, which may run as another user, walks through it
    return folder


def end(folder: Path) -> None:
    """Stop the PostgreSQL of that run, if it began one, and delete the folder."""
    with suppress(FileNotFoundError, ValueError, ProcessLookupError, PermissionError):
        process = int((folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(process, signal.SIGQUIT)  # at once: nothing in it is worth keeping
        deadline = time.monotonic() + 10
        while _is_alive(process) and time.monotonic() < deadline:
            time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


def once(folder: Path, name: str, make: Callable[[], str]) -> str:
    """What `make` answers, made by the first process of the run that asks and kept for the others.

    A failure is kept as well: the others fail at once with the same words instead of trying again.
    """
    kept = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not kept.exists():
            try:
                answer = {"made": make()}
            except Exception as error:
                answer = {"failure": str(error)}
            kept.write_text(json.dumps(answer))
    answer = json.loads(kept.read_text())
    if "failure" in answer:
        raise RuntimeError(answer["failure"])
    return answer["made"]


def _fastest_place() -> Path:
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY:
        return memory
    return Path(tempfile.gettempdir())


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
