"""What a front end is: something that shows pages and asks questions, whatever it is made of."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from types import FrameType
from typing import Any, Protocol, Self

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Choice, Step


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of a page.

    style: plain, title, strong, alert, number. indent: in columns; hang: how many more from the
    second line on.
    """

    text: str
    style: str = "plain"
    indent: int = 0
    hang: int = 0


GAP = Text("")


@dataclass(frozen=True, slots=True)
class Page:
    """What a person reads. alerts: the open ones in words; they stand at the top of every page."""

    body: tuple[Text, ...] = ()
    alerts: tuple[str, ...] = ()

    def under(self, *texts: Text) -> Page:
        """The page with more above it."""
        return replace(self, body=(*texts, *self.body))

    def plus(self, *texts: Text) -> Page:
        """The page with more below."""
        return replace(self, body=(*self.body, *texts))


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask.

    name: the id of the step, or the name of one of our own menus.
    page: makes the page anew, since an alert may begin or end while the question waits; told
    whether part of the question was answered, as the first field of a list is.
    start: a value to start from, or None. own: ours and not the protocol's, so that it is
    answered with what it offers and nothing else. optional: an empty text is an answer.
    passing: the one unknown is that it is passed by, and the key for it asks no more.
    why: what the help key shows. now: the time, on the clock of the place of the contact.
    """

    name: str
    step: Step
    page: Callable[[bool], Page]
    now: Callable[[], datetime]
    start: Any = None
    own: bool = False
    optional: bool = False
    passing: bool = False
    why: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: a value as the step's kind keeps it, or the word of an unknown."""

    value: Any = None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """The person went back instead of answering."""


class Gone(Exception):
    """The terminal is no longer there, or the person broke off."""


class Host(Protocol):
    """What a front end calls while a question waits. Each returns to the same question, or
    raises what the session understands."""

    def emergency(self) -> None:
        """The emergency key was pressed."""

    def calm(self) -> None:
        """The calm key was pressed."""

    def pause(self) -> None:
        """The pause key was pressed."""

    def draft(self, step: str, value: Any) -> None:
        """A list or a person has come so far: keep it, though it is no answer yet."""

    def leave(self, how: str) -> None:
        """The contact ends here, in this way (one of ENDINGS)."""

    def reload(self) -> Page:
        """Read the file of a protocol that is tried again. A page that says why that cannot be."""


class Front(Protocol):
    """One way of asking. Used as a context: entering takes the terminal, leaving gives it back."""

    def ask(self, question: Question, host: Host) -> Said | Back:
        """Ask until there is an answer that fits. Gone if nobody can answer any more."""

    def show(self, page: Page) -> None:
        """Show a page at once and ask nothing."""

    def trouble(self, error: CrisisError) -> None:
        """An entry could not be kept. Returns to try again; otherwise raises the error."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


def menu(name: str, text: str, choices: dict[str, str]) -> Step:
    """One of our own menus as a step: ids and what is read."""
    listed = tuple(Choice(one, label) for one, label in choices.items())
    return Step(name, "choose_one", text, choices=listed)


# Not every system has a terminal that can be hung up.
BREAKS = [signal.Signals[one] for one in ("SIGHUP", "SIGTERM") if hasattr(signal, one)]


def hangup_is_a_pause() -> AbstractContextManager[None]:
    """A closed terminal or a shutdown breaks off as Ctrl-C does, for as long as this lasts."""
    return _handled(BREAKS, _break_off)


def undisturbed() -> AbstractContextManager[None]:
    """Nothing breaks off what is done inside, not even a second Ctrl-C."""
    return _handled((*BREAKS, signal.SIGINT), signal.SIG_IGN)


@contextmanager
def _handled(signals: Iterable[signal.Signals], handler: Any) -> Iterator[None]:
    before = {one: signal.signal(one, handler) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _break_off(number: int, frame: FrameType | None) -> None:
    for one in BREAKS:  # a closed terminal is told more than once, and once is enough
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt
