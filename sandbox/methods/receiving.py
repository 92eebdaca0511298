"""getUpdates, webhooks and getFile: how the bot hears of what people do."""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import bad_request, conflict
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.methods.registry import Params, method
from sandbox.webhook import Webhook, is_reachable
from sandbox.world import World

Json = dict[str, Any]

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@method("getMe")
def get_me(world: World, _: Params) -> Json:
    return world.bot.as_me()


@method("getUpdates", "", "offset limit timeout allowed_updates")
async def get_updates(world: World, params: Params) -> list[Json]:
    if world.webhook:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    world.updates.allow(params.get("allowed_updates"))
    batch = await world.updates.poll(params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0))
    return world.faults.disturbed(batch)


@method(
    "setWebhook", "", "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"
)
def set_webhook(world: World, params: Params) -> bool:
    """An empty url removes the webhook, as deleteWebhook does."""
    if not params.get("url"):
        return _remove_webhook(world, params)
    if not is_reachable(params["url"]):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if "secret_token" in params and not SECRET.fullmatch(params["secret_token"]):
        raise bad_request("secret token contains unallowed characters")
    world.updates.allow(params.get("allowed_updates"))
    _drop_pending(world, params)
    world.updates.end_poll("terminated by setWebhook request")
    world.set_webhook(Webhook(params["url"], params.get("secret_token"), params.get("max_connections", 40)))
    return True


@method("deleteWebhook", "", "drop_pending_updates")
def delete_webhook(world: World, params: Params) -> bool:
    return _remove_webhook(world, params)


@method("getWebhookInfo")
def get_webhook_info(world: World, _: Params) -> Json:
    hook = world.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return {**info, **hook.as_json()} if hook else info


@method("getFile", "file_id")
def get_file(world: World, params: Params) -> Json:
    if not world.files.has(params["file_id"]):
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    file = world.files.get(params["file_id"])
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    head = {"file_id": file.id, "file_unique_id": file.unique_id}
    return {**head, "file_size": len(file.data), "file_path": file.path}


def _remove_webhook(world: World, params: Params) -> bool:
    _drop_pending(world, params)
    world.set_webhook(None)
    return True


def _drop_pending(world: World, params: Params) -> None:
    if params.get("drop_pending_updates"):
        world.updates.clear()
