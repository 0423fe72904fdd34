"""crisis practice: a contact with a made-up client, that never becomes a record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import choose
from crisis_cli.commands.contacts import now
from crisis_cli.commands.options import Answers, Json, Out, Plain, say
from crisis_cli.commands.script import read_script
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.terminal.interactive import interactive

SCRIPTED = ", or give scripted answers with --answers FILE"
SEVERAL = ("That is more than one thing at once.", "One at a time.")


def run(
    what: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|PROTOCOL",
            help="A scenario by its name or file, or a protocol to practise freely with.",
        ),
    ] = "",
    answers: Answers = None,
    out: Out = None,
    plain: Plain = False,
    record: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Afterwards, write a scenario from what was done."),
    ] = None,
    passed: Annotated[bool, typer.Option("--passed", help="List what you have passed.")] = False,
    hand_over: Annotated[
        bool, typer.Option("--hand-over", help="Print what you passed, for your supervisor.")
    ] = False,
    json: Json = False,
) -> None:
    """Practise with a made-up client: nothing becomes a record.

    Without anything: the scenarios, to choose one or to practise freely. A name is a protocol's if
    there is one of that name, or else a scenario's; a file is what it says that it is. At the end
    you look back: what you understood otherwise, and what one other answer would have changed.

    \b
    crisis practice
    crisis practice 11-a-gun-and-tonight
    crisis practice crisis-intervention --record mine/scenarios/40-what-i-saw.yaml
    crisis practice --hand-over > me.passed
    """
    if passed or hand_over:
        if what or answers or record or (passed and hand_over):
            raise CrisisError(*SEVERAL, Exit.USAGE)
        _passed(hand_over, json)
        return
    if record:
        _writable(record)
    if not what:
        from crisis_cli.commands.practice.choosing import chosen

        what = chosen(ask=answers is None, json=json)
        if not what:
            return
    _play(what, answers, out, plain, record, json)


def _play(
    what: str, answers: Path | None, out: Path | None, plain: bool, record: Path | None, json: bool
) -> None:
    from crisis_cli.commands.practice.role_play import clock_of, play
    from crisis_cli.commands.practice.roles import meant

    role = meant(what)
    protocol = role.protocol if role else choose(what, True, now().date()).protocol
    script, clock = read_script(answers, practice=True) if answers else (None, now)
    front = script or interactive(plain, elsewhere=SCRIPTED, practice=True)
    contact = play(protocol, role, front, clock_of(role) if clock is now else clock, out, json)
    if record and contact.state.ended:
        _record(contact.state, record)
    elif record:
        tell(f"{record} was not written: the contact was left open.")


def _passed(hand_over: bool, json: bool) -> None:
    from crisis_cli.commands.practice import telling_passes

    if hand_over:
        telling_passes.hand_over()
    else:
        telling_passes.listed(json)


def _writable(file: Path) -> None:
    """CrisisError where a scenario cannot be written here: told before anything is asked."""
    try:
        there, folder = file.exists(), file.parent.is_dir()
    except OSError as error:  # its name is too long, or its folder may not be read
        raise CrisisError(
            f"{file} cannot be written: {error.strerror}.", "Choose another name or place."
        ) from None
    if there:
        hint = "Choose another name: what somebody wrote there would be gone."
        raise CrisisError(f"{file} is there already, and is left as it is.", hint)
    if not folder:
        raise CrisisError(f"There is no folder {file.parent}.", "Make it first, or name another.")


def _record(state: State, file: Path) -> None:
    from crisis_cli.commands.protocol.plans import printed
    from crisis_cli.workshop.practice.recording import recorded

    text = recorded(state, file.stem, printed)
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise CrisisError(f"{file} cannot be written: {error.strerror}.", "Name another.") from None
    say(f"Written to {file}: fill in who they are and what they say, then try it:")
    say(f"crisis practice {file}")
