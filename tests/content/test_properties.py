"""The properties of the shipped protocols hold, and fail when any danger condition is taken out."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml
from conversation import PROTOCOLS, always, shipped

from crisis_cli.protocol.compiled import LEVELS, Protocol
from crisis_cli.protocol.source import examine
from crisis_cli.protocol.truth import questions
from crisis_cli.workshop.model.answers import Answers
from crisis_cli.workshop.model.logic import both, differ, either
from crisis_cli.workshop.model.search import NONE, Search
from crisis_cli.workshop.proofs.claims.claim import Claim
from crisis_cli.workshop.proofs.claims.table import claims
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.properties import CLAIMS, Property, read_bytes, read_file
from crisis_cli.workshop.proofs.prove import judged, prove
from crisis_cli.workshop.proofs.verdict import BROKEN, Verdict

FILE = PROTOCOLS / "properties.yaml"
OPERATORS = ("any", "all", "not")
Path_ = tuple[Any, ...]


class Mutant(NamedTuple):
    """The shipped protocol with something taken out. about: the questions it looked at."""

    name: str
    at: Path_
    word: str
    about: frozenset[str]


@cache
def properties() -> tuple[Property, ...]:
    made, found = read_file(FILE, shipped())
    assert not found.problems, found.problems
    return made


@cache
def source() -> dict[str, Any]:
    """The shipped file as plain text values."""
    path = PROTOCOLS / "crisis-intervention.yaml"
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)


# -- what can be taken out


@cache
def mutants() -> list[Mutant]:
    found = [Mutant(f"urgent {one['when']}", ("urgent", i), "", frozenset())
             for i, one in enumerate(source()["urgent"])]  # fmt: skip
    for at, owner in conditions():
        for leaf, about in leaves(owner, at):
            if about & dangers():
                found.append(Mutant(told(leaf), leaf, "", about))
                words = value(source(), leaf)
                if isinstance(words, list):
                    found += [Mutant(f"{told(leaf)}: {w}", leaf, w, about) for w in words]
    return found


@cache
def dangers() -> frozenset[str]:
    return frozenset(step.id for step in shipped().steps if step.danger)


def conditions() -> Iterator[tuple[Path_, Any]]:
    """Where a condition of danger stands: rules, concern, sections, steps, blocks."""
    file = source()
    for name, rule in file["rules"].items():
        yield ("rules", name), {key: one for key, one in rule.items() if key != "means"}
    for i, one in enumerate(file["concern"]):
        yield ("concern", i, "when"), one["when"]
    for i, section in enumerate(file["sections"]):
        if "when" in section:
            yield ("sections", i, "when"), section["when"]
        for j, step in enumerate(section["steps"]):
            if "when" in step:
                yield ("sections", i, "steps", j, "when"), step["when"]
    for name, block in file["blocks"].items():
        for j, step in enumerate(block["steps"]):
            if "when" in step:
                yield ("blocks", name, "steps", j, "when"), step["when"]


def leaves(raw: Any, at: Path_) -> Iterator[tuple[Path_, frozenset[str]]]:
    """The single parts of a condition with the questions that each looks at."""
    if isinstance(raw, str):
        yield at, frozenset(questions(["rule", raw], shipped().rules))
    elif isinstance(raw, list):
        for i, one in enumerate(raw):
            yield from leaves(one, (*at, i))
    else:
        for key, one in raw.items():
            if key in (*OPERATORS, "when"):
                yield from leaves(one, (*at, key))
            else:
                yield (*at, key), frozenset([key])


def value(raw: Any, at: Path_) -> Any:
    for part in at:
        raw = raw[part]
    return raw


def told(at: Path_) -> str:
    names, raw = [], source()
    for part in at:
        raw = raw[part]
        named = raw.get("id", "") if isinstance(raw, dict) else ""
        names.append(named or str(part))
    return ".".join(names)


def taken_out(one: Mutant) -> dict[str, Any]:
    """The file without it; what is left empty goes too, up to the line or step that it stood in."""
    file = copy.deepcopy(source())
    if one.word:
        value(file, one.at).remove(one.word)
        return file
    at = one.at
    while True:
        holder = value(file, at[:-1])
        del holder[at[-1]]
        if holder or at[-2] in ("when", "steps") or len(at) <= 2:
            break
        at = at[:-1]
    if at[0] == "concern" and at[-1] == "when":
        del file["concern"][at[1]]
    return file


def compiled(file: dict[str, Any]) -> Protocol | None:
    text = yaml.dump(file, Dumper=yaml.CSafeDumper, default_style='"', sort_keys=False)
    return examine(text.encode())[0]


# -- the proofs


def test_everything_is_proved_of_the_shipped_protocol():
    verdicts = prove(shipped(), properties(), always())

    assert [one.text() for one in verdicts if not one.held] == []
    assert len(verdicts) > 60


def caught(protocol: Protocol, about: frozenset[str]) -> tuple[Claim, Verdict] | None:
    """The first verdict that is not held, those first that look at the same questions."""
    every = Interviews(protocol)
    rules = shipped().rules
    near = sorted(properties(), key=lambda one: not questions(one.when, rules) & about)
    verdicts = (
        (claim, judged(one, claim, every)) for one in near for claim in claims(one, protocol)
    )
    return next((one for one in verdicts if not one[1].held), None)


def same(one: Protocol, other: Protocol) -> bool:
    """Whether nobody could tell two protocols apart, wherever an interview stops: what is asked
    and shown, what counts, the levels with their reasons, what follows, and the plan."""
    given = Answers()
    first, second = Interviews(one, answers=given), Interviews(other, answers=given)
    seen = zip(observed(first), observed(second), strict=True)
    return Search(first.open).check(either(differ(a, b) for a, b in seen)) == NONE


def observed(every: Interviews) -> Iterator[Any]:
    protocol = every.protocol
    yield from (every.whole.on(step.id) for step in protocol.steps)
    for model in (every.whole, every.open):
        yield from (model.asked(step.id) for step in protocol.steps)
        dangers = [step.id for step in protocol.steps if step.danger]
        yield from (model.word(q, w) for q in dangers for w in ("could_not_assess", "not_asked"))
        yield from (model.at_least(level, end) for level in LEVELS for end in (True, False))
        for line in protocol.concern:
            yield both((model.concern(line), model.level(line.level)))
        yield from (model.urgent(one.rule) for one in protocol.urgent)
        yield from (model.holds(one.when) for one in protocol.follow_up)
        plan = protocol.documents["safety_plan"]
        yield from (model.holds(one.when) for one in (plan, *plan.parts))
    for block in protocol.blocks.values():
        comes = every.comes(block.id)
        yield from (both((comes, every.seen(step.when, block.id))) for step in block.steps)


def test_the_file_as_it_stands_is_the_shipped_protocol():
    """What the mutants are made of: only the hash is another, and translations lie beside it."""
    assert compiled(source()) == replace(shipped(), hash=compiled(source()).hash, translations={})
    assert len(mutants()) > 400


@pytest.mark.slow
@pytest.mark.parametrize("one", mutants(), ids=lambda one: one.name)
def test_a_protocol_without_it_breaks_a_property_or_nobody_could_tell(one):
    """The answers that are told break it in the real engine, and not in the shipped protocol."""
    protocol = compiled(taken_out(one))
    if protocol is None:
        return  # check refuses the file
    found = caught(protocol, one.about)
    if found is None:
        assert same(shipped(), protocol)
        return
    claim, verdict = found

    assert verdict.outcome == BROKEN, verdict.text()
    assert claim.seen(protocol, verdict.answers)
    assert not claim.seen(shipped(), verdict.answers)


# -- what the page about it says

PAGE = (PROTOCOLS.parent / "docs" / "proofs.md").read_text("utf-8")


def test_the_page_names_everything_that_may_be_claimed():
    assert set(re.findall(r"^\| `(\w+): ", PAGE, re.M)) == set(CLAIMS)


def test_the_page_shows_what_is_really_said():
    file = copy.deepcopy(source())
    file["urgent"] = [one for one in file["urgent"] if one["when"] != "suicide_now"]
    found = caught(compiled(file), frozenset(["told_now"]))

    assert f"```text\n{found[1].text()}\n```" in PAGE


def test_the_example_of_the_page_is_a_property():
    text = re.search(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)[1]
    (one,), found = read_bytes(text.encode(), shipped())

    assert found.problems == ()
    assert replace(one, line=0) == replace(properties()[0], line=0)
