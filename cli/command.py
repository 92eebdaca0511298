"""What every command of ``huiyin`` has in common: how it answers, and how it fails."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

import typer

P = ParamSpec("P")
T = TypeVar("T")

Json = Annotated[bool, typer.Option("--json", help="One JSON document instead of sentences.")]


def plainly(command: Callable[P, T]) -> Callable[P, T]:
    """Expected errors become one line and exit code 1, without a traceback; 2 where the line was typed wrong."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        from cli.plain import EXPECTED, UNFORESEEN, WrongInput, sentence

        try:
            return command(*args, **kwargs)
        except UNFORESEEN:
            raise
        except EXPECTED as error:
            typer.echo(sentence(error), err=True)
            raise typer.Exit(2 if isinstance(error, WrongInput) else 1) from None

    return guarded


def tell(result: dict[str, Any], sentences: str, as_json: bool) -> None:
    import json

    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else sentences)
