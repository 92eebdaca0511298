"""The child process: reads one file from stdin, cleans it, writes the answer to stdout, ends.

Before the first byte is read the process gives up what a hostile file could use:

- Network and files: the limit of open descriptors is set to 0 for good. Pipes already open go on working, but no
  socket and no file can be opened any more, as root or not, on every POSIX system.
- On Linux, where user namespaces are allowed, it also leaves the machine's network and user namespaces. It then has no
  interface at all, no capability over the rest of the system and can't read another process's memory. Many container
  runtimes forbid this; the descriptor limit holds there alone, and reading the bot's memory is then only prevented by
  the kernel's usual rules (Yama) or a user of its own.
- New processes and threads: limit 0. The kernel doesn't apply it to root.
- Memory (Linux), processor time and written files are limited; core files are off.
"""

import ctypes
import resource
import sys

from bot.media.clean import clean, cleaner_for
from bot.media.model import Refused
from bot.media.sniff import Content
from bot.media.wire import pack
from cases.model import MediaKind

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def main() -> None:
    kind, content, memory, cpu = sys.argv[1:]
    cleaner_for(Content(content))  # loaded now: later nothing can be opened
    confine(int(memory), int(cpu))
    try:
        answer = pack(clean(sys.stdin.buffer.read(), MediaKind(kind)))
    except Refused as refused:
        answer = pack(refused)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def confine(memory: int, cpu: int) -> None:
    """Give up network, files, processes and, beyond ``memory`` bytes and ``cpu`` seconds, the machine."""
    _leave_namespaces()
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    if sys.platform == "linux":  # elsewhere the address space of a small process is no measure
        limits[resource.RLIMIT_AS] = memory
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))  # the soft limit ends with a signal that says why


def _leave_namespaces() -> bool:
    """Whether the kernel let us go; where it doesn't, the descriptor limit alone keeps us from the network."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)


if __name__ == "__main__":
    main()
