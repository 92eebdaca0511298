"""The Bot API's methods, grouped by topic. Importing this package fills ``registry.METHODS``."""

from sandbox.methods import chats, commands, copying, deleting, editing, ephemeral, queries, receiving, sending
from sandbox.methods.registry import METHODS, Params, execute

__all__ = [
    "METHODS",
    "Params",
    "chats",
    "commands",
    "copying",
    "deleting",
    "editing",
    "ephemeral",
    "execute",
    "queries",
    "receiving",
    "sending",
]
