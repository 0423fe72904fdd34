"""Looking a protocol file over: everything that is wrong with it, the worst first."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from crisis_cli.protocol.problems import Found, Problem, show
from crisis_cli.protocol.source import contents, look_over, without_pauses
from crisis_cli.workshop.check.look import Look, Resources

WIDE = 79
# What has to do with danger is told before the rest.
DANGER = {
    *("E042", "E050", "E051", "E052", "E062", "E063", "E064", "E065", "E066"),
    *("W080", "W087", "W089", "W090", "W095", "W097", "W099"),
    *("W100", "W102", "W103", "W105", "W106", "W107", "W108", "W109", "W110"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file.

    size: how much there is in it, in words. problems: the worst first. more: those that were found
    but are not listed; more_errors: how many of those are errors. stale: ids of resources that it
    names and that were checked too long ago, each with its file.
    """

    file: str
    size: str
    problems: tuple[Problem, ...]
    more: int = 0
    more_errors: int = 0
    stale: Mapping[str, str] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def text(self) -> str:
        """The report in words."""
        last = f"{self.file}: no problems found. {self.size}."
        if not self.clean:
            counts = [_count(self, severity) for severity in ("error", "warning")]
            told = " and ".join(count for count in counts if count)
            last = f"{show(self.file, self.problems, self.more)}\n\n{self.file}: {told}."
        return last + _phone(self.stale)

    def data(self) -> dict[str, Any]:
        """The report as plain JSON."""
        problems = [
            {"severity": one.severity, "danger": one.code in DANGER, **asdict(one)}
            for one in self.problems
        ]
        stale = list(self.stale)
        return {"file": self.file, "problems": problems, "more": self.more, "stale": stale}


def check(path: Path, resources: Resources | None, exact: bool = False) -> Report:
    """Look one protocol file over.

    resources: what is known of those that it may name, or None where no file can be read.
    exact: ask the solver too, where it is installed; that takes a second.
    """
    with without_pauses():
        return examined(str(path), contents(path), resources, exact)


def examined(name: str, data: bytes, resources: Resources | None, exact: bool = False) -> Report:
    """Look over the bytes of a file of this name."""
    from crisis_cli.workshop.check.exact import impossible
    from crisis_cli.workshop.check.resources import stale
    from crisis_cli.workshop.check.table import CHECKS
    from crisis_cli.workshop.translations.check import untranslated

    looked = look_over(data)
    if looked.made is None:
        return report(name, looked.found)
    look = Look(looked, resources)
    for one in CHECKS:
        one(look)
    if exact:
        impossible(look)
    untranslated(look.file, look.tree, Path(name))
    return report(name, look.found, f"Steps: {len(look.protocol.steps)}", stale(look))


def report(
    name: str, found: Found, size: str = "", stale: Mapping[str, str] | None = None
) -> Report:
    """What was found, the worst first: errors, then what concerns danger, then by place."""
    return Report(
        name,
        size,
        tuple(sorted(found.problems, key=_rank)),
        found.more,
        found.more_errors,
        stale or {},
    )


def _rank(one: Problem) -> tuple[bool, bool, int, int, str]:
    return one.severity != "error", one.code not in DANGER, one.line, one.column, one.code


def _count(report: Report, severity: str) -> str:
    count = sum(problem.severity == severity for problem in report.problems)
    hidden = report.more_errors
    count += hidden if severity == "error" else report.more - hidden
    return f"{count} {severity}{'s' * (count != 1)}" if count else ""


def _phone(stale: Mapping[str, str]) -> str:
    if not stale:
        return ""
    files = " ".join(dict.fromkeys(stale.values()))
    told = textwrap.fill(f"Checked too long ago, so phone them: {', '.join(stale)}.", WIDE)
    return f"\n{told}\nLook at each with: crisis protocol check {files}"
