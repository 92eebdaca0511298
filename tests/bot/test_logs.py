"""No log line can tell who: neither ours nor a library's."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from bot import logs

CANARY = "Ana-501-secret"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[logging.Logger]:
    before = logging.getLogger().handlers[:]
    logs.set_up()
    yield logging.getLogger("aiogram.event")
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_what_is_not_on_the_list_is_dropped(lines: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("sent", update_id=7, chat=501, text=CANARY, case={"text": CANARY})
    (line,) = written(capsys)
    assert set(line) == {"event", "level", "timestamp", "update_id"}
    assert (line["event"], line["level"], line["update_id"]) == ("sent", "info", 7)


def test_a_librarys_words_are_not_passed_on(lines: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        int(CANARY)
    except ValueError:
        lines.exception("Failed to handle %s", CANARY, extra={"text": CANARY}, stack_info=True)
    (line,) = written(capsys)
    assert CANARY not in str(line)
    assert (line["event"], line["level"], line["logger"], line["error"]) == (
        "library message",
        "error",
        "aiogram.event",
        "ValueError",
    )


def test_of_an_error_of_the_database_its_own_class_is_named() -> None:
    told = logs.failure(OperationalError(CANARY, None, TimeoutError(CANARY)))
    assert told == {"error": "TimeoutError", "where": ""}


def test_of_several_errors_the_first_is_named() -> None:
    told = logs.failure(ExceptionGroup(CANARY, [OSError(CANARY), ValueError(CANARY)]))
    assert told == {"error": "OSError", "where": ""}
