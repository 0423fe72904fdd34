"""The list of commands. Each is read from its file only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from crisis_cli import __version__
from crisis_cli.boundary import guard

# name: what it is for; for workers first, then for supervisors and administrators. Each has a file
# of its name in commands/, or a folder, with `run` or an `app`; see `module_of`.
COMMANDS = {
    "start": "Begin a contact with somebody.",
    "resume": "Go on with a contact that was left open.",
    "cases": "List contacts, with their level and what is due.",
    "show": "Show a document of a contact: its record, its plan.",
    "print": "Write the documents of a contact again.",
    "follow-up": "Who is to be followed up: try them, and what came of it.",
    "amend": "Add to a contact: a correction, a disclosure, a name; or refile.",
    "resources": "Who can help: find them, and keep the numbers right.",
    "practice": "Practise with a made-up client: nothing becomes a record.",
    "debrief": "A few questions for yourself after a hard contact, for you alone.",
    "now": "Whom to call and what to do in an emergency, at once.",
    "review": "For supervisors: read a record, and countersign it.",
    "report": "For supervisors: counts over many contacts, and no small ones.",
    "protocol": "For supervisors: write protocols, and know what they do.",
    "setup": "Lock the records of this machine with a passphrase.",
    "keys": "Who may read the records, and the ways in.",
    "store": "Where the records lie: whole, shared, and how they are kept.",
    "doctor": "What works on this computer, and what is missing.",
}


class Plain:
    """Values as they were typed, or as paths: typer's own way costs 100 ms for pydantic."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        return None if value is None else self.kind(value)


def named(param: Any) -> str:
    """An argument as the guides write it: CONTACT, [PROTOCOL], FILE..."""
    name = param.display_name_raw if param.required else f"[{param.display_name_raw}]"
    return name if param.nargs == 1 else f"{name}..."


def no_type(param: Any, ctx: Any) -> None:
    """What stands behind the name of an argument: nothing."""


def plain(param: Any) -> Any:
    """The parameter, read without pydantic where it is a text, a path or a flag; and an argument
    with its name alone in the help, where typer would write {CONTACT} <str>."""
    if param.param_type_name == "argument":
        param._usage_display_name = partial(named, param)
        param.display_type_rich = partial(no_type, param)
    kind = param.type_descriptor.annotation
    if kind in (str, Path, bool) and param.nargs == 1 and not param.multiple:
        param._runtime_param = Plain(kind)
    elif kind == list[str] and param.nargs == -1:
        param._runtime_param = Plain(list)
    return param


def lean(command: Any) -> Any:
    """The command, and those under it, with plain parameters."""
    for param in command.get_params(typer.Context(command)):
        plain(param)
    for inner in getattr(command, "commands", {}).values():
        lean(inner)
    return command


def module_of(name: str) -> Any:
    """Where a command stands: the file or folder of its name, or `command.py` in that folder, which
    others that need a part of the folder do not wait for."""
    place = f"crisis_cli.commands.{name.replace('-', '_')}"
    module = import_module(place)
    if hasattr(module, "app") or hasattr(module, "run"):
        return module
    return import_module(f"{place}.command")


class Lazy(MutableMapping[str, Any]):
    """The commands by name, each built when it is looked up."""

    def __getitem__(self, name: str) -> Any:
        if name not in COMMANDS:
            raise KeyError(name)
        module = module_of(name)
        app = getattr(module, "app", None)
        if app is None:
            app = typer.Typer(add_completion=False, rich_markup_mode=None)
            app.command(name)(module.run)
        return lean(typer.main.get_command(app))

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)

    def __setitem__(self, name: str, command: Any) -> None:
        raise TypeError("Commands are listed in COMMANDS.")

    def __delitem__(self, name: str) -> None:
        raise TypeError("Commands are listed in COMMANDS.")


class Group(TyperGroup):
    """The commands, behind the error boundary."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = Lazy()

    def get_params(self, ctx: Any) -> list[Any]:
        return [plain(param) for param in super().get_params(ctx)]

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: Any) -> Any:
        with guard(passing=(TyperException, typer.Exit, typer.Abort)):
            return super().invoke(ctx)


app = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)


@app.callback()
def crisis(
    ctx: typer.Context,
    json: bool = typer.Option(False, "--json", help="JSON on stdout, and nothing else."),
    passphrase_fd: str = typer.Option(
        "", "--passphrase-fd", metavar="N", help="Read the passphrase from this file descriptor."
    ),
    version: bool = typer.Option(False, "--version", help="Show the version."),
) -> None:
    """A calm guide for peer case managers who sit with somebody in crisis.

    Without a command: what is open, and what is due.

    \b
    crisis now                 whom to call, at once
    crisis start               begin a contact
    crisis start --practice    the same, and nothing becomes a record
    """
    if passphrase_fd:
        from crisis_cli.commands.unlocking import from_descriptor

        from_descriptor(passphrase_fd)
    if version:
        typer.echo(f"crisis {__version__}")
    elif ctx.invoked_subcommand is None:
        from crisis_cli.commands.overview import run

        run(json)
