"""Leading an interview from the command line, and telling what came of it."""

from __future__ import annotations

from pathlib import Path

from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.options import say, say_json
from crisis_cli.directory.resources import numbers
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.scripted import Scripted
from crisis_cli.terminal.session import run


def lead(contact: Contact, front: Front, out: Path | None, json: bool = False) -> None:
    """Lead a contact until it ends or is left open; then write its documents and say so.

    out: the folder of the documents, or None for one of the contact's own. json: how it is said.
    """
    ended = run(contact.state, contact.keep, front, numbers, contact.clock) == "ended"
    # Imported only now: what makes documents is not waited for before the first question.
    from crisis_cli.commands.papers import papers
    from crisis_cli.commands.result import summary, words

    documents = papers(contact, out) if ended else {}
    asked, unused = (front.asked, front.unused) if isinstance(front, Scripted) else (None, [])
    if json:
        say_json(summary(contact, asked, unused, documents))
        return
    say(words(contact, unused, documents))
    if not ended:
        say(f"Left open; every answer is saved. Go on with: crisis resume {contact.id}")
