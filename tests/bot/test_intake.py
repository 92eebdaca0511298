"""Updates are stored first and confirmed afterwards, fetched or brought."""

from collections.abc import AsyncIterator, Sequence

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.bot_api import make_bot
from bot.intake import SECRET_HEADER, Poller, announce, webhook
from bot.settings import SANDBOX_TOKEN
from sandbox.app import Sandbox, running_sandbox
from storage.inbox import Arrival

SECRET = "a-secret-of-some-length"
Client = TestClient[web.Request, web.Application]


class Shelf:
    """Keeps what arrives, or breaks like a database that is away."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.broken = False

    async def accept(self, arrivals: Sequence[Arrival]) -> None:
        if self.broken:
            raise OSError("the database is away")
        self.kept += [each.update_id for each in arrivals]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def client(shelf: Shelf) -> AsyncIterator[Client]:
    app = web.Application()
    app.router.add_post("/hook", webhook(shelf.accept, SECRET))
    async with TestClient(TestServer(app)) as client:
        yield client


async def post(client: Client, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with client.post("/hook", data=body, headers=headers) as response:
        return response.status


async def test_webhook_confirms_what_is_stored(client: Client, shelf: Shelf) -> None:
    assert (await post(client, b'{"update_id": 5}'), shelf.kept) == (200, [5])


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "sécret"])
async def test_webhook_refuses_strangers(client: Client, shelf: Shelf, secret: str | None) -> None:
    assert (await post(client, b'{"update_id": 5}', secret), shelf.kept) == (401, [])


@pytest.mark.parametrize("body", [b"not json", b"{}", b"[1]"])
async def test_webhook_refuses_what_is_no_update(client: Client, shelf: Shelf, body: bytes) -> None:
    assert (await post(client, body), shelf.kept) == (400, [])


async def test_webhook_confirms_nothing_while_the_database_is_away(client: Client, shelf: Shelf) -> None:
    shelf.broken = True
    assert await post(client, b'{"update_id": 5}') == 503
    shelf.broken = False
    assert (await post(client, b'{"update_id": 5}'), shelf.kept) == (200, [5])


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running_sandbox() as running:
        yield running


@pytest.fixture
async def poller(sandbox: Sandbox, shelf: Shelf) -> AsyncIterator[Poller]:
    bot = make_bot(SANDBOX_TOKEN, sandbox.api_base, lambda: False)
    yield Poller(bot, shelf.accept, poll_seconds=0)
    await bot.session.close()


async def push(sandbox: Sandbox, *numbers: int) -> None:
    for number in numbers:
        await sandbox.client.post("/updates", {"update_id": number, "novelty": {"kind": "unheard of"}})


async def test_polling_confirms_with_the_next_call(sandbox: Sandbox, poller: Poller, shelf: Shelf) -> None:
    await push(sandbox, 11, 12)
    await poller.step()
    assert (shelf.kept, len(sandbox.world.updates.pending)) == ([11, 12], 2)
    await poller.step()
    assert (shelf.kept, len(sandbox.world.updates.pending)) == ([11, 12], 0)


async def test_polling_confirms_nothing_that_was_not_stored(sandbox: Sandbox, poller: Poller, shelf: Shelf) -> None:
    await push(sandbox, 11)
    shelf.broken = True
    with pytest.raises(OSError, match="away"):
        await poller.step()
    shelf.broken = False
    await poller.step()
    assert shelf.kept == [11]


async def test_polling_passes_over_what_is_no_update(sandbox: Sandbox, poller: Poller, shelf: Shelf) -> None:
    await push(sandbox, 2**70)
    await sandbox.client.post("/updates", {"update_id": 12, "message": {"text": "half an emoji: \ud83d"}})
    await poller.step()
    assert shelf.kept == [12]


async def test_polling_takes_batches_in_any_order(sandbox: Sandbox, poller: Poller, shelf: Shelf) -> None:
    await push(sandbox, 11, 12, 13)
    await sandbox.client.breaks("reorder")
    await poller.step()
    await poller.step()
    assert (shelf.kept, len(sandbox.world.updates.pending)) == ([13, 12, 11], 0)


async def test_polling_follows_numbers_that_start_again_lower(sandbox: Sandbox, poller: Poller, shelf: Shelf) -> None:
    await push(sandbox, 900)
    await poller.step()
    await poller.step()
    await push(sandbox, 3)
    await poller.step()
    assert shelf.kept == [900, 3]


ACTED_ON = ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_no_reactions_are_fetched(sandbox: Sandbox, poller: Poller) -> None:
    """Nor anything else that is not passed on: what the bot does not act on never comes into the house."""
    await poller.step()
    assert sandbox.world.updates.allowed == ACTED_ON


async def test_no_reactions_are_brought(sandbox: Sandbox) -> None:
    bot = make_bot(SANDBOX_TOKEN, sandbox.api_base, lambda: False)
    await announce(bot, "http://127.0.0.1:9/hook", SECRET)
    await bot.session.close()
    assert sandbox.world.updates.allowed == ACTED_ON
