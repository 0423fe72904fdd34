"""Questions of the commands at the terminal: a line each, and Enter alone answers none of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import typer

from crisis_cli import boundary
from crisis_cli.boundary import tell
from crisis_cli.commands.typed import ask
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible


def choose(question: str, choices: Mapping[str, str]) -> str:
    """One of these, id -> what is read, by its number or its id."""
    ids = list(choices)
    show(question)
    for number, one in enumerate(ids, 1):
        show(f"  {number}  {choices[one]}")
    while True:
        typed = words("Number", needed=True).lower()
        if typed in ids:
            return typed
        if typed.isdecimal() and 0 < int(typed) <= len(ids):
            return ids[int(typed) - 1]
        tell(f"Type a number from 1 to {len(ids)}.")


def words(question: str, needed: bool = False) -> str:
    """What is typed; "" where that may be left out."""
    return ask(question, default=None if needed else "").strip()


def fitting(question: str, read: Callable[[str], str], needed: bool) -> str:
    """What `read` makes of what is typed, asked until it fits; "" where that may be left out."""
    while True:
        typed = words(question, needed)
        if not typed:
            return ""
        try:
            return read(typed)
        except CrisisError as error:
            tell(error.message, error.hint)


def show(text: str) -> None:
    """A line to read, beside what is asked; at a terminal wrapped between words."""
    typer.echo(boundary.fitting(visible(text), sys.stderr), err=True)
