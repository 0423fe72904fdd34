"""A code for phone cameras (a QR code), as the path of a drawing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from crisis_cli.protocol import cache as kept_before

QUIET = 4  # squares that stay white around it, or no camera finds it


@cache
def squares(opens: str) -> tuple[int, str]:
    """How many squares the code has on a side, its white edge counted, and its dark ones as an SVG
    path in squares.

    opens: the address in it, as tel:988. A quarter of it may be dirty or torn and it is still read.
    """
    digest = hashlib.sha256(f"{QUIET} {opens}".encode()).hexdigest()
    if isinstance(kept := kept_before.fetch("code", digest), list):
        return int(kept[0]), str(kept[1])
    made = _drawn(opens)
    kept_before.store("code", digest, made)
    return made


def svg(opens: str) -> str:
    """The code as an SVG file."""
    size, path = squares(opens)
    box = f'viewBox="0 0 {size} {size}" width="{size}" height="{size}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path d="{path}"/></svg>'


def _drawn(opens: str) -> tuple[int, str]:
    from segno import make_qr  # takes longer than the whole page

    rows = make_qr(opens, error="q", boost_error=False).matrix
    path = "".join(run for y, row in enumerate(rows) for run in _runs(row, y))
    return len(rows) + 2 * QUIET, path


def _runs(row: Sequence[int], y: int) -> Iterator[str]:
    """Each dark stretch of a row as one box."""
    at = QUIET
    for dark, group in groupby(row):
        wide = len(list(group))
        if dark:
            yield f"M{at} {y + QUIET}h{wide}v1h-{wide}z"
        at += wide
