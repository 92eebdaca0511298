"""Every text a person reads exists in every language that is declared complete."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from tests.laws.source import ROOT, files, modules

COMPLETE = ["zh_Hans"]
TEMPLATE = ROOT / "locales/messages.pot"
KEYWORDS = DEFAULT_KEYWORDS | {"n_": (1, 2), "p_": ((1, "c"), 2)}

Text = tuple[str | None, str, str]
"""Context, singular and plural (empty where there is none) of one message."""


def text_of(message: Message) -> Text:
    singular, plural = message.id if isinstance(message.id, tuple | list) else (message.id, "")
    return message.context, singular, plural


def extracted() -> set[Text]:
    """What `scripts/extract` would put into the template now."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    methods = [(pattern, mapping["method"]) for mapping in mappings for pattern in mapping["pattern"]]
    found = extract_from_dir(ROOT, methods, keywords=KEYWORDS)
    catalog = Catalog()
    for _, _, message, _, context in found:
        catalog.add(message, context=context)
    return {text_of(message) for message in catalog if message.id}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def translated(locale: str) -> Catalog:
    return catalogue(ROOT / "locales" / locale / "LC_MESSAGES/messages.po")


def placeholders(text: str) -> set[str]:
    """Names in braces; raises ValueError for a text that `str.format` would refuse."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string or ""]


def fault(message: Message, plurals: int) -> str | None:
    """What is wrong with one translation, or None."""
    context, singular, plural = text_of(message)
    if message.fuzzy:
        return f"fuzzy: {singular!r}"
    if len(forms(message)) != (plurals if plural else 1) or not all(forms(message)):
        return f"not translated: {singular!r} ({context})"
    # A singular may drop its number ("One day"), so that each form follows one of the two English sentences.
    allowed = [placeholders(sentence) for sentence in (singular, plural) if sentence]
    if any(placeholders(form) not in allowed for form in forms(message)):
        return f"other placeholders than in English: {singular!r}"
    return None


def test_the_template_holds_exactly_the_texts_of_the_source() -> None:
    if TEMPLATE.exists() or extracted():
        assert {text_of(message) for message in catalogue(TEMPLATE) if message.id} == extracted()
        assert "#: " not in TEMPLATE.read_text()


def test_the_source_has_texts_once_it_has_views() -> None:
    assert extracted() or {path.name for path in modules("bot/views")} <= {"__init__.py"}


@pytest.mark.parametrize("locale", COMPLETE)
def test_a_complete_language_has_every_text(locale: str) -> None:
    if extracted():
        assert {text_of(message) for message in translated(locale) if message.id} == extracted()


@pytest.mark.parametrize("path", [path for path in files() if path.suffix == ".po"] or [None])
def test_every_translation_fits_its_text(path: Path | None) -> None:
    if path is not None:
        catalog = catalogue(ROOT / path)
        assert [wrong for message in catalog if message.id and (wrong := fault(message, catalog.num_plurals))] == []


def test_placeholders_have_names() -> None:
    nameless = [
        text for _, *texts in extracted() for text in texts if not all(map(str.isidentifier, placeholders(text)))
    ]
    assert nameless == []


HALF_WIDTH = re.compile(r"(?<![0-9/A-Za-z])[,:;?!()]|[,:;?!()](?![0-9/])")
"""Punctuation of another script; between digits it is right: 12:00, 1,000."""


def test_chinese_is_set_with_its_own_punctuation() -> None:
    """GB/T 15834-2011: commas, colons, question marks and brackets take the width of a character."""
    faulty = [form for message in translated("zh_Hans") for form in forms(message) if HALF_WIDTH.search(form)]
    assert [form for form in faulty if not form.startswith("Project-Id-Version")] == []


@pytest.mark.parametrize(("text", "faulty"), [("好,", True), ("好，", False), ("12:00", False), ("到12:00:", True)])
def test_the_law_sees_foreign_punctuation(text: str, faulty: bool) -> None:
    assert bool(HALF_WIDTH.search(text)) is faulty


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        (Message("Hello {name}", "你好 {name}"), None),
        (Message("Hello {name}", "你好"), "other placeholders"),
        (Message("Hello {name}", ""), "not translated"),
        (Message("Hello {name}", "你好 {name}", flags=["fuzzy"]), "fuzzy"),
        (Message(("One day", "{n} days"), ("{n} 天",)), None),
        (Message(("One day", "{n} days"), ("{n} 天", "{n} 天")), "not translated"),
        (Message(("One day", "{n} days"), ("{m} 天",)), "other placeholders"),
    ],
)
def test_the_law_sees_a_faulty_translation(message: Message, wrong: str | None) -> None:
    found = fault(message, plurals=1)
    assert (found and re.split(r" than|:", found)[0]) == wrong
