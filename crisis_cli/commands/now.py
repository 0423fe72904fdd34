"""crisis now: whom to call and what to do, at once; or a page on how to calm a hard moment."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from crisis_cli.commands.panel import show
from crisis_cli.errors import CrisisError, Exit

WIDTH = 80


def run(
    page: Annotated[
        str,
        typer.Argument(metavar="PAGE", help="A calm page: `calm` has the list of them."),
    ] = "",
) -> None:
    """Show whom to call and what to do in an emergency, at once; or how to calm a hard moment.

    A page needs no contact and no passphrase, and nobody writes down that it was read.

    \b
    crisis now
    crisis now calm
    crisis now angry
    """
    if not page:
        show()
        return
    # Imported only here: whoever is in danger waits for none of it.
    from crisis_cli.commands.calming import calm, told, words
    from crisis_cli.commands.options import give

    pages = calm()()
    wide = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH) - 1
    text = told(pages, page.strip().lower(), wide)
    if text:
        give(text)
        return
    show()
    known = ", ".join(words(pages))
    raise CrisisError(f"There is no calm page '{page}'.", f"There are: {known}.", Exit.USAGE)
