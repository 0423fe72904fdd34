"""The kinds of step: one class each, saying which answers fit and how an answer reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.fixed import ENGLISH, FIXED, Speech
from crisis_cli.protocol.letters import visible

LONGEST = 100_000  # characters of one text
SPECIAL = {
    "unsure": "Not sure",
    "declined": "Would rather not say",
    "could_not_assess": "Could not find out",
    "not_asked": "Not asked",
}
OUTCOMES = {one: FIXED[one] for one in ("done", "not_yet", "not_done")}


class Refused(ValueError):
    """The answer does not fit. The text says, to the worker, what would."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer on a page: what or who it is, a number to call, and the rest."""

    name: str = ""
    phone: str = ""
    more: str = ""


class Kind:
    """A text, and the base of the others.

    accept: what a front end or a script gives -> the kept value; Refused if it does not fit.
    say: a kept value -> words for a screen or a page.
    lines: a kept value -> its lines on a page, one for each thing or person.
    words: of the language in which it is read.
    """

    asks = True  # guidance asks nothing

    def accept(self, step: Step, raw: Any) -> Any:
        if not isinstance(raw, str):
            raise Refused("Give the answer as text.")
        if not raw.strip():
            raise Refused("Nothing was typed.")
        if len(raw) > LONGEST:
            raise Refused(f"Too long: at most {LONGEST:,} characters.")
        return raw

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        # A line that was begun and left empty says nothing, and takes room on a card.
        return visible(str(value)).strip("\n")

    def lines(self, step: Step, value: Any, words: Speech = ENGLISH) -> list[Line]:
        return [Line(self.say(step, value, words))]


def _words(raw: Any) -> str:
    """What may be left empty, as text."""
    if raw is not None and not isinstance(raw, str | int):
        raise Refused("Give the answer as text.")
    return "" if raw is None else str(raw)


def _values(step: Step) -> list[str]:
    """The choices that are values: a set may word an unknown, which stays an unknown."""
    return [choice.id for choice in step.choices if choice.id not in SPECIAL]


class ChooseOne(Kind):
    """One of the step's choices; yes_no is this with two."""

    def accept(self, step: Step, raw: Any) -> Any:
        ids = _values(step)
        if raw not in ids:
            raise Refused(f"Choose one of: {', '.join(ids)}.")
        return raw

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        return next((c.label for c in step.choices if c.id == value), visible(str(value)))


class ChooseMany(Kind):
    """Any number of the step's choices, each once, in the order of the protocol."""

    def accept(self, step: Step, raw: Any) -> Any:
        ids = _values(step)
        given = [raw] if isinstance(raw, str) else raw
        if not isinstance(given, list) or any(one not in ids for one in given):
            raise Refused(f"Choose from: {', '.join(ids)}.")
        return [one for one in ids if one in given]

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        labels = {choice.id: choice.label for choice in step.choices}
        said = [labels.get(one, visible(str(one))) for one in value]
        between = "; " if any("," in one for one in said) else ", "  # where each of them ends
        return between.join(said) or words("none_of_these")

    def lines(self, step: Step, value: Any, words: Speech = ENGLISH) -> list[Line]:
        return [Line(self.say(step, [one], words)) for one in value]


class Number(Kind):
    """A number within the step's limits; a scale is this in whole steps."""

    def accept(self, step: Step, raw: Any) -> Any:
        text = str(raw).strip()
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text, re.ASCII):
            raise Refused("Type a number.")
        value = float(text)
        if step.kind == "scale" and not value.is_integer():
            raise Refused("Type a whole number.")
        if step.least is not None and value < step.least:
            raise Refused(f"At least {step.least:.15g}.")
        if step.most is not None and value > step.most:
            raise Refused(f"At most {step.most:.15g}.")
        return int(value) if value.is_integer() else value

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        if step.kind == "scale" and step.most is not None:
            least, most = (words.number(one) for one in (step.least or 0, step.most))
            return words("scale", value=words.number(value), least=least, most=most)
        return f"{words.number(value)} {step.unit}".strip()


class DateTime(Kind):
    """A date, or a date and time, on the clock of the place of the contact.

    Kept as 2026-11-27 or 2026-11-27T14:00. Typed so, or as 11/27/2026 [14:00].
    """

    FORMS = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%m/%d/%Y", "%m/%d/%Y %H:%M")
    YEARS = range(1900, 2200)  # any other is a slip of the key

    def accept(self, step: Step, raw: Any) -> Any:
        text = str(raw).strip()
        for form in self.FORMS:
            try:
                when = datetime.strptime(text, form)
            except ValueError:
                continue
            if when.year not in self.YEARS:
                raise Refused(f"Look at the year: {when.year}. Type it in full, such as 2026.")
            return f"{when:%Y-%m-%dT%H:%M}" if "%H" in form else f"{when:%Y-%m-%d}"
        raise Refused("Type a date such as 11/27/2026, or with a time: 11/27/2026 14:00.")

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        when = datetime.fromisoformat(value)
        day = words.day(when)
        return f"{day}, {words.clock(when)}" if "T" in value else day


class Phone(Kind):
    """A telephone number as it was said: checked for digits only, since 988 is one too."""

    def accept(self, step: Step, raw: Any) -> Any:
        text = super().accept(step, str(raw) if isinstance(raw, int) else raw)
        if not re.search(r"\d", text):
            raise Refused("A phone number has digits in it.")
        return text

    def lines(self, step: Step, value: Any, words: Speech = ENGLISH) -> list[Line]:
        return [Line(phone=self.say(step, value, words))]


