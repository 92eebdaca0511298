"""One enterprise, its people and a case, and facts for every view a worker can be shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.callbacks.worker import Answer
from bot.flows.content import Unfit
from bot.flows.sending import Sending, shown
from bot.views.facts import CaseFacts, Facts
from cases.calendar import Calendar
from cases.chain import Anchor, Proof
from cases.model import (
    About,
    Audience,
    Author,
    Case,
    Clock,
    ClockKind,
    DeclineReason,
    Entry,
    Event,
    Flag,
    Kind,
    Media,
    MediaKind,
    MediaState,
    Member,
    Mode,
    Protection,
    Role,
    Stage,
    TakeChoice,
    Verdict,
)
from cases.policy import DEFAULT
from cases.ports import Enterprise

AT = datetime(2026, 11, 30, 2, 15, tzinfo=UTC)
"""10:15 in Shanghai, a Monday."""
DUE = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
"""17:00 in Shanghai, a Thursday."""
ZONE = "Asia/Shanghai"

LI = Member(1, 7, "李梅", frozenset({Role.HANDLER}), frozenset({Flag.WOMAN}))
ZHAO = Member(2, 7, "赵刚", frozenset({Role.HANDLER}))
CHEN = Member(3, 7, "陈立", frozenset({Role.LEAD}))
COACH = Member(4, 7, "吴老师", frozenset({Role.COACH}))
STAFF = (LI, ZHAO, CHEN, COACH)


def enterprise(headcount: int = 120, country: str = "CN") -> Enterprise:
    return Enterprise(7, "YK8F", "永康市永兴五金制造有限公司", Calendar(zone=ZONE), DEFAULT, headcount, country)


def case(**changes: Any) -> Case:
    given: dict[str, Any] = {
        "id": 2**62 + 5,
        "enterprise": 7,
        "number": 4821,
        "kind": Kind.SUGGESTION,
        "mode": Mode.ANSWER_HERE,
        "sent_on": date(2026, 11, 30),
        "release_due": datetime(2026, 11, 30, 3, 30, tzinfo=UTC),
        "policy_version": 1,
    }
    return Case(**given | changes)


def case_facts(**changes: Any) -> CaseFacts:
    it = case(**changes)
    photo = Media(11, MediaKind.PHOTO, MediaState.READY, "image/jpeg", 9)
    entries = (
        Entry(1, it.id, Author.WORKER, Audience.TEAM, AT, "冲床旁边的灯坏了好几天了，晚上看不清手，大家都怕。"),
        Entry(2, it.id, Author.STAFF, Audience.WORKER, AT, "谢谢！灯今天下午换。", by=3, media=(photo,)),
    )
    clock = Clock(1, 7, it.id, ClockKind.ANSWERED, AT, DUE, DUE, None, worker_due=DUE)
    return CaseFacts(it, entries, (clock,))


def promised(kind: ClockKind) -> CaseFacts:
    """By ``DUE``."""
    known = case_facts(stage=Stage.ACCEPTED, released_at=AT)
    return replace(known, clocks=(replace(known.clocks[0], kind=kind),))


def heard() -> CaseFacts:
    """What was written down of a recording waits for the worker's yes."""
    return replace(case_facts(), events=(Event(1, "written_down", AT, 3, {"entry": 2}),))


def facts(*, of: CaseFacts | None = None, headcount: int = 120, country: str = "CN") -> Facts:
    return Facts(AT, enterprise(headcount, country), of, None, STAFF, "永康市 SCORE 中心")


def stranger() -> Facts:
    """What is known of somebody who has not said yet where they work."""
    return Facts(AT, operator="永康市 SCORE 中心")


LONG = (
    "我是张伟强,电话13812345678,身份证330722199001011234,邮箱zhangweiqiang.long@example.com。" + "很长的一句话。" * 400
)


def drafted(**changes: Any) -> dict[str, Any]:
    state: dict[str, Any] = {"draft": 2**31 - 1, "case": 5, "texts": [[1, LONG]], "last": "f0"}
    return shown(Sending(7, **state | changes))


