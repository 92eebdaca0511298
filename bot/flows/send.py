"""The worker sends something: gathers it, asks what is needed, and closes with one action, *submit*."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.callbacks.worker import NO_LOOK, AddToLast, Pick, Send
from bot.flows import added, adding, own, sending, unfinished
from bot.flows.adding import Addition
from bot.flows.content import Content, Unfit
from bot.flows.names import typed_earlier
from bot.flows.sending import FLOW, MOST_FILES, MOST_TEXT, Sending, pieces
from bot.say import PROMPT, hush, prompt, tell
from cases.actions.add import add
from cases.actions.submit import Receipt, Submission, submit
from cases.errors import NotFound, OldButton
from cases.model import About, Kind, MediaState, Mode, Urgency
from cases.ports import Address, Draft, Priority, Unit, Work

ALBUM_PAUSE = timedelta(seconds=1.5)
"""An album, or a long text, comes in parts without a count: the question waits this long after each part."""
LONG = 2_000
"""Characters: so long a text may be a part too, for Telegram cuts what is longer than 4,096 at a line or a space."""


def in_hand(draft: Draft | None) -> Sending | None:
    return Sending.load(draft.state) if draft and draft.flow == FLOW else None


async def begun(unit: Unit, here: Address, draft: Draft | None, enterprise: int, at: datetime) -> Sending:
    """The draft in hand for this enterprise, or a new one that remembers what was sent last, and under which names.

    What comes after a rehearsal that may be forgotten is meant for real.
    """
    s = in_hand(draft)
    if s and s.enterprise == enterprise and not (s.practice and sending.out_of_mind(s, at)):
        return s
    names = await typed_earlier(unit, here, adding.names_in(draft))
    counted = draft is not None and adding.takes_part_in(draft) == enterprise
    asked = draft is not None and draft.flow == adding.FLOW
    last = await own.mark(unit, here, adding.last_case(draft, enterprise))
    return Sending(enterprise, last=last, last_asked=asked and last != "", names=names, counted=counted)


def pressed(draft: Draft | None, tag: int) -> Sending:
    """The draft a button belongs to. Raises OldButton when that one was sent or thrown away."""
    s = in_hand(draft)
    if s is None or s.draft != tag:
        raise OldButton("the draft is gone")
    return s


async def rehearse(unit: Unit, here: Address, enterprise: int, at: datetime) -> None:
    """The same questions, but nothing is fetched or sent."""
    await go_on(unit, here, Sending(enterprise, practice=True, begun=at.isoformat()), at)


async def pick_kind(unit: Unit, here: Address, draft: Draft | None, enterprise: int, kind: Kind, at: datetime) -> None:
    """The kind is tapped on the keyboard, before the content or after it."""
    await go_on(unit, here, sending.of_kind(await begun(unit, here, draft, enterprise, at), kind), at)


async def receive(
    unit: Unit, here: Address, draft: Draft | None, enterprise: int, content: Content, at: datetime
) -> None:
    s = await begun(unit, here, draft, enterprise, at)
    outbox, fits = (await unit.enterprise(s.enterprise)).outbox, fitting(s, content)
    if isinstance(fits, Unfit):
        await tell(outbox, here, "unfit", why=fits)
        return
    if fits.left_out:  # told by itself: a newer question would replace the one that says it
        await tell(outbox, here, "unfit", why=fits.left_out, words=True, waiting=True)
    media = await expect(unit, s, fits)
    await go_on(unit, here, with_part(s, fits, media), at, pause=bool(content.album) or len(content.text) >= LONG)


async def expect(unit: Unit, s: Sending, content: Content) -> int | None:
    """The id under which the file is fetched and cleaned; a rehearsal fetches nothing."""
    if content.file is None or s.practice:
        return None
    s.case = s.case or await unit.new_case_id()
    return (await unit.media.expect(s.case, content.file.kind, content.file.source, content.file.size)).id


def fitting(s: Sending, content: Content) -> Content | Unfit:
    """What of it is taken: of one file too many its words alone."""
    if len(s.text) + len(content.text) > MOST_TEXT:
        return Unfit.TOO_LONG
    if content.file is None or len(s.files) < MOST_FILES:
        return content
    return replace(content, file=None, left_out=Unfit.TOO_MANY) if content.text else Unfit.TOO_MANY


def with_part(s: Sending, content: Content, media: int | None) -> Sending:
    """Words below a file are never the name that is asked for, though the file was left out."""
    if not content.left_out:
        return sending.with_content(s, content, media)
    return replace(sending.with_content(replace(s, asks_name=False), content, None), asks_name=s.asks_name)


async def edit(unit: Unit, here: Address, draft: Draft | None, content: Content, at: datetime) -> bool:
    """An edited message changes the unsent draft it is part of; False when there is none. Nothing is kept of a file in
    whose place another came, or one that cannot be taken.
    """
    s = in_hand(draft)
    if s is None or not sending.is_part(s, content):
        return False
    old = sending.replaced(s, content)
    if content.file and len(s.files) - len(old) >= MOST_FILES:
        content = replace(content, file=None, left_out=Unfit.TOO_MANY)
    if content.left_out:
        outbox = (await unit.enterprise(s.enterprise)).outbox
        await tell(outbox, here, "unfit", why=content.left_out, words=bool(content.text), waiting=True)
    media = await expect(unit, s, content)
    for each in filter(None, old):  # a rehearsal fetched nothing
        await unit.media.take_out(s.case, each)
    await go_on(unit, here, sending.edited(s, content, media), at)
    return True


async def choose(unit: Unit, here: Address, draft: Draft | None, pick: Pick, at: datetime) -> None:
    s = pressed(draft, pick.draft)
    changed = sending.chosen(s, pick)
    if changed is s:
        await ask_again(unit, here, await without_refused(unit, here, s), at)
    else:
        await go_on(unit, here, changed, at)


async def go_on(unit: Unit, here: Address, s: Sending, at: datetime, *, pause: bool = False) -> None:
    """Asks the next question, or sends when nothing is left to ask."""
    s = await without_refused(unit, here, s)
    if sending.step(s) == "send":
        await deliver(unit, here, s, at)
    else:
        await ask(unit, here, s, at, at + ALBUM_PAUSE if pause else None)


async def without_refused(unit: Unit, here: Address, s: Sending) -> Sending:
    """Files that could not be cleaned are left out and their sender is told; everything else stays."""
    files = await unit.media.of(s.case) if s.case and s.files else []
    left = sending.without(s, [file.id for file in files if file.state is MediaState.REFUSED])
    if left is not s:
        work = await unit.enterprise(s.enterprise)
        await tell(work.outbox, here, "file_left_out", rest=left.has_content)
    return left


async def ask(unit: Unit, here: Address, s: Sending, at: datetime, not_before: datetime | None = None) -> None:
    s = await _planned(unit, here, replace(s, place=here.pressed), at)
    outbox = (await unit.enterprise(s.enterprise)).outbox
    await prompt(outbox, here, sending.step(s), not_before=not_before, in_place=True, **sending.shown(s))


async def ask_again(unit: Unit, here: Address, s: Sending, at: datetime) -> None:
    """After a press under an older look, which did nothing: said below all, where it is seen. Only a second tap on
    what became the newest question leaves that where it stands."""
    if s.place is not None and s.place == here.pressed:
        await go_on(unit, here, s, at)
        return
    s = await _planned(unit, here, replace(s, place=None), at)
    outbox = (await unit.enterprise(s.enterprise)).outbox
    await prompt(outbox, here, sending.step(s), overtaken=True, **sending.shown(s))


async def _planned(unit: Unit, here: Address, s: Sending, at: datetime) -> Sending:
    """Kept, and brought to mind later, as it is asked about now."""
    work = await unit.enterprise(s.enterprise)
    s = unfinished.planned(work.enterprise, sending.asked(s, at), at)
    await unit.drafts.save(here, here.chat, Draft(FLOW, s.dump()), at)
    await unfinished.remind(work, here, s, at)
    return s


async def send(unit: Unit, here: Address, draft: Draft | None, press: Send, at: datetime) -> None:
    """Only what the preview showed is sent; after a change it is shown again."""
    s = await without_refused(unit, here, pressed(draft, press.draft))
    if press.look == s.look and sending.step(s) == "preview":
        await deliver(unit, here, s, at)
    elif press.look == NO_LOOK:
        await go_on(unit, here, s, at)
    else:
        await ask_again(unit, here, s, at)


async def add_to_last(unit: Unit, here: Address, draft: Draft | None, press: AddToLast, at: datetime) -> None:
    """Only what the button stood under: what is chosen or written since may be for others than read the case before."""
    s = pressed(draft, press.draft)
    if press.look != s.look:
        await ask_again(unit, here, await without_refused(unit, here, s), at)
    elif not await added.add_to_last(unit, here, s, at):
        await ask(unit, replace(here, pressed=None), replace(s, last=""), at)


async def as_new(unit: Unit, here: Address, draft: Draft | None, waiting: Addition, at: datetime) -> None:
    """What waits for a case is made something new, for where its writer works now; how old it is, it stays. What the
    team there was not to read is shown before it goes, whatever it becomes.
    """
    worker = await unit.identities.worker(here.chat)
    if worker is None or (await unit.enterprise(worker.enterprise)).enterprise.closed_at is not None:
        raise OldButton("nothing new can be sent")
    await unfinished.forget(await unit.enterprise(waiting.enterprise), here)
    s = await begun(unit, here, draft, worker.enterprise, at)
    s = replace(s, texts=waiting.held, begun=waiting.asked, nudge=waiting.nudge)
    s.only_send = not await _read_by_team(unit, waiting, worker.enterprise)
    for file in waiting.files:
        part = Content(file.message, file=file)
        s = sending.with_content(s, part, await expect(unit, s, part))
    await go_on(unit, here, s, at)


async def _read_by_team(unit: Unit, waiting: Addition, enterprise: int) -> bool:
    """Of this enterprise, and did so when the words were written: not for handlers, who may have sorted it since. Of a
    case that is gone it is not known any more.
    """
    if waiting.visiting or waiting.enterprise != enterprise:
        return False
    work = await unit.enterprise(enterprise)
    try:
        case = await work.cases.get(waiting.case)
    except NotFound:
        return False
    return not case.restricted and not any(event.what == "sorted" for event in await work.events.of(case.id))


async def show_all(unit: Unit, here: Address, s: Sending) -> None:
    """Every word and every mark, and then once more the question they belong to."""
    work = await unit.enterprise(s.enterprise)
    for words in pieces(s.text):
        await tell(work.outbox, here, "all_words", words=words)
    if s.marks:
        await tell(work.outbox, here, "all_marks", marks=s.marks)
    await prompt(work.outbox, here, sending.step(s), **sending.shown(s))


async def deliver(unit: Unit, here: Address, s: Sending, at: datetime) -> None:
    """The closing action. A rehearsal ends here instead, having reached nobody."""
    work = await unit.enterprise(s.enterprise)
    await hush(work.outbox, here, PROMPT)
    await unfinished.forget(work, here)
    if s.practice:
        await unit.drafts.drop(here.chat, here.chat)
        await tell(work.outbox, here, "practice_done", in_place=True)
    else:
        await _submit(unit, work, here, s, at)


async def _submit(unit: Unit, work: Work, here: Address, s: Sending, at: datetime) -> None:
    s.case = s.case or await unit.new_case_id()
    first, *rest = pieces(s.text)
    receipt = await submit(work, submission(s, here, first), at)
    for text in rest:
        await add(work, s.case, text, (), at)
    await added.remember(unit, here, s, at, counted=receipt.counted)
    await hand_over(work, here, s, receipt)


async def hand_over(work: Work, here: Address, s: Sending, receipt: Receipt) -> None:
    """The receipt leaves before everything else; the digits come apart, so that they can be deleted alone."""
    await tell(
        work.outbox,
        here,
        "receipt",
        priority=Priority.URGENT if s.urgency is Urgency.RED else Priority.RECEIPT,
        in_place=True,
        case=receipt.case_id,
        promised=receipt.promised.isoformat(),
        until=receipt.until.isoformat(),
        next_role=receipt.next_role,
        red=s.urgency is Urgency.RED,
        hazard=s.kind is Kind.HAZARD,
        grievance=s.kind is Kind.GRIEVANCE,
        no_way_back=receipt.digits is not None,
    )
    if receipt.digits:
        await tell(work.outbox, here, "digits", priority=Priority.RECEIPT, digits=receipt.digits)


def submission(s: Sending, here: Address, text: str) -> Submission:
    return Submission(
        case_id=s.case,
        kind=s.kind,
        mode=s.mode,
        address=here,
        text=text,
        media=tuple(media for media, *_ in s.files),
        urgency=s.urgency,
        about=s.about or About.NO_ONE,
        harm=bool(s.harm),
        unsafe_order=s.unsafe_order,
        name=s.name if s.mode is Mode.NAMED else "",
    )


async def throw_away(unit: Unit, here: Address, draft: Draft | None, tag: int) -> None:
    s = pressed(draft, tag)
    work = await unit.enterprise(s.enterprise)
    await unit.drafts.drop(here.chat, here.chat)
    if s.case:
        await unit.media.discard(s.case)
    await unfinished.forget(work, here)
    await prompt(work.outbox, here, "thrown_away", in_place=True)
