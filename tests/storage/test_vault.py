import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import KeyFileBroken, WrongKey
from storage.vault import KeyRing, Secret, new_key_line, pad, unpad, write_key_file


def test_a_new_key_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "huiyin.key"
    write_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ring = KeyRing.read(path)
    assert ring.open("notes", ring.seal("notes", b"words", b"1"), b"1") == b"words"


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "huiyin.key"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_key_file(path)
    assert path.read_text() == "mine"


@given(st.binary(max_size=500), st.binary(max_size=20))
def test_what_was_sealed_opens_again(data: bytes, bound: bytes) -> None:
    secret = Secret.fresh()
    assert secret.open("notes", secret.seal("notes", data, bound), bound) == data


def test_a_seal_opens_neither_elsewhere_nor_under_another_label_nor_key() -> None:
    secret = Secret.fresh()
    sealed = secret.seal("notes", b"words", b"1")
    for other, label, bound in [(secret, "notes", b"2"), (secret, "names", b"1"), (Secret.fresh(), "notes", b"1")]:
        with pytest.raises(WrongKey):
            other.open(label, sealed, bound)


def test_two_seals_of_one_text_differ() -> None:
    secret = Secret.fresh()
    assert secret.seal("notes", b"words", b"") != secret.seal("notes", b"words", b"")


def test_an_older_key_opens_what_it_sealed_and_the_newest_seals() -> None:
    old, new = new_key_line(), new_key_line()
    before, after = KeyRing.parse(old), KeyRing.parse(f"{new}\n{old}\n")
    sealed = before.seal("notes", b"words", b"")
    assert after.open("notes", sealed, b"") == b"words"
    assert [sealed[:4]] == before.ids == after.ids[1:]
    assert after.seal("notes", b"words", b"")[:4] == after.ids[0]


def test_a_ring_without_the_key_says_which_one_it_lacks() -> None:
    line = new_key_line()
    sealed = KeyRing.parse(line).seal("notes", b"words", b"")
    with pytest.raises(WrongKey, match=line.split(":")[0]):
        KeyRing.parse(new_key_line()).open("notes", sealed, b"")


def test_nobody_without_the_key_makes_the_tag() -> None:
    assert Secret.fresh().tag("workers", 42, 7_788_990_011) != Secret.fresh().tag("workers", 42, 7_788_990_011)


def test_a_tag_depends_on_label_parts_and_their_borders() -> None:
    key = Secret.fresh()
    tags = {key.tag("own", "ab", "c"), key.tag("own", "a", "bc"), key.tag("own", "abc"), key.tag("other", "abc")}
    assert {len(tag) for tag in tags} == {16}
    assert len(tags) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "no-colon",
        "12345678:!!!",
        "12345678:c2hvcnQ=",
        "zz345678:" + "A" * 43 + "=",
        "1234:" + "A" * 44,
    ],
)
def test_a_broken_key_file_is_named_as_such(text: str) -> None:
    with pytest.raises(KeyFileBroken):
        KeyRing.parse(text)


@given(st.binary(max_size=62))
def test_padding_hides_the_length(data: bytes) -> None:
    padded = pad(data, 64)
    assert (len(padded), unpad(padded)) == (64, data)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        pad(b"x" * 63, 64)
