"""A protocol file -> what runs, or everything that is wrong with it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import takewhile

from crisis_cli.protocol.compiled import (
    ENDED_EARLY,
    SAFETY_PLAN,
    TO_SAY,
    WITH_THEM,
    Block,
    Concern,
    Document,
    FollowUp,
    Part,
    Protocol,
    Section,
    Step,
    Urgent,
)
from crisis_cli.protocol.facts import Where
from crisis_cli.protocol.hints import NO_RULE, RENAMED, few
from crisis_cli.protocol.known import Known, know
from crisis_cli.protocol.problems import Found, meant
from crisis_cli.protocol.questionnaire import questionnaire
from crisis_cli.protocol.rules import Rules
from crisis_cli.protocol.shape import shaped
from crisis_cli.protocol.spans import seconds
from crisis_cli.protocol.steps import Steps
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.surface.file import File, PartKeys
from crisis_cli.protocol.tongues import is_language, short_name
from crisis_cli.protocol.tree import Path, Tree

DOCUMENTS = (SAFETY_PLAN, TO_SAY)  # what is printed from a protocol, or shown
NUMBER = re.compile(r"\d{3}", re.ASCII)  # 988, 911, or the beginning of a longer one


def compiled(data: bytes) -> tuple[Protocol | None, Found]:
    """The protocol that a file holds, and every problem found; none where one is an error."""
    looked = looked_over(data)
    whole = looked.made is not None and not looked.found.broken
    return (looked.made[2] if looked.made and whole else None), looked.found


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked over, errors or not.

    made: the file, its places and what was compiled of it, so that more can be looked for; None
    where it has not even the shape of a protocol. What has errors is missing in what was compiled.
    broken: the ids of what has errors.
    """

    found: Found
    made: tuple[File, Tree, Protocol] | None
    broken: frozenset[str] = frozenset()


def looked_over(data: bytes) -> Looked:
    """As much of a protocol as a file holds, and every problem found."""
    tree, found = read(data)
    if tree is None:
        return Looked(found, None)
    file, broken = shaped(tree)
    if file is None:
        return Looked(found, None)
    made = _Compiler(file, tree, know(file, broken))
    protocol = made.protocol(hashlib.sha256(data).hexdigest())
    return Looked(found, (file, tree, protocol), frozenset(made.known.broken))


# Key -> the code of what nothing uses; the code of a name that is not there, with which this one
# may have been meant; what is wrong, and what to do.
UNUSED = {
    "rules": (
        "W082",
        "E032",
        "Nothing uses the rule '{}'.",
        "Is its line under `urgent:` missing: `- {{when: {}, run: ...}}`? Otherwise delete it.",
    ),
    "blocks": (
        "W083",
        "E033",
        "Nothing brings up the block '{}', so nobody sees it.",
        "Is its line under `urgent:` missing: `- {{when: ..., run: {}}}`? Otherwise delete it.",
    ),
    "answer_sets": (
        "W084",
        "E034",
        "No question names the answers '{}'.",
        "Use them with `answers: {}`, or delete them.",
    ),
}


