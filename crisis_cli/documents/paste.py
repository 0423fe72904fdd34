"""A record as text to be pasted into a case-note field: nothing drawn, no line broken, plain signs.

Fields take different lengths, and what does not fit is cut off there without a word. So a long
text comes in numbered parts, each short enough, broken between paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crisis_cli.documents.blocks import (
    STRUCK,
    Asked,
    Block,
    Box,
    Bullets,
    Contacts,
    Fields,
    Heading,
    Page,
    Paragraph,
)
from crisis_cli.documents.inert import inert
from crisis_cli.documents.record.words import asking

FITS = 4000  # characters; the shortest limit that is usual, and many databases count so
PART = "[Part {number} of {count}: {whose}]"
ROOM = FITS - 160  # what is left beside the mark of a part
ONE = "{length} characters. Look whether the field took all of it."
MORE = "{length} characters, in {count} marked parts of at most {fits}: paste one by one."
PRIVATE = "It has private answers: take them out where others read that field."
# Signs that a field may lose or show as others, and what is typed for them on any keyboard.
TYPED = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2026": "...",
    "\u2022": "*",
    "\u00a0": " ",
    "\u202f": " ",
    "\t": "    ",
}
_TYPED = str.maketrans(TYPED)


def paste(page: Page) -> str:
    """The page as paragraphs with an empty line between them, in marked parts where it is long."""
    found = parts(page)
    if len(found) == 1:
        return f"{found[0]}\n"
    whose, count = ". ".join([page.footer.split(".")[0], *page.marks]), len(found)
    marks = (PART.format(number=i, count=count, whose=whose) for i in range(1, count + 1))
    return "\n\n".join(f"{mark}\n\n{one}" for mark, one in zip(marks, found, strict=True)) + "\n"


def notes(page: Page) -> Iterator[str]:
    """What the worker should know before pasting it: how long it is, and that some is private."""
    count, length = len(parts(page)), f"{len(paste(page).rstrip()):,}"
    yield (MORE if count > 1 else ONE).format(length=length, count=count, fits=f"{FITS:,}")
    if any(isinstance(one, Asked) and _private(one) for one in page.blocks):
        yield PRIVATE


def _private(asked: Asked) -> bool:
    """Whether it is private itself, or names a question that is."""
    return asked.note == "private" or any(s.text.endswith("(private)") for s in asked.said)


def parts(page: Page) -> list[str]:
    """The whole text; in pieces that fit, each of whole paragraphs where one is not too long."""
    whole = [*page.marks, page.title.upper(), *_paragraphs(page.blocks), page.footer, *page.marks]
    pieces = [piece for one in whole for piece in _fitting(_plain(one))]
    if len("\n\n".join(pieces)) <= FITS:
        return ["\n\n".join(pieces)]
    found = [pieces[0]]
    for piece in pieces[1:]:
        longer = f"{found[-1]}\n\n{piece}"
        found[-1:] = [longer] if len(longer) <= ROOM else [found[-1], piece]
    return found


def _fitting(paragraph: str) -> Iterator[str]:
    """A paragraph, cut between lines, then words, then anywhere, as far as it is too long."""
    while len(paragraph) > ROOM:
        cut = max(paragraph.rfind("\n", 0, ROOM), 0) or max(paragraph.rfind(" ", 0, ROOM), 0)
        yield paragraph[: cut or ROOM].rstrip()
        paragraph = paragraph[cut or ROOM :].lstrip("\n")
    yield paragraph


def _plain(text: str) -> str:
    return re.sub(r"[ ]+$", "", inert(text.expandtabs(4)).translate(_TYPED), flags=re.MULTILINE)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[str]:
    """One paragraph for each heading and all that stands under it."""
    gathered: list[str] = []
    opening = True  # nothing but headings was gathered: they stay with what they lead to
    for block in blocks:
        if isinstance(block, Heading | Box) and gathered and not opening:
            yield "\n".join(gathered)
            gathered = []
        if isinstance(block, Box):
            yield from _paragraphs(block.blocks)
        else:
            gathered += _lines(block)
        opening = isinstance(block, Heading)
    if gathered:
        yield "\n".join(gathered)


def _lines(block: Block) -> list[str]:
    match block:
        case Heading():
            return [block.text.upper() if block.level == 2 else f"{block.text}:"]
        case Paragraph():
            return [_inside(block.text)]
        case Bullets():
            return [f"* {_inside(item)}" for item in block.items]
        case Contacts():
            people = ((one.name, one.reach, one.note) for one in block.people)
            return [f"* {_inside(', '.join(part for part in one if part))}" for one in people]
        case Fields():
            return [
                f"{name}: {_inside(value)}" if name else _inside(value)
                for name, value in block.rows
            ]
        case Asked():
            return _asked(block)
    return []  # lines to write on are of no use in a field, and no other block is in a record


def _asked(block: Asked) -> list[str]:
    """A question and its answer in one line; where there are more, each on its own."""
    question = f"{block.question} ({block.note})" if block.note else block.question
    said = []
    for one in block.said:
        marks = [STRUCK] * one.struck + [f"[{one.mark}]"] * bool(one.mark)
        words = " ".join([*marks, one.text])
        said.append(_inside(f"{words} ({one.note})" if one.note else words))
    if len(said) == 1 and "\n" not in said[0]:
        return [f"{asking(_inside(question))} {said[0]}"]
    return [_inside(question), *(f"  > {one}" for one in said)]


def _inside(text: str) -> str:
    """Text with its further lines set in, so that none of them passes for a line of ours."""
    return text.replace("\r\n", "\n").replace("\n", "\n    ")
