"""Serves Innovate with its worker beside it, and ends both when either ends or a person says so."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
ADDRESS = f"http://{HOST}:{PORT}"
PATIENCE = 35  # seconds; a little more than gunicorn's graceful_timeout


class Stopped(Exception):
    """Somebody asked the server to end."""


def main() -> int:
    """Start the server and the worker; answer the exit code once both have ended."""
    if _is_taken():
        print(f"Port {PORT} is taken. Choose another: make run PORT={PORT + 1}", file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    commands = {
        "server": [str(BIN / "gunicorn"), "--config", str(ROOT / "gunicorn.conf.py"), "--log-level", "warning"],
        "worker": [str(BIN / "flask"), "--app", "wsgi", "worker"],
    }
    running: dict[str, subprocess.Popen[bytes]] = {}
    code = 0
    try:
        for name, command in commands.items():
            # A session of its own: Ctrl-C reaches this process alone, which then ends them in order.
            running[name] = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        code = _watch(running)
    except Stopped:
        print("\nStopping.", flush=True)
    finally:
        _end(running)
    return code


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _is_taken() -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
        except OSError:
            return True
    return False


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"{ADDRESS}/healthz", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True  # it says something, if only that it is not well
    except (urllib.error.URLError, TimeoutError):
        return False


def _greet() -> None:
    print(f"\nInnovate is at {ADDRESS}")
    if os.environ.get("INNOVATE_DEMO") == "1":
        print("Sign in: the sign-in page offers one person of each role, one click each.")
    if os.environ.get("INNOVATE_ENV") == "development":
        print(f"Mail that it would send: {ADDRESS}/outbox")
    print("End it with Ctrl-C.\n", flush=True)


def _watch(running: dict[str, subprocess.Popen[bytes]]) -> int:
    has_greeted = False
    while True:
        if not has_greeted and _answers():
            _greet()
            has_greeted = True
        for name, process in running.items():
            if (code := process.poll()) is not None:
                print(f"The {name} ended by itself with exit code {code}.", file=sys.stderr, flush=True)
                return code or 1
        time.sleep(0.3)


def _end(running: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
