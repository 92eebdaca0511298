"""One list of settings: what the program reads is what the documents and the deployment name."""

import importlib
import re

from pydantic_settings import BaseSettings

from tests.laws.source import ROOT, exists, files

NAME = re.compile(r"\bHUIYIN_[A-Z_]*[A-Z]\b")
NAMING = {".md", ".yaml", ".sh", ""}  # "": Dockerfile, scripts/*


def settings() -> set[str]:
    found = vars(importlib.import_module("bot.settings")).values()
    classes = [each for each in found if isinstance(each, type) and issubclass(each, BaseSettings)]
    return {f"{each.model_config.get('env_prefix')}{field}".upper() for each in classes for field in each.model_fields}


def named(text: str, known: set[str]) -> set[str]:
    """Settings that a text names; `X_FILE` counts as X, unless it is a setting itself."""
    return {name if name in known else name.removesuffix("_FILE") for name in NAME.findall(text)}


def test_every_setting_that_is_named_is_read() -> None:
    if exists("bot/settings.py"):
        texts = [(ROOT / path).read_text() for path in files() if path.suffix in NAMING and path.parts[0] != "tests"]
        assert {name for text in texts for name in named(text, settings())} - settings() == set()


def test_the_readme_lists_every_setting() -> None:
    if exists("bot/settings.py"):
        rows = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `HUIYIN_")]
        assert {NAME.findall(row)[0] for row in rows} == settings()
