"""Text in a drawing: how wide it may become, where it breaks, and where it is cut."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.protocol.letters import columns, visible

CUT = "…"
# The width of a letter to its size. Nobody knows which font will show a drawing: these are wide
# enough for the usual ones.
NARROW, USUAL, CAPITAL, WIDE = 0.33, 0.5, 0.7, 1.0
SLIM, BROAD = set("iljtf.,:;'|!()[] "), set("WM@%mw—…")


def lines(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in lines that are surely no wider than this; the last one is cut where there
    would be more."""
    room = width / size
    found = [line for part in plain(text).split("\n") for line in _broken(part, room)]
    if len(found) <= most:
        return found
    return [*found[: most - 1], _cut(found[most - 1], room)]


def wide(text: str, size: float) -> float:
    """How wide a text surely is not more than."""
    return sum(map(_letter, text)) * size


def plain(text: str) -> str:
    """The text with nothing in it that cannot be drawn, and single spaces."""
    return "\n".join(" ".join(line.split()) for line in safe(text).split("\n") if line.strip())


def safe(text: str) -> str:
    """The text with nothing in it that acts, or that no file may hold."""
    return "".join(char if _allowed(ord(char)) else "\ufffd" for char in visible(text))


def _allowed(code: int) -> bool:
    """Whether XML may hold this character."""
    return code in (9, 10) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


def _letter(char: str) -> float:
    if char in SLIM:
        return NARROW
    if char in BROAD:
        return WIDE
    if not char.isascii():
        return columns(char) * USUAL * 1.1
    return CAPITAL if char.isupper() else USUAL


def _broken(line: str, room: float) -> Iterator[str]:
    """One line in pieces: between words, and inside a word that is wider than the room."""
    piece = ""
    for word in line.split(" "):
        longer = f"{piece} {word}" if piece else word
        if wide(longer, 1) <= room:
            piece = longer
            continue
        if piece:
            yield piece
        *full, piece = _chopped(word, room)
        yield from full
    yield piece


def _chopped(word: str, room: float) -> list[str]:
    pieces, used = [""], 0.0
    for char in word:
        if pieces[-1] and used + _letter(char) > room:
            pieces.append("")
            used = 0.0
        pieces[-1] += char
        used += _letter(char)
    return pieces


def _cut(line: str, room: float) -> str:
    """A line with a sign at its end that there would be more."""
    while line and wide(line + CUT, 1) > room:
        line = line[:-1]
    return line.rstrip() + CUT
