"""A part of pytest that writes down how each test ended, so that a failed assertion is told from any other error."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

PASSED, ASSERTION, TIMEOUT = "passed", "assertion", "timeout"
"""Any other ending is the name of an error's class."""


class Endings:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._found: dict[str, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Of several phases the first that went wrong counts."""
        report = yield
        if self._found.get(item.nodeid, PASSED) == PASSED:
            self._found[item.nodeid] = ending(call)
        return report

    def pytest_sessionfinish(self) -> None:
        self._path.write_text(json.dumps(self._found))


def ending(call: pytest.CallInfo[None]) -> str:
    if call.excinfo is None:
        return PASSED
    if call.excinfo.errisinstance(pytest.fail.Exception) and str(call.excinfo.value).startswith("Timeout"):
        return TIMEOUT
    asserted = call.excinfo.errisinstance((AssertionError, pytest.fail.Exception))
    return ASSERTION if call.when == "call" and asserted else call.excinfo.typename
