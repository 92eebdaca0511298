"""What goes after its time, and what is kept, on the command line."""

from tests.cli.conftest import Huiyin, answer

KINDS = {"updates", "messages", "invites", "drafts", "traces", "files", "keys", "cases", "case_files", "enterprises"}
BY_THE_BOT = {"ways_back", "unsent"}


def test_what_would_go_is_told_by_kind_and_count(huiyin: Huiyin) -> None:
    huiyin("init")
    assert answer(huiyin("shred", "--dry-run", "--json")) == dict.fromkeys(KINDS | BY_THE_BOT, 0)
    assert answer(huiyin("shred", "--json")) == dict.fromkeys(KINDS, 0)
    said = huiyin("shred", "--dry-run").stdout.splitlines()
    assert (said[0], said[11:]) == (
        "This would go:",
        [
            "This the running bot erases by itself, within minutes:",
            "       0  ways back to workers, 30 days after closing",
            "       0  drafts whose time is over",
        ],
    )


def test_the_pages_can_be_cleaned_at_any_time(huiyin: Huiyin) -> None:
    huiyin("init")
    assert answer(huiyin("db", "vacuum", "--json")) == {"vacuumed": True}


def test_an_enterprise_keeps_its_words_three_to_seven_years(huiyin: Huiyin) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    assert answer(huiyin("enterprise", "keep", "DAWN", "5", "--json")) == {"code": "DAWN", "years": 5}
    assert huiyin("enterprise", "keep", "DAWN", "8").returncode == 2


def test_a_hold_needs_a_case_and_a_reason(huiyin: Huiyin) -> None:
    huiyin("init")
    huiyin("enterprise", "add", "DAWN", "Dawn Textiles")
    assert huiyin("hold", "DAWN", "4711").stderr.startswith("A reason is needed")
    done = huiyin("hold", "DAWN", "4711", "--reason", "file 7")
    assert (done.returncode, done.stderr) == (
        1,
        "There is no such enterprise, person or case: see huiyin enterprise add and huiyin people.\n",
    )
    assert huiyin("hold", "DAWN", "4711", "--lift").returncode == 1
