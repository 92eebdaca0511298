"""After a grievance: somebody punishes the worker, and being asked later how things are."""

import re
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from cases.actions.decide import resolve
from cases.actions.flags import set_flags
from cases.actions.reply import reply
from cases.model import About, Event, Flag, Role
from cases.ports import Address, Invite
from storage import Unit
from storage.events import ACTS_LABEL
from storage.keytable import KeyKind
from storage.meeting import DRAFTS
from storage.plain import unpacked
from storage.tables import acts, drafts
from tests.bot.handlers.conversation import Phone, Town, a_town
from tests.databases import Database

PUNISHED = "🆘 Someone is punishing me"
LATER = "🔔 Ask me later how it goes"
COACH = 9005


async def sent(phone: Phone, *ways: str) -> None:
    """At 10:15 on Monday: a grievance about nobody in particular."""
    await phone.write("The foreman shouts at us")
    await phone.press("😟 Unfair treatment")
    for label in ("Nobody in particular", "No", *ways):
        await phone.press(label)
    await phone.press("📨 Send")


async def released(town: Town, phone: Phone) -> int:
    await sent(phone)
    await town.later(hours=2)
    [case] = await town.cases()
    return case.id


async def opened(phone: Phone) -> None:
    await phone.write("/mine")
    await phone.press("😟 Mon 30 Nov")


async def log(town: Town, case: int) -> list[Event]:
    async with town.storage.reading() as unit:
        return await (await unit.enterprise(town.yong.id)).events.of(case)


async def an_independent_contact(town: Town) -> Phone:
    role, expires = frozenset({Role.INDEPENDENT}), town.at + timedelta(days=7)
    token = await town.storage.admin.invite(
        Invite(town.yong.id, role, frozenset(), "Hu Lin", group=False, expires=expires)
    )
    async with town.storage.unit() as unit:
        await unit.identities.accept(token, Address(9006, "en"), town.at)
    return town.phone(9006)


async def test_one_tap_and_a_choice_reach_the_independent_contact_at_the_next_urgent_time(
    town: Town, ana: Phone
) -> None:
    hu, coach, handler = await an_independent_contact(town), town.phone(COACH), town.phone(9001)
    case = await released(town, ana)
    await opened(ana)
    await ana.press(PUNISHED)
    assert ana.labels == [
        "📝 Just record it",
        "🗣 They may talk to the boss",
        "🤝 Help me get help outside",
        "Never mind",
    ]
    await ana.press("🗣 They may talk to the boss")
    assert ana.screen.splitlines()[:2] == [
        (
            "🆘 I'm sorry this happens to you. At 15:00 I tell the independent contact, and nobody else: "
            "the number of your case and what you chose. From then on they can read the case. Who you are I don't tell."
        ),
        "They may tell the boss that nobody may be punished for this, and nothing else.",
    ]
    heard = len(handler.said)
    await town.later(hours=2)
    assert hu.said == []
    await town.later(hours=1)
    [case_now] = await town.cases()
    assert hu.screen.splitlines() == [
        (
            f"🆘 Yongxing Metal: the worker of case {case_now.number} says that somebody is punishing them for it. "
            "Nobody else is told. Never try to find out who it is."
        ),
        "🗣 You may talk to the manager, and to nobody else: say that nobody may be punished for what is sent here.",
    ]
    assert (hu.labels, coach.said, len(handler.said)) == (["📂 Open the case"], [], heard)
    assert [event.what for event in await log(town, case)] == ["submitted", "retaliation"]


async def test_who_signed_is_told_that_the_independent_contact_reads_the_name(town: Town, ana: Phone) -> None:
    hu = await an_independent_contact(town)
    await ana.write("The foreman shouts at us")
    for label in ("😟 Unfair treatment", "Nobody in particular", "No", "✍️ With my name"):
        await ana.press(label)
    await ana.write("Wang Fang")
    await ana.press("📨 Send")
    await town.later(hours=2)
    await opened(ana)
    await ana.press(PUNISHED)
    assert "It is the independent contact, who can then read this case, and the name you wrote." in ana.screen
    await ana.press("📝 Just record it")
    assert ana.screen.splitlines()[0] == (
        "🆘 I'm sorry this happens to you. At 15:00 I tell the independent contact, and nobody else: the number of "
        "your case and what you chose. From then on they can read the case, and the name you wrote."
    )
    await town.later(hours=3)
    await hu.press("📂 Open the case")
    assert "Signed: Wang Fang" in hu.screen


