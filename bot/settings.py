"""Settings from the environment: ``HUIYIN_X``, or ``HUIYIN_X_FILE`` naming a file that holds the value."""

import os
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from storage.databases import fault_of

PREFIX = "HUIYIN_"
TELEGRAM = "https://api.telegram.org"
SANDBOX = "http://127.0.0.1:8090"
KEY = re.compile(r"\n|[A-Za-z0-9+/]{43}=|^[0-9A-Fa-f]{8}:")
"""What stands in key files and in no path, also when it was not copied whole."""
SANDBOX_TOKEN = "1000001:sandbox"  # noqa: S105 - opens nothing but the sandbox


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line that says which and what to do."""


class FileSource(PydanticBaseSettingsSource):
    """What ``HUIYIN_X_FILE`` points at becomes the value of ``HUIYIN_X``, without the line end."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the base asks
        name = f"{PREFIX}{field_name.upper()}"
        path = os.environ.get(f"{name}_FILE")
        if not path:
            return None, field_name, False
        if os.environ.get(name):
            raise SettingsError(f"Both {name} and {name}_FILE are set: keep one of them.")
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise SettingsError(f"{name}_FILE cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:
            raise SettingsError(f"{name}_FILE cannot be read: it is no text.") from None

    def __call__(self) -> dict[str, Any]:
        values = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in values.items() if value is not None}


class Settings(BaseSettings):
    """All that is set from outside. Without a token the bot speaks with the sandbox on this machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    bot_token: SecretStr | None = None
    api_base: str = ""
    database_url: str = "sqlite:///huiyin.db"
    key_file: Path = Path("huiyin.keys")
    listen: str = "127.0.0.1:8080"
    webhook_url: str = ""
    webhook_secret: SecretStr | None = None
    operator: str = ""
    office_inspects: bool | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class names it
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, FileSource(settings_cls)

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[\w-]+", value.get_secret_value()):
            raise ValueError("is not a bot token: copy it whole from @BotFather, it looks like 123456:ABC-DEF")
        return value

    @field_validator("key_file", mode="before")
    @classmethod
    def _keys_stay_in_their_file(cls, value: object) -> object:
        """Keys in the place of their path would be told as a file that is not there, or become the name of one."""
        if KEY.search(str(value)):
            raise ValueError("must be the path of the key file, not what stands in it")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_one_of_ours(cls, value: str) -> str:
        if fault := fault_of(value):
            raise ValueError(fault)
        return value

    @field_validator("listen")
    @classmethod
    def _listen_is_host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise ValueError("must be an address and a port, such as 127.0.0.1:8080")
        return value

    @field_validator("office_inspects", mode="before")
    @classmethod
    def _inspects_or_not(cls, value: object) -> object:
        if value not in (True, False, None, "yes", "no"):
            raise ValueError("must be yes or no: does the programme office inspect companies too?")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_is_what_telegram_takes(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("must be 16 to 256 characters out of A-Z a-z 0-9 _ -")
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("HUIYIN_WEBHOOK_SECRET is missing: with HUIYIN_WEBHOOK_URL it keeps strangers out")
        if not self.sandbox and not self.operator:
            raise ValueError("HUIYIN_OPERATOR is missing: name who runs this server, /privacy tells it to everybody")
        return self

    @property
    def sandbox(self) -> bool:
        """Without a token there is nobody real at the other end."""
        return self.bot_token is None

    @property
    def token(self) -> str:
        return self.bot_token.get_secret_value() if self.bot_token else SANDBOX_TOKEN

    @property
    def operator_name(self) -> str:
        return self.operator or "Huiyin demo"

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    @property
    def base(self) -> str:
        """Where the Bot API answers, without a slash at the end."""
        return (self.api_base or (SANDBOX if self.sandbox else TELEGRAM)).rstrip("/")

    @property
    def loopback(self) -> bool:
        return is_loopback(urlsplit(self.base).hostname or "")

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def secret(self) -> str:
        return self.webhook_secret.get_secret_value() if self.webhook_secret else ""


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load() -> Settings:
    """The settings of this process. Raises SettingsError with one clear line."""
    try:
        return Settings()
    except ValidationError as error:
        said = "; ".join(_sentence(each["loc"], each["msg"]) for each in error.errors())
        raise SettingsError(said if said.endswith("?") else f"{said}.") from None


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    said = message.removeprefix("Value error, ")
    return f"{PREFIX}{str(place[0]).upper()} {said}" if place else said
