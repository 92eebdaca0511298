"""What holds for every test: no skipping, no settings from outside, no race against a slow machine."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("huiyin", deadline=None, print_blob=True)
settings.load_profile("huiyin")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one: a part that is missing must be seen."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which no test may be: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HUIYIN_")]:
        monkeypatch.delenv(name)
