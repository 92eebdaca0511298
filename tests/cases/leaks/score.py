"""Precision and recall: a leak is found when a mark of its kind covers it, a mark is right when it touches one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.leaks import Leak, LeakKind, find
from tests.cases.leaks.sentences import Sentence


@dataclass
class Score:
    right: Counter[LeakKind] = field(default_factory=Counter)
    wrong: Counter[LeakKind] = field(default_factory=Counter)
    found: Counter[LeakKind] = field(default_factory=Counter)
    missed: Counter[LeakKind] = field(default_factory=Counter)

    def precision(self, *kinds: LeakKind) -> float:
        return _share(self.right, self.wrong, kinds)

    def recall(self, *kinds: LeakKind) -> float:
        return _share(self.found, self.missed, kinds)

    def table(self, title: str, *, kinds: bool = False) -> str:
        chosen: list[tuple[LeakKind, ...]] = [(kind,) for kind in LeakKind] if kinds else []
        rows = [(kind[0].value, kind) for kind in chosen]
        return "\n".join(self._row(name, kind) for name, kind in [*rows, (title, ())])

    def _row(self, name: str, kinds: tuple[LeakKind, ...]) -> str:
        labelled = sum((self.found + self.missed)[kind] for kind in kinds or LeakKind)
        return f"{name:12} {labelled:4} leaks  precision {self.precision(*kinds):.3f}  recall {self.recall(*kinds):.3f}"


def score(sentences: Iterable[Sentence]) -> Score:
    result = Score()
    for sentence in sentences:
        marks = find(sentence.text)
        for leak in sentence.leaks:
            covered = any(
                mark.kind is leak.kind and mark.start <= leak.start and mark.end >= leak.end for mark in marks
            )
            (result.found if covered else result.missed)[leak.kind] += 1
        for mark in marks:
            (result.right if any(_touch(mark, leak) for leak in sentence.leaks) else result.wrong)[mark.kind] += 1
    return result


def _touch(mark: Leak, leak: Leak) -> bool:
    return mark.kind is leak.kind and mark.start < leak.end and mark.end > leak.start


def _share(good: Counter[LeakKind], bad: Counter[LeakKind], kinds: tuple[LeakKind, ...]) -> float:
    hits, misses = (sum(counted[kind] for kind in kinds or LeakKind) for counted in (good, bad))
    return hits / (hits + misses) if hits + misses else 1.0
