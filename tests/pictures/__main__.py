"""Take the pictures of the guides anew: the demo, played by phone in each language, into docs/pictures/."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.translate import Speech
from tests.pictures import story
from tests.pictures.phones import a_browser

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
LANGUAGES = {"en-GB": "en", "zh-CN": "zh_Hans"}


@asynccontextmanager
async def a_demo() -> AsyncIterator[str]:
    """The demo as anybody starts it; the address of its page."""
    words = ("demo", "--no-open", "--port", "0")
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", *words, cwd=ROOT, stdout=asyncio.subprocess.PIPE, env=os.environ
    )
    try:
        assert demo.stdout is not None
        said = (await demo.stdout.readline()).decode()
        yield re.findall(r"http://\S+", said)[0]
    finally:
        with suppress(ProcessLookupError):  # it has ended with an error, which it has said
            demo.terminate()
        await demo.wait()


async def take(locale: str, language: str) -> None:
    folder = PICTURES / language.partition("_")[0]
    async with a_demo() as address, a_browser(locale, address, folder) as phones:
        await story.play(phones, Speech(language, story.ZONE), story.WORDS[language])


async def main(wanted: list[str]) -> None:
    for locale, language in LANGUAGES.items():
        if not wanted or locale in wanted:
            await take(locale, language)


asyncio.run(main(sys.argv[1:]))