async def test_the_independent_contact_reads_it_from_then_on_and_has_no_hand_in_it(town: Town, ana: Phone) -> None:
    hu = await an_independent_contact(town)
    case = await released(town, ana)
    [number] = [each.number for each in await town.cases()]
    await hu.write(f"/case {number}")
    assert "can't find that" in hu.screen
    await opened(ana)
    await ana.press(PUNISHED)
    assert "It is the independent contact, who can then read this case." in ana.screen
    await ana.press("📝 Just record it")
    await hu.write(f"/case {number}")
    assert "can't find that" in hu.screen
    await town.later(hours=3)
    await hu.press("📂 Open the case")
    assert "The foreman shouts at us" in hu.screen
    assert hu.labels == []
    await hu.write(f"/note {number} I know of it")
    assert "can't find that" in hu.screen
    async with town.storage.unit() as unit:
        work = await unit.enterprise(town.yong.id)
        contact = next(each for each in await work.staff.all() if each.has(Role.INDEPENDENT))
        await set_flags(work, contact.id, frozenset({Flag.HR}), town.at)
        about = replace(await work.cases.get(case), about=About.HR_OR_HANDLER)
        await work.cases.save(about)
    await hu.write(f"/case {number}")
    assert "can't find that" in hu.screen


async def test_whoever_else_hears_it_reads_nothing(town: Town, ana: Phone) -> None:
    coach = town.phone(COACH)
    await released(town, ana)
    [number] = [each.number for each in await town.cases()]
    await opened(ana)
    await ana.press(PUNISHED)
    assert "who can then read this case" not in ana.screen
    await ana.press("📝 Just record it")
    await town.later(hours=3)
    assert coach.labels == []
    await coach.write(f"/case {number}")
    assert "can't find that" in coach.screen


async def test_help_outside_names_the_doors_at_once(town: Town, ana: Phone) -> None:
    await released(town, ana)
    await opened(ana)
    await ana.press(PUNISHED)
    await ana.press("🤝 Help me get help outside")
    assert "At 15:00 I tell the coach, and nobody else" in ana.screen
    assert "12348" in ana.screen


async def test_another_choice_takes_the_place_of_the_first(town: Town, ana: Phone) -> None:
    coach = town.phone(COACH)
    await released(town, ana)
    await opened(ana)
    await ana.press(PUNISHED)
    await ana.press("🗣 They may talk to the boss")
    await ana.press("🔁 Choose something else")
    await ana.press("📝 Just record it")
    await town.later(hours=3)
    assert [shown.text.splitlines()[-1] for shown in coach.said] == [
        "📝 They want it recorded and nothing more: please talk to nobody about it."
    ]


