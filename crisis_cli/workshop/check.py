"""Looking a protocol file over: everything that is wrong with it, before anybody uses it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crisis_cli.protocol.problems import Problem, show
from crisis_cli.protocol.source import contents, look_over


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file. more: problems that were found but are not listed."""

    file: str
    steps: int
    problems: tuple[Problem, ...]
    more: int

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def text(self) -> str:
        """The report in words."""
        if self.clean:
            return f"{self.file}: no problems found. Steps: {self.steps}."
        counts = [_count(self, severity) for severity in ("error", "warning")]
        told = " and ".join(count for count in counts if count)
        return f"{show(self.file, self.problems, self.more)}\n\n{self.file}: {told}."

    def data(self) -> dict[str, Any]:
        """The report as plain JSON."""
        problems = [{"severity": one.severity, **asdict(one)} for one in self.problems]
        return {"file": self.file, "problems": problems, "more": self.more}


def check(path: Path, resources: Collection[str] | None) -> Report:
    """Look one file over.

    resources: the ids that a protocol may name, or None where no resource file can be read.
    """
    protocol, found = look_over(contents(path), resources)
    steps = len(protocol.steps) if protocol else 0
    return Report(str(path), steps, found.problems, found.more)


def _count(report: Report, severity: str) -> str:
    count = sum(problem.severity == severity for problem in report.problems)
    count += report.more if severity == "error" else 0
    return f"{count} {severity}{'s' * (count != 1)}" if count else ""
