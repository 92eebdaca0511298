"""Who may know whom. `docs/decisions/0005-flat-packages.md` says why."""

import sys

import pytest

from tests.laws.source import ROOT, imports, modules

OURS = {"bot", "cases", "cli", "locales", "reports", "sandbox", "storage"}
SQL = {"alembic", "asyncpg", "sqlalchemy", "sqlite3"}
TELEGRAM = {"aiogram", "aiohttp"}
EVERYTHING_OF_OURS = OURS | {"tests"}

# What the modules of a folder may not import, whole packages or parts of them. The file bot/app.py puts the house
# together, cli/ commands it: these two know every folder.
FORBIDDEN = {
    "cases": EVERYTHING_OF_OURS - {"cases"},
    "storage": TELEGRAM | EVERYTHING_OF_OURS - {"cases", "storage"},
    "reports": SQL | TELEGRAM | EVERYTHING_OF_OURS - {"cases", "reports"},
    "sandbox": SQL | EVERYTHING_OF_OURS - {"sandbox"},
    "cli": {"tests"},
    "bot": {"cli", "reports", "sandbox", "sqlalchemy", "tests"},
    "bot/views": SQL | EVERYTHING_OF_OURS - {"bot", "cases"},
    "bot/flows": SQL | EVERYTHING_OF_OURS - {"bot", "cases"} | {"bot.handlers"},
    "bot/handlers": SQL | EVERYTHING_OF_OURS - {"bot", "cases"},
    "bot/ticks.py": SQL | EVERYTHING_OF_OURS - {"bot", "cases"},
}
COMPOSITION_ROOT = "bot/app.py"


def offences(folder: str, name: str, source: str) -> list[str]:
    bad = [
        imported for imported in imports(source) if any(f"{imported}.".startswith(f"{f}.") for f in FORBIDDEN[folder])
    ]
    if folder == "cases":
        standard = sys.stdlib_module_names | {"cases"}
        bad += [imported for imported in imports(source) if imported.split(".")[0] not in standard]
    return [f"{name} imports {imported}" for imported in bad]


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_folder_imports_only_what_it_may_know(folder: str) -> None:
    sources = [path for path in modules(folder) if path.as_posix() != COMPOSITION_ROOT]
    assert sources
    assert [line for path in sources for line in offences(folder, str(path), (ROOT / path).read_text())] == []


@pytest.mark.parametrize(
    ("folder", "source"),
    [
        ("cases", "import aiogram"),
        ("cases", "def late():\n    from storage import work"),
        ("storage", "from bot.views import card"),
        ("bot", "import sandbox"),
        ("bot/views", "from sqlalchemy.orm import Session"),
        ("bot/flows", "from bot import handlers"),
        ("sandbox", "from cases.model import Case"),
    ],
)
def test_the_law_sees_a_forbidden_import(folder: str, source: str) -> None:
    assert len(offences(folder, "example.py", source)) >= 1
