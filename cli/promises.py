"""``huiyin calendar`` and ``huiyin policy``: when an enterprise works, and what it promises."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.settings import load
from cases.ports import Enterprise
from cli import calendar_text, policy_text
from cli.keep import enterprise_of, now, with_proposal, with_storage
from storage import Storage

Result = dict[str, Any]
Changed = tuple[Enterprise, Enterprise]
"""As it was and as it is now."""


def enterprise(code: str) -> Enterprise:
    """Raises NotFound."""
    return with_storage(load(), lambda storage: enterprise_of(storage, code))


def proposed(code: str, year: int) -> Enterprise:
    """With that year's days off as its country has them; nothing is stored. Raises NotFound."""
    return with_proposal(enterprise(code), year)


def set_calendar(code: str, text: str) -> Changed:
    """Raises NotFound; WrongInput with the key that is wrong."""
    return _change(code, lambda before: replace(before, calendar=calendar_text.read(text, now())))


def set_policy(code: str, text: str) -> Changed:
    """As a new version, unless nothing differs. Raises NotFound; WrongInput with the key that is wrong."""

    def changed(before: Enterprise) -> Enterprise:
        policy = policy_text.read(text, before.policy.version + 1)
        return before if policy.rows == before.policy.rows else replace(before, policy=policy)

    return _change(code, changed)


def calendar_result(enterprise: Enterprise) -> Result:
    return {"code": enterprise.code, "calendar": enterprise.calendar.to_dict()}


def policy_result(enterprise: Enterprise) -> Result:
    return {"code": enterprise.code, "policy": enterprise.policy.to_dict()}


def _change(code: str, change: Callable[[Enterprise], Enterprise]) -> Changed:
    async def changed(storage: Storage) -> Changed:
        return await storage.admin.change_enterprise((await enterprise_of(storage, code)).id, change)

    return with_storage(load(), changed)
