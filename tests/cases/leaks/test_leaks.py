"""How well leaks are found is measured on labelled sentences; what never may fail is a law."""

import importlib
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.leaks import Leak, LeakKind, asks_identity, blank, find, numbers
from cases.leaks.addresses import ADDRESSES
from cases.leaks.check import ASKS, SELF
from tests.cases.leaks.score import Score, score
from tests.cases.leaks.sentences import Sentence, lines, sentences

SETS = ("held_out", "tuning", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
ENOUGH = 0.9
PARSER: Any = importlib.import_module("re._parser")
"""How Python itself reads a pattern; it has no public face."""
EVERY = [each for language in ("zh", "en") for name in SETS for each in sentences(f"{language}.{name}")]


def marked(text: str, *names: str) -> list[tuple[LeakKind, str]]:
    return [(leak.kind, text[leak.start : leak.end]) for leak in find(text, names)]


# How well


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nine_of_ten_are_found_and_nine_of_ten_marks_are_right(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        for name in SETS:
            print(score(sentences(f"{language}.{name}")).table(f"{language} {name}"))  # noqa: T201 - to be read
        whole = score(sentences(*(f"{language}.{name}" for name in SETS)))
        print(whole.table(f"{language} all", kinds=True))  # noqa: T201
    assert whole.recall() >= ENOUGH
    assert whole.precision() >= ENOUGH


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_are_enough_sentences_and_many_hold_nothing(language: str) -> None:
    texts = [each for name in SETS for each in sentences(f"{language}.{name}")]
    assert len({each.text for each in texts}) >= 300
    assert sum(not each.leaks for each in texts) >= 0.4 * len(texts)
    assert {leak.kind for each in texts for leak in each.leaks} == set(LeakKind)


def test_the_score_counts_what_is_missed_and_what_is_wrong() -> None:
    phone = Sentence("15400001234", (Leak(LeakKind.PHONE, 0, 11),))
    empty, wrong = Sentence("x", (Leak(LeakKind.NAME, 0, 1),)), Sentence("15400001234", ())
    assert score([phone, empty, wrong]) == Score(
        right=Counter({LeakKind.PHONE: 1}),
        wrong=Counter({LeakKind.PHONE: 1}),
        found=Counter({LeakKind.PHONE: 1}),
        missed=Counter({LeakKind.NAME: 1}),
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_staff_question_for_identity_is_known_from_one_about_the_matter(language: str) -> None:
    asked = lines(f"asks.{language}")
    mistaken = [line for line in asked if asks_identity(line[2:]) != line.startswith("+")]
    assert len(mistaken) <= 0.1 * len(asked), mistaken


# What it is like


def test_find_marks_what_is_sure_and_leaves_the_matter() -> None:
    text = "三号冲床漏油,我是二班的电工,工号 0427,电话 154 0000 1234"
    assert marked(text) == [
        (LeakKind.POST, "我是二班的电工"),
        (LeakKind.BADGE, "0427"),
        (LeakKind.PHONE, "154 0000 1234"),
    ]
    assert blank(text, find(text)) == "三号冲床漏油,▇▇▇,工号 ▇▇▇,电话 ▇▇▇"


def test_find_marks_names_typed_earlier_and_their_parts() -> None:
    assert marked("Tell MARIA, not Mariana", "Maria Lopez") == [(LeakKind.NAME, "MARIA")]
    assert marked("小明说过,王小明也说过", "王小明") == [(LeakKind.NAME, "小明"), (LeakKind.NAME, "王小明")]
    assert marked("nothing here", "", " ") == []


def test_find_reads_digits_of_any_script_and_right_to_left_text() -> None:
    assert marked("رقمي ٠٧٧٠٠٩٠٠١٢٣ شكرا") == [(LeakKind.PHONE, "٠٧٧٠٠٩٠٠١٢٣")]
    assert marked("আমার ফোন ০৭৭০০৯০০১২৩") == [(LeakKind.PHONE, "০৭৭০০৯০০১২৩")]
    assert marked("\u202b154\u200f0000\u200f1234\u202c") == [(LeakKind.PHONE, "154\u200f0000\u200f1234")]


def test_find_reads_numbers_however_they_are_written() -> None:
    assert marked("打一五四零零零零一二三四找我") == [(LeakKind.PHONE, "一五四零零零零一二三四")]
    assert marked("154一二三四5678") == [(LeakKind.PHONE, "154一二三四5678")]
    assert marked("手机①⑤④⓪⓪⓪⓪①②③④") == [(LeakKind.PHONE, "①⑤④⓪⓪⓪⓪①②③④")]
    assert marked("1️⃣5️⃣4️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣")[0][0] is LeakKind.PHONE
    assert marked("工号零四二七一") == [(LeakKind.BADGE, "零四二七一")]
    assert marked("三班有二三十个人,一二三车间都停了") == []


def test_what_follows_i_am_tells_who_one_is_unless_anybody_could_say_it() -> None:
    assert marked("I'm the new girl in the paint shop") == [(LeakKind.POST, "I'm the new girl in the paint shop")]
    assert marked("I'm tired, I am afraid, I am not sure, I'm asking for gloves") == []
    assert marked("我是镀锌那边的,我是说真的,我是觉得不公平") == [(LeakKind.POST, "我是镀锌那边的")]
    assert marked("I stack the pallets and I think it is unsafe") == [(LeakKind.POST, "I stack the pallets")]


def test_find_counts_code_points_not_utf_16_units() -> None:
    assert find("😡👷🏽 li@example.com") == (Leak(LeakKind.EMAIL, 4, 18),)


def test_find_takes_numbers_for_papers_and_cards_only_with_a_right_check_digit() -> None:
    assert marked("330799198502300007") == [(LeakKind.ID_CARD, "330799198502300007")]
    assert marked("330799198502300008 4111111111111112") == []
    assert marked("4111111111111111") == [(LeakKind.BANK_CARD, "4111111111111111")]


# What never may fail

PIECES = st.sampled_from(
    [
        "我是",
        "只有我",
        "I am the ",
        "1",
        "54",
        "0",
        " ",
        "-",
        "@",
        "a",
        "A",
        ".",
        "t.me/",
        "工号",
        "的",
        "班",
        "(",
        "+",
        "名",
        "\u200f",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=4096),
    st.builds(
        lambda piece, times: (piece * times)[:4096], st.lists(PIECES, max_size=8).map("".join), st.integers(0, 4096)
    ),
    st.lists(st.sampled_from([each.text for each in EVERY]), max_size=12).map("\n".join),
)


@given(TEXTS)
def test_law_leaks_are_in_order_apart_and_inside_the_text(text: str) -> None:
    places = [place for leak in find(text) for place in (leak.start, leak.end)]
    assert places == sorted(places)
    assert all(0 <= leak.start < leak.end <= len(text) for leak in find(text))


@given(TEXTS)
def test_law_blanking_leaves_all_else_as_it_was(text: str) -> None:
    leaks = find(text)
    kept: list[str] = []
    end = 0
    for leak in leaks:
        kept, end = [*kept, text[end : leak.start]], leak.end
    assert blank(text, leaks) == "▇▇▇".join([*kept, text[end:]])


def test_law_what_was_blanked_is_not_found_again() -> None:
    for each in EVERY:
        left = blank(each.text, find(each.text))
        assert [leak for leak in find(left) if "▇" not in left[leak.start : leak.end]] == [], each.text


# Time: no text, however long and odd, may hold up the others


def patterns() -> Iterator[re.Pattern[str]]:
    """Every pattern of the package: those in tables, and those that stand alone in a module."""
    yield from (pattern for _, pattern in (*ADDRESSES, *SELF[True, True], *numbers.ENDINGS))
    yield from ASKS
    yield from (value for value in vars(numbers).values() if isinstance(value, re.Pattern))


def ways(parsed: Any) -> int:
    """At most how many ways a pattern can be tried from one place: what bounds the steps, whatever the text."""
    return math.prod(_ways(str(operation), argument) for operation, argument in parsed)


def _ways(operation: str, argument: Any) -> int:
    match operation:
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, inner = argument
            assert most < LONGEST, "a repeat without bounds"
            return sum(ways(inner) ** times for times in range(least, int(most) + 1))
        case "BRANCH":
            return sum(ways(each) for each in argument[1])
        case "SUBPATTERN":
            return ways(argument[-1])
        case "POSSESSIVE_REPEAT":
            assert argument[1] < LONGEST, "a repeat without bounds"
            return 1  # what it took it never gives back
        case _:
            return 1


LONGEST = 100
MOST_WAYS = 20_000


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("abc", 1), ("a?b", 2), ("[ab]{0,9}c", 10), ("(?:ab|c){1,2}", 6), ("(?:a?){3}", 8), ("a{0,9}+", 1)],
)
def test_ways_are_counted_like_this(pattern: str, count: int) -> None:
    assert ways(PARSER.parse(pattern)) == count


def test_law_no_pattern_can_be_tried_in_many_ways() -> None:
    assert {
        each.pattern: ways(PARSER.parse(each.pattern, each.flags))
        for each in patterns()
        if ways(PARSER.parse(each.pattern, each.flags)) > MOST_WAYS
    } == {}
