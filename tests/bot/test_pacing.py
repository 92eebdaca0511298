"""Telegram's limits hold for every order of calls and every time they take, on a clock of the test's own."""

import heapq
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Pacer

GROUP = -7
ANA, BEN = 1, 2

calls = st.lists(
    st.tuples(
        st.sampled_from([ANA, BEN, 3, 4, 5, GROUP, -8]),
        st.floats(0, 3),  # how long the call takes
        st.floats(0, 1),  # when within the call it arrives at Telegram
    ),
    min_size=1,
    max_size=120,
)


def arrivals(pacer: Pacer, asked: list[tuple[int, float, float]]) -> dict[int, list[float]]:
    """Plays a sender with eight calls in flight that sends each message as soon as the pacer lets it."""
    at, came = 0.0, defaultdict[int, list[float]](list)
    flying: list[tuple[float, int]] = []
    for chat, takes, share in asked:
        while len(flying) >= 8 or (wait := pacer.delay(chat, at)) > 0:
            if len(flying) >= 8 or (flying and flying[0][0] <= at + wait):
                at, ended = heapq.heappop(flying)
                pacer.end(ended, at)
            else:
                at += wait
        pacer.begin(chat)
        came[chat].append(at + takes * share)
        heapq.heappush(flying, (at + takes, chat))
    return came


def most_within(times: list[float], seconds: float) -> int:
    """The most instants in any window; a hair is allowed for the rounding of sums."""
    ordered = sorted(times)
    return max(sum(start <= t < start + seconds - 1e-6 for t in ordered) for start in ordered)


edits = st.lists(st.tuples(st.sampled_from([ANA, BEN]), st.floats(0, 3), st.floats(0, 1), st.booleans()), min_size=1)


@given(edits)
def test_edits_pass_the_second_after_a_message_but_not_the_pace_of_the_chat(
    asked: list[tuple[int, float, float, bool]],
) -> None:
    pacer, at = Pacer(), 0.0
    new, every = defaultdict[int, list[float]](list), defaultdict[int, list[float]](list)
    for chat, takes, share, edit in asked:
        at += pacer.delay(chat, at, edit=edit)
        pacer.begin(chat)
        every[chat].append(at + takes * share)
        new[chat] += [] if edit else [at + takes * share]
        at += takes
        pacer.end(chat, at, edit=edit)
    assert max(most_within(times, 5) for times in every.values()) <= 5
    assert max((most_within(times, 1) for times in new.values() if times), default=0) <= 1


def test_an_edit_waits_for_the_call_before_it_and_no_longer() -> None:
    pacer = Pacer()
    pacer.begin(ANA)
    assert pacer.delay(ANA, 0.0, edit=True) == float("inf")
    pacer.end(ANA, 0.0)
    assert (pacer.delay(ANA, 0.0, edit=True), pacer.delay(ANA, 0.0)) == (0.0, 1.0)
    pacer.begin(ANA)
    pacer.end(ANA, 0.5, edit=True)
    assert pacer.delay(ANA, 1.0) == 0.0


def test_in_a_group_an_edit_waits_like_any_message() -> None:
    pacer = Pacer()
    pacer.begin(GROUP)
    pacer.end(GROUP, 0.0, edit=True)
    assert pacer.delay(GROUP, 0.0, edit=True) == 1.0


@given(calls)
def test_no_second_holds_more_than_thirty_and_no_chat_more_than_one(asked: list[tuple[int, float, float]]) -> None:
    came = arrivals(Pacer(), asked)
    assert most_within([t for times in came.values() for t in times], 1) <= 30
    assert max(most_within(times, 1) for times in came.values()) <= 1


@given(st.lists(st.tuples(st.just(GROUP), st.floats(0, 3), st.floats(0, 1)), min_size=41, max_size=60))
def test_a_group_gets_twenty_a_minute(asked: list[tuple[int, float, float]]) -> None:
    assert most_within(arrivals(Pacer(), asked)[GROUP], 60) == 20


def test_many_chats_get_thirty_a_second() -> None:
    """The limit is used up and not only kept: 300 quick messages leave in ten seconds."""
    came = arrivals(Pacer(), [(chat, 0.0, 0.0) for chat in range(1, 301)])
    assert max(t for times in came.values() for t in times) == pytest.approx(9.0)


def test_one_chat_waits_for_the_answer_and_a_second() -> None:
    pacer = Pacer()
    pacer.begin(ANA)
    assert (pacer.delay(ANA, 5.0), pacer.delay(BEN, 5.0)) == (float("inf"), 0.0)
    pacer.end(ANA, 5.0)
    assert (pacer.delay(ANA, 5.25), pacer.delay(ANA, 6.0)) == (0.75, 0.0)


def test_a_place_is_free_a_second_after_the_answer_whatever_was_written_down_first() -> None:
    pacer = Pacer((2, 1.0))
    for chat in (ANA, BEN):
        pacer.begin(chat)
    pacer.end(BEN, 5.5)
    pacer.end(ANA, 5.0)
    assert (pacer.delay(3, 5.75), pacer.delay(3, 6.0)) == (0.25, 0.0)


def test_retry_after_silences_one_chat_or_all() -> None:
    pacer = Pacer()
    pacer.hold(ANA, 7.0)
    assert (pacer.delay(ANA, 5.0), pacer.delay(BEN, 5.0)) == (2.0, 0.0)
    pacer.hold(None, 6.0)
    assert (pacer.delay(ANA, 5.0), pacer.delay(BEN, 5.0)) == (2.0, 1.0)


def test_a_second_chat_refused_means_the_whole_bot_is() -> None:
    pacer = Pacer()
    pacer.flooded(ANA, 0.0, 7)
    pacer.flooded(ANA, 1.0, 8)
    assert (pacer.delay(ANA, 1.0), pacer.delay(BEN, 1.0), pacer.delay(3, 1.0)) == (8.0, 0.0, 0.0)
    pacer.flooded(BEN, 2.0, 5)
    assert (pacer.delay(ANA, 2.0), pacer.delay(BEN, 2.0), pacer.delay(3, 2.0)) == (7.0, 5.0, 5.0)


def test_what_never_left_takes_no_place() -> None:
    pacer = Pacer()
    pacer.begin(ANA, 10)
    pacer.end(ANA, 0.0, 10, sent=0)
    assert pacer.delay(ANA, 0.0) == 0.0


def test_an_album_counts_as_its_files() -> None:
    pacer = Pacer()
    pacer.begin(ANA, 10)
    pacer.end(ANA, 0.0, 10)
    assert pacer.delay(ANA, 0.0) == 10.0
    for chat in range(10, 30):
        pacer.begin(chat)
        pacer.end(chat, 0.0)
    assert pacer.delay(BEN, 0.5) == 0.5


def test_an_album_larger_than_what_is_free_waits() -> None:
    pacer = Pacer()
    for chat in range(10, 35):
        pacer.begin(chat)
        pacer.end(chat, chat / 100)
    assert pacer.delay(ANA, 1.0, 5) == 0.0
    assert pacer.delay(ANA, 1.0, 6) == pytest.approx(0.1)


def test_quiet_chats_are_forgotten() -> None:
    pacer = Pacer()
    for first, until in pairwise(range(1, 50)):
        pacer.begin(first)
        pacer.end(first, 0.0)
        pacer.hold(first, until / 100)
    pacer.begin(GROUP)
    pacer.forget(5.0)
    assert (list(pacer._chats), pacer._held) == ([GROUP], {})
