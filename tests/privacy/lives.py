"""One long life in every mode, in the order in which it goes: said, seen, answered, lived with, and over."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.privacy import aftermath as ana
from tests.privacy import duty, everyday
from tests.privacy.aftermath import DANGER, IDEA, UNFAIR, UNSORTED, Sent
from tests.privacy.life import MODES, Life
from tests.privacy.terminal import Operator

ZONE = ZoneInfo("Asia/Shanghai")
MONTH = timedelta(days=31)


@dataclass
class Lives:
    life: Life
    operator: Operator
    enterprise: int
    folder: Path
    links: dict[str, str]
    """Invitations that nobody has taken yet."""
    sent: dict[str, Sent] = field(default_factory=dict)

    async def lives(self) -> None:
        await self.settles_in()
        await self.speaks()
        await self.life.later()
        await self.is_seen()
        await self.life.later()
        await self.hears()
        await self.life.later()
        await self.judges()
        await self.days(6)
        await self.is_asked()
        await self.days(2)
        await self.a_week_later()
        await self.life.later(MONTH)
        await self.a_month_later()

    async def settles_in(self) -> None:
        await everyday.the_group_moves(self.life)
        await everyday.the_group_changes(self.life, self.links["group"])
        await everyday.an_invitation_is_left(self.life, self.links["lead"])
        await everyday.worker_tries_it(self.life)
        await everyday.worker_speaks_chinese(self.life)

    async def _sends(self, kind: str, words: str, mode: str, *, aloud: bool = False) -> Sent:
        self.sent[words] = await ana.sends(self.life, kind, mode, words, aloud=aloud)
        return self.sent[words]

    # The first day

    async def speaks(self) -> None:
        for mode in MODES:
            await ana.takes_back_unseen(self.life, await ana.sends(self.life, IDEA, mode, f"kanariunseen{mode}"))
            for name in ("back", "wish"):
                await self._sends(IDEA, f"kanari{name}{mode}", mode)
            await self._sends(IDEA, f"kanarivoice{mode}", mode, aloud=True)
            harm = await self._sends(UNFAIR, f"kanariharm{mode}", mode)
            if mode != "number":
                await ana.wants_to_be_asked(self.life, harm)
        await ana.says_where(self.life, await self._sends(DANGER, "kanaripress", "here"), "kanarihallnine")
        await self._sends(DANGER, "kanarilift", "here")
        await ana.is_ordered(self.life, "kanariorder")
        await ana.changes_words(self.life, "KANARI-BEFORE-EDIT", "kanariedited")
        await self._sends(UNSORTED, "kanariunsorted", "number")
        await ana.speaks_without_a_word(self.life)
        await self._sends(UNFAIR, "kanaricry", "number", aloud=True)

    # The second

    async def is_seen(self) -> None:
        life = self.life
        await ana.takes_back(life, self.sent["kanaribackhere"])
        await ana.takes_back(life, self.sent["kanaribacknumber"])
        await ana.is_made_to_take_it_back(life, self.sent["kanaribacknamed"])
        for mode in MODES:
            await duty.writes_down(life, "lead", f"kanarivoice{mode}", f"kanarispoken{mode}")
            await duty.takes(life, "handler", f"kanariharm{mode}")
            await duty.answers_under_the_card(life, "handler", f"kanariharm{mode}", f"kanariwesee{mode}")
            await duty.takes(life, "lead", f"kanariwish{mode}", "🙋 I need to ask")
        await duty.writes_down(life, "handler", "kanaricry", "kanaricried, call 13900139000", marked=True)
        await duty.asks(life, "lead", "kanariwishhere", "kanariwhichone")
        await duty.reads_all(life, "lead", "kanariwishnamed")
        await duty.accepts(life, "lead", "kanariwishnamed")
        await duty.asks_who_it_is(life, "lead", "kanariwishnumber", "kanaricall 13800138001")
        await duty.blanks_a_number(life, "lead", "kanariwishnamed", "kanariring 13800138002")
        await duty.sorts(life, "handler", "kanariunsorted", "❓ Question", "💡 Good idea")
        await duty.sorts_a_recording(life, "handler", "kanaritoldteam")
        await self.danger_ends()
        await self.cries_out()
        await duty.calls_it_major(life, "lead", "kanarilift")
        await duty.assures(life, "lead", "kanarilift", "Ben", "kanarifence", "kanarimoney", "kanaristop")
        await duty.files_it(life, "lead", "kanarilift")
        await duty.accepts(life, "lead", "kanarilift", typed=f"{await self.day(1):%m-%d}")
        await duty.notes(life, "lead", "kanarilift", "kanarinoteone", "kanarinotetwo", "kanarinotethree")
        await duty.thinks_better_of_it(life, "lead", "kanarilift")
        await duty.hands_on(life, "lead", "kanariwishnumber", "Member")

    async def danger_ends(self) -> None:
        await duty.takes(self.life, "member", "kanaripress")
        await duty.solves(self.life, "member", "kanaripress", "kanarifixed", shown=True)
        await duty.verifies(self.life, "lead", "kanaripress")

    async def cries_out(self) -> None:
        """What hurts somebody now is seen at once, and under control within the day."""
        await ana.cries_out(self.life, "kanarired")
        await duty.makes_safe(self.life, "lead", "kanarired", "kanarishutoff")

    async def day(self, ahead: int) -> datetime:
        return (await self.life.sandbox.client.now()).astimezone(ZONE) + timedelta(days=ahead)

    # The third

    async def hears(self) -> None:
        life, sent = self.life, self.sent
        await ana.hears_words(life, sent["kanarivoicehere"], "kanarispokenhere", "✅ That is what I said")
        await ana.hears_words(life, sent["kanarivoicenamed"], "kanarispokennamed", "✍️ Change it", mended="kanarimended")
        await ana.hears_words(life, sent["kanarivoicenumber"], "kanarispokennumber", "🔇 Leave it out")
        await ana.hears_words(life, sent["kanaricry"], "kanaricried", ana.BLANK, "📨 Send")
        await ana.adds_what_was_to_be_something_new(life, sent["kanariwishhere"], "kanaritheleftone")
        await ana.hears_news(life, sent["kanariwishnamed"], "Yes, it will be done")
        await ana.hears_news(life, sent["kanariwishnumber"], "kanaricall")
        await ana.adds(life, sent["kanariwishnumber"], "kanaribyreceipt")
        await ana.adds_what_shows_who_it_is(life, sent["kanariwishnumber"], "kanariblanked")
        await ana.is_punished(life, sent["kanariharmhere"], "📝 Just record it", "🗣 They may talk to the boss")
        await ana.is_punished(life, sent["kanariharmnamed"], "🤝 Help me get help outside")
        await ana.is_punished(life, sent["kanariharmnumber"], "📝 Just record it")
        await ana.rates(life, sent["kanaripress"], "✅ Solved")
        await duty.extends(life, "lead", "kanariwishnamed", "kanarisupplier")
        await duty.declines(life, "lead", "kanariwishhere", "kanarinomoney")
        await duty.answers(life, "member", "kanariwishnumber", "kanaridialogue")
        await duty.solves(life, "member", "kanariwishnumber", "kanaridone")
        await duty.solves(life, "lead", "kanarilift", "kanarinewlift", shown=True)
        await duty.verifies(life, "member", "kanarilift")

    # The fourth

    async def judges(self) -> None:
        life, sent = self.life, self.sent
        await ana.hears_news(life, sent["kanariwishhere"], "kanarinomoney")
        await ana.rates(life, sent["kanariwishhere"], "❌ Not solved")
        await ana.rates(life, sent["kanariwishnumber"], "🟡 Half")
        await ana.rates(life, sent["kanarilift"], "✅ Solved")

    # Weeks

    async def days(self, number: int) -> None:
        """One by one, as alarms climb."""
        for _ in range(number):
            await self.life.later()

    async def is_asked(self) -> None:
        await ana.is_asked(self.life, self.sent["kanariharmhere"], "👍 All right")
        await ana.is_asked(self.life, self.sent["kanariharmnamed"], "🔕 Don't ask again")

    async def a_week_later(self) -> None:
        life = self.life
        await duty.looks_again(life, "lead", "✅ Still gone")
        await duty.calls(life, "lead")
        await duty.hears_an_alarm(life, "manager", "kanariunsorted")
        await everyday.worker_looks_around(life)
        await everyday.staff_look_everywhere(life)
        await everyday.staff_ask_for_more(life, await duty.number_of(life, "lead", "kanarilift"))

    async def a_month_later(self) -> None:
        life = self.life
        await duty.looks_again(life, "lead", "🔁 It is back")
        await ana.wants_no_answer(life, self.sent["kanarivoicehere"])
        await everyday.old_buttons_are_pressed(life)

    # The end

    async def is_read(self) -> bytes:
        """By the operator, whose mark the worker finds."""
        shown = await self.operator.reads("YONG", await duty.number_of(self.life, "handler", "kanariharmhere"))
        proof = await ana.looks_for_proof(self.life, self.sent["kanariharmhere"])
        assert "whoever runs the server read it" in proof
        return shown

    async def is_over(self) -> Path:
        """The enterprise leaves; the coach has what is open, and the workers hear it."""
        life = self.life
        number = await duty.number_of(life, "lead", "kanariwishnumber")
        await self.operator.keeps(life, self.enterprise, number)
        export = await self.operator.closes("YONG", "Yongxing Metal", self.folder)
        await life.later()
        await ana.hears_news(life, self.sent["kanaripress"], "leaves Huiyin")
        await everyday.is_forgotten(life)
        await everyday.the_job_changes(life, "DAWN")
        return export
