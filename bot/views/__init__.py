"""Views: pure functions from facts to what is shown. ``None`` means there is no longer a reason to say it."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.translate import Speech
from bot.views.facts import Facts
from bot.views.shown import Shown

View = Callable[[Facts, Mapping[str, Any], Speech], Shown | None]
