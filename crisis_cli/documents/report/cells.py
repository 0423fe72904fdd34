"""Counts as a tree, and which of them are hidden: nobody can work out a small one.

A number that is shown may be split by several tables, and the rows of each add up to it. So all
that is known of a table besides its shown rows is its sum, and two tables share nothing else.
What lies under a hidden row is not told at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

# Counts from 1 up to below this one are hidden. Whoever knows that one of four is meant often
# knows who; with five a guess is more often wrong than right, also for who knows three of them.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One count with its label; None where it is hidden. tables: what it is split by."""

    label: str
    count: int | None
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What a count is split by. about: what is counted, in a sentence.

    rows: none of them are told where too few would be left to see.
    """

    title: str
    about: str
    rows: tuple[Row, ...]
    name: str = ""

    @property
    def told(self) -> bool:
        """Whether anything of it is told."""
        return any(row.count is not None for row in self.rows)


def small(count: int) -> bool:
    """Whether a count is too small to be shown. That there is nobody may be told."""
    return 0 < count < FEWEST


def to_hide(counts: Sequence[int]) -> set[int]:
    """The places of the counts that are hidden in a table whose sum is known.

    Those that are small. Where these are all alike (or one), also every count that is the least
    of the others: in what is hidden there are two different numbers then, and nothing tells which
    stands where. Where only zeros would be left, everything.
    """
    hidden = {place for place, count in enumerate(counts) if small(count)}
    if len({counts[place] for place in hidden}) == 1:
        least = min((count for count in counts if count >= FEWEST), default=0)
        hidden |= {place for place, count in enumerate(counts) if count == least > 0}
    if hidden and not any(count for place, count in enumerate(counts) if place not in hidden):
        return set(range(len(counts)))
    return hidden


def hide(row: Row) -> Row:
    """A count, and all that is under it, as it may be told. count: of this one, not hidden yet."""
    if row.count is None or small(row.count):
        return replace(row, count=None, tables=())
    return replace(row, tables=tuple(_hidden(table) for table in row.tables))


def _hidden(table: Table) -> Table:
    hidden = to_hide([row.count or 0 for row in table.rows])
    if len(hidden) == len(table.rows):
        return replace(table, rows=())
    return replace(
        table,
        rows=tuple(
            replace(row, count=None, tables=()) if place in hidden else hide(row)
            for place, row in enumerate(table.rows)
        ),
    )
