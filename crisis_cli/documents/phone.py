"""The plan as text for a phone: no lines drawn, no line broken, every number ready to be tapped."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.documents.blocks import (
    Block,
    Box,
    Bullets,
    Contact,
    Contacts,
    Fields,
    Heading,
    Page,
    Paragraph,
)
from crisis_cli.documents.inert import in_order, inert


def phone(page: Page) -> str:
    """The page as short paragraphs with an empty line between them; a phone breaks its lines."""
    parts = [*page.marks, page.title.upper(), *_parts(page.blocks, page), page.footer, *page.marks]
    lines = inert("\n\n".join(parts)).split("\n")
    return "\n".join(map(in_order, lines)) + "\n"


def _parts(blocks: tuple[Block, ...], page: Page) -> Iterator[str]:
    """One paragraph for each heading and all that stands under it."""
    gathered: list[str] = []
    for block in blocks:
        if isinstance(block, Heading | Box | Fields) and gathered:
            yield "\n".join(gathered)
            gathered = []
        if isinstance(block, Box):
            yield from _parts(block.blocks, page)
        else:
            gathered += _lines(block, page)
    if gathered:
        yield "\n".join(gathered)


def _lines(block: Block, page: Page) -> list[str]:
    match block:
        case Heading():
            return [f"{block.text}{page.words.colon}".rstrip()]
        case Paragraph():
            return [block.text]
        case Bullets():
            return [f"- {_within(item)}" for item in block.items]
        case Contacts():
            return [f"- {_within(_contact(one, page.words.colon))}" for one in block.people]
        case Fields():
            return [f"{name}{page.words.colon}{value}" for name, value in block.rows]
    return []  # a code for cameras says nothing here, and no other block is on a client page


def _within(item: str) -> str:
    """An item whose further lines stand under it, without empty ones; a tab is a blank."""
    lines = (line.replace("\t", " ").strip() for line in item.splitlines())
    return "\n  ".join(line for line in lines if line)


def _contact(one: Contact, colon: str) -> str:
    note = f" ({one.note})" if one.note else ""
    return f"{colon.join(part for part in (one.name, one.reach) if part)}{note}"
