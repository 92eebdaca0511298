"""Whether the chain of a case's enterprise is whole, and what stands in it of that case; for whoever has its digits."""

from datetime import datetime

from bot.say import tell
from cases.localtime import local_day
from cases.ports import Address, Unit


async def show(unit: Unit, here: Address, digits: str, at: datetime) -> None:
    """Nothing of the case's words, nothing of how long the chain is. Raises NotFound."""
    work, case = await unit.case_of_receipt(digits)
    proof, zone = await work.chain.proof(case.id), work.enterprise.calendar.zone
    await unit.drafts.drop(here.chat, here.chat)
    await tell(
        work.outbox,
        here,
        "proof",
        whole=proof.whole,
        today=local_day(at, zone).isoformat(),
        sent_on=case.sent_on.isoformat(),
        events=[[event.what, local_day(event.at, zone).isoformat()] for event in proof.events],
        anchor=proof.anchor and [proof.anchor.day.isoformat(), proof.anchor.code],
    )
