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


def enterprise(code: str) -> Enterprise:
    """Raises NotFound."""
    return with_storage(load(), lambda storage: enterprise_of(storage, code))


def proposed(code: str, year: int) -> Enterprise:
    """With that year's days off as its country has them; nothing is stored. Raises NotFound."""
    return with_proposal(enterprise(code), year)


def set_calendar(code: str, text: str) -> Enterprise:
    """Raises NotFound; WrongInput with the key that is wrong."""
    return _change(code, lambda before: replace(before, calendar=calendar_text.read(text, now())))


def set_policy(code: str, text: str) -> Enterprise:
    """As a new version, unless nothing differs. Raises NotFound; WrongInput with the key that is wrong."""

    def changed(before: Enterprise) -> Enterprise:
        policy = policy_text.read(text, before.policy.version + 1)
        return before if policy.rows == before.policy.rows else replace(before, policy=policy)

    return _change(code, changed)


def calendar_result(enterprise: Enterprise) -> Result:
    return {"code": enterprise.code, "calendar": enterprise.calendar.to_dict()}


def policy_result(enterprise: Enterprise) -> Result:
    return {"code": enterprise.code, "policy": enterprise.policy.to_dict()}


def _change(code: str, change: Callable[[Enterprise], Enterprise]) -> Enterprise:
    async def changed(storage: Storage) -> Enterprise:
        after = change(await enterprise_of(storage, code))
        await storage.admin.update_enterprise(after)
        return after

    return with_storage(load(), changed)
