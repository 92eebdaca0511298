"""answerCallbackQuery."""

from __future__ import annotations

from sandbox.entities import utf16_length
from sandbox.errors import bad_request, stale_query
from sandbox.methods.registry import Params, method
from sandbox.world import World

ANSWERABLE_SECONDS = 150
TOAST_LIMIT = 200


@method("answerCallbackQuery", "callback_query_id", "text show_alert url cache_time")
def answer_callback_query(world: World, params: Params) -> bool:
    """An answer is taken once, while the query is young."""
    if utf16_length(params.get("text", "")) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.queries.pop(params["callback_query_id"], None)
    if query is None or world.clock.timestamp() - query["at"] > ANSWERABLE_SECONDS:
        raise stale_query()
    world.events.publish(
        "answer",
        chat_id=query["message"]["chat"]["id"],
        person_id=query["from"]["id"],
        text=params.get("text", ""),
        is_alert=bool(params.get("show_alert")),
    )
    return True
