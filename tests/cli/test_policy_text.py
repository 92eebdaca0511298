"""The promises of an enterprise are printed, edited and read again."""

from datetime import time

import pytest

from cases.policy import (
    DEFAULT,
    DEFAULT_ROWS,
    DailyHours,
    Days,
    NextWorkingDay,
    Policy,
    Row,
    RowName,
    ShiftHours,
    WallHours,
    WorkingDays,
)
from cli import policy_text
from cli.plain import WrongInput

TIGHTER = Policy(
    2,
    {
        **DEFAULT_ROWS,
        RowName.GRIEVANCE_URGENT: Row(DailyHours(2, time(6, 30), time(23)), WallHours(36), Days(2)),
        RowName.QUESTION: Row(NextWorkingDay(), WorkingDays(1), WallHours(200)),
        RowName.HAZARD_RED: Row(ShiftHours(1), WallHours(12), Days(3), made_safe=WallHours(1)),
    },
)


@pytest.mark.parametrize("policy", [DEFAULT, TIGHTER])
def test_what_is_printed_reads_back_the_same(policy: Policy) -> None:
    assert policy_text.read(policy_text.written(policy, "DAWN"), policy.version) == policy


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            '1 shift hour"\nans',
            '2 shift hours"\nans',
            "hazard_red.taken: this may be later than the programme allows, which is 1 shift hour at most.",
        ),
        (
            "10 working days",
            "16 working days",
            "suggestion.answered: this may be later than the programme allows, which is 15 working days at most.",
        ),
        (
            "30 days",
            "31 days",
            "grievance.solved: this may be later than the programme allows, which is 30 days at most.",
        ),
        (
            'taken = "2 working days"\nanswered = "5 working days"',
            'taken = "2 working days"\nanswered = "3 days"',
            "grievance.answered: this may be due before grievance.taken. Make it later, or that one earlier.",
        ),
        (
            'answered = "10 working days"\nsolved = "90 days"',
            'answered = "10 working days"\nsolved = "13 days"',
            "suggestion.solved: this may be due before suggestion.answered. Make it later, or that one earlier.",
        ),
        ('solved = "30 days"', "", "grievance.solved: it is missing. The programme allows at most 30 days."),
        (
            '"4 hours between 07:00 and 22:00"\n',
            '"4 hours between 22:00 and 07:00"\n',
            "grievance_urgent.taken: the second time must be later than the first.",
        ),
        (
            '"30 days"',
            '"30"',
            (
                'grievance.solved: this is no time such as "2 working days"; '
                "the first lines of huiyin policy CODE show them all."
            ),
        ),
        (
            'solved = "30 days"',
            'solved = "30 days"\nmade_safe = "2 days"',
            "grievance.made_safe: only hazard_red is brought under control. Take this line out.",
        ),
        ("[question]", "[questions]", "question: it is missing.\nquestions: there is no such key."),
    ],
)
def test_each_error_names_the_key(before: str, after: str, said: str) -> None:
    text = policy_text.written(DEFAULT, "DAWN")
    assert before in text
    with pytest.raises(WrongInput) as refused:
        policy_text.read(text.replace(before, after), 2)
    assert str(refused.value) == said


def test_nothing_is_promised_later_than_the_programme_allows() -> None:
    looser = policy_text.written(DEFAULT, "DAWN").replace("24 hours", "25 hours")
    with pytest.raises(WrongInput) as refused:
        policy_text.read(looser, 2)
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == [
        "hazard_red.answered",
        "hazard_red.made_safe",
    ]
