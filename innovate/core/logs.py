"""Logs: one JSON line a fact to stdout, with numbers for people and never their words."""

import logging

import orjson
import structlog
from structlog.tracebacks import ExceptionDictTransformer


def set_up(*, as_json: bool) -> None:
    """JSON for machines; a developer's terminal gets plain lines, and only what needs a look."""
    last: tuple[structlog.typing.Processor, ...]
    if not as_json:
        last = (structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),)
    else:
        transform = ExceptionDictTransformer(show_locals=False)  # locals hold what people typed
        last = (
            structlog.processors.ExceptionRenderer(transform),
            _without_words,
            structlog.processors.JSONRenderer(_json),
        )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if as_json else logging.WARNING),
        logger_factory=structlog.WriteLoggerFactory(),
    )


def _json(line: object, **_options: object) -> str:
    return orjson.dumps(line, default=str).decode()


def _without_words(_logger: object, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Say what kind of error it was and where; its own words may hold what people typed."""
    for error in line.get("exception") or ():
        for words in ("exc_value", "exc_notes", "syntax_error", "exceptions"):
            error.pop(words, None)
    return line
