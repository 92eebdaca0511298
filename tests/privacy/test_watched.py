"""What the operator's machines read of the bot names nobody; and who searches it would find what does."""

import base64
import logging
import re
from collections.abc import Callable, Iterator

import pytest
import structlog
from prometheus_client import generate_latest

from bot import logs
from bot.health import Metrics
from cases.model import Role
from tests.bot.conftest import House
from tests.privacy.people import WORKER, phone_of
from tests.privacy.search import Search
from tests.privacy.test_sent_anew import LATER, leaves

SEARCH = Search(WORKER.canaries())
LEVELS = ("debug", "info", "warning", "error", "critical")
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "hex": lambda word: word.encode().hex(),
    "base64": lambda word: base64.b64encode(f"to {word} it goes".encode()).decode(),
}
LABEL = re.compile(r'\w+="((?:[^"\\]|\\.)*)"')
WORD_OF_OURS = re.compile(r"[a-z_]+(:\d+)?|\d+\.\d+|\+Inf")


@pytest.fixture
def _all_levels() -> Iterator[None]:
    before = logging.getLogger().handlers[:]
    logs.set_up(logging.DEBUG)
    yield
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


@pytest.mark.usefixtures("_all_levels")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("level", LEVELS)
def test_a_log_line_that_tells_is_found(level: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    getattr(structlog.get_logger(), level)(f"answered {FORMS[form](WORKER.name)}", case=7)
    assert SEARCH.found_in(capsys.readouterr().err.encode()) == ["name"]


@pytest.mark.usefixtures("_all_levels")
@pytest.mark.parametrize("level", LEVELS)
def test_a_log_line_of_a_library_tells_nothing(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("aiogram.event").log(getattr(logging, level.upper()), "Update of %s", WORKER.name)
    assert SEARCH.found_in(capsys.readouterr().err.encode()) == []


@pytest.mark.parametrize("what", WORKER.canaries())
def test_a_metric_that_tells_is_found(what: str) -> None:
    metrics = Metrics()
    metrics.handled.labels(f"done for {WORKER.canaries()[what]}").inc()
    assert SEARCH.found_in(generate_latest(metrics.registry)) == [what]


async def test_metrics_are_labelled_by_words_of_the_program_alone(house: House) -> None:
    await house.staff("Lena", Role.LEAD)
    ana = phone_of(house.sandbox, WORKER)
    await ana.starts("DAWN")
    await ana.sees("Dawn Textiles", within=LATER)
    await ana.sends("A lamp would help")
    await leaves(house, ana)
    shown = generate_latest(house.app.metrics.registry)
    labels = set(LABEL.findall(shown.decode()))
    assert {"done", "sent"} <= labels
    assert [label for label in labels if not WORD_OF_OURS.fullmatch(label)] == []
    assert SEARCH.found_in(shown) == []
