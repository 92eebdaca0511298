"""Facts for every view that staff can be shown: each stage, kind and reader, and texts as long as they come."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.views.facts import CaseFacts, Facts
from bot.views.staff.summary import summary_args
from bot.views.staff.why import why_args
from cases import policy
from cases.assurances import PARTS
from cases.calendar import Calendar, Override
from cases.clocks import why
from cases.figures import Share, Signal, Summary
from cases.model import (
    About,
    Audience,
    Author,
    Clock,
    ClockKind,
    DeclineReason,
    Entry,
    Kind,
    Media,
    MediaKind,
    MediaState,
    Member,
    Protection,
    Role,
    Stage,
    TakeChoice,
    Urgency,
    Verdict,
)
from cases.people import Figure, People
from cases.ports import Enterprise
from tests.cases.cast import BEN, CAROL, DORA, EVERYBODY, FRED, GINA, HUGO, IRIS
from tests.cases.examples import SHANGHAI, a_case, at

AT = at("2026-03-03 10:15")
RELEASED = at("2026-03-02 11:30")
DUE = at("2026-03-04 17:00")
LATE = at("2026-03-02 17:00")
WORKERS_LONGEST = "冲床旁边的灯坏了。" * 388
HUGE = 2**62 - 1

CALENDAR = Calendar(SHANGHAI, overrides={AT.date() + timedelta(days=2): Override(working=False, reason="Fair")})
ENTERPRISE = Enterprise(1, "DAWN", "Dawn Textiles", CALENDAR, policy.DEFAULT, headcount=120)


def a_clock(kind: ClockKind = ClockKind.ANSWERED, due: datetime = DUE, **facts: Any) -> Clock:
    return replace(Clock(HUGE, 1, HUGE, kind, RELEASED, due, due, None), **facts)


def entries(text: str = "The light is broken.") -> tuple[Entry, ...]:
    files = (
        Media(11, MediaKind.PHOTO, MediaState.READY, "image/jpeg", 9),
        Media(12, MediaKind.VOICE, MediaState.READY, "audio/ogg", 9),
        Media(13, MediaKind.PHOTO, MediaState.WAITING),
    )
    return (
        Entry(1, HUGE, Author.WORKER, Audience.TEAM, RELEASED, text, media=files),
        Entry(2, HUGE, Author.STAFF, Audience.WORKER, AT, text, by=BEN.id),
        Entry(3, HUGE, Author.STAFF, Audience.TEAM, AT, text, by=99),
        Entry(4, HUGE, Author.WORKER, Audience.TEAM, RELEASED, text),
        Entry(5, HUGE, Author.WORKER, Audience.TEAM, AT + timedelta(hours=5), "not to be seen before its time"),
    )


def of(
    kind: Kind | None = Kind.SUGGESTION,
    text: str = "The light is broken.",
    clocks: tuple[Clock, ...] | None = None,
    **changes: Any,
) -> CaseFacts:
    case = a_case(kind, **{"id": HUGE, "number": 987_654, "released_at": RELEASED} | changes)
    owner = next((member for member in EVERYBODY if member.id == case.owner), None)
    return CaseFacts(case, entries(text), clocks or tuple(map(a_clock, ClockKind)), owner=owner)


def facts(seen: CaseFacts | None = None, reader: Member | None = CAROL, **changes: Any) -> Facts:
    return replace(Facts(AT, ENTERPRISE, seen, reader, tuple(EVERYBODY)), **changes)


def every_case() -> list[Facts]:
    """Each stage and kind, to the group and to people; the longest text a worker can send."""
    standing: dict[str, Any] = {
        "owner": BEN.id,
        "decline_reason": DeclineReason.TOO_COSTLY,
        "category": "SUG-QUA",
    }
    open_ones = [
        facts(of(kind, WORKERS_LONGEST, stage=stage, urgency=urgency, take_choice=choice, **standing), reader)
        for stage in Stage
        for kind, urgency in ((Kind.SUGGESTION, None), (Kind.QUESTION, None), *((Kind.HAZARD, u) for u in Urgency))
        for choice in (None, *TakeChoice)
        for reader in (None, BEN, CAROL, FRED)
    ]
    private = [
        facts(of(kind, stage=stage, about=about, harm=harm, name="李梅", paused_at=AT), DORA)
        for stage in (Stage.NEW, Stage.TAKEN)
        for kind in (Kind.GRIEVANCE, None)
        for about in (About.NO_ONE, About.LINE_LEADER, About.MANAGER_OR_OWNER, About.NOT_SURE)
        for harm in (True, False)
    ]
    return open_ones + private


LINES = [
    {"case": HUGE, "number": 987_654, "kind": kind, "why": why_, "due": due, "untaken": kind is None}
    for whys, due in (
        (("overdue", "overdue_and_due", "due_today", "untaken", "to_verify", "running"), DUE.isoformat()),
        (("settled", "asked", "answered"), None),
    )
    for why_ in whys
    for kind in (Kind.HAZARD, None)
]
LISTED = [
    {
        "case": None,
        "number": 987_654,
        "kind": kind,
        "why": "listed",
        "due": LATE.isoformat(),
        "enterprise": "Dawn Textiles",
    }
    for kind in Kind
]
COUNTS = [
    {"id": HUGE, "name": "Dawn Textiles", "month": 2026 * 12 + 2, "open": many, "untaken": many, "overdue": many}
    for many in (0, 1, 12)
]
MONTH = Summary(
    month=at("2026-02-01 12:00").date(),
    submitted={Kind.SUGGESTION: 10, Kind.HAZARD: 4, Kind.QUESTION: 1},
    headcount=120,
    per_hundred=12.5,
    taken_in_time=Share(14, 15),
    answered_in_time=Share(9, 10),
    solved_in_time=Share(0, 0),
    time_to_take=timedelta(hours=5),
    accepted=Share(6, 8),
    resolved=5,
    overdue_now=2,
    oldest_overdue=timedelta(days=12),
    untaken_long=0,
    alerts=3,
    grievance_late=False,
    signals=(Signal.ANSWERS_LATE, Signal.TAKEN_LATE),
)
QUIET = replace(
    MONTH,
    per_hundred=None,
    time_to_take=None,
    overdue_now=0,
    oldest_overdue=None,
    grievance_late=True,
    signals=tuple(Signal),
)
FEBRUARY, DECEMBER, MARCH = (at(f"{month}-01 12:00").date() for month in ("2026-02", "2025-12", "2026-03"))
NOBODY = People(None, None, None, None)
FEW = People(
    Figure(MARCH, FEBRUARY, None, {}),
    Figure(DECEMBER, FEBRUARY, 11, dict.fromkeys(Verdict)),
    Figure(DECEMBER, FEBRUARY, None, {}),
    Figure(FEBRUARY, FEBRUARY, None, {}),
)
MANY = People(
    Figure(MARCH, FEBRUARY, 12, {}),
    Figure(FEBRUARY, FEBRUARY, 21, {Verdict.SOLVED: 9, Verdict.HALF: 7, Verdict.NOT: 5}),
    Figure(FEBRUARY, FEBRUARY, 6, {}),
    Figure(FEBRUARY, FEBRUARY, 14, {}),
)


def reasons() -> list[dict[str, Any]]:
    """One explanation for each rule of the default policy, with and without a pause and an extension."""
    cases = [
        a_case(kind, urgency=urgency, harm=harm)
        for kind, urgency, harm in (
            (Kind.SUGGESTION, None, False),
            (Kind.GRIEVANCE, None, True),
            (Kind.HAZARD, Urgency.RED, False),
            (Kind.HAZARD, Urgency.GREEN, False),
        )
    ]
    return [
        why_args(why(case, a_clock(kind), rule, CALENDAR, paused, extended=extended))
        for case in cases
        for extended in (True, False)
        for kind in ClockKind
        for paused in (0, 2)
        if (rule := policy.DEFAULT.rule(case, kind))
    ]


ONE = facts(of(owner=BEN.id, stage=Stage.TAKEN))
HAZARD = facts(of(Kind.HAZARD, urgency=Urgency.YELLOW, stage=Stage.TAKEN, owner=BEN.id))
GROUP = facts(of(stage=Stage.TAKEN, owner=BEN.id), reader=None)
DAYS = {"days": ["2026-03-05", "2026-03-12"], "unread": True}
RESULTS = (
    "answer note question accept decline safe resolve extend categorise "
    "major assure gone back words reassign verify sorted cancel"
).split()

SAYINGS: dict[str, list[tuple[Facts, dict[str, Any]]]] = {
    "card": [(known, {}) for known in every_case()],
    "case": [(known, {}) for known in every_case()],
    "files": [(known, {"entry": 1, "spoken": spoken}) for known, spoken in ((ONE, False), (ONE, True), (GROUP, False))],
    "whole": [(facts(of(text=WORKERS_LONGEST)), {"entry": entry, "start": 0}) for entry in (1, 3, 4)],
    "worker_said": [(facts(of(text=WORKERS_LONGEST)), {"entry": 4})],
    **{
        f"ask_{what}": [(ONE, {}), (HAZARD, {}), (GROUP, {})]
        for what in (
            "answer",
            "note",
            "note_for_the_team",
            "question",
            "reason",
            "extension",
            "safe",
            "solution",
            "category",
            "words",
            "major",
        )
    },
    "ask_target": [(known, {"text": WORKERS_LONGEST, "files": files}) for known in (ONE, GROUP) for files in (0, 1, 9)],
    "ask_assurance": [(known, DAYS | {"part": part}) for known in (HAZARD, GROUP) for part in PARTS],
    "retaliation": [(facts(of(Kind.GRIEVANCE), HUGO), {"protection": protection}) for protection in Protection],
    "recheck": [(facts(of(Kind.HAZARD, stage=Stage.CLOSED)), {})],
    "ask_decline": [(known, {"reason": reason}) for known in (ONE, GROUP) for reason in DeclineReason],
    "ask_solve_day": [(ONE, DAYS), (GROUP, DAYS | {"unread": False})],
    "ask_new_day": [(ONE, DAYS), (GROUP, DAYS | {"unread": False})],
    "ask_day_read": [
        (known, {"of": "extend", "day": day}) for known in (ONE, GROUP) for day in ("2026-12-10", "2027-10-12")
    ],
    "ask_solved": [
        (known, {"text": text, "files": files, "photo": bool(files)})
        for known in (ONE, HAZARD, GROUP)
        for text in ("", WORKERS_LONGEST)
        for files in (0, 1, 10)
    ],
    "ask_hold": [
        (facts(), {"number": 987_654, "reason": "A court asks for it", "lift": lift, "token": "t" * 24})
        for lift in (True, False)
    ],
    "case_let_go": [(facts(), {"number": 987_654})],
    "case_held": [(facts(), {"number": 987_654, "reason": "A court asks for it"})],
    "words_only": [(ONE, {}), (HAZARD, {}), (GROUP, {})],
    "second_look": [
        (known, {"marks": marks, "asks": asks})
        for known in (ONE, GROUP)
        for marks, asks in (([], True), (["13812345678"], False), (["x" * 900] * 9, True))
    ],
    "ask_owner": [(ONE, {"members": [member.id for member in EVERYBODY]})],
    "done": [(known, {"result": result}) for known in (ONE, GROUP) for result in RESULTS],
    "held": [(ONE, {"until": DUE.isoformat()})],
    "has_it_already": [(ONE, {"name": "Ben"})],
    "alert": [
        (facts(of(kind, urgency=urgency, clocks=(a_clock(clock, due),)), reader), {"clock": clock, "call": call})
        for kind, urgency in ((Kind.SUGGESTION, None), (Kind.HAZARD, Urgency.RED))
        for clock in ClockKind
        for due in (DUE, LATE)
        for call in (True, False)
        for reader in (CAROL, FRED, GINA, IRIS)
    ]
    + [(facts(of(Kind.GRIEVANCE), GINA), {"clock": "taken", "call": False})],
    "reminder": [(facts(of(owner=BEN.id), BEN), {"clock": clock}) for clock in ClockKind],
    "call_manager": [(facts(of(kind), GINA), {"clock": "answered"}) for kind in (Kind.HAZARD, Kind.GRIEVANCE)],
    "call_noted": [(facts(), {"number": 987_654, "reached": reached}) for reached in (True, False)],
    "visit_sheet": [
        (facts(reader=reader), {"lines": [{"number": 987_654, "due": LATE.isoformat()}]}) for reader in (CAROL, GINA)
    ],
    "overdue_count": [(facts(reader=IRIS), {})],
    "assigned": [(ONE, {})],
    "file_refused": [(facts(of(text=text), BEN), {"entry": 2}) for text in ("", WORKERS_LONGEST)],
    "digest": [(facts(), {"lines": LINES[:many]}) for many in (1, 6, 7, 10)],
    "cases_page": [
        (facts(), {"page": page, "lines": lines, "roles": ["lead"]})
        for page in ("today", "inbox", "mine", "overdue")
        for lines in ([], LINES[:10], LINES[:11], LINES * 4)
    ]
    + [(facts(reader=GINA), {"page": "overdue", "lines": each, "roles": ["coach"]}) for each in ([], LISTED)]
    + [(facts(reader=IRIS), {"page": "overdue", "lines": [], "roles": ["office"]})],
    "which_case": [
        (facts(), {"command": command, "lines": lines})
        for command in ("case", "note", "why")
        for lines in ([], LINES * 4)
    ],
    "overview": [(facts(), {"enterprises": rows}) for rows in ([], COUNTS)],
    "enterprises": [(facts(reader=GINA), {"enterprises": rows}) for rows in ([], COUNTS)],
    "silent": [(facts(reader=GINA), {"names": names}) for names in ([], ["Dawn Textiles", "Elsewhere"])],
    "help_staff": [(facts(), {"roles": [role], "pages": ["today", "overview"]}) for role in Role],
    "staff_language": [(facts(), {})],
    "staff_language_set": [(facts(), {})],
    "invited": [
        (Facts(AT), {"enterprise": "Dawn Textiles", "roles": [role], "name": "Ben", "token": "x" * 24}) for role in Role
    ],
    "invite_left": [(Facts(AT), {})],
    "welcome": [(facts(), {"name": "Ben", "enterprise": "Dawn Textiles"})],
    "group_hint": [(Facts(AT), {"url": "https://t.me/huiyin_bot?startgroup=g_x"})],
    "group_bound": [(Facts(AT), {"enterprise": "Dawn Textiles"})],
    "group_left": [(Facts(AT), {"enterprise": "永康科宇工具"})],
    "group_unknown": [(Facts(AT), {})],
    "group_lost": [(facts(), {})],
    "group_too_big": [(facts(), {"members": 12, "registered": 7})],
    "why": [(ONE, {"clocks": []}), *((ONE, {"clocks": [each]}) for each in reasons())],
    "anchor": [(facts(reader=GINA), {"day": "2026-03-09", "code": "1F0A 22C4 93BE 0D17 5A6E 8C01"})],
    "operator_read": [
        (facts(of(), CAROL), {"reason": "Order 7 of a court"}),
        (facts(of(Kind.GRIEVANCE), DORA), {"reason": "x" * 300}),
    ],
    "summary": [
        (facts(reader=GINA), summary_args(month, people, "Dawn Textiles"))
        for month in (MONTH, QUIET)
        for people in (NOBODY, FEW, MANY)
    ],
    "summary_unknown": [(facts(reader=GINA), {"code": "DAWN", "month": "2026-10-01"})],
    "summary_one_month": [(facts(reader=GINA), {"code": "DAWN", "month": "2026-10-01"})],
    "summary_to_come": [(facts(reader=GINA), {"month": "2026-12-01"})],
}
"""For every view: the facts and arguments it may meet."""
