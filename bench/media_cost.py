"""What cleaning costs, one file of each type at a time: ``python -m bench.media_cost``.

*clean* is the work itself in this process, *apart* the whole of it in a child process with its start. Best of five.
"""

import asyncio
import sys
import time
from collections.abc import Callable

from bot.media.child import clean_apart
from bot.media.clean import clean
from bot.media.model import Limits
from cases.model import MediaKind
from tests.bot.media.samples import pixels, sound, telling_jpeg, telling_pdf, telling_png, video

ROUNDS = 5


def samples() -> dict[str, tuple[bytes, MediaKind]]:
    photo = telling_jpeg(picture=pixels(4000, 3000))
    film = video(side=1280, frames=10, options={"preset": "ultrafast", "qp": "14"})
    return {
        "photo 12 MP": (photo, MediaKind.PHOTO),
        "png": (telling_png("RGBA"), MediaKind.PHOTO),
        "pdf, one page scanned": (telling_pdf(photo), MediaKind.DOCUMENT),
        "voice 60 s": (sound("libopus", "ogg", seconds=60), MediaKind.VOICE),
        "mp3 60 s": (sound("libmp3lame", "mp3", 44_100, 60), MediaKind.AUDIO),
        "video": (film, MediaKind.VIDEO),
    }


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the fastest round."""
    fastest = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest * 1000


def main() -> None:
    with asyncio.Runner() as runner:

        def apart(data: bytes, kind: MediaKind) -> None:
            runner.run(clean_apart(data, kind, limits=Limits(), slots=asyncio.Semaphore(1)))

        for name, (data, kind) in samples().items():
            inside, outside = best(lambda: clean(data, kind)), best(lambda: apart(data, kind))  # noqa: B023 - used at once
            print_row(name, len(data), inside, outside)


def print_row(name: str, size: int, inside: float, outside: float) -> None:
    sys.stdout.write(f"{name:24} {size / 1e6:6.2f} MB  clean {inside:6.0f} ms  apart {outside:6.0f} ms\n")


if __name__ == "__main__":
    main()
