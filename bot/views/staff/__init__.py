"""What staff are shown, by the name that an outbox row calls it."""

from bot.views import View
from bot.views.staff import alerts, asks, card, chain, done, entry, pages, retaliation, summary, why

VIEWS: dict[str, View] = {
    **card.VIEWS,
    **asks.VIEWS,
    **done.VIEWS,
    **alerts.VIEWS,
    **retaliation.VIEWS,
    **pages.VIEWS,
    **entry.VIEWS,
    **why.VIEWS,
    **summary.VIEWS,
    **chain.VIEWS,
}
