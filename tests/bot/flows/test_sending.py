"""The draft: what it asks next, whatever was tapped in whatever order."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks.worker import OrderedByBoss, Pick, PickAbout, PickHarm, PickKind, PickMode, PickUrgency
from bot.flows.content import Content, File
from bot.flows.sending import Sending, chosen, edited, is_part, of_kind, step, with_content, without
from bot.views.worker import VIEWS
from cases.model import About, Kind, MediaKind, Mode, Urgency

PHOTO = Content(1, file=File(MediaKind.PHOTO, "AgAC", message=1))
EMPTY = Sending(7, draft=5)

LAST: dict[str, st.SearchStrategy[int]] = {"draft": st.just(5), "look": st.just(0)}
"""``after`` puts each press under what is shown last."""

picks: st.SearchStrategy[Pick] = st.one_of(
    st.builds(PickKind, **LAST, kind=st.one_of(st.none(), st.sampled_from(Kind))),
    st.builds(PickUrgency, **LAST, urgency=st.sampled_from(Urgency)),
    st.builds(OrderedByBoss, **LAST),
    st.builds(PickAbout, **LAST, about=st.sampled_from(About)),
    st.builds(PickHarm, **LAST, harm=st.booleans()),
    st.builds(PickMode, **LAST, mode=st.sampled_from(Mode)),
)
contents = st.one_of(st.just(PHOTO), st.builds(Content, st.integers(1, 9), st.text(min_size=1)))
moves = st.lists(st.one_of(picks, contents), max_size=12)


def after(s: Sending, moves: list[Pick | Content]) -> Sending:
    for move in moves:
        if isinstance(move, Content):
            s = with_content(s, move, 11 if move.file else None)
        else:
            s = chosen(s, move.model_copy(update={"look": s.look}))
    return s


@given(moves)
def test_there_is_always_a_next_question_or_it_is_sent(moves: list[Pick | Content]) -> None:
    assert step(after(EMPTY, moves)) in {*VIEWS, "send"}


@given(moves)
def test_a_draft_comes_back_from_its_plain_form_as_it_was(moves: list[Pick | Content]) -> None:
    s = after(EMPTY, moves)
    assert Sending.load(json.loads(json.dumps(s.dump()))) == s


@given(moves)
def test_nothing_is_sent_without_content_and_urgency(moves: list[Pick | Content]) -> None:
    s = after(EMPTY, moves)
    if step(s) == "send":
        assert s.has_content
        assert (s.kind, s.urgency is None) == (Kind.HAZARD, False)


@given(moves)
def test_a_grievance_is_shown_before_it_goes_and_knows_whom_it_is_about(moves: list[Pick | Content]) -> None:
    s = after(EMPTY, moves)
    if s.kind is Kind.GRIEVANCE:
        assert step(s) != "send"
        assert step(s) != "preview" or (s.about is not None and s.harm is not None)


def test_content_and_kind_may_come_in_any_order() -> None:
    first = of_kind(with_content(EMPTY, PHOTO, 11), Kind.HAZARD)
    second = with_content(of_kind(EMPTY, Kind.HAZARD), PHOTO, 11)
    assert step(first) == step(second) == "ask_urgency"


def test_another_kind_forgets_what_was_asked_for_the_first() -> None:
    grievance = replace(of_kind(EMPTY, Kind.GRIEVANCE), about=About.COACH, harm=True, unsafe_order=True)
    suggestion = of_kind(grievance, Kind.SUGGESTION)
    assert (suggestion.about, suggestion.harm, suggestion.unsafe_order) == (None, None, False)


def test_only_a_message_of_the_draft_can_be_edited() -> None:
    s = with_content(EMPTY, Content(3, "old"), None)
    assert [is_part(s, Content(message, "new")) for message in (3, 4)] == [True, False]
    changed = edited(s, Content(3, "new"), None)
    assert (changed.text, changed.look) == ("new", s.look + 1)


def test_what_is_changed_keeps_its_place() -> None:
    s = EMPTY
    for message in (1, 2, 3):
        s = with_content(s, Content(message, file=File(MediaKind.PHOTO, "AgAC", message=message)), 10 + message)
    s = edited(s, Content(2, "The lathe", File(MediaKind.VIDEO, "BAAC", message=2)), 15)
    s = edited(s, Content(1, "The press", File(MediaKind.PHOTO, "AgAD", message=1)), 16)
    assert [media for media, *_ in s.files] == [16, 15, 13]
    assert s.text == "The press\n\nThe lathe"


def test_a_draft_of_an_older_version_does_not_know_of_what_message_its_files_are() -> None:
    old = with_content(EMPTY, PHOTO, 11).dump() | {"files": [[11, "photo"]]}
    assert Sending.load(old).files == [[11, "photo", 0]]


def test_every_change_counts_as_a_new_look() -> None:
    s = with_content(EMPTY, Content(3, "old"), None)
    assert chosen(s, PickMode(draft=5, look=s.look, mode=Mode.NO_WAY_BACK)).look == s.look + 1


@given(moves, picks)
def test_a_press_under_an_older_look_changes_nothing(moves: list[Pick | Content], press: Pick) -> None:
    s = after(EMPTY, moves)
    assert chosen(s, press.model_copy(update={"look": s.look - 1})) == s


def test_an_order_to_work_unsafely_stays_one_when_danger_is_tapped_again() -> None:
    s = of_kind(with_content(EMPTY, PHOTO, 11), Kind.HAZARD)
    ordered = replace(s, unsafe_order=True, about=About.WORKSHOP_HEAD)
    again = of_kind(ordered, Kind.HAZARD)
    assert again == replace(ordered, look=s.look + 1)


def test_what_comes_in_place_of_a_file_that_could_not_be_opened_is_not_sent_as_it_comes() -> None:
    red = replace(of_kind(with_content(EMPTY, PHOTO, 11), Kind.HAZARD), urgency=Urgency.RED)
    assert step(with_content(without(red, [11]), Content(2, "The guard is off"), None)) == "ask_urgency"
