"""``huiyin calendar`` and ``huiyin policy`` at the terminal."""

from typing import Annotated

import typer

from cli.command import Json, plainly, tell

office = typer.Typer()

Code = Annotated[str, typer.Argument(help="The enterprise's code.")]
Text = Annotated[
    typer.FileText | None,
    typer.Argument(metavar="FILE", encoding="utf-8-sig", help="What was printed, edited; - reads what is piped in."),
]
Year = Annotated[int | None, typer.Option(min=2000, max=2099, help="Print it with that year's days off anew.")]


@office.command()
@plainly
def calendar(code: Code, file: Text = None, propose: Year = None, as_json: Json = False) -> None:
    """Print when an enterprise works, as a text to edit; with FILE check that text and set it.

    Promises made already stay as they were told; for what waits for its release, the date on its receipt is never
    moved to a later one. By the new calendar go those that are made from then on, and reminders and alerts to come.
    """
    from cli import calendar_text, promises, said
    from cli.plain import WrongInput

    if file and propose:
        raise WrongInput("Either a FILE or --propose: print the proposal, look it through, then set it.")
    if file:
        before, enterprise = promises.set_calendar(code, file.read())
        sentences = said.calendar_set(enterprise.code, changed=enterprise != before)
        tell(promises.calendar_result(enterprise), sentences, as_json)
    else:
        enterprise = promises.proposed(code, propose) if propose else promises.enterprise(code)
        text = calendar_text.written(enterprise.calendar, enterprise.code)
        tell(promises.calendar_result(enterprise), text, as_json)


@office.command()
@plainly
def policy(code: Code, file: Text = None, as_json: Json = False) -> None:
    """Print what an enterprise promises, as a text to edit; with FILE check that text and set it.

    A case keeps the promises under which it was sent; new ones hold for what is sent from then on. The urgent rows
    can only become tighter; elsewhere a case is taken within 3 working days and answered within 15, at the latest.
    Nothing is promised answered before it is taken, or solved before it is answered.
    """
    from cli import policy_text, promises, said

    if file:
        before, enterprise = promises.set_policy(code, file.read())
        sentences = said.policy_set(enterprise.code, enterprise.policy.version, changed=enterprise != before)
    else:
        enterprise = promises.enterprise(code)
        sentences = policy_text.written(enterprise.policy, enterprise.code)
    tell(promises.policy_result(enterprise), sentences, as_json)
