"""The permanent keyboard. Pressing it sends its label as a text, so a text is asked which key it is."""

from bot.callbacks.worker import Place
from bot.translate import Speech, languages
from bot.views.worker.words import kind_label
from cases.model import Kind

Key = Kind | Place


def keys(t: Speech) -> dict[str, Key]:
    """What each key does, by its label."""
    kinds: dict[str, Key] = {kind_label(kind, t): kind for kind in Kind}
    return kinds | {t._("🔒 Will they know it's me?"): Place.PRIVACY, t._("🙂 Just try"): Place.PRACTICE}


def keyboard(t: Speech) -> list[list[str]]:
    labels = list(keys(t))
    return [labels[:2], labels[2:4], labels[4:]]


def key_pressed(text: str) -> Key | None:
    """In any language, because a keyboard outlives a change of language."""
    found = (keys(Speech(language)).get(text.strip()) for language in languages())
    return next((key for key in found if key), None)
