"""A log of every Bot API call: what a test searches when it asks what has left the bot."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.files import Upload

Json = dict[str, Any]

KEPT = 50_000


@dataclass
class Call:
    """``params`` as they came, without the files; ``size`` in bytes, files included; ``status`` 0 while unanswered."""

    number: int
    method: str
    at: str
    params: Json
    files: dict[str, Upload] = field(default_factory=dict)
    status: int = 0
    description: str | None = None
    milliseconds: float = 0.0
    fault: str | None = None

    @property
    def size(self) -> int:
        texts = sum(len(str(value).encode()) for value in self.params.values())
        return texts + sum(len(upload.data) for upload in self.files.values())

    def as_json(self) -> Json:
        files = {
            name: {"name": upload.name, "size": len(upload.data), "url": f"/sandbox/calls/{self.number}/files/{name}"}
            for name, upload in self.files.items()
        }
        plain = {key: value for key, value in vars(self).items() if key != "files"}
        return {**plain, "files": files, "size": self.size}


class Calls:
    def __init__(self) -> None:
        self._kept: deque[Call] = deque(maxlen=KEPT)
        self.last = 0

    def add(self, method: str, at: str, params: Json, files: dict[str, Upload]) -> Call:
        self.last += 1
        call = Call(self.last, method, at, params, files)
        self._kept.append(call)
        return call

    def made(self, method: str | None = None, after: int = 0) -> list[Call]:
        """The calls after this number, oldest first, of one method or of all."""
        wanted = method.lower() if method else None
        return [c for c in self._kept if c.number > after and (wanted is None or c.method.lower() == wanted)]
