"""What can go wrong, as data: the edge turns each into a sentence in the reader's language.

HuiyinError
├── NotFound          no such case, receipt, invite: also the answer for what belongs to another enterprise
│   ├── ReceiptVoid   the case was opened by a receipt that opens nothing any more
│   ├── NotOwn        a worker's chat has no way back to such a case, or has it no longer
│   └── UnknownChat   the same in a chat of which nobody knows where its worker is
├── NotAllowed        this person may not do this
├── StaleButton       the case has moved since the button was shown
│   ├── OldButton     a worker's: what it belongs to was sent, or thrown away
│   ├── AlreadyTaken  somebody else took it first
│   └── MoveForbidden the stage does not allow the move
├── InviteInvalid     used, expired, or for another enterprise
├── RuleBroken        a rule of the programme forbids it; ``rule`` names which
└── CalendarEmpty     a calendar without any working day
"""


class HuiyinError(Exception):
    """The base of all errors that have a kind answer."""


class NotFound(HuiyinError):
    """There is no such thing for this person."""


class ReceiptVoid(NotFound):
    """The receipt by which the case was opened holds no longer: there is a newer one, or the case is gone."""


class NotOwn(NotFound):
    """No such case answers in this worker's chat: it was taken back, or its way back has ended."""


class UnknownChat(NotFound):
    """Nobody knows where the worker of this chat is: a new one, or one who was forgotten."""


class NotAllowed(HuiyinError):
    """This person may not do this."""


class StaleButton(HuiyinError):
    """The screen is old: the case has moved on since."""


class OldButton(StaleButton):
    """A worker pressed what belongs to nothing any more: it was sent, thrown away, or never was."""


class AlreadyTaken(StaleButton):
    """Somebody else took the case first."""

    def __init__(self, owner: int | None = None) -> None:
        super().__init__("already taken")
        self.owner = owner


class MoveForbidden(StaleButton):
    """The stage of the case does not allow this move."""

    def __init__(self, stage: str, to: str) -> None:
        super().__init__(f"no move from {stage} to {to}")
        self.stage, self.to = stage, to


class InviteInvalid(HuiyinError):
    """The invitation was used, has expired, or is not known."""


class RuleBroken(HuiyinError):
    """A rule of the programme forbids this; ``rule`` is its stable name."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class CalendarEmpty(HuiyinError):
    """The calendar has no working day within a year: correct it before a promise can be made."""
