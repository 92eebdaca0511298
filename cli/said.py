"""Results as sentences for whoever sits at the terminal."""

from typing import Any

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


def parked(result: Result) -> str:
    if not result["parked"]:
        return "Nothing is set aside."
    lines = [f"  {number}" for number in result["parked"]]
    return "\n".join(["Set aside after two failures; the log says why:", *lines, "Again: huiyin parked replay NUMBER"])


def replay(result: Result) -> str:
    return f"{result['replayed']} gets another start."
