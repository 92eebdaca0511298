"""One question to the Bot API, without the library that takes seconds to load."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.settings import Settings

THERE_IS_NONE = (400, 403)
"""What Telegram answers about a chat that is gone, or that the bot was thrown out of."""


class Refused(ValueError):
    """Telegram heard, and will not do that."""


async def ask(settings: Settings, method: str, **parameters: Any) -> Any:
    """Raises ValueError with a sentence when there is no answer, Refused when what was asked about is not there."""
    return (await ask_with_time(settings, method, **parameters))[0]


async def ask_with_time(settings: Settings, method: str, **parameters: Any) -> tuple[Any, datetime | None]:
    """As ``ask``, and what time it is at the other end, when it says so."""
    url = f"{settings.base}/bot{settings.token}/{method}"
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=10)) as session,
            session.post(url, json=parameters) as response,
        ):
            answer, there = await response.json(content_type=None), response.headers.get("Date")
    except (ClientError, TimeoutError, ValueError):
        raise ValueError(
            f"The Bot API at {settings.base} does not answer: is the address right and reachable?"
        ) from None
    if not answer["ok"]:
        error = Refused if answer["error_code"] in THERE_IS_NONE else ValueError
        raise error(f"Telegram refuses {method}: {answer['description']}. Is HUIYIN_BOT_TOKEN right?")
    return answer["result"], parsedate_to_datetime(there) if there else None
