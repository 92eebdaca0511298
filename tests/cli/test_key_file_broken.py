"""What operators see of a broken key file is passed on to others: no piece of a key is in it, but the line to mend."""

import base64
import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner

from cli.main import app
from storage.vault import KeyRing, new_key_line, write_key_file

ID = "0a1b2c3d"
RAW = secrets.token_bytes(32)
KEY, OTHER = base64.b64encode(RAW).decode(), base64.b64encode(secrets.token_bytes(32)).decode()
HEAD = "# Keys of Huiyin, the newest first.\n"
PIECE = 6
RULE = "A key file has one key per line, id:base64 of 32 bytes, the newest first. Put back a copy that is whole."

BROKEN = {
    "no id": (f"{HEAD}{KEY}\n", "Line 2 of the key file does not begin with an id of 8 hexadecimal digits and a colon"),
    "an id too long": (
        f"{ID}{KEY}:\n",
        "Line 1 of the key file does not begin with an id of 8 hexadecimal digits and a colon",
    ),
    "too short": (
        f"{HEAD}\n{ID}:{base64.b64encode(RAW[:30]).decode()}\n",
        "In line 3 of the key file the key has 30 bytes, not 32",
    ),
    "cut off": (f"{ID}:{KEY[:-3]}\n", "In line 1 of the key file something else than base64 stands after the colon"),
    "not base64": (f"{ID}:{KEY}!\n", "In line 1 of the key file something else than base64 stands after the colon"),
    "not ASCII": (f"{ID}:{KEY}é\n", "In line 1 of the key file something else than base64 stands after the colon"),
    "doubled id": (
        f"{ID}:{KEY}\n{ID}:{OTHER}\n",
        "Line 2 of the key file has the id of a line above it, and another key",
    ),
    "two lines glued": (
        f"{ID}:{KEY}4e5f6a7b:{OTHER}\n",
        "In line 1 of the key file something else than base64 stands after the colon",
    ),
    "binary": (b"\xff" + RAW, "The key file is no text"),
    "empty": ("", "The key file holds no key"),
}
ways = pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())

COMMANDS = [
    *(["run"], ["doctor"], ["doctor", "--json"], ["init"], ["people", "DAWN"], ["flags", "DAWN", "1"]),
    *(["leave", "DAWN", "1"], ["parked", "list"], ["keys", "check"], ["keys", "rotate"], ["audit"], ["shred"]),
    *(["enterprise", "close", "DAWN"], ["calendar", "DAWN"], ["restore", "."]),
]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Nobody answers at the Bot API: not even that is needed."""
    return {
        "HUIYIN_API_BASE": "http://127.0.0.1:1",
        "HUIYIN_DATABASE_URL": f"sqlite:///{tmp_path / 'huiyin.db'}",
        "HUIYIN_KEY_FILE": str(tmp_path / "keys"),
    }


@pytest.fixture
def seen(environment: dict[str, str]) -> Iterator[Callable[[], list[str]]]:
    """What each command prints, what ``run`` logs included."""
    before = logging.getLogger().handlers[:]

    def called() -> list[str]:
        done = [CliRunner().invoke(app, words, env=environment, input="y\n") for words in COMMANDS]
        assert [each.exit_code for each in done] == [1] * len(COMMANDS)
        return [each.output for each in done]

    yield called
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


def pieces(text: str | bytes) -> Iterable[str]:
    """Of all that stands in the file, by letters and, where it is no text, by bytes as errors write them."""
    if isinstance(text, bytes):
        return {f"0x{text[0]:02x}", *(text[at : at + PIECE].hex() for at in range(len(text) - PIECE))}
    keys = text.removeprefix(HEAD)
    return {keys[at : at + PIECE] for at in range(len(keys) - PIECE)}


@ways
def test_no_command_tells_a_piece_of_a_broken_key_file(
    seen: Callable[[], list[str]], environment: dict[str, str], text: str | bytes, said: str
) -> None:
    path = Path(environment["HUIYIN_KEY_FILE"])
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    run, doctor, *others = seen()
    assert [each for each in [run, doctor, *others] for piece in pieces(text) if piece in each] == []
    assert run.splitlines()[-1] == f"{said}. {RULE}"
    assert f"BAD  keys: {said}. {RULE} " in doctor
    assert path.read_bytes() == (text.encode() if isinstance(text, str) else text)


@ways
def test_a_running_program_goes_on_with_the_keys_it_has(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = tmp_path / "keys"
    write_key_file(path)
    ring = KeyRing.read(path)
    before = ring.ids
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    os.utime(path, (1, 1))
    assert ring.ids == before, said


def test_a_line_that_stands_twice_does_no_harm() -> None:
    line = new_key_line()
    assert len(KeyRing.parse(f"{line}\n{line}\n").ids) == 1


@pytest.mark.parametrize("setting", ["HUIYIN_KEY_FILE", "HUIYIN_KEY_FILE_FILE"])
@pytest.mark.parametrize("copied", [slice(None), slice(-2)], ids=["whole", "without the last sign"])
def test_keys_in_the_place_of_their_path_are_told_nowhere(
    environment: dict[str, str], tmp_path: Path, setting: str, copied: slice
) -> None:
    keys = tmp_path / "keys"
    keys.write_text(f"{ID}:{KEY}\n"[copied])
    del environment["HUIYIN_KEY_FILE"]
    here = {"HUIYIN_KEY_FILE": keys.read_text(), "HUIYIN_KEY_FILE_FILE": str(keys)}
    for words in (["doctor"], ["init"], ["people", "DAWN"]):
        done = CliRunner().invoke(app, words, env=environment | {"HUIYIN_KEY_FILE": ""} | {setting: here[setting]})
        assert done.exit_code == 1
        assert [piece for piece in pieces(keys.read_text()) if piece in done.output] == []
        assert "HUIYIN_KEY_FILE must be the path of the key file, not what stands in it" in done.output
    assert list(tmp_path.iterdir()) == [keys]
