"""The tables behind figures about people: who took part, sealed under a month's key, and what readers know."""

import sqlalchemy as sa

from storage.columns import blob, of_enterprise, scattered

senders = scattered(
    "senders",
    of_enterprise(primary_key=True),
    sa.Column("month", sa.BigInteger, primary_key=True, autoincrement=False),
    blob("sealed"),
)

sender_counts = scattered(
    "sender_counts",
    of_enterprise(primary_key=True),
    sa.Column("month", sa.BigInteger, primary_key=True, autoincrement=False),
    blob("sealed"),
)

told = scattered("told", sa.Column("tag", sa.LargeBinary, primary_key=True), of_enterprise(), blob("sealed"))
