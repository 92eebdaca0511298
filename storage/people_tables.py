"""The tables behind figures about people: who sent something, as hashes under a month's key, and what readers know."""

import sqlalchemy as sa

from storage.columns import blob, number, of_enterprise, scattered

senders = scattered(
    "senders",
    of_enterprise(primary_key=True),
    sa.Column("month", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("tag", sa.LargeBinary, primary_key=True),
)

sender_counts = scattered(
    "sender_counts",
    of_enterprise(primary_key=True),
    sa.Column("month", sa.BigInteger, primary_key=True, autoincrement=False),
    number("people"),
)

told = scattered("told", sa.Column("tag", sa.LargeBinary, primary_key=True), of_enterprise(), blob("sealed"))