VOICE = {"files": [[9, MediaKind.VOICE, 1], [10, MediaKind.VOICE, 2], [11, MediaKind.PHOTO, 3]]}
DANGER = {"kind": Kind.HAZARD, "kind_chosen": True}
RECEIPT: dict[str, Any] = {
    "of": 2**62 + 5,
    "promised": DUE.isoformat(),
    "until": "2026-11-30T03:30:00+00:00",
    "next_role": Role.MANAGER,
    "red": False,
    "hazard": False,
    "grievance": False,
    "no_way_back": False,
}
BROKEN = {"promised": DUE.isoformat(), "next_role": Role.OFFICE}

GRIEVANCES: list[tuple[Facts, dict[str, Any]]] = [
    (facts(of=case_facts(kind=Kind.GRIEVANCE, released_at=seen, mode=mode)), {}) for seen in (None, AT) for mode in Mode
]

SAYINGS: dict[str, list[tuple[Facts, dict[str, Any]]]] = {
    "greeting": [(facts(), {}), (facts(country="LA"), {})],
    "few_people": [(facts(headcount=19), {})],
    "back_again": [(facts(), {})],
    "ask_code": [(stranger(), {})],
    "unknown_code": [(stranger(), {})],
    "firm_closed": [(facts(), {})],
    "changed_job": [(facts(), {"code": "YK8F"})],
    "ask_content": [
        (facts(), drafted(kind=kind, practice=practice, texts=[]))
        for kind in (None, *Kind)
        for practice in (True, False)
    ],
    "ask_kind": [(facts(), drafted(**VOICE)), (facts(), drafted()), (facts(), drafted(last_asked=True))],
    "ask_urgency": [(facts(), drafted(**VOICE, practice=practice)) for practice in (True, False)]
    + [(facts(), drafted(unsafe_order=True, **VOICE, practice=practice)) for practice in (True, False)]
    + [(facts(), drafted(**DANGER | changes)) for changes in ({}, {"shown_first": True}, {"only_send": True})],
    "ask_about": [(facts(), drafted(**VOICE)), (facts(), drafted(unsafe_order=True, **VOICE, practice=True))],
    "ask_harm": [(facts(), drafted(practice=True))],
    "ask_name": [(facts(), drafted())],
    "preview": [
        (facts(), drafted(kind=kind, mode=mode, about=about, harm=True, name="王" * 80, practice=practice, **VOICE))
        for kind in (None, *Kind)
        for mode in Mode
        for about in About
        for practice in (True, False)
    ],
    "all_words": [(facts(), {"words": "words " * 583})],
    "all_marks": [(facts(), {"marks": ["13812345678"] * 900})],
    "thrown_away": [(facts(), {})],
    "nudge": [(facts(), drafted())],
    "draft_expired": [(facts(), {})],
    "file_left_out": [(facts(), {"rest": rest}) for rest in (False, True)],
    "practice_done": [(facts(), {})],
    "receipt": [
        (facts(country=country), RECEIPT | {"red": red, "hazard": True, "no_way_back": no_way_back, "next_role": role})
        for country in ("CN", "LA")
        for red in (True, False)
        for no_way_back in (True, False)
        for role in (*Role, None)
    ]
    + [(facts(), RECEIPT | {"grievance": True})],
    "digits": [(facts(), {"digits": "1234567890123452"})],
    "wrote_down": [(facts(), {})],
    "ask_place": [(facts(of=case_facts()), {"draft": 5})],
    "ask_addition": [
        (replace(facts(of=case_facts(kind=kind)), staff=staff), {"draft": 5})
        for kind in (None, *Kind)
        for staff in (STAFF, (LI, ZHAO, COACH), (LI, replace(CHEN, roles=frozenset({Role.MEMBER}))), ())
    ],
    "nothing_added": [(facts(), {"words": words}) for words in (False, True)],
    "added": [
        (facts(), {"seen": AT.isoformat(), "at": AT.isoformat()}),
        (facts(), {"seen": DUE.isoformat(), "at": AT.isoformat()}),
    ],
    "not_added": [
        *((facts(), {"why": why}) for why in ("withdrawn", "forgotten", "closed", "too_many", "too_long")),
        *((facts(), {"why": "too_many", "words": True, "waiting": waiting}) for waiting in (False, True)),
    ],
    "knock": [(facts(of=case_facts()), {})],
    "taken": [(facts(of=case_facts()), {"choice": choice}) for choice in TakeChoice],
    "sorted": [
        (facts(of=case_facts()), {"kind": kind, "row": row, "team": kind is not Kind.GRIEVANCE, "promised": promised})
        for kind, row in [(Kind.HAZARD, "hazard_red"), *((kind, str(kind)) for kind in Kind if kind is not Kind.HAZARD)]
        for promised in ("2026-12-10T09:00:00+00:00", None)
    ],
    "unsorted": [(facts(of=case_facts()), {"team": team, "files": team}) for team in (True, False)],
    "nothing_new": [(facts(), {})],
    "came_back": [(facts(of=case_facts()), {})],
    "written_down": [(facts(of=case_facts()), {"entry": 2}), (facts(of=heard()), {"entry": 2})],
    "words_passed_on": [(facts(of=case_facts()), {"seen": DUE.isoformat()})],
    "words_left_out": [(facts(of=case_facts()), {})],
    "ask_own_words": [(facts(of=case_facts()), {"draft": 5})],
    "answer": [(facts(of=case_facts()), {"entry": 2})],
    "made_safe": [(facts(of=case_facts()), {"entry": 2})],
    "question": [(facts(of=case_facts(paused_at=paused)), {"entry": 2}) for paused in (None, AT)],
    "accepted": [(facts(of=case_facts()), {"solve_by": "2026-12-10"})],
    "declined": [
        (facts(of=case_facts(stage=stage)), {"reason": reason, "entry": 2})
        for reason in DeclineReason
        for stage in (Stage.DECLINED, Stage.TAKEN)
    ],
    "resolved": [(facts(of=case_facts(stage=stage)), {"entry": 2}) for stage in (Stage.RESOLVED, Stage.CLOSED)],
    "promise_broken": [
        (facts(of=case_facts(mode=mode)), BROKEN | {"clock": clock, "next_role": told})
        for mode in (Mode.ANSWER_HERE, Mode.NAMED)
        for clock in (ClockKind.ANSWERED, ClockKind.SOLVED)
        for told in (Role.OFFICE, None)
    ],
    "extended": [
        (facts(of=case_facts()), {"new_date": day, "clock": "answered", "entry": 2})
        for day in ("2026-12-09", "2026-12-10")
    ],
    "closed_by_silence": [(facts(of=case_facts(stage=Stage.CLOSED)), {})],
    "climbed": [
        (facts(of=case_facts()), {"level": level, "independent": there}) for level in (1, 2) for there in (0, 1)
    ],
    "outside_doors": [(facts(of=case_facts(), country=country), {}) for country in ("CN", "LA")],
    "enterprise_reopened": [(facts(of=case_facts()), {"to": to}) for to in ("coach", None)],
    "enterprise_closed": [(facts(of=case_facts()), {"to": to}) for to in ("coach", "office", None)],
    "look_again": [
        (
            facts(of=case_facts(kind=kind)),
            {"draft": 5, "tag": 5, "text": text, "marks": marks, "files": files, "sorted": anew, "may_be_new": True},
        )
        for kind in (Kind.SUGGESTION, Kind.GRIEVANCE)
        for text in ("灯坏了", "word " * 3_000)
        for marks in ([], ["13812345678"] * 900)
        for files in ({}, {"photo": 1, "voice": 2, "video": 3, "document": 4})
        for anew in (False, True)
    ],
    "media_refused": [(facts(of=case_facts()), {})],
    "things": [
        (facts(), {"items": []}),
        *[
            (facts(), {"items": [{"case": 5, "kind": Kind.HAZARD, "day": "2026-11-30", "words": "灯坏了"}]} | more)
            for more in ({"until": 8, "left": 1}, {"until": 56, "left": 8})
        ],
        (
            facts(),
            {"items": [{"case": 5, "kind": kind, "day": "2026-11-30", "words": "灯坏了"} for kind in (None, *Kind)]},
        ),
    ],
    "thing": GRIEVANCES
    + [(facts(of=case_facts()), {"unseen": True, "earlier": 2**31})]
    + [(facts(of=case_facts(kind=Kind.GRIEVANCE, released_at=AT)), {"earlier": 2**31, "leaves": DUE.isoformat()})]
    + [(facts(of=case_facts(released_at=AT, paused_at=asked)), {}) for asked in (AT, AT - timedelta(hours=1))]
    + [(replace(facts(of=promised(kind)), at=DUE), {}) for kind in (ClockKind.ANSWERED, ClockKind.SOLVED)]
    + [
        (facts(of=case_facts(stage=stage, released_at=seen, level=level, owner=owner)), {})
        for stage in Stage
        for owner in (None, CHEN.id)
        for seen in (None, AT)
        for level in (0, 3)
    ],
    "ask_protection": [(facts(of=case_facts(kind=Kind.GRIEVANCE)), {})],
    "retaliation_noted": [
        (facts(of=case_facts(), country=country), {"protection": protection, "to": to, "when": DUE.isoformat()})
        for country in ("CN", "LA")
        for protection in Protection
        for to in (*Role, None)
    ],
    "check_in": [(facts(of=case_facts(kind=Kind.GRIEVANCE)), {})],
    "check_in_noted": [(facts(), {"answer": answer, "of": 5}) for answer in Answer],
    "ask_take_back": [(facts(of=case_facts(released_at=seen)), {}) for seen in (None, AT)],
    "taken_back": [(facts(), {"how": how}) for how in ("gone", "recalled", "counted")],
    "pressed": [(facts(), {"of": 5})],
    "rated": [(facts(), {"verdict": verdict, "when": DUE.isoformat()}) for verdict in Verdict],
    "answers_stopped": [(facts(), {})],
    "ask_digits": [(facts(), {})],
    "wrong_digits": [
        (facts(), {"complete": complete, "wait": wait}) for complete in (True, False) for wait in (0, 1, 16)
    ],
    "slow_down": [(facts(), {"wait": wait}) for wait in (1, 16)],
    "edited_after_send": [(facts(), {})],
    "proof": [
        (replace(facts(of=case_facts()), proof=Proof(whole, events, anchor)), {})
        for whole in (True, False)
        for events in (
            (),
            (Event(1, "submitted", AT),),
            tuple(Event(1, f"unheard of {day}", AT + timedelta(days=day)) for day in range(31)),
        )
        for anchor in (None, Anchor(date(2026, 12, 21), bytes(range(32))))
    ],
    "privacy": [
        (replace(known, inspects=inspects), {})
        for known in (facts(), facts(headcount=12))
        for inspects in (None, True, False)
    ],
    "rules": [(facts(), {})],
    "help": [(facts(country=country), {}) for country in ("CN", "LA")],
    "choose_language": [(facts(), {})],
    "language_set": [(facts(), {})],
    "ask_wipe": [(facts(), {})],
    "wiped": [(stranger(), {})],
    "stay": [(facts(), {})],
    "try_it": [(facts(), {})],
    "unfit": [
        (facts(), {"why": why, "words": words, "rest": not words, "waiting": waiting})
        for why in Unfit
        for words in (False, True)
        for waiting in (False, True)
    ],
    "finish_first": [(facts(), {})],
}
"""For every view: the facts and arguments it may meet."""

for question in ("ask_content", "ask_kind", "ask_urgency", "ask_about", "ask_harm", "ask_name", "preview"):
    SAYINGS[question] += [(known, args | {"overtaken": True}) for known, args in SAYINGS[question]]
