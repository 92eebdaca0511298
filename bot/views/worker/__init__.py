"""All that a worker is shown, by name."""

from bot.views import View
from bot.views.worker import news, pages, receipt, replies, rules, sending, start, things

VIEWS: dict[str, View] = {
    **start.VIEWS,
    **sending.VIEWS,
    **receipt.VIEWS,
    **news.VIEWS,
    **things.VIEWS,
    **pages.VIEWS,
    **rules.VIEWS,
    **replies.VIEWS,
}
