"""Voice, sound and video: the same packets in a new container, without tags, chapters, covers, captions or places.

Nothing is encoded again. Side information that encoders put between the pictures (SEI units, where drones and cameras
write time and place) is filtered out of H.264 and H.265.
"""

import io
import re
from collections.abc import Iterator

import av
import av.subtitles.codeccontext
import av.subtitles.stream  # a confined child can open no file: what av would load late is loaded now
from av.bitstream import BitStreamFilterContext
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

from bot.media.model import Cleaned, Format, Reason, Refused
from bot.media.mpeg import is_frame
from bot.media.sniff import Content
from cases.model import MediaKind

DEMUXERS = {Content.OGG: "ogg", Content.MP3: "mp3", Content.MP4: "mov"}
MUXERS = {Format.OGG: "ogg", Format.MP3: "mp3", Format.M4A: "ipod", Format.MP4: "mp4"}
BIT_EXACT = {"fflags": "bitexact"}  # without name and version of the muxer
MUXER_OPTIONS = {Format.MP3: {"id3v2_version": "0"}}
# What each container may hold so that phones play it.
CODECS = {
    Content.OGG: frozenset({"opus"}),
    Content.MP3: frozenset({"mp3"}),
    Content.MP4: frozenset({"h264", "hevc", "aac", "mp3", "opus"}),
}
PACKET_FILTERS = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39|40"}
START_CODE = re.compile(rb"\x00{2,}\x01")
PARAMETER_SETS = frozenset({32, 33, 34})  # H.265 units: video, sequence, picture (ITU-T H.265, table 7-1)
SECOND = 1_000_000  # av counts durations in microseconds


class Track:
    """One stream on its way from the old container into the new one."""

    def __init__(self, source: Stream, target: OutputContainer) -> None:
        self.source = source
        self.codec = source.codec.canonical_name
        # Opaque: the stream is copied as it is, no encoder is looked for.
        self.target = target.add_stream_from_template(source, opaque=True)
        self.filter = BitStreamFilterContext(PACKET_FILTERS.get(self.codec, "null"), source, self.target)
        if self.codec == "hevc":
            _keep_parameter_sets(self.target)

    def filtered(self, packet: "Packet[Stream] | None") -> "Iterator[Packet[Stream]]":
        """The packets that go on for this one; None asks for those held back."""
        for each in self.filter.filter(packet):
            each.stream = self.target
            if self.codec != "mp3" or is_frame(bytes(each)):
                yield each


def clean(data: bytes, content: Content, declared: MediaKind) -> Cleaned:
    written = io.BytesIO()
    with av.open(io.BytesIO(data), "r", format=DEMUXERS[content], metadata_errors="ignore") as source:
        streams = _wanted(source, CODECS[content])
        form = _format(content, streams)
        with av.open(written, "w", format=MUXERS[form], options=BIT_EXACT | MUXER_OPTIONS.get(form, {})) as target:
            _remux(source, target, streams)
    return _measured(written.getvalue(), form, declared)


def _keep_parameter_sets(stream: Stream) -> None:
    """The filter cleans packets only; encoders of H.265 leave words of their own beside the parameter sets as well."""
    units = START_CODE.split(stream.codec_context.extradata or b"")
    kept = [unit for unit in units if unit and unit[0] >> 1 & 0x3F in PARAMETER_SETS]
    stream.codec_context.extradata = b"".join(b"\0\0\0\1" + unit for unit in kept)


def _wanted(source: InputContainer, codecs: frozenset[str]) -> list[Stream]:
    """The first playable stream of pictures and the first of sound."""
    pictures = [each for each in source.streams.video if not each.disposition & Disposition.attached_pic]
    wanted: list[Stream] = []
    for kind in (pictures, source.streams.audio):
        playable = [each for each in kind if _codec(each) in codecs]
        if kind and not playable:
            raise Refused(Reason.UNSUPPORTED)
        wanted += playable[:1]
    if not wanted:
        raise Refused(Reason.BROKEN)
    return wanted


def _codec(stream: Stream) -> str | None:
    codec = getattr(stream, "codec", None)  # missing where no decoder is known
    return codec.canonical_name if codec else None


def _format(content: Content, streams: list[Stream]) -> Format:
    if content is Content.OGG:
        return Format.OGG
    if content is Content.MP3:
        return Format.MP3
    return Format.MP4 if streams[0].type == "video" else Format.M4A


def _remux(source: InputContainer, target: OutputContainer, streams: list[Stream]) -> None:
    tracks = {stream.index: Track(stream, target) for stream in streams}
    for packet in source.demux(streams):
        if packet.size:
            target.mux(list(tracks[packet.stream.index].filtered(packet)))
    for track in tracks.values():
        target.mux(list(track.filtered(None)))


def _measured(data: bytes, form: Format, declared: MediaKind) -> Cleaned:
    """Read the new file once, up to its first picture or sound: what can't be played is broken."""
    with av.open(io.BytesIO(data), "r", metadata_errors="ignore") as file:
        duration = round((file.duration or 0) / SECOND)
        if form is not Format.MP4:
            next(file.decode(audio=0))
            return Cleaned(_kind_of_sound(form, declared), form, data, duration=duration)
        frame = next(file.decode(video=0))
        lying = frame.rotation % 180 != 0
        width, height = (frame.height, frame.width) if lying else (frame.width, frame.height)
        return Cleaned(MediaKind.VIDEO, form, data, width, height, duration)


def _kind_of_sound(form: Format, declared: MediaKind) -> MediaKind:
    return MediaKind.VOICE if form is Format.OGG or declared is MediaKind.VOICE else MediaKind.AUDIO
