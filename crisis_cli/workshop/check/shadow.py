"""Lines that never matter, because another one covers them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisis_cli.protocol.compiled import LEVELS, Concern, Condition, FollowUp, Part
from crisis_cli.protocol.tree import Path
from crisis_cli.protocol.truth import questions
from crisis_cli.workshop.check import walk
from crisis_cli.workshop.check.look import Look

MOST = 60  # other lines that one line is compared with


def concern(look: Look) -> None:
    """A line of concern is useless where a higher one always holds too, or the same."""
    lines = look.protocol.concern
    for i, j in _pairs(look, [one.when for one in lines], "concern"):
        low, high = lines[i], lines[j]
        if LEVELS.index(high.level) > LEVELS.index(low.level):
            if look.logic.covers(high.when, low.when):
                _covered(look, low, high, i)
        elif low.level == high.level and i > j and low.when == high.when:
            message = f"'{low.id}' has the same level and condition as '{high.id}'."
            look.tell("W094", message, ("concern", i), "Delete one of the two.")


def _covered(look: Look, low: Concern, high: Concern, place: int) -> None:
    message = (
        f"'{low.id}' never decides: whenever it holds, '{high.id}' holds too, "
        f"and {high.level} is higher than {low.level}."
    )
    hint = "Look whether the level or the answers are right; if both are, delete this line."
    look.tell("W094", message, ("concern", place, "when"), hint)


def urgent(look: Look) -> None:
    """An urgent line is useless where an earlier one brings up the same block."""
    lines, rules = look.protocol.urgent, look.protocol.rules
    whens: list[Condition | None] = [
        rules[one.rule].when if one.rule in rules else None for one in lines
    ]
    for i, j in _pairs(look, whens, "urgent"):
        if i > j and lines[i].block == lines[j].block and look.logic.covers(whens[j], whens[i]):
            message = (
                f"This line never matters: whenever '{lines[i].rule}' holds, "
                f"'{lines[j].rule}' brings up '{lines[j].block}' already."
            )
            look.tell("W094", message, ("urgent", i), "Name another block, or delete this line.")


def follow_up(look: Look) -> None:
    """A follow-up is useless where another with the same words is due no later."""
    lines = look.protocol.follow_up
    for i, j in _pairs(look, [one.when for one in lines], "follow_up"):
        if not _same_follow_up(lines[i], lines[j]) or not look.logic.covers(
            lines[j].when, lines[i].when
        ):
            continue
        both = look.logic.covers(lines[i].when, lines[j].when)
        if i > j or lines[i].within > lines[j].within or not both:
            line, _ = look.tree.place(("follow_up", j))
            message = f"This follow-up never matters: the one in line {line} covers it."
            look.tell("W094", message, ("follow_up", i), "Change one of the two, or delete it.")


def _same_follow_up(one: FollowUp, other: FollowUp) -> bool:
    """Whether the other says the same, and no later."""
    alike = (one.what, one.after, one.caring) == (other.what, other.after, other.caring)
    return alike and other.within <= one.within


def documents(look: Look) -> None:
    """A part of a page is useless where an earlier one prints the same."""
    for name, document in look.protocol.documents.items():
        parts = document.parts
        for i, j in _pairs(look, [one.when for one in parts], "documents", name, "parts"):
            same = i > j and _prints(parts[j], parts[i])
            if same and look.logic.covers(parts[j].when, parts[i].when):
                message = f"'{parts[i].heading}' prints only what '{parts[j].heading}' does."
                at = ("documents", name, "parts", i)
                look.tell("W094", message, at, "Name another step, or delete this part.")


def _prints(one: Part, other: Part) -> bool:
    """Whether one part prints everything that the other does."""
    printed = {*other.steps, *other.resources, *([other.text] if other.text else [])}
    return bool(printed) and printed <= {*one.steps, *one.resources, one.text}


def any_parts(look: Look) -> None:
    """A part of an `any` is useless where another part takes the same answers and more."""
    for name, rule in look.protocol.rules.items():
        if not look.sound(rule.when, ("rules", name)):
            continue
        for part in walk.of_rule(look, name):
            if part.at[:2] == ("rules", name) and part.items is not None:
                _any(look, part, part.items[1])


def _any(look: Look, part: walk.Part, at: Path) -> None:
    seen: dict[str, tuple[int, set[str]]] = {}
    for i, one in enumerate(part.runs[1]):
        if one[0] != "is":
            continue
        first, words = seen.get(one[1], (i, set()))
        if first != i and set(one[2]) <= words:
            line, _ = look.tree.place((*at, first))
            message = f"This part never matters: line {line} takes these answers of '{one[1]}' too."
            look.tell("W094", message, (*at, i), "Delete it, or name other answers.")
        seen[one[1]] = (first, words | set(one[2]))


def _pairs(
    look: Look, whens: Sequence[Condition | None], *at: str | int
) -> Iterator[tuple[int, int]]:
    """Two lines that may have to do with each other: both are sound, and share a question."""
    about: dict[str, list[int]] = {}
    sound = [look.sound(when, (*at, i)) for i, when in enumerate(whens)]
    shared = {""} if at[0] in ("follow_up", "documents") else set[str]()
    rules = look.protocol.rules
    named = [
        questions(when, rules) | shared if ok else set[str]()
        for when, ok in zip(whens, sound, strict=True)
    ]
    for i, names in enumerate(named):
        for name in names:
            about.setdefault(name, []).append(i)
    for i, names in enumerate(named):
        others = {j for name in names for j in about[name][:MOST]}
        yield from ((i, j) for j in sorted(others)[:MOST] if i != j)
