import pytest

from bot.flows.small_talk import ANSWERS, PHRASES, is_small_talk


@pytest.mark.parametrize(
    "text", ["hello", " Hello! ", "HI", "Test...", "TEST", "你好", "你好!", "在吗?", "有人吗", "👋", ""]
)
def test_a_bare_greeting_is_small_talk(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text", ["hello, the guard is off", "test run of press 3 burnt", "你好,机器漏电", "有人受伤", "3"]
)
def test_what_says_more_is_not(text: str) -> None:
    assert not is_small_talk(text)


def test_what_may_be_an_answer_is_small_talk_when_nothing_was_asked() -> None:
    assert ANSWERS <= PHRASES
