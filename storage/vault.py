"""Keys and sealing.

The ring comes from a file and wraps what rests in the one table ``keys``, and nothing else: a key for people, one per
enterprise, per day and, wrapped by its enterprise's key, per case. From each of them HKDF-SHA256 derives one key per
purpose; AES-256-GCM seals. Deleting a row of ``keys`` shreds all that was sealed under it, in every copy of the data.
"""

import base64
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from storage.errors import KeyFileBroken, KeyMissing, WrongKey

NONCE = 12
KEY_BYTES = 32
TAG = 16
ID_BYTES = 4
_ID = re.compile(rf"[0-9A-Fa-f]{{{2 * ID_BYTES}}}")

Part = int | str | bytes


class Secret:
    """32 random bytes from which labelled keys are derived: ``seal`` and ``open`` for rest, ``tag`` for looking up."""

    __slots__ = ("_boxes", "_macs", "_raw")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise KeyFileBroken(f"a key has {KEY_BYTES} bytes, not {len(raw)}")
        self._raw = raw
        self._boxes: dict[str, AESGCM] = {}
        self._macs: dict[str, bytes] = {}

    @classmethod
    def fresh(cls) -> "Secret":
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def unwrapped(cls, wrapper: "Secret | KeyRing", label: str, sealed: bytes, bound: bytes) -> "Secret":
        return cls(wrapper.open(label, sealed, bound))

    def wrapped(self, wrapper: "Secret | KeyRing", label: str, bound: bytes) -> bytes:
        return wrapper.seal(label, self._raw, bound)

    def seal(self, label: str, data: bytes, bound: bytes) -> bytes:
        """``bound`` is what the seal belongs to (a row): moved elsewhere it no longer opens."""
        nonce = os.urandom(NONCE)
        return nonce + self._box(label).encrypt(nonce, data, bound)

    def open(self, label: str, sealed: bytes, bound: bytes) -> bytes:
        """Raises WrongKey."""
        try:
            return self._box(label).decrypt(sealed[:NONCE], sealed[NONCE:], bound)
        except (InvalidTag, ValueError):  # ValueError: shorter than a seal
            raise WrongKey(f"a seal of {label} does not open") from None

    def tag(self, label: str, *parts: Part) -> bytes:
        """A keyed hash of the parts, 16 bytes: enough never to meet another one."""
        return self.mac(label, *parts)[:TAG]

    def mac(self, label: str, *parts: Part) -> bytes:
        """HMAC-SHA256 whole, for what must hold against whoever has the key too."""
        if label not in self._macs:
            self._macs[label] = self._derived(f"tag {label}")
        return hmac.digest(self._macs[label], _joined(parts), "sha256")

    def tags(self, label: str, count: int, *parts: Part) -> list[bytes]:
        """So many of them for the same parts, at most 510; only who has the key sees that they belong together."""
        some = HKDFExpand(algorithm=SHA256(), length=count * TAG, info=label.encode()).derive(self.mac(label, *parts))
        return [some[at : at + TAG] for at in range(0, len(some), TAG)]

    def _box(self, label: str) -> AESGCM:
        if label not in self._boxes:
            self._boxes[label] = AESGCM(self._derived(f"seal {label}"))
        return self._boxes[label]

    def _derived(self, label: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"huiyin {label}".encode()).derive(self._raw)


class KeyRing:
    """The keys of the key file, newest first: the newest seals, each opens what it sealed.

    A ring that was read from a file follows it, so that keys can be changed under a running program.
    """

    def __init__(self, text: str, path: Path | None = None) -> None:
        """``text`` is that of a key file, ``path`` the file to follow. Raises KeyFileBroken."""
        self._path, self._stamp = path, path and _stamp(path)
        self._keys = _parsed_file(text)

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        return cls(text)

    @classmethod
    def read(cls, path: Path) -> "KeyRing":
        return cls(read_key_file(path), path)

    @property
    def ids(self) -> list[bytes]:
        """Newest first."""
        self._follow()
        return list(self._keys)

    def seal(self, label: str, data: bytes, bound: bytes) -> bytes:
        newest = self.ids[0]
        return newest + self._keys[newest].seal(label, data, bound)

    def open(self, label: str, sealed: bytes, bound: bytes) -> bytes:
        """Raises WrongKey."""
        return self.key_of(sealed).open(label, sealed[ID_BYTES:], bound)

    def key_of(self, sealed: bytes) -> Secret:
        """The key that sealed this. Raises KeyMissing."""
        name = sealed[:ID_BYTES]
        if name not in self._keys:
            self._follow()
        if name not in self._keys:
            raise KeyMissing(f"the key file lacks the key {name.hex()}")
        return self._keys[name]

    def _follow(self) -> None:
        """Takes the key file as it is now; while it cannot be read, what was read before stays."""
        if self._path is None:
            return
        with suppress(OSError, KeyFileBroken):
            stamp = _stamp(self._path)
            if stamp != self._stamp:
                self._keys, self._stamp = _parsed_file(read_key_file(self._path)), stamp


def new_key_line() -> str:
    """One line for a key file; put on top it becomes the newest key."""
    return f"{secrets.token_hex(ID_BYTES)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def read_key_file(path: Path) -> str:
    """Raises OSError, KeyFileBroken. The error of a byte that is no text would quote it."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise KeyFileBroken("the key file is no text") from None


def write_key_file(path: Path) -> None:
    """Makes a key file that only its owner can read. Raises FileExistsError rather than overwrite one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# Keys of Huiyin, the newest first. Without this file nothing can be read.\n{new_key_line()}\n")


def pad(data: bytes, size: int) -> bytes:
    """``data`` in exactly ``size`` bytes, so that a seal's length tells nothing. Raises ValueError when too long."""
    if len(data) > size - 2:
        raise ValueError(f"{len(data)} bytes do not fit into {size - 2}")
    return len(data).to_bytes(2, "big") + data.ljust(size - 2, b"\0")


def unpad(padded: bytes) -> bytes:
    return padded[2 : 2 + int.from_bytes(padded[:2], "big")]


def _joined(parts: Iterable[Part]) -> bytes:
    encoded = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _stamp(path: Path) -> tuple[int, int]:
    """Changes when the file does."""
    stat = path.stat()
    return stat.st_ino, stat.st_mtime_ns


def _parsed_file(text: str) -> dict[bytes, Secret]:
    """What is wrong is told by its line alone: whatever stands there may be a key, and errors are passed on."""
    found: dict[bytes, bytes] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            name, raw = _parsed(line.strip(), f"line {number} of the key file")
            if found.setdefault(name, raw) != raw:
                raise KeyFileBroken(f"line {number} of the key file has the id of a line above it, and another key")
    if not found:
        raise KeyFileBroken("the key file holds no key")
    return {name: Secret(raw) for name, raw in found.items()}


def _parsed(line: str, where: str) -> tuple[bytes, bytes]:
    name, _, encoded = line.partition(":")
    if not _ID.fullmatch(name):
        raise KeyFileBroken(f"{where} does not begin with an id of {2 * ID_BYTES} hexadecimal digits and a colon")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError:  # binascii.Error, or signs that are not ASCII
        raise KeyFileBroken(f"in {where} something else than base64 stands after the colon") from None
    if len(raw) != KEY_BYTES:
        raise KeyFileBroken(f"in {where} the key has {len(raw)} bytes, not {KEY_BYTES}")
    return bytes.fromhex(name), raw
