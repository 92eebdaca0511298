"""The nouns of the glossary (docs/glossary.md) as plain values.

Enumerations are stored by their value and travel in buttons, so a value never changes its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What an input is. A case without a kind is *unsorted* and goes to the handlers."""

    HAZARD = "hazard"
    SUGGESTION = "suggestion"
    GRIEVANCE = "grievance"
    QUESTION = "question"


class Urgency(StrEnum):
    """A hazard as the worker tapped it: it will hurt someone now, it could, it is not urgent."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"


class About(StrEnum):
    """Whom a grievance is about. A tick takes the case out of the sight of that role and flag."""

    NO_ONE = "no_one"
    CO_WORKER = "co_worker"
    LINE_LEADER = "line_leader"
    WORKSHOP_HEAD = "workshop_head"
    HR_OR_HANDLER = "hr_or_handler"
    MANAGER_OR_OWNER = "manager_or_owner"
    COACH = "coach"
    AGENCY = "agency"
    NOT_SURE = "not_sure"


class Mode(StrEnum):
    """How the worker wants to be reached; chosen per case on the preview."""

    ANSWER_HERE = "answer_here"
    NO_WAY_BACK = "no_way_back"
    NAMED = "named"


class Stage(StrEnum):
    """Where a case stands. The allowed moves are one table in ``cases.stages``."""

    NEW = "new"
    TAKEN = "taken"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    DECLINED = "declined"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    MEMBER = "member"
    LEAD = "lead"
    HANDLER = "handler"
    MANAGER = "manager"
    INDEPENDENT = "independent"
    COACH = "coach"
    OFFICE = "office"


class Flag(StrEnum):
    """What is known of a staff member beside the role; set at the invitation, shown to the office."""

    SECRETARY = "secretary"
    SAFETY_OFFICER = "safety_officer"
    DEPUTY = "deputy"
    LINE_LEADER = "line_leader"
    WORKSHOP_HEAD = "workshop_head"
    HR = "hr"
    AGENCY = "agency"
    OWNERS_FAMILY = "owners_family"
    WOMAN = "woman"


class ClockKind(StrEnum):
    """A promise with a due time. TAKEN needs a person: the automatic receipt does not stop it.

    MADE_SAFE is a 🔴 hazard under control, SOLVED is it gone; ASSURED are the five assurances for a major one.
    """

    TAKEN = "taken"
    ANSWERED = "answered"
    MADE_SAFE = "made_safe"
    ASSURED = "assured"
    SOLVED = "solved"


class TakeChoice(StrEnum):
    """What *take* says to the worker."""

    LOOK_TODAY = "look_today"
    MEETING = "meeting"
    NEED_TO_ASK = "need_to_ask"


class DeclineReason(StrEnum):
    DUPLICATE = "duplicate"
    ALREADY_DONE = "already_done"
    NOT_FEASIBLE_NOW = "not_feasible_now"
    TOO_COSTLY = "too_costly"
    OUTSIDE_OUR_POWER = "outside_our_power"
    NOT_CONFIRMED = "not_confirmed"
    NEEDS_MORE_FACTS = "needs_more_facts"


class Verdict(StrEnum):
    """The worker's one tap after *decline* and *resolve*."""

    SOLVED = "solved"
    HALF = "half"
    NOT = "not"


class Level(IntEnum):
    """How high a case has climbed by the worker's ❌: each one climbs one level, then the outside doors remain."""

    TEAM = 0
    MANAGER = 1
    INDEPENDENT = 2
    OUTSIDE = 3


class Protection(StrEnum):
    """What may be done when somebody is punished for a grievance; the worker chooses it."""

    RECORD = "record"
    TALK = "talk"
    """To the manager."""
    OUTSIDE = "outside"
    """Help outside the company is found."""


class Author(StrEnum):
    WORKER = "worker"
    STAFF = "staff"


class Audience(StrEnum):
    """Whom an entry is for; fixed when it is written and never widened afterwards."""

    WORKER = "worker"
    TEAM = "team"


