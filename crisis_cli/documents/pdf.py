"""A page as tagged PDF (PDF/UA-1), drawn by typst from JSON."""

from __future__ import annotations

import atexit
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, assert_never

from crisis_cli.documents import fonts
from crisis_cli.documents.blocks import (
    STOP,
    STRUCK,
    WHOSE,
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
from crisis_cli.documents.forms import SMALL
from crisis_cli.documents.inert import code
from crisis_cli.documents.lettering import JOINERS, Letters, Lines, lettering
from crisis_cli.documents.looks import looks_of, worth_trying
from crisis_cli.documents.squares import svg

LONG = 400  # characters of a contact beyond which it may run over the end of a page
WIDE = 18  # characters of a number beyond which large print has no room for it at the side
BIG = 1500  # the same for what is in a box
BESIDE = 40  # characters of boxes to tick that stand side by side
TRIES = 8
PAGES = re.compile(rb"/Type\s*/Page\b")
CARDS = "This needs {count} cards: cut out and fold each, and keep them together."

Data = dict[str, Any]


def pdf(page: Page, warn: Callable[[str], None]) -> bytes:
    """The page as a PDF. The same page gives the same bytes.

    A character that no font here has is printed as its code in brackets, and `warn` gets a
    sentence about it: a plan always prints. It is drawn in the first of its looks that fits.
    """
    missing: set[str] = set()
    for _ in range(TRIES):
        try:
            made, pages = _fitting(page, missing)
        except Undrawn as undrawn:
            missing |= undrawn.characters
            continue
        _tell(missing, warn)
        if pages > 1 and (page.form in SMALL or page.over):
            warn(page.over or CARDS.format(count=pages))
        return made
    raise RuntimeError(f"{page.name}: typst finds ever more characters that it cannot draw")


def _tell(missing: set[str], warn: Callable[[str], None]) -> None:
    if seen := sorted(missing - JOINERS):
        some = ", ".join(f"{char} {code(char)}" for char in seen[:5])
        more = f" and {len(seen) - 5} more" if len(seen) > 5 else ""
        warn(
            f"No font on this computer has {some}{more}. In the PDF they are printed as codes in "
            "brackets: write them in by hand, or use the HTML page."
        )


class Undrawn(Exception):
    """Characters that no font here has."""

    def __init__(self, characters: set[str]) -> None:
        super().__init__(f"{len(characters)} characters")
        self.characters = characters


def _fitting(page: Page, missing: set[str]) -> tuple[bytes, int]:
    """The PDF in the first look that fits on its pages, else in the first one, and how many pages
    it has; where any number will do, in the look that needs the fewest. Undrawn where there are
    more characters that cannot be drawn."""
    data = json.dumps(_page(page, lettering(missing)), ensure_ascii=False)
    families, paths = fonts.needed(data)
    looks, most = looks_of(page)
    with loaded_fonts(paths) as loaded:
        inputs = {"page": data, "fonts": json.dumps([*fonts.EMBEDDED, *families])}
        tried = []
        for look in worth_trying(looks, page):
            made = _compiled(page, inputs | {"look": json.dumps(asdict(look))}, loaded, missing)
            pages = len(PAGES.findall(made))
            if most and pages <= most:
                return made, pages
            tried.append((made, pages))
        if not most:  # as many as it needs: the first with the fewest
            return min(tried, key=itemgetter(1))
        made = _compiled(page, inputs | {"look": json.dumps(asdict(looks[0]))}, loaded, missing)
        return made, len(PAGES.findall(made))


def _compiled(page: Page, inputs: dict[str, str], loaded: Any, missing: set[str]) -> bytes:
    import typst

    try:
        return typst.compile(
            _template("card.typ" if page.form in SMALL else "page.typ"),
            format="pdf",
            font_paths=loaded,
            sys_inputs=inputs,
            pdf_standards="ua-1",
            timestamp=int(page.made.timestamp()) if page.made else None,
        )
    except typst.TypstError as error:
        if found := set(undrawn(error.diagnostic)) - missing:
            raise Undrawn(found) from error
        raise


@contextmanager
def loaded_fonts(paths: list[Path]) -> Iterator[Any]:
    """typst's own fonts and just these files, read once for all pages of a process."""
    yield _loaded(tuple(paths))


@cache
def _loaded(paths: tuple[Path, ...]) -> Any:
    """typst takes folders only, so the files get one; it is gone when the process is."""
    from typst import Fonts

    if not paths:
        return Fonts(include_system_fonts=False)
    folder = TemporaryDirectory(prefix="fonts-")
    atexit.register(folder.cleanup)
    for path in paths:
        _link(path, Path(folder.name) / path.name)
    return Fonts(include_system_fonts=False, font_paths=[folder.name])


def _link(path: Path, there: Path) -> None:
    try:
        there.symlink_to(path)
    except OSError:  # Windows gives links to few
        shutil.copyfile(path, there)


@cache
def _template(name: str) -> bytes:
    return files("crisis_cli.documents").joinpath(name).read_bytes()


_NAMED = re.compile(
    r'the text `"((?:\\.|[^"\\])+)"` could not be displayed'
    r'|disallowed codepoint `"((?:\\.|[^"\\])+)"`'
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def undrawn(diagnostic: str) -> Iterator[str]:
    """The characters that typst names: it tells of all of them at once."""
    for found in _NAMED.finditer(diagnostic):
        named = found[1] or found[2]
        yield from _ESCAPED.sub(lambda hexed: chr(int(hexed[1], 16)), named)


def _page(page: Page, letters: Letters) -> Data:
    return {
        "title": " ".join(letters(page.title)),
        "heading": letters(page.title),
        "audience": page.audience,
        "dated": page.made is not None,
        "language": page.language,
        "by_hand": page.by_hand,
        "whose": WHOSE,
        "practice": page.practice,
        "marks": [letters(mark) for mark in page.marks],
        "watermark": page.words("practice_word"),
        "page_of": page.words("page_of"),
        "colon": page.words.colon,
        "card_of": page.words("card_of"),
        "fold": letters(page.words("fold")),
        "struck": STRUCK,
        "stop": STOP,
        "footer": letters(page.footer),
        "over": letters(page.over),
        "blocks": [_draw(block, letters) for block in page.blocks],
    }


def _draw(block: Block, letters: Letters) -> Data:
    match block:
        case Heading():
            return {"block": "heading", "text": letters(block.text), "level": block.level}
        case Paragraph():
            return {"block": "paragraph", "text": letters(block.text), "strong": block.strong}
        case Bullets():
            return {"block": "bullets", "items": [letters(item) for item in block.items]}
        case Contacts():
            return {"block": "contacts", "people": [_contact(p, letters) for p in block.people]}
        case Fields():
            rows = [[letters(label), letters(value)] for label, value in block.rows]
            return {"block": "fields", "rows": rows}
        case Asked():
            return _asked(block, letters)
        case Blanks():
            return {"block": "blanks", "labels": [letters(label) for label in block.labels]}
        case Item() | Table() | Bars():
            return _item(block, letters) if isinstance(block, Item) else _table(block, letters)
        case Box() | Code():
            return _code(block, letters) if isinstance(block, Code) else _box(block, letters)
    assert_never(block)


def _item(block: Item, letters: Letters) -> Data:
    def each(texts: tuple[str, ...]) -> list[Lines]:
        return [letters(one) for one in texts]

    def boxes(ticks: tuple[Tick, ...]) -> list[list[Lines]]:
        return [[letters(one.label), letters(one.then)] for one in ticks]

    return {
        "block": "item",
        "number": letters(block.number),
        "text": letters(block.text),
        "marks": each(block.marks),
        "above": each(block.above),
        "calls": each(block.calls),
        "say": letters(block.say),
        "ticks": boxes(block.ticks),
        "beside": sum(len(one.label + one.then) for one in block.ticks) < BESIDE,
        "blanks": each(block.blanks),
        "columns": each(block.columns),
        "lines": block.lines,
        "row": boxes(block.row),
        "stops": each(block.stops),
        "below": each(block.below),
        "long": len(block.text + block.say) > LONG,
    }


def _table(given: Table | Bars, letters: Letters) -> Data:
    block = given.table if isinstance(given, Bars) else given
    rows = [[letters(one) for one in row] for row in block.rows]
    head = [letters(one) for one in block.head]
    return {"block": "table", "head": head, "rows": rows, "tick": block.tick}


def _box(block: Box, letters: Letters) -> Data:
    drawn = [_draw(one, letters) for one in block.blocks]
    return {"block": "box", "blocks": drawn, "long": len(json.dumps(drawn)) > BIG}


def _code(block: Code, letters: Letters) -> Data:
    means = " ".join(letters(block.means))
    return {"block": "code", "svg": svg(block.opens), "label": letters(block.label), "means": means}


def _contact(one: Contact, letters: Letters) -> Data:
    return {
        "name": letters(one.name),
        "reach": letters(one.reach),
        "note": letters(one.note),
        "long": len(one.name + one.reach + one.note) > LONG,
        "wide": len(one.reach) > WIDE,
    }


def _asked(block: Asked, letters: Letters) -> Data:
    said = [
        {
            "text": letters(one.text),
            "note": letters(f"({one.note})" if one.note else ""),
            "struck": one.struck,
            "mark": letters(f"[{one.mark}]" if one.mark else ""),
        }
        for one in block.said
    ]
    return {
        "block": "asked",
        "question": letters(block.question),
        "note": letters(f"({block.note})" if block.note else ""),
        "said": said,
    }
