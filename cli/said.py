"""Results as sentences for whoever sits at the terminal."""

from collections.abc import Mapping
from typing import Any

from cli.given import nameless

Result = dict[str, Any]


def init(result: Result) -> str:
    if result["made"]:
        return (
            f"Made the key file {result['key_file']} and the database.\n"
            "Copy the key file to a safe place now: without it nothing can be read, not even by you."
        )
    return f"The key file {result['key_file']} was there already; the database is up to date."


def enterprise(result: Result) -> str:
    return (
        f"Added {result['code']}.\n"
        f"Poster, for everybody who works there:  {result['poster']}\n"
        f"Team's group, once, within seven days:  {result['group']}\n"
        f"Next: huiyin invite {result['code']} lead --name …, two handlers, an independent contact, a manager, a coach."
    )


def invite(result: Result) -> str:
    return f"For one {result['role']} of {result['code']}, once, until {result['expires'][:10]}:  {result['link']}"


def calendar_set(code: str, *, changed: bool) -> str:
    if not changed:
        return f"{code} works by this calendar already: nothing has changed."
    return f"{code} works by this calendar from now on. Promises made already stay as they were told."


def policy_set(code: str, version: int, *, changed: bool) -> str:
    if not changed:
        return f"{code} promises this already, its version {version}: nothing has changed."
    return f"{code} promises this, its version {version}, for what is sent from now on."


def people(result: Result) -> str:
    if not result["people"]:
        return f"Nobody has a role at {result['code']} yet: see huiyin invite."
    return "\n".join(map(_person, result["people"]))


def called(name: str) -> str:
    """Before a name was compulsory there were people without one."""
    return "(no name)" if nameless(name) else name


def flags_asked(name: str, code: str, flags: list[str]) -> str:
    return (
        f"{called(name)} of {code} is then known by: {', '.join(flags) or 'no flag at all'}.\n"
        "A new flag hides cases at once; one taken away opens only what is sent from tomorrow on.\n"
        "Go on?"
    )


def leaving_asked(name: str, code: str, alone: list[str]) -> str:
    gap = f"Nobody else there is {' or '.join(alone)}: invite somebody first, or soon.\n" if alone else ""
    return (
        f"{called(name)} then has no role at {code} any more: buttons end, the cards on that screen become dots,\n"
        "others are asked to take the cases. Files and alerts that came before stay there. Take them out of the group\n"
        "by hand.\n"
        f"{gap}Go on?"
    )


def _person(person: Result) -> str:
    flags = [*person["flags"], *(f"{each} until {day}" for each, day in person["former"].items())]
    known = f" ({', '.join(flags)})" if flags else ""
    return f"{person['person']:>6}  {called(person['name'])}: {', '.join(person['roles'])}{known}"


def parked(result: Result) -> str:
    if not result["parked"]:
        return "Nothing is set aside."
    lines = [f"  {number}" for number in result["parked"]]
    return "\n".join(["Set aside after two failures; the log says why:", *lines, "Again: huiyin parked replay NUMBER"])


def replay(result: Result) -> str:
    return f"{result['replayed']} gets another start."


def keys_rotated(result: Result) -> str:
    if result["rewrapped"] is None:
        taken = "The running bot takes it into use within five minutes."
    else:
        taken = f"It wraps {result['rewrapped']} keys now; a running bot takes it into use by itself."
    return (
        f"Put the key {result['added']} on top of {result['key_file']}. {taken}\n"
        "Copy the key file to its safe place now. Which older key may go: huiyin keys check"
    )


def keys_checked(result: Result) -> str:
    newest, *older = result["keys"]
    lines = [f"{newest['id']}: the newest, it wraps {newest['wraps']} keys. It must stay."]
    lines += [_older_key(key) for key in older]
    lines += [f"{key['id']}: MISSING from the key file, and {key['wraps']} keys need it." for key in result["missing"]]
    return "\n".join(lines)


def _older_key(key: Result) -> str:
    if key["wraps"]:
        return f"{key['id']}: {key['wraps']} keys still need it. It must stay."
    return f"{key['id']}: nothing needs it. Make a backup (huiyin backup), then its line may be removed."


def backup(result: Result) -> str:
    return (
        f"The data is in {result['data']}, {result['keys']} keys are in {result['key_table']} beside it.\n"
        "Copy both away from this machine. Let no older copy of the keys remain: it would open what was shredded."
    )


def restored(result: Result) -> str:
    return f"Restored {result['data']} with {result['keys']} keys. See huiyin doctor."


KINDS = {
    "updates": "numbers of updates seen",
    "messages": "messages sent long ago",
    "invites": "invitations that were not used",
    "drafts": "drafts",
    "traces": "notes of what may still be deleted from chats",
    "files": "files that were never sent on",
    "keys": "keys of days, and of what was never sent",
    "cases": "cases: their words; events and clocks stay",
    "case_files": "files of cases",
    "enterprises": "enterprises that closed 90 days ago: their keys",
}

