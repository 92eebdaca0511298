"""A case as staff see it: the one card of a chat, edited as the case moves, and the case shown on request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.callbacks.staff import Ask
from bot.translate import Speech
from bot.views.categories import category_label
from bot.views.facts import CaseFacts, Facts
from bot.views.shown import Shown
from bot.views.staff.buttons import again_buttons, button, case_buttons, offered, writes_down
from bot.views.staff.words import (
    about_words,
    choice_words,
    half_day_words,
    kind_words,
    next_due,
    reason_words,
    shortened,
    sign,
)
from cases.access import may_read
from cases.assurances import Assurances
from cases.model import About, Audience, Author, Case, Entry, Event, Media, MediaState, Member, Stage
from cases.recordings import before_sorting, hearers, written_down
from cases.routing import HOLDER_TIERS, VOICES, for_team, holders, is_ticked, listeners

TEXT = 3_500
WHOLE = 3_900
"""A message has 4,096 characters at most: the worker's own words get what the rest of a card leaves of this."""

LINE = 300
DIALOGUE = 4
"""How many of the latest contributions a card repeats, and how much of each."""


def visible(facts: Facts) -> CaseFacts | None:
    """The case, if this chat may see it now: a role may have ended since the message was written."""
    if facts.case is None:
        return None
    case, reader = facts.case.case, facts.reader
    if reader is None:
        seen = not case.restricted and case.released_at is not None and case.stage is not Stage.WITHDRAWN
    else:
        seen = may_read(reader, case, facts.staff, facts.case.events)
    return facts.case if seen else None


def card(facts: Facts, _args: Mapping[str, Any], t: Speech) -> Shown | None:
    seen = visible(facts)
    if seen is None:
        return _gone(facts, t)
    head, *after = ["\n".join(part) for part in (_head(seen, t), _dialogue(seen, facts, t), _standing(seen, facts, t))]
    room = WHOLE - len(head) - sum(map(len, after))
    whole = _words(seen, facts, t)
    words = shortened(whole, room)
    text = "\n\n".join(filter(None, (head, words, *after)))
    cut = words != whole or _dialogue_is_cut(seen, facts)
    more = [[button(Ask.READ, seen.case.id, t)]] if cut else []
    return Shown(text, [*case_buttons(seen.case, facts, t), *again_buttons(facts, t), *more])


