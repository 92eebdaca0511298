"""All that a worker is shown, by name, and how long it stays in the chat."""

from datetime import timedelta

from bot.views import View
from bot.views.worker import after, news, pages, proof, receipt, replies, rules, sending, start, things

FOR_GOOD: dict[str, View] = {**start.VIEWS, **pages.VIEWS, **rules.VIEWS, **replies.VIEWS}
"""Says nothing of what the worker sent."""

OF_A_CASE: dict[str, View] = {
    **sending.VIEWS,
    **receipt.VIEWS,
    **news.VIEWS,
    **things.VIEWS,
    **after.VIEWS,
    **proof.VIEWS,
    **replies.OF_WHAT_WAS_GIVEN,
}

VIEWS: dict[str, View] = FOR_GOOD | OF_A_CASE

LIFETIMES: dict[str, timedelta] = dict.fromkeys(OF_A_CASE, timedelta(hours=47)) | {"digits": timedelta(hours=1)}
"""After this a message is deleted, so that whoever takes up the phone later does not find it. Telegram lets the bot
delete for 48 h. What is not named here stays until the worker clears the chat."""
