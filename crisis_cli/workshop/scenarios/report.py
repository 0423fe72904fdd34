"""What came of the scenarios, in words for a supervisor and as plain JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any

from crisis_cli.protocol.problems import Problem, show
from crisis_cli.workshop.english import counted
from crisis_cli.workshop.scenarios.coverage import Coverage
from crisis_cli.workshop.scenarios.mutants import Mutant
from crisis_cli.workshop.scenarios.mutation import Mutation, Unnoticed
from crisis_cli.workshop.scenarios.result import Outcome, Result

WIDE = 78


def as_text(result: Result) -> str:
    """The report in words: what failed first, then what no scenario looks at."""
    parts = [*_broken(result), *map(_failed, result.outcomes)]
    parts += [_not_reached(result)]
    parts += [_mutation(result, result.mutation)] if result.mutation else []
    return "\n\n".join(part for part in [*parts, _sum(result)] if part)


def _broken(result: Result) -> Iterator[str]:
    yield from (show(str(path), found.problems, found.more) for path, found in result.broken)


def _failed(outcome: Outcome) -> str:
    scenario = outcome.scenario
    lines = [_wrapped(f"line {one.line}: {one}") for one in outcome.differences]
    head = [_wrapped(f"FAILED  {scenario.name}", ""), f"  {scenario.file}"]
    return "\n".join([*head, *lines]) if lines else ""


def _sum(result: Result) -> str:
    failed = sum(not one.passed for one in result.outcomes)
    files = len({one.scenario.file for one in result.outcomes})
    count = len(result.outcomes)
    told = f"{counted(count, 'scenario')} in {counted(files, 'file')}"
    verdict = "all passed" if not failed else f"{failed} failed"
    told = f"{told}, {verdict}." if count else "no scenario played."
    broken = f" {counted(len(result.broken), 'file')} could not be read." if result.broken else ""
    return f"{result.protocol.id}: {told}{broken}"


def _not_reached(result: Result) -> str:
    found = list(_gaps(result))
    if not found and not result.coverage.answers:
        return "Every step, answer, rule and line is reached by a scenario."
    lines = [line for head, names in found for line in (f"  {head}:", _wrapped(", ".join(names)))]
    answers = [_wrapped(one) for one in _answers(result.coverage)]
    lines += ["  answers:", *answers] if answers else []
    return "\n".join(["NO SCENARIO REACHES", *lines])


def _gaps(result: Result) -> Iterator[tuple[str, list[str]]]:
    """What is not reached: a heading, and the names."""
    cover = result.coverage
    named: list[tuple[str, Iterable[str]]] = [
        ("danger questions, and every one must be asked in one of them", cover.danger),
        ("urgent rules, and every one must hold in one of them", cover.urgent),
        ("lines of concern", cover.concern),
        ("rules that never held", cover.never_held),
        ("rules that held at the end of every scenario", cover.always_held),
        ("other steps", cover.steps),
        ("follow-ups", _follow_ups(result)),
    ]
    yield from ((head, list(names)) for head, names in named if names)


def _answers(cover: Coverage) -> list[str]:
    by_step = groupby(cover.answers, key=lambda answer: answer[0])
    return [f"{step}: {', '.join(word for _, word in words)}" for step, words in by_step]


def _follow_ups(result: Result) -> list[str]:
    lines = [(n, result.protocol.follow_up[n - 1]) for n in result.coverage.follow_up]
    return [f"number {n} ({one.due}: {one.what})" for n, one in lines]


def _mutation(result: Result, found: Mutation) -> str:
    noticed = found.tried - len(found.unnoticed) - len(found.same)
    sums = (
        f"{found.tried} were made in {result.file}, one at a time. {noticed} were noticed, "
        f"{len(found.same)} change no interview that is answered in order, "
        f"{len(found.unnoticed)} were not noticed."
    )
    lines = ["SMALL MISTAKES, AND WHO WOULD NOTICE", _wrapped(sums, "  "), *_grouped(found.danger)]
    if found.unproved:
        lines.append(_wrapped(UNPROVED.format(count=found.unproved), "  "))
    others = [one for one in found.unnoticed if not one.mutant.danger]
    if others:
        lines += ["", "  NOT ABOUT DANGER", *_grouped(others)]
    return "\n".join(lines)


UNPROVED = (
    "Of {count} it was not proved that they can change anything. Without the solver nothing can "
    "be: .venv/bin/pip install --editable '.[author]'"
)


def _grouped(unnoticed: Iterable[Unnoticed]) -> Iterator[str]:
    for owner, group in groupby(unnoticed, key=lambda one: one.mutant.owner):
        together = list(group)
        yield ""
        yield _wrapped(f"{owner[0].upper()}{owner[1:]}: no scenario would notice if", "  ")
        for one in together:
            yield _wrapped(f"line {one.mutant.line}: {one.mutant.short}")
        first = "For the first: w" if len(together) > 1 else "W"
        yield _wrapped(first + advice(together[0])[1:])


def advice(one: Unnoticed) -> str:
    """The scenario that would notice it: with the solver's own answers where there are some."""
    said = ", ".join(f"`{step}: {_raw(answer)}`" for step, answer in _answers_of(one).items())
    return f"{one.mutant.advice} For instance: {said}." if said else one.mutant.advice


def _answers_of(one: Unnoticed) -> dict[str, Any]:
    return one.told.example() if one.told else {}


def _raw(answer: Any) -> str:
    """An answer as it is written in a scenario, in short."""
    if isinstance(answer, list):
        return f"[{', '.join(map(_raw, answer))}]"
    return "..." if isinstance(answer, dict) else str(answer)


def _wrapped(text: str, indent: str = "    ") -> str:
    return textwrap.fill(
        text,
        WIDE,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_data(result: Result) -> dict[str, Any]:
    """The same as plain JSON."""
    cover = result.coverage
    return {
        "protocol": result.protocol.id,
        "file": str(result.file),
        "passed": result.passed,
        "scenarios": [_outcome(one) for one in result.outcomes],
        "broken": [
            {"file": str(path), "problems": [_problem(one) for one in found.problems]}
            for path, found in result.broken
        ],
        "not_reached": {
            "danger": list(cover.danger),
            "urgent": list(cover.urgent),
            "concern": list(cover.concern),
            "never_held": list(cover.never_held),
            "always_held": list(cover.always_held),
            "steps": list(cover.steps),
            "answers": [{"step": step, "answer": answer} for step, answer in cover.answers],
            "follow_up": list(cover.follow_up),
        },
        "mutations": _mutants(result.mutation),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    scenario = outcome.scenario
    return {
        "file": str(scenario.file),
        "title": scenario.title,
        "what_if": scenario.what_if,
        "passed": outcome.passed,
        "differences": [asdict(one) for one in outcome.differences],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "message": problem.message,
        "line": problem.line,
        "column": problem.column,
        "hint": problem.hint,
    }


def _mutants(found: Mutation | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "tried": found.tried,
        "no_difference": [_mutant(one) for one in found.same],
        "unnoticed": [
            {
                **_mutant(one.mutant),
                "advice": one.mutant.advice,
                "shown": one.told.shown if one.told else None,
                "answers": _answers_of(one),
            }
            for one in found.unnoticed
        ],
    }


def _mutant(mutant: Mutant) -> dict[str, Any]:
    return {
        "line": mutant.line,
        "danger": mutant.danger,
        "in": mutant.owner,
        "what": mutant.full,
    }
