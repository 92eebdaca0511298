"""The search itself: it finds a canary in every dress, and nothing where there is none."""

import base64
import io
import json
from collections.abc import Callable
from urllib.parse import quote

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.search import Search, opened

WORDS = {"word": "Kanarina-Vogel-4711", "chinese": "金丝雀在歌唱", "id": "7788990011"}


def coded(start: bytes, code: Callable[[bytes], bytes], wide: str = "utf-8") -> Callable[[str], bytes]:
    return lambda word: code(start + word.encode(wide) + b"tail")


WRAPS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "utf-16-le": lambda word: word.encode("utf-16-le"),
    "utf-16-be": lambda word: word.encode("utf-16-be"),
    "hex": lambda word: word.encode().hex().encode(),
    "large hex": lambda word: word.encode().hex().upper().encode(),
    "json": lambda word: json.dumps(word).encode(),
    "address": lambda word: quote(word).encode(),
    **{f"base64 at {n}": coded(b"x" * n, base64.b64encode) for n in range(3)},
    **{f"url base64 at {n}": coded(b"?" * n, base64.urlsafe_b64encode) for n in range(3)},
    **{f"wide base64 at {n}": coded(b"x" * n, base64.b64encode, "utf-16-le") for n in range(3)},
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("wrap", WRAPS)
def test_a_planted_canary_is_found(word: str, wrap: str) -> None:
    assert Search(WORDS).found_in(b"\0before " + WRAPS[wrap](WORDS[word]) + b" after\xff") == [word]


@pytest.mark.parametrize("raw", [(8, "big"), (8, "little"), (6, "big")])
def test_a_planted_number_is_found(raw: tuple[int, str]) -> None:
    number = int(WORDS["id"]).to_bytes(*raw)  # type: ignore[arg-type]
    assert Search(WORDS).found_in(b"\x01\x06" + number + b"\x07") == ["id"]


def test_the_number_of_a_group_is_found_as_postgresql_stores_it() -> None:
    search = Search({"group": "-1007788990033"})
    assert search.found_in((-1007788990033).to_bytes(8, "little", signed=True)) == ["group"]


@given(st.binary(max_size=4000))
def test_noise_holds_no_canary(noise: bytes) -> None:
    assert Search(WORDS).found_in(noise) == []


def test_the_author_of_a_pdf_is_found_although_it_is_packed() -> None:
    pdf, packed = pikepdf.new(), io.BytesIO()
    pdf.docinfo["/Author"] = WORDS["word"]
    pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert Search(WORDS).found_in(opened(packed.getvalue())) == ["word"]


def test_a_canary_too_short_to_be_found_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Search({"short": "ab"})
