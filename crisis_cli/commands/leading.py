"""Leading an interview from the command line, and telling what came of it."""

from __future__ import annotations

from pathlib import Path

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.access import opening
from crisis_cli.commands.carrying import following
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.options import say_json
from crisis_cli.directory.resources import numbers
from crisis_cli.errors import Exit
from crisis_cli.records.heads import sign_logs
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.scripted import Scripted
from crisis_cli.terminal.session import run

PAPERS = "These papers are not locked. Print what is needed, then delete them."


def lead(
    contact: Contact, front: Front, out: Path | None, json: bool = False, notice: str = ""
) -> None:
    """Lead a contact until it ends or is left open; then write its documents and say so.

    out: the folder of the documents, or None for one of the contact's own. json: how it is said.
    notice: a line that the first page says.
    """
    with following(contact.store):
        how = _led(contact, front, out, json, notice)
    if how != "ended":
        tell(f"Left open; every answer is saved. Go on with: crisis resume {contact.id}")
    if how == "broken_off":
        raise typer.Exit(int(Exit.INTERRUPTED))


def _led(contact: Contact, front: Front, out: Path | None, json: bool, notice: str) -> str:
    """How it was left: the word of the session."""
    how = run(contact.state, contact.keep, front, numbers, contact.clock, notice=notice)
    # Imported only now: what makes documents is not waited for before the first question.
    from crisis_cli.commands.papers import papers
    from crisis_cli.commands.result import summary, words
    from crisis_cli.commands.wrapped import say_wrapped

    documents = papers(contact, out) if how == "ended" else {}
    asked, unused = (front.asked, front.unused) if isinstance(front, Scripted) else (None, [])
    if json:
        opening(contact, "level and follow-up", "exported")
        say_json(summary(contact, asked, unused, documents))
    else:
        say_wrapped(words(contact, unused, documents))
    if documents and not (contact.store.practice or isinstance(front, Scripted)):
        tell(PAPERS)
    if how == "ended" and not contact.store.locked:
        sign_logs(contact.store, contact.clock())
    return how
