"""Logs as JSON lines that cannot tell who: what is not on the list below never gets out.

Nothing a library says is passed on word for word, and of an error only its class and the place in our code: messages
of errors may quote a chat, a name or a text.
"""

import logging
import sys
from traceback import extract_tb

import structlog
from structlog.types import EventDict, WrappedLogger

ALLOWED = frozenset(
    "event level timestamp logger error where task lease tick what method update_id case clock act count attempt "
    "seconds port version reason".split()
)


def failure(error: BaseException) -> dict[str, str]:
    """What may be told of an error: its class, the database's own where it came from there, and the innermost place in
    our own code.
    """
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    error = getattr(error, "orig", None) or error
    frames = [each for each in extract_tb(error.__traceback__) if "site-packages" not in each.filename]
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}


def only_allowed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    plain = (str, int, float, bool, type(None))
    return {key: value for key, value in event.items() if key in ALLOWED and isinstance(value, plain)}


class Foreign(logging.Handler):
    """Of a library's message only who spoke and how loud, and the class of the error behind it."""

    def emit(self, record: logging.LogRecord) -> None:
        told = failure(record.exc_info[1]) if record.exc_info and record.exc_info[1] else {}
        structlog.get_logger().log(record.levelno, "library message", logger=record.name, **told)


def set_up(level: int = logging.INFO) -> None:
    """Every line of this process passes the list, the libraries' too."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    root = logging.getLogger()
    root.handlers[:] = [Foreign()]
    root.setLevel(logging.WARNING)
