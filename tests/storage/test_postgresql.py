"""What the driver raises when the server goes away in the midst of a call tells that it is away."""

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy.exc import DBAPIError

from storage.errors import away
from storage.postgresql import _as_sqlalchemy


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
    ],
    ids=type,
)
def test_a_connection_cut_off_in_a_call_is_a_database_away(error: Exception) -> None:
    with pytest.raises(DBAPIError) as raised, _as_sqlalchemy():
        raise error
    assert away(raised.value)
