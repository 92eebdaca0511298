"""The tables. What hangs on a case has random ids and no rowid, so that no order tells who came after whom.

``sealed`` columns hold bytes of ``storage.vault``; ``tag`` columns are keyed hashes. No column is a Telegram id.
Whole days are ``date.toordinal()`` of the UTC day.
"""

import secrets

import sqlalchemy as sa

from storage import people_tables
from storage.chain_tables import OF_EVENTS
from storage.columns import (
    blob,
    instant,
    number,
    of_case,
    of_enterprise,
    of_nobody_without,
    of_ours,
    random_key,
    scattered,
    serial_id,
    table,
    truth,
    word,
)


def random_id() -> int:
    """A positive number of 62 random bits."""
    return secrets.randbits(62) or 1


# No foreign key: the newest keys are restored beside older data, which may not know the newest enterprises.
keys = scattered(
    "keys",
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("ref", sa.BigInteger, primary_key=True, autoincrement=False),
    number("enterprise_id", nullable=True),  # whose key wraps it; none: the ring does
    number("day", nullable=True),  # a case not sent yet: when it was begun
    blob("own", nullable=True),  # a way back: finds the cases of its chat, and is gone with the key in every copy
    blob("sealed"),
    sa.Index(None, "day", sqlite_where=sa.text("day IS NOT NULL"), postgresql_where=sa.text("day IS NOT NULL")),
    sa.Index(
        None,
        "own",
        unique=True,
        sqlite_where=sa.text("own IS NOT NULL"),
        postgresql_where=sa.text("own IS NOT NULL"),
    ),
)

