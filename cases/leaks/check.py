"""Finding, blanking, and the question that a staff member had better not ask."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from cases.leaks import chinese, chinese_posts, english, english_posts
from cases.leaks.addresses import ADDRESSES
from cases.leaks.leak import Leak, LeakKind, in_digits, matches, plain
from cases.leaks.numbers import numbers

BLANK = "▇▇▇"

BY_SCRIPT = (
    (chinese.NAMES, english.NAMES),
    (chinese.ONLY_ME, english.ONLY_ME),
    (chinese_posts.POSTS, english_posts.POSTS),
)
"""How people tell of themselves, in Chinese and in English; the surer first."""
HAN, LATIN = re.compile("[一-鿿]"), re.compile("[A-Za-z]")
SELF = {
    (han, latin): tuple(chain.from_iterable((*(zh if han else ()), *(en if latin else ())) for zh, en in BY_SCRIPT))
    for han in (False, True)
    for latin in (False, True)
}
"""By whether the text has any character of theirs: a pattern of the other language would be sought in vain."""
ASKS = (*chinese.ASKS, *english.ASKS)


def find(text: str, known_names: Iterable[str] = ()) -> tuple[Leak, ...]:
    """Where the text could give its writer away: in order, none overlapping another.

    ``known_names`` are names the writer typed earlier; their parts are found too ("Maria" of "Maria Lopez").
    """
    read = plain(text)
    digits = in_digits(read)
    said = SELF[bool(HAN.search(read)), bool(LATIN.search(read))]
    found = chain(_known(read, known_names), matches(ADDRESSES, digits), numbers(digits), matches(said, read))
    return tuple(sorted(_apart(found), key=lambda leak: leak.start))


def blank(text: str, leaks: Iterable[Leak]) -> str:
    """The text with each leak (as found in this very text) replaced by the same three blocks, whatever its length."""
    for leak in sorted(leaks, key=lambda leak: leak.start, reverse=True):
        text = text[: leak.start] + BLANK + text[leak.end :]
    return text


def asks_identity(text: str) -> bool:
    """Whether a staff text asks the worker to say who he or she is, or to show up."""
    read = plain(text)
    return any(pattern.search(read) for pattern in ASKS)


def _apart(leaks: Iterable[Leak]) -> Iterator[Leak]:
    """Each leak that overlaps none before it: the surer kinds come first."""
    taken: set[int] = set()
    for leak in leaks:
        here = range(leak.start, leak.end)
        if taken.isdisjoint(here):
            taken.update(here)
            yield leak


def _known(read: str, names: Iterable[str]) -> Iterator[Leak]:
    parts = set(chain.from_iterable(_parts(plain(name).strip()) for name in names))
    for part in sorted(parts, key=len, reverse=True):
        for found in re.finditer(rf"(?<![A-Za-z]){re.escape(part)}(?![A-Za-z])", read, re.IGNORECASE):
            yield Leak(LeakKind.NAME, *found.span())


def _parts(name: str) -> Iterator[str]:
    """A name of several words also by each of three letters and more, a Chinese name of three also by its last two."""
    if len(name) > 1:
        yield name
    yield from (word for word in name.split() if len(word) > 2)
    if re.fullmatch("[一-鿿]{3}", name):
        yield name[1:]
