"""Documents: pages alone go over into a new PDF, and of each page only what is drawn.

Author, dates, XMP, history, outlines, attachments, scripts, actions, forms, comments, page thumbnails and private data
of programs stay behind because nothing that leads to them is copied. Form fields and comments that are visible are
drawn into their page first. What stays is what one sees: text, pictures, fonts, and remarks inside drawing streams.
"""

import io
import re

from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, Stream
from pikepdf.settings import set_qpdf_limits

from bot.media.jpeg import strip_segments
from bot.media.model import Cleaned, Format, Reason, Refused
from bot.media.sniff import Content
from cases.model import MediaKind

MAX_STREAM = 128 * 1024 * 1024  # bytes once unpacked: an A4 page scanned in colour at 600 dpi has 105 MB
PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
)
# Keys of a picture and of a reusable drawing that change what is seen (ISO 32000-1, tables 89 and 95).
PICTURE_KEYS = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask"}
    | {"/SMask", "/Matte", "/SMaskInData", "/Decode", "/Interpolate", "/Filter", "/DecodeParms", "/Length"}
)
DRAWING_KEYS = frozenset(
    {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/Filter", "/DecodeParms", "/Length"}
)
# Keys that say who, when and with what, or lead out of the page, wherever they stand.
TELLING_KEYS = frozenset(
    {"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/StructParent", "/StructParents", "/Measure"}
    | {"/PtData", "/Ref", "/OPI", "/Alternates", "/A", "/AA", "/JS", "/Annots", "/Thumb", "/OC"}
)
# A stream whose data lie in another file.
EXTERNAL_KEYS = frozenset({"/F", "/FFilter", "/FDecodeParms"})
GENERAL_FILTERS = frozenset({"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"})
# One among drawing commands that belong to no page: those of a pattern, or of a letter (ISO 32000-1, 8.9.7).
INLINE_JPEG = re.compile(rb"\bBI\s[\x00-\x7f]{0,1000}?/DCT")
# Their containers carry metadata of their own and no other reader here knows them.
UNSUPPORTED_FILTERS = frozenset({"/JPXDecode", "/Crypt"})


def clean(data: bytes, content: Content, declared: MediaKind) -> Cleaned:
    set_qpdf_limits(flate_max_memory=MAX_STREAM, run_length_max_memory=MAX_STREAM, dct_max_memory=MAX_STREAM)
    with _opened(data) as source, Pdf.new() as fresh:
        _copy_pages(source, fresh)
        for each in fresh.objects:
            if isinstance(each, Stream):
                _scrub_stream(fresh, each)
            _scrub(each)
        written = io.BytesIO()
        fresh.save(written, deterministic_id=True)
    return Cleaned(MediaKind.DOCUMENT, Format.PDF, written.getvalue())


def _opened(data: bytes) -> Pdf:
    try:
        source = Pdf.open(io.BytesIO(data), attempt_recovery=False)
    except PasswordError:
        raise Refused(Reason.ENCRYPTED) from None
    if source.is_encrypted:
        raise Refused(Reason.ENCRYPTED)
    return source


def _copy_pages(source: Pdf, fresh: Pdf) -> None:
    form = source.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/NeedAppearances"):
        source.generate_appearance_streams()
    source.flatten_annotations("all")
    for page in source.pages:
        page.externalize_inline_images()  # a JPEG among drawing commands is stripped as any other
        _keep_only(page.obj, PAGE_KEYS)
        fresh.pages.append(page)
    if not len(fresh.pages):
        raise Refused(Reason.BROKEN)


def _scrub_stream(pdf: Pdf, stream: Stream) -> None:
    _drop(stream, EXTERNAL_KEYS)
    if stream.get("/Subtype") == Name.Image:
        _keep_only(stream, PICTURE_KEYS)
    elif stream.get("/Subtype") == Name.Form:
        _keep_only(stream, DRAWING_KEYS)
    filters = _filters(stream)
    if not UNSUPPORTED_FILTERS.isdisjoint(filters):
        raise Refused(Reason.UNSUPPORTED)
    if filters and filters[-1] == "/DCTDecode":
        _strip_picture(pdf, stream, filters)
    elif GENERAL_FILTERS.issuperset(filters):
        drawn = stream.read_bytes()  # raises when it unpacks to more than MAX_STREAM
        if INLINE_JPEG.search(drawn):
            raise Refused(Reason.UNSUPPORTED)


def _strip_picture(pdf: Pdf, stream: Stream, filters: list[str]) -> None:
    """Take EXIF and the like out of a JPEG, and the general filters around it off."""
    wrapped = pdf.make_stream(stream.read_raw_bytes(), Filter=Array([Name(each) for each in filters[:-1]]))
    stream.write(strip_segments(wrapped.read_bytes()), filter=Name.DCTDecode, decode_parms=_last_parameters(stream))


def _last_parameters(stream: Stream) -> Dictionary | None:
    """Those of the last filter; null stands for none."""
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1]
    return parameters if isinstance(parameters, Dictionary) else None


def _scrub(node: Object) -> None:
    """Drop telling keys of an object and of what stands directly in it."""
    inner: list[object]
    if isinstance(node, Array):
        inner = list(node.as_list())
    elif isinstance(node, (Dictionary, Stream)):
        _drop(node, TELLING_KEYS)
        if "/Properties" in node:
            _empty_properties(node)
        inner = [value for _, value in node.items()]
    else:
        return
    for value in inner:
        if isinstance(value, Object) and not value.is_indirect:
            _scrub(value)


def _empty_properties(resources: Object) -> None:
    """Drawing streams mark parts with these dictionaries by name: the names stay valid, what they said goes."""
    if isinstance(resources.Properties, Dictionary):
        resources.Properties = Dictionary({key: Dictionary() for key in resources.Properties})
    else:
        del resources.Properties


def _filters(stream: Stream) -> list[str]:
    filters = stream.get("/Filter")
    if filters is None:
        return []
    return [str(each) for each in filters.as_list()] if isinstance(filters, Array) else [str(filters)]


def _keep_only(node: Object, wanted: frozenset[str]) -> None:
    _drop(node, frozenset(node.keys()) - wanted)


def _drop(node: Object, unwanted: frozenset[str]) -> None:
    for key in unwanted.intersection(node.keys()):
        if key != "/Length":  # pikepdf keeps it
            del node[key]