BY_THE_BOT = {
    "ways_back": "ways back to workers, 30 days after closing",
    "unsent": "drafts whose time is over",
}


def shredded(result: Result, dry_run: bool) -> str:
    by_us, by_the_bot = (_counted(result, kinds) for kinds in (KINDS, BY_THE_BOT))
    if not dry_run:
        return "\n".join(["This is gone:", *by_us])
    return "\n".join(["This would go:", *by_us, "This the running bot erases by itself, within minutes:", *by_the_bot])


def _counted(result: Result, kinds: Mapping[str, str]) -> list[str]:
    return [f"{count:>8}  {kinds[kind]}" for kind, count in result.items() if kind in kinds]


def closed(result: Result) -> str:
    name, code = result["name"], result["code"]
    if result["export"] is None:
        return (
            f"If {name} ({code}) leaves: {result['cases']} open cases go to the coach and their workers are told, the "
            f"roles of {result['people']} people end, nothing new is taken. On {result['erased_on']} its keys are "
            f"destroyed; until then huiyin enterprise reopen {code} takes it back.\n"
            f"Nothing is done yet. To do it: huiyin enterprise close {code} --confirm {name!r}"
        )
    return (
        f"{name} ({code}) has left. {result['cases']} open cases are the coach's, {result['people']} roles ended.\n"
        f"Its rows, sealed, are in {result['export']}; on {result['erased_on']} their keys are destroyed.\n"
        f"Until then huiyin enterprise reopen {code} takes it back."
    )


def reopened(result: Result) -> str:
    return (
        f"{result['code']} is back, with the roles of {result['people']} people. What others may look after again "
        "is theirs to take; the coach keeps the rest. Workers are told that it goes on."
    )


def held(result: Result) -> str:
    then = "may go when its time is over" if result["lift"] else "is held"
    return (
        f"For one person of {result['code']} who may know the case, or of the office:  {result['link']}\n"
        f"Case {result['number']} {then} as soon as that person has opened it and said yes."
    )


FAULTS = {
    "end": "The newest link is not the one that was left there: links were taken off, or the chain was made anew.",
    "gap": "A link is missing before this one.",
    "link": "A link does not follow from the one before it.",
    "gone": "A link has no event any more: a case, or a part of its history, has vanished.",
    "changed": "An event is not the one that was linked.",
    "order": "An event stands in another place of its case's history than when it was linked.",
    "anchor": "An anchor was not made by this program.",
    "key": "A case cannot be opened, though it was not shredded: its events cannot be checked.",
    "stray": "An event was put in by somebody else: this program has not written it.",
}


def audited(result: Result) -> str:
    lines = [line for each in result["enterprises"] for line in _chain(each)]
    if result["anchor"]:
        lines.append(_kept(result["anchor"]))
    return "\n".join(lines) or "There is no enterprise yet."


def _chain(chain: Result) -> list[str]:
    code = chain["code"]
    if chain["found"]:
        return [f"BROKEN {code}:", *(f"  {_fault(each)}" for each in chain["found"])]
    if not chain["anchor"]:
        return [f"ok     {code}: its chain begins within minutes of the bot's start."]
    last = chain["anchor"]
    return [f"ok     {code}: whole since {chain['since']}. Its anchor of {last['day']}: {last['code']}"]


def _fault(found: Result) -> str:
    places = {"link": found["position"], "case": found["number"]}
    where = ", ".join(f"{name} {number}" for name, number in places.items() if number is not None)
    return f"{FAULTS[found['fault']]} ({where})" if where else FAULTS[found["fault"]]


def _kept(anchor: Result) -> str:
    if anchor["day"] is None:
        return f"BROKEN {anchor['code']} is no anchor of this chain: it was replaced, or restored from an older backup."
    return f"ok     {anchor['code']} is its anchor of {anchor['day']}: what stood in it that day still does."


def opened(result: Result) -> str:
    head = f"Case {result['number']} of {result['code']}: {result['kind'] or 'unsorted'}, sent on {result['sent_on']}."
    signed = [f"Signed: {result['signed']}"] if result["signed"] else []
    said = [line for entry in result["entries"] for line in _entry(entry)]
    read = [f"  {each['day']}: {each['reason']}" for each in result["readings"]]
    return "\n".join([head, *signed, *said, "Read by the operator:", *read])


def _entry(entry: Result) -> list[str]:
    files = f" [{', '.join(entry['files'])}]" if entry["files"] else ""
    return [f"{entry['day']}, {entry['author']}, for {entry['for']}:{files}", f"  {entry['text']}"]
