"""``huiyin``: every command in one place; what it needs is imported when it is called, so that help comes at once."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.command import Json, plainly, tell
from cli.office import office

app = typer.Typer(
    name="huiyin",
    help="Huiyin: workers speak, and get an answer in time.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
enterprises = typer.Typer(help="Enterprises on this installation.", no_args_is_help=True)
parked = typer.Typer(help="Updates that could not be handled; alone it lists them.")
database = typer.Typer(help="The database.", no_args_is_help=True)
keyring = typer.Typer(help="The keys that open the database.", no_args_is_help=True)
app.add_typer(keyring, name="keys")
app.add_typer(enterprises, name="enterprise")
app.add_typer(parked, name="parked")
app.add_typer(database, name="db")
app.add_typer(office)


@app.command()
@plainly
def init(as_json: Json = False) -> None:
    """Make the key file and the database, if they are not there yet."""
    from cli import keep, said

    result = keep.init()
    tell(result, said.init(result), as_json)


@app.command()
@plainly
def run() -> None:
    """Serve Telegram, or the sandbox when no token is set, until stopped."""
    from bot.app import run
    from bot.settings import load

    sys.exit(run(load()))


@app.command()
@plainly
def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 takes a free one.")] = 8090,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """Try everything on this machine: a page of phones and a demo enterprise, without a token."""
    from cli.demo import show

    sys.exit(show(port, open_page))


@app.command()
@plainly
def doctor(as_json: Json = False) -> None:
    """Say what is missing or wrong, and what to do."""
    from cli import doctor

    findings = doctor.examine()
    tell({"findings": [each.as_json() for each in findings]}, doctor.sentences(findings), as_json)
    if any(not each.well for each in findings):
        raise typer.Exit(1)


@enterprises.command("add")
@plainly
def enterprise_add(
    code: Annotated[str, typer.Argument(help="Short code for the poster's link, such as DEMO.")],
    name: Annotated[str, typer.Argument(help="The name workers know.")],
    zone: Annotated[str, typer.Option(help="Time zone.")] = "Asia/Shanghai",
    headcount: Annotated[int, typer.Option(help="How many people work there.")] = 100,
    languages: Annotated[str, typer.Option(help="Such as zh,en; the first is the group's.")] = "zh_Hans,en",
    country: Annotated[str, typer.Option(help="Its two letters of ISO 3166: numbers to call, holidays, law.")] = "CN",
    as_json: Json = False,
) -> None:
    """Add an enterprise and print the link for its posters and its group."""
    from cli import keep, said

    result = keep.add_enterprise(code, name, zone, headcount, languages, country)
    tell(result, said.enterprise(result), as_json)


@enterprises.command("close")
@plainly
def enterprise_close(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    confirm: Annotated[str | None, typer.Option(help="The enterprise's name; without it nothing is done.")] = None,
    to: Annotated[Path, typer.Option(help="Folder for the sealed export.")] = Path(),
    as_json: Json = False,
) -> None:
    """Say what would happen if the enterprise left; with its name for --confirm it leaves."""
    from cli import closing, said

    result = closing.close(code, confirm, to)
    tell(result, said.closed(result), as_json)


@enterprises.command("reopen")
@plainly
def enterprise_reopen(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    as_json: Json = False,
) -> None:
    """Take a closing back, as long as its keys are not destroyed."""
    from cli import closing, said

    result = closing.reopen(code)
    tell(result, said.reopened(result), as_json)


@enterprises.command("keep")
@plainly
def enterprise_keep(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    years: Annotated[int, typer.Argument(min=3, max=7, help="Years after the end of a case.")],
    as_json: Json = False,
) -> None:
    """Set how long an enterprise keeps the words of its cases."""
    from cli import retention

    retention.keep(code, years)
    tell({"code": code, "years": years}, f"{code} keeps the words of a case {years} years after its end.", as_json)


@app.command()
@plainly
def invite(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    role: Annotated[str, typer.Argument(help="member, lead, handler, manager, independent, coach, office; or group.")],
    name: Annotated[str, typer.Option(help="What the person is called; workers read it. For all but a group.")] = "",
    flag: Annotated[list[str] | None, typer.Option(help="What is known of the person; may be repeated.")] = None,
    phone: Annotated[str, typer.Option(help="Shown to who is asked to call the person about an urgent alert.")] = "",
    as_json: Json = False,
) -> None:
    """Print a link that gives one person this role, once, within seven days."""
    from cli import keep, said

    result = keep.invite(code, role, name, flag or [], phone)
    tell(result, said.invite(result), as_json)


@app.command()
@plainly
def people(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    as_json: Json = False,
) -> None:
    """List who has which role and which flags, each by a number."""
    from cli import people, said

    result = people.people(code)
    tell(result, said.people(result), as_json)


@app.command()
@plainly
def flags(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    person: Annotated[int, typer.Argument(help="The person's number, as huiyin people lists it.")],
    flag: Annotated[list[str] | None, typer.Argument(help="All that is known of the person; none: nothing.")] = None,
    as_json: Json = False,
) -> None:
    """Set a person's flags anew. What was sent up to today stays hidden by a flag that is taken away."""
    from cli import people, said

    wanted = flag or []
    typer.confirm(said.flags_asked(people.name(code, person, wanted), code, wanted), abort=True, err=True)
    result = people.flag(code, person, wanted)
    tell(result, said.people(result), as_json)


