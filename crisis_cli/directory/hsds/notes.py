"""What was not understood when somebody else's directory was read: where, what, what was done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

LEFT_OUT = "the row was left out"
WITHOUT = "the rest of the row was read"
MOST = 60  # notes that are told in words; --json has all


@dataclass(frozen=True, slots=True)
class Note:
    """One thing. file: its name; row: the number of the row or the id of the record; field: which
    one, or "". wrong: what is wrong with it. done: what was done about it."""

    file: str
    row: str
    field: str
    wrong: str
    done: str

    def text(self) -> str:
        """As one line."""
        place = f"{self.file}, {self.row}" if self.row else self.file
        field = f", {self.field}" if self.field else ""
        return f"{place}{field}: {self.wrong}; {self.done}."


class Notes:
    """All of them, in the order in which they were found, each once."""

    def __init__(self) -> None:
        self._found: dict[Note, None] = {}

    def add(self, file: str, row: str, field: str, wrong: str, done: str) -> None:
        """Note one."""
        self._found.setdefault(Note(file, row, field, wrong, done))

    @property
    def all(self) -> list[Note]:
        """Every note."""
        return list(self._found)

    def text(self) -> str:
        """In words, a line each."""
        lines = [one.text() for one in self.all[:MOST]]
        if (more := len(self._found) - MOST) > 0:
            lines.append(f"... and {more} more; all of them: --json")
        return "\n".join(lines)

    def data(self) -> list[dict[str, Any]]:
        """As plain JSON."""
        return [asdict(one) for one in self.all]


def shown(value: Any) -> str:
    """A value as it can be named in a sentence."""
    text = str(value)
    return f"'{text[:60]}...'" if len(text) > 60 else f"'{text}'"
