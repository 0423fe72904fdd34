"""The calm pages that hold here: what was approved, or the file as it stands, or what is built in.

They are looked up when they are shown, as numbers are, and not kept with a contact: no answer and
no level hangs on them, and whoever goes on with a contact wants what is good advice today.
"""

from __future__ import annotations

from functools import partial

from crisis_cli.commands.chosen import CALM, for_file, given, last_approved, places
from crisis_cli.commands.contacts import now
from crisis_cli.directory.resources import numbers
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.approval import approvals
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.calm_pages import Calm, CalmPages, by_heart
from crisis_cli.terminal.front import Text
from crisis_cli.terminal.screen import wrap

FIRST = "calm"  # the word of the first page, whatever its section is called
MORE = "More of them, each with its word:"
NOBODY = "Nobody has approved these pages here yet."
UNUSABLE = "{file} cannot be used, so these lines are built in; tell your supervisor."


def calm(practice: bool = False) -> Calm:
    """What reads the pages when they are wanted. practice: the file as it stands comes first."""
    return partial(_pages, practice)


def _pages(practice: bool) -> CalmPages:
    """The pages, or what is built in: whatever is broken, the key shows something."""
    path, loaded = given(CALM)
    protocol = loaded if isinstance(loaded, Protocol) and loaded.sections else None
    if practice and protocol:
        return CalmPages(protocol)
    try:
        known = for_file(approvals(places(path)), path, protocol)
        chosen = last_approved(known, path, protocol, now().astimezone().date())
    except (CrisisError, OSError):
        chosen = None
    if chosen and chosen.protocol.sections:
        return CalmPages(chosen.protocol, chosen.said)
    return CalmPages(protocol, NOBODY) if protocol else by_heart(UNUSABLE.format(file=path.name))


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
