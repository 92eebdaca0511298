"""Files as phones and offices make them, with a canary in every place that could tell who made them."""

import base64
import io
import random
import struct
import zlib
from fractions import Fraction

import av
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, Stream, StreamDecodeLevel
from PIL import Image, PngImagePlugin

CANARY = "CanaryWangXiaoming"
PLACE = "+31.2304+121.4737/"


FORMATS = {"prores_ks": "yuv422p10le"}


def traces(data: bytes, *secrets: str) -> list[str]:
    """Which secrets stand in these bytes, plain or in a usual disguise."""
    return [secret for secret in secrets if any(form in data for form in _disguises(secret))]


def _disguises(secret: str) -> list[bytes]:
    plain = secret.encode()
    wide = [secret.encode("utf-16-le"), secret.encode("utf-16-be")]
    digits = [plain.hex().encode(), plain.hex().upper().encode()]
    # What base64 makes of it depends on where it starts; the first and last digits mix with the neighbours.
    coded = [base64.b64encode(b"\0" * shift + plain + b"\0\0")[4:-4] for shift in range(3)]
    return [plain, *wide, *digits, *coded]


def pixels(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture with large shapes and fine grain, so that it packs as a photo does."""
    small = Image.effect_noise((max(width // 16, 1), max(height // 16, 1)), 120).resize((width, height))
    grain = Image.effect_noise((width, height), 28)
    return Image.blend(small, grain, 0.3).convert(mode)


def telling_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = CANARY  # maker
    exif[0x013B] = CANARY  # artist
    exif[0x0112] = 6  # turned by 90°
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0), 29: CANARY})
    exif.get_ifd(0x8769)[0x927C] = CANARY.encode("utf-16-le")  # maker note
    return exif.tobytes()


def telling_jpeg(width: int = 64, height: int = 48, picture: Image.Image | None = None) -> bytes:
    """With GPS, XMP, a comment, private segments and data after the end."""
    written = io.BytesIO()
    (picture or pixels(width, height)).save(
        written,
        "JPEG",
        quality=90,
        exif=telling_exif(),
        comment=CANARY.encode(),
        xmp=f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode(),
        icc_profile=CANARY.encode(),
    )
    data = written.getvalue()
    private = CANARY.encode().hex().encode()
    segment = b"\xff\xed" + struct.pack(">H", len(private) + 2) + private
    return data[:2] + segment + data[2:] + base64.b64encode(CANARY.encode())


def telling_png(mode: str = "RGB") -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CANARY)
    info.add_text("Comment", CANARY, zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    written = io.BytesIO()
    pixels(64, 48, mode).save(written, "PNG", pnginfo=info, exif=telling_exif())
    return written.getvalue() + CANARY.encode()


def telling_webp() -> bytes:
    written = io.BytesIO()
    pixels(64, 48).save(written, "WEBP", exif=telling_exif(), xmp=CANARY.encode())
    return written.getvalue()


def bomb_png(side: int = 50_000) -> bytes:
    """A few megabytes that unpack to a black square."""
    row = b"\0" * (side // 8 + 2)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def telling_pdf(jpeg: bytes | None = None) -> bytes:
    """With author, XMP, outline, attachment, scripts, a comment, a form field, private data and a telling JPEG."""
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    page = pdf.pages[0].obj
    picture = pdf.make_stream(
        jpeg or telling_jpeg(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=64,
        Height=48,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
        Metadata=pdf.make_stream(CANARY.encode()),
        PrivateData=CANARY,
    )
    page.Resources = Dictionary(
        XObject=Dictionary(Im0=picture), Properties=Dictionary(MC0=Dictionary(Title=CANARY, Metadata=CANARY))
    )
    page.Contents = pdf.make_stream(b"/Span /MC0 BDC q 200 0 0 150 0 0 cm /Im0 Do Q EMC")
    page.PieceInfo = Dictionary(App=Dictionary(Private=CANARY))
    page.Thumb = pdf.make_stream(CANARY.encode())
    page.AA = Dictionary(O=_script())
    page.Annots = Array([pdf.make_indirect(_note()), pdf.make_indirect(_field(pdf))])
    pdf.Root.OpenAction = _script()
    pdf.Root.AcroForm = Dictionary(Fields=Array([page.Annots[1]]), XFA=pdf.make_stream(CANARY.encode()))
    pdf.docinfo["/Author"] = CANARY
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = [CANARY]
    with pdf.open_outline() as outline:
        outline.add(CANARY, 0)
    pdf.attachments[f"{CANARY}.txt"] = AttachedFileSpec(
        pdf, CANARY.encode(), description=CANARY, filename="", mime_type="", creation_date=CANARY, mod_date=CANARY
    )
    return _saved(pdf) + f"<html>{CANARY}</html>".encode()


def _script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=f"app.alert('{CANARY}')")


def _note() -> Dictionary:
    return Dictionary(Type=Name.Annot, Subtype=Name.Text, T=CANARY, Contents=CANARY, Rect=Array([0, 0, 9, 9]))


def _field(pdf: Pdf) -> Dictionary:
    drawn = pdf.make_stream(b"0 0 5 5 re f % field", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=CANARY,
        Rect=Array([20, 20, 29, 29]),
        AP=Dictionary(N=drawn),
        AA=Dictionary(K=_script()),
        A=Dictionary(S=Name.SubmitForm, F=f"https://{CANARY}.example"),
    )


def _saved(pdf: Pdf, **options: object) -> bytes:
    written = io.BytesIO()
    pdf.save(written, **options)  # type: ignore[arg-type]
    return written.getvalue()


def unpacked_pdf(data: bytes) -> bytes:
    """The same document with every stream and object stream readable."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return _saved(pdf, qdf=True, compress_streams=False, stream_decode_level=StreamDecodeLevel.generalized)


def bomb_pdf(size: int = 300_000_000) -> bytes:
    """A page whose drawing unpacks to ``size`` bytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = Stream(pdf, packed, Filter=Name.FlateDecode)
    return _saved(pdf, compress_streams=False)


def sound(codec: str, container: str, rate: int = 48_000, seconds: float = 1.0) -> bytes:
    """A recording of noise with tags wherever the container has room."""
    written = io.BytesIO()
    with av.open(written, "w", format=container) as file:
        file.metadata.update(title=CANARY, artist=CANARY, comment=CANARY, location=PLACE)
        stream = file.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        stream.metadata["title"] = CANARY
        _record(file, stream, seconds)
    return written.getvalue()


def _record(file: av.container.OutputContainer, stream: av.AudioStream, seconds: float) -> None:
    size, rate = stream.codec_context.frame_size or 960, stream.codec_context.sample_rate
    noise = random.Random(1)  # noqa: S311 - noise
    for number in range(max(1, round(seconds * rate / size))):
        frame = av.AudioFrame(format=stream.codec_context.format.name, layout="mono", samples=size)
        frame.sample_rate, frame.pts, frame.time_base = rate, number * size, Fraction(1, rate)
        for plane in frame.planes:
            width = plane.buffer_size // size
            plane.update(b"".join(_sample(noise, width) for _ in range(size)).ljust(plane.buffer_size, b"\0"))
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def _sample(noise: random.Random, width: int) -> bytes:
    loudness = noise.uniform(-0.5, 0.5)
    return struct.pack("<f", loudness) if width == struct.calcsize("f") else struct.pack("<h", round(loudness * 32767))


def video(
    container: str = "mp4",
    codec: str = "libx264",
    frames: int = 10,
    side: int = 64,
    options: dict[str, str] | None = None,
) -> bytes:
    """A film with sound, with place, date, names, chapters and the encoder's own words in the picture stream."""
    written = io.BytesIO()
    with av.open(written, "w", format=container) as file:
        file.metadata.update(
            title=CANARY, comment=CANARY, artist=CANARY, location=PLACE, creation_time="2024-01-02T03:04:05Z"
        )
        pictures = file.add_stream(codec, rate=10, options=options)
        assert isinstance(pictures, av.VideoStream)
        pictures.width, pictures.height, pictures.pix_fmt = side, side * 3 // 4, FORMATS.get(codec, "yuv420p")
        pictures.metadata["handler_name"] = CANARY
        voice = file.add_stream("aac", rate=8000)
        assert isinstance(voice, av.AudioStream)
        voice.layout = "mono"
        voice.metadata["handler_name"] = CANARY
        file.set_chapters(
            [{"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000), "metadata": {"title": CANARY}}]
        )
        _film(file, pictures, frames)
        _record(file, voice, frames / 10)
    return written.getvalue()


def _film(file: av.container.OutputContainer, stream: av.VideoStream, frames: int) -> None:
    noise = random.Random(2)  # noqa: S311 - noise
    for number in range(frames):
        frame = av.VideoFrame(stream.width, stream.height, stream.pix_fmt or "yuv420p")
        frame.pts = number
        for plane in frame.planes:
            plane.update(noise.randbytes(plane.buffer_size))
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def turned(film: bytes) -> bytes:
    """The film with the mark by which phones say that they were held upright."""
    start = film.index(b"tkhd")
    straight = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    by_90 = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    return film[:start] + film[start:].replace(straight, by_90, 1)


def packets(data: bytes) -> list[bytes]:
    with av.open(io.BytesIO(data), "r") as file:
        return [bytes(packet) for packet in file.demux() if packet.size]
