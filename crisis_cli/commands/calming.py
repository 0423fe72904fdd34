"""The calm pages that hold here: what was approved, or the file as it stands, or what is built in.

They are looked up when they are shown, as numbers are, and not kept with a contact: no answer and
no level hangs on them, and whoever goes on with a contact wants what is good advice today.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from crisis_cli.commands.chosen import CALM, for_file, given, last_approved, places
from crisis_cli.commands.contacts import now
from crisis_cli.directory.resources import numbers
from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.approval import approvals
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.records.folder import home
from crisis_cli.terminal.calm_pages import Calm, CalmPages, by_heart
from crisis_cli.terminal.front import Text
from crisis_cli.terminal.screen import wrap

FIRST = "calm"  # the word of the first page, whatever its section is called
MORE = "More of them, each with its word:"
NOBODY = "Nobody has approved these pages here yet."
UNUSABLE = "{file} cannot be used: tell your supervisor."


def calm(practice: bool = False) -> Calm:
    """What reads the pages when they are wanted. practice: the file as it stands comes first."""
    return partial(_pages, practice)


def _pages(practice: bool) -> CalmPages:
    """The agency's own pages, or those that came along, or what is built in: whatever is broken,
    the key shows something."""
    said = ""
    for name in _files():
        path, loaded = given(name)
        found = _of(path, _pages_in(loaded), practice)
        if found:
            return CalmPages(found.protocol, f"{said} {found.said}".strip())
        said = UNUSABLE.format(file=path.name)
    return by_heart(said)


def _files() -> Iterator[str]:
    """Where the pages may stand: in the folder of the records, then with the program."""
    try:
        own = home() / f"{CALM}.yaml"
        if own.exists():
            yield str(own)
    except (CrisisError, OSError):
        pass
    yield CALM


def _pages_in(loaded: Protocol | CrisisError) -> Protocol | None:
    """What was read, where it is calm pages."""
    if isinstance(loaded, Protocol) and loaded.id == CALM and loaded.sections:
        return loaded
    return None


def _of(path: Path, protocol: Protocol | None, practice: bool) -> CalmPages | None:
    """What holds of one file, by its approvals. protocol: None where it cannot be used."""
    if practice and protocol:
        return CalmPages(protocol)
    try:
        known = for_file(approvals(places(path)), path, protocol)
        chosen = last_approved(known, path, protocol, home_day(now()))
    except (CrisisError, OSError):
        chosen = None
    if chosen:
        return CalmPages(chosen.protocol, chosen.said)
    return CalmPages(protocol, NOBODY) if protocol else None


def words(pages: CalmPages) -> list[str]:
    """The word of each page, the first one's first."""
    return [FIRST, *(one.id for one in pages.protocol.sections[1:])]


def told(pages: CalmPages, word: str, wide: int) -> str:
    """The page of this word, in lines of so many columns; the first one with a list of the others.
    "" where no page has it."""
    listed = dict(zip(words(pages), pages.protocol.sections, strict=True))
    if word not in listed:
        return ""
    texts = list(pages.page(listed[word], numbers))
    if word == FIRST:
        others = [Text(f"crisis now {one:12} {listed[one].title}") for one in words(pages)[1:]]
        texts += [Text(MORE), *others] if others else []
        texts.append(Text(pages.said))
    lines = [line for one in texts for line in wrap(one.text, wide, one.indent, one.hang)]
    return "\n".join(lines).rstrip()
