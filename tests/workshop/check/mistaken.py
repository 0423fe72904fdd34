"""One realistic mistake in a shipped file, made by changing its text; and what must be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3] / "protocols"
WRITTEN = Path(__file__).parent / "mistakes"
PROTOCOL = "crisis-intervention.yaml"
UNSEEN = {"\\t": "\t", "\\u00a0": "\u00a0"}  # as they are written in the lists, and as they are


@dataclass(frozen=True)
class Mistake:
    """name: what went wrong. old, new: the text that is changed, where it stands first.

    code: of the first problem that is told. line: what its line begins with. advice: words of what
    it says to do.
    """

    name: str
    file: str
    old: str
    new: str
    code: str
    line: str
    advice: str

    def text(self) -> str:
        """The file with the mistake in it."""
        text = (ROOT / self.file).read_text(encoding="utf-8")
        assert self.old in text, (
            f"the shipped file has changed; find another place for: {self.name}"
        )
        return text.replace(self.old, self.new, 1)


def mistakes() -> Iterator[Mistake]:
    """Every mistake of every list."""
    for path in sorted(WRITTEN.glob("*.txt")):
        for written in path.read_text(encoding="utf-8").split("\n== ")[1:]:
            yield _mistake(written)


def _mistake(written: str) -> Mistake:
    head, *lines = written.rstrip("\n").split("\n")
    name, file = head.split(" @ ")
    code, _, told = lines.pop().partition(" | ")
    line, _, advice = told.rpartition(" | ")
    return Mistake(name, file, _changed("-", lines), _changed("+", lines), code, line, advice)


def _changed(sign: str, lines: list[str]) -> str:
    text = "\n".join(line[1:] for line in lines if line.startswith(sign))
    for written, real in UNSEEN.items():
        text = text.replace(written, real)
    return text
