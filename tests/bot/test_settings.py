"""Settings come from the environment or from files, and say in one line what is wrong."""

import sys
from pathlib import Path

import pytest

from bot.settings import SANDBOX, SANDBOX_TOKEN, TELEGRAM, SettingsError, load

REAL = {"HUIYIN_BOT_TOKEN": "123456:ABC-def_9", "HUIYIN_OPERATOR": "SCORE Academy"}
TOKEN_FILE = "HUIYIN_BOT_TOKEN_FILE"
BINARY = sys.executable


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_without_a_token_it_is_the_sandbox_on_this_machine() -> None:
    settings = load()
    assert (settings.sandbox, settings.base, settings.token) == (True, SANDBOX, SANDBOX_TOKEN)
    assert (settings.loopback, settings.address, settings.secret) == (True, ("127.0.0.1", 8080), "")


def test_with_a_token_it_is_telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, **REAL)
    settings = load()
    assert (settings.sandbox, settings.base, settings.token) == (False, TELEGRAM, "123456:ABC-def_9")
    assert settings.loopback is False


def test_with_a_token_and_another_server_it_is_that_server(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, **REAL, HUIYIN_API_BASE="http://localhost:8081/")
    assert (load().base, load().loopback) == ("http://localhost:8081", True)


def test_every_setting_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in REAL.items():
        (tmp_path / name).write_text(value + "\n")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    assert (load().token, load().operator) == ("123456:ABC-def_9", "SCORE Academy")


@pytest.mark.parametrize(("value", "inspects"), [("yes", True), ("no", False), ("", None)])
def test_the_office_inspects_or_does_not_or_has_not_said(
    monkeypatch: pytest.MonkeyPatch, value: str, inspects: bool | None
) -> None:
    put(monkeypatch, HUIYIN_OFFICE_INSPECTS=value)
    assert load().office_inspects is inspects


def test_the_key_file_is_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, HUIYIN_KEY_FILE="/run/secrets/ring")
    assert load().key_file == Path("/run/secrets/ring")


@pytest.mark.parametrize(
    "url", ["sqlite:///a.db", "postgres://hu@im/db", "postgresql://hu:a%40b@im:5432/db?sslmode=require"]
)
def test_the_database_is_ours_to_open(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    put(monkeypatch, HUIYIN_DATABASE_URL=url)
    assert load().database_url == url


@pytest.mark.parametrize(
    "url",
    [
        *("huiyin.db", "sqlite:", "mysql://hu:gehe@im/db"),
        *("postgresql://hu:gehe@im:4711@localhost/db", "postgresql://hu:gehe@im@localhost/db"),
        "postgresql://hu:ge@im/ge@localhost/db",
    ],
)
def test_of_what_is_no_database_no_piece_is_told(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A password with an @ in it among them."""
    put(monkeypatch, HUIYIN_DATABASE_URL=url)
    with pytest.raises(SettingsError) as raised:
        load()
    assert str(raised.value) == (
        "HUIYIN_DATABASE_URL must be such as sqlite:///huiyin.db or postgresql://user:password@host/huiyin; "
        "an @ in the password is written %40."
    )


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"HUIYIN_BOT_TOKEN": "123456:ABC"},
            "HUIYIN_OPERATOR is missing: name who runs this server, /privacy tells it to everybody.",
        ),
        (
            REAL | {"HUIYIN_BOT_TOKEN": "ABC"},
            "HUIYIN_BOT_TOKEN is not a bot token: copy it whole from @BotFather, it looks like 123456:ABC-DEF.",
        ),
        (
            {"HUIYIN_OFFICE_INSPECTS": "perhaps"},
            "HUIYIN_OFFICE_INSPECTS must be yes or no: does the programme office inspect companies too?",
        ),
        ({"HUIYIN_LISTEN": "8080"}, "HUIYIN_LISTEN must be an address and a port, such as 127.0.0.1:8080."),
        ({"HUIYIN_LISTEN": ":8080"}, "HUIYIN_LISTEN must be an address and a port, such as 127.0.0.1:8080."),
        (
            {"HUIYIN_WEBHOOK_URL": "https://example.org/hook"},
            "HUIYIN_WEBHOOK_SECRET is missing: with HUIYIN_WEBHOOK_URL it keeps strangers out.",
        ),
        (
            {"HUIYIN_WEBHOOK_SECRET": "short"},
            "HUIYIN_WEBHOOK_SECRET must be 16 to 256 characters out of A-Z a-z 0-9 _ -.",
        ),
        (
            {"HUIYIN_DATABASE_URL": "postgresql://hu@im/db?sslmode=require&channel_binding=require"},
            "HUIYIN_DATABASE_URL takes host, port and sslmode behind the ?: leave out the rest.",
        ),
        *(
            (
                {"HUIYIN_DATABASE_URL": f"postgresql://hu@im/db?{modes}"},
                "HUIYIN_DATABASE_URL takes one sslmode of disable, allow, prefer, require, verify-ca, verify-full.",
            )
            for modes in ("sslmode=always", "sslmode=require&sslmode=disable")
        ),
        ({"HUIYIN_BOT_TOKEN_FILE": "/nowhere"}, "HUIYIN_BOT_TOKEN_FILE cannot be read: No such file or directory."),
        (
            {"HUIYIN_OPERATOR": "A", TOKEN_FILE: BINARY},
            "HUIYIN_BOT_TOKEN_FILE cannot be read: it is no text.",
        ),
        (
            {"HUIYIN_LISTEN": "8080", "HUIYIN_BOT_TOKEN": "A"},
            (
                "HUIYIN_BOT_TOKEN is not a bot token: copy it whole from @BotFather, it looks like 123456:ABC-DEF; "
                "HUIYIN_LISTEN must be an address and a port, such as 127.0.0.1:8080."
            ),
        ),
        (
            REAL | {"HUIYIN_BOT_TOKEN_FILE": "/nowhere"},
            "Both HUIYIN_BOT_TOKEN and HUIYIN_BOT_TOKEN_FILE are set: keep one of them.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, values: dict[str, str], line: str) -> None:
    put(monkeypatch, **values)
    with pytest.raises(SettingsError) as raised:
        load()
    assert str(raised.value) == line


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, **REAL, HUIYIN_WEBHOOK_SECRET="a-secret-of-some-length")
    assert [word for word in ("ABC-def_9", "a-secret-of-some-length") if word in repr(load())] == []
