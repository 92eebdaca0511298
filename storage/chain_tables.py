"""The tables of the chain. A link knows neither case nor instant: its event names the link, never the reverse."""

import sqlalchemy as sa

from storage.columns import blob, instant, number, of_enterprise, scattered, table

_UNLINKED = sa.text("position IS NULL AND commitment IS NOT NULL")
_LINKED = sa.text("position IS NOT NULL")

OF_EVENTS = (
    sa.Index(
        "ix_events_unlinked",
        "enterprise_id",
        "case_id",
        "seq",
        sqlite_where=_UNLINKED,
        postgresql_where=_UNLINKED,
    ),
    sa.Index(
        "ix_events_position",
        "enterprise_id",
        "position",
        unique=True,
        sqlite_where=_LINKED,
        postgresql_where=_LINKED,
    ),
)
"""By which the tick finds events without a link, and by which a link finds its event."""

links = scattered(
    "links",
    of_enterprise(primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    blob("commitment"),
    blob("digest"),
    sa.Column("day", sa.Date, nullable=True),  # of an anchor, which has no event
)

chains = table(
    "chains",
    of_enterprise(primary_key=True),
    number("position"),  # of the newest link, and its digest
    blob("head"),
    blob("tag"),  # a keyed hash of both
    instant("anchor_due", index=True),
    sa.Column("anchored_on", sa.Date, nullable=True),
    blob("anchor", nullable=True),
)
