"""What a protocol that asks about danger must have: help, a level, an ending, a next time."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.protocol.compile import says_number
from crisis_cli.protocol.compiled import ENDED_EARLY, LEVELS, Condition
from crisis_cli.protocol.tree import Path
from crisis_cli.protocol.truth import atoms, evaluate
from crisis_cli.workshop.check.look import Look
from crisis_cli.workshop.english import listed

TAKES_NO = ("yes_no", "choose_one")  # of these the compiler tells a missing `no`


def marked(look: Look) -> None:
    """A yes or no that brings up help or sets a level is a danger question."""
    seen = _decisive(look) or {}
    for step, path in look.path:
        if step.kind == "yes_no" and not step.danger and "yes" in seen.get(step.id, ()):
            message = (
                f"A yes to '{step.id}' brings help or sets a level, and it has no `danger: yes`."
            )
            hint = (
                "Add `danger: yes`: then only a plain no reassures, and it is always asked afresh."
            )
            look.tell("W110", message, (*path, "id"), hint)


def _decisive(look: Look) -> dict[str, set[str]] | None:
    """The questions on which help or a level hangs, with the answers that are named, but no.

    None where something that may name more of them has errors.
    """
    if look.known_broken("urgent") or look.known_broken("concern"):
        return None
    rules, found = look.protocol.rules, dict[str, set[str]]()
    for line, at in _lines(look):
        if not look.sound(line, at):
            return None
        for atom in atoms(line, rules):
            words = set(atom[2]) if atom[0] == "is" else {""}
            if atom[0] != "concern" and words - {"no"}:
                found.setdefault(atom[1], set()).update(words)
    return found


def _lines(look: Look) -> Iterator[tuple[Condition, Path]]:
    for urgent in look.protocol.urgent:
        if urgent.rule in look.protocol.rules:
            yield ["rule", urgent.rule], ("rules", urgent.rule)
    for i, concern in enumerate(look.protocol.concern):
        yield concern.when, ("concern", i)


def reassures(look: Look) -> None:
    """Only a plain no reassures, so a danger question needs one."""
    for step, path in look.danger:
        if step.kind not in TAKES_NO:
            message = f"No answer to the danger question '{step.id}' can reassure."
            hint = "Ask it so that yes means danger, with `kind: yes_no` or answers with `no`."
            look.tell("W087", message, path, hint)


def in_blocks(look: Look) -> None:
    """No rule may look into a block, so a yes there leads to nothing and stands with the rest."""
    for step, path in look.blocks:
        if step.danger:
            message = (
                f"The danger question '{step.id}' stands in a block: no rule can look at it, and "
                "it is missing among the danger questions of the record."
            )
            hint = "Ask it in a section. In a block, say what to do."
            look.tell("W103", message, path, hint)


def help_comes(look: Look) -> None:
    """Where danger is asked about, something is urgent."""
    if look.danger and not look.file.urgent and not look.known_broken("urgent"):
        message = "There are danger questions, and nothing under `urgent:`."
        hint = "Say which rule brings up which block: `urgent:` and `- {when: rule, run: block}`."
        look.tell("W105", message, ("sections",), hint, key=True)


def ends_early(look: Look) -> None:
    """Where danger is asked about, somebody who leaves is not just gone."""
    there = look.protocol.blocks.get(ENDED_EARLY)
    if look.danger and there is None and not look.known_broken("blocks"):
        message = "There is no block 'ended_early': nothing says what to do when a person leaves."
        hint = "Under `blocks:` write `ended_early:` with what to do then."
        look.tell("W099", message, ("blocks",) if look.file.blocks else ("sections",), hint, True)


def follows_up(look: Look) -> None:
    """Where danger is asked about, a next contact is due after every level."""
    if not look.danger or look.known_broken("follow_up"):
        return
    whens = [one.when for one in look.protocol.follow_up if not one.caring]
    missing = [level for level in LEVELS if not any(_due(look, when, level) for when in whens)]
    if missing:
        message = f"No follow-up is named for the level {listed(missing)}."
        hint = "Without one, the next contact is due in 24 hours. Write it under `follow_up:`."
        at = ("follow_up",) if look.file.follow_up else ("sections",)
        look.tell("W100", message, at, hint, key=True)


def _due(look: Look, when: Condition | None, level: str) -> bool:
    """Whether a follow-up is sure at a level, whatever else was answered."""

    def atom(one: Condition) -> bool | None:
        return level in one[1] if one[0] == "concern" else None

    return when is None or evaluate(when, atom, look.protocol.rules) is True


def numbers_answer(look: Look) -> None:
    """An urgent block has a number that somebody checked lately, or one in its words."""
    if look.resources is None:
        return
    for name in sorted({one.block for one in look.protocol.urgent} & set(look.protocol.blocks)):
        steps = look.protocol.blocks[name].steps
        called = [one for step in steps for one in step.call if one in look.resources]
        old = called and all(look.resources[one].stale for one in called)
        if old and not any(map(says_number, steps)):
            message = f"Every number of the urgent block '{name}' was last checked too long ago."
            hint = "Phone them, and write the day into the resource file."
            look.tell("W108", message, ("blocks", name), hint, key=True)
