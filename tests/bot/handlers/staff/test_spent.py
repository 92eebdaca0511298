"""A question that is answered loses its buttons; cards and alerts keep theirs."""

import pytest

from bot.callbacks.staff import Ask, OnCase
from bot.handlers.at_desk import answers
from cases.model import Kind, Role, Stage
from tests.bot.handlers.staff.phones import GROUP, Phones
from tests.cases.examples import a_case


async def test_a_question_in_the_group_loses_its_buttons_once_answered(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🏷 Category", GROUP)
    question = phones.last(GROUP)
    assert "Quality and defects" in question.labels
    await phones.presses("Ben", "Quality and defects", GROUP)
    assert (question.labels, question.text.endswith("what is it about?")) == ([], True)
    assert "💬 Answer" in phones.bubbles(GROUP)[0].labels


async def test_a_question_that_was_refused_keeps_them(phones: Phones, case: int) -> None:
    await phones.presses("Ben", "🏷 Category", GROUP)
    question = phones.last(GROUP)
    phones.plant.chats[99] = "Stranger"
    await phones.presses("Stranger", "Quality and defects", GROUP)
    assert "Quality and defects" in question.labels


async def test_an_invitation_is_accepted_once(phones: Phones) -> None:
    phones.plant.chats[50] = "Jane"
    await phones.says("Jane", await phones.link("i", Role.MEMBER, person="Jane"))
    invitation = phones.last("Jane")
    await phones.presses("Jane", "✅ I am in")
    assert invitation.labels == []


async def test_a_call_is_reported_once(phones: Phones, case: int) -> None:
    await phones.until("2026-03-10 12:30")
    call = phones.last("Carol")
    await phones.presses("Carol", "☎️ Reached")
    assert call.labels == []


async def test_a_question_is_answered_and_never_declined(phones: Phones) -> None:
    asked = await phones.released("When is the canteen open?", kind=Kind.QUESTION)
    assert "🚫 Decline" not in phones.bubbles(GROUP)[0].labels
    await phones.sends_data("Carol", f"s:decline:{asked}", GROUP)
    assert phones.last(GROUP).text.startswith("This is not for you to do here.")


@pytest.mark.parametrize(("stage", "question"), [(Stage.RESOLVED, False), (Stage.CLOSED, True)])
def test_that_a_danger_is_back_answers_a_question_only_after_its_end(stage: Stage, question: bool) -> None:
    """Before its end the button stands under the card."""
    press = OnCase(ask=Ask.BACK, case=1)
    assert answers(press, a_case(Kind.HAZARD, stage=stage)) is question
