"""Whether the bot may write in a chat, by what Telegram says of it there."""

from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUnion, ChatPermissions

OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)


def may_speak(ours: ChatMemberUnion, everybody: ChatPermissions | None = None) -> bool:
    """``everybody``, as far as it is known, is what those may do who are no admins."""
    if isinstance(ours, ChatMemberAdministrator):
        return True
    if isinstance(ours, ChatMemberRestricted) and not (ours.is_member and ours.can_send_messages):
        return False
    return ours.status not in OUT and (everybody is None or everybody.can_send_messages is not False)
