import io
import zlib

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf

from bot.media.clean import clean
from bot.media.model import Reason, Refused
from cases.model import MediaKind
from tests.bot.media.samples import CANARY, bomb_pdf, telling_jpeg, telling_pdf, traces, unpacked_pdf


def saved(pdf: Pdf, encryption: Encryption | bool = False) -> bytes:
    written = io.BytesIO()
    pdf.save(written, encryption=encryption)
    return written.getvalue()


def refusal(data: bytes) -> Reason:
    with pytest.raises(Refused) as refused:
        clean(data, MediaKind.DOCUMENT)
    return refused.value.reason


def test_a_document_loses_everything_but_its_pages() -> None:
    data = telling_pdf()
    assert traces(unpacked_pdf(data), CANARY) == [CANARY]

    cleaned = clean(data, MediaKind.DOCUMENT)

    assert (cleaned.kind, cleaned.mime, cleaned.file_name) == (MediaKind.DOCUMENT, "application/pdf", "document.pdf")
    assert traces(cleaned.data, CANARY) == []
    readable = unpacked_pdf(cleaned.data)
    assert traces(readable, CANARY) == []
    telling = (b"JavaScript", b"/Annots", b"/EmbeddedFile", b"/Metadata", b"/Author", b"/Exif", b"Exif\0", b"<html")
    assert [word for word in telling if word in readable] == []


def test_a_document_keeps_what_is_drawn() -> None:
    data = clean(telling_pdf(), MediaKind.DOCUMENT).data
    with Pdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        assert [int(side) for side in pdf.pages[0].mediabox.as_list()] == [0, 0, 200, 200]
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        page = pdf.pages[0]
        assert b"/Im0 Do" in unpacked_pdf(data)
        picture = page.resources.XObject.Im0
        assert picture.read_raw_bytes().startswith(b"\xff\xd8")
        assert "/PrivateData" not in picture


def test_a_form_field_that_is_filled_in_stays_visible() -> None:
    readable = unpacked_pdf(clean(telling_pdf(), MediaKind.DOCUMENT).data)
    assert b"0 0 5 5 re f" in readable


def test_pages_keep_what_they_inherit() -> None:
    pdf = Pdf.new()
    for _ in range(3):
        pdf.add_blank_page(page_size=(100, 300))
    for page in pdf.pages:
        del page.obj["/MediaBox"]
    pdf.Root.Pages.MediaBox = Array([0, 0, 100, 300])
    pdf.Root.Pages.Rotate = 90
    with Pdf.open(io.BytesIO(clean(saved(pdf), MediaKind.DOCUMENT).data)) as fresh:
        assert [int(page.obj.Rotate) for page in fresh.pages] == [90, 90, 90]
        assert [int(page.mediabox[3]) for page in fresh.pages] == [300, 300, 300]


def test_a_photo_wrapped_twice_is_stripped_too() -> None:
    pdf = Pdf.open(io.BytesIO(telling_pdf()))
    picture = pdf.pages[0].resources.XObject.Im0
    picture.write(zlib.compress(telling_jpeg()), filter=Array([Name.FlateDecode, Name.DCTDecode]))
    cleaned = clean(saved(pdf), MediaKind.DOCUMENT)
    assert traces(cleaned.data, CANARY) == []
    assert traces(unpacked_pdf(cleaned.data), CANARY) == []


INLINE = b"q 100 0 0 100 0 0 cm BI /W 64 /H 48 /CS /RGB /BPC 8 /F /DCT ID %b EI Q" % telling_jpeg()


def test_a_photo_among_drawing_commands_is_stripped_too() -> None:
    pdf = Pdf.new()
    page = pdf.add_blank_page()
    page.obj.Contents = pdf.make_stream(INLINE)
    drawing = {"Subtype": Name.Form, "BBox": Array([0, 0, 100, 100]), "Resources": Dictionary()}
    form = pdf.make_stream(INLINE, **drawing)
    page.obj.Resources = Dictionary(XObject=Dictionary(Fm0=form))
    data = saved(pdf)
    assert traces(unpacked_pdf(data), CANARY) == [CANARY]
    cleaned = clean(data, MediaKind.DOCUMENT).data
    assert (traces(cleaned, CANARY), traces(unpacked_pdf(cleaned), CANARY)) == ([], [])
    assert unpacked_pdf(cleaned).count(b"\xff\xd8") == 2


def test_a_photo_in_a_pattern_is_refused() -> None:
    pdf = Pdf.new()
    tile = pdf.make_stream(INLINE, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9)
    pdf.add_blank_page().obj.Resources = Dictionary(Pattern=Dictionary(P0=tile))
    assert refusal(saved(pdf)) is Reason.UNSUPPORTED


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_document_is_refused(password: str) -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    assert refusal(saved(pdf, Encryption(owner="owner", user=password))) is Reason.ENCRYPTED


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9])
def test_a_document_cut_off_is_refused(share: float) -> None:
    data = telling_pdf()
    assert refusal(data[: int(len(data) * share)]) is Reason.BROKEN


def test_a_document_without_pages_is_refused() -> None:
    assert refusal(saved(Pdf.new())) is Reason.BROKEN


def test_a_document_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    data = bomb_pdf()
    assert len(data) < 1_000_000
    assert refusal(data) is Reason.BROKEN


def test_pictures_in_containers_that_nobody_here_reads_are_refused() -> None:
    pdf = Pdf.new()
    pdf.add_blank_page()
    picture = pdf.make_stream(b"\0\0\0\x0cjP  ", Subtype=Name.Image, Width=1, Height=1, Filter=Name.JPXDecode)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    assert refusal(saved(pdf)) is Reason.UNSUPPORTED