class MediaKind(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"


class MediaState(StrEnum):
    """WAITING to be fetched and cleaned, READY as sealed chunks, or REFUSED with a reason the worker was told."""

    WAITING = "waiting"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Member:
    """One person's place in one enterprise. ``id`` is ours; a Telegram id never comes this far."""

    id: int
    enterprise: int
    name: str
    roles: frozenset[Role]
    flags: frozenset[Flag] = frozenset()
    language: str = "zh_Hans"
    former: Mapping[Role | Flag, date] = field(default_factory=dict, hash=False)
    """Roles that ended and flags that were taken away, each with the last local day on which it was carried."""
    phone: str = ""
    """Given with the invitation, if at all; said only to who is asked to call this person."""

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


LONGEST_NAME = 80
"""Signs of the name under which a case is sent; what is longer is cut."""


@dataclass(slots=True)
class Case:
    """One input and all that follows; its texts live in entries.

    ``number`` is what the team sees: random within the enterprise, so that neither order nor gaps tell anything.
    ``sent_on`` is the local day of sending; the instant is kept only for 🔴 (there ``released_at`` is that instant).
    ``release_due`` is when staff may first see it, ``released_at`` is set once they could.
    """

    id: int
    enterprise: int
    number: int
    kind: Kind | None
    mode: Mode
    sent_on: date
    release_due: datetime
    policy_version: int
    name: str = ""
    """What the worker signed with in the named mode; sealed like the texts."""
    urgency: Urgency | None = None
    about: About = About.NO_ONE
    harm: bool = False
    """Violence, harassment, forced or child labour, retaliation, papers held: an urgent grievance."""
    unsafe_order: bool = False
    """A manager's order to work unsafely: handlers only, whatever the kind."""
    stage: Stage = Stage.NEW
    released_at: datetime | None = None
    owner: int | None = None
    take_choice: TakeChoice | None = None
    category: str | None = None
    decline_reason: DeclineReason | None = None
    level: Level = Level.TEAM
    paused_at: datetime | None = None
    """Since when its answer clock rests, waiting for the worker."""
    pause_used: bool = False
    extended: bool = False
    major_at: datetime | None = None
    """Since when it is a *major* danger, a class of the law; five assurances are due within 72 hours."""
    resolved_by: int | None = None
    verified_by: int | None = None
    """A second person saw that the hazard is gone; needed for 🟡 and 🔴."""
    verdict: Verdict | None = None
    closed_by_silence: bool = False
    settled_at: datetime | None = None
    """When it was last resolved or declined: closing by silence counts from here."""
    closed_at: datetime | None = None

    @property
    def red(self) -> bool:
        return self.kind is Kind.HAZARD and self.urgency is Urgency.RED

    @property
    def urgent(self) -> bool:
        return self.red or (self.kind is Kind.GRIEVANCE and self.harm)

    @property
    def restricted(self) -> bool:
        return is_restricted(self.kind, self.about, self.unsafe_order)

    @property
    def open(self) -> bool:
        return self.stage not in (Stage.CLOSED, Stage.WITHDRAWN)


def is_restricted(kind: Kind | None, about: About, unsafe_order: bool) -> bool:
    """Handlers' private chats only: grievances, unsafe orders, anything ticked, *not sure* or unsorted."""
    return kind in (None, Kind.GRIEVANCE) or unsafe_order or about is not About.NO_ONE


@dataclass(frozen=True, slots=True)
class Media:
    """A file of a case. The bytes rest as sealed chunks and are fetched apart."""

    id: int
    kind: MediaKind
    state: MediaState
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One contribution to a case: the input itself (the first one), an answer, an addition, a note.

    ``visible_at`` is when the other side may see it; for what a worker writes it is a release time, never the
    instant of writing. ``by`` is the staff member, None for the worker.
    """

    id: int
    case: int
    author: Author
    audience: Audience
    visible_at: datetime
    text: str = ""
    by: int | None = None
    media: tuple[Media, ...] = ()


@dataclass(slots=True)
class Clock:
    """A promise with a due time, one row each; a tick claims those whose ``next_rung_at`` has come.

    Figures ask for ``promised``, the first date of it; staff are reminded and alerted by ``due``, which moves by an
    extension or a pause. ``rung`` counts the rungs already told.
    """

    id: int
    enterprise: int
    case: int
    kind: ClockKind
    started: datetime
    promised: datetime
    due: datetime
    next_rung_at: datetime | None
    rung: int = 0
    met_at: datetime | None = None
    worker_told: bool = False
    """The worker was told that this promise broke: once per clock, at most twice per case."""
    worker_due: datetime | None = None
    """The date the worker knows, by which it is kept or broken for them; None while they know none."""


SHREDDED, READ = "shredded", "read"
"""Events of no move: the words of a case were destroyed; the operator read them."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case, the source of all figures. ``data`` never holds a text or an identity."""

    case: int
    what: str
    at: datetime
    by: int | None = None
    data: dict[str, str | int | bool | None] = field(default_factory=dict)
