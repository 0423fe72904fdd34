"""What a condition may say where it stands, and what is known of it once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from crisis_cli.protocol.known import NEVER, Question
from crisis_cli.protocol.tree import Path


@dataclass(frozen=True, slots=True)
class Where:
    """Where a condition stands, and so what it may say.

    before: the place on the path that the questions must come before.
    any_but_no, concern: whether these may stand in it.
    """

    before: int = NEVER
    any_but_no: bool = False
    concern: bool = False


@dataclass(slots=True)
class Facts:
    """What is known of a condition once it is read.

    rules: the rules that it names, with the place of the name. latest: the question that comes
    last on the path. any_but_no: where it stands, if it does. plain: only the answers to danger
    questions are looked at. size: how many single conditions there are in it. height: how many
    rules deep it goes.
    """

    rules: list[tuple[str, Path]] = field(default_factory=list)
    latest: Question | None = None
    any_but_no: Path = ()
    plain: bool = True
    size: int = 0
    height: int = 0

    def names(self, question: Question) -> None:
        """Take note of a question that the condition names."""
        if self.latest is None or question.place > self.latest.place:
            self.latest = question

    def add(self, other: Facts) -> None:
        """Take in what is known of a rule that the condition names."""
        if other.latest is not None:
            self.names(other.latest)
        self.any_but_no = self.any_but_no or other.any_but_no
        self.plain &= other.plain
        self.size += other.size
        self.height = max(self.height, other.height + 1)
