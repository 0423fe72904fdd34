"""Asking a step of any kind, out of four ways to ask that an interactive front end has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from crisis_cli.protocol.compiled import UNKNOWN, Choice, Step
from crisis_cli.protocol.kinds import SPECIAL, Refused, accept
from crisis_cli.terminal.front import GAP, Gone, Host, Page, Question, Text

Fits = Callable[[str], str]  # a text -> "" if it fits, or what would


class Key(StrEnum):
    """A key that works at every prompt."""

    EMERGENCY = "emergency"
    CALM = "calm"  # how to slow a hard moment down
    BACK = "back"
    PAUSE = "pause"
    STOP = "stop"  # Ctrl-C, Ctrl-D: pause at once
    WHY = "why"
    HIDE = "hide"
    RELOAD = "reload"  # only where a protocol is tried: read its file again
    NONE = "none"  # no answer
    REDRAW = "redraw"  # the terminal changed its size


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key was pressed instead of answering. typed: what stood there until then."""

    key: Key
    typed: Any = None


class Ways(ABC):
    """The four ways to ask. Each draws the page first; Gone if the terminal went away."""

    @abstractmethod
    def pick(self, page: Page, choices: Sequence[Choice]) -> str | Pressed:
        """One of the choices, by its id."""

    @abstractmethod
    def tick(
        self, page: Page, choices: Sequence[Choice], alone: set[str], ticked: list[str]
    ) -> list[str] | Pressed:
        """Any of the choices. Those in `alone` cannot stand beside others."""

    @abstractmethod
    def type(self, page: Page, start: str, fits: Fits, long: bool) -> str | Pressed:
        """A text that fits."""

    @abstractmethod
    def wait(self, page: Page) -> Pressed | None:
        """Until they have read the page."""

    @abstractmethod
    def hide(self) -> Pressed | None:
        """Show nothing of the interview until they come back."""


class GoBack(Exception):
    """Back was pressed."""


class NoAnswer(Exception):
    """One of the unknowns was chosen: its word."""


Answer = TypeVar("Answer")
NONE_OF_THESE = "none of these"  # ids of choices have no spaces, so it is nobody's id
LEAVE_EMPTY = "leave empty"
TAKE_BACK = "take back"
WORK_ASIDE = (Key.EMERGENCY, Key.CALM, Key.PAUSE, Key.STOP, Key.HIDE, Key.RELOAD)
UNKNOWNS = [Choice(word, SPECIAL[word]) for word in UNKNOWN[:3]]
UNKNOWNS.append(Choice("not_asked", "Pass by for now"))


class Asking:
    """One question being asked."""

    def __init__(self, ways: Ways, question: Question, host: Host) -> None:
        self.ways, self.question, self.host = ways, question, host
        self._begun = False  # whether part of it was answered

    def pick(self, choices: Sequence[Choice], *more: Text) -> str:
        """One of the choices."""
        return self._until(lambda _: self.ways.pick(self._page(more), choices), None)

    def pick_or_none(self, step: Step, *more: Text) -> str:
        """One of a step's choices; the unknowns stand after them."""
        chosen = self.pick([*step.choices, *self.unknowns(step)], *more)
        if chosen in UNKNOWN and not self.question.own:
            raise NoAnswer(chosen)
        return chosen

    def tick(
        self, step: Step, ticked: list[str], unknowns: Sequence[Choice], *more: Text
    ) -> list[str]:
        """Any of a step's choices, or none of these, or an unknown."""
        extra = [Choice(NONE_OF_THESE, "None of these"), *unknowns]
        alone = {choice.id for choice in extra} | set(UNKNOWN)
        chosen = self._until(
            lambda now: self.ways.tick(self._page(more), [*step.choices, *extra], alone, now),
            ticked,
        )
        if chosen[0] in UNKNOWN:
            raise NoAnswer(chosen[0])
        return [one for one in chosen if one != NONE_OF_THESE]

    def type(self, start: str, fits: Fits, *more: Text, long: bool = False) -> str:
        """A text that fits."""
        return self._until(lambda now: self.ways.type(self._page(more), now, fits, long), start)

    def draft(self, value: Any) -> None:
        """Keep what a list or a person holds so far."""
        self.host.draft(self.question.name, value)

    def unknowns(self, step: Step) -> list[Choice]:
        """The unknowns that a question takes, but for those that its choices word themselves."""
        if self.question.own:
            return []
        known = UNKNOWNS[-1:] if self.question.passing else UNKNOWNS
        return [one for one in known if one.id not in {choice.id for choice in step.choices}]

    def _page(self, more: tuple[Text, ...]) -> Page:
        return self.question.page(self._begun).plus(*more)

    def _until(self, ask: Callable[[Any], Answer | Pressed], start: Any) -> Answer:
        """Ask until it is answered; a key does its work, then the same is asked as it stood."""
        typed = start
        while True:
            reply = ask(typed)
            if not isinstance(reply, Pressed):
                self._begun = True
                return reply
            typed = typed if reply.typed is None else reply.typed
            self._pressed(reply.key)

    def _pressed(self, key: Key) -> None:
        """What a key does; a new size of the terminal wants nothing but the question again."""
        match key:
            case Key.EMERGENCY:
                self.host.emergency()
            case Key.CALM:
                self.host.calm()
            case Key.PAUSE:
                self.host.pause()
            case Key.STOP:
                raise Gone
            case Key.BACK:
                raise GoBack
            case Key.WHY:
                self._aside(self.ways.wait, Page(self.question.why, self._page(()).alerts))
            case Key.HIDE:
                self._aside(lambda _: self.ways.hide(), Page())
            case Key.NONE:
                self._no_answer()
            case Key.RELOAD:
                self._aside(self.ways.wait, self.host.reload())

    def _aside(self, show: Callable[[Page], Pressed | None], page: Page) -> None:
        """Something to read in between; back and its like close it, danger keys work."""
        pressed = show(page)
        if pressed and pressed.key in WORK_ASIDE:
            self._pressed(pressed.key)
        elif pressed and pressed.key is Key.REDRAW:
            self._aside(show, page)

    def _no_answer(self) -> None:
        """The unknowns, on a page of their own."""
        if self.question.own:
            return
        if self.question.passing:
            raise NoAnswer(UNKNOWNS[-1].id)
        back = Choice(TAKE_BACK, "Back to the question")
        try:
            chosen = self.pick([*UNKNOWNS, back], GAP, Text("No answer?", "strong"))
        except GoBack:
            return
        if chosen != TAKE_BACK:
            raise NoAnswer(chosen)


def fitting(step: Step, optional: bool = False) -> Fits:
    """What says whether a text fits a step."""

    def fits(text: str) -> str:
        if optional and not text.strip():
            return ""
        try:
            accept(step, text)
        except Refused as why:
            return str(why)
        return ""

    return fits
