"""What the child answers: one line of JSON, then the bytes. The child may have been taken over by a file, so that the
reader believes nothing: no pickle, known words and whole numbers only.
"""

import json

from bot.media.model import Cleaned, Format, Reason, Refused
from cases.model import MediaKind

LONGEST_HEADER = 1024


def pack(answer: Cleaned | Refused) -> bytes:
    if isinstance(answer, Refused):
        return json.dumps({"refused": answer.reason}).encode() + b"\n"
    head = {
        "kind": answer.kind,
        "format": answer.format,
        "width": answer.width,
        "height": answer.height,
        "duration": answer.duration,
    }
    return json.dumps(head).encode() + b"\n" + answer.data


def unpack(answer: bytes) -> Cleaned:
    """The cleaned file.

    Raises:
        Refused: when the child refused.
        ValueError: when the answer is none.

    """
    line, _, data = answer.partition(b"\n")
    if len(line) > LONGEST_HEADER:
        raise ValueError("the header is too long")
    head = json.loads(line)
    if not isinstance(head, dict):
        raise ValueError("the header is no object")  # noqa: TRY004 - the bytes are wrong, not a caller's type
    if "refused" in head:
        raise Refused(Reason(head["refused"]))
    sizes = {name: _whole(head.get(name)) for name in ("width", "height", "duration")}
    return Cleaned(MediaKind(str(head.get("kind"))), Format(str(head.get("format"))), data, **sizes)


def _whole(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError("a size is no whole number")
    return value
