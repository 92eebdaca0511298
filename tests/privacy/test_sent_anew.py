"""What a worker sends reaches staff as new messages: no forward, no id, no name of a file, nothing behind the words."""

from datetime import timedelta

from cases.model import Role
from sandbox.phone import Phone
from tests.bot.conftest import House
from tests.privacy.people import FILE_NAME, LINK, WORKER, entities, files
from tests.privacy.search import Search
from tests.privacy.seen import outgoing

LATER = 20.0


async def leaves(house: House, ana: Phone) -> None:
    await ana.presses("💡 Good idea", on=await ana.sees("What is it?", within=LATER))
    await ana.presses("📨 Send", on=await ana.sees("Look before it goes", within=LATER))
    await ana.sees("Got it", within=LATER)
    await house.sandbox.client.passes(timedelta(days=1))


async def test_nothing_is_forwarded_and_no_file_goes_on_by_its_id(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    sent = await ana.sends_photo(files()["photo"], "A lamp would help")
    assert sent.file_id
    await leaves(house, ana)
    await lead.sees(media="photo", within=LATER, also_old=True)
    calls = await house.sandbox.client.calls()
    methods = {call["method"].lower() for call in calls}
    assert methods & {"forwardmessage", "forwardmessages", "copymessage", "copymessages"} == set()
    assert {"getfile", "sendphoto"} <= methods
    others = [call for call in calls if call["method"].lower() != "getfile"]
    assert Search({"id": sent.file_id}).found_in_all(await outgoing(house.sandbox.client, others)) == []


async def test_a_files_name_and_hidden_links_stay_behind(house: House) -> None:
    lead, ana = await house.staff("Lena", Role.LEAD), await house.worker("Ana")
    document = await ana.sends_document(files()["pdf"], f"{FILE_NAME}.pdf")
    await ana.sees("What is it?", within=LATER)
    caption = {"caption": "A lamp would help", "caption_entities": entities(6)}
    await ana.sends_content(document=document.raw["document"], **caption)
    await leaves(house, ana)
    await lead.sees("A lamp would help", within=LATER, also_old=True)
    search = Search({"name of the file": FILE_NAME, "link": LINK, "id in a mention": str(WORKER.id)})
    assert search.found_in_all(await outgoing(house.sandbox.client, await house.sandbox.client.calls())) == []