async def test_never_mind_tells_nobody(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    await opened(ana)
    await ana.press(PUNISHED)
    await ana.press("Never mind")
    assert "👀 They can see it." in ana.screen
    await town.later(hours=24)
    assert [event.what for event in await log(town, case) if event.what == "retaliation"] == []


async def test_by_the_receipt_number_from_any_phone_where_there_is_no_way_back(town: Town, ana: Phone) -> None:
    await sent(ana, "🔒 No way back")
    digits = next(shown.text for shown in ana.said if shown.text.startswith("🔢 ")).splitlines()[0]
    coach, other = town.phone(COACH), town.phone(502)
    await town.later(hours=2)
    await other.write(digits.removeprefix("🔢 "))
    assert PUNISHED in other.labels
    assert LATER not in other.labels
    await other.press(PUNISHED)
    await other.press("📝 Just record it")
    await town.later(hours=3)
    assert coach.screen.endswith("please talk to nobody about it.")


async def test_the_button_is_there_from_the_release_on_and_after_the_end(town: Town, ana: Phone) -> None:
    await sent(ana)
    await opened(ana)
    assert PUNISHED not in ana.labels
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        await resolve(work, case.id, town.people["Li Mei"], "He will not do it again.", (), town.at)
    await opened(ana)
    await ana.press("✅ Solved")
    await town.later(hours=24)
    assert await town.cases() == []
    await opened(ana)
    assert PUNISHED in ana.labels


async def test_an_idea_has_neither_button_and_a_forged_press_does_nothing(town: Town, ana: Phone) -> None:
    await ana.write("A lamp would help")
    await ana.press("💡 Good idea")
    await ana.press("📨 Send")
    await town.later(hours=2)
    [case] = await town.cases()
    await ana.write("/mine")
    await ana.press("💡 Mon 30 Nov")
    assert {PUNISHED, LATER}.isdisjoint(ana.labels)
    for press in (f"wp:{case.id}:record", f"wi:{case.id}:wanted", f"wi:{case.id}:right"):
        await ana.forge(press)
        assert ana.screen == "This screen is old: the case has moved on since. Please open it again."


async def test_another_worker_finds_no_such_case(town: Town, ana: Phone) -> None:
    case = await released(town, ana)
    bao = town.phone(502)
    await bao.write("/start YONG")
    for press in (f"wc:punished:{case}", f"wp:{case}:talk", f"wi:{case}:wanted", f"wi:{case}:stop"):
        await bao.forge(press)
        assert bao.screen.startswith("This can't be opened here")


async def asked(town: Town, ana: Phone) -> int:
    """Wanted on the receipt, answered by a handler, and nine days gone by."""
    await sent(ana)
    await ana.press(LATER)
    assert ana.screen.startswith("🔔 I will ask you one and three weeks after")
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        await reply(work, case.id, town.people["Li Mei"], "We talk to him.", (), town.at)
    for _ in range(18):
        await town.later(hours=12)
    return case.id


async def test_asked_for_it_comes_as_a_new_message_and_says_nothing_of_the_matter(town: Town, ana: Phone) -> None:
    await asked(town, ana)
    assert ana.screen == "Huiyin: new message"
    await ana.press("Open")
    assert ana.screen == "👋 You wrote something on Mon 30 Nov. How are things since then?"
    assert ana.labels == ["👍 All right", "😟 Someone is punishing me", "🔕 Don't ask again"]


async def test_all_right_is_noted_at_a_release_and_nobody_is_told(town: Town, ana: Phone) -> None:
    case = await asked(town, ana)
    coach, handler = town.phone(COACH), town.phone(9001)
    await ana.press("Open")
    await ana.press("👍 All right")
    assert ana.screen == "👍 Good to hear. It is noted, and nobody is told."
    assert [event for event in await log(town, case) if event.what == "all_right"] == []
    await town.later(hours=24)
    assert [event.what for event in await log(town, case)][-1] == "all_right"
    assert (coach.said, handler.said) == ([], [])


async def test_from_there_somebody_is_told_as_well(town: Town, ana: Phone) -> None:
    await asked(town, ana)
    await ana.press("Open")
    await ana.press("😟 Someone is punishing me")
    await ana.press("📝 Just record it")
    coach = town.phone(COACH)
    await town.later(hours=12)
    assert coach.screen.endswith("please talk to nobody about it.")


async def test_no_more_when_not_wanted_any_more(town: Town, ana: Phone) -> None:
    await sent(ana)
    await ana.press(LATER)
    await ana.press("🔕 Don't ask again")
    assert ana.screen == "🔕 I won't ask again. The button 🆘 stays under My things."
    await town.later(hours=2)
    [case] = await town.cases()
    async with town.work() as work:
        await reply(work, case.id, town.people["Li Mei"], "We talk to him.", (), town.at)
    for _ in range(60):
        await town.later(hours=12)
    assert [event for event in await log(town, case.id) if event.what == "check_in"] == []


async def sealed_beside(unit: Unit, day: int) -> list[str]:
    """What the rows of conversations and of what is still to come hold, for who has the keys."""
    of_day = await unit.shared.keys.load(unit.connection, KeyKind.DAY, day)
    assert of_day is not None
    found = [unpacked(of_day.open(DRAFTS, row.sealed, row.tag)) for row in await unit.run(sa.select(drafts))]
    for row in await unit.run(sa.select(acts)):
        secret = await unit.secret(row.case_id)
        found.append(unpacked(secret.open(ACTS_LABEL, row.sealed, str(row.id).encode())))
    return [str(each) for each in found]


async def test_no_row_tells_when_it_was_sent_or_asking_was_wanted(database: Database) -> None:
    async with a_town(database.url) as town:
        ana = town.phone(501)
        await ana.write("/start YONG")
        await town.later(minutes=22, seconds=21)
        await sent(ana)
        await ana.press(LATER)
        async with town.storage.reading() as unit:
            stored = await sealed_beside(unit, town.at.toordinal())
    told = [instant for row in stored for instant in re.findall(r"2026-11-30T[^']+", row)]
    assert sorted(told) == ["2026-11-30T02:00:00+00:00"] * 2
