"""Text in a drawing: how wide it may become, where it breaks, and where it is cut."""

from __future__ import annotations

from crisis_cli.protocol.letters import broken, columns, visible

# The width of a letter to its size. Nobody knows which font will show a drawing: this is wide
# enough for the usual ones.
LETTER = 0.48
CUT = "…"


def lines(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in lines that are surely no wider than this; the last one is cut where there
    would be more."""
    room = max(int(width / (size * LETTER)), 4)
    found = [line for part in plain(text).split("\n") for line in broken(part, room)]
    if len(found) <= most:
        return found
    return [*found[: most - 1], shortened(f"{found[most - 1]} {CUT}", room)]


def shortened(text: str, room: int) -> str:
    """A text of at most this many columns, that says so where it was cut."""
    if columns(text) <= room:
        return text
    return next(broken(text.removesuffix(CUT), room - 1)).rstrip()[: room - 1] + CUT


def wide(text: str, size: float) -> float:
    """How wide a text surely is not more than."""
    return columns(plain(text)) * size * LETTER


def plain(text: str) -> str:
    """The text with nothing in it that cannot be drawn."""
    return "\n".join(" ".join(line.split()) for line in visible(text).split("\n") if line.strip())
