"""What is never printed: an empty heading or block, a piece of a template, a program or an id."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from crisis_cli.documents.blocks import Asked, Block, Box, Fields, Heading, Page
from crisis_cli.protocol.compiled import Protocol

# What is left of a template, a program, an example text, or a list of messages.
LEFTOVER = re.compile(
    r"[{}]|\[\]|\$\w|<\w+>|\bnull\b|TODO|FIXME|XXX|\?\?|\bundefined\b|\bnan\b|\bNaN\b"
    r"|(?i:lorem|ipsum|placeholder)|\(\)|: *\."
    r"|(?<!Safety plan: )(?<!Safety plan )\bNone\b(?! of these| \()"
    r"|\b(?:object at 0x|Traceback|Undefined)\b"
)
IDS = re.compile(r"\b[a-z]+_[a-z_]+\b")  # of steps and of messages
# Where the words of a block stand; each kind has one of these.
SAYS = ("text", "items", "people", "rows", "blocks", "question", "labels", "opens")


def empty(page: Page) -> list[Block]:
    """Headings with nothing under them, and blocks that say nothing."""
    # On a worker's page facts may be all that a heading has.
    apart = (Fields, Box) if page.audience == "client" else (Box,)
    return list(_empty(page.blocks, apart))


def _empty(blocks: Sequence[Block], apart: tuple[type, ...]) -> Iterator[Block]:
    for one, after in pairwise([*blocks, None]):
        if isinstance(one, Heading):
            if after is None or isinstance(after, apart):
                yield one
            if isinstance(after, Heading) and after.level <= one.level:
                yield one
        if isinstance(one, Box):
            yield from _empty(one.blocks, apart)
        if not any(getattr(one, name, "") for name in SAYS):
            yield one
        if isinstance(one, Asked) and not all(said.text.strip() for said in one.said):
            yield one


def leftovers(words: str, rules: Collection[str] = ()) -> list[str]:
    """What in a text is no word for people. rules: ids that may stand there."""
    words = " ".join(words.split())
    return LEFTOVER.findall(words) + [
        one for one in IDS.findall(words) if not any(one in rule for rule in rules)
    ]  # a part: a line may end in one


def rules_of(protocol: Protocol) -> set[str]:
    """The ids that a worker's page may print: it says which rules fired."""
    return {*protocol.rules, *(one.id for one in protocol.concern)}
