"""One step explained: what it asks and why, when it comes, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crisis_cli.protocol.compiled import Condition, Protocol
from crisis_cli.protocol.truth import questions, rules_named
from crisis_cli.workshop.english import English, listed, offered
from crisis_cli.workshop.reading.describe import KINDS_IN_WORDS, OTHERWISE
from crisis_cli.workshop.reading.leads import Leads, leads
from crisis_cli.workshop.reading.named import step_of
from crisis_cli.workshop.reading.uses import (
    Use,
    levels_named,
    printed,
    rules_naming,
    uses,
)

# What hangs on a step, by kind of use: the words before it.
UNDER = {
    "step": "Steps",
    "block_step": "Steps of blocks",
    "urgent": "Urgent",
    "concern": "Level of concern",
    "follow_up": "Follow-up",
    "document": "Documents",
    "part": "Documents",
}

SAID_OF_NOT = ("step", "urgent", "part", "document")
# What is told of steps together: of one, and of several.
STEPS = {
    "step": ("comes", "come"),
    "block_step": ("comes in their blocks", "come in their blocks"),
    "unasked": ("stands as not asked", "stand as not asked"),
}


class Explained:
    """One step of a protocol, ready to be told. CrisisError where there is no such step."""

    def __init__(self, protocol: Protocol, name: str) -> None:
        self.protocol, self.step = protocol, step_of(protocol, name)
        self.english = English(protocol)
        self.rules = rules_naming(protocol, name)
        self.all = list(uses(protocol))
        self.uses = [use for use in self.all if self._in(use.when)]
        self.printed = printed(protocol, name)
        self.leads = leads(protocol, self.step)

    def by_level(self) -> list[Use]:
        """What hangs on the level of concern, where the step has a part in it."""
        mine = {c.level for c in self.protocol.concern if self._in(c.when)}
        others = (use for use in self.all if use not in self.uses)
        return [use for use in others if levels_named(use.when, self.protocol) & mine]

    def _in(self, condition: Condition) -> bool:
        return self.step.id in questions(condition, self.protocol.rules)

    @property
    def conditions(self) -> list[Condition]:
        """What must hold for the step to come."""
        begins = [["rule", rule.id] for rule in self.protocol.rules_of(self.step.block)]
        own = [self.step.when] if self.step.when is not None else []
        return ([["any", begins]] if self.step.block and begins else []) + own


def as_data(protocol: Protocol, name: str) -> dict[str, Any]:
    """A step explained, as plain JSON."""
    one = Explained(protocol, name)
    step = one.step
    return {
        "step": step.id,
        "kind": step.kind,
        "section": step.section,
        "block": step.block,
        "danger": step.danger,
        "private": step.private,
        "asks": {"text": step.text, "say": step.say, "why": step.help, "confirm": step.confirm},
        "comes": {
            "when": [one.english.say(condition) for condition in one.conditions],
            "rules": dict(_spelled_out(one)),
            "otherwise": step.otherwise,
        },
        "hangs": {
            "rules": one.rules,
            "uses": [_use_data(use, protocol) for use in one.uses],
            "by_level": [_use_data(use, protocol) for use in one.by_level()],
            "printed": [{"document": doc, "heading": heading} for doc, heading in one.printed],
        },
        "leads": [lead.data() for lead in one.leads],
    }


def _use_data(use: Use, protocol: Protocol) -> dict[str, Any]:
    through = rules_named(use.when, protocol.rules)
    return {"kind": use.kind, "id": use.id, "words": use.words, "through": through}


def as_text(protocol: Protocol, name: str) -> str:
    """A step explained in words."""
    return "\n".join(_lines(Explained(protocol, name))) + "\n"


def _lines(one: Explained) -> Iterator[str]:
    yield from _asks(one)
    yield from ("", "WHEN IT COMES")
    yield from _comes(one)
    yield from ("", "WHAT HANGS ON IT")
    yield from _hangs(one)
    if one.leads:
        yield from ("", "WHAT EACH ANSWER LEADS TO")
        yield from _leads(one.leads)


def _asks(one: Explained) -> Iterator[str]:
    step = one.step
    where = f"block {step.block}" if step.block else f'section "{_section(one)}"'
    marks = [KINDS_IN_WORDS[step.kind]] + ["danger"] * step.danger + ["private"] * step.private
    yield f"{step.id}: {', '.join(marks)}; {where}"
    yield f"  {step.text}"
    yield from (f"  {line}" for line in offered(step))
    for word, text in (("Say", step.say), ("Why", step.help), ("Then ask", step.confirm)):
        if text:
            yield f"  {word}: {text}"


def _section(one: Explained) -> str:
    sections = {section.id: section.title for section in one.protocol.sections}
    return sections.get(one.step.section, one.step.section)


def _comes(one: Explained) -> Iterator[str]:
    if not one.conditions:
        yield "  Always, in every contact that goes so far." if not one.step.block else "  Always."
    for condition in one.conditions:
        yield f"  When {one.english.say(condition)}."
    for rule, words in _spelled_out(one):
        yield f"    {rule} ({one.protocol.rules[rule].means}) holds when {words}."
    if one.step.otherwise:
        said = OTHERWISE[one.step.otherwise]
        yield f"  Off the path for another reason than a plain no, it {said}."


def _spelled_out(one: Explained) -> Iterator[tuple[str, str]]:
    rules = one.protocol.rules
    for name in dict.fromkeys(r for c in one.conditions for r in rules_named(c, rules)):
        yield name, one.english.say(rules[name].when)


def _hangs(one: Explained) -> Iterator[str]:
    if one.rules:
        yield f"  Rules: {listed(one.rules, 'and')}"
    for title in dict.fromkeys(UNDER.values()):
        yield from _under(title, [use for use in one.uses if UNDER[use.kind] == title])
    yield from _under("Through the level of concern", one.by_level())
    for document, heading in one.printed:
        yield f'  Printed in {document} under "{heading}"'
    if not (one.rules or one.uses or one.printed):
        yield "  Nothing: no condition names it, and no document for the client prints it."


def _under(title: str, some: list[Use]) -> Iterator[str]:
    """Steps in one line, everything else in a line of its own."""
    steps = dict.fromkeys(use.id for use in some if use.kind in STEPS)
    if steps:
        yield f"  {title}: {listed(list(steps), 'and')}"
    rest = dict.fromkeys(use.words for use in some if use.kind not in STEPS)
    yield from (f"  {title}: {words}" for words in rest)


def _leads(found: list[Leads]) -> Iterator[str]:
    for lead in found:
        yield f"  {lead.words}"
        ruled_out = [use for use in lead.not_then if use.kind in SAID_OF_NOT]
        told = [
            *_told("Then", lead.surely),
            *_told("With other answers", lead.perhaps),
            *_told("Not then", ruled_out),
        ]
        yield from told or ["    Nothing by itself."]


def _told(words: str, some: list[Use]) -> Iterator[str]:
    """Steps together, everything else by itself."""
    for kind, (one, several) in STEPS.items():
        found = [use.id for use in some if use.kind == kind]
        if found:
            yield f"    {words}: {listed(found, 'and')} {one if len(found) == 1 else several}"
    yield from (f"    {words}: {use.words}" for use in some if use.kind not in STEPS)
