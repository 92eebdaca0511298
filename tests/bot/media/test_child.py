import asyncio
import subprocess
import sys

import psutil
import pytest
from PIL import Image

from bot.media.child import PYTHON, ROOT, ChildFailed, clean_apart, run
from bot.media.model import Cleaned, Format, Limits, Reason, Refused
from cases.model import MediaKind
from tests.bot.media.samples import (
    CANARY,
    bomb_pdf,
    bomb_png,
    sound,
    telling_jpeg,
    telling_pdf,
    telling_png,
    telling_webp,
    traces,
    video,
)

LIMITS = Limits()
CONFINED = f"""
import errno, os, resource, socket, sys
sys.path.insert(0, {str(ROOT)!r})
from bot.media.worker import confine
confine({LIMITS.memory}, 5)
"""


def slots() -> asyncio.Semaphore:
    return asyncio.Semaphore(1)


async def confined(program: str) -> tuple[int, str]:
    """Exit code and output of a program that runs as a cleaning child does."""
    code, output = await run((*PYTHON, CONFINED + program), b"", LIMITS)
    return code, output.decode()


SAMPLES = {
    "jpeg": (telling_jpeg(), MediaKind.PHOTO),
    "png": (telling_png(), MediaKind.PHOTO),
    "webp": (telling_webp(), MediaKind.PHOTO),
    "pdf": (telling_pdf(), MediaKind.DOCUMENT),
    "voice": (sound("libopus", "ogg"), MediaKind.VOICE),
    "mp3": (sound("libmp3lame", "mp3", 44_100), MediaKind.AUDIO),
    "mp4": (video(), MediaKind.VIDEO),
    "hevc": (video("mov", "libx265"), MediaKind.VIDEO),
}


@pytest.mark.parametrize(("data", "kind"), SAMPLES.values(), ids=SAMPLES)
async def test_a_confined_child_cleans_every_type(data: bytes, kind: MediaKind) -> None:
    cleaned = await clean_apart(data, kind, limits=LIMITS, slots=slots())
    assert cleaned.data
    assert traces(cleaned.data, CANARY) == []


async def test_the_child_says_why_it_refuses() -> None:
    with pytest.raises(Refused) as refused:
        await clean_apart(telling_jpeg()[:500], MediaKind.PHOTO, limits=LIMITS, slots=slots())
    assert refused.value.reason is Reason.BROKEN


HOSTILE = {
    "picture of gigabytes": (bomb_png(), MediaKind.PHOTO, Reason.BOMB),
    "document of 300 MB": (bomb_pdf(), MediaKind.DOCUMENT, Reason.BROKEN),
    "document cut off": (telling_pdf()[:500], MediaKind.DOCUMENT, Reason.BROKEN),
    "web page before a document": (b"<html><script>1</script></html>" + telling_pdf(), MediaKind.DOCUMENT,
                                   Reason.UNSUPPORTED),
    "document that says it is a photo": (telling_pdf(), MediaKind.PHOTO, Reason.NOT_WHAT_IT_SAYS),
    "voice that says it is a document": (sound("libopus", "ogg"), MediaKind.DOCUMENT, Reason.NOT_WHAT_IT_SAYS),
}  # fmt: skip


@pytest.mark.parametrize(("data", "kind", "reason"), HOSTILE.values(), ids=HOSTILE)
async def test_a_confined_child_refuses_with_a_reason_of_its_own(data: bytes, kind: MediaKind, reason: Reason) -> None:
    """Within its bounds of memory and time, which would end it with another one, or none."""
    with pytest.raises(Refused) as refused:
        await clean_apart(data, kind, limits=LIMITS, slots=slots())
    assert refused.value.reason is reason


async def test_a_file_over_the_limit_is_too_large() -> None:
    data = telling_jpeg()
    with pytest.raises(Refused) as refused:
        await clean_apart(data, MediaKind.PHOTO, limits=Limits(size=len(data) - 1), slots=slots())
    assert refused.value.reason is Reason.TOO_LARGE
    cleaned = await clean_apart(data, MediaKind.PHOTO, limits=Limits(size=len(data)), slots=slots())
    assert (cleaned.width, cleaned.height) == (48, 64)


async def test_the_child_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_KEYS", CANARY)
    code, output = await confined("print([name for name in os.environ if name != 'LC_CTYPE'])")
    assert (code, output) == (0, "[]\n")  # LC_CTYPE is Python's own


async def test_the_child_inherits_no_descriptor_but_its_pipes() -> None:
    with (ROOT / "pyproject.toml").open() as secret:
        program = "import os, sys; print([n for n in range(3, 256) if n in map(int, os.listdir('/proc/self/fd'))])"
        code, output = await run((*PYTHON, program), b"", LIMITS)
        assert secret.fileno() > 2
    # 3 is the listing itself.
    assert (code, output.decode()) == (0, "[3]\n")


@pytest.mark.parametrize(
    "attempt", ["socket.socket()", "socket.socket(socket.AF_UNIX)", "open('/etc/passwd')", "os.pipe()"]
)
@pytest.mark.parametrize("trick", ["", "os.close(0)"])
async def test_the_child_opens_neither_network_nor_files(attempt: str, trick: str) -> None:
    program = f"{trick}\ntry:\n    {attempt}\nexcept OSError as error:\n    print(errno.errorcode[error.errno])"
    assert await confined(program) == (0, "EMFILE\n")


