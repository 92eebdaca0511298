import io

import pytest
from PIL import Image

from bot.media.jpeg import strip_segments
from tests.bot.media.samples import CANARY, pixels, telling_jpeg, traces


def decoded(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_stripping_keeps_every_pixel_and_nothing_else(mode: str) -> None:
    data = telling_jpeg(picture=pixels(64, 48).convert(mode))
    stripped = strip_segments(data)
    assert decoded(stripped) == decoded(data)
    assert traces(stripped, CANARY) == []
    assert stripped.endswith(b"\xff\xd9")


def test_stripping_follows_the_scans_of_a_progressive_picture() -> None:
    written = io.BytesIO()
    pixels(200, 150).save(written, "JPEG", progressive=True, comment=CANARY.encode(), restart_marker_rows=1)
    stripped = strip_segments(written.getvalue())
    assert decoded(stripped) == decoded(written.getvalue())
    assert traces(stripped, CANARY) == []


def test_words_between_segments_do_not_pass() -> None:
    data = telling_jpeg()
    table = data.index(b"\xff\xdb")
    assert traces(strip_segments(data[:table] + CANARY.encode() + data[table:]), CANARY) == []


@pytest.mark.parametrize(
    "data", [b"", b"PNG", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"\xff\xd8\xff\xe1\0\0\xff\xd9"]
)
def test_what_is_no_whole_picture_is_an_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="JPEG"):
        strip_segments(data)