def case(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """The card as shown on request, with the question a card has no room for."""
    shown = card(facts, args, t)
    if shown is None or facts.case is None or not facts.case.case.open:
        return shown
    if not offered(Ask.WHY, facts.case.case, facts.reader, facts.staff):
        return shown
    return replace(shown, buttons=[*shown.buttons, [button(Ask.WHY, facts.case.case.id, t)]])


def _words(seen: CaseFacts, facts: Facts, t: Speech) -> str:
    """What the worker wrote; of a recording the group learns that there is one."""
    first = seen.entries[0] if seen.entries else None
    spoken = first is not None and any(media.kind in VOICES for media in first.media)
    if first is None or not spoken or _hears(seen, first, facts):
        return first.text if first else ""
    kept = t._("🎤 There is a recording. It stays with those who had it before it was sorted.")
    return "\n".join(filter(None, [first.text, kept if _sorted(seen) else _unheard(seen.case, facts, t)]))


def _unheard(case: Case, facts: Facts, t: Speech) -> str:
    if case.restricted:
        return t._(
            "🎤 There is a recording. A voice can be recognised, so only those who got the case first hear it and "
            "write it down. Once the worker says it is right, you read it here."
        )
    alone = [] if facts.team_there else [member.name for member in listeners(case, facts.staff)]
    if alone:
        return t._(
            "🎤 There is a recording. A voice can be recognised, so only {names} can hear it and write it down. "
            "Once the worker says it is right, it is read here.",
            names=t.names(alone),
        )
    if facts.has_lead:
        return t._(
            "🎤 There is a recording. The lead alone hears it, because a voice can be recognised, and writes it down. "
            "Once the worker says it is right, it is read here."
        )
    return t._(
        "🎤 There is a recording. There is no lead, so each member of the team hears it in private, because a voice "
        "can be recognised, and writes it down. Once the worker says it is right, it is read here."
    )


def _hears(seen: CaseFacts, entry: Entry, facts: Facts) -> bool:
    return facts.reader is not None and facts.reader in hearers(
        seen.case, entry, seen.entries, seen.events, facts.staff
    )


def _gone(facts: Facts, t: Speech) -> Shown | None:
    """What stays of a card that was taken back, or handed on to the team: nothing that was written."""
    if facts.case is None:
        return None
    case, reader = facts.case.case, facts.reader
    if reader and (not reader.roles or is_ticked(reader, case)):
        return None
    if case.stage is Stage.WITHDRAWN and (not case.restricted or reader in holders(case, facts.staff)):
        return Shown(t._("↩️ Case {number}: the worker has taken it back.", number=case.number))
    if _went_back(facts.case):
        return Shown(t._("↩️ Case {number} went back: it had come here by mistake.", number=case.number))
    if reader is None or not was_held(reader, facts.case):
        return None
    words = [[button(Ask.WORDS, case.id, t)]] if writes_down(facts) else []
    return Shown(_handed_on(case, facts, t), [*again_buttons(facts, t), *words])


def _went_back(seen: CaseFacts) -> bool:
    """Whether the case was the team's until somebody took their sorting back."""
    were = any(event.what == "unsorted" and event.data.get("team") for event in seen.events)
    return were and seen.case.restricted


def was_held(reader: Member, seen: CaseFacts) -> bool:
    """Whether the reader knew the case while it was not sorted, and may still know that there is one."""
    return _sorted(seen) and for_team(seen.case) and reader.has(*HOLDER_TIERS) and not is_ticked(reader, seen.case)


def _sorted(seen: CaseFacts) -> bool:
    return seen.case.kind is not None and any(event.what == "sorted" for event in seen.events)


def _handed_on(case: Case, facts: Facts, t: Speech) -> str:
    said = {"number": case.number, "kind": kind_words(case, t)}
    held = [member.name for member in holders(case, facts.staff)]
    if held and not facts.team_there:
        return t._("📤 Case {number} is sorted: {kind}. It is with {names} now.", names=t.names(held), **said)
    return t._("📤 Case {number} is sorted: {kind}. The improvement team has it now.", **said)


def _head(seen: CaseFacts, t: Speech) -> list[str]:
    case = seen.case
    title = {"sign": sign(case.kind, case.urgency), "number": case.number, "kind": kind_words(case, t)}
    return [t._("{sign} Case {number}: {kind}", **title), *filter(None, _details(case, t)), *_major(seen, t)]


def _major(seen: CaseFacts, t: Speech) -> list[str]:
    """The class of the law, and the five assurances once they are given."""
    if seen.case.major_at is None:
        return []
    entry = assured(seen)
    return [t._("🛑 Major danger"), *(_assurances(Assurances.of(entry.text), t) if entry and entry.text else [])]


def assured(seen: CaseFacts) -> Entry | None:
    given = [event.data["entry"] for event in seen.events if event.what == "assured"][-1:]
    return next((entry for entry in seen.entries if entry.id in given), None)


def _assurances(given: Assurances, t: Speech) -> list[str]:
    return [
        t._("🛟 Answers for it: {person}", person=shortened(given.person, LINE)),
        t._("🛟 Measures: {measures}", measures=shortened(given.measures, LINE)),
        t._("🛟 Money: {money}", money=shortened(given.money, LINE)),
        t._("🛟 Gone by: {day}", day=t.day(given.until)),
        t._("🛟 If it goes wrong: {plan}", plan=shortened(given.plan, LINE)),
    ]


def _details(case: Case, t: Speech) -> list[str | None]:
    return [
        t._("‼️ Violence, harassment, forced or child labour, or punishment.") if case.harm else None,
        t._("‼️ An order to work unsafely.") if case.unsafe_order else None,
        t._("About: {whom}", whom=about_words(case.about, t)) if case.about is not About.NO_ONE else None,
        t._("Category: {category}", category=category_label(case.category, t)) if case.category else None,
        t._("Signed: {name}", name=case.name) if case.name else None,
        t._("Came in: {when}", when=half_day_words(case.released_at, t)) if case.released_at else None,
    ]


def _dialogue(seen: CaseFacts, facts: Facts, t: Speech) -> list[str]:
    above = assured(seen)
    later = [entry for entry in _later(seen, facts) if entry is not above]
    return [_contribution(entry, shortened(entry.text, LINE), facts, t) for entry in later[-DIALOGUE:]]


def _dialogue_is_cut(seen: CaseFacts, facts: Facts) -> bool:
    later = _later(seen, facts)
    return len(later) > DIALOGUE or any(len(entry.text) > LINE for entry in later)


def _later(seen: CaseFacts, facts: Facts) -> list[Entry]:
    return [each for each in read_by(facts.reader, seen.entries, seen.events, facts.at) if each is not seen.entries[0]]


def read_by(reader: Member | None, entries: Sequence[Entry], events: Sequence[Event], at: datetime) -> list[Entry]:
    """Notes that were written while a case was not sorted stay with those who wrote them for each other."""
    held = () if reader and reader.has(*HOLDER_TIERS) else before_sorting(entries, events)
    notes = [each.id for each in held if each.author is Author.STAFF and each.audience is Audience.TEAM]
    return [each for each in readable(entries, events, at) if each.id not in notes]


def readable(entries: Iterable[Entry], events: Iterable[Event], at: datetime) -> list[Entry]:
    """What staff may read by now: the worker's additions wait for their release, a recording's words for their yes."""
    heard = written_down(events)
    return [each for each in entries if each.id not in heard and (each.visible_at <= at or each.author is Author.STAFF)]


def _contribution(entry: Entry, words: str, facts: Facts, t: Speech) -> str:
    """Something said in the case; who wrote is a name for staff and never more than *worker* for a worker."""
    text = words or t._("(a file)")
    if entry.author is Author.WORKER:
        return t._("👷 Worker: {text}", text=text)
    names = {member.id: member.name for member in facts.staff}
    name = names.get(entry.by or 0, t._("somebody who has left"))
    if entry.audience is Audience.WORKER:
        return t._("💬 {name} to the worker: {text}", name=name, text=text)
    return t._("📝 {name}, a note: {text}", name=name, text=text)


def _standing(seen: CaseFacts, facts: Facts, t: Speech) -> list[str]:
    if seen.case.kind is None:
        return [_unsorted(t), *_running(seen, facts, t)]
    return _running(seen, facts, t)


def _unsorted(t: Speech) -> str:
    return t._("🗂 What is it? One tap sorts it. An idea, a danger or a question then goes to the improvement team.")


def _running(seen: CaseFacts, facts: Facts, t: Speech) -> list[str]:
    if seen.case.paused_at:
        return [_stage(seen, t), t._("⏸ The clock rests: the worker was asked something.")]
    return list(filter(None, [_stage(seen, t), next_due(seen.clocks, facts.at, t)]))


def _stage(seen: CaseFacts, t: Speech) -> str:
    case, owner = seen.case, seen.owner.name if seen.owner else None
    match case.stage:
        case Stage.NEW:
            return t._("Nobody has taken it yet. Who does?")
        case Stage.TAKEN:
            return _taken(case, owner, t)
        case Stage.ACCEPTED:
            return t._("Accepted. {name} has it.", name=owner) if owner else t._("Accepted. Who takes it on?")
        case Stage.RESOLVED | Stage.DECLINED:
            return _settled(case, t)
    return t._("Closed.")


def _taken(case: Case, owner: str | None, t: Speech) -> str:
    if owner is None:
        return t._("It is open again. Who takes it?")
    if case.take_choice is None:
        return t._("{name} has it.", name=owner)
    return t._("{name} has it: “{choice}”.", name=owner, choice=choice_words(case.take_choice, t))


def _settled(case: Case, t: Speech) -> str:
    if case.stage is Stage.DECLINED:
        reason = case.decline_reason
        return t._("Declined. {reason}.", reason=reason_words(reason, t)) if reason else t._("Declined.")
    if case.verified_by is not None:
        return t._("Solved, and checked by a second person.")
    return t._("Solved. The worker is asked whether it is so.")


def files(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """The files of one contribution, those still being cleaned too: it waits for them. What stands in the group is not
    sent to the lead once more, voices are."""
    found = _entry(facts, args["entry"]) or _kept(facts, args["entry"])
    if found is None:
        return None
    seen, entry = found
    wanted = args.get("spoken")  # None: said by a version that sent both together
    some = [each for each in entry.media if each.state is not MediaState.REFUSED]
    some = [each for each in some if wanted in (None, each.kind in VOICES)]
    fit = [media.id for media in some if _fits(media, seen.case, facts, hears=_hears(seen, entry, facts))]
    heard = any(media.kind in VOICES for media in some if media.id in fit) and entry.author is Author.WORKER
    rows = [[button(Ask.WORDS, seen.case.id, t)]] if heard and writes_down(facts) else []
    return Shown(t._("📎 Case {number}", number=seen.case.number), rows, media=fit) if fit else None


def _kept(facts: Facts, entry_id: int) -> tuple[CaseFacts, Entry] | None:
    """What was sent before the case was sorted and came out after it: it goes to those whom the worker was told of."""
    seen = facts.case
    if seen is None or seen.case.stage is Stage.WITHDRAWN:
        return None
    return next(((seen, each) for each in seen.entries if each.id == entry_id and _hears(seen, each, facts)), None)


def _fits(media: Media, case: Case, facts: Facts, *, hears: bool) -> bool:
    """A voice can be recognised: it never enters a group, and only those hear it whom the worker was told of.

    What stands in the group comes in private to who holds the case, and need not be in it.
    """
    if media.kind in VOICES:
        return hears
    in_group = for_team(case) and facts.enterprise is not None and facts.enterprise.group_bound
    return not (hears and in_group) or facts.reader in holders(case, facts.staff)


def parts(entry: Entry) -> range:
    """Where each message that shows a part of the entry begins; one when there are no words."""
    return range(0, max(1, len(entry.text)), TEXT)


def whole(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    """A contribution, or a part of one too long for a message, with nothing cut away."""
    found = _entry(facts, args["entry"])
    if found is None or found[1] not in read_by(facts.reader, found[0].entries, found[0].events, facts.at):
        return None
    seen, entry = found
    said = _contribution(entry, entry.text[args["start"] : args["start"] + TEXT], facts, t)
    return Shown("\n".join([t._("📖 Case {number}", number=seen.case.number), said]))


def worker_said(facts: Facts, args: Mapping[str, Any], t: Speech) -> Shown | None:
    found = _entry(facts, args["entry"])
    if found is None or not found[1].text:
        return None
    seen, entry = found
    line = t._("👷 Case {number}: the worker says more.", number=seen.case.number)
    return Shown(f"{line}\n\n{shortened(entry.text, TEXT)}", [[button(Ask.OPEN, seen.case.id, t)]])


def _entry(facts: Facts, entry_id: int) -> tuple[CaseFacts, Entry] | None:
    seen = visible(facts)
    entries = seen.entries if seen else ()
    return next(((seen, entry) for entry in entries if seen and entry.id == entry_id), None)


VIEWS = {"card": card, "case": case, "files": files, "whole": whole, "worker_said": worker_said}
