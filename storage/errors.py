"""What can go wrong with the memory itself; for the operator and the log, never for a worker.

StorageError
├── AlreadyRunning   another process holds this SQLite file
├── WrongKey         the key file does not open this database; nothing was touched
│   └── KeyMissing   its key file lacks a key that is in use
├── KeyFileBroken    the key file cannot be read as one
├── SchemaOutdated   the tables are not those of this version
├── NoBackup         there is nothing to restore, or its key file is missing
├── NotEmpty         a backup goes into an empty database alone
├── ToolMissing      PostgreSQL's own programs are not there
├── BackupFailed     one of them ended with an error
├── NotOwner         this role may not vacuum the tables
├── ChainBroken      the end of a chain is not the one that was left there
├── CodeTaken        an enterprise has this code already
├── EnterpriseClosed this enterprise has left
├── AlreadyHeld      two persons want this case kept, as they said before
├── TooLate          the keys of this enterprise are destroyed
├── ClaimLost        somebody else works on that row by now; this transaction must not be kept
└── JoinRefused      a transaction that would join a worker to a case
"""

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

DISK_FULL = "53100"
"""PostgreSQL's own code for it."""
OUR_FAULTS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


def away(error: BaseException) -> bool:
    """The database is out of reach, full, shutting down, or chose this transaction to end a quarrel over locks; or a
    new key has not come to this machine's key file yet.

    Nothing is wrong with what was to be done: it waits.
    """
    if isinstance(error, DBAPIError):
        return not isinstance(error, OUR_FAULTS)
    return isinstance(error, OSError | TimeoutError | PoolTimeoutError | KeyMissing)


def disk_full(error: BaseException | None) -> bool:
    """The database's disk has no room for what was to be written."""
    cause: BaseException | None = error.orig if isinstance(error, DBAPIError) else None
    while cause is not None:
        if getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == DISK_FULL:
            return True
        cause = cause.__cause__
    return False


class StorageError(Exception):
    """The base of all errors of the memory."""


class AlreadyRunning(StorageError):
    """Another process holds this SQLite file. Stop it first, or use PostgreSQL for more than one process."""


class WrongKey(StorageError):
    """Wrong key: the key file does not open this database. Put back the one that was in use; nothing was touched."""


class KeyMissing(WrongKey):
    """Wrong key: the key file lacks a key that this database needs. Put back the key file that was in use, after a
    rotation the newest; nothing was touched.
    """


class KeyFileBroken(StorageError):
    """A key file has one key per line, ``id:base64`` of 32 bytes, the newest first. Put back a copy that is whole.

    The message is the line that is wrong and never what stands there.
    """


class SchemaOutdated(StorageError):
    """The tables are not those of this version. Run ``huiyin db upgrade``."""


class NoBackup(StorageError):
    """There is no backup: a data-… file and, beside it, keys.json."""


class NotEmpty(StorageError):
    """The database is not empty. A backup goes into a new one: an SQLite file that is not there, a fresh database."""


class ToolMissing(StorageError):
    """The programs pg_dump and pg_restore are missing. Install PostgreSQL's client (Debian: postgresql-client)."""


class BackupFailed(StorageError):
    """PostgreSQL's own program says why."""


class NotOwner(StorageError):
    """This is not the address of the tables' owner. Set HUIYIN_DATABASE_URL to it, as for ``huiyin db upgrade``."""


class ChainBroken(StorageError):
    """The end of an enterprise's chain is not the one that was left there. ``huiyin audit`` says what is wrong."""


class CodeTaken(StorageError):
    """There is an enterprise with this code already, in capitals or not. Choose another code."""


class EnterpriseClosed(StorageError):
    """This enterprise has left: only a coach or the office is still invited to it. ``huiyin enterprise reopen`` takes
    that back."""


class AlreadyHeld(StorageError):
    """Two persons hold this case already, with the reason given then. ``huiyin hold --lift`` lets it go."""


class TooLate(StorageError):
    """The keys of this enterprise are destroyed: nobody can take that back. It may be added anew."""


class ClaimLost(StorageError):
    """Somebody else works on that row by now."""


class JoinRefused(StorageError):
    """A transaction that writes a case writes no lasting row of a worker: both would carry one transaction number."""
