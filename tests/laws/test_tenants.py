"""Tenants never mix: what refers to a row of an enterprise carries that enterprise, so that a database checks both."""

import sqlalchemy as sa

from storage.tables import metadata

TENANT = "enterprise_id"
ITS_FILES_ALONE = "a chunk has no enterprise of its own: it belongs to its file, and lies there before that has one"
WITHOUT = {"media_chunks.media_id": ITS_FILES_ALONE}
"""References from tables that carry no enterprise, each with its reason."""
MAY_LACK = {
    "keys": "the ring wraps it, or an enterprise that older data, restored with the newest keys, does not know",
    "media": "the case is not sent yet, so that there is no row to refer to",
    "outbox": "said to a chat that belongs to no enterprise (yet)",
}
"""Tables in which the enterprise may be missing, each with its reason."""


def carries(reference: sa.ForeignKeyConstraint) -> bool:
    """The enterprise stands on both sides, at the same place."""
    return any(each.parent.name == each.column.name == TENANT for each in reference.elements)


def mixing(tables: sa.MetaData) -> list[str]:
    """References to tables of tenants, enterprises themselves apart, that could lead to another enterprise's row."""
    return sorted(
        f"{table.name}.{'.'.join(column for column in reference.column_keys if column != TENANT)}"
        for table in tables.tables.values()
        for reference in table.foreign_key_constraints
        if TENANT in reference.referred_table.c and not carries(reference)
    )


def unguarded(tables: sa.MetaData) -> list[str]:
    """References that no database checks while the enterprise is missing, and no constraint keeps empty meanwhile."""
    return sorted(
        f"{table.name}.{each.parent.name}"
        for table in tables.tables.values()
        if TENANT in table.c and table.c[TENANT].nullable
        for reference in table.foreign_key_constraints
        if carries(reference)
        for each in reference.elements
        if each.parent.name != TENANT and f"{each.parent.name} IS NULL" not in kept_empty(table)
    )


def kept_empty(table: sa.Table) -> str:
    checks = [str(each.sqltext) for each in table.constraints if isinstance(each, sa.CheckConstraint)]
    return " ".join(check for check in checks if check.startswith(f"{TENANT} IS NOT NULL OR ("))


def test_what_refers_to_a_tenants_row_carries_the_enterprise() -> None:
    assert mixing(metadata) == sorted(WITHOUT)
    assert [name for name in WITHOUT if TENANT in metadata.tables[name.partition(".")[0]].c] == []


def test_the_enterprise_is_missing_only_where_there_is_none() -> None:
    lacking = [name for name, table in metadata.tables.items() if TENANT in table.c and table.c[TENANT].nullable]
    assert sorted(lacking) == sorted(MAY_LACK)


def test_without_an_enterprise_a_row_refers_to_nothing_of_one() -> None:
    """Files apart: they know their case before it is there."""
    assert unguarded(metadata) == ["media.case_id"]


def test_every_tenants_table_leads_to_its_enterprise() -> None:
    """The keys apart, for they may know one that is not there."""
    tenants = {name: table for name, table in metadata.tables.items() if TENANT in table.c}
    leading = {
        name for name, table in tenants.items() if any(each.parent.name == TENANT for each in table.foreign_keys)
    }
    assert sorted(tenants.keys() - leading) == ["keys"]


def test_the_law_sees_a_reference_without_the_enterprise() -> None:
    tables = sa.MetaData()
    sa.Table("parents", tables, sa.Column("id", sa.Integer, primary_key=True), sa.Column(TENANT, sa.Integer))
    sa.Table(
        "children",
        tables,
        sa.Column("parent_id", sa.Integer),
        sa.Column(TENANT, sa.Integer),
        sa.ForeignKeyConstraint(["parent_id"], ["parents.id"]),
        sa.ForeignKeyConstraint(["parent_id", TENANT], ["parents.id", "parents.enterprise_id"]),
    )
    assert mixing(tables) == ["children.parent_id"]
    assert unguarded(tables) == ["children.parent_id"]
