"""Cleaning apart from the bot: one fresh process per file, so that nothing of one file can reach another.

The child starts with an empty environment, in a session of its own, with two pipes and no other descriptor of ours; it
confines itself (``bot.media.worker``) before it reads the file. Its answer is checked, never trusted.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

from bot.media.model import Cleaned, Limits, Reason, Refused
from bot.media.sniff import identify
from bot.media.wire import unpack
from cases.model import MediaKind

ROOT = Path(__file__).resolve().parents[2]
# Isolated mode ignores PYTHON* variables and the current folder; -B: a confined process writes no bytecode.
PYTHON = (sys.executable, "-I", "-B", "-c")
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bot.media.worker import main; main()"
CHUNK = 1 << 16
# A small picture may grow when written as JPEG; the largest that a cleaner writes is far below this.
MOST_GROWTH = 4 * 1024 * 1024


class ChildFailed(Exception):
    """The child could not do its work for a reason that is ours, not the file's; trying again may help."""


async def clean_apart(data: bytes, declared: MediaKind, *, limits: Limits, slots: asyncio.Semaphore) -> Cleaned:
    """The file cleaned in a process of its own; ``slots`` bounds how many run at once.

    Raises:
        Refused: for every file that can't be cleaned within the limits.
        ChildFailed: when no answer came and the file is not to blame.
        OSError: when no process can be started.

    """
    if len(data) > limits.size:
        raise Refused(Reason.TOO_LARGE)
    content = identify(data, declared)
    command = (*PYTHON, START, declared, content, str(limits.memory), str(limits.cpu))
    async with slots:
        return _understood(*await run(command, data, limits))


async def run(command: tuple[str, ...], data: bytes, limits: Limits) -> tuple[int, bytes]:
    """Exit code (minus the signal when killed) and output of a child that is fed ``data``.

    Raises:
        Refused: when it takes longer than ``limits.wall`` or writes more than a cleaned file. However this ends, by
            cancellation too, the child has ended as well.

    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, cwd="/", close_fds=True, start_new_session=True
    )
    most = limits.size + MOST_GROWTH
    try:
        async with asyncio.timeout(limits.wall):
            _, output = await asyncio.gather(_feed(process, data), _read(process, most))
            if len(output) > most:
                raise Refused(Reason.TOO_LARGE)
            return await process.wait(), output
    except TimeoutError:
        raise Refused(Reason.TOO_SLOW) from None
    finally:
        await _end(process)


async def _feed(process: Process, data: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    with suppress(BrokenPipeError, ConnectionResetError):  # it ended early; its exit code says why
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()


async def _read(process: Process, most: int) -> bytes:
    """Everything the child writes, but not much more than ``most`` bytes."""
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    output = bytearray()
    while len(output) <= most and (chunk := await process.stdout.read(CHUNK)):
        output += chunk
    return bytes(output)


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.communicate()  # empties and closes the pipes


def _understood(code: int, output: bytes) -> Cleaned:
    if code > 0:
        raise ChildFailed(f"the cleaning process ended with code {code} before it answered")
    if code < 0:
        raise Refused(_KILLED.get(-code, Reason.BROKEN))
    try:
        return unpack(output)
    except ValueError:
        raise Refused(Reason.BROKEN) from None


# Processor time used up; killed by the machine for want of memory. Any other signal is a decoder's crash.
_KILLED: dict[int, Reason] = {signal.SIGXCPU: Reason.TOO_SLOW, signal.SIGKILL: Reason.BOMB}
