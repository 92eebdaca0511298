"""Labelled sentences: a leak stands in brackets behind its kind, ``call [phone:07700 900123]``. All are invented.

Numbers are of ranges kept for tests and fiction, or of a form that is never given out.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from cases.leaks import Leak, LeakKind

HERE = Path(__file__).parent
MARK = re.compile(r"\[(\w+):([^\]]+)\]")


@dataclass(frozen=True)
class Sentence:
    text: str
    leaks: tuple[Leak, ...]


def sentence(line: str) -> Sentence:
    text, leaks, end = "", [], 0
    for mark in MARK.finditer(line):
        text += line[end : mark.start()]
        leaks.append(Leak(LeakKind(mark[1]), len(text), len(text) + len(mark[2])))
        text, end = text + mark[2], mark.end()
    return Sentence(text + line[end:], tuple(leaks))


def lines(name: str) -> list[str]:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def sentences(*names: str) -> list[Sentence]:
    return [sentence(line) for name in names for line in lines(name)]
