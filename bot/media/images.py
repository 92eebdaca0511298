"""Pictures: decoded whole, turned upright, shrunk, and written anew as JPEG from bare pixels."""

import io

from PIL import Image, ImageOps, MpoImagePlugin, WebPImagePlugin

from bot.media.model import Cleaned, Format, Reason, Refused
from bot.media.sniff import Content
from cases.model import MediaKind

LONG_SIDE = 2560  # Telegram shows photos no larger
MAX_PIXELS = 65_000_000  # a phone's 64-megapixel camera
QUALITY = 85

# A confined child can open no file, so every decoder is loaded now: JPEG and PNG, and those that Pillow loads late.
Image.preinit()
DECODERS = (MpoImagePlugin, WebPImagePlugin)


def clean(data: bytes, content: Content, declared: MediaKind) -> Cleaned:
    image = _upright(_shrunk(_opened(data, content)))
    # Pixels alone go over: Pillow's writers take comments and profiles from the image they are given.
    bare = Image.new("RGB", image.size, "white")
    bare.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY)
    return Cleaned(MediaKind.PHOTO, Format.JPEG, written.getvalue(), bare.width, bare.height)


def _opened(data: bytes, content: Content) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=[content.name])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(Reason.BOMB) from None
    if image.width * image.height > MAX_PIXELS:
        raise Refused(Reason.BOMB)
    return image


def _shrunk(image: Image.Image) -> Image.Image:
    image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a large JPEG is decoded at a half or a quarter of its size
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # Hamming is as sharp as bicubic when shrinking and a quarter faster.
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.HAMMING)
    return image


def _upright(image: Image.Image) -> Image.Image:
    ImageOps.exif_transpose(image, in_place=True)
    return image
