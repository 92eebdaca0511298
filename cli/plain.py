"""Expected errors as one plain line."""

import errno
from socket import gaierror

from sqlalchemy.exc import DBAPIError

from bot.settings import SettingsError
from cases.errors import HuiyinError, NotFound
from storage.errors import OUR_FAULTS, BackupFailed, KeyFileBroken, StorageError, disk_full


class WrongInput(ValueError):
    """What was typed can't be; the message says what to type instead."""


EXPECTED = (SettingsError, StorageError, HuiyinError, ValueError, OSError, DBAPIError)
UNFORESEEN = OUR_FAULTS
"""What is no plain line all the same: faults of the program, whose place must be seen."""
AWAY = (DBAPIError, ConnectionRefusedError, ConnectionResetError, TimeoutError, gaierror)
"""The database, that is: what is asked of Telegram has its own words."""
NO_WAY = (errno.ENOENT, errno.EHOSTUNREACH, errno.ENETUNREACH)
"""Without the name of a file; ENOENT then means a socket of PostgreSQL."""
BOUND = "bind on address"
LISTEN = "Stop the other program, or choose another address in HUIYIN_LISTEN; for huiyin demo by --port."
LOOK = "Is HUIYIN_DATABASE_URL right, and does the server run?"


def sentence(error: Exception) -> str:
    if isinstance(error, NotFound):
        return "There is no such enterprise, person or case: see huiyin enterprise add and huiyin people."
    if isinstance(error, BackupFailed):
        return str(error)
    if isinstance(error, KeyFileBroken):
        return f"{capital(str(error))}. {_doc(error)}"
    if isinstance(error, StorageError):
        return _doc(error)
    if isinstance(error, OSError | DBAPIError):
        return _outside(error)
    return str(error) or _doc(error) or type(error).__name__


def _outside(error: OSError | DBAPIError) -> str:
    """Of the database, of a port or of a file. ``OSError`` is also raised with a sentence of our own."""
    if disk_full(error):
        return "The database's disk is full: make room."
    if _away(error):
        return f"The database {unreached(error)} {LOOK}"
    if isinstance(error, OSError) and BOUND in str(error):
        return f"Nothing can listen there: {str(error).rpartition(': ')[2]}. {LISTEN}"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}."
    return str(error)


def unreached(error: Exception) -> str:
    """With the class of what is behind it: its words may quote what is none of others' business."""
    cause: BaseException = error
    while behind := getattr(cause, "orig", None) or cause.__cause__:
        cause = behind
    return f"cannot be reached ({type(cause).__name__})."


def _away(error: OSError | DBAPIError) -> bool:
    """Of a name with several addresses, of which none answers, asyncio says so in a text alone."""
    if isinstance(error, AWAY) or str(error).startswith("Multiple exceptions: "):
        return True
    return error.errno in NO_WAY and not error.filename


def capital(text: str) -> str:
    """``str.capitalize`` would make the rest small."""
    return text[:1].upper() + text[1:]


def _doc(error: Exception) -> str:
    """What the class says of itself, as far as it is for operators: its first paragraph."""
    return " ".join((error.__doc__ or "").partition("\n\n")[0].replace("``", "").split())
