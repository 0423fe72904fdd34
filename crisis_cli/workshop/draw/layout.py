"""Where everything of a drawing stands: rows of boxes one below the other, lanes at their right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.draw.lanes import Lane, lanes
from crisis_cli.workshop.draw.rows import LEFT, RIGHT, Row, Rows
from crisis_cli.workshop.draw.shapes import Dot, Line, Shape, Sheet, Words
from crisis_cli.workshop.draw.text import lines

LETTER = (612.0, 792.0)  # a sheet of US Letter paper
MARGIN, FOOT = 30.0, 18.0
GAP = 4.0  # between two rows
BESIDE, APART = RIGHT + 12, 11.0  # where the lanes begin, and how far apart they are
SMALL = 6.5
NAME = 90.0  # the most that the name of a lane takes


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and where it stands on its sheet."""

    row: Row
    y: float

    @property
    def out(self) -> float:
        """Where lanes leave it."""
        return self.y + self.row.height * 0.35

    @property
    def into(self) -> float:
        """Where lanes come in."""
        return self.y + self.row.height * 0.7


def sheets(protocol: Protocol, height: float = inf) -> list[Sheet]:
    """The drawing of a protocol on sheets of this height; on a single one where there is none."""
    rows = list(Rows(protocol).all())
    pages = list(_pages(rows, height))
    drawn, left = lanes(protocol)
    return [
        _sheet(protocol, pages, number, height, [*_beside(page, drawn, left)])
        for number, page in enumerate(pages)
    ]


def _pages(rows: Iterable[Row], height: float) -> Iterator[list[Placed]]:
    """Rows on their sheets; a heading goes on to the next sheet with what it heads."""
    page, y = list[Placed](), MARGIN
    for row in rows:
        if page and y + row.height > height - MARGIN - FOOT:
            kept = len(page)
            while kept > 1 and page[kept - 1].row.heads:
                kept -= 1
            yield page[:kept]
            over, page, y = page[kept:], [], MARGIN
            for one in over:
                page.append(Placed(one.row, y))
                y += one.row.height + GAP
        page.append(Placed(row, y))
        y += row.height + GAP
    yield page


def _sheet(
    protocol: Protocol, pages: list[list[Placed]], number: int, height: float, beside: list[Shape]
) -> Sheet:
    page = pages[number]
    bottom = page[-1].y + page[-1].row.height if page else MARGIN
    whole = bottom + FOOT + MARGIN if height == inf else height
    of = f", sheet {number + 1} of {len(pages)}" if len(pages) > 1 else ""
    name = f"{protocol.id}, version {protocol.version}, fingerprint {protocol.hash[:12]}{of}"
    foot = Words(LEFT, whole - MARGIN, name, 8)
    boxes = [shape for one in page for shape in one.row.at(one.y)]
    said = "; ".join(one.row.title for one in page if one.row.title)
    title = f"{protocol.title}: the order of asking{of}. {said}"
    return Sheet(LETTER[0], whole, title, (*beside, *boxes, foot))


def _beside(page: list[Placed], drawn: list[Lane], left: list[Lane]) -> Iterator[Shape]:
    """The lanes as far as they run along this sheet."""
    here = {one.row.place: one for one in page if one.row.place is not None}
    if not here:
        return
    top, end = min(here), max(here)
    for lane in drawn:
        if lane.first <= end and lane.last >= top:
            yield from _lane(lane, here, top, end)
    for lane in left:
        for place in lane.goes:
            if place in here:
                y = here[place].into
                yield Line(BESIDE + 6, y, RIGHT, y, arrow=True)


def _lane(lane: Lane, here: dict[int, Placed], top: int, end: int) -> Iterator[Shape]:
    x, style = BESIDE + lane.column * APART, "dashed" if lane.rule else "plain"
    begin = here[lane.first].out if lane.first >= top else here[top].y - GAP
    finish = here[lane.last].into if lane.last <= end else here[end].y + here[end].row.height + GAP
    yield Line(x, begin, x, finish, style)
    for place in lane.comes:
        if place in here:
            yield Line(RIGHT, here[place].out, x, here[place].out, style)
            yield Dot(x, here[place].out, "open" if lane.rule else "full")
    for place in lane.goes:
        if place in here:
            yield Line(x, here[place].into, RIGHT, here[place].into, style, arrow=True)
            yield Dot(x, here[place].into, "open" if lane.rule else "full")
    if lane.rule and finish - begin > 20:
        name = lines(lane.name, NAME, SMALL, 1)[0]
        yield Words(x + 2.2, begin + 6, name, SMALL, turned=True)
