"""Names that a person typed earlier, and that must not slip into what goes without one."""

from collections.abc import Collection

from cases.ports import Address, Unit


async def typed_earlier(unit: Unit, here: Address, remembered: Collection[str]) -> list[str]:
    """What the draft still remembers, and the names under which this chat sent something, while its way back stands."""
    sent_under = {case.name for case in await unit.own_cases(here.chat)}
    return sorted({*remembered, *sent_under} - {""})
