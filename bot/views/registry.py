"""Every view by the name that an outbox row calls it."""

from bot.views import View, problem, staff, worker

VIEWS: dict[str, View] = {"problem": problem.shown, **worker.VIEWS, **staff.VIEWS}
