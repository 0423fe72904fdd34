"""What is asked at the terminal outside of a contact, where a command holds keys while it waits.

No key for some minutes, and the command lets go: the screen is cleared, the keys are dropped.
Within a contact nothing of this holds; there the screen can be hidden.
"""

from __future__ import annotations

import os
import shutil
import sys

import typer

from crisis_cli.boundary import asking, tell
from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import database, holds
from crisis_cli.records.known_settings import KNOWN
from crisis_cli.records.opening import open_store
from crisis_cli.records.settings import value
from crisis_cli.terminal.line import Idle, read_line
from crisis_cli.terminal.screen import FORGET

NAME = "idle_minutes"
YES, NO = ("y", "yes"), ("n", "no")


class LetGo(CrisisError):
    """Nobody typed for too long: the screen was cleared."""


def ask(question: str, default: str | None = None, shown: str = "") -> str:
    """What is typed; Enter alone is the default, or is asked again where there is none.

    shown: the default as it stands in brackets after the question, or "".
    """
    question = f"{question} [{shown or default}]" if shown or default else question
    if not sys.stdin.isatty():
        return str(typer.prompt(question, default=default, show_default=False, err=True))
    while True:
        typed = _read(question, hide=False)
        if typed or default is not None:
            return typed or default or ""
        tell("Nothing was typed, and something is needed here. Ctrl-C stops.")


def agreed(question: str, default: bool | None = False) -> bool:
    """Whether the person says yes. default: what Enter alone says; None where it says nothing."""
    alone, shown = {True: ("y", "Y/n"), False: ("n", "y/N"), None: (None, "y/n")}[default]
    while (typed := ask(question, alone, shown).strip().lower()) not in YES + NO:
        tell("Type y or n.")
    return typed in YES


def hidden(question: str) -> str:
    """What is typed without being shown."""
    return _read(question, hide=True)


def _read(question: str, hide: bool) -> str:
    """One line from the terminal. LetGo where nobody typed for too long."""
    minutes = _minutes()
    try:
        line = read_line(
            sys.stdin.fileno(), _show, asking(question, sys.stderr), minutes * 60, hide
        )
    except EOFError:
        raise KeyboardInterrupt from None
    except Idle:
        clear()
        after = "1 minute" if minutes == 1 else f"{minutes:g} minutes"
        raise LetGo(
            f"Locked after {after} without a key. Nothing that was typed was kept.",
            "Run the command again when you are back.",
        ) from None
    sys.stderr.write("\n")
    return line


def _minutes() -> float:
    """How long a prompt waits. A setting that cannot be read keeps nobody from being locked out."""
    try:
        if holds(database()):
            with open_store(database()) as store:
                return float(value(store, NAME))
    except (CrisisError, ValueError):
        pass
    return float(KNOWN[NAME].usual)


def _show(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def clear() -> None:
    """Nothing of what was shown stays on the screen, or in what was scrolled away."""
    out = sys.stderr if sys.stderr.isatty() else sys.stdout
    if not out.isatty():
        return
    dumb = os.environ.get("TERM", "dumb") in ("dumb", "")
    out.write("\n" * shutil.get_terminal_size().lines if dumb else FORGET)
    out.flush()
