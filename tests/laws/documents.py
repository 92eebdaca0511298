"""What README.md, CONTRIBUTING.md and docs/ tell a reader to type."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.laws.source import ROOT, files

FENCED = re.compile(r"^```(?:sh|console|bash)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def commands(text: str) -> Iterator[list[str]]:
    """Words of each command in the fenced blocks: continued lines joined, comments and assignments left out."""
    for block in FENCED.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            while words and re.match(r"[A-Z_]+=", words[0]):
                words.pop(0)
            if words:
                yield words


def all_commands() -> list[list[str]]:
    return [words for path in documents() for words in commands((ROOT / path).read_text())]
