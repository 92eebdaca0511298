"""What a run came to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiogram import Router


@dataclass
class Report:
    """``sources`` are how updates came about, ``real`` those that people's phones sent as they were."""

    scenes: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    real: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    """What became of updates; ``passed over`` are of a kind the bot has no use for."""
    messages: int = 0
    chats: int = 0
    cases: int = 0
    handlers: set[str] = field(default_factory=set)
    seconds: float = 0.0

    @property
    def updates(self) -> int:
        """Those that were made up: out of shapes, or real ones changed."""
        return sum(self.sources.values())

    def add(self, other: "Report") -> None:
        self.scenes += other.scenes
        for mine, theirs in ((self.kinds, other.kinds), (self.sources, other.sources), (self.outcomes, other.outcomes)):
            mine.update(theirs)
        self.real += other.real
        self.messages, self.chats = self.messages + other.messages, self.chats + other.chats
        self.cases, self.seconds = self.cases + other.cases, self.seconds + other.seconds
        self.handlers |= other.handlers

    def lines(self, handlers: set[str]) -> list[str]:
        """``handlers`` are all there are."""
        missed = sorted(handlers - self.handlers)
        return [
            f"{self.updates:,} made-up updates in {self.scenes:,} scenes, beside {self.real:,} real ones",
            f"by source: {_counted(self.sources)}",
            f"by kind: {_counted(self.kinds)}",
            f"became: {_counted(self.outcomes)}",
            f"messages {self.messages:,}, distinct chats {self.chats:,}, cases {self.cases:,}",
            f"handlers reached: {len(handlers) - len(missed)} of {len(handlers)}; never {', '.join(missed) or 'none'}",
        ]


def _counted(names: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in names.most_common())


def name_of(callback: object) -> str:
    """A handler as it is told of."""
    return f"{callback.__module__}.{getattr(callback, '__qualname__', '')}".removeprefix("bot.handlers.")


def handlers_of(routers: Iterable[Router]) -> set[str]:
    """Every handler there is."""
    found = set[str]()
    for router in routers:
        for kind, observer in router.observers.items():
            found |= {name_of(each.callback) for each in observer.handlers if kind != "error"}
        found |= handlers_of(router.sub_routers)
    return found
