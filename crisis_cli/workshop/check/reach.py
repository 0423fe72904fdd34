"""What can never come up, and conditions that say nothing."""

from __future__ import annotations

from crisis_cli.protocol.compiled import Condition
from crisis_cli.protocol.surface.values import ALWAYS
from crisis_cli.protocol.tree import Path
from crisis_cli.workshop.check.look import Look, Placed

UNSEEN = ("not_asked",)  # never brings up an urgent block, and counts in no present level


def sections(look: Look) -> None:
    """Sections that nobody reaches, or whose condition says nothing."""
    of: dict[str, list[Placed]] = {}
    for one in look.path:
        of.setdefault(one.thing.section, []).append(one)
    for i, section in enumerate(look.file.sections):
        steps, at = of.get(section.id, []), ("sections", i, "when")
        if section.when is ALWAYS or not steps:
            continue
        outer, _ = look.own(steps[0].thing, steps[0].at)
        if not look.sound(outer, at) or outer is None:
            continue
        if look.logic.never(outer):
            danger = any(one.thing.danger for one in steps)
            _never(look, danger, f"The section '{section.id}' can never be asked", at)
        elif look.logic.always(outer):
            _always(look, "The section is asked in every case", at)


def steps(look: Look) -> None:
    """Steps that nobody reaches, or whose condition says nothing."""
    for step, path, outer, own in look.hanging:
        at = (*path, "when")
        if own is None or not look.sound(step.when, at) or look.logic.never(outer):
            continue
        if _told_at_its_rule(look, own):
            continue
        if look.logic.never(outer, own):
            _never(look, step.danger, f"'{step.id}' can never be asked", at)
        elif look.logic.always(own, outer):
            where = "in every case" if outer is None else "whenever its section is"
            _always(look, f"'{step.id}' is asked {where}", at)


def block_steps(look: Look) -> None:
    """Steps of blocks that nobody sees."""
    for step, path in look.blocks:
        at = (*path, "when")
        if step.when is not None and look.sound(step.when, at) and look.logic.never(step.when):
            _told_never(look, "W093", f"'{step.id}' can never be shown", at)


def rules(look: Look) -> None:
    """Rules that never hold, or always do. An urgent one is dangerous."""
    urgent = {one.rule: one.block for one in look.protocol.urgent}
    for name, rule in look.protocol.rules.items():
        at: Path = ("rules", name)
        if not look.sound(rule.when, at):
            continue
        if look.logic.never(rule.when):
            more = f", so '{urgent[name]}' never comes up" if name in urgent else ""
            code = "E062" if name in urgent else "W093"
            _told_never(look, code, f"The rule '{name}' can never hold{more}", at, key=True)
        elif look.logic.always(rule.when, without=UNSEEN):
            more = f", so '{urgent[name]}' comes up every time" if name in urgent else ""
            message = f"The rule '{name}' holds whatever is answered{more}."
            look.tell("W092", message, at, "Look at the answers that it names.", key=True)


def concern(look: Look) -> None:
    """Lines of concern that never hold, or always do."""
    for i, one in enumerate(look.protocol.concern):
        at: Path = ("concern", i, "when")
        if not look.sound(one.when, at) or _told_at_its_rule(look, one.when):
            continue
        if look.logic.never(one.when):
            _told_never(look, "E064", f"'{one.id}' can never hold: its level is never set", at)
        elif look.logic.always(one.when, without=UNSEEN):
            message = f"'{one.id}' holds whatever is answered: the level is {one.level} for all."
            look.tell("W092", message, at, "Look at the answers that it names.")


def endings(look: Look) -> None:
    """Follow-ups, documents and their parts that never come."""
    for i, due in enumerate(look.protocol.follow_up):
        _ending(look, due.when, f"The follow-up '{due.what or 'without words'}'", ("follow_up", i))
    for name, document in look.protocol.documents.items():
        at: Path = ("documents", name)
        _ending(look, document.when, f"The document '{name}'", at)
        for i, part in enumerate(document.parts):
            _ending(look, part.when, f"The part '{part.heading}'", (*at, "parts", i))


def _ending(look: Look, when: Condition | None, what: str, at: Path) -> None:
    here = (*at, "when")
    if when is None or not look.sound(when, here) or _told_at_its_rule(look, when):
        return
    if look.logic.never(when):
        _told_never(look, "W093", f"{what} can never come", here)


def _told_at_its_rule(look: Look, when: Condition) -> bool:
    """Whether the condition is nothing but a rule that never holds: that is told once."""
    return when[0] == "rule" and look.logic.never(when)


def _never(look: Look, danger: bool, message: str, at: Path) -> None:
    _told_never(look, "E063" if danger else "W091", message, at)


def _told_never(look: Look, code: str, message: str, at: Path, key: bool = False) -> None:
    look.tell(code, f"{message}: {_why(look)}.", at, HINT, key)


def _why(look: Look) -> str:
    clash = look.logic.clash
    if clash and clash in look.steps:
        return f"no answer to '{clash}' fits all of it"
    return "no answers make its condition hold"


def _always(look: Look, message: str, at: Path) -> None:
    look.tell("W092", f"{message}: its `when` always holds.", at, "Delete it, or mend it.")


HINT = "Look whether two parts of it exclude each other, or an `all` is meant to be an `any`."
