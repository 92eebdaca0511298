"""What people can do on their phones. Importing this package fills ``registry.ACTS``."""

from sandbox.acts import buttons, groups, personal, writing
from sandbox.acts.registry import ACTS, perform

__all__ = ["ACTS", "buttons", "groups", "perform", "personal", "writing"]
