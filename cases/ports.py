"""What the rules and the edge need from the memory: Protocols that ``storage`` fulfils.

A ``Unit`` is one transaction: nothing of it lasts unless all of it does. ``Work`` is a unit bound to one enterprise;
what belongs to another enterprise is ``NotFound`` there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from cases.calendar import Calendar
from cases.chain import Anchor, Proof
from cases.model import Audience, Author, Case, Clock, Entry, Event, Flag, Media, MediaKind, Member, Role
from cases.policy import Policy
from cases.small_numbers import Told
from cases.speech import Address, Message, Priority, Recipient, ToChat, ToMember, ToTeam, ToWorker

__all__ = ["Address", "Message", "Priority", "Recipient", "ToChat", "ToMember", "ToTeam", "ToWorker"]


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A tenant. ``zone`` is the calendar's. ``country`` chooses numbers, outside doors and the sentence of law."""

    id: int
    code: str
    name: str
    calendar: Calendar
    policy: Policy
    headcount: int
    country: str = "CN"
    languages: tuple[str, ...] = ("zh_Hans", "en")
    release_times: tuple[str, ...] = ("11:30", "16:30")
    message_times: tuple[str, ...] = ("12:15", "19:15")
    group: str = ""  # by what the team's group is known here, not its number; empty while none can be reached
    keep_years: int = 3
    """So long after its end a case keeps its words; 3 to 7."""
    common_languages: tuple[str, ...] = ()
    """Those that at least ten people here use the bot in; known to nobody on the enterprise's side."""
    closed_at: datetime | None = None
    """It has left the programme: nothing new is taken. None: it is here."""

    @property
    def group_bound(self) -> bool:
        return bool(self.group)


@dataclass(frozen=True, slots=True)
class Worker:
    """All that is known of a worker: where they work and what they speak."""

    enterprise: int
    language: str


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use invitation: to a role, or (``group``) to bind the team's group chat."""

    enterprise: int
    roles: frozenset[Role]
    flags: frozenset[Flag]
    name: str
    group: bool
    expires: datetime
    phone: str = ""


class Cases(Protocol):
    async def add(self, case: Case) -> None: ...
    async def get(self, case_id: int) -> Case:
        """The case, locked for this unit. Raises NotFound."""

    async def by_number(self, number: int) -> Case: ...
    async def save(self, case: Case) -> None: ...
    async def fresh_number(self) -> int:
        """A random unused number of this enterprise."""

    async def open(self) -> list[Case]:
        """Released cases that are not closed or withdrawn, oldest release first, not locked."""

    async def many(self, ids: Collection[int]) -> dict[int, Case]:
        """Those of these cases that exist in this enterprise, by id, not locked."""

    async def mine(self, own: Sequence[bytes]) -> list[Case]:
        """The cases that carry one of these ``own`` tags, newest first."""

    async def remove(self, case_id: int) -> None:
        """The case and all that hangs on it, its key first: taken back before release it counts nowhere."""


class Entries(Protocol):
    async def add(
        self,
        case: int,
        author: Author,
        audience: Audience,
        visible_at: datetime,
        text: str = "",
        by: int | None = None,
        media: Sequence[int] = (),
    ) -> Entry: ...
    async def of(self, case: int) -> list[Entry]:
        """All entries, oldest first, opened."""

    async def media_of(self, case: int) -> list[Media]:
        """The files of the case, whether they belong to an entry already or not."""

    async def media_bytes(self, media: int) -> bytes: ...


class Clocks(Protocol):
    async def start(self, clock: Clock) -> Clock:
        """Stores a clock (``id`` 0) and returns it with its id."""

    async def of(self, case: int) -> list[Clock]: ...
    async def save(self, clock: Clock) -> None: ...
    async def drop(self, clock: Clock) -> None:
        """Nothing of the kind is promised in this case any more."""

    async def running(self) -> list[Clock]:
        """All clocks of the enterprise that are not met."""

    async def promised_between(self, since: datetime, until: datetime) -> list[Clock]:
        """All clocks of the enterprise, met or not, whose promised date lies in the half-open span."""

    async def hold(self, clock: int, member: int, until: datetime) -> bool:
        """*I have it*: stored once per person and clock; False when this person already used it."""

    async def holds(self, clock: int) -> dict[int, datetime]: ...


@dataclass(frozen=True, slots=True)
class Act:
    """Something that takes effect at ``due``; ``cases.actions.perform`` knows every ``what``."""

    id: int
    enterprise: int
    case: int
    what: str
    due: datetime
    args: Mapping[str, Any] = field(default_factory=dict)


class Acts(Protocol):
    """Acts that take effect at a later instant: releases, what a worker pressed, closing by silence."""

    async def later(self, case: int, what: str, due: datetime, args: Mapping[str, Any] | None = None) -> None: ...
    async def cancel(self, case: int, what: str) -> None: ...
    async def due(self, case: int, what: str) -> datetime | None: ...  # None when none of these waits


