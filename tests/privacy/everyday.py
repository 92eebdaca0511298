"""What belongs to no case: pages, languages, the group, links, and buttons of messages that another bot once sent."""

import json

import aiohttp
from aiogram.filters.callback_data import CallbackData

from bot.callbacks.staff import Page
from bot.callbacks.worker import Earlier, GoTo, MoreThings, OnOwn, Place
from bot.settings import SANDBOX_TOKEN
from bot.translate import Speech
from bot.views.worker.keyboard import keys
from sandbox.markup import inline_buttons
from sandbox.phone import Phone
from tests.privacy.life import Life

FOREIGN = "zz:1"
NO_BUTTON_LEADS_TO = (Place.PROOF, Place.PRIVACY, Place.HELP, Place.RULES, Place.LANGUAGE)
"""Places that are reached by command or key alone: entered by a button that was made up, as an old one would be. So
are the second page of *my things*, and the news before the last four: nobody here has nine things, or five news."""


async def worker_looks_around(life: Life) -> None:
    for command in ("/privacy", "/rules", "/help", "/mine", "/nothing", "/start"):
        await life.tells(life.ana, command)
    await life.taps(life.ana, "📂 My things")
    await life.taps(life.ana, "🔢 Open one with its number")
    await life.tells(life.ana, "/receipt")
    await life.tells(life.ana, "1234 5678 9012 3456")
    await life.taps(life.ana, "🧹 Delete this chat")
    await life.taps(life.ana, "No, leave it as it is")


async def worker_tries_it(life: Life) -> None:
    """By the key, by the command, and by the button after small talk; nothing of it is sent."""
    practice = next(key for key in keys(Speech("en")) if "Just try" in key)
    for way in (practice, "/practice", "hello"):
        await life.tells(life.ana, way)
        if way == "hello":
            await life.taps(life.ana, "🙂 Just try")
        await life.tells(life.ana, "KANARI-PRACTICE")
        await life.taps(life.ana, "🗑 Throw it away")


async def worker_speaks_chinese(life: Life) -> None:
    await life.tells(life.ana, "/language")
    await life.taps(life.ana, "中文")
    await life.tells(life.ana, "/language")
    await life.taps(life.ana, "English")


async def staff_look_everywhere(life: Life) -> None:
    """Each person's pages by their buttons; and every page by its command, from where it is of no use too."""
    for role, phone in life.staff.items():
        asked = await life.tells(phone, "/help")
        for label in asked.labels:
            await life.taps(phone, label, on=asked)
        for page in Page if role in ("lead", "coach") else ():
            await life.tells(phone, f"/{page}")


async def staff_ask_for_more(life: Life, number: str) -> None:
    lead, coach = life.staff["lead"], life.staff["coach"]
    await life.tells(lead, f"/why {number}")
    await life.tells(lead, f"/case {number}")
    await life.taps(lead, "🕰 Why this date?")
    await life.tells(lead, "What now?")
    await life.tells(coach, "/summary")
    shown = await life.tells(coach, "/enterprises")
    await life.taps(coach, shown.labels[0], on=shown)
    await life.tells(lead, "/language")
    await life.taps(lead, "English")


async def the_group_changes(life: Life, link: str) -> None:
    """Somebody looks in, a group of nobody hears nothing, and the link of the group is opened in private."""
    lead, manager = life.staff["lead"], life.staff["manager"]
    await manager.inside(life.group).does("join")
    await manager.inside(life.group).does("leave")
    await life.tells(lead, f"/start g_{link}")
    other = await life.sandbox.client.group("Nobody's", lead, chat_type="group")
    await lead.adds_bot(other)
    await life.tells(lead.inside(other), "/today")
    await presses_a_foreign_button(life, lead.inside(other), FOREIGN)


async def the_group_moves(life: Life) -> None:
    life.group = await life.staff["lead"].inside(life.group).does("migrate")
    await life.settled()


async def old_buttons_are_pressed(life: Life) -> None:
    lead = life.staff["lead"]
    for phone in (life.ana, lead, lead.inside(life.group)):
        await presses_a_foreign_button(life, phone, FOREIGN)
    for place in NO_BUTTON_LEADS_TO:
        await presses_a_foreign_button(life, life.bao, GoTo(place=place))
    await presses_a_foreign_button(life, life.bao, MoreThings(start=1))
    things = await life.tells(life.ana, "/mine")
    first = next(inline_buttons(things.raw["reply_markup"]))
    await presses_a_foreign_button(life, life.ana, Earlier(case=OnOwn.unpack(first["callback_data"]).case, until=1))
    await life.tells(life.bao, "/privacy")


async def presses_a_foreign_button(life: Life, phone: Phone, press: str | CallbackData) -> None:
    data = press if isinstance(press, str) else press.pack()
    rows = [[{"text": "An old button", "callback_data": data}]]
    body = {"chat_id": phone.chat_id, "text": "Of long ago", "reply_markup": json.dumps({"inline_keyboard": rows})}
    base = life.sandbox.api_base
    async with aiohttp.ClientSession() as session, session.post(f"{base}/bot{SANDBOX_TOKEN}/sendMessage", json=body):
        pass
    await life.taps(phone, "An old button")


async def an_invitation_is_left(life: Life, link: str) -> None:
    await life.tells(life.bao, f"/start i_{link}")
    await life.taps(life.bao, "✖️ Not now")


async def the_job_changes(life: Life, code: str) -> None:
    await life.tells(life.bao, f"/start {code}")
    await life.taps(life.bao, "Yes, I work there now")


async def is_forgotten(life: Life) -> None:
    await life.tells(life.ana, "/wipe")
    await life.taps(life.ana, "🧹 Forget me")
