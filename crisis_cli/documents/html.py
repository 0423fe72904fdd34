"""A page as one HTML file that needs nothing else: no scripts, no links, no network."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, assert_never

from crisis_cli.documents.blocks import (
    EMPTY,
    STOP,
    STRUCK,
    Asked,
    Bars,
    Blanks,
    Block,
    Box,
    Bullets,
    Code,
    Contacts,
    Fields,
    Heading,
    Item,
    Page,
    Paragraph,
    Table,
)
from crisis_cli.documents.inert import in_order, inert
from crisis_cli.documents.squares import squares


def html(page: Page) -> str:
    """The page as HTML; whatever people said in it is escaped."""
    draw = _macros()
    blocks = [_draw(block, draw) for block in page.blocks]
    over = _in_style(page.marks[-1]) if page.marks else ""
    return str(draw.whole(page, page.marks, over, page.title, page.footer, blocks))


def _in_style(text: str) -> str:
    """A text as it may stand in the quotes of a style sheet: every mark in it is a number there."""
    return "".join(one if one.isalnum() or one == " " else f"\\{ord(one):x} " for one in text)


@cache
def _macros() -> Any:
    from jinja2 import Environment, StrictUndefined

    source = files("crisis_cli.documents").joinpath("page.html.j2").read_text(encoding="utf-8")
    house = Environment(autoescape=True, undefined=StrictUndefined, finalize=_finalize)
    return house.from_string(source).module


def _finalize(value: Any) -> Any:
    """Text is made inert on its way out; what a macro drew is Markup, and passes."""
    return in_order(inert(value)) if type(value) is str else value


def _draw(block: Block, draw: Any) -> Any:
    match block:
        case Heading():
            return draw.heading(block.text, block.level)
        case Paragraph():
            return draw.paragraph(block.text, block.strong)
        case Bullets():
            return draw.bullets(block.items)
        case Contacts():
            return draw.contacts(block.people)
        case Fields() | Bars():
            return _bars(block, draw) if isinstance(block, Bars) else draw.fields(block.rows)
        case Asked():
            return draw.asked(block.question, block.note, block.said, STRUCK)
        case Blanks():
            return draw.blanks(block.labels)
        case Item() | Table():
            named = "item" if isinstance(block, Item) else "table"
            return getattr(draw, named)(block, EMPTY, STOP)
        case Box() | Code():
            return _code(block, draw) if isinstance(block, Code) else _box(block, draw)
    assert_never(block)


def _code(block: Code, draw: Any) -> Any:
    return draw.code(block, *squares(block.opens))


def _box(block: Box, draw: Any) -> Any:
    return draw.box([_draw(one, draw) for one in block.blocks])


# A chart, in dots: how wide it is, where its labels end and its bars begin, how much of a bar
# there is at most; how high a row is, and how many letters of a label have room.
WIDE, LABELS, LONGEST, ROW, LETTERS = 600, 290, 240, 22, 38


def _bars(block: Bars, draw: Any) -> Any:
    """A chart, and the same numbers as a table for who cannot see it, or has a narrow window."""
    rows = [
        (
            n * ROW,
            cut(bar.label, LETTERS - 2 * bar.deep),
            2 * ROW // 3 * bar.deep,
            round((bar.count or 0) * LONGEST / block.most, 1),
            block.said(bar),
        )
        for n, bar in enumerate(block.rows)
    ]
    told = "; ".join(f"{bar.label}: {block.said(bar)}" for bar in block.rows)
    return draw.bars(block, rows, told, (WIDE, LABELS, ROW), len(rows) * ROW)


def cut(label: str, most: int) -> str:
    """A label as far as there is room for it; the table below has all of it."""
    return label if len(label) <= most else f"{label[: most - 1]}\u2026"