class Events(Protocol):
    async def add(self, event: Event) -> None: ...
    async def add_reading(self, case: int, reason: str, at: datetime) -> None:
        """The operator reads the case; the reason is sealed like its words. Raises NotFound, if shredded too."""

    async def readings(self, case: int) -> list[tuple[datetime, str]]:
        """When the operator read the case, and why; oldest first."""

    async def of(self, case: int) -> list[Event]: ...
    async def between(self, since: datetime, until: datetime) -> list[Event]: ...


class Chain(Protocol):
    """Into which the enterprise's events are linked, so that none can vanish unseen."""

    async def anchor(self) -> Anchor | None:
        """The last one. None before the first tick of a new enterprise."""

    async def proof(self, case: int) -> Proof:
        """Follows the whole chain. Raises NotFound."""


class Figures(Protocol):
    """What figures about people need beside the cases."""

    async def events(self, since: datetime, until: datetime, *what: str) -> list[Event]:
        """Those so named, oldest first; ``since`` belongs to the span, ``until`` does not."""

    async def told(self, reader: int) -> list[Told]:
        """All that this member was ever told of people here, whoever they were called then. Raises NotFound."""

    async def keep(self, reader: int, book: Sequence[Told]) -> None:
        """All that this member was told by now."""

    async def senders(self, month: date) -> int | None:
        """How many people took part in that month; None until it is closed, and when it was not counted."""


class Staff(Protocol):
    async def get(self, member: int) -> Member: ...
    async def all(self, *, anew: bool = False) -> list[Member]: ...  # with what changed since this unit first looked
    async def reachable(self) -> frozenset[int]:
        """Members whose chat still opens (the bot is not blocked there)."""

    async def end(self, member: int, at: datetime) -> None: ...
    async def carry(self, member: int, flags: frozenset[Flag], former: Mapping[Role | Flag, date]) -> None:
        """Puts these flags in the place of the person's. Raises NotFound, also for who has left."""

    async def next_digest(self, member: int, at: datetime | None) -> None: ...
    async def move_digest(self, member: int, to: datetime, at: datetime) -> None:
        """As ``next_digest``, unless one is due by ``at`` that was not said yet."""


class Replies(Protocol):
    """The sealed way back to a worker, one per case. ``told`` is how many of its news the worker has been shown;
    ``mark`` is remembered where the case is not named: its hash under the key of the way back, empty without one."""

    async def keep(self, case: int, address: Address) -> None:
        """Seals the address under the case and marks the case as that chat's own, with the first free tag."""

    async def end(self, case: int) -> None: ...  # erases the address and the ``own`` tag

    async def open(self, case: int) -> Address | None: ...
    async def reads(self, case: int) -> bool: ...
    async def told(self, case: int) -> int: ...
    async def tell(self, case: int, told: int) -> None: ...
    async def mark(self, case: int) -> str: ...


class Receipts(Protocol):
    async def issue(self, case: int) -> str:
        """16 new digits, the last one a check digit; only their keyed hash stays, an older receipt is void."""

    def mark(self, digits: str) -> str:
        """What is remembered of the digits by which a case was opened: their keyed hash."""

    async def holds(self, case: int, mark: str) -> bool:
        """Whether that receipt still opens the case; in this unit none is issued by anybody else then."""


class Outbox(Protocol):
    async def say(self, message: Message) -> None: ...
    async def card(self, case: int, to: Recipient, priority: Priority = Priority.DIALOGUE) -> None:
        """The one card of this case in that chat: sent when new, edited to its newest state otherwise."""

    async def refresh(self, case: int) -> None: ...
    async def cases_shown_to(self, member: int) -> list[int]: ...
    async def drop(self, key: str, here: Address | None = None) -> None:
        """Not said any more, unless it has left already; ``here``: under this key of that conversation."""


class Work(Protocol):
    """One transaction in one enterprise."""

    enterprise: Enterprise

    async def policy(self, version: int) -> Policy:
        """The enterprise's policy of that version, as it was frozen into a case."""

    cases: Cases
    entries: Entries
    clocks: Clocks
    acts: Acts
    events: Events
    chain: Chain
    figures: Figures
    staff: Staff
    replies: Replies
    receipts: Receipts
    outbox: Outbox


class Slot(StrEnum):
    """Whoever is staff and also sends things in has one conversation as each; neither disturbs the other."""

    WORKER = "worker"
    STAFF = "staff"


UNSENT, ADDING = "send", "add"  # flows of a draft that becomes a case when it is sent, or part of one


