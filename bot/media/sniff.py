"""What a file is, told by its first bytes; names and declared types are never asked."""

from enum import StrEnum

from bot.media.model import Reason, Refused
from bot.media.mpeg import starts_frame
from cases.model import MediaKind


class Content(StrEnum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    OGG = "ogg"
    MP3 = "mp3"
    MP4 = "mp4"


IMAGES = frozenset({Content.JPEG, Content.PNG, Content.WEBP})
RECORDINGS = frozenset({Content.OGG, Content.MP3, Content.MP4})

# ISO base media files that hold pictures, which no decoder here reads: HEIC, AVIF, camera raw.
_PICTURE_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis", b"crx "}
)


def identify(data: bytes, declared: MediaKind) -> Content:
    """The content of a file that arrived as ``declared``.

    Raises:
        Refused: as broken when empty, as unsupported when unknown (office files, archives, HEIC …), as not what it
            says when, for instance, a photo holds a PDF.

    """
    if not data:
        raise Refused(Reason.BROKEN)
    content = _by_magic(data)
    if content is None:
        raise Refused(Reason.UNSUPPORTED)
    if content not in _expected(declared):
        raise Refused(Reason.NOT_WHAT_IT_SAYS)
    return content


def _expected(declared: MediaKind) -> frozenset[Content]:
    """By its kind a file is shown, so it must be of that kind: a document comes to a group, a voice must not."""
    match declared:
        case MediaKind.DOCUMENT:
            return frozenset({Content.PDF})
        case MediaKind.PHOTO:
            return IMAGES
        case _:
            return RECORDINGS


def _by_magic(data: bytes) -> Content | None:
    for magic, content in _MAGIC.items():
        if data.startswith(magic):
            return content
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Content.WEBP
    if data[4:8] == b"ftyp" and data[8:12] not in _PICTURE_BRANDS:
        return Content.MP4
    if starts_frame(data):
        return Content.MP3
    return None


_MAGIC = {
    b"\xff\xd8\xff": Content.JPEG,
    b"\x89PNG\r\n\x1a\n": Content.PNG,
    b"%PDF-": Content.PDF,
    b"OggS": Content.OGG,
    b"ID3": Content.MP3,
}
