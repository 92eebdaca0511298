"""Whether the chain of a case's enterprise is whole, and what stands in it of that case; for whoever has its digits."""

from datetime import datetime

from bot.say import tell
from cases.ports import Address, Unit


async def show(unit: Unit, here: Address, digits: str, _at: datetime) -> None:
    """The chain is followed when it is said, so that nobody who writes waits for it. Raises NotFound."""
    work, case = await unit.case_of_receipt(digits)
    await unit.drafts.drop(here.chat, here.chat)
    await tell(work.outbox, here, "proof", case=case.id)