class Person(Kind):
    """Somebody: name, relation, phone; the name is needed."""

    FIELDS = {"name": "Name", "relation": "Who they are to the person", "phone": "Phone"}

    def accept(self, step: Step, raw: Any) -> Any:
        given = {"name": raw} if isinstance(raw, str) else raw
        if not isinstance(given, dict) or set(given) - set(self.FIELDS):
            raise Refused("Give a name, and if known a relation and a phone.")
        typed = {k: _words(given.get(k)) for k in self.FIELDS}
        values = {k: text for k, text in typed.items() if text.strip()}
        if "name" not in values:
            raise Refused("Give at least a name.")
        for text in values.values():
            super().accept(step, text)
        return values

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        return visible(", ".join(value[k] for k in self.FIELDS if k in value))

    def lines(self, step: Step, value: Any, words: Speech = ENGLISH) -> list[Line]:
        name, relation, phone = (visible(value.get(k, "")) for k in self.FIELDS)
        return [Line(name, phone, relation)]


class Items(Kind):
    """A list: each item has a value for some or all of the step's fields."""

    def accept(self, step: Step, raw: Any) -> Any:
        if not isinstance(raw, list):
            raise Refused("Give a list.")
        if step.most is not None and len(raw) > step.most:
            raise Refused(f"At most {step.most:.15g}.")
        if step.least is not None and len(raw) < step.least:
            raise Refused(f"At least {step.least:.15g}.")
        return [self._item(step, item) for item in raw]

    def _item(self, step: Step, raw: Any) -> dict[str, Any]:
        fields = {field.id: field for field in step.each}
        given = {step.each[0].id: raw} if isinstance(raw, str) else raw
        if not isinstance(given, dict) or not given or set(given) - set(fields):
            raise Refused(f"Each one has: {', '.join(fields)}.")
        said = {k: v for k, v in given.items() if v is not None and v != ""}
        if not said:
            raise Refused("Nothing was typed.")
        return {k: KINDS[f.kind].accept(f, said[k]) for k, f in fields.items() if k in said}

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        return "; ".join(self.say_item(step, item, words) for item in value) or words("none")

    def say_item(self, step: Step, item: dict[str, Any], words: Speech = ENGLISH) -> str:
        """One item in words."""
        there = (field for field in step.each if field.id in item)
        return ", ".join(KINDS[one.kind].say(one, item[one.id], words) for one in there)

    def lines(self, step: Step, value: Any, words: Speech = ENGLISH) -> list[Line]:
        return [self._line(step, item, words) for item in value]

    def _line(self, step: Step, item: dict[str, Any], words: Speech) -> Line:
        said = [(f, item[f.id]) for f in step.each if f.id in item]
        parts = [line for f, value in said for line in KINDS[f.kind].lines(f, value, words)]
        names = [part.name for part in parts if part.name]
        phones = [part.phone for part in parts if part.phone]
        more = [*names[1:], *(part.more for part in parts if part.more)]
        return Line("".join(names[:1]), ", ".join(phones), ", ".join(more))


class Action(Kind):
    """Something to do, and what came of it: {"outcome": done | not_yet | not_done, "note": ...}."""

    def accept(self, step: Step, raw: Any) -> Any:
        given = raw
        if isinstance(raw, str):
            given = {"outcome": raw} if raw in OUTCOMES else {"outcome": "done", "note": raw}
        if not isinstance(given, dict) or given.get("outcome") not in list(OUTCOMES):
            raise Refused(f"Say what came of it: {', '.join(OUTCOMES)}.")
        note = _words(given.get("note"))
        if len(note) > LONGEST:
            raise Refused(f"Too long: at most {LONGEST:,} characters.")
        return {"outcome": given["outcome"]} | ({"note": note} if note.strip() else {})

    def say(self, step: Step, value: Any, words: Speech = ENGLISH) -> str:
        outcome = value["outcome"]
        said = words(outcome) if outcome in OUTCOMES else visible(str(outcome))
        return f"{said}{words.colon}{visible(value['note'])}" if "note" in value else said


class Guidance(Kind):
    """Speech for the worker. Nothing is asked."""

    asks = False

    def accept(self, step: Step, raw: Any) -> Any:
        raise Refused("Nothing is asked here.")


KINDS: dict[str, Kind] = {
    "yes_no": ChooseOne(),
    "choose_one": ChooseOne(),
    "choose_many": ChooseMany(),
    "scale": Number(),
    "number": Number(),
    "text": Kind(),
    "long_text": Kind(),
    "date_time": DateTime(),
    "phone": Phone(),
    "person": Person(),
    "list": Items(),
    "action": Action(),
    "guidance": Guidance(),
}


def accept(step: Step, raw: Any) -> Any:
    """The value to keep for what was given to this step. Refused if it does not fit."""
    return KINDS[step.kind].accept(step, raw)


def value_or_unknown(answer: Any) -> tuple[Any, str]:
    """An answer as scripts and reasons give it: its value, or else the word of an unknown."""
    unknown = isinstance(answer, str) and answer in SPECIAL
    return (None, answer) if unknown else (answer, "")


def kept(step: Step, answer: Any) -> tuple[Any, str]:
    """An answer of a script as it is kept, value and unknown. Refused if it does not fit."""
    value, unknown = value_or_unknown(answer)
    return (None, unknown) if unknown else (accept(step, value), "")


def say(step: Step, value: Any, unknown: str = "") -> str:
    """An answer in words; `unknown` is one of SPECIAL where there is no value."""
    if unknown:
        return next((c.label for c in step.choices if c.id == unknown), SPECIAL[unknown])
    return KINDS[step.kind].say(step, value)
