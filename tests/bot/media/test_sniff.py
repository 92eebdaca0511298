import io
import zipfile

import pytest

from bot.media.clean import clean
from bot.media.model import Reason, Refused
from bot.media.sniff import identify
from cases.model import MediaKind
from tests.bot.media.samples import sound, telling_jpeg, telling_pdf, video


def office_file() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return written.getvalue()


UNSUPPORTED = {
    "office": office_file(),
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "rich text": rb"{\rtf1 hello}",
    "heic": b"\0\0\0\x18ftypheic" + bytes(64),
    "avif": b"\0\0\0\x18ftypavif" + bytes(64),
    "gif": b"GIF89a" + bytes(64),
    "web page before a pdf": b"<html><script>1</script></html>" + telling_pdf(),
    "program": b"MZ" + bytes(64),
    "text": "你好".encode(),
}


@pytest.mark.parametrize("data", UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_what_nobody_here_can_clean_is_unsupported(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        clean(data, MediaKind.DOCUMENT)
    assert refused.value.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize("kind", MediaKind)
def test_an_empty_file_is_broken(kind: MediaKind) -> None:
    with pytest.raises(Refused) as refused:
        clean(b"", kind)
    assert refused.value.reason is Reason.BROKEN


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (telling_pdf(), MediaKind.PHOTO),
        (telling_pdf(), MediaKind.VOICE),
        (telling_jpeg(), MediaKind.VIDEO),
        (video(), MediaKind.PHOTO),
    ],
)
def test_a_file_of_another_family_is_not_what_it_says(data: bytes, declared: MediaKind) -> None:
    with pytest.raises(Refused) as refused:
        identify(data, declared)
    assert refused.value.reason is Reason.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize("data", [sound("libopus", "ogg"), video(), telling_jpeg()], ids=["voice", "film", "photo"])
def test_a_document_is_a_pdf_and_nothing_else(data: bytes) -> None:
    """Documents go where voices may not: a recording by the name of one would come to the team's group."""
    with pytest.raises(Refused) as refused:
        identify(data, MediaKind.DOCUMENT)
    assert refused.value.reason is Reason.NOT_WHAT_IT_SAYS


def test_a_refusal_carries_nothing_of_the_file() -> None:
    with pytest.raises(Refused) as refused:
        clean(telling_jpeg()[:200], MediaKind.PHOTO)
    assert refused.value.args == ("broken",)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
