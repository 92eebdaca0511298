"""The line between a program and PostgreSQL, which can go silent: nothing is refused, and nothing answered."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path

from tests.databases import Database


class Line:
    def __init__(self, server: Path, url: str) -> None:
        self.url = url
        self._server = server
        self._open = asyncio.Event()
        self._open.set()

    @contextmanager
    def silent(self) -> Generator[None]:
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_unix_connection(self._server)
        await asyncio.gather(self._pass_on(reader, questions), self._pass_on(answers, writer))

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with closing(target), suppress(ConnectionError):
            while data := await source.read(65_536):
                await self._open.wait()
                target.write(data)


@asynccontextmanager
async def line_to(database: Database, folder: Path) -> AsyncGenerator[Line]:
    assert database.server
    name = f".s.PGSQL.{database.server.port}"
    url = database.url.replace(str(database.server.sockets), str(folder))
    line = Line(database.server.sockets / name, url)
    async with await asyncio.start_unix_server(line.carry, folder / name):
        yield line
