"""Every command that the documents tell a reader to type is there."""

import importlib
import os
from functools import cache

from typer.testing import CliRunner

from tests.laws.documents import all_commands, commands
from tests.laws.source import ROOT, exists

# Commands of the reader's machine, which are nothing of ours.
FOREIGN = {"cd", "docker", "export", "git"}


@cache
def answers_help(*path: str) -> bool:
    app = importlib.import_module("cli.main").app
    return CliRunner().invoke(app, [*path, "--help"]).exit_code == 0


def subcommand(words: list[str]) -> tuple[str, ...]:
    """`huiyin db upgrade --json` -> ("db", "upgrade"); upper case stands for what the reader fills in."""
    return tuple(word for word in words[words.index("huiyin") + 1 :] if word.islower() and not word.startswith("-"))


def fault(words: list[str]) -> str | None:
    """What is wrong with a command, or None."""
    if words[0].startswith((".ci/", "scripts/")):
        return None if os.access(ROOT / words[0], os.X_OK) else f"no such script: {words[0]}"
    if "huiyin" in words:
        return None if not exists("cli") or answers_help(*subcommand(words)) else f"no such command: {words}"
    return None if words[0] in FOREIGN else f"unknown: {words}"


def test_every_command_of_the_documents_exists() -> None:
    assert [wrong for words in all_commands() if (wrong := fault(words))] == []


def test_the_readme_starts_and_tests_with_one_command_each() -> None:
    first = list(commands((ROOT / "README.md").read_text()))
    assert first[:2] == [["scripts/start"], ["scripts/test"]]


def test_every_invitation_of_the_documents_names_whom_it_is_for() -> None:
    invitations = [words for words in all_commands() if "invite" in words]
    assert invitations != []
    assert [words for words in invitations if "--name" not in words and words[-1] != "group"] == []


def test_the_law_sees_a_command_that_is_not_there() -> None:
    text = "```sh\nscripts/nothing  # does nothing\nHUIYIN_LISTEN=1 make \\\n  all\n```\n"
    assert [fault(words) for words in commands(text)] == ["no such script: scripts/nothing", "unknown: ['make', 'all']"]
