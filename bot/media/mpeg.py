"""MPEG audio frames, layer III: what stands between them in a file is not sound and must not travel."""

# kbit/s and Hz by the indices of a frame's header (ISO/IEC 11172-3, 2.4.2.3; 13818-3 for the lower sampling rates).
_BITRATES = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_HEADER = 4
_SYNC = 0xFFE2  # eleven bits of one, any version, layer III
_SYNC_MASK = 0xFFE6


def starts_frame(data: bytes) -> bool:
    return int.from_bytes(data[:2], "big") & _SYNC_MASK == _SYNC


def is_frame(packet: bytes) -> bool:
    """Whether these bytes are one whole frame and nothing else."""
    if len(packet) < _HEADER or not starts_frame(packet):
        return False
    version = packet[1] >> 3 & 3
    bitrate, rate, padding = packet[2] >> 4, packet[2] >> 2 & 3, packet[2] >> 1 & 1
    if version not in _RATES or rate == 3 or bitrate == 15:
        return False
    first = version == 3
    samples_by_8 = 144 if first else 72
    return len(packet) == samples_by_8 * _BITRATES[first][bitrate] * 1000 // _RATES[version][rate] + padding