@dataclass(frozen=True, slots=True)
class Draft:
    """A conversation in hand: ``state`` is the flow's own plain data, sealed; gone in 36 h, what was sent in 24."""

    flow: str
    state: dict[str, Any]

    @property
    def slot(self) -> Slot:
        """The names of staff's conversations begin with ``staff_``."""
        return Slot.STAFF if self.flow.startswith("staff_") else Slot.WORKER


class Drafts(Protocol):
    """One draft per chat, person (in a private chat the two are the same number) and slot."""

    async def load(self, chat: int, user: int, slot: Slot | None = None) -> Draft | None:
        """The draft of that slot; without a slot the one that was saved last."""

    async def save(self, address: Address, user: int, draft: Draft, at: datetime) -> None: ...
    async def drop(self, chat: int, user: int, slot: Slot = Slot.WORKER) -> None: ...


class Traces(Protocol):
    """Our own messages in private chats, for two to three days."""

    async def take(self, chat: int) -> tuple[list[int], list[int]]:
        """Those that Telegram still deletes, and older ones, which can be edited; oldest first. They are forgotten."""


class MediaShelf(Protocol):
    """Files on their way in: a row first, fetched and cleaned outside the transaction."""

    async def discard(self, case: int) -> None: ...  # erases key and files of what was thrown away unsent, no others
    async def take_out(self, case: int, file: int) -> None: ...  # erases one file that was not sent, and its key
    async def expect(self, case: int, kind: MediaKind, source: str, size: int) -> Media:
        """A WAITING file of a case to come; ``source`` (how to fetch it) is sealed and erased once fetched."""

    async def refuse(self, file: int) -> tuple[int, int] | None:
        """It cannot be cleaned, nobody will get it. The enterprise and the entry it was sent with; None in a draft."""

    async def of(self, case: int) -> list[Media]: ...


class Identities(Protocol):
    """The only place where a Telegram id meets a row."""

    async def worker(self, chat: int) -> Worker | None: ...
    async def keep_worker(self, chat: int, worker: Worker) -> None: ...
    async def forget_worker(self, chat: int) -> None: ...
    def own_tags(self, chat: int) -> list[bytes]: ...
    async def members(self, user: int) -> list[Member]:
        """Every place this person has now, in any enterprise."""

    async def set_language(self, user: int, language: str) -> None: ...
    async def accept(self, token: str, address: Address, at: datetime) -> Member:
        """Uses an invitation up. Raises InviteInvalid."""

    async def peek_invite(self, token: str, at: datetime) -> Invite: ...
    async def bind_group(self, token: str, address: Address, at: datetime) -> int | None:
        """By a one-time token; gives the chat it takes the place of, if any. Raises InviteInvalid, RuleBroken."""

    async def group(self, chat: int) -> int | None: ...
    async def move_group(self, old: int, new: int) -> None: ...
    async def lose_chat(self, chat: int) -> int | None:
        """The bot was blocked or thrown out there: no more messages to this chat until it speaks again. Gives the
        enterprise whose group it was; ``regain_chat`` the one that has it again."""

    async def regain_chat(self, chat: int) -> int | None: ...


@dataclass(frozen=True, slots=True)
class HoldAsked:
    """A case is to be kept beyond its time, for a reason; or (``lift``) not any longer."""

    case: Case
    reason: str
    lift: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """So many open, released cases of an enterprise stand alike. ``late``: a promise in them is past its due time."""

    enterprise: int
    restricted: bool
    untaken: bool  # as cases.stages has it
    late: bool
    count: int


class Unit(Protocol):
    """One transaction."""

    identities: Identities
    drafts: Drafts
    media: MediaShelf
    outbox: Outbox
    traces: Traces

    async def enterprise(self, enterprise_id: int) -> Work: ...
    async def enterprises(self, ids: Collection[int]) -> Sequence[Work]:
        """As many as there are ids, in their order, by one look. Raises NotFound."""

    async def tallies(self, enterprises: Collection[int], at: datetime) -> list[Tally]: ...
    async def enterprise_by_code(self, code: str) -> Work: ...  # raises NotFound
    async def own_cases(self, chat: int) -> list[Case]:
        """The cases that can be answered in that chat, of whatever enterprise, newest first."""

    async def case_of_receipt(self, digits: str) -> tuple[Work, Case]:
        """Raises NotFound."""

    async def case_of_card(self, chat: int, message: int) -> tuple[Work, int]:
        """The case whose card that message is. Raises NotFound."""

    async def peek_hold(self, token: str, user: int) -> tuple[Work, HoldAsked]:
        """What the second person is asked about a case that is kept beyond its time. Raises NotFound."""

    async def confirm_hold(self, token: str, user: int) -> tuple[Work, HoldAsked]:
        """The second person wants it so. Raises NotFound."""

    async def new_case_id(self) -> int:
        """A random id whose key exists from now on, so that files can be sealed before the case is sent."""
