import pytest

from bot.flows.receipt import FLOW, digits_in
from cases.ports import Draft

ASKED = Draft(FLOW, {})
FULL_WIDTH = "".join(chr(0xFF10 + int(digit)) for digit in "1234567890123456")
"""As a Chinese keyboard types them."""


@pytest.mark.parametrize(
    "text",
    ["1234567890123456", "1234 5678 9012 3456", "1234-5678-9012-3456", FULL_WIDTH, "\n1234 567890123456 "],
)
def test_sixteen_digits_are_a_receipt_at_any_time(text: str) -> None:
    assert digits_in(text, None) == "1234567890123456"


def test_fewer_digits_count_only_when_they_were_asked_for() -> None:
    assert digits_in("1234", None) is None
    assert digits_in("1234", ASKED) == "1234"


@pytest.mark.parametrize("text", ["", "press 3 is broken", "1234567890123456 is my number", "½", "١٢٣٤"])
def test_words_are_never_digits(text: str) -> None:
    assert digits_in(text, ASKED) is None
