"""The office looks through the flags, and sets them anew."""

from datetime import UTC, datetime

from cases.model import Flag, Role
from cases.ports import Address
from cli.keep import invitation
from storage import Storage
from tests.cli.conftest import Huiyin, answer, with_storage


def join(environment: dict[str, str], role: Role, name: str, *flags: Flag) -> None:
    """As whoever opens the link of an invitation."""

    async def joined(storage: Storage) -> None:
        [firm] = await storage.admin.enterprises()
        token = await storage.admin.invite(invitation(firm.id, role, name, list(flags)))
        async with storage.unit() as unit:
            await unit.identities.accept(token, Address(5, "en"), datetime.now(UTC))

    with_storage(environment, joined)


def test_a_wrong_flag_is_seen_and_taken_away(huiyin: Huiyin, environment: dict[str, str]) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    assert huiyin("people", "DAWN").stdout == "Nobody has a role at DAWN yet: see huiyin invite.\n"
    join(environment, Role.HANDLER, "Dora", Flag.WOMAN, Flag.HR)
    [dora] = answer(huiyin("people", "DAWN", "--json"))["people"]
    person = str(dora["person"])
    assert dora == {
        "person": int(person),
        "name": "Dora",
        "roles": ["handler"],
        "flags": ["hr", "woman"],
        "former": {},
    }
    assert huiyin("people", "DAWN").stdout.split() == [person, "Dora:", "handler", "(hr,", "woman)"]
    refused = huiyin("flags", "DAWN", person, "woman", answer="n\n")
    assert (refused.returncode, answer(huiyin("people", "DAWN", "--json"))["people"]) == (1, [dora])
    assert "Dora of DAWN is then known by: woman." in refused.stderr
    done = huiyin("flags", "DAWN", person, "woman", answer="y\n")
    [dora] = answer(huiyin("people", "DAWN", "--json"))["people"]
    assert (dora["flags"], list(dora["former"])) == (["woman"], ["hr"])
    assert done.stdout.split() == [person, "Dora:", "handler", "(woman,", "hr", "until", f"{dora['former']['hr']})"]


def test_who_leaves_has_no_role_any_more(huiyin: Huiyin, environment: dict[str, str]) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    join(environment, Role.HANDLER, "Dora")
    [dora] = answer(huiyin("people", "DAWN", "--json"))["people"]
    person = str(dora["person"])
    asked = huiyin("leave", "DAWN", person, answer="n\n")
    assert (asked.returncode, answer(huiyin("people", "DAWN", "--json"))["people"]) == (1, [dora])
    assert "Dora then has no role at DAWN any more" in asked.stderr
    assert "Nobody else there is handler: invite somebody first, or soon." in asked.stderr
    left = huiyin("leave", "DAWN", person, answer="y\n")
    assert left.stdout.strip() == "Nobody has a role at DAWN yet: see huiyin invite."
    assert huiyin("leave", "DAWN", person).stderr.startswith("There is no such enterprise, person or case")


def test_who_comes_back_is_listed_with_the_roles_of_before(huiyin: Huiyin, environment: dict[str, str]) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    join(environment, Role.HANDLER, "Dora")
    [dora] = answer(huiyin("people", "DAWN", "--json"))["people"]
    person = str(dora["person"])
    for role, formerly in ((Role.COACH, ["handler"]), (Role.HANDLER, ["coach"])):
        huiyin("leave", "DAWN", person, answer="y\n")
        join(environment, role, "Dora")
        [back] = answer(huiyin("people", "DAWN", "--json"))["people"]
        assert (str(back["person"]), back["roles"], list(back["former"])) == (person, [role], formerly)


def test_what_there_is_not_is_said(huiyin: Huiyin) -> None:
    huiyin("init")
    assert huiyin("people", "DAWN").stderr.startswith("There is no such enterprise")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    wrong = huiyin("flags", "DAWN", "7", "boss")
    assert wrong.stderr.startswith("There is no flag 'boss'. Choose one of secretary, ")
    assert huiyin("flags", "DAWN", "7").stderr.startswith("There is no such enterprise, person or case")
    assert huiyin("flags", "DUSK", "7").stderr.startswith("There is no such enterprise, person or case")