async def test_the_child_cannot_take_its_limits_back() -> None:
    program = """
for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_CPU):
    try:
        resource.setrlimit(limit, (1 << 40, 1 << 40))
        print("taken back")
    except (ValueError, OSError):
        print("kept")
"""
    assert await confined(program) == (0, "kept\n" * 3)


async def test_where_namespaces_are_allowed_the_child_has_no_network_interface() -> None:
    program = f"""
import socket, sys
sys.path.insert(0, {str(ROOT)!r})
from bot.media.worker import _leave_namespaces
left = _leave_namespaces()
names = [name for _, name in socket.if_nameindex()]
print(not left or names == ["lo"])
"""
    assert await run((*PYTHON, program), b"", LIMITS) == (0, b"True\n")


async def test_a_child_that_hangs_is_ended() -> None:
    with pytest.raises(Refused) as refused:
        await run((*PYTHON, "import signal; signal.pause()"), b"", Limits(wall=0.5))
    assert refused.value.reason is Reason.TOO_SLOW


async def test_a_child_that_never_reads_is_ended() -> None:
    with pytest.raises(Refused) as refused:
        await run((*PYTHON, "import signal; signal.pause()"), bytes(10_000_000), Limits(wall=0.5))
    assert refused.value.reason is Reason.TOO_SLOW


async def test_a_child_that_only_computes_is_ended_by_its_own_limit() -> None:
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bot.media.worker import confine; confine(10**9, 1)"
    code, _ = await run((*PYTHON, f"{program}\nwhile True: pass"), b"", LIMITS)
    assert code == -24  # SIGXCPU


async def test_a_child_that_floods_is_ended() -> None:
    program = "import sys\nwhile True: sys.stdout.buffer.write(bytes(65536))"
    with pytest.raises(Refused) as refused:
        await run((*PYTHON, program), b"", Limits(size=1000))
    assert refused.value.reason is Reason.TOO_LARGE


async def test_a_cancelled_cleaning_leaves_no_child() -> None:
    before = await running()
    task = asyncio.create_task(run((*PYTHON, "import signal; signal.pause()"), b"", LIMITS))
    for _ in range(100_000):
        if await running() > before:
            break
        await asyncio.sleep(0)
    assert await running() == before + 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await running() == before


async def running() -> int:
    return sum(1 for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE)


async def test_memory_is_bounded() -> None:
    """A picture that needs 190 MB is cleaned where it may have them and refused where it may not."""
    data = telling_jpeg(picture=Image.new("RGB", (8000, 8000)))
    with pytest.raises(Refused) as refused:
        await clean_apart(data, MediaKind.PHOTO, limits=Limits(memory=120 << 20), slots=slots())
    assert refused.value.reason is Reason.BOMB
    assert (await clean_apart(data, MediaKind.PHOTO, limits=LIMITS, slots=slots())).width == 2560


async def test_no_more_children_run_than_there_are_slots() -> None:
    none_free = asyncio.Semaphore(0)
    task = asyncio.create_task(clean_apart(telling_jpeg(), MediaKind.PHOTO, limits=LIMITS, slots=none_free))
    await asyncio.sleep(0)
    assert (await running(), task.done()) == (0, False)
    none_free.release()
    assert isinstance(await task, Cleaned)


async def test_a_python_that_cannot_start_is_not_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.media.child.PYTHON", (sys.executable, "-I", "-c", "raise SystemExit(3)"))
    with pytest.raises(ChildFailed):
        await clean_apart(telling_jpeg(), MediaKind.PHOTO, limits=LIMITS, slots=slots())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("''", Reason.BROKEN),
        ("'no json'", Reason.BROKEN),
        ("'[]'", Reason.BROKEN),
        ('\'{"refused": "bomb"}\'', Reason.BOMB),
        ('\'{"refused": "anything"}\'', Reason.BROKEN),
        ('\'{"kind": "photo", "format": "exe", "width": 1, "height": 1, "duration": 0}\'', Reason.BROKEN),
        ('\'{"kind": "photo", "format": "jpg", "width": -1, "height": 1, "duration": 0}\'', Reason.BROKEN),
    ],
)
async def test_an_answer_is_checked_and_never_trusted(
    answer: str, reason: Reason, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.media.child.PYTHON", (sys.executable, "-I", "-c", f"print({answer})"))
    with pytest.raises(Refused) as refused:
        await clean_apart(telling_jpeg(), MediaKind.PHOTO, limits=LIMITS, slots=slots())
    assert refused.value.reason is reason


def test_the_bot_loads_no_decoder() -> None:
    program = "import sys, bot.media.child; print({'PIL', 'av', 'pikepdf', 'aiogram'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_every_format_has_a_name_and_a_type() -> None:
    assert {each.value: each.mime.split("/")[0] for each in Format} == {
        "jpg": "image",
        "pdf": "application",
        "ogg": "audio",
        "mp3": "audio",
        "m4a": "audio",
        "mp4": "video",
    }
