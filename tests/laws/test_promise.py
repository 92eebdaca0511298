"""The promise of anonymity is one text: the bot says it as SECURITY.md does, and nothing more; tests show all of it."""

import re
from datetime import UTC, datetime

from babel.messages.pofile import read_po

from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.worker.pages import privacy
from tests.laws.source import ROOT, modules

SECURITY = (ROOT / "SECURITY.md").read_text()
STRONGER = re.compile(r"anonym|guarantee|impossible|100 ?%|untrace|nobody can (find|know|learn|see) who", re.IGNORECASE)
A_TEST = re.compile(r"`(tests/[\w/.]+|test_\w+)`")
SAID_OPENLY = "said openly"


def section(title: str) -> str:
    return SECURITY.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def promise() -> str:
    quoted = re.findall(r"^> (.*)$", section("The promise, as workers read it"), re.MULTILINE)
    return " ".join(quoted)


def adversaries() -> list[list[str]]:
    """Each with what they see, must not be able to, and what shows it."""
    rows = [line.strip("| ").split(" | ") for line in section("Who could learn what").splitlines() if line[:2] == "| "]
    return rows[1:]


def texts() -> list[str]:
    with (ROOT / "locales/messages.pot").open("rb") as file:
        return [text for message in read_po(file) for text in _forms(message.id)]


def _forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def is_there(test: str) -> bool:
    if test.startswith("tests/"):
        return (ROOT / test).exists()
    return any(f"def {test}(" in (ROOT / path).read_text() for path in modules("tests"))


def test_workers_read_the_promise_word_for_word() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    shown = privacy(Facts(at, operator="Operator"), {}, Speech("en"))
    assert shown.text.splitlines()[0] == f"🔒 {promise()}"


def test_nothing_stronger_is_said_anywhere() -> None:
    assert [text for text in texts() if STRONGER.search(text)] == []


def test_the_law_sees_a_stronger_promise() -> None:
    assert STRONGER.search("You are completely anonymous here")
    assert STRONGER.search("Nobody can find who sent it")


def test_every_adversary_names_tests_that_are_there() -> None:
    rows = adversaries()
    shown = {who: A_TEST.findall(by) for who, _, _, by in rows if by != SAID_OPENLY}
    assert len(rows) == 11
    assert [who for who, tests in shown.items() if not tests] == []
    assert [test for test in A_TEST.findall(SECURITY) if not is_there(test)] == []
