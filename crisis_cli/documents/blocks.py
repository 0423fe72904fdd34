"""What a page is made of: a handful of blocks, drawn alike in every format."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crisis_cli.protocol.fixed import ENGLISH, Speech


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the page's title; level 2, or 3 for a part of a part."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. strong: something that must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short things, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to: who, how to reach them, and when or what for."""

    name: str
    reach: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contacts:
    """People and numbers, drawn so that a tired eye finds them."""

    people: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Facts, each a label and its value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: its words, when and how it came.

    struck: it counts no more. mark: what it is that was written beside it later, in a word or two.
    """

    text: str
    note: str = ""
    struck: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with everything that was said to it, oldest first."""

    question: str
    said: tuple[Said, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Blanks:
    """Lines to be filled in by hand."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick by hand. then: where that leads."""

    label: str
    then: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered thing of a form that is filled in by hand.

    marks: what it is, in few words. above: what to judge before it. calls: numbers that belong
    to it. say: how to say it.
    ticks: one below the other; row: side by side. blanks: labels of lines to write on.
    columns: of a table to write in, with this many lines. stops: what comes before going on.
    below: where to go on.
    """

    number: str
    text: str
    marks: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    say: str = ""
    ticks: tuple[Tick, ...] = ()
    blanks: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lines: int = 0
    row: tuple[Tick, ...] = ()
    stops: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. tick: each row has a box to tick."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tick: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One count. count: None where it is not told. deep: 0, or how many counts it is a part of,
    the last one that is less deep and so on."""

    label: str
    count: int | None
    deep: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts, each with a bar as long as it. title: what they are about; of: what is counted;
    untold: what stands in place of a count that is not told."""

    title: str
    of: str
    rows: tuple[Bar, ...]
    untold: str

    def said(self, bar: Bar) -> str:
        """A count as it is written."""
        return self.untold if bar.count is None else str(bar.count)

    @property
    def most(self) -> int:
        """The largest count; 1 where there is none."""
        return max((bar.count or 0 for bar in self.rows), default=0) or 1

    @property
    def table(self) -> Table:
        """The same without bars."""
        rows = tuple((f"{AS_PART * bar.deep}{bar.label}", self.said(bar)) for bar in self.rows)
        return Table((self.title, self.of), rows)


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks set apart by a frame."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code for phone cameras. opens: the address in it; label: what it does; means: the same,
    for those who cannot see it."""

    opens: str
    label: str
    means: str


Block = (
    Code
    | Heading
    | Paragraph
    | Bullets
    | Contacts
    | Fields
    | Asked
    | Blanks
    | Item
    | Table
    | Bars
    | Box
)


@dataclass(frozen=True, slots=True)
class Page:
    """A document ready to be drawn.

    name: of its files, without an ending. audience: client (may leave with the client) or worker.
    footer: stands at the foot of every page. made: aware; the time that the files carry, or None
    for a form that is the same whenever it is made.
    data: what the blocks were made of: plain JSON, but for its aware times.
    form: of a client page, a name in FORMS.
    by_hand: a form to be filled in, on sheets that may come apart: each has a line for whose it is.
    over: of a page that should be on one sheet, what it says at its top where it is not.
    words: in its language, for what the formats themselves write on it.
    """

    name: str
    title: str
    audience: str
    blocks: tuple[Block, ...]
    footer: str
    made: datetime | None
    practice: bool = False
    language: str = "en"
    data: dict[str, Any] = field(default_factory=dict)
    form: str = "page"
    by_hand: bool = False
    over: str = ""
    words: Speech = ENGLISH

    @property
    def marks(self) -> tuple[str, ...]:
        """What a page says first and last that is for practice only."""
        if not self.practice:
            return ()
        here = self.words("practice")
        draft = f"{PRACTICE}. {DRAFT}" if self.words.draft else PRACTICE
        return (here,) if here == draft else (here, draft)


PRACTICE = ENGLISH("practice")
DRAFT = "Nobody has reviewed these words."
STRUCK = "[struck out]"
STOP = "STOP"
AS_PART = "of these, "
EMPTY = "\u2610"  # a box to tick
WHOSE = "Person and date"
