"""Path, rules, urgent and concern after each answer, against two ways to do it by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from fixtures import protocol
from rounds import in_turns, tell

from crisis_cli.engine.entries import Answered, Entry, Opened
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import load

AT = datetime(2026, 11, 23, tzinfo=UTC)


def ours(made: Protocol) -> float:
    """Seconds an answer in our engine."""
    state = State(made)
    state.add(Entry(1, AT, "w", Opened("made", "1", made.hash)))
    start, count = time.perf_counter(), 0
    while step := state.next():
        count += 1
        state.add(Entry(count + 1, AT, "w", Answered(step.id, "no" if count % 3 else "yes")))
    return (time.perf_counter() - start) / count


def by_hand(made: Protocol) -> float:
    """Seconds an answer in the least loop that keeps the path: an index and a dictionary."""
    readers: dict[str, list[tuple[str, list[str]]]] = {}
    for step in made.steps:
        if step.when:
            readers.setdefault(step.when[1], []).append((step.id, step.when[2]))
    on = {step.id: step.when is None for step in made.steps}
    answers: dict[str, str] = {}
    start, count = time.perf_counter(), 0
    for step in made.steps:
        if on[step.id]:
            count += 1
            answer = answers[step.id] = "no" if count % 3 else "yes"
            for reader, words in readers.get(step.id, ()):
                on[reader] = answer in words
    return (time.perf_counter() - start) / count


def again(made: Protocol) -> float:
    """Seconds an answer when the whole path is worked out anew after each."""
    answers: dict[str, str] = {}
    start, count = time.perf_counter(), 0
    for step in made.steps[:200]:
        count += 1
        answers[step.id] = "no" if count % 3 else "yes"
        [s.id for s in made.steps if s.when is None or answers.get(s.when[1]) in s.when[2]]
    return (time.perf_counter() - start) / count


def main() -> None:
    for size in (100, 1_000, 10_000):
        with TemporaryDirectory() as folder:
            path = Path(folder, "made.yaml")
            path.write_text(protocol(size))
            made = load(path)
        runs: dict[str, Callable[[], float]] = {
            "an indexed loop by hand (floor)": lambda made=made: by_hand(made),
            "crisis_cli.engine": lambda made=made: ours(made),
            "everything worked out anew": lambda made=made: again(made),
        }
        tell(
            f"{size} questions, each answer",
            in_turns(runs),
            "an indexed loop by hand (floor)",
            "us",
        )


if __name__ == "__main__":
    main()
