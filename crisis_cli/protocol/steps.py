"""Steps as they are written -> steps as they run."""

from __future__ import annotations

from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Choice, Condition, Step
from crisis_cli.protocol.conditions import RESERVED, SHORTHANDS, both, number
from crisis_cli.protocol.facts import Facts, Where
from crisis_cli.protocol.known import Known, choices, kind, options
from crisis_cli.protocol.rules import LARGEST, Rules
from crisis_cli.protocol.silent import silent
from crisis_cli.protocol.surface.file import File
from crisis_cli.protocol.surface.steps import (
    ActionStep,
    AnyStep,
    ChoiceField,
    ChoiceStep,
    EachField,
    ListStep,
    NumberField,
    ScaleField,
    Telling,
)
from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.protocol.truth import questions


class Steps:
    """Compiles the steps of one file. used: the answer sets that any of them names."""

    def __init__(self, file: File, known: Known, rules: Rules, tree: Tree) -> None:
        self.file = file
        self.known = known
        self.rules = rules
        self.tree = tree
        self.used: set[str] = set()
        self._ids: dict[str, Path] = {}
        questions = known.questions.items()
        self._options = {name: set(one.options) for name, one in questions if one.danger}

    def path(self) -> tuple[Step, ...]:
        """Every step of the sections, in order."""
        steps: list[Step] = []
        for i, section in enumerate(self.file.sections):
            at: Path = ("sections", i)
            outer, outside = self.rules.condition(
                section.when, (*at, "when"), Where(before=len(steps))
            )
            for j, step in enumerate(section.steps):
                here: Path = (*at, "steps", j)
                where = Where(before=len(steps))
                own, inside = self.rules.condition(step.when, (*here, "when"), where)
                when = both(outer, own)
                self._otherwise(step, when, (outside, inside), here)
                steps.append(self._step(step, here, when, section=section.id, usual=section.record))
        return tuple(steps)

    def block(self, name: str) -> tuple[Step, ...]:
        """The steps of a block. It may come at any time, so they may name any question."""
        block, at = self.file.blocks[name], ("blocks", name)
        outer, _ = self.rules.condition(block.when, (*at, "when"), Where())
        steps = []
        for i, step in enumerate(block.steps):
            here: Path = (*at, "steps", i)
            own, _ = self.rules.condition(step.when, (*here, "when"), Where())
            steps.append(self._step(step, here, both(outer, own), block=name))
        return tuple(steps)

    def _plain(self, when: Condition | None, facts: tuple[Facts, ...]) -> bool:
        """Whether nothing but a plain no to danger, or an unknown, takes a step off the path."""
        if not all(one.plain for one in facts):
            return False
        if when is None or not self._settled(facts):
            return True
        asked = questions(when, self.rules.compiled)
        if any("no" not in self._options.get(one, {"no"}) for one in asked):
            return True  # none of its answers reassures: that is told there
        return not silent(when, self._options, self.rules.compiled)

    def _settled(self, facts: tuple[Facts, ...]) -> bool:
        """Whether the rules that are named can be looked into."""
        named = {rule for one in facts for rule, _ in one.rules}
        return not named & self.rules.endless and all(one.size <= LARGEST for one in facts)

    def _otherwise(
        self, step: AnyStep, when: Condition | None, facts: tuple[Facts, ...], at: Path
    ) -> None:
        """Danger cannot be skipped silently: what hangs on more than danger needs a word."""
        if not isinstance(step, Telling) or step.id in self.known.broken:
            return
        if step.danger == "yes" and step.otherwise is None and not self._plain(when, facts):
            message = (
                f"The danger question '{step.id}' can be skipped without a plain no to danger."
            )
            hint = "Say what it counts as then: `otherwise: could_not_assess`, or `not_needed`."
            named = sorted(questions(when, self.rules.compiled)) if self._settled(facts) else []
            if other := next((one for one in named if not self.known.questions[one].danger), ""):
                hint = f"It hangs on '{other}', which has no `danger: yes`. {hint}"
            self.tree.problem("E050", message, at, hint)
        elif step.otherwise is not None and (step.danger == "no" or when is None):
            why = "it is no danger question" if step.danger == "no" else "it is always asked"
            message = f"'otherwise' does nothing at '{step.id}': {why}."
            self.tree.problem("W081", message, (*at, "otherwise"), "Delete it.", key=True)

    def _step(
        self,
        step: AnyStep,
        at: Path,
        when: Condition | None,
        section: str = "",
        block: str = "",
        usual: str | None = None,
    ) -> Step:
        """usual: what its section says that its answers are to the record."""
        self._new_id(step.id, at)
        more = self._telling(step, usual or "") if isinstance(step, Telling) else {}
        if isinstance(step, Telling) and step.danger == "yes" and step.record:
            message = f"'record' does nothing at '{step.id}': danger questions stand together."
            self.tree.problem("W081", message, (*at, "record"), "Delete it.", key=True)
        if isinstance(step, ListStep):
            more |= {"each": self._each(step, at)} | self._limits(step, at)
        if isinstance(step, ActionStep):
            more["confirm"] = step.confirm
        return self._asked(
            step,
            at,
            section=section,
            block=block,
            when=when,
            private=step.private == "yes",
            call=tuple(step.call),
            **more,
        )

    def _telling(self, step: Telling, usual: str) -> dict[str, Any]:
        danger = step.danger == "yes"
        return {
            "danger": danger,
            "otherwise": step.otherwise or "",
            "start_from": step.start_from or "",
            "record": "" if danger else step.record or usual,
        }

    def _each(self, step: ListStep, at: Path) -> tuple[Step, ...]:
        fields: dict[str, Step] = {}
        for i, one in enumerate(step.each):
            here = (*at, "each", i)
            if one.id in fields:
                message = f"The field '{one.id}' stands here a second time."
                self.tree.problem("E028", message, (*here, "id"), "Give it another id.")
            fields[one.id] = self._asked(one, here)
        return tuple(fields.values())

    def _asked(self, step: AnyStep | EachField, at: Path, **more: Any) -> Step:
        """What a step on the path and a field of a list have in common."""
        offered = choices(step, self.known)
        if isinstance(step, ChoiceField):
            self._choice(step, offered, at)
        if isinstance(step, ScaleField | NumberField):
            more |= self._limits(step, at)
        if isinstance(step, ScaleField):
            more |= {"least_means": step.at_least_means, "most_means": step.at_most_means}
        if isinstance(step, NumberField):
            more["unit"] = step.unit
        return Step(
            step.id,
            kind(step, offered),
            step.text,
            label=step.label,
            say=step.say,
            help=step.help,
            link_id=step.link_id,
            choices=offered,
            **more,
        )

    def _limits(self, step: ScaleField | NumberField | ListStep, at: Path) -> dict[str, Any]:
        least = None if step.at_least is None else number(step.at_least)
        most = None if step.at_most is None else number(step.at_most)
        if least is not None and most is not None and least > most:
            message = f"Nothing is at least {least:.15g} and at most {most:.15g}."
            self.tree.problem("E026", message, (*at, "at_least"), "Swap them.")
        if not isinstance(step, NumberField):
            self._whole(step, at)
        if isinstance(step, ListStep) and most is not None and most < 1:
            message = f"A list of at most {most:.15g} can hold nothing."
            self.tree.problem("E026", message, (*at, "at_most"), "Write 1 or more.")
        return {"least": least, "most": most}

    def _whole(self, step: ScaleField | ListStep, at: Path) -> None:
        for key, text in (("at_least", step.at_least), ("at_most", step.at_most)):
            if text is not None and not text.lstrip("-").isdigit():
                message = f"'{key}' is a whole number here."
                self.tree.problem(
                    "E025", message, (*at, key), "Leave out the part after the point."
                )

    def _choice(self, step: ChoiceField, offered: tuple[Choice, ...], at: Path) -> None:
        here: Path = (*at, "answers")
        if isinstance(step.answers, str):
            self.used.add(step.answers)
            if self._no_set(step.answers, here) or not self.known.sound(step.answers):
                return
        fit = options(offered)
        if not fit:
            hint = "Add `answers:` with the name of a set, or the answers themselves."
            self.tree.problem("E060", f"'{step.id}' has no answers to choose from.", at, hint)
        elif step.kind == "yes_no" and fit != {"yes", "no"}:
            hint = "Use `kind: choose_one` for other answers."
            self.tree.problem("E061", "The answers of yes_no are just yes and no.", here, hint)
        if isinstance(step.answers, dict):
            self.shorthands(step.answers, here)
        self._reassures(step, fit, at)

    def _no_set(self, name: str, at: Path) -> bool:
        if name not in self.known.sets and name not in self.known.broken:
            sets = self.known.sets
            hint = self.tree.found.near(name, sets, "Sets are written under `answer_sets:`.")
            self.tree.problem("E034", f"There is no answer set '{name}'.", at, hint)
        return name not in self.known.sets

    def shorthands(self, answers: dict[str, str], at: Path) -> None:
        """No answer may be called as a word of conditions is."""
        for word in SHORTHANDS:
            if word in answers:
                message = f"No answer can be called '{word}': it has a meaning in conditions."
                self.tree.problem("E027", message, (*at, word), "Give it another id.", key=True)

    def _reassures(self, step: ChoiceField, fit: set[str], at: Path) -> None:
        danger = isinstance(step, ChoiceStep) and step.danger == "yes"
        if danger and step.kind != "choose_many" and fit and "no" not in fit:
            message = f"No answer to the danger question '{step.id}' can reassure."
            hint = "Only an answer with the id `no` does: give it one, and word the question so."
            if isinstance(step.answers, str):
                message = f"No answer of '{step.answers}' reassures, and danger questions use it."
                at = ("answer_sets", step.answers)
            self.tree.problem("W087", message, at, hint, key=isinstance(step.answers, str))

    def _new_id(self, id: str, at: Path) -> None:
        here: Path = (*at, "id")
        if id in RESERVED or id in UNKNOWN:
            message = f"No step can be called '{id}': it has a meaning in conditions."
            self.tree.problem("E027", message, here, "Give it another id.")
        elif id in self._ids:
            line, _ = self.tree.place(self._ids[id])
            message = f"Another step is called '{id}', in line {line}."
            self.tree.problem("E028", message, here, "Give it another id.")
        self._ids.setdefault(id, here)
