"""What an outbox row says to its reader at this moment: facts are loaded and access and reason looked at anew."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.delivery import DOT, File, parts
from bot.flows.unfinished import NUDGE, still_unsent
from bot.listed import still_known
from bot.translate import Speech
from bot.views import View
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Shown
from cases.errors import NotFound
from cases.model import Media, MediaKind, MediaState
from cases.ports import Unit, Work
from storage.marks import Outgoing

ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a"}
WORDS_WAIT = 20
"""So often words are put off for the files that go along, some minutes in all; then they go without, for *my things*
says them once more, with their files. A message that is nothing but files waits for as long as it takes."""


@dataclass(frozen=True, slots=True, repr=False)
class Rendered:
    shown: Shown
    files: tuple[File, ...] = ()

    waits: bool = False
    """A file of it is still being cleaned: to be said a little later."""

    @property
    def messages(self) -> int:
        """How many messages Telegram counts."""
        return sum(max(1, len(album)) for album, _ in parts(self.shown, self.files))


@dataclass(frozen=True)
class Rendering:
    reading: Callable[[], AbstractAsyncContextManager[Unit]]
    now: Callable[[], datetime]
    operator: str
    views: Mapping[str, View]
    pdf: Callable[[Mapping[str, Any]], bytes]
    """Prints a sheet, given as its fields."""
    inspects: bool | None = None
    """Whether the programme office inspects companies too; None when the operator has not said."""

    async def render(self, out: Outgoing) -> Rendered | None:
        """None when there is no longer a reason to say it; of a card that its chat may no longer see a dot is left."""
        async with self.reading() as unit:
            try:
                rendered = await self._render(unit, out)
            except NotFound:
                return None
        if rendered and rendered.shown.sheet:
            printed = await asyncio.to_thread(self.pdf, asdict(rendered.shown.sheet))
            return replace(rendered, files=(File(MediaKind.DOCUMENT, "sheet.pdf", printed),))
        return rendered

    async def _render(self, unit: Unit, out: Outgoing) -> Rendered | None:
        if out.what == NUDGE and not await still_unsent(unit, out.address.chat, out.args["draft"]):
            return None
        work = None if out.enterprise is None else await unit.enterprise(out.enterprise)
        facts = await self._facts(work, out)
        zone = facts.enterprise.calendar.zone if facts.enterprise else "UTC"
        args = out.args
        if "lines" in args:
            args = args | {"lines": await still_known(unit, args["lines"])}
        shown = self.views[out.what](facts, args, Speech(out.address.language, zone))
        if shown is None:
            return Rendered(Shown(DOT)) if out.card and out.message is not None else None
        if is_being_cleaned(facts, shown) and (out.what == "files" or out.attempt < WORDS_WAIT):
            return Rendered(Shown(""), waits=True)
        return Rendered(shown, await files(work, facts, shown) if work else ())

    async def _facts(self, work: Work | None, out: Outgoing) -> Facts:
        if work is None:
            return Facts(self.now(), operator=self.operator, inspects=self.inspects)
        staff = tuple(await work.staff.all())
        case = out.case or out.args.get("of")  # to the chat that speaks the case is named inside the seal
        return Facts(
            at=self.now(),
            enterprise=work.enterprise,
            case=None if case is None else await case_facts(work, case),
            reader=None if out.member is None else await work.staff.get(out.member),
            staff=staff,
            operator=self.operator,
            inspects=self.inspects,
            proof=await work.chain.proof(case) if out.what == "proof" and case else None,
        )


async def case_facts(work: Work, case_id: int) -> CaseFacts:
    case = await work.cases.get(case_id)
    return CaseFacts(
        case=case,
        entries=tuple(await work.entries.of(case_id)),
        clocks=tuple(await work.clocks.of(case_id)),
        events=tuple(await work.events.of(case_id)),
        owner=None if case.owner is None else await work.staff.get(case.owner),
    )


def is_being_cleaned(facts: Facts, shown: Shown) -> bool:
    """Whether a file that goes along still is; words alone wait for none."""
    return any(media.state is MediaState.WAITING for media in _files_of(facts) if media.id in shown.media)


def _files_of(facts: Facts) -> list[Media]:
    return [media for entry in facts.case.entries for media in entry.media] if facts.case else []


async def files(work: Work, facts: Facts, shown: Shown) -> tuple[File, ...]:
    """The cleaned files of what is shown, in its order; what is not ready is left out."""
    known = {media.id: media for media in _files_of(facts)}
    ready = [known[each] for each in shown.media if each in known and known[each].state is MediaState.READY]
    return tuple(
        [
            File(media.kind, f"{media.kind}.{ENDINGS.get(media.mime, 'mp4')}", await work.entries.media_bytes(media.id))
            for media in ready
        ]
    )
