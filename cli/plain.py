"""Expected errors as one plain line."""

from bot.settings import SettingsError
from cases.errors import HuiyinError, NotFound
from storage.errors import BackupFailed, KeyFileBroken, StorageError


class WrongInput(ValueError):
    """What was typed can't be; the message says what to type instead."""


EXPECTED = (SettingsError, StorageError, HuiyinError, ValueError, OSError)


def sentence(error: Exception) -> str:
    if isinstance(error, NotFound):
        return "There is no such enterprise, person or case: see huiyin enterprise add and huiyin people."
    if isinstance(error, BackupFailed):
        return str(error)
    if isinstance(error, KeyFileBroken):
        return f"{capital(str(error))}. {_doc(error)}"
    if isinstance(error, StorageError):
        return _doc(error)
    return str(error) or _doc(error) or type(error).__name__


def capital(text: str) -> str:
    """``str.capitalize`` would make the rest small."""
    return text[:1].upper() + text[1:]


def _doc(error: Exception) -> str:
    """What the class says of itself, as far as it is for operators: its first paragraph."""
    return (error.__doc__ or "").partition("\n\n")[0].replace("``", "")
