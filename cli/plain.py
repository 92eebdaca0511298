"""Expected errors as one plain line."""

from bot.settings import SettingsError
from cases.errors import HuiyinError, NotFound
from storage.errors import BackupFailed, StorageError


class WrongInput(ValueError):
    """What was typed can't be; the message says what to type instead."""


EXPECTED = (SettingsError, StorageError, HuiyinError, ValueError, OSError)


def sentence(error: Exception) -> str:
    if isinstance(error, NotFound):
        return "There is no such enterprise, person or case: see huiyin enterprise add and huiyin people."
    if isinstance(error, BackupFailed):
        return str(error)
    if isinstance(error, StorageError):
        return (error.__doc__ or "").replace("``", "")
    return str(error) or (error.__doc__ or type(error).__name__)
