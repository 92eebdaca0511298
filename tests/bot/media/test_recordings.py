import io
import struct

import av
import pytest

from bot.media.clean import clean
from bot.media.model import Cleaned, Reason, Refused
from cases.model import MediaKind
from tests.bot.media.samples import CANARY, PLACE, packets, sound, traces, turned, video

SOUNDS = {
    "voice": (sound("libopus", "ogg"), MediaKind.VOICE, "voice.ogg", "audio/ogg"),
    "mp3": (sound("libmp3lame", "mp3", 44_100), MediaKind.AUDIO, "audio.mp3", "audio/mpeg"),
    "m4a": (sound("aac", "ipod", 44_100), MediaKind.AUDIO, "audio.m4a", "audio/mp4"),
}


EMPTY_TAGS = b"\0\0\0\x08ilst"  # the muxer always writes the box


def tags(cleaned: Cleaned) -> list[str]:
    with av.open(io.BytesIO(cleaned.data), "r") as file:
        chapters = [f"chapter {each['id']}" for each in file.chapters()]
        return [*file.metadata, *chapters, *(key for stream in file.streams for key in stream.metadata)]


@pytest.mark.parametrize(("data", "kind", "name", "mime"), SOUNDS.values(), ids=SOUNDS)
def test_a_recording_loses_its_tags_and_keeps_its_sound(data: bytes, kind: MediaKind, name: str, mime: str) -> None:
    assert CANARY in traces(data, CANARY, PLACE)

    cleaned = clean(data, kind)

    assert traces(cleaned.data, CANARY, PLACE) == []
    assert (cleaned.kind, cleaned.file_name, cleaned.mime, cleaned.duration) == (kind, name, mime, 1)
    assert packets(cleaned.data) == packets(data)


@pytest.mark.parametrize(("data", "kind", "name", "mime"), SOUNDS.values(), ids=SOUNDS)
@pytest.mark.parametrize(
    "tail", [CANARY * 40, "TAG" + CANARY.ljust(125), f"APETAGEX {CANARY}"], ids=["words", "id3v1", "ape"]
)
def test_nothing_travels_behind_the_sound(data: bytes, kind: MediaKind, name: str, mime: str, tail: str) -> None:
    cleaned = clean(data + tail.encode(), kind)
    assert (cleaned.file_name, cleaned.mime) == (name, mime)
    assert traces(cleaned.data, CANARY) == []


def test_words_between_mp3_frames_do_not_pass() -> None:
    data, kind = SOUNDS["mp3"][:2]
    frame = packets(data)[10]
    data = data.replace(frame, CANARY.encode() * 9 + frame)
    assert traces(clean(data, kind).data, CANARY) == []


def test_a_cover_picture_stays_behind() -> None:
    with_cover = b"ID3\x03\0\0\0\0\0\x40" + (b"APIC\0\0\0\x20\0\0\0image/png\0\3\0" + CANARY.encode()).ljust(64, b"\0")
    cleaned = clean(with_cover + packets(SOUNDS["mp3"][0])[0] * 40, MediaKind.AUDIO)
    assert traces(cleaned.data, CANARY) == []


def test_a_voice_in_another_format_stays_a_voice() -> None:
    assert clean(SOUNDS["m4a"][0], MediaKind.VOICE).kind is MediaKind.VOICE


@pytest.mark.parametrize("container", ["mp4", "mov"])
@pytest.mark.parametrize(("codec", "encoder"), [("libx264", b"x264"), ("libx265", b"x265")])
def test_a_film_loses_place_date_names_and_chapters(container: str, codec: str, encoder: bytes) -> None:
    data = video(container, codec)
    assert encoder in data
    assert CANARY in traces(data, CANARY, PLACE)

    cleaned = clean(data, MediaKind.VIDEO)

    assert traces(cleaned.data, CANARY, PLACE) == []
    told = (encoder, b"loci", b"\xa9xyz", b"Lavf", b"2024", b"text")
    assert [word for word in told if word in cleaned.data] == []
    assert EMPTY_TAGS in cleaned.data
    assert cleaned.data.count(b"udta") == 1
    assert set(tags(cleaned)) <= {
        "major_brand",
        "minor_version",
        "compatible_brands",
        "language",
        "handler_name",
        "vendor_id",
    }
    assert (cleaned.file_name, cleaned.mime) == ("video.mp4", "video/mp4")
    assert (cleaned.kind, cleaned.width, cleaned.height, cleaned.duration) == (MediaKind.VIDEO, 64, 48, 1)


def test_a_film_carries_no_date() -> None:
    data = clean(video(), MediaKind.VIDEO).data
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        start = data.index(box) + 8
        assert struct.unpack(">II", data[start : start + 8])[:2] == (0, 0)


def test_a_film_held_upright_stays_upright() -> None:
    cleaned = clean(turned(video()), MediaKind.VIDEO)
    assert (cleaned.width, cleaned.height) == (48, 64)
    with av.open(io.BytesIO(cleaned.data), "r") as file:
        assert abs(next(file.decode(video=0)).rotation) == 90


def test_a_film_of_20_megabytes_is_not_encoded_again() -> None:
    data = video(side=1280, frames=15, options={"preset": "ultrafast", "qp": "14"})
    assert len(data) > 19_000_000

    cleaned = clean(data, MediaKind.VIDEO)

    # Packet by packet the same, but for the encoder's own words before the first picture.
    before, after = packets(data), packets(cleaned.data)
    assert len(after) == len(before)
    assert [one for one, other in zip(before, after, strict=True) if not one.endswith(other)] == []
    assert abs(len(cleaned.data) - len(data)) < 10_000


def test_a_codec_that_phones_cannot_play_is_unsupported() -> None:
    with pytest.raises(Refused) as refused:
        clean(video("mov", "prores_ks"), MediaKind.VIDEO)
    assert refused.value.reason is Reason.UNSUPPORTED


@pytest.mark.parametrize(
    "data", [video()[:9000], b"OggS" + bytes(60), b"ID3" + bytes(60), b"\0\0\0\x18ftypisom" + bytes(40)]
)
def test_a_recording_that_cannot_be_played_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        clean(data, MediaKind.VIDEO)
    assert refused.value.reason is Reason.BROKEN
