"""How large and how close a page is drawn: looks, the best first, until one fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
from crisis_cli.documents.forms import CARD, CODED, LARGE, PAGE, SHORT
from crisis_cli.protocol.letters import columns

ROW, BESIDE = 85, 40  # columns of a line of a page, and of one that has something beside it


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes of letters in points, margins in inches.

    gap: how far things stand apart, 1 for well apart. code: with the code for phone cameras.
    run_in: what stands under a heading of a card goes on in the same line. holds: about how many
    lines: with more than these nobody need try; 0 where that is not known.
    """

    size: float
    title: float
    heading: float
    side: float = 1.0
    top: float = 1.0
    bottom: float = 1.0
    gap: float = 1.0
    code: bool = True
    run_in: bool = False
    columns: int = 1
    holds: int = 0


# What fits on a page is on one page; nothing is ever smaller than 12 points there.
ON_A_PAGE = (
    Look(12.5, 25, 16.5, side=1.15, top=0.9, bottom=1.1, holds=33),
    Look(12, 22, 14.5, side=1.0, top=0.75, bottom=0.9, gap=0.7, holds=40),
    Look(12, 20, 13.5, side=0.85, top=0.6, bottom=0.8, gap=0.55, holds=49),
    Look(12, 20, 13.5, side=0.8, top=0.6, bottom=0.8, gap=0.75, columns=2),
    Look(12, 20, 13, side=0.8, top=0.6, bottom=0.8, gap=0.5, columns=2),
)
IN_LARGE_PRINT = (  # closer only where it saves a sheet: a last one with a line or two is lost
    Look(18, 30, 23, side=0.85, top=0.8, bottom=1.0),
    Look(18, 28, 22, side=0.8, top=0.65, bottom=0.9, gap=0.65),
)
IN_FEW_WORDS = (
    Look(16, 28, 20, side=1.0, top=0.9, bottom=1.1, holds=21),
    Look(16, 26, 19, side=0.9, top=0.7, bottom=0.9, gap=0.7),
    Look(14, 25, 17, side=1.0, top=0.8, bottom=1.0, gap=0.7),
)
# On a card. The first is what more than one card is drawn in.
ON_A_CARD = (
    Look(9, 11, 9, holds=19),
    Look(8.5, 10.5, 8.5, run_in=True, holds=37),
    Look(8, 10, 8, run_in=True, holds=49),
    Look(8, 10, 8, run_in=True, code=False),
    Look(7.5, 9, 7.5, run_in=True, code=False),
)
# The same for few lines: as large as there is room for.
ON_A_ROOMY_CARD = (Look(12, 14, 12, holds=8), Look(10.5, 12.5, 10.5, holds=12))
IN_CODE = (Look(10.5, 11, 10.5, holds=15), *ON_A_CARD)
LOOKS = {
    PAGE: ON_A_PAGE,
    LARGE: IN_LARGE_PRINT,
    SHORT: IN_FEW_WORDS,
    CARD: ON_A_CARD,
    CODED: IN_CODE,
}
OF_WORKERS = (Look(12, 21, 15),)
ON_ONE_SHEET = (  # for workers; smaller than 12 points only where it saves a second sheet
    Look(12, 21, 15, side=0.9, top=0.7, bottom=0.8, gap=0.8),
    Look(12, 19, 13.5, side=0.8, top=0.6, bottom=0.7, gap=0.5),
    Look(11, 17, 12.5, side=0.75, top=0.5, bottom=0.65, gap=0.5),
)
BY_HAND = (Look(10.5, 21, 15, side=0.85, top=0.85, bottom=0.8),)


def looks_of(page: Page) -> tuple[tuple[Look, ...], int]:
    """The looks of a page, and on how many sheets it should fit; 0 for as many as it needs."""
    if page.audience != "client":
        if page.over:
            return ON_ONE_SHEET, 1
        return (BY_HAND if page.by_hand else OF_WORKERS), 0
    if page.form == CARD and _lines(page.blocks) <= ON_A_ROOMY_CARD[-1].holds:
        return ON_A_ROOMY_CARD + ON_A_CARD, 1
    return LOOKS.get(page.form, ON_A_PAGE), 0 if page.form == LARGE else 1


def worth_trying(looks: tuple[Look, ...], page: Page) -> tuple[Look, ...]:
    """Those of the looks that the page may fit in: each try takes as long as a whole page."""
    count = _lines(page.blocks)
    return tuple(look for look in looks if not look.holds or count <= look.holds)


def _lines(blocks: Iterable[Block]) -> float:
    """About how many lines of a page some blocks take."""
    return sum(map(_of_block, blocks))


def _of_block(block: Block) -> float:
    match block:
        case Heading():
            return 2 if block.level == 2 else 1.2
        case Paragraph():
            return _rows(block.text)
        case Bullets():
            return sum(map(_rows, block.items))
        case Contacts():
            return sum(map(_of_contact, block.people))
        case Fields():
            return sum(_rows(value, BESIDE) for _, value in block.rows)
        case Box():
            return 2 + _lines(block.blocks)
    return 1


def _of_contact(one: Contact) -> int:
    under = _rows(one.note, BESIDE) if one.note else 0
    return max(_rows(one.name, BESIDE) + under, _rows(one.reach, BESIDE))


def _rows(text: str, room: int = ROW) -> int:
    return sum(-(-max(columns(line), 1) // room) for line in text.split("\n"))
