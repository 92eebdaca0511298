import io

import pytest
from PIL import Image

from bot.media.clean import clean
from bot.media.images import MAX_PIXELS
from bot.media.model import Cleaned, Format, Reason, Refused
from cases.model import MediaKind
from tests.bot.media.samples import CANARY, bomb_png, pixels, telling_jpeg, telling_png, telling_webp, traces


def opened(cleaned: Cleaned) -> Image.Image:
    image = Image.open(io.BytesIO(cleaned.data))
    image.load()
    return image


@pytest.mark.parametrize("make", [telling_jpeg, telling_png, telling_webp])
def test_a_picture_loses_everything_but_its_pixels(make: object) -> None:
    assert callable(make)
    data = make()
    assert traces(data, CANARY) == [CANARY]

    cleaned = clean(data, MediaKind.PHOTO)

    assert traces(cleaned.data, CANARY) == []
    assert (cleaned.kind, cleaned.mime, cleaned.file_name) == (MediaKind.PHOTO, "image/jpeg", "photo.jpg")
    image = opened(cleaned)
    assert (image.format, dict(image.getexif())) == ("JPEG", {})
    assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_jpeg_ends_where_the_picture_ends() -> None:
    cleaned = clean(telling_jpeg() + b"PK\x03\x04 a hidden archive", MediaKind.PHOTO)
    assert cleaned.data.endswith(b"\xff\xd9")
    assert b"PK\x03\x04" not in cleaned.data


def test_a_picture_stands_upright_without_the_mark_that_turned_it() -> None:
    cleaned = clean(telling_jpeg(64, 48), MediaKind.PHOTO)
    assert (cleaned.width, cleaned.height) == (48, 64)
    assert opened(cleaned).size == (48, 64)


def test_a_picture_keeps_its_colours() -> None:
    written = io.BytesIO()
    Image.new("RGB", (32, 32), (200, 40, 90)).save(written, "PNG")
    colour = opened(clean(written.getvalue(), MediaKind.PHOTO)).getpixel((16, 16))
    assert isinstance(colour, tuple)
    assert all(abs(got - meant) <= 3 for got, meant in zip(colour, (200, 40, 90), strict=True))


@pytest.mark.parametrize(
    ("mode", "options"), [("RGBA", {}), ("LA", {}), ("P", {"transparency": 0}), ("L", {"transparency": 0})]
)
def test_what_is_transparent_becomes_white(mode: str, options: dict[str, int]) -> None:
    written = io.BytesIO()
    Image.new(mode, (32, 32)).save(written, "PNG", **options)
    assert opened(clean(written.getvalue(), MediaKind.PHOTO)).getpixel((16, 16)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_pictures_of_printers_and_scanners_are_taken(mode: str) -> None:
    cleaned = clean(telling_jpeg(picture=pixels(64, 48).convert(mode)), MediaKind.PHOTO)
    assert opened(cleaned).mode == "RGB"
    assert traces(cleaned.data, CANARY) == []


@pytest.mark.parametrize(
    ("size", "shown"), [((4000, 3000), (2560, 1920)), ((6000, 800), (2560, 341)), ((90, 60), (90, 60))]
)
def test_the_long_side_is_at_most_2560(size: tuple[int, int], shown: tuple[int, int]) -> None:
    written = io.BytesIO()
    Image.new("RGB", size).save(written, "JPEG")
    cleaned = clean(written.getvalue(), MediaKind.PHOTO)
    assert (cleaned.width, cleaned.height) == shown
    assert opened(cleaned).size == shown


def test_a_picture_that_unpacks_to_gigabytes_is_refused() -> None:
    data = bomb_png()
    assert len(data) < 1_000_000
    with pytest.raises(Refused) as refused:
        clean(data, MediaKind.PHOTO)
    assert refused.value.reason is Reason.BOMB


def test_a_picture_one_row_too_large_is_refused() -> None:
    written = io.BytesIO()
    Image.new("1", (5000, MAX_PIXELS // 5000 + 1)).save(written, "PNG")
    with pytest.raises(Refused) as refused:
        clean(written.getvalue(), MediaKind.PHOTO)
    assert refused.value.reason is Reason.BOMB


@pytest.mark.parametrize("make", [telling_jpeg, telling_png, telling_webp])
@pytest.mark.parametrize("share", [0.1, 0.5])
def test_a_picture_cut_off_is_refused(make: object, share: float) -> None:
    assert callable(make)
    data = make()
    with pytest.raises(Refused) as refused:
        clean(data[: int(len(data) * share)], MediaKind.PHOTO)
    assert refused.value.reason is Reason.BROKEN


def test_the_output_is_always_a_jpeg() -> None:
    assert clean(telling_png("RGBA"), MediaKind.PHOTO).format is Format.JPEG
