"""The key file as a ring, or one clear line."""

from pathlib import Path

from bot.settings import SettingsError
from storage.vault import KeyRing


def key_ring(path: Path) -> KeyRing:
    """Raises SettingsError when there is none, KeyFileBroken when it is not one."""
    try:
        return KeyRing.read(path)
    except OSError as error:
        raise SettingsError(
            f"The key file {path} cannot be read ({error.strerror}): make one with huiyin init."
        ) from error
