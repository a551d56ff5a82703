"""Logs: one JSON line a fact to stdout, with numbers for people and never their words."""

import sys
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

_as_json = [True]


def set_up(*, as_json: bool) -> None:
    """JSON for machines; a developer's terminal gets plain lines, and only what needs a look."""
    _as_json[0] = as_json


def info(event: str, **facts: object) -> None:
    """Say what happened, for machines alone."""
    if _as_json[0]:
        _write("info", event, facts)


def warning(event: str, **facts: object) -> None:
    """Say what needs a look."""
    _write("warning", event, facts)


def error(event: str, fault: BaseException, **facts: object) -> None:
    """Say what broke, and where."""
    _write("error", event, facts, fault)


def _write(level: str, event: str, facts: dict[str, object], fault: BaseException | None = None) -> None:
    at = datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="milliseconds")
    if _as_json[0]:
        told = {"exception": list(_where(fault))} if fault else {}
        line = {"event": event, **facts, **told, "level": level, "timestamp": at}
        text = orjson.dumps(line, default=str).decode()
    else:
        text = f"{at} [{level}] {event} " + " ".join(f"{name}={value!r}" for name, value in facts.items())
        text += "\n" + "".join(traceback.format_exception(fault)) if fault else ""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _where(fault: BaseException | None) -> Iterator[dict[str, Any]]:
    """What kind of error it was and where, then what led to it; its own words may hold what people typed."""
    while fault is not None:
        steps = traceback.StackSummary.extract(traceback.walk_tb(fault.__traceback__), lookup_lines=False)
        frames = [{"filename": step.filename, "lineno": step.lineno, "name": step.name} for step in steps]
        yield {"exc_type": type(fault).__name__, "frames": frames}
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
