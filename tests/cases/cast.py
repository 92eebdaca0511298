"""The people of the tests: Ana works, the others are staff of one enterprise."""

from cases.model import Flag, Member, Role


def a_member(number: int, name: str, *roles: Role, flags: frozenset[Flag] = frozenset()) -> Member:
    return Member(number, 1, name, frozenset(roles), flags)


BEN = a_member(1, "Ben", Role.MEMBER, flags=frozenset({Flag.LINE_LEADER}))
CAROL = a_member(2, "Carol", Role.LEAD)
DORA = a_member(3, "Dora", Role.HANDLER, flags=frozenset({Flag.WOMAN}))
EMIL = a_member(4, "Emil", Role.HANDLER, Role.MEMBER)
FRED = a_member(5, "Fred", Role.MANAGER)
GINA = a_member(6, "Gina", Role.COACH)
HUGO = a_member(7, "Hugo", Role.INDEPENDENT)
IRIS = a_member(8, "Iris", Role.OFFICE)
EVERYBODY = [BEN, CAROL, DORA, EMIL, FRED, GINA, HUGO, IRIS]
