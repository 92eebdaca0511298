"""What an operator types is checked, and taken as it is commonly written."""

import pytest

from bot.translate import Speech
from cli import given
from cli.keep import invitation
from cli.plain import WrongInput
from tests.cli.conftest import Huiyin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zh", ("zh_Hans",)),
        ("zh-CN", ("zh_Hans",)),
        ("zh-Hans, EN", ("zh_Hans", "en")),
        ("zh_Hans,zh,en-GB", ("zh_Hans", "en")),
    ],
)
def test_a_language_is_that_of_a_catalogue(typed: str, meant: tuple[str, ...]) -> None:
    assert given.languages(typed) == meant
    assert [Speech(each).language for each in meant] == list(meant)


@pytest.mark.parametrize("typed", ["", "zh,", "zh-TW", "de", "Chinese", "??"])
def test_a_language_without_a_catalogue_is_refused(typed: str) -> None:
    with pytest.raises(WrongInput, match="Choose of en, zh_Hans"):
        given.languages(typed)


def test_a_country_is_one_of_iso_3166() -> None:
    assert [given.country(each) for each in ("cn", "CN", "de")] == ["CN", "CN", "DE"]
    for wrong in ("", "China", "UK", "XX", "#"):
        with pytest.raises(WrongInput, match="two letters of ISO 3166"):
            given.country(wrong)


def test_a_name_is_not_empty() -> None:
    assert given.enterprise_name(" Dawn ") == "Dawn"
    with pytest.raises(WrongInput, match="The name is empty"):
        given.enterprise_name("  ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" Ms  Wang ", "Ms Wang"),
        ("王姐", "王姐"),
        ("Li\tMei\n", "Li Mei"),
        ("\u202eLi\u202c", "Li"),
        ("نجم\u200cالدین", "نجم\u200cالدین"),
        ("x" * 64, "x" * 64),
    ],
)
def test_a_person_is_named_so_that_it_can_be_read(typed: str, meant: str) -> None:
    assert given.person_name(typed) == meant
    assert invitation(1, "handler", typed, []).name == meant


@pytest.mark.parametrize(
    "typed", ["", "  ", "\t\n", "\u200b\u2060", "\u202e\u2066\u200f", "\u3164", "\u2800", "…", "\x00"]
)
def test_a_name_that_nobody_can_read_is_refused(typed: str) -> None:
    with pytest.raises(WrongInput, match="Say by --name what the person is called"):
        invitation(1, "lead", typed, [])


def test_a_name_is_not_cut_off_in_silence() -> None:
    with pytest.raises(WrongInput, match="A name has at most 64 signs, not 65"):
        given.person_name("x" * 65)


def test_the_group_needs_no_name() -> None:
    assert invitation(1, "group", "", []).name == ""


def test_a_headcount_counts_somebody() -> None:
    assert given.headcount(1) == 1
    with pytest.raises(WrongInput, match="1 or more"):
        given.headcount(0)


def test_a_zone_is_one_of_iana() -> None:
    assert given.zone("Asia/Shanghai") == "Asia/Shanghai"
    for wrong in ("", "Peking", "../etc"):
        with pytest.raises(WrongInput, match="IANA"):
            given.zone(wrong)


@pytest.mark.parametrize("typed", ["", "110", "+86 138 0000 0000", "(0755) 8200-0000/12"])
def test_a_number_can_be_called_or_is_none(typed: str) -> None:
    assert given.phone(f" {typed} " if typed else "") == typed
    assert invitation(1, "lead", "Li", [], typed).phone == typed


@pytest.mark.parametrize(
    "typed", [" ", "12", "ask Ms Wang", "138 0000 0000 at night", "1" * 25, "１３８００００００００"]
)
def test_what_can_not_be_called_is_no_number(huiyin: Huiyin, typed: str) -> None:
    done = huiyin("invite", "DAWN", "lead", "--name", "Li", "--phone", typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is no telephone number: 3 to 24 digits and spaces" in done.stderr
