"""The front end of scripted answers: for tests, training and demonstrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from crisis_cli.engine.entries import FOLLOWED
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import Refused, kept
from crisis_cli.protocol.script import CALL_KEYS, CHANGE_KEYS, HOW, KEYS, UNANSWERED
from crisis_cli.terminal.front import Back, Host, Page, Question, Said

Where = Callable[[tuple[str | int, ...]], str]


def _nowhere(keys: tuple[str | int, ...]) -> str:
    return ""


class Scripted:
    """Answers from a script. asked: the steps in the order in which they were asked."""

    def __init__(self, script: Any, where: Where = _nowhere) -> None:
        """script: {answers, if_asked, unanswered, later, consult} as read from a file. CrisisError
        if it is not. where: keys in that file -> file:line, or "" where there is none."""
        self.asked: list[str] = []
        self._where = where
        with self._told():
            self._take(script)

    def _take(self, script: Any) -> None:
        body = _mapping(script, "The answers file", KEYS)
        self.answers = _mapping(body.get("answers", {}), "`answers`")
        self._answers = {**_mapping(body.get("if_asked", {}), "`if_asked`"), **self.answers}
        self._unanswered = _one_of(body.get("unanswered", "error"), "`unanswered`", UNANSWERED)
        self._later = _changes(body.get("later", []))
        self._changing: dict[str, Any] = {}
        self._calls = _calls(body.get("consult", []))
        self._calling: dict[str, str] = {}
        self._used: set[str] = set()
        self._left, self._changed = False, 0

    @property
    def unused(self) -> list[str]:
        """The ids of answers that nothing asked for, then those of `later`, then `consult`."""
        waiting = [change["step"] for change in self._later] + ["consult"] * bool(self._calls)
        return [step for step in self.answers if step not in self._used] + waiting

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def show(self, page: Page) -> None:
        """Nobody reads along."""

    def trouble(self, error: CrisisError) -> None:
        """Nobody is there to try again."""
        raise error

    def ask(self, question: Question, host: Host) -> Said | Back:
        """The answer of the script, or what it says about unanswered steps."""
        if question.own:
            return Said(self._menu(question.name))
        name = question.name
        self.asked.append(name)
        if self._changing.get("step") == name:
            with self._told("later", self._changed - 1, "answer"):
                return _fitted(question.step, self._changing["answer"])
        if name in self._answers:
            self._used.add(name)
            with self._told("answers" if name in self.answers else "if_asked", name):
                return _fitted(question.step, self._answers[name])
        return self._missing(question.step, host)

    @contextmanager
    def _told(self, *keys: str | int) -> Iterator[None]:
        """Say of what does not fit where it stands in the file."""
        try:
            yield
        except CrisisError as error:
            place = self._where(keys)
            message = f"{place}: {error.message}" if place else error.message
            raise CrisisError(message, error.hint, error.exit) from None

    def _missing(self, step: Step, host: Host) -> Said:
        if self._unanswered == "error":
            with self._told("answers"):
                raise CrisisError(
                    f"The answers file has no answer for `{step.id}` ({step.name}).",
                    f"Add `{step.id}:` under `answers`, or set `unanswered: not_asked`.",
                )
        if self._unanswered == "end" and not self._left:
            self._left = True
            host.leave("client_left")
        return Said(unknown="not_asked")

    def _menu(self, name: str) -> Any:
        """What a script answers in one of our own menus."""
        if name == "review":
            self._changed += bool(self._later)
            self._changing = self._later.pop(0) if self._later else {}
            return f"step:{self._changing['step']}" if self._changing else "finish"
        if name == "consult":
            self._calling = self._calls.pop(0) if self._calls else {}
            return self._calling.get("whom", "go on")
        if name.startswith("consult_"):
            return self._calling.get(name.removeprefix("consult_"), "")
        said = MENUS.get(name)
        return said if said else self._changing[name]


# What a script chooses in each menu; "how" and "reason" come from the change.
MENUS = {
    "urgent": "acknowledged",
    "revisit": "change",
    "withdraw": "change",
    "finish": "finish",
    "closing": "close",
}


def _fitted(step: Step, raw: Any) -> Said:
    try:
        return Said(*kept(step, raw))
    except Refused as why:
        raise CrisisError(f"The answer to `{step.id}` does not fit: {why}") from None


def _changes(raw: Any) -> list[dict[str, Any]]:
    if not isinstance(raw, list):
        raise CrisisError("`later` is not a list.", "Write `- step: ...` for each change.")
    return [_change(one, f"`later`, number {n}") for n, one in enumerate(raw, 1)]


def _change(raw: Any, place: str) -> dict[str, Any]:
    change = _mapping(raw, place, CHANGE_KEYS)
    if "step" not in change or "answer" not in change:
        raise CrisisError(f"{place} says not which step or which answer.", "Give `step`, `answer`.")
    how = _one_of(change.get("how", "changed"), f"{place}, `how`", HOW)
    reason = str(change.get("reason", ""))
    if how != "changed" and not reason.strip():
        raise CrisisError(f"{place} needs a `reason`.", f"Say why it is `{how}`.")
    return {"step": str(change["step"]), "answer": change["answer"], "how": how, "reason": reason}


def _calls(raw: Any) -> list[dict[str, str]]:
    if not isinstance(raw, list):
        raise CrisisError("`consult` is not a list.", "Write `- {whom: ..., answered: ...}`.")
    return [_call(one, f"`consult`, number {n}") for n, one in enumerate(raw, 1)]


def _call(raw: Any, place: str) -> dict[str, str]:
    call = {str(key): str(value) for key, value in _mapping(raw, place, CALL_KEYS).items()}
    if not call.get("whom"):
        raise CrisisError(f"{place} says not who was called.", "Give `whom`.")
    _one_of(call.setdefault("answered", "no"), f"{place}, `answered`", ("yes", "no"))
    if call.get("advice"):
        _one_of(call.setdefault("followed", "yes"), f"{place}, `followed`", FOLLOWED[1:])
    return call


def _mapping(raw: Any, place: str, keys: tuple[str, ...] = ()) -> Mapping[Any, Any]:
    if not isinstance(raw, Mapping):
        raise CrisisError(f"{place} has no keys and values.", "Write it as `key: value`.")
    strange = [str(key) for key in raw if keys and key not in keys]
    if strange:
        raise CrisisError(f"{place} has a key '{strange[0]}'.", f"Known are: {', '.join(keys)}.")
    return raw


def _one_of(raw: Any, place: str, words: tuple[str, ...]) -> str:
    if raw not in words:
        raise CrisisError(f"{place} is '{raw}'.", f"Use one of: {', '.join(words)}.")
    return str(raw)