class _Compiler:
    """One file on its way."""

    def __init__(self, file: File, tree: Tree, known: Known) -> None:
        self.file = file
        self.tree = tree
        self.known = known
        self.rules = Rules(file.rules, known, tree)
        self.steps = Steps(file, known, self.rules, tree)

    def protocol(self, digest: str) -> Protocol:
        file = self.file
        self._languages()
        path = self.steps.path()
        blocks = {name: self._block(name) for name in file.blocks}
        protocol = Protocol(
            id=file.protocol,
            title=file.title,
            version=file.version,
            hash=digest,
            languages=tuple(file.languages),
            about=file.about,
            sections=self._sections(),
            steps=path,
            blocks=blocks,
            rules=self.rules.compiled,
            urgent=self._urgent(blocks),
            concern=self._concern(),
            follow_up=self._follow_up(),
            documents={name: self._document(name) for name in file.documents},
            words=file.words,
            questionnaire=questionnaire(file.questionnaire),
        )
        self._unused()
        return protocol

    def _languages(self) -> None:
        for i, one in enumerate(self.file.languages):
            if one in self.file.languages[:i]:
                message = f"The language '{one}' stands here a second time."
                self.tree.problem("E028", message, ("languages", i), "Keep one of the two.")
            if not is_language(one):
                message = f"'{one}' is not the short name of a language."
                self.tree.problem("E048", message, ("languages", i), short_name(one))
        if not self.file.languages and "languages" not in self.known.broken:
            message, hint = "No language is named.", "Write the one it is written in: [en]."
            self.tree.problem("E029", message, ("languages",), hint)

    def _sections(self) -> tuple[Section, ...]:
        seen: set[str] = set()
        for i, section in enumerate(self.file.sections):
            self._once("section", section.id, seen, ("sections", i, "id"))
            if not section.steps and section.id not in self.known.broken:
                message = f"The section '{section.id}' has no steps."
                self.tree.problem("W088", message, ("sections", i), "Add steps, or delete it.")
        if not any(section.steps for section in self.file.sections) and not self.known.broken:
            message = "The protocol asks nothing."
            self.tree.problem("E029", message, ("sections",), "Add a section with steps.")
        return tuple(Section(one.id, one.title, one.aim, one.link_id) for one in self.file.sections)

    def _once(self, what: str, id: str, seen: set[str], at: Path) -> None:
        if id in seen:
            self.tree.problem(
                "E028", f"Another {what} is called '{id}'.", at, "Give it another id."
            )
        seen.add(id)

    def _block(self, name: str) -> Block:
        return Block(name, self.file.blocks[name].title, self.steps.block(name))

    def _urgent(self, blocks: dict[str, Block]) -> tuple[Urgent, ...]:
        for i, one in enumerate(self.file.urgent):
            self._urgent_rule(one.when, ("urgent", i, "when"))
            self._urgent_block(one.run, blocks, ("urgent", i, "run"))
        return tuple(Urgent(one.when, one.run) for one in self.file.urgent)

    def _urgent_rule(self, name: str, at: Path) -> None:
        self.rules.used.add(name)
        if name not in self.known.rules and name not in self.known.broken:
            hint = self.tree.found.near(name, self.known.rules, NO_RULE)
            self.tree.problem("E032", f"There is no rule '{name}'.", at, hint)

    def _urgent_block(self, name: str, blocks: dict[str, Block], at: Path) -> None:
        if name in self.known.broken:
            return
        if name in blocks:
            self._urgent_steps(blocks[name].steps, ("blocks", name))
        else:
            there = f"There are: {few(blocks)}." if blocks else "Write it under `blocks:`."
            hint = self.tree.found.near(name, blocks, there)
            self.tree.problem("E033", f"There is no block '{name}'.", at, hint)

    def _urgent_steps(self, steps: tuple[Step, ...], at: Path) -> None:
        """An urgent block says at once what to do, and whom to call."""
        if self.tree.has((*at, "when")):
            hint = "Put the `when` on single steps; the first one must always hold."
            self.tree.problem(
                "E051", "An urgent block has no `when`.", (*at, "when"), hint, key=True
            )
        if not steps or steps[0].kind not in ("action", "guidance"):
            message = f"The urgent block '{at[1]}' does not begin with something to do."
            hint = "Put a `do:` or `guidance:` without `when` first."
            first: Path = (*at, "steps", 0) if steps else at
            self.tree.problem("E052", message, first, hint, key=True)
        elif self.tree.has((*at, "steps", 0, "when")):
            hint = "Put a step without `when` first: the worker needs to read something at once."
            message = "The first step of an urgent block has no `when`."
            self.tree.problem("E052", message, (*at, "steps", 0, "when"), hint, key=True)
        whatever = tuple(takewhile(lambda one: one.when is None, steps))
        if whatever and not any(one.call or says_number(one) for one in whatever):
            where = "" if whatever == steps else " before its first `when`"
            message = f"The urgent block '{at[1]}' names no number to call{where}."
            hint = "Add `call:` to its first step, or write the number there."
            self.tree.problem("W080", message, at, hint, key=True)

    def _concern(self) -> tuple[Concern, ...]:
        made, seen = [], set[str]()
        for i, one in enumerate(self.file.concern):
            at: Path = ("concern", i)
            self._once("line of concern", one.id, seen, (*at, "id"))
            when, _ = self.rules.condition(one.when, (*at, "when"), Where(any_but_no=True))
            made.append(Concern(one.id, one.level, when or ["any", []], one.because))
        return tuple(made)

    def _follow_up(self) -> tuple[FollowUp, ...]:
        made = []
        for i, one in enumerate(self.file.follow_up):
            at: Path = ("follow_up", i)
            when, _ = self.rules.condition(one.when, (*at, "when"), Where(concern=True))
            within = self._span(one.within, (*at, "within"))
            after = self._after(one.after, within, (*at, "after"))
            made.append(FollowUp(when, within, one.what, after, one.caring == "yes"))
        return tuple(made)

    def _after(self, text: str | None, within: int, at: Path) -> int:
        """Seconds before which a follow-up makes no sense; it is due later than that."""
        after = 0 if text is None else self._span(text, at)
        if after and within and after >= within:
            message = "This follow-up would be due before it makes sense."
            self.tree.problem("E049", message, at, "Write a span that is shorter than `within`.")
        return after

    def _span(self, text: str, at: Path) -> int:
        """Seconds in a span of time such as `24 hours`."""
        within = seconds(text)
        if within is None:
            hint = "Write it as `30 minutes`, `24 hours` or `7 days`."
            self.tree.problem("E045", f"'{text}' is not a time span.", at, hint)
        return within or 0

    def _document(self, name: str) -> Document:
        keys, at = self.file.documents[name], ("documents", name)
        if name not in DOCUMENTS:
            hint = self.tree.found.near(name, DOCUMENTS, f"There are: {', '.join(DOCUMENTS)}.")
            self.tree.problem("W086", f"Nothing prints a document '{name}'.", at, hint, key=True)
        when, _ = self.rules.condition(keys.when, (*at, "when"), Where(concern=True))
        parts = (self._part(part, (*at, "parts", i)) for i, part in enumerate(keys.parts))
        return Document(name, when, tuple(parts), keys.title)

    def _part(self, part: PartKeys, at: Path) -> Part:
        empty = not (part.from_ or part.text or part.resources)
        if empty and "documents" not in self.known.broken:
            hint = "Add `from:`, `text:` or `resources:`."
            self.tree.problem("E070", f"Nothing stands under '{part.heading}'.", at, hint)
        for i, step in enumerate(part.from_):
            self._printed(step, (*at, "from", i))
        when, _ = self.rules.condition(part.when, (*at, "when"), Where(concern=True))
        steps, resources = tuple(part.from_), tuple(part.resources)
        return Part(part.heading, when, part.text, steps, resources, int(part.short or 0))

    def _printed(self, step: str, at: Path) -> None:
        question = self.known.questions.get(step)
        if question is None:
            if step not in self.known.broken:
                hint = self.tree.found.near(step, self.known.questions, RENAMED)
                self.tree.problem("E037", f"There is no step '{step}'.", at, hint)
        elif question.kind == "guidance":
            message = f"'{step}' is guidance: it has no answer to print."
            self.tree.problem("E071", message, at, "Write the words under `text:`.")
        elif question.private:
            message = f"'{step}' is private, so it is not printed on a client page."
            self.tree.problem("W085", message, at, "Leave it out here.")

    def _block_meant(self, name: str) -> str:
        """A hint where a block is misspelt, or where one of two urgent lines may mean it."""
        if ENDED_EARLY not in self.file.blocks and meant(name, [ENDED_EARLY]):
            return f"Did you mean '{ENDED_EARLY}'?"
        first: dict[str, int] = {}
        for i, one in enumerate(self.file.urgent):
            line, _ = self.tree.place(("urgent", i))
            if one.run in first:
                both = f"Lines {first[one.run]} and {line} both bring up '{one.run}'"
                return f"{both}: is one of them meant for this block?"
            first[one.run] = line
        return ""

    def _unused(self) -> None:
        runs = {one.run for one in self.file.urgent} | {ENDED_EARLY}
        used = {
            "rules": self.rules.used | {WITH_THEM},
            "blocks": runs,
            "answer_sets": self.steps.used,
        }
        for key, (code, misspelt, message, hint) in UNUSED.items():
            if self.known.broken or misspelt in self.tree.found.codes:
                continue
            for name in getattr(self.file, key):
                if name not in used[key]:
                    said = self._block_meant(name) if key == "blocks" else ""
                    said = said or hint.format(name)
                    self.tree.problem(code, message.format(name), (key, name), said, key=True)
        for name, answers in self.file.answer_sets.items():
            self.steps.shorthands(answers, ("answer_sets", name))


def says_number(step: Step) -> bool:
    """Whether a number to call stands in the words of a step."""
    return bool(NUMBER.search(f"{step.text} {step.say} {step.confirm}"))
