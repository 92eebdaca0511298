"""What a view may know when a message is rendered for one reader at one moment."""

from dataclasses import dataclass, field
from datetime import datetime

from cases.chain import Proof
from cases.model import Case, Clock, Entry, Event, Member, Role
from cases.ports import Enterprise
from cases.routing import TEAM_ROLES


@dataclass(frozen=True, slots=True)
class CaseFacts:
    case: Case
    entries: tuple[Entry, ...]
    clocks: tuple[Clock, ...]
    events: tuple[Event, ...] = ()
    owner: Member | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """``reader`` is the staff member who will read it; None for a worker and for the team's group chat."""

    at: datetime
    enterprise: Enterprise | None = None
    case: CaseFacts | None = None
    reader: Member | None = None
    staff: tuple[Member, ...] = field(default=())
    operator: str = ""
    proof: Proof | None = None
    inspects: bool | None = None
    """Whether the programme office inspects companies too; None when nobody has said."""

    @property
    def has_lead(self) -> bool:
        """Without one, what the lead alone hears goes to each member of the team."""
        return any(member.has(Role.LEAD) for member in self.staff)

    @property
    def team_there(self) -> bool:
        """Without one, its cases are the manager's, else the coach's, else the office's."""
        return any(member.has(*TEAM_ROLES) for member in self.staff)
