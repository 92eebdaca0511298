"""The tables. What hangs on a case has random ids and no rowid, so that no order tells who came after whom.

``sealed`` columns hold bytes of ``storage.vault``; ``tag`` columns are keyed hashes. No column is a Telegram id.
Whole days are ``date.toordinal()`` of the UTC day.
"""

import secrets
from typing import Any

import sqlalchemy as sa

from storage.engine import UTCDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def random_id() -> int:
    """A positive number of 62 random bits."""
    return secrets.randbits(62) or 1


def _serial() -> sa.Column[int]:
    return sa.Column("id", Serial, primary_key=True)


def _random() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False)


def _number(name: str, *args: Any, **kwargs: Any) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, *args, **{"nullable": False} | kwargs)


def _bytes(name: str, **kwargs: Any) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, **{"nullable": False} | kwargs)


def _word(name: str, **kwargs: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String, **{"nullable": False} | kwargs)


def _truth(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _instant(name: str, **kwargs: Any) -> sa.Column[Any]:
    return sa.Column(name, UTCDateTime, **{"nullable": False} | kwargs)


def _of_enterprise(**kwargs: Any) -> sa.Column[int]:
    return sa.Column(
        "enterprise_id",
        sa.BigInteger,
        sa.ForeignKey("enterprises.id"),
        **{"nullable": False, "autoincrement": False} | kwargs,
    )


def _composite(column: str, table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["enterprise_id", column], [f"{table}.enterprise_id", f"{table}.id"], ondelete=ondelete
    )


def _case() -> sa.ForeignKeyConstraint:
    return _composite("case_id", "cases", ondelete="CASCADE")


def _table(name: str, *columns: Any) -> sa.Table:
    return sa.Table(name, metadata, *columns)


def _scattered(name: str, *columns: Any) -> sa.Table:
    """A table whose rows lie in the order of their random key."""
    return sa.Table(name, metadata, *columns, sqlite_with_rowid=False)


keys = _scattered(
    "keys",
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("ref", sa.BigInteger, primary_key=True, autoincrement=False),
    _number("enterprise_id", nullable=True),  # whose key wraps it; none: the ring does
    _number("day", nullable=True),  # a case not sent yet: when it was begun
    _bytes("sealed"),
    sa.Index(None, "day", sqlite_where=sa.text("day IS NOT NULL"), postgresql_where=sa.text("day IS NOT NULL")),
)

enterprises = _table(
    "enterprises",
    _serial(),
    _word("code", unique=True),
    _number("version"),
    _number("calendar_version"),
    _number("policy_version"),
    _number("headcount"),
    _word("country"),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("release_times", sa.JSON, nullable=False),
    sa.Column("message_times", sa.JSON, nullable=False),
    _bytes("sealed"),
)

calendars = _table(
    "calendars",
    _of_enterprise(primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("body", sa.JSON, nullable=False),
)

policies = _table(
    "policies",
    _of_enterprise(primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("body", sa.JSON, nullable=False),
)

workers = _scattered("workers", sa.Column("tag", sa.LargeBinary, primary_key=True), _bytes("sealed"))

members = _table(
    "members",
    _serial(),
    _of_enterprise(),
    _bytes("tag", index=True),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    _bytes("sealed"),
    _truth("reachable"),
    _instant("ended_at", nullable=True),
    _instant("digest_at", nullable=True, index=True),
    sa.UniqueConstraint("enterprise_id", "id"),
)

groups = _table(
    "groups",
    _of_enterprise(primary_key=True),
    _bytes("tag", unique=True),
    _bytes("sealed"),
    _truth("reachable"),
)

invites = _scattered(
    "invites",
    sa.Column("tag", sa.LargeBinary, primary_key=True),
    _of_enterprise(),
    _truth("is_group"),
    _instant("expires_at"),
    _bytes("sealed"),
)

drafts = _scattered(
    "drafts",
    sa.Column("tag", sa.LargeBinary, primary_key=True),
    _number("day"),
    _instant("expires_at", index=True),
    _bytes("sealed"),
)

OPEN_CASE = sa.text("stage NOT IN ('closed', 'withdrawn')")

cases = _scattered(
    "cases",
    _random(),
    _of_enterprise(),
    _number("number"),
    _word("kind", nullable=True),
    _word("mode"),
    sa.Column("sent_on", sa.Date, nullable=False),
    _instant("release_due"),
    _number("policy_version"),
    _bytes("sealed"),
    _word("urgency", nullable=True),
    _word("about"),
    _truth("harm"),
    _truth("unsafe_order"),
    _word("stage"),
    _instant("released_at", nullable=True),
    _number("owner", nullable=True),
    _word("take_choice", nullable=True),
    _word("category", nullable=True),
    _word("decline_reason", nullable=True),
    _number("level"),
    _instant("paused_at", nullable=True),
    _truth("pause_used"),
    _truth("extended"),
    _number("resolved_by", nullable=True),
    _number("verified_by", nullable=True),
    _word("verdict", nullable=True),
    _truth("closed_by_silence"),
    _instant("settled_at", nullable=True),
    _instant("closed_at", nullable=True),
    sa.UniqueConstraint("enterprise_id", "id"),
    sa.UniqueConstraint("enterprise_id", "number"),
    _composite("owner", "members"),
    _composite("resolved_by", "members"),
    _composite("verified_by", "members"),
    sa.ForeignKeyConstraint(
        ["enterprise_id", "policy_version"],
        ["policies.enterprise_id", "policies.version"],
    ),
    sa.Index("ix_cases_open", "enterprise_id", "released_at", sqlite_where=OPEN_CASE, postgresql_where=OPEN_CASE),
)

entries = _scattered(
    "entries",
    _random(),
    _of_enterprise(),
    _number("case_id"),
    _number("seq"),
    _word("author"),
    _word("audience"),
    _instant("visible_at"),
    _number("by", nullable=True),
    _bytes("sealed"),
    sa.UniqueConstraint("case_id", "seq"),
    _case(),
    _composite("by", "members"),
)

media = _scattered(
    "media",
    _random(),
    _number("case_id", index=True),
    _number("enterprise_id", nullable=True),  # none before the case is sent
    _number("entry_id", nullable=True),
    _number("seq"),
    _number("day"),
    _word("kind"),
    _word("state"),
    _word("mime"),
    _number("size"),
    _bytes("sealed", nullable=True),  # how to fetch it, erased once that is done
    _number("attempt"),
    sa.Column("lease_until", sa.Double, nullable=False),
    sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], ondelete="CASCADE"),
    _case(),
    sa.Index(
        "ix_media_waiting",
        "lease_until",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
)

media_chunks = _scattered(
    "media_chunks",
    sa.Column("media_id", sa.BigInteger, sa.ForeignKey("media.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    _bytes("sealed"),
)

clocks = _scattered(
    "clocks",
    _random(),
    _of_enterprise(),
    _number("case_id", index=True),
    _word("kind"),
    _instant("started"),
    _instant("promised"),
    _instant("due"),
    _instant("next_rung_at", nullable=True),
    _number("rung"),
    _instant("met_at", nullable=True),
    _truth("worker_told"),
    sa.UniqueConstraint("enterprise_id", "id"),
    _case(),
    sa.Index(
        "ix_clocks_due",
        "next_rung_at",
        sqlite_where=sa.text("next_rung_at IS NOT NULL"),
        postgresql_where=sa.text("next_rung_at IS NOT NULL"),
    ),
)

holds = _scattered(
    "holds",
    sa.Column("clock_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("member_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _of_enterprise(),
    _instant("until"),
    _composite("clock_id", "clocks", ondelete="CASCADE"),
    _composite("member_id", "members"),
)

acts = _scattered(
    "acts",
    _random(),
    _of_enterprise(),
    _number("case_id", index=True),
    _word("what"),
    _instant("due", index=True),
    _bytes("sealed"),
    _case(),
)

events = _scattered(
    "events",
    sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    _of_enterprise(),
    _word("what"),
    _instant("at"),
    _number("by", nullable=True),
    sa.Column("data", sa.JSON, nullable=False),
    _case(),
    _composite("by", "members"),
    sa.Index(None, "enterprise_id", "at"),
)

replies = _scattered(
    "replies",
    sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _of_enterprise(),
    _bytes("own", unique=True, nullable=True),
    _bytes("sealed"),
    _case(),
)

receipts = _scattered(
    "receipts",
    sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _of_enterprise(),
    _bytes("tag", unique=True),
    _case(),
)

WAITING = sa.text("state = 'waiting'")

outbox = _table(
    "outbox",
    _serial(),
    _number("bot"),
    _word("key"),
    _number("enterprise_id", nullable=True),
    _number("case_id", nullable=True),
    _word("route"),
    _number("member_id", nullable=True),
    _truth("card"),
    _number("priority"),
    _instant("not_before"),
    _truth("silent"),
    _word("state"),
    _number("revision"),
    _number("attempt"),
    _number("day"),
    _bytes("sealed", nullable=True),  # what is said, with which facts and, in a conversation, to which chat
    _bytes("place", nullable=True),  # a card's chat and message
    _bytes("place_tag", nullable=True, index=True),
    sa.Column("lease_until", sa.Double, nullable=False),
    _number("epoch"),  # of the sender that took it last
    sa.UniqueConstraint("bot", "key"),
    _case(),
    _composite("member_id", "members"),
    sa.Index("ix_outbox_waiting", "bot", "priority", "not_before", sqlite_where=WAITING, postgresql_where=WAITING),
    sa.Index(None, "case_id"),
)

IS_OPEN = sa.text("state = 'open'")

inbox = _table(
    "inbox",
    _serial(),
    _number("bot"),
    _number("update_id"),
    _number("lane", nullable=True),
    _number("day"),
    _number("attempt"),
    _word("state"),
    _number("purge_day", nullable=True, index=True),
    _bytes("sealed", nullable=True),
    sa.UniqueConstraint("bot", "update_id"),
    sa.Index("ix_inbox_open", "bot", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
)

totals = _table(
    "totals",
    sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
    _number("received"),
    _number("purged"),
)

leases = _table(
    "leases",
    sa.Column("name", sa.String, primary_key=True),
    _word("holder"),
    _number("epoch"),
    sa.Column("until", sa.Double, nullable=False),
)
