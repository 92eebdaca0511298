"""The files that people and the bot have sent."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from sandbox.errors import bad_request

MEGABYTE = 1024 * 1024
DOWNLOAD_LIMIT = 20 * MEGABYTE
UPLOAD_LIMITS = {"photo": 10 * MEGABYTE}
UPLOAD_LIMIT = 50 * MEGABYTE

ENDINGS = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "audio": ".mp3", "document": ""}
FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music", "document": "documents"}
MIME_TYPES = {"photo": "image/jpeg", "voice": "audio/ogg", "video": "video/mp4", "audio": "audio/mpeg"}


@dataclass(frozen=True)
class Upload:
    """A file as it arrives, before Telegram has given it an identifier."""

    data: bytes
    name: str = ""
    mime_type: str = ""


@dataclass(frozen=True)
class StoredFile:
    id: str
    unique_id: str
    kind: str
    data: bytes
    name: str
    mime_type: str
    path: str


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, upload: Upload) -> StoredFile:
        number = len(self._by_id)
        ending = ENDINGS[kind] or _ending(upload.name)
        stored = StoredFile(
            id=f"BQAC-{kind}-{number:08d}",
            unique_id=f"AgAD{number:08d}",
            kind=kind,
            data=upload.data,
            name=upload.name or f"file_{number}{ending}",
            mime_type=_mime_type(kind, upload),
            path=f"{FOLDERS[kind]}/file_{number}{ending}",
        )
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored

    def has(self, file_id: str) -> bool:
        return file_id in self._by_id

    def get(self, file_id: str) -> StoredFile:
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def _ending(name: str) -> str:
    return "." + name.rsplit(".", 1)[1] if "." in name else ""


def _mime_type(kind: str, upload: Upload) -> str:
    guessed = mimetypes.guess_type(upload.name)[0]
    return upload.mime_type or MIME_TYPES.get(kind) or guessed or "application/octet-stream"
