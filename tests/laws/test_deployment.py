"""Dockerfile, compose.yaml and deploy/ agree with each other and keep what they promise."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.laws.source import ROOT
from tests.laws.test_commands import fault

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = ["bot", "migrate", "vacuum", "backup"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.split(maxsplit=1)[1] for line in joined.splitlines() if line.startswith(f"{name} ")]


def test_the_image_runs_as_an_ordinary_user_and_stops_softly() -> None:
    assert instructions("USER") == ["huiyin"]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert "/health/live" in DOCKERFILE.split("HEALTHCHECK")[1]


def test_the_image_is_built_from_what_is_installed() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    found = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]
    packages = {name.removesuffix("*") for name in found["include"]}
    assert let_in == packages | {"pyproject.toml", "requirements.lock", "README.md"}
    assert [name for name in let_in if not (ROOT / name).exists()] == []


def test_the_image_installs_wheels_by_hash_alone() -> None:
    installs = [line for line in instructions("RUN") if "pip install" in line]
    assert [
        ("--require-hashes --only-binary :all:" in line or "--no-index --no-deps" in line) for line in installs
    ] == [
        True,
        True,
    ]


def test_both_stages_stand_on_the_same_pinned_python() -> None:
    assert {image.split()[0] for image in instructions("FROM")} == {"python:3.12-slim-trixie"}


def test_the_image_has_the_programs_that_the_commands_call() -> None:
    """Of the server's own version: an older pg_dump refuses, and Debian's trixie has this one."""
    called = set(re.findall(r'_run\(url, "(\w+)"', (ROOT / "storage/backup.py").read_text()))
    assert called == {"pg_dump", "pg_restore"}
    version = COMPOSE["services"]["postgres"]["image"].partition(":")[2]
    [apt] = [line for line in instructions("RUN") if "apt-get install" in line]
    assert re.findall(r"--no-install-recommends (.*?) &&", " ".join(apt.split())) == [f"postgresql-client-{version}"]
    assert f"/usr/lib/postgresql/{version}/bin:" in instructions("ENV")[0]
    assert DOCKERFILE.index("apt-get") < DOCKERFILE.index("USER huiyin")


def test_the_folders_that_services_write_to_are_their_users_own() -> None:
    [made] = re.findall(r"install --directory --owner huiyin --mode 0700 ([^\n]+)", DOCKERFILE)
    mounted = {each.partition(":")[2] for name in OURS for each in COMPOSE["services"][name].get("volumes", [])}
    assert mounted == set(made.split()) == set(re.findall(r'"(/\w+)"', instructions("VOLUME")[0]))


@pytest.mark.parametrize("service", OURS)
def test_a_service_of_ours_has_no_rights_to_spare(service: str) -> None:
    parts = COMPOSE["services"][service]
    assert (parts["read_only"], parts["cap_drop"], parts["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])


def test_every_command_of_the_deployment_exists() -> None:
    run = re.findall(r'"([^"]+)"', instructions("CMD")[-1])
    commands = [COMPOSE["services"][name]["command"] for name in ("migrate", "backup")]
    [again] = re.findall(r"huiyin [^;]+", COMPOSE["services"]["vacuum"]["command"][-1])
    assert [fault(words) for words in (run, *commands, again.split())] == [None] * 4


def test_the_script_makes_every_secret_but_the_token(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts/secrets", tmp_path / "scripts/secrets")
    for _ in range(2):
        subprocess.run(["sh", "-c", f"umask 077; {script}"], check=True, capture_output=True)
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o644}
        made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
        assert {*made, "bot_token"} == set(COMPOSE["secrets"])
        assert made["bot_database_url"] == f"postgresql+asyncpg://huiyin_bot:{made['bot_password']}@postgres/huiyin"
        assert len({made["bot_password"], made["owner_password"], made["postgres_password"]}) == 3


def test_a_service_is_given_the_secrets_it_reads() -> None:
    services = COMPOSE["services"]
    assert {secret for service in services.values() for secret in service["secrets"]} == set(COMPOSE["secrets"])
    reads = {
        name: set(re.findall(r"/run/secrets/(\w+)", str(service["environment"]))) for name, service in services.items()
    }
    reads["postgres"] |= set(re.findall(r"/run/secrets/(\w+)", (ROOT / "deploy/roles.sql").read_text()))
    assert reads == {name: set(service["secrets"]) for name, service in services.items()}


def test_no_secret_stands_in_the_open() -> None:
    environment = {
        name: value for service in COMPOSE["services"].values() for name, value in service["environment"].items()
    }
    open_names = {name for name in environment if not name.endswith("_FILE")}
    assert open_names == {"HUIYIN_OPERATOR", "HUIYIN_OFFICE_INSPECTS", "HUIYIN_WEBHOOK_URL", "POSTGRES_DB"}


def test_the_bot_starts_after_the_owner_has_brought_the_tables_up_to_date() -> None:
    bot, migrate = COMPOSE["services"]["bot"], COMPOSE["services"]["migrate"]
    assert bot["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert migrate["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert bot["environment"]["HUIYIN_DATABASE_URL_FILE"] == "/run/secrets/bot_database_url"
    assert migrate["environment"]["HUIYIN_DATABASE_URL_FILE"] == "/run/secrets/owner_database_url"


def test_the_tables_owner_vacuums_every_day() -> None:
    vacuum = COMPOSE["services"]["vacuum"]
    assert vacuum["command"] == ["sh", "-c", "while true; do huiyin db vacuum; sleep 86400; done"]
    assert (vacuum["restart"], vacuum["init"]) == ("unless-stopped", True)
    assert vacuum["healthcheck"] == {"disable": True}  # it answers on no port
    assert vacuum["environment"] == {"HUIYIN_DATABASE_URL_FILE": "/run/secrets/owner_database_url"}


def test_the_bots_database_role_owns_nothing() -> None:
    roles = (ROOT / "deploy/roles.sql").read_text()
    granted = re.findall(r"GRANT ([A-Z, ]+) ON (?:SCHEMA|TABLES|DATABASE|SEQUENCES).*? TO ([^;]+);", roles)
    to_bot = {right.strip() for rights, to in granted if "huiyin_bot" in to for right in rights.split(",")}
    assert to_bot == {"CONNECT", "USAGE", "SELECT", "INSERT", "UPDATE", "DELETE"}
