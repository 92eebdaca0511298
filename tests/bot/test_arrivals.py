"""What is read from an update before it is understood: its number and whose it is."""

import json
from typing import Any

import pytest

from bot.arrivals import NotAnUpdate, arrival, arrival_of, chat_of, language_code_of, person_of

ANA, TEAM = 501, -9


@pytest.mark.parametrize(
    ("content", "person", "chat"),
    [
        ({"message": {"from": {"id": ANA}, "chat": {"id": TEAM}}}, ANA, TEAM),
        ({"channel_post": {"chat": {"id": TEAM}}}, TEAM, TEAM),
        ({"message_reaction": {"user": {"id": ANA}, "chat": {"id": TEAM}}}, ANA, TEAM),
        ({"callback_query": {"from": {"id": ANA}, "message": {"chat": {"id": TEAM}}}}, ANA, TEAM),
        ({"poll": {"id": "7"}}, None, None),
        ({"novelty": "yes"}, None, None),
        ({"novelty": {"from": {"id": 2**70}, "chat": {"id": "9"}}}, None, None),
    ],
)
def test_whose_an_update_is(content: dict[str, Any], person: int | None, chat: int | None) -> None:
    came = arrival({"update_id": 7, **content})
    assert (came.update_id, person_of(came.raw), chat_of(came.raw)) == (7, person, chat)
    assert json.loads(came.raw) == {"update_id": 7, **content}


def test_whose_an_update_is_that_cannot_be_opened_any_more() -> None:
    assert person_of(b"") is None


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", b"[]", b"{}", b'{"update_id": true}', b'{"update_id": "1"}', b'{"update_id": 9e9}', b"\xff"],
)
def test_what_is_no_update_is_refused(body: bytes) -> None:
    with pytest.raises(NotAnUpdate):
        arrival_of(body)


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_database_has_room_for_is_refused(number: int) -> None:
    with pytest.raises(NotAnUpdate):
        arrival_of(json.dumps({"update_id": number}).encode())


def test_half_an_emoji_is_a_question_mark_and_a_whole_one_stays() -> None:
    update = {"update_id": 7, "message": {"text": "\ud83d lamp \udfff 🙂"}}
    kept = {"update_id": 7, "message": {"text": "? lamp ? 🙂"}}
    assert json.loads(arrival(update).raw) == json.loads(arrival_of(json.dumps(update).encode()).raw) == kept


def test_a_body_nested_too_deeply_is_refused() -> None:
    with pytest.raises(NotAnUpdate):
        arrival_of(b"[" * 200_000)


def test_the_language_of_the_person_is_found() -> None:
    raw = arrival({"update_id": 7, "message": {"from": {"id": ANA, "language_code": "zh-hans"}}}).raw
    assert (language_code_of(raw), language_code_of(b'{"update_id": 7}')) == ("zh-hans", None)


def test_an_arrival_does_not_show_whose_it_is() -> None:
    assert str(ANA) not in repr(arrival({"update_id": 7, "message": {"from": {"id": ANA}}}))
