"""The real server, on a port of its own, for tests with a browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from tests.provisioning.databases import Database, environment

PATIENCE = 30  # seconds


@dataclass
class Server:
    """A running gunicorn: its address, its database, its process and what it logged."""

    url: str
    database: Database
    process: subprocess.Popen[bytes]
    log: Path

    def stop(self) -> None:
        """End it; a request in hand is answered first."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.database.close()


def serve(folder: Path, database: Database, name: str) -> Server:
    """Serve that database, and answer once the server does."""
    log = folder / f"{name}.log"
    with socket.socket() as listener, log.open("wb") as output:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"fd://{listener.fileno()}"],
            cwd=ROOT,
            env=environment(folder, database.url)
            | {"INNOVATE_ENV": "development", "BASE_URL": url, "WEB_CONCURRENCY": "1", "WEB_THREADS": "6"},
            stdout=output,
            stderr=output,
            pass_fds=[listener.fileno()],
            start_new_session=True,  # Ctrl-C in the terminal ends the tests, which then end it
        )
    server = Server(url, database, process, log)
    _wait_for(server)
    return server


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{server.url}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return  # it says something; what, the tests will see
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    if server.process.poll() is None:
        os.killpg(server.process.pid, signal.SIGKILL)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text()}")
