"""What holds for every test: no skipping, no settings from outside, no race against a slow machine."""

import os
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import databases

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


@pytest.fixture(scope="session")
def postgresql_server() -> Generator[databases.PostgreSQL]:
    with databases.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[databases.Database]:
    """A test that asks for it runs twice: on a fresh SQLite file and on a fresh PostgreSQL database."""
    if request.param == "sqlite":
        yield databases.fresh_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    fresh = await databases.fresh_postgresql(request.getfixturevalue("postgresql_server"))
    yield fresh
    await databases.drop_postgresql(fresh)