enterprises = table(
    "enterprises",
    serial_id(),
    word("code", unique=True),
    number("version"),
    number("calendar_version"),
    number("policy_version"),
    number("headcount"),
    number("keep_years", server_default="3"),
    word("country"),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("common_languages", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("release_times", sa.JSON, nullable=False),
    sa.Column("message_times", sa.JSON, nullable=False),
    instant("closed_at", nullable=True),
    instant("erased_at", nullable=True),
    blob("sealed"),
)

calendars = table(
    "calendars",
    of_enterprise(primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("body", sa.JSON, nullable=False),
)

policies = table(
    "policies",
    of_enterprise(primary_key=True),
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("body", sa.JSON, nullable=False),
)

workers = scattered("workers", sa.Column("tag", sa.LargeBinary, primary_key=True), blob("sealed"))

members = table(
    "members",
    serial_id(),
    of_enterprise(),
    blob("tag", index=True),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column(
        "former", sa.JSON, nullable=False, server_default="{}"
    ),  # roles and flags that ended, with their last day
    blob("sealed"),
    truth("reachable"),
    instant("ended_at", nullable=True),
    instant("digest_at", nullable=True, index=True),
    sa.UniqueConstraint("enterprise_id", "id"),
)

groups = table(
    "groups",
    of_enterprise(primary_key=True),
    blob("tag", unique=True),
    blob("sealed"),
    truth("reachable"),
)

invites = scattered(
    "invites",
    sa.Column("tag", sa.LargeBinary, primary_key=True),
    of_enterprise(),
    truth("is_group"),
    instant("expires_at"),
    blob("sealed"),
)

drafts = scattered(
    "drafts",
    sa.Column("tag", sa.LargeBinary, primary_key=True),
    number("day"),
    instant("expires_at", index=True),
    blob("sealed"),
)

traces = scattered(
    "traces",
    random_key(),
    blob("tag", index=True),
    number("day"),
    instant("delete_at", nullable=True),
    blob("sealed"),
    sa.Index(
        "ix_traces_delete_at",
        "delete_at",
        sqlite_where=sa.text("delete_at IS NOT NULL"),
        postgresql_where=sa.text("delete_at IS NOT NULL"),
    ),
)

OPEN_CASE = sa.text("stage NOT IN ('closed', 'withdrawn')")

cases = scattered(
    "cases",
    random_key(),
    of_enterprise(),
    number("number"),
    word("kind", nullable=True),
    word("mode"),
    sa.Column("sent_on", sa.Date, nullable=False),
    instant("release_due"),
    number("policy_version"),
    blob("sealed"),
    word("urgency", nullable=True),
    word("about"),
    truth("harm"),
    truth("unsafe_order"),
    word("stage"),
    instant("released_at", nullable=True),
    number("owner", nullable=True),
    word("take_choice", nullable=True),
    word("category", nullable=True),
    word("decline_reason", nullable=True),
    number("level"),
    instant("paused_at", nullable=True),
    truth("pause_used"),
    truth("extended"),
    instant("major_at", nullable=True),
    number("resolved_by", nullable=True),
    number("verified_by", nullable=True),
    word("verdict", nullable=True),
    truth("closed_by_silence"),
    instant("settled_at", nullable=True),
    instant("closed_at", nullable=True),
    sa.UniqueConstraint("enterprise_id", "id"),
    sa.UniqueConstraint("enterprise_id", "number"),
    of_ours("owner", "members"),
    of_ours("resolved_by", "members"),
    of_ours("verified_by", "members"),
    sa.ForeignKeyConstraint(
        ["enterprise_id", "policy_version"],
        ["policies.enterprise_id", "policies.version"],
    ),
    sa.Index("ix_cases_open", "enterprise_id", "released_at", sqlite_where=OPEN_CASE, postgresql_where=OPEN_CASE),
)

entries = scattered(
    "entries",
    random_key(),
    of_enterprise(),
    number("case_id"),
    number("seq"),
    word("author"),
    word("audience"),
    instant("visible_at"),
    number("by", nullable=True),
    blob("sealed"),
    sa.UniqueConstraint("case_id", "seq"),
    of_case(),
    of_ours("by", "members"),
    sa.Index(None, "enterprise_id", "id", unique=True),
)

media = scattered(
    "media",
    random_key(),
    number("case_id", index=True),
    number("enterprise_id", nullable=True),  # none before the case is sent: until then there is no row to refer to
    number("entry_id", nullable=True),
    number("seq"),
    number("day"),
    word("kind"),
    word("state"),
    word("mime"),
    number("size"),
    blob("sealed", nullable=True),  # how to fetch it, erased once that is done
    number("attempt"),
    sa.Column("lease_until", sa.Double, nullable=False),
    of_ours("entry_id", "entries", ondelete="CASCADE"),
    of_case(),
    of_nobody_without("entry_id"),
    sa.Index(
        "ix_media_waiting",
        "lease_until",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
)

# Without an enterprise of its own: it belongs to its file alone, and lies there before that has one. To write it into
# each chunk once the case is sent would be to write megabytes anew.
media_chunks = scattered(
    "media_chunks",
    sa.Column("media_id", sa.BigInteger, sa.ForeignKey("media.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    blob("sealed"),
)

clocks = scattered(
    "clocks",
    random_key(),
    of_enterprise(),
    number("case_id", index=True),
    word("kind"),
    instant("started"),
    instant("promised"),
    instant("due"),
    instant("next_rung_at", nullable=True),
    number("rung"),
    instant("met_at", nullable=True),
    truth("worker_told"),
    instant("worker_due", nullable=True),
    sa.UniqueConstraint("enterprise_id", "id"),
    of_case(),
    sa.Index(
        "ix_clocks_due",
        "next_rung_at",
        sqlite_where=sa.text("next_rung_at IS NOT NULL"),
        postgresql_where=sa.text("next_rung_at IS NOT NULL"),
    ),
)

holds = scattered(
    "holds",
    sa.Column("clock_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("member_id", sa.BigInteger, primary_key=True, autoincrement=False),
    of_enterprise(),
    instant("until"),
    of_ours("clock_id", "clocks", ondelete="CASCADE"),
    of_ours("member_id", "members"),
)

acts = scattered(
    "acts",
    random_key(),
    of_enterprise(),
    number("case_id", index=True),
    word("what"),
    instant("due", index=True),
    blob("sealed"),
    of_case(),
)

events = scattered(
    "events",
    sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    of_enterprise(),
    word("what"),
    instant("at"),
    number("by", nullable=True),
    sa.Column("data", sa.JSON, nullable=False),
    blob("commitment", nullable=True),  # none: from before there was a chain
    number("position", nullable=True),  # of its link; none until the next tick
    of_case(),
    of_ours("by", "members"),
    sa.Index(None, "enterprise_id", "at"),
    *OF_EVENTS,
)

replies = scattered(
    "replies",
    sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
    of_enterprise(),
    blob("sealed"),
    number("told", server_default="0"),
    of_case(),
)

receipts = scattered(
    "receipts",
    sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
    of_enterprise(),
    blob("tag", unique=True),
    of_case(),
)

legal_holds = scattered(
    "legal_holds",
    sa.Column("case_id", sa.BigInteger, primary_key=True, autoincrement=False),
    of_enterprise(),
    blob("tag", unique=True, nullable=True),  # of the link that confirms it; none once confirmed
    blob("sealed"),
    number("confirmed_by", nullable=True),
    of_case(),
    of_ours("confirmed_by", "members"),
)

WAITING = sa.text("state = 'waiting'")

outbox = table(
    "outbox",
    serial_id(),
    number("bot"),
    word("key"),
    number("enterprise_id", nullable=True),  # none: to a chat that belongs to nobody (yet)
    number("case_id", nullable=True),
    word("route"),
    number("member_id", nullable=True),
    truth("card"),
    number("priority"),
    instant("not_before"),
    truth("silent"),
    word("state"),
    number("revision"),
    number("attempt"),
    number("day"),
    blob("sealed", nullable=True),  # what is said, with which facts and, in a conversation, to which chat
    blob("place", nullable=True),  # a card's chat and message
    blob("place_tag", nullable=True, index=True),
    sa.Column("lease_until", sa.Double, nullable=False),
    number("epoch"),  # of the sender that took it last
    sa.UniqueConstraint("bot", "key"),
    of_case(),
    of_ours("member_id", "members"),
    of_nobody_without("case_id", "member_id"),
    sa.Index("ix_outbox_waiting", "bot", "priority", "not_before", sqlite_where=WAITING, postgresql_where=WAITING),
    sa.Index(None, "case_id"),
)

IS_OPEN = sa.text("state = 'open'")

inbox = table(
    "inbox",
    serial_id(),
    number("bot"),
    number("update_id"),
    number("day"),
    number("attempt"),
    word("state"),
    number("epoch", nullable=True),  # of the lease under which it is in hand
    number("purge_day", nullable=True, index=True),
    blob("sealed", nullable=True),
    sa.UniqueConstraint("bot", "update_id"),
    sa.Index("ix_inbox_open", "bot", "id", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
)

totals = table(
    "totals",
    sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
    number("received"),
    number("purged"),
)

leases = table(
    "leases",
    sa.Column("name", sa.String, primary_key=True),
    word("holder"),
    number("epoch"),
    sa.Column("until", sa.Double, nullable=False),
)

metadata = people_tables.told.metadata
"""All of them."""
