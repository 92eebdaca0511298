"""One reader's language: sentences from the catalogues, dates and durations by Babel.

English sentences are the message ids, so English needs no catalogue; every other language has one under ``locales/``.
Extraction knows the methods of ``Speech`` by name: ``t._("…")``, ``t.n_("…", "…", n)``, ``t.p_("context", "…")``.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_timedelta
from babel.lists import format_list

LOCALES = Path(__file__).resolve().parent.parent / "locales"
SOURCE_LANGUAGE = "en"
DATES_AS_IN = {"en": "en_GB"}
"""Day before month, as most who read English outside the United States expect it."""


@cache
def languages() -> tuple[str, ...]:
    """English and every language with a compiled catalogue, e.g. ``("en", "zh_Hans")``."""
    found = {path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/messages.mo")}
    return (SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE}))


def nearest_language(code: str | None, offered: Iterable[str] | None = None) -> str:
    """The offered language nearest to an IETF tag such as ``zh-CN`` or ``en-GB``; the first one when none is near."""
    choices = tuple(offered or languages())
    wanted = (code or "").replace("_", "-").lower().split("-")[0]
    return next((each for each in choices if each.lower().split("_")[0] == wanted), choices[0])


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    with (LOCALES / language / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        return GNUTranslations(file)


def own_name(language: str) -> str:
    """What its speakers call it, e.g. ``English``, also where dates are written as in one country."""
    return (Locale.parse(language).get_display_name() or language).capitalize()


class Speech:
    """The words of one language at one place; ``zone`` is the enterprise's IANA name."""

    def __init__(self, language: str, zone: str = "UTC") -> None:
        self.language = language
        self.zone = ZoneInfo(zone)
        self.locale = Locale.parse(DATES_AS_IN.get(language, language))
        self._catalogue = _catalogue(language)

    def _(self, message: str, **facts: object) -> str:
        return self._catalogue.gettext(message).format(**facts)

    def n_(self, one: str, many: str, count: int, **facts: object) -> str:
        return self._catalogue.ngettext(one, many, count).format(count=count, **facts)

    def p_(self, context: str, message: str, **facts: object) -> str:
        return self._catalogue.pgettext(context, message).format(**facts)

    def day(self, value: date | datetime) -> str:
        """A day with its weekday, e.g. ``Thu 10 Dec`` / ``12月10日周四``; an instant is taken in the zone."""
        return format_skeleton("MMMEd", self._here(value), locale=self.locale)

    def whole_day(self, value: date) -> str:
        """A day with its weekday and year, e.g. ``Tue, 12 Oct 2027`` / ``2027年10月12日周二``."""
        return format_skeleton("yMMMEd", value, locale=self.locale)

    def month(self, value: date) -> str:
        return format_skeleton("yMMMM", value, locale=self.locale)

    def time(self, value: datetime) -> str:
        """Hours and minutes in the zone, 24-hour clock, e.g. ``11:30``."""
        return value.astimezone(self.zone).strftime("%H:%M")

    def duration(self, value: timedelta) -> str:
        return format_timedelta(value, locale=self.locale, threshold=1.2)

    def names(self, values: Iterable[str]) -> str:
        return format_list(list(values), locale=self.locale)

    def _here(self, value: date | datetime) -> date:
        return value.astimezone(self.zone).date() if isinstance(value, datetime) else value
