"""Leading an interview from the command line, and telling what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.access import note_opened
from crisis_cli.commands.calming import calm
from crisis_cli.commands.consulting import consulting
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.copying import following
from crisis_cli.commands.options import say, say_json
from crisis_cli.commands.suggesting import suggester
from crisis_cli.directory.resources import numbers
from crisis_cli.errors import Exit
from crisis_cli.protocol.reader import HERE, language
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.kit import Kit
from crisis_cli.terminal.scene import Scene
from crisis_cli.terminal.scripted import Scripted
from crisis_cli.terminal.session import run

if TYPE_CHECKING:
    from crisis_cli.commands.papers import Selection

PAPERS = "These papers are not locked. Print what is needed, then delete them."
PRINT = "On paper: crisis print {id} --printer default. The printers: crisis print --printers"
PRINT_SMALL = PRINT.replace(" --printer", " --form card --printer", 1)
CODED = "Paper is not safe for them. A card that says nothing: crisis print {id} --form coded"


@dataclass(frozen=True, slots=True)
class RolePlay:
    """A contact with a made-up client. scene: what they say. back: what a look back at it comes
    to, in words and as plain JSON; called once the contact has ended."""

    scene: Scene
    back: Callable[[], tuple[str, dict[str, Any]]]


def lead(
    contact: Contact,
    front: Front,
    out: Path | None,
    json: bool = False,
    notice: str = "",
    role_play: RolePlay | None = None,
) -> None:
    """Lead a contact until it ends or is left open; then write its documents and say so.

    out: the folder of the documents, or None for one of the contact's own. json: how it is said.
    notice: a line that the first page says.
    """
    with following(contact.store):
        how, written = _led(contact, front, out, json, notice, role_play)
    if how != "ended":
        tell(f"Left open; every answer is saved. Go on with: crisis resume {contact.id}")
    if how == "broken_off":
        raise typer.Exit(int(Exit.INTERRUPTED))
    if how == "ended" and not written:  # every contact has a record: why there is none was told
        raise typer.Exit(int(Exit.TOLD))


def _selection(contact: Contact, front: Front) -> Selection:
    """Which papers: asked for where the person's language is another than that of the interview.

    Scripted answers say nothing about papers: those are in the language of the interview.
    """
    from crisis_cli.commands.papers import Selection, page, speaking
    from crisis_cli.documents.table import PLAN
    from crisis_cli.documents.tongue import of_client
    from crisis_cli.terminal.papers import which_languages

    own, theirs = contact.state.protocol.languages[0], of_client(contact.state)
    if isinstance(front, Scripted) or theirs in ("", own) or page(contact, PLAN) is None:
        return Selection()
    if speaking(contact, theirs).why:
        return Selection(languages=(theirs,))  # in English with a note, and the worker is told why
    named = {one: language(one, HERE) for one in (theirs, own)}
    pages = calm(contact.store.practice)
    chosen = which_languages(contact.state, front, numbers, contact.clock, named, pages)
    return Selection(languages=chosen)


def _how_to_print(contact: Contact) -> str:
    """The command that prints for this person, by what they said of paper; "" for none."""
    from crisis_cli.commands.carried import said_of_paper
    from crisis_cli.commands.papers import page
    from crisis_cli.documents.table import PLAN

    said = said_of_paper(contact)
    if said == "no":
        return CODED
    told = PRINT_SMALL if said == "small" else PRINT
    return told if page(contact, PLAN) else ""


def _led(
    contact: Contact,
    front: Front,
    out: Path | None,
    json: bool,
    notice: str,
    role_play: RolePlay | None,
) -> tuple[str, bool]:
    """How it was left, the word of the session; and whether any paper was written."""
    kit = Kit(
        notice,
        consulting=consulting(contact),
        suggest=suggester(),
        calm=calm(contact.store.practice),
        scene=role_play.scene if role_play else None,
    )
    how = run(contact.state, contact.keep, front, numbers, contact.clock, kit)
    # Imported only now: what makes documents is not waited for before the first question.
    from crisis_cli.commands.followed import settle
    from crisis_cli.commands.papers import papers
    from crisis_cli.commands.result import summary, words
    from crisis_cli.records.heads import sign_logs

    documents = papers(contact, out, _selection(contact, front)) if how == "ended" else {}
    asked, unused = (front.asked, front.unused) if isinstance(front, Scripted) else (None, [])
    text, data = role_play.back() if role_play and how == "ended" else ("", {})
    if json:
        note_opened(contact, "level and follow-up", "exported")
        say_json(summary(contact, asked, unused, documents) | data)
    else:
        say("\n\n".join([words(contact, unused, documents), *[text] * bool(text)]))
    if documents and not (contact.store.practice or isinstance(front, Scripted)):
        tell(PAPERS)
        tell(_how_to_print(contact).format(id=contact.id))
    if how == "ended":
        settle(contact)
    if how == "ended" and not contact.store.locked:
        sign_logs(contact.store, contact.clock())
    return how, bool(documents)
