"""How each kind of step is asked: one function for each kind, all in the table at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from crisis_cli.engine.times import later
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import UNKNOWN, Choice, Step
from crisis_cli.protocol.kinds import KINDS, OUTCOMES, Items, Person, Refused, accept, say
from crisis_cli.terminal.asking import (
    LEAVE_EMPTY,
    Asking,
    GoBack,
    Key,
    NoAnswer,
    Pressed,
    Ways,
    fitting,
)
from crisis_cli.terminal.calm_pages import by_heart
from crisis_cli.terminal.front import GAP, Back, Gone, Host, Page, Question, Said, Text
from crisis_cli.terminal.pages import emergency
from crisis_cli.terminal.screen import shortened

DAYS = ("Today", "Tomorrow")
HOURS = (24, 48, 72)


def ask(ways: Ways, question: Question, host: Host) -> Said | Back:
    """Ask a question until there is an answer, or they go back."""
    step, asking = question.step, Asking(ways, question, host)
    try:
        value = PROMPTS[step.kind](asking, step, question.start)
    except GoBack:
        return Back()
    except NoAnswer as word:
        return Said(unknown=str(word))
    empty = question.optional and value == ""
    return Said(value if empty else accept(step, value))


def try_again(ways: Ways, error: CrisisError) -> None:
    """Say that nothing can be written down now. Returns to try again, or raises the error."""
    texts = (
        Text("This could not be kept.", "alert"),
        Text(f"{error.message} {error.hint}".strip()),
        GAP,
        Text("911 life in danger. 988 crisis line. Stay with the person; write on paper."),
        GAP,
    )
    choices = [Choice("again", "Try again with the same answer"), Choice("stop", "Stop here")]
    try:
        while True:
            reply = ways.pick(Page(texts), choices)
            if isinstance(reply, Pressed):
                reply = "stop" if _aside(ways, reply.key) is Key.STOP else ""
            if reply == "again":
                return
            if reply == "stop":
                raise error
    except Gone:
        raise error from None


def _aside(ways: Ways, key: Key | None) -> Key | None:
    """The emergency panel, the first calm page or the hidden screen, where nothing can be written
    and no file is asked for: the next key."""
    while key in (Key.EMERGENCY, Key.CALM, Key.HIDE):
        pressed = ways.hide() if key is Key.HIDE else ways.wait(Page(_by_heart(key)))
        if pressed is None or pressed.key is not Key.REDRAW:
            key = pressed.key if pressed else None
    return key


def _by_heart(key: Key | None) -> tuple[Text, ...]:
    if key is Key.EMERGENCY:
        return emergency(lambda *_: [])
    calm = by_heart()
    return calm.page(calm.protocol.sections[0], lambda *_: [])


def one(asking: Asking, step: Step, start: Any) -> Any:
    """One of the choices. What was there before is on the page; nothing is chosen beforehand."""
    return asking.pick_or_none(step)


def many(asking: Asking, step: Step, start: Any) -> Any:
    """Any of the choices."""
    return asking.tick(step, list(start or []), asking.unknowns(step))


def text(asking: Asking, step: Step, start: Any) -> Any:
    """A text of one line or more."""
    fits = fitting(step, asking.question.optional)
    return asking.type(str(start or ""), fits, long=step.kind == "long_text")


def number(asking: Asking, step: Step, start: Any) -> Any:
    """A number, with its ends in words."""
    begin = "" if start is None else str(start)
    return asking.type(begin, fitting(step), Text(_range(step)))


def _range(step: Step) -> str:
    ends = [(step.least, step.least_means), (step.most, step.most_means)]
    said = [f"{end:.15g}{f' is {says}' if says else ''}" for end, says in ends if end is not None]
    return f"A number{f' in {step.unit}' if step.unit else ''}: {' to '.join(said)}".rstrip(": ")


def usual_times(now: datetime) -> dict[str, str]:
    """The days and times that are offered, each with what it is in words. now: aware, on the clock
    of the place. Hours are real ones, as those of a follow-up are, in the night too when clocks
    are put forward: an hour that is left out is never offered."""
    place = now.tzinfo or UTC
    days = {f"{now + timedelta(days=n):%Y-%m-%d}": label for n, label in enumerate(DAYS)}
    ahead = {n: later(now, n * 3600, place) for n in HOURS}
    return days | {f"{at:%Y-%m-%dT%H:%M}": f"In {n} hours" for n, at in ahead.items()}


def date_time(asking: Asking, step: Step, start: Any) -> Any:
    """A day or a time: one of the usual ones, or typed and then read back."""
    usual = usual_times(asking.question.now())
    read = [Choice(value, f"{label}: {say(step, value)}") for value, label in usual.items()]
    before = [Choice(start, f"As before: {say(step, start)}")] if start else []
    while True:
        chosen = asking.pick([*before, *read, Choice("type", "Another day or time: type it")])
        try:
            return chosen if chosen != "type" else _typed_date(asking, step)
        except GoBack:
            continue


def _typed_date(asking: Asking, step: Step) -> Any:
    typed = ""
    while True:
        hint = Text("Type it as 11/27/2026, or with a time: 11/27/2026 14:00.")
        typed = asking.type(typed, fitting(step), hint)
        value = accept(step, typed)
        right = [Choice("right", "That is right"), Choice("again", "Type it again")]
        if asking.pick(right, Text(f"You typed: {say(step, value)}", "strong")) == "right":
            return value


def person(asking: Asking, step: Step, start: Any) -> Any:
    """Somebody: name, relation, phone."""
    kinds = {"phone": "phone"}
    fields = [Step(f, kinds.get(f, "text"), label) for f, label in Person.FIELDS.items()]
    kept = asking.draft
    return form(asking, step, fields, dict(start or {}), accept, needed=("name",), so_far=kept)


def items(asking: Asking, step: Step, start: Any) -> Any:
    """A list: add, change, move, take out, until it is right."""
    listed: list[dict[str, Any]] = list(start or [])
    while True:
        chosen = asking.pick(_list_choices(asking, step, listed), *_list_shown(step, listed))
        if chosen == "done":
            return listed
        if chosen in UNKNOWN:
            raise NoAnswer(chosen)
        try:
            EDITS[chosen](asking, step, listed)
        except GoBack:
            continue
        asking.draft(listed)


def _list_shown(step: Step, listed: list[dict[str, Any]]) -> list[Text]:
    kind = Items()
    shown = [f"{n}. {kind.say_item(step, item)}" for n, item in enumerate(listed, 1)]
    return [
        GAP,
        *(Text(shortened(line), indent=2) for line in shown or ["Nothing here yet."]),
    ]


def _list_choices(asking: Asking, step: Step, listed: list[dict[str, Any]]) -> list[Choice]:
    count, most = len(listed), step.most
    choices = [Choice("add", "Add one")] if most is None or count < most else []
    if listed:
        choices += [Choice("change", "Change one"), Choice("remove", "Take one out")]
    if count > 1:
        choices.append(Choice("up", "Move one up"))
    if count >= (step.least or 0):
        choices.append(Choice("done", f"Done: {count}" if listed else "Done: none"))
    return choices + ([] if listed else asking.unknowns(step))


def _add(asking: Asking, step: Step, listed: list[dict[str, Any]]) -> None:
    listed.append(form(asking, step, list(step.each), {}, _item))


def _change(asking: Asking, step: Step, listed: list[dict[str, Any]]) -> None:
    at = _which(asking, step, listed)
    listed[at] = form(asking, step, list(step.each), listed[at], _item)


def _remove(asking: Asking, step: Step, listed: list[dict[str, Any]]) -> None:
    del listed[_which(asking, step, listed)]


def _up(asking: Asking, step: Step, listed: list[dict[str, Any]]) -> None:
    at = _which(asking, step, listed)
    listed.insert(max(at - 1, 0), listed.pop(at))


EDITS: dict[str, Callable[[Asking, Step, list[dict[str, Any]]], None]] = {
    "add": _add,
    "change": _change,
    "remove": _remove,
    "up": _up,
}


def _which(asking: Asking, step: Step, listed: list[dict[str, Any]]) -> int:
    kind = Items()
    said = [shortened(kind.say_item(step, item)) for item in listed]
    choices = [Choice(str(at), line) for at, line in enumerate(said)]
    return int(asking.pick(choices, Text("Which one?", "strong")))


def _item(step: Step, raw: Any) -> Any:
    """One item as the list keeps it; the limits of the whole list are not its business."""
    kept = KINDS["list"].accept(Step(step.id, "list", step.text, each=step.each), [raw])
    return kept[0]


def form(
    asking: Asking,
    step: Step,
    fields: list[Step],
    said: dict[str, Any],
    fit: Callable[[Step, Any], Any],
    needed: tuple[str, ...] = (),
    so_far: Callable[[Any], None] = lambda said: None,
) -> Any:
    """Several fields, one after the other; those not needed may stay empty if the whole fits.

    so_far: is told what was said after each field but the last.
    """
    said, at, trouble = dict(said), 0, ""
    while True:
        try:
            field = fields[at]
            before = said.get(field.id)
            said[field.id] = _field(asking, field, before, trouble, field.id not in needed)
            at, trouble = at + 1, ""
            if at < len(fields):
                so_far({k: v for k, v in said.items() if v not in ("", None)})
        except GoBack:
            if at == 0:
                raise
            at -= 1
        if at == len(fields):
            try:
                return fit(step, {k: v for k, v in said.items() if v not in ("", None)})
            except Refused as why:
                at, trouble = 0, str(why)


def _field(asking: Asking, field: Step, start: Any, trouble: str, optional: bool) -> Any:
    more = [Text(trouble, "alert")] if trouble else []
    asked = Text(field.text, "strong")
    if field.kind == "choose_many":
        return asking.tick(field, list(start or []), (), asked)
    if field.choices:
        empty = Choice(LEAVE_EMPTY, "Leave empty")
        chosen = asking.pick([*field.choices, empty], *more, asked)
        return None if chosen == LEAVE_EMPTY else chosen
    begin = "" if start is None else say(field, start) if isinstance(start, dict) else str(start)
    return asking.type(begin, fitting(field, optional), *more, asked)


def action(asking: Asking, step: Step, start: Any) -> Any:
    """What came of something to do; when it was done, the question that confirms it."""
    outcomes = [Choice(outcome, label) for outcome, label in OUTCOMES.items()]
    while True:
        outcome = asking.pick(outcomes, GAP, Text("What came of it?", "strong"))
        if outcome != "done" or not step.confirm:
            return {"outcome": outcome}
        try:
            begin = start.get("note", "") if isinstance(start, dict) else ""
            note = asking.type(begin, lambda _: "", Text(step.confirm, "strong"))
        except GoBack:
            continue
        return {"outcome": outcome, "note": note}


PROMPTS: dict[str, Callable[[Asking, Step, Any], Any]] = {
    "yes_no": one,
    "choose_one": one,
    "choose_many": many,
    "scale": number,
    "number": number,
    "text": text,
    "long_text": text,
    "date_time": date_time,
    "phone": text,
    "person": person,
    "list": items,
    "action": action,
}
