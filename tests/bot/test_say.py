"""What is said in a conversation, as rows."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.say import delete, hush, prompt, tell
from cases.ports import Address, Message

HERE = Address(501, "en")


@dataclass
class Rows:
    """Keeps what is said as the outbox would: the newest under each key."""

    by_key: dict[str, Message] = field(default_factory=dict)

    async def say(self, message: Message) -> None:
        self.by_key[message.key or str(len(self.by_key))] = message

    async def card(self, *_: Any, **__: Any) -> None: ...
    async def refresh(self, *_: Any, **__: Any) -> None: ...
    async def cases_shown_to(self, *_: Any) -> list[int]:
        return []

    async def drop(self, key: str, here: Address | None = None) -> None:
        assert here == HERE
        del self.by_key[key]


@pytest.fixture
def rows() -> Rows:
    return Rows()


async def test_a_newer_question_replaces_one_that_has_not_left(rows: Rows) -> None:
    await prompt(rows, HERE, "ask_kind", draft=1)
    await prompt(rows, HERE, "ask_urgency", draft=1)
    assert [message.what for message in rows.by_key.values()] == ["ask_urgency"]


async def test_a_question_can_be_taken_back(rows: Rows) -> None:
    await prompt(rows, HERE, "ask_kind", draft=1)
    await hush(rows, HERE, "prompt")
    assert rows.by_key == {}


async def test_nothing_replaces_what_is_told(rows: Rows) -> None:
    await tell(rows, HERE, "receipt")
    await tell(rows, HERE, "receipt")
    await prompt(rows, HERE, "ask_kind")
    assert [message.what for message in rows.by_key.values()] == ["receipt", "receipt", "ask_kind"]


async def test_what_is_deleted_goes_a_hundred_at_a_time(rows: Rows) -> None:
    await delete(rows, 501, range(1, 231))
    asked = [list(message.args["messages"]) for message in rows.by_key.values()]
    assert asked == [list(range(1, 101)), list(range(101, 201)), list(range(201, 231))]


async def test_no_row_names_the_case_beside_the_chat(rows: Rows) -> None:
    """The case travels inside what is sealed; a row that named it would join it to its worker."""
    await tell(rows, HERE, "thing", case=7)
    assert [(message.case, message.args) for message in rows.by_key.values()] == [(None, {"of": 7})]


async def test_of_a_message_without_a_number_no_deletion_is_asked() -> None:
    """As a damaged update brings one: Telegram refuses a deletion of it and a change."""
    rows = Rows()
    await delete(rows, HERE.chat, [0])
    assert rows.by_key == {}
    await delete(rows, HERE.chat, [0, 7])
    assert [message.args for message in rows.by_key.values()] == [{"messages": [7]}]
