"""Protocols that hypothesis makes up, and answers to whatever they ask."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from crisis_cli.protocol.compiled import (
    LEVELS,
    UNKNOWN,
    Block,
    Choice,
    Concern,
    Condition,
    FollowUp,
    Protocol,
    Rule,
    Section,
    Step,
    Urgent,
)

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
NEEDS = (Choice("bed", "A bed"), Choice("food", "Food"))
FIELD = Step("name", "text", "Name")
# Words of a danger answer that are not a plain no, in groups that a supervisor might write.
NOT_NO = [["yes"], ["yes", "unsure"], ["yes", "unsure", "declined"], ["yes", *UNKNOWN]]


@st.composite
def protocols(draw: st.DrawFn, monotone: bool = False) -> Protocol:
    """A small protocol. A monotone one has no condition that a plain no alone makes true."""
    steps: list[Step] = []
    for place in range(draw(st.integers(2, 9))):
        steps.append(_step(draw, f"q{place}", steps, monotone))
    rules = {
        f"r{i}": Rule(f"r{i}", f"rule {i}", _condition(draw, steps, monotone, danger=True))
        for i in range(draw(st.integers(0, 3)))
    }
    blocks = {
        name: Block(name, name, tuple(_block_steps(draw, name, steps, monotone)))
        for name in ("b0", "b1", "ended_early")
    }
    urgent = tuple(Urgent(rule, draw(st.sampled_from(["b0", "b1"]))) for rule in rules)
    some = range(draw(st.integers(0, 4)))
    return Protocol(
        "made", "Made", "1", "0" * 64,
        sections=(Section("s", "S"),),
        steps=tuple(steps),
        rules=rules,
        urgent=urgent,
        blocks=blocks,
        concern=tuple(_concern(draw, i, steps, rules, monotone) for i in some),
        follow_up=(FollowUp(["concern", ["high"]], 24 * 3600), FollowUp(None, 7 * 24 * 3600)),
    )  # fmt: skip


def _step(draw: st.DrawFn, name: str, before: list[Step], monotone: bool) -> Step:
    when = _condition(draw, before, monotone) if before and draw(st.booleans()) else None
    kind = draw(
        st.sampled_from(["yes_no"] * 5 + ["choose_many", "number", "list", "action", "guidance"])
    )
    danger = kind == "yes_no" and draw(st.booleans())
    otherwise = draw(st.sampled_from(["could_not_assess", "not_needed"]))
    return Step(
        name, kind, name, "s",
        when=when,
        danger=danger,
        otherwise=otherwise if danger and when else "",
        choices={"yes_no": YES_NO, "choose_many": NEEDS}.get(kind, ()),
        each=(FIELD,) if kind == "list" else (),
    )  # fmt: skip


def _block_steps(draw: st.DrawFn, name: str, steps: list[Step], monotone: bool) -> list[Step]:
    first = Step(f"{name}_first", "guidance", "Call 911", block=name)
    action = Step(f"{name}_do", "action", "Call", block=name)
    when = _condition(draw, steps, monotone) if draw(st.booleans()) else None
    return [
        first,
        action,
        Step(f"{name}_ask", "yes_no", "And?", block=name, when=when, choices=YES_NO),
    ]


def _concern(
    draw: st.DrawFn, number: int, steps: list[Step], rules: dict[str, Rule], monotone: bool
) -> Concern:
    condition = _condition(draw, steps, monotone, danger=True)
    if rules and draw(st.booleans()):
        condition = ["rule", draw(st.sampled_from(sorted(rules)))]
    return Concern(f"c{number}", draw(st.sampled_from(LEVELS)), condition, f"concern {number}")


def _condition(
    draw: st.DrawFn, steps: list[Step], monotone: bool, danger: bool = False, depth: int = 1
) -> Condition:
    choice = draw(st.sampled_from(["atom", "atom", "all", "any", "not", "on_path"]))
    if choice in ("all", "any") and depth:
        parts = [_condition(draw, steps, monotone, danger, depth - 1) for _ in range(2)]
        return [choice, parts]
    if choice == "not" and depth and not monotone:
        return ["not", _condition(draw, steps, monotone, danger, depth - 1)]
    near = steps[-2:] if draw(st.booleans()) else steps  # so that chains of conditions are common
    step = draw(st.sampled_from(near))
    if choice == "on_path" and not monotone:
        return ["on_path", step.id, draw(st.booleans())]
    return _atom(draw, step, monotone)


def _atom(draw: st.DrawFn, step: Step, monotone: bool) -> Condition:
    if step.kind == "choose_many" and draw(st.booleans()):
        mode = draw(st.sampled_from(["all", "any", "none"]))
        return ["includes", step.id, mode, draw(st.sampled_from([["bed"], ["bed", "food"]]))]
    if step.kind == "number" and draw(st.booleans()):
        return ["number", step.id, draw(st.sampled_from(["at_least", "below"])), 5]
    if step.kind == "list" and draw(st.booleans()):
        return ["count", step.id, draw(st.sampled_from(["at_least", "at_most"])), 1]
    if step.kind == "yes_no" and (step.danger or monotone):
        return ["is", step.id, draw(st.sampled_from(NOT_NO))]
    if step.kind == "yes_no":
        return ["is", step.id, draw(st.sampled_from([["no"], ["no", "declined"], *NOT_NO]))]
    return ["is", step.id, draw(st.sampled_from([["unsure"], list(UNKNOWN)]))]


def answers(step: Step) -> st.SearchStrategy[Any]:
    """Anything that may be said to a step: a value, or the word of an unknown."""
    values: dict[str, st.SearchStrategy[Any]] = {
        "yes_no": st.sampled_from(["yes", "no"]),
        "choose_one": st.sampled_from([choice.id for choice in step.choices] or ["x"]),
        "choose_many": st.lists(
            st.sampled_from([c.id for c in step.choices] or ["x"]), unique=True
        ).map(lambda chosen: [c.id for c in step.choices if c.id in chosen]),
        "scale": st.integers(int(step.least or 0), int(step.most or 10)),
        "number": st.integers(int(step.least or 0), int(step.most or 99)),
        "list": st.lists(_item(step), min_size=int(step.least or 0), max_size=2),
        "action": st.sampled_from(["done", "not_yet", "not_done"]).map(lambda o: {"outcome": o}),
        "date_time": st.just("2026-11-27T14:00"),
        "phone": st.just("202-555-0142"),
        "person": st.just({"name": "Ana"}),
    }
    plain = st.text(min_size=1).filter(str.strip)
    return st.one_of(
        values.get(step.kind, plain), values.get(step.kind, plain), st.sampled_from(UNKNOWN)
    )


def _item(step: Step) -> st.SearchStrategy[Any]:
    if not step.each:
        return st.nothing()
    first = step.each[0]
    value = {"phone": "202-555-0142", "person": {"name": "Ana"}, "date_time": "2026-11-27"}
    if first.choices:
        return st.just({first.id: first.choices[0].id})
    return st.just({first.id: value.get(first.kind, "Ana")})
