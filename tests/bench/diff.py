"""Two protocols compared, a step explained by its ways, and lengths: against the bare formulas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fixtures import protocol as made
from rounds import in_turns, seconds, tell

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import examine
from crisis_cli.workshop.diff.compare import compare
from crisis_cli.workshop.diff.report import Report
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.reading.lengths import lengths
from crisis_cli.workshop.reading.paths_to import paths_to

SHIPPED = Path(__file__).parents[2] / "protocols" / "crisis-intervention.yaml"
EDITS = {
    "nothing": ("", ""),
    "an urgent rule without a danger answer": ("      - intent: yes\n", ""),
    "an urgent rule that runs no block": ("  - {when: suicide_now, run: stay_and_call}\n", ""),
    "another level": (
        "level: moderate\n    when: {method: yes}",
        "level: low\n    when: {method: yes}",
    ),
    "a section for fewer people": ("    when: thoughts_open\n", "    when: {thoughts: yes}\n"),
    "only words": ("Has suicide been on your mind", "Were there thoughts of suicide"),
}


def read(text: str) -> Protocol:
    found, problems = examine(text.encode())
    assert found, problems.problems
    return found


def formulas(one: Protocol) -> None:
    """The floor: which steps come, as formulas, and nothing asked about them."""
    model = Model(one)
    for step in one.steps:
        model.on(step.id)


def shipped() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    old = read(text)
    runs: dict[str, Callable[[], float]] = {
        "the formulas of one path (floor)": lambda: seconds(lambda: formulas(old))
    }
    for name, (before, now) in EDITS.items():
        assert before in text, name
        new = read(text.replace(before, now, 1))
        runs[name] = lambda new=new: seconds(lambda: Report(compare(old, new)).text())
    tell("the shipped protocol against an edited copy", in_turns(runs, 3), next(iter(runs)))


def generated(size: int) -> None:
    text = made(size)
    old = read(text)
    new = read(text.replace("soon, q0: [yes, unsure]", "soon, q0: yes"))
    runs: dict[str, Callable[[], float]] = {
        "the formulas of one path (floor)": lambda: seconds(lambda: formulas(old)),
        "an urgent rule changed": lambda: seconds(lambda: compare(old, new)),
        "the way to the last question": lambda: seconds(lambda: paths_to(old, f"q{size - 1}")),
        "how long it is": lambda: seconds(lambda: lengths(old)),
    }
    tell(f"{size} questions", in_turns(runs, 3), next(iter(runs)))


def main() -> None:
    shipped()
    for size in (40, 200, 1_000):
        generated(size)


if __name__ == "__main__":
    main()
