"""The demo enterprise: who is there, how they come in, and a few living cases. They do it as people do, by phone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.translate import Speech
from cases.ports import Invite
from cli import keep
from sandbox.client import Client, Phone

CODE = "DEMO"
PATIENCE = 30.0
"""Seconds for an answer of the bot: it may still be starting."""

Tokens = dict[str, str]
"""Invitations by the sign of a person, and ``group``."""


@dataclass(frozen=True, slots=True)
class Person:
    sign: str
    name: str
    role: str
    title_en: str
    title_zh: str
    flags: tuple[str, ...] = ()

    def invitation(self, enterprise: int) -> Invite:
        return keep.invitation(enterprise, self.role, self.name, list(self.flags))


def enterprise_name(t: Speech) -> str:
    return t._("Hongxing Hardware")


def staff(t: Speech) -> list[Person]:
    return [
        Person("lead", t._("Lead Li"), "lead", "Team lead", "小组组长"),
        Person("handler", t._("Ms Wang"), "handler", "Handler", "专办人", ("woman",)),
        Person("manager", t._("Manager Zhao"), "manager", "Manager", "管理者"),
        Person("coach", t._("Coach Chen"), "coach", "Coach", "辅导员"),
        Person("second", t._("Mr Sun"), "handler", "Second handler", "第二位专办人"),
        Person("member", t._("Team member Zhou"), "member", "Team member", "小组成员", ("secretary",)),
        Person("contact", t._("Ms Gu of the union"), "independent", "Independent contact", "独立联系人"),
    ]


async def play(client: Client, tokens: Tokens, t: Speech) -> None:
    people = {person.sign: await client.person(person.name, t.language) for person in staff(t)}
    worker = await client.person(t._("A worker"), t.language)
    group = await client.group(t._("Improvement team"), people["lead"], people["member"])
    await client.post("/phones", phones(t, worker, people, group))
    for person in staff(t):
        await join(people[person.sign], tokens[person.sign], person, t)
    await people["lead"].adds_bot(group, f"g_{tokens['group']}")
    await people["lead"].inside(group).sees(enterprise_name(t), within=PATIENCE)
    await tell(worker, people["lead"].inside(group), client, t)


def phones(t: Speech, worker: Phone, people: dict[str, Phone], group: int) -> list[dict[str, Any]]:
    """The worker on the left, then the team's group, then each of the others; the rest only come in when called."""
    titles = {person.sign: {"title_en": person.title_en, "title_zh": person.title_zh} for person in staff(t)}
    shown = ("lead", "handler", "manager", "coach")
    return [
        {"person": worker.person_id, "title_en": "A worker", "title_zh": "工友"},
        {"person": people["lead"].person_id, "chat": group, "title_en": "The team's group", "title_zh": "改进小组群"},
        *({"person": people[sign].person_id, **titles[sign]} for sign in shown),
    ]


async def join(phone: Phone, token: str, person: Person, t: Speech) -> None:
    await phone.starts(f"i_{token}")
    await phone.sees(enterprise_name(t), within=PATIENCE)
    label = t._("✅ I accept the charter") if person.role == "manager" else t._("✅ I am in")
    await phone.presses(label)
    await phone.sees(within=PATIENCE)


async def tell(worker: Phone, team: Phone, client: Client, t: Speech) -> None:
    """An idea and a danger of yesterday, out with the team by now, and a question that waits for its release.

    The question comes once the team has the danger: until then the bot may not know yet that it is another day.
    """
    await worker.starts(CODE)
    await worker.sees(enterprise_name(t), within=PATIENCE)
    send = t._("📨 Send")
    idea = t._("A second ladder at the paint store would save us ten minutes a day.")
    await give(worker, idea, t._("💡 Good idea"), send)
    danger = t._("The floor behind press 4 is slippery with oil.")
    await give(worker, danger, t._("⚠️ Danger"), t._("🟡 It could hurt someone"))
    await client.passes(timedelta(days=1))
    await team.sees(danger, within=PATIENCE)
    await give(worker, t._("When will the new lockers come?"), t._("❓ Question"), send)


async def give(worker: Phone, text: str, *labels: str) -> None:
    """Sends a text and presses these buttons, each once the bot has answered."""
    await worker.sends(text)
    await worker.sees(within=PATIENCE)
    for label in labels:
        await worker.presses(label)
        await worker.sees(within=PATIENCE)
