"""Whatever is pressed in whatever order: nothing goes to people whom the last screen did not name."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.callbacks.worker import Pick, Send
from bot.flows.content import Content, File
from bot.flows.sending import Sending, asked, chosen, edited, is_part, of_kind, shown, step, with_content
from bot.translate import Speech
from bot.views.shown import Shown
from bot.views.worker import VIEWS
from bot.views.worker.readers import readers
from cases.model import Flag, Kind, MediaKind, Member, Role, Urgency
from tests.bot.views.worker.examples import AT, STAFF, ZONE, facts

ENGLISH = Speech("en", ZONE)
KNOWN = replace(
    facts(),
    staff=(
        *STAFF,
        Member(8, 7, "Wang", frozenset({Role.MANAGER}), frozenset({Flag.OWNERS_FAMILY})),
        Member(9, 7, "Union", frozenset({Role.INDEPENDENT})),
    ),
)
AT_ONCE, RED_AT_ONCE = "It is sent when you tap.", "🔴 is sent when you tap."
FOR_HANDLERS = ("only 李梅 and 赵刚", "first: 李梅 and 赵刚")


@dataclass
class Chat:
    """What a worker does, and every screen it brings: each of their buttons can be pressed as long as it stands."""

    s: Sending = field(default_factory=lambda: Sending(7, draft=5))
    at: datetime = AT
    screens: list[Shown] = field(default_factory=list)
    kept: bool = False
    """Whether a screen said, of words that were there, that the handlers read them, alone or first."""
    sent_by: Pick | Send | None = None
    asked_at: datetime = AT

    def key(self, kind: Kind) -> None:
        self._go_on(of_kind(self.s, kind), None)

    def write(self, content: Content) -> None:
        self._go_on(with_content(self.s, content, 11 if content.file else None), None)

    def edit(self, text: str) -> None:
        if is_part(self.s, Content(1, text)):
            self._go_on(edited(self.s, Content(1, text), None), None)

    def press(self, label: str) -> None:
        """The newest button of that label."""
        self._press(label, list(reversed(self.screens)))

    def press_old(self, label: str) -> None:
        """The oldest one, under a screen that may be long past."""
        self._press(label, self.screens)

    def _press(self, label: str, screens: list[Shown]) -> None:
        buttons = [button for shown in screens for row in shown.buttons for button in row]
        press = next((button.press for button in buttons if button.label.startswith(label)), None)
        if isinstance(press, Pick):
            self._go_on(chosen(self.s, press), press)
        elif isinstance(press, Send) and press.look == self.s.look and step(self.s) == "preview":
            self.sent_by = press
        elif press is not None:
            self._go_on(self.s, None)

    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    def _go_on(self, s: Sending, press: Pick | Send | None) -> None:
        self.s = s
        if step(s) == "send":
            assert press is not None, "sent without a press"
            self.sent_by = press
            return
        self.s, self.asked_at = asked(s, self.at), self.at
        self.screens.append(VIEWS[step(self.s)](KNOWN, shown(self.s), ENGLISH))  # type: ignore[arg-type]  # all speak
        self.kept |= self.s.has_content and any(said in self.screens[-1].text for said in FOR_HANDLERS)


WORDS = Content(1, "He says run it without the guard")
CONTENTS = [WORDS, Content(2, "I am Zhang, call 13812345678"), Content(3, file=File(MediaKind.VOICE, "AwAC"))]
LABELS = ["⚠️", "💡", "😟", "🤷", "👔", "🔴", "🟡", "📨", "▇", "✅", "✍️"]
LABELS += ["My line leader", "The manager or the owner", "HR, or one", "No", "Yes"]

Move = tuple[str, object]
moves: st.SearchStrategy[list[Move]] = st.lists(
    st.one_of(
        st.tuples(st.just("key"), st.sampled_from(Kind)),
        st.tuples(st.just("write"), st.sampled_from(CONTENTS)),
        st.tuples(st.just("edit"), st.sampled_from(["The lamp is broken", "call 13812345678"])),
        st.tuples(st.just("wait"), st.integers(1, 18)),
        st.tuples(st.sampled_from(["press", "press", "press_old"]), st.sampled_from(LABELS)),
    ),
    max_size=14,
)
ORDERED: list[Move] = [("key", Kind.HAZARD), ("press", "👔"), ("press", "My line leader")]
UNFAIR: list[Move] = [("key", Kind.GRIEVANCE), ("press", "The manager or the owner"), ("press", "No")]
DANGER: Move = ("key", Kind.HAZARD)


@settings(max_examples=400)
@given(st.sampled_from(CONTENTS), moves)
@example(WORDS, [*ORDERED, DANGER, ("press", "🔴")])
@example(WORDS, [*ORDERED, DANGER, ("press_old", "🔴")])
@example(WORDS, [*ORDERED, DANGER, ("press", "🟡")])
@example(WORDS, [*UNFAIR, DANGER, ("press", "🔴"), ("press", "📨")])
@example(WORDS, [*UNFAIR[:2], DANGER, ("press", "🟡")])
@example(WORDS, [DANGER, *UNFAIR[:1], ("press_old", "🔴"), ("press", "🔴")])
@example(WORDS, [DANGER, *UNFAIR[:1], DANGER, ("press_old", "🔴"), ("press", "🔴"), ("press", "📨")])
@example(CONTENTS[1], [DANGER, ("press", "🟡"), ("press_old", "🔴")])
@example(WORDS, [("press", "🤷"), DANGER, ("press", "🔴")])
@example(WORDS, [("wait", 18), DANGER, ("press", "🔴")])
def test_nothing_goes_to_people_whom_the_last_screen_did_not_name(first: Content, moves: list[Move]) -> None:
    chat = Chat()
    for name, what in [("write", first), *moves]:
        getattr(chat, name)(what)
        if chat.sent_by:
            judge(chat)
            break


def judge(chat: Chat) -> None:
    """Who has it now was named, and so was the tap that sent it; what was for the handlers was shown to be wider."""
    last = chat.screens[-1].text
    assert readers(KNOWN, shown(chat.s), ENGLISH) in last
    if isinstance(chat.sent_by, Send):
        assert last.startswith("👀 Look before it goes")
    else:
        assert AT_ONCE in last or (RED_AT_ONCE in last and chat.s.urgency is Urgency.RED)
        assert chat.s.unsafe_order or not chat.kept
        assert chat.asked_at - AT < timedelta(hours=1)
