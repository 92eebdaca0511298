"""One question to the Bot API, without the library that takes seconds to load."""

from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.settings import Settings


async def ask(settings: Settings, method: str, **parameters: Any) -> dict[str, Any]:
    """Raises ValueError with a sentence when there is no answer, or a refusal."""
    url = f"{settings.base}/bot{settings.token}/{method}"
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=10)) as session,
            session.post(url, json=parameters) as response,
        ):
            answer = await response.json(content_type=None)
    except (ClientError, TimeoutError, ValueError):
        raise ValueError(
            f"The Bot API at {settings.base} does not answer: is the address right and reachable?"
        ) from None
    if not answer["ok"]:
        raise ValueError(f"Telegram refuses {method}: {answer['description']}. Is HUIYIN_BOT_TOKEN right?")
    result: dict[str, Any] = answer["result"]
    return result
