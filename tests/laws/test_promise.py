"""The promise of anonymity is one text: the bot says it as SECURITY.md does, and nothing more; tests show all of it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.worker.pages import privacy
from tests.laws.documents import documents
from tests.laws.source import ROOT, files, modules
from tests.laws.test_locales import TEMPLATE, catalogue, forms, text_of

SECURITY = (ROOT / "SECURITY.md").read_text()
IN_CHINESE = (
    "厂里和辅导员从回音里查不到你是谁，除非你自己写名字。"
    "Telegram 知道你在用。"
    "管服务器的人，在回信路删掉之前有办法找到它；选「不留回信路」，就没有这条路。"
    "照片、声音、口气、只有你知道的事，都可能让人猜到你。"
    "别用厂里的手机和 Wi-Fi。"
)
STRONGER = re.compile(
    r"(?<!not )anonym|guarantee|impossible|100 ?%|untrace"
    r"|(nobody|no one)( else)?( can| will| ever)* (finds?|knows?|learns?|sees?)( out)? (who|which|when|that you|you\b)"
    r"|(?<!不是)匿名|绝对|保证|百分之?百"
    r"|(谁也|谁都|别人|任何人都?|没有?人)(查|找|认|猜)(得|不)(到|出|着)"
    r"|(谁也|谁都|别人|任何人都?)不(会|能|可能)?(查|找|认|猜|知道)"
    r"|没有?人(能|会|可以)?(查得?|找得?出|认得?出|猜|知道)"
    r"|请放心|放心[说写发]",
    re.IGNORECASE,
)
"""In every language at once: what says *not anonymous* is no promise."""
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


def texts() -> Iterator[str]:
    """All that is said to people: every language of the bot, the guides and the front page."""
    for message in catalogue(TEMPLATE):
        yield from filter(None, text_of(message)[1:])
    for path in files():
        if path.suffix == ".po":
            yield from (form for message in catalogue(ROOT / path) if message.id for form in forms(message))
    for path in documents():
        if path == Path("README.md") or path.is_relative_to("docs/guide"):
            yield from (ROOT / path).read_text().split("\n\n")


def is_stronger(text: str) -> bool:
    """However its lines are broken: between Chinese characters a break stands for nothing."""
    return bool(STRONGER.search(re.sub(r"(?<=[^ -~]) (?=[^ -~])", "", " ".join(text.split()))))


def plain(text: str) -> str:
    """Without breaks of lines and kinds of quotation marks, which differ between a chat and a page."""
    return re.sub(r"[“”「」]", '"', "".join(text.split()))


def is_there(test: str) -> bool:
    if test.startswith("tests/"):
        return (ROOT / test).exists()
    return any(f"def {test}(" in (ROOT / path).read_text() for path in modules("tests"))


def shown_in(language: str) -> str:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return privacy(Facts(at, operator="Operator"), {}, Speech(language)).text.splitlines()[0]


def test_workers_read_the_promise_word_for_word() -> None:
    assert shown_in("en") == f"🔒 {promise()}"
    assert shown_in("zh_Hans") == f"🔒 {IN_CHINESE}"


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_promise_has_five_sentences(language: str) -> None:
    assert len(re.findall(r"[.。]", shown_in(language))) == 5


def test_the_guides_say_the_promise_word_for_word() -> None:
    assert plain(promise()) in plain((ROOT / "docs/guide/worker.md").read_text())
    assert plain(IN_CHINESE) in plain((ROOT / "docs/guide/worker.zh.md").read_text())


def test_nothing_stronger_is_said_anywhere() -> None:
    assert [text for text in texts() if is_stronger(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "You are completely anonymous here",
        "Nobody can find who sent it",
        "Nobody else learns which one you take.",
        "No one will ever know who you are",
        "这里是匿名的",
        "绝对不会知道是你",
        "我们保证厂里不知道",
        "谁也查不到你是谁",
        "别人不知道",
        "百分之百安全",
        "没有人能查出\n是你",
        "没人能知道是你发的",
        "请放心",
    ],
)
def test_the_law_sees_a_stronger_promise(text: str) -> None:
    assert is_stronger(text)


@pytest.mark.parametrize("text", ["This is not anonymous", "这不是匿名", "丢了就是丢了，谁也找不回来。", IN_CHINESE])
def test_the_law_lets_honest_words_pass(text: str) -> None:
    assert not is_stronger(text)


def test_every_adversary_names_tests_that_are_there() -> None:
    rows = adversaries()
    shown = {who: A_TEST.findall(by) for who, _, _, by in rows if by != SAID_OPENLY}
    assert len(rows) == 12
    assert [who for who, tests in shown.items() if not tests] == []
    assert [test for test in A_TEST.findall(SECURITY) if not is_there(test)] == []