@app.command()
@plainly
def leave(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    person: Annotated[int, typer.Argument(help="The person's number, as huiyin people lists it.")],
    as_json: Json = False,
) -> None:
    """End all roles of a person there, at once; others are asked to take what they had."""
    from cli import people, said

    name, alone = people.leaving(code, person)
    typer.confirm(said.leaving_asked(name, code, alone), abort=True, err=True)
    result = people.leave(code, person)
    tell(result, said.people(result), as_json)


@parked.callback(invoke_without_command=True)
def parked_alone(context: typer.Context, as_json: Json = False) -> None:
    context.obj = as_json  # said before list or replay it holds for them
    if context.invoked_subcommand is None:
        parked_list(context, as_json)


@parked.command("list")
@plainly
def parked_list(context: typer.Context, as_json: Json = False) -> None:
    """List what was set aside, by its number."""
    from cli import keep, said

    result = keep.parked()
    tell(result, said.parked(result), as_json or context.obj)


@parked.command("replay")
@plainly
def parked_replay(context: typer.Context, update_id: int, as_json: Json = False) -> None:
    """Give one of them another start."""
    from cli import keep, said

    result = keep.replay(update_id)
    tell(result, said.replay(result), as_json or context.obj)


@app.command()
@plainly
def backup(
    folder: Annotated[Path, typer.Argument(help="Where the backups lie.")],
    as_json: Json = False,
) -> None:
    """Copy the data into a new file, and the keys into one file that is overwritten."""
    from cli import backups, said

    result = backups.make(folder)
    tell(result, said.backup(result), as_json)


@app.command()
@plainly
def restore(
    source: Annotated[Path, typer.Argument(help="The folder, whose newest data is taken, or one file of data in it.")],
    as_json: Json = False,
) -> None:
    """Fill an empty database from a backup."""
    from cli import backups, said

    result = backups.restore(source)
    tell(result, said.restored(result), as_json)


@app.command()
@plainly
def shred(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go, by kind and count.")] = False,
    as_json: Json = False,
) -> None:
    """Erase what was kept long enough, as the running bot does once a day."""
    from cli import retention, said

    result = retention.shred(dry_run)
    tell(result, said.shredded(result, dry_run), as_json)


@app.command()
@plainly
def hold(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    number: Annotated[int, typer.Argument(help="The case's number.")],
    reason: Annotated[str, typer.Option(help="Why it must be kept: a court, an inspector.")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="It need not be kept any longer.")] = False,
    as_json: Json = False,
) -> None:
    """Keep a case beyond its time, once a second person confirms it by the link that is printed."""
    from cli import retention, said

    result = retention.lift(code, number) if lift else retention.hold(code, number, reason)
    tell(result, said.held(result), as_json)


@app.command()
@plainly
def audit(
    code: Annotated[str | None, typer.Argument(help="An enterprise's code; without it all are looked at.")] = None,
    anchor: Annotated[str | None, typer.Option(help="An anchor that was kept outside, such as by the coach.")] = None,
    as_json: Json = False,
) -> None:
    """Say whether any case, or a part of its history, has vanished or was changed; exit code 1 when it has."""
    from cli import proof, said

    result = proof.audit(code, anchor)
    tell(result, said.audited(result), as_json)
    if not result["whole"]:
        raise typer.Exit(1)


@app.command()
@plainly
def read(
    code: Annotated[str, typer.Argument(help="The enterprise's code.")],
    number: Annotated[int, typer.Argument(help="The case's number.")],
    reason: Annotated[str, typer.Option(help="Why you must read it; those who hold the case are told.")],
    as_json: Json = False,
) -> None:
    """Read a case as its staff see it. It leaves a mark in the chain, and those who hold the case are told."""
    from cli import proof, said

    question = f"Case {number} of {code}: that you read it is noted for good, and those who hold it are told. Go on?"
    typer.confirm(question, abort=True, err=True)
    result = proof.read(code, number, reason)
    tell(result, said.opened(result), as_json)


@keyring.command("rotate")
@plainly
def keys_rotate(as_json: Json = False) -> None:
    """Put a new key on top of the key file and bring it into use; a running bot goes on."""
    from cli import keys, said

    result = keys.rotate()
    tell(result, said.keys_rotated(result), as_json)


@keyring.command("check")
@plainly
def keys_check(as_json: Json = False) -> None:
    """Say which keys are still needed, and which may be removed."""
    from cli import keys, said

    result = keys.check()
    tell(result, said.keys_checked(result), as_json)
    if result["missing"]:
        raise typer.Exit(1)


@database.command("upgrade")
@plainly
def db_upgrade(as_json: Json = False) -> None:
    """Bring the tables to this version."""
    from cli import keep

    keep.upgrade()
    tell({"schema": "current"}, "The tables are those of this version.", as_json)


@database.command("vacuum")
@plainly
def db_vacuum(as_json: Json = False) -> None:
    """Take what was erased from PostgreSQL's pages, as the owner of the tables; every night."""
    from cli import retention

    retention.vacuum()
    tell({"vacuumed": True}, "No destroyed key is on the pages of the database any more.", as_json)
