"""How the columns of ``storage.tables`` are written."""

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


def serial_id() -> sa.Column[int]:
    return sa.Column("id", Serial, primary_key=True)


def random_key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False)


def number(name: str, *args: Any, **kwargs: Any) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, *args, **{"nullable": False} | kwargs)


def blob(name: str, **kwargs: Any) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, **{"nullable": False} | kwargs)


def word(name: str, **kwargs: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String, **{"nullable": False} | kwargs)


def truth(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def instant(name: str, **kwargs: Any) -> sa.Column[Any]:
    return sa.Column(name, UTCDateTime, **{"nullable": False} | kwargs)


def of_enterprise(**kwargs: Any) -> sa.Column[int]:
    return sa.Column(
        "enterprise_id",
        sa.BigInteger,
        sa.ForeignKey("enterprises.id"),
        **{"nullable": False, "autoincrement": False} | kwargs,
    )


def of_ours(column: str, table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["enterprise_id", column], [f"{table}.enterprise_id", f"{table}.id"], ondelete=ondelete
    )


def of_nobody_without(*columns: str) -> sa.CheckConstraint:
    """Where the enterprise may be missing: with it missing a database checks no foreign key that carries it."""
    nothing = " AND ".join(f"{column} IS NULL" for column in columns)
    return sa.CheckConstraint(f"enterprise_id IS NOT NULL OR ({nothing})", name="of_nobody")


def of_case() -> sa.ForeignKeyConstraint:
    return of_ours("case_id", "cases", ondelete="CASCADE")


def table(name: str, *columns: Any) -> sa.Table:
    return sa.Table(name, metadata, *columns)


def scattered(name: str, *columns: Any) -> sa.Table:
    """A table whose rows lie in the order of their random key."""
    return sa.Table(name, metadata, *columns, sqlite_with_rowid=False)
