"""To whom a case goes, and to whom it never goes.

A tick (*about whom*) skips the people with a role or a flag, now or on the day the case was sent. A restricted case is
held by the first tier that has anybody left: handlers, then the coach, then the independent contact, then the office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cases.model import About, Case, Flag, Kind, Level, MediaKind, Member, Role

TICKED_ROLES: Mapping[About, frozenset[Role]] = {
    About.HR_OR_HANDLER: frozenset({Role.HANDLER}),
    About.MANAGER_OR_OWNER: frozenset({Role.MANAGER}),
    About.COACH: frozenset({Role.COACH}),
}

TICKED_FLAGS: Mapping[About, frozenset[Flag]] = {
    About.LINE_LEADER: frozenset({Flag.LINE_LEADER}),
    About.WORKSHOP_HEAD: frozenset({Flag.WORKSHOP_HEAD}),
    About.HR_OR_HANDLER: frozenset({Flag.HR}),
    About.MANAGER_OR_OWNER: frozenset({Flag.OWNERS_FAMILY}),
    About.AGENCY: frozenset({Flag.AGENCY}),
}

HOLDER_TIERS = (Role.HANDLER, Role.COACH, Role.INDEPENDENT, Role.OFFICE)

VOICES = frozenset({MediaKind.VOICE, MediaKind.AUDIO, MediaKind.VIDEO})
"""Recordings in which somebody may be heard. Whether a video has sound is not known when this must be decided."""

TEAM_ROLES = frozenset({Role.MEMBER, Role.LEAD})
STAYS = (Role.COACH, Role.OFFICE)
"""Whose roles do not end with the enterprise."""


def ticked_roles(case: Case) -> frozenset[Role]:
    """The roles this case must never reach, by the worker's tick."""
    return TICKED_ROLES.get(case.about, frozenset())


def is_ticked(member: Member, case: Case) -> bool:
    """Whether the worker's tick may mean this person, whatever else they are."""
    meant = ticked_roles(case) | TICKED_FLAGS.get(case.about, frozenset())
    return not meant.isdisjoint(_carried(member, case.sent_on))


def _carried(member: Member, day: date) -> frozenset[Role | Flag]:
    """The roles and flags of today, and those of that day: who manages no more, did when the worker wrote."""
    return (member.roles | member.flags).union(each for each, last in member.former.items() if day <= last)


def eligible(case: Case, staff: Iterable[Member], *roles: Role) -> list[Member]:
    """Those with one of the roles whom the tick does not mean."""
    return [member for member in staff if member.has(*roles) and not is_ticked(member, case)]


def holders(case: Case, staff: Sequence[Member]) -> list[Member]:
    """Whose private chats a restricted case enters; a team's case that climbed adds the level it climbed to.

    Where nobody of the team is left, its cases are the manager's, else the coach's, else the office's.

    An urgent grievance goes to the independent contact at once, beside the handlers. Empty only when the enterprise
    has nobody left at all who is not ticked: then the worker is shown the outside doors.
    """
    tiers = [tier for tier in (eligible(case, staff, role) for role in HOLDER_TIERS) if tier]
    found = tiers[: 1 + min(case.level, Level.INDEPENDENT)] if case.restricted else [_climbed(case, staff)]
    if case.kind is Kind.GRIEVANCE and case.harm:
        found.append(eligible(case, staff, Role.INDEPENDENT))
    return list({member.id: member for tier in found for member in tier}.values())


def _climbed(case: Case, staff: Sequence[Member]) -> list[Member]:
    if not team(case, staff):
        return eligible(case, staff, Role.COACH) or eligible(case, staff, Role.OFFICE)
    first = () if has_team(case, staff) else (Role.MANAGER,)
    roles = {Level.TEAM: first, Level.MANAGER: (Role.MANAGER,)}.get(case.level, (Role.MANAGER, Role.INDEPENDENT))
    return eligible(case, staff, *roles)


def has_team(case: Case, staff: Sequence[Member]) -> bool:
    """Whether anybody of the team is left; else those alone work on its cases who hold them."""
    return bool(eligible(case, staff, *TEAM_ROLES))


def for_team(case: Case) -> bool:
    """Whether the case's card may stand in the team's group chat."""
    return not case.restricted


def listeners(case: Case, staff: Sequence[Member]) -> list[Member]:
    """Who alone hears the recordings of a case: a voice can be recognised. However high it climbs, and however urgent
    it is, nobody else does while one of them is there.
    """
    team = [] if case.restricted else eligible(case, staff, Role.LEAD) or eligible(case, staff, Role.MEMBER)
    return team or holders(replace(case, level=Level.TEAM, harm=False), staff)


def team(case: Case, staff: Sequence[Member]) -> list[Member]:
    """Who reads an open case as soon as it is there."""
    return eligible(case, staff, *TEAM_ROLES, Role.MANAGER)


def working_members(case: Case, staff: Sequence[Member]) -> list[Member]:
    """Those who may work on the case: the team, or the holders of a restricted one, or of one without a team."""
    team = [] if case.restricted else eligible(case, staff, *TEAM_ROLES)
    return team or holders(case, staff)


def to_call(case: Case, staff: Sequence[Member], caller: int) -> Member | None:
    """Whom a deputy calls: who has the case, else the lead, the safety officer, whoever else sees it from the start."""
    there = holders(case, staff) if case.restricted else team(case, staff)
    others = [member for member in there if member.id != caller]
    return min(others, key=lambda member: _distance(case, member), default=None)


def _distance(case: Case, member: Member) -> tuple[bool, ...]:
    return member.id != case.owner, not member.has(Role.LEAD), Flag.SAFETY_OFFICER not in member.flags


def told_of_reading(case: Case, staff: Sequence[Member]) -> list[Member]:
    """Who hears that the operator read a case: who holds it, else who leads those that do."""
    if case.restricted:
        return holders(case, staff)
    return eligible(case, staff, Role.LEAD) or eligible(case, staff, Role.MEMBER) or holders(case, staff)


def posts(case: Case, staff: Sequence[Member]) -> frozenset[Role | Flag]:
    """The roles and flags that an alert about this case can reach."""
    found: set[Role | Flag] = set()
    for member in staff:
        found |= _posts_of(member, case, staff)
    return frozenset(found)


def at_posts(case: Case, staff: Sequence[Member], wanted: Iterable[Role | Flag]) -> list[Member]:
    """The members at these posts, none of them ticked; of a restricted case nobody outside its tiers."""
    return [member for member in staff if not _posts_of(member, case, staff).isdisjoint(wanted)]


def _posts_of(member: Member, case: Case, staff: Sequence[Member]) -> frozenset[Role | Flag]:
    if is_ticked(member, case):
        return frozenset()
    if not case.restricted:
        return member.roles | member.flags
    held = any(holder.id == member.id for holder in holders(case, staff))
    return member.roles.intersection(HOLDER_TIERS) | (member.flags if held else frozenset())
