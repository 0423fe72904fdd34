"""What a drawing is made of. Lengths are in points, y grows downwards; black, white and grey."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle. style: plain, thick, dashed, grey (filled, without a line), black (filled)."""

    x: float
    y: float
    width: float
    height: float
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line. style: plain, dashed. arrow: a head at its end."""

    x1: float
    y1: float
    x2: float
    y2: float
    style: str = "plain"
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """Where lines meet. style: full, open."""

    x: float
    y: float
    style: str = "full"


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, from its left end on the base line. style: plain, strong, slanted, white.

    turned: reads downwards.
    """

    x: float
    y: float
    text: str
    size: float
    style: str = "plain"
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong to one thing, with all of its text: a drawing may cut it short."""

    title: str
    shapes: tuple[Shape, ...]


Shape = Frame | Line | Dot | Words | Group


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a drawing. title: what it shows, for those who cannot see it."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...]
