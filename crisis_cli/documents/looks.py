"""How large and how close a page is drawn: looks, the best first, until one fits."""

from __future__ import annotations

from dataclasses import dataclass

from crisis_cli.documents.blocks import Page
from crisis_cli.documents.forms import CARD, LARGE, PAGE, SHORT


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes of letters in points, margins in inches.

    gap: how far things stand apart, 1 for well apart. code: with the code for phone cameras.
    run_in: what stands under a heading of a card goes on in the same line.
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


# What fits on a page is on one page; nothing is ever smaller than 12 points there.
ON_A_PAGE = (
    Look(12.5, 25, 16.5, side=1.15, top=0.9, bottom=1.1),
    Look(12, 22, 14.5, side=1.0, top=0.75, bottom=0.9, gap=0.7),
    Look(12, 20, 13.5, side=0.85, top=0.6, bottom=0.8, gap=0.55),
    Look(12, 20, 13.5, side=0.8, top=0.6, bottom=0.8, gap=0.75, columns=2),
    Look(12, 20, 13, side=0.8, top=0.6, bottom=0.8, gap=0.5, columns=2),
)
IN_LARGE_PRINT = (Look(18, 30, 23, side=0.85, top=0.8, bottom=1.0),)
IN_FEW_WORDS = (
    Look(16, 28, 20, side=1.0, top=0.9, bottom=1.1),
    Look(16, 26, 19, side=0.9, top=0.7, bottom=0.9, gap=0.7),
    Look(14, 25, 17, side=1.0, top=0.8, bottom=1.0, gap=0.7),
)
# On a card. The first is what more than one card is drawn in.
ON_A_CARD = (
    Look(9, 11, 9),
    Look(8.5, 10.5, 8.5, run_in=True),
    Look(8, 10, 8, run_in=True),
    Look(8, 10, 8, run_in=True, code=False),
    Look(7.5, 9, 7.5, run_in=True, code=False),
)
LOOKS = {PAGE: ON_A_PAGE, LARGE: IN_LARGE_PRINT, SHORT: IN_FEW_WORDS, CARD: ON_A_CARD}
OF_WORKERS = (Look(12, 21, 15),)
BY_HAND = (Look(10.5, 21, 15, side=0.85, top=0.85, bottom=0.8),)


def looks_of(page: Page) -> tuple[tuple[Look, ...], int]:
    """The looks of a page, and on how many sheets it should fit; 0 for as many as it needs."""
    if page.audience != "client":
        return (BY_HAND if page.by_hand else OF_WORKERS), 0
    return LOOKS.get(page.form, ON_A_PAGE), 0 if page.form == LARGE else 1
