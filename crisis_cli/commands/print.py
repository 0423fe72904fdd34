"""crisis print: write the documents of a contact again."""

from __future__ import annotations

from crisis_cli.commands.contacts import found
from crisis_cli.commands.options import ContactId, Out, say
from crisis_cli.commands.papers import papers
from crisis_cli.errors import CrisisError


def run(contact: ContactId, out: Out = None) -> None:
    """Write the documents of a contact again: the plan and the record, in every format.

    \b
    crisis print k7m4-2pqx --out papers
    crisis print k7m4-2pqx
    """
    with found(contact, what="papers") as one:
        written = papers(one, out)
    if not written:
        raise CrisisError("Nothing could be written.", "Choose another folder with --out DIR.")
    for path in written.values():
        say(f"Written: {path}")
