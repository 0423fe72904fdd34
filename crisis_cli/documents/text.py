"""A page as plain text: for the terminal, for screen readers, for a plain file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from crisis_cli.documents.blocks import (
    STOP,
    STRUCK,
    Asked,
    Bars,
    Blanks,
    Block,
    Box,
    Bullets,
    Code,
    Contact,
    Contacts,
    Fields,
    Heading,
    Item,
    Page,
    Paragraph,
    Table,
    Tick,
)
from crisis_cli.documents.inert import inert
from crisis_cli.protocol.letters import broken, columns

WIDTH = 72  # columns of a text file
BAR = "#"
NARROW = 20  # the least that is drawn for


def text(page: Page, width: int = WIDTH) -> str:
    """The page as lines of at most `width` columns, ending in a line break."""
    width = max(width, NARROW)
    title = wrap(page.title, width)
    lines = [*_marked(page, width), *title, "=" * min(width, columns(title[-1]))]
    for block in page.blocks:
        lines += _spaced(_draw(block, width, page))
    lines += ["", "-" * width, *wrap(page.footer, width)]
    return "\n".join(line.rstrip() for line in [*lines, *_marked(page, width)]) + "\n"


def wrap(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Text in lines of at most `width` columns; `first` and `rest` stand before them."""
    lines: list[str] = []
    for paragraph in inert(words).split("\n"):
        for piece in broken(paragraph.expandtabs(4), width - max(columns(first), columns(rest))):
            lines.append((rest if lines else first) + piece)
    return lines


def _marked(page: Page, width: int) -> list[str]:
    return [*_flat(wrap(mark, width) for mark in page.marks), ""] if page.marks else []


def _spaced(lines: list[str]) -> list[str]:
    """What was drawn, apart from what stands before it; nothing where nothing was."""
    return ["", *lines] if lines else []


def _draw(block: Block, width: int, page: Page) -> list[str]:
    match block:
        case Heading():
            return _heading(block, width, page)
        case Paragraph():
            return wrap(block.text, width)
        case Bullets():
            return _flat(wrap(item, width, "- ", "  ") for item in block.items)
        case Contacts():
            return _flat(_contact(one, width) for one in block.people)
        case Fields() | Bars():
            return _bars(block, width) if isinstance(block, Bars) else _fields(block, width, page)
        case Asked():
            return _asked(block, width)
        case Blanks():
            return _flat(_blank(label, width) for label in block.labels)
        case Item() | Table():
            return _item(block, width) if isinstance(block, Item) else _table(block, width)
        case Box() | Code():  # who reads plain text needs no camera: the number stands there
            return [] if isinstance(block, Code) else _box(block, width, page)
    assert_never(block)


def _flat(parts: Iterable[list[str]]) -> list[str]:
    return [line for part in parts for line in part]


def _fields(block: Fields, width: int, page: Page) -> list[str]:
    rows = ((k and f"{k}{page.words.colon}") + v for k, v in block.rows)
    return _flat(wrap(row, width, "", "  ") for row in rows)


def _box(block: Box, width: int, page: Page) -> list[str]:
    inner = _flat(_spaced(_draw(one, width, page)) for one in block.blocks)
    return ["-" * width, *inner[1:], "-" * width]


def _heading(block: Heading, width: int, page: Page) -> list[str]:
    """A printed text has no watermark, so that every part says that it is practice."""
    mark = f" [{page.words('practice_word')}]" if page.practice and block.level == 2 else ""
    lines = wrap(block.text + mark, width)
    return [*lines, "-" * min(width, max(map(columns, lines)))] if block.level == 2 else lines


def _contact(one: Contact, width: int) -> list[str]:
    if "\n" in one.note:  # lines of their own need no brackets
        under = "\n".join(part for part in (one.reach, one.note) if part)
        return [*wrap(one.name, width, "- ", "  "), *wrap(under, width, "  ", "  ")]
    rest = f"{one.reach} ({one.note})" if one.reach and one.note else one.reach or one.note
    return [*wrap(one.name, width, "- ", "  "), *(wrap(rest, width, "  ", "  ") if rest else [])]


def _asked(block: Asked, width: int) -> list[str]:
    lines = wrap(f"{block.question} ({block.note})" if block.note else block.question, width)
    for said in block.said:
        marks = [STRUCK] * said.struck + [f"[{said.mark}]"] * bool(said.mark)
        words = " ".join([*marks, said.text])
        lines += wrap(f"{words} ({said.note})" if said.note else words, width, "  > ", "    ")
    return lines


def _item(item: Item, width: int) -> list[str]:
    indent = " " * 4
    room = width - len(indent)
    marks = "".join(f" [{mark}]" for mark in item.marks)
    lines = [*_flat(wrap(one, room, "* ", "  ") for one in item.above)]
    lines += wrap(f"{item.text}{marks}", room)
    lines += _flat(wrap(f"Call: {one}", room, "", "  ") for one in item.calls)
    lines += wrap(item.say, room, "  ", "  ") if item.say else []
    lines += _flat(_tick(one, room) for one in item.ticks)
    lines += _flat(_blank(one, room) for one in item.blanks)
    if item.columns:
        lines += [*wrap(" | ".join(item.columns), room), *["_" * room] * item.lines]
    lines += _flat(_tick(one, room) for one in item.row)
    lines += _flat(wrap(one, room, f"{STOP}: ", "      ") for one in item.stops)
    lines += _flat(wrap(one, room, "-> ", "   ") for one in item.below)
    first, *rest = lines
    number = wrap(f"{item.number}.", width)
    number[-1] = f"{number[-1]:<4}{first}" if columns(number[-1]) < 4 else f"{number[-1]} {first}"
    return [*number, *(indent + line for line in rest)]


def _tick(tick: Tick, width: int) -> list[str]:
    then = f" -> {tick.then}" if tick.then else ""
    return wrap(f"{tick.label}{then}", width, "[ ] ", "    ")


def _table(table: Table, width: int) -> list[str]:
    """Each row one below the other: columns side by side do not fit a narrow screen."""
    lines: list[str] = []
    for first, *rest in table.rows:
        lines += wrap(first, width, "[ ] " if table.tick else "- ", "    ")
        named = zip(table.head[1:], rest, strict=True)
        lines += _flat(wrap(f"{name}: {one}", width, "    ", "      ") for name, one in named)
    return lines


def _bars(block: Bars, width: int) -> list[str]:
    """Labels, counts and bars side by side; a label that is too long for that goes on below."""
    labels = [wrap(bar.label, width // 2, "  " * bar.deep, "    ") for bar in block.rows]
    wide = max(columns(line) for label in labels for line in label)
    most = max(len(block.said(bar)) for bar in block.rows)
    room = width - wide - most - 4
    lines: list[str] = []
    for (first, *rest), bar in zip(labels, block.rows, strict=True):
        drawn = BAR * -(-(bar.count or 0) * room // block.most)
        lines += [f"{padded(first, wide)}  {block.said(bar):>{most}}  {drawn}", *rest]
    return lines


def padded(text: str, width: int) -> str:
    """A text with spaces behind it, as many columns wide."""
    return text + " " * (width - columns(text))


def _blank(label: str, width: int) -> list[str]:
    lines = wrap(f"{label}: " if label else "", width)
    room = width - columns(lines[-1])
    if room < 10:
        return [*lines, "_" * width, ""]
    return [*lines[:-1], lines[-1] + "_" * room, ""]
