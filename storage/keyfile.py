"""Files whose loss would be the loss of everything: written whole or not at all, readable by their owner alone."""

import os
from contextlib import suppress
from pathlib import Path

from storage.vault import KeyRing, new_key_line, read_key_file

PRIVATE = 0o600


def add_key(path: Path) -> str:
    """Puts a new newest key into a key file and returns its id. Raises KeyFileBroken, OSError."""
    text = read_key_file(path)
    KeyRing.parse(text)
    lines = text.splitlines(keepends=True)
    first = next(place for place, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    added = new_key_line()
    replace_file(path, "".join([*lines[:first], f"{added}\n", *lines[first:]]).encode())
    return added.partition(":")[0]


def replace_file(path: Path, data: bytes) -> None:
    """Until the new file is on the disk, whole, the old one stays. It keeps its owner."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        with suppress(FileNotFoundError):
            before = path.stat()
            os.fchown(descriptor, before.st_uid, before.st_gid)
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    new.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
