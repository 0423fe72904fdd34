"""The front end with keys: pages written at once, then widgets that take the keys."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Self, TypeVar

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Choice
from crisis_cli.terminal.asking import Fits, Key, Pressed, Ways
from crisis_cli.terminal.front import (
    Back,
    Gone,
    Host,
    Page,
    Question,
    Said,
    Text,
    hangup_is_a_pause,
)
from crisis_cli.terminal.prompts import ask, try_again
from crisis_cli.terminal.screen import ENTER, FORGET, LEAVE, Screen

if TYPE_CHECKING:
    from prompt_toolkit.input import Input

    from crisis_cli.terminal.widgets import Widgets

Reply = TypeVar("Reply")

NUMBERS = ("911 life in danger", "988 crisis line", "Ctrl-E EMERGENCY", "Ctrl-K calm")
PRACTICE = "PRACTICE: made up"
RELOAD = "Ctrl-R reload"  # where a protocol is tried
KEYS = ("Ctrl-B back", "Ctrl-W why", "Ctrl-N no answer", "Ctrl-P pause", "Ctrl-L hide")
SHORT = "Type the answer, then Enter."
MAY_BE_EMPTY = " Enter alone leaves it empty."
LONG = "Type as much as you like; Enter begins a new line. Ctrl-S when it is done."
NEUTRAL = "Paused. Press Enter."
ROOM = 11  # rows that a menu should have below its page, however long it is


class Keyed(Ways):
    """Keys at every prompt. source: where the keys come from; the terminal where None.

    trial: a protocol is being tried, and can be read again by a key. practice: every page says
    that nobody is really there.
    """

    def __init__(
        self,
        screen: Screen,
        source: Input | None = None,
        trial: bool = False,
        practice: bool = False,
    ) -> None:
        self.screen, self._source, self._trial = screen, source, trial
        self._numbers = (*NUMBERS, PRACTICE) if practice else NUMBERS
        self._widgets: Widgets | None = None
        self._taken = ExitStack()

    def __enter__(self) -> Self:
        self._taken.enter_context(hangup_is_a_pause())
        if self._source is None:
            self._taken.enter_context(_silent(sys.stdin.fileno()))
        self.screen.write(ENTER)
        return self

    def __exit__(self, *error: object) -> None:
        self.screen.write(FORGET + LEAVE)
        self.screen.flush()
        self._taken.close()
        self._widgets = None  # they held the terminal, and may be wanted again

    def ask(self, question: Question, host: Host) -> Said | Back:
        """Ask until there is an answer that fits."""
        return ask(self, question, host)

    def show(self, page: Page) -> None:
        """Show a page at once; what does not fit is shown when it is asked about."""
        self._draw(page, self._body(page)[: self._room(page, 1)])

    def trouble(self, error: CrisisError) -> None:
        """Say that nothing more can be written down, and offer to try again."""
        try_again(self, error)

    # -- the four ways to ask

    def pick(self, page: Page, choices: Sequence[Choice]) -> str | Pressed:
        """One of the choices, by its id."""
        return self._run(page, self._rows(choices), lambda keys: keys.pick(choices))

    def tick(
        self, page: Page, choices: Sequence[Choice], alone: set[str], ticked: list[str]
    ) -> list[str] | Pressed:
        """Any of the choices."""
        need = self._rows(choices)
        return self._run(page, need, lambda keys: keys.tick(choices, alone, ticked))

    def type(self, page: Page, start: str, fits: Fits, long: bool) -> str | Pressed:
        """A text that fits."""
        hint = LONG if long else SHORT + MAY_BE_EMPTY * (not fits(""))
        asked = page.plus(Text(hint))
        return self._run(asked, 6 if long else 4, lambda keys: keys.type(start, fits, long))

    def wait(self, page: Page) -> Pressed | None:
        """Until they press Enter."""
        return self._run(page, 2, lambda keys: keys.wait("Enter: go on"))

    def hide(self) -> Pressed | None:
        """An empty screen with a neutral line, and nothing in the scrollback."""
        while True:
            self.screen.write(FORGET)
            self.screen.page([NEUTRAL])
            pressed = self._guarded(lambda keys: keys.wait(""))
            if not pressed or pressed.key in (Key.EMERGENCY, Key.PAUSE, Key.STOP):
                return pressed

    # -- pages

    def _run(self, page: Page, need: int, show: Callable[[Widgets], Reply]) -> Reply | Pressed:
        """Draw the page, in parts where it is long; then let the widget take the keys."""
        *parts, last = _parts(self._body(page), self._room(page, 2), self._room(page, need + 1))
        for part in parts:
            self._draw(page, part)
            pressed = self._guarded(lambda keys: keys.wait("Enter: there is more to read"))
            if pressed:
                return pressed
        self._draw(page, [*last, ""])
        return self._guarded(show)

    def _guarded(self, show: Callable[[Widgets], Reply]) -> Reply | Pressed:
        """Throw away what was typed too early, then run a widget; a lost terminal is Gone."""
        try:
            widgets = self._ready()
            early = widgets.early()
            return Pressed(early) if early else show(widgets)
        except (EOFError, KeyboardInterrupt, OSError):
            raise Gone from None

    def _ready(self) -> Widgets:
        """The widgets, imported while the first question is being read."""
        if self._widgets is None:
            from crisis_cli.terminal.widgets import Widgets

            self._widgets = Widgets(self.screen, self._source, self._trial)
            self._taken.enter_context(self._widgets.source.raw_mode())
        return self._widgets

    def _draw(self, page: Page, body: list[str]) -> None:
        self.screen.page([*self._head(page), *body])

    def _body(self, page: Page) -> list[str]:
        return self.screen.lines(page.body)

    def _room(self, page: Page, need: int) -> int:
        """Rows for the words of a page. The prompt gets what it needs, or half of a low screen."""
        free = self.screen.size()[1] - len(self._head(page))
        return max(free - min(need, max(free // 2, 4)), 2)

    def _rows(self, choices: Sequence[Choice]) -> int:
        """Rows of a menu with its hint and the gap before the unknowns; it scrolls in fewer."""
        labels = [Text(choice.label, indent=8) for choice in choices]
        return min(len(self.screen.lines(labels)) + 2, ROOM)

    def _head(self, page: Page) -> list[str]:
        """The numbers and keys, and what is open: the top of every screen."""
        width = self.screen.size()[0] - 1
        opened = Text(f"Open: {'; '.join(page.alerts)} - Ctrl-E for what came of it", "alert")
        return [
            *(self.screen.styled(line, "strong") for line in _row(self._numbers, width)),
            *_row((*KEYS, RELOAD) if self._trial else KEYS, width),
            "-" * width,
            *self.screen.lines([opened] if page.alerts else []),
        ]


def _row(words: Sequence[str], width: int) -> list[str]:
    """Words side by side, none of them broken."""
    lines = [words[0]]
    for word in words[1:]:
        together = f"{lines[-1]}   {word}"
        lines[-1:] = [together] if len(together) <= width else [lines[-1], word]
    return lines


def _parts(body: list[str], most: int, room: int) -> list[list[str]]:
    """A page in parts of at most `most` lines, cut after an empty line where that can be; the
    last one has at most `room`, so that its prompt stands with it."""
    parts = []
    while len(body) > room:
        far = min(most, len(body) - 1)
        near = min(len(body) - room, far)
        cut = next((n for n in range(near, far + 1) if not body[n - 1]), far)
        parts.append(body[:cut])
        body = body[cut:]
    return [*parts, body]


@contextmanager
def _silent(terminal: int) -> Iterator[None]:
    """No echo and no signals from the keys, from before the first page until after the last."""
    import termios

    before = termios.tcgetattr(terminal)
    now = termios.tcgetattr(terminal)
    now[0] &= ~termios.IXON  # Ctrl-S is a key of ours
    now[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG)
    termios.tcsetattr(terminal, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
