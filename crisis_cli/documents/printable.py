"""Whether a language can be printed on this machine, and what is needed where it cannot."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass

from crisis_cli.documents import fonts
from crisis_cli.documents.blocks import Block, Heading, Page, Paragraph
from crisis_cli.documents.pdf import pdf

BY_HAND = "a font with these letters: {families}"


@dataclass(frozen=True, slots=True)
class Printable:
    """Whether a language can be printed. install: what is needed for it, as it is typed or said;
    "" where nothing is."""

    yes: bool
    install: str = ""


def printable(texts: Collection[str]) -> Printable:
    """Whether every letter of these texts can be drawn here: a page of them is drawn."""
    told: list[str] = []
    blocks: tuple[Block, ...] = (Heading("-"), *map(Paragraph, texts))
    pdf(Page("all", "-", "client", blocks, "", None), told.append)
    return Printable(False, _install("".join(texts))) if told else Printable(True)


def _install(text: str) -> str:
    lacking = fonts.lacking(text)
    if not lacking or not sys.platform.startswith("linux"):
        families = (script.families[-1][0] for script in lacking)
        return BY_HAND.format(families=", ".join(families) or "any")
    packages = dict.fromkeys(script.package for script in lacking)
    return f"sudo apt install {' '.join(packages)}"
