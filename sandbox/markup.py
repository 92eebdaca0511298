"""Keyboards as the bot sends them: what Telegram refuses, and finding a button by its label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.errors import bad_request
from sandbox.names import names

Json = dict[str, Any]

DATA_LIMIT = 64
ACTIONS = names(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay"
)
NOT_INLINE = ("keyboard", "remove_keyboard", "force_reply")


def checked(markup: Any) -> Json | None:
    """The markup, if Telegram would take it."""
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    for button in inline_buttons(markup):
        _check_inline(button)
    for button in reply_buttons(markup):
        if not button["text"]:
            raise bad_request("can't parse keyboard button: Text must be non-empty")
    return markup


def checked_inline(markup: Any) -> Json | None:
    """For edits, which take inline keyboards only."""
    markup = checked(markup)
    if markup and any(key in markup for key in NOT_INLINE):
        raise bad_request("inline keyboard expected")
    return shown_inline(markup)


def shown_inline(markup: Json | None) -> Json | None:
    """The inline keyboard a message keeps; an empty one is none."""
    return markup if markup and any(markup.get("inline_keyboard", [])) else None


def inline_buttons(markup: Json | None) -> Iterator[Json]:
    for row in (markup or {}).get("inline_keyboard", []):
        yield from row


def reply_buttons(markup: Json | None) -> Iterator[Json]:
    for row in (markup or {}).get("keyboard", []):
        for button in row:
            yield {"text": button} if isinstance(button, str) else button


def labelled(buttons: list[Json], label: str) -> Json | None:
    """The button with this label, or the only one whose label holds it: people read past the signs."""
    exact = [button for button in buttons if button["text"] == label]
    part = [button for button in buttons if label in button["text"]]
    if exact:
        return exact[0]
    return part[0] if len(part) == 1 else None


def _check_inline(button: Json) -> None:
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    data = button.get("callback_data")
    if data is not None and len(data.encode()) > DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    if not any(button.get(action) not in (None, "") for action in ACTIONS):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
