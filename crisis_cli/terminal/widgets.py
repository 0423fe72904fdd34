"""The widgets that take keys: menus of our own, and questionary for text. Each is built once."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Sequence
from typing import Any, TextIO, cast

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Size
from prompt_toolkit.document import Document
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from crisis_cli.protocol.compiled import Choice
from crisis_cli.terminal.asking import Fits, Key, Pressed
from crisis_cli.terminal.menu import BOUNCE, Menu, run
from crisis_cli.terminal.screen import Screen

KEYS = {
    "c-e": Key.EMERGENCY,
    "c-k": Key.CALM,
    "c-b": Key.BACK,
    "escape": Key.BACK,
    "c-p": Key.PAUSE,
    "c-c": Key.STOP,
    "c-d": Key.STOP,
    "c-w": Key.WHY,
    "c-l": Key.HIDE,
    "c-n": Key.NONE,
}
RELOAD = {"c-r": Key.RELOAD}  # only where a protocol is tried
# Keys that work even when pressed before a prompt is ready: both write no answer.
EARLY = {Keys.ControlE: Key.EMERGENCY, Keys.ControlC: Key.STOP}
PLAIN = Style(
    [(name, "noinherit") for name in ("qmark", "question", "answer", "instruction")]
    + [("validation-toolbar", "noinherit bold")]
)


class Widgets:
    """Every widget of one terminal, over one source of keys."""

    def __init__(self, screen: Screen, source: Input | None, trial: bool = False) -> None:
        self.screen = screen
        self.names = KEYS | (RELOAD if trial else {})
        self.source = source or create_input()
        self.output = Vt100_Output(cast(TextIO, screen), self._size, enable_cpr=False)
        self._menu = Menu(self)
        self._line = Line(self, long=False)
        self._long: Line | None = None

    def early(self) -> Key | None:
        """Throw away what was typed before now; returns the emergency key if it was in there."""
        keys = get_typeahead(self.source)
        while select.select([self.source.fileno()], [], [], 0)[0] and not self.source.closed:
            keys += self.source.read_keys()
        keys += self.source.flush_keys()
        return next((EARLY[one] for press in keys for one in EARLY if press.key == one), None)

    def pick(self, choices: Sequence[Choice]) -> str | Pressed:
        """One choice, by its id."""
        numbers = f"A number (1 to {len(choices)}) or the arrows" if len(choices) > 1 else "Press 1"
        hint = f"{numbers}, then Enter."
        chosen = self._menu.run(choices, hint, None, set())
        return chosen if isinstance(chosen, Pressed) else str(chosen[0])

    def tick(
        self, choices: Sequence[Choice], alone: set[str], ticked: list[str]
    ) -> list[str] | Pressed:
        """Any number of choices, at least one; one of `alone` stands alone."""
        hint = f"Tick with a number (1 to {len(choices)}) or Space; then Enter."
        reply: list[str] | Pressed = self._menu.run(choices, hint, ticked, alone)
        return reply

    def wait(self, hint: str) -> Pressed | None:
        """Until Enter."""
        reply = self._menu.run([], hint, None, set())
        return reply if isinstance(reply, Pressed) else None

    def type(self, start: str, fits: Fits, long: bool) -> str | Pressed:
        """A text that fits."""
        if long and self._long is None:
            self._long = Line(self, long=True)
        line = self._long if long and self._long else self._line
        return line.run(start, fits)

    def _size(self) -> Size:
        """The library is told of the rows below the page only, and so never scrolls it away."""
        return Size(rows=self.screen.left(), columns=self.screen.size()[0])

    def bind(self, keys: KeyBindings, typed: Callable[[], Any], escape: bool = True) -> None:
        """The keys that work everywhere; Esc not where it begins another key."""
        for name, key in self.names.items():
            if escape or name != "escape":
                keys.add(name, eager=True)(_leave(key, typed))

    def watch(self, app: Application[Any], typed: Callable[[], Any]) -> None:
        """When the terminal changes its size, leave, so that the page is drawn anew."""

        def look(_: Application[Any]) -> None:
            if self.screen.size() != self.screen.drawn and app.is_running and not app.is_done:
                app.exit(result=Pressed(Key.REDRAW, typed()))

        app.before_render += look
        app.ttimeoutlen = 0.05  # Esc alone is Back: do not wait half a second for more


def _leave(key: Key, typed: Callable[[], Any]) -> Callable[[KeyPressEvent], None]:
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result=Pressed(key, typed()))

    return leave


class Line:
    """A text of one line, or of several: questionary's, kept alive, with our keys on top."""

    def __init__(self, widgets: Widgets, long: bool) -> None:
        self.fits: Fits = lambda _: ""
        self.long = long
        self.start, self.since = "", 0.0
        self.app = questionary.text(
            "",
            qmark=">",
            style=PLAIN,
            multiline=long,
            instruction="",
            validate=self._valid,
            validate_while_typing=False,
            input=widgets.source,
            output=widgets.output,
            erase_when_done=True,
            reserve_space_for_menu=0,
            history=DummyHistory(),  # no key brings back what was said to another question
        ).application
        theirs = [self.app.key_bindings] if self.app.key_bindings else []
        self.app.key_bindings = merge_key_bindings([*theirs, self._keys(widgets)])
        widgets.watch(self.app, self._typed)

    def run(self, start: str, fits: Fits) -> str | Pressed:
        """The text, or the key that was pressed with what stood there."""
        self.fits, self.start, self.since = fits, start, time.monotonic()
        self.buffer.reset(Document(start))
        reply = run(self.app)
        return reply if isinstance(reply, Pressed) else str(reply)

    @property
    def buffer(self) -> Buffer:
        return self.app.layout.current_buffer or self.app.current_buffer

    def _typed(self) -> str:
        return self.buffer.text

    def _valid(self, text: str) -> bool | str:
        return self.fits(text) or True

    def _keys(self, widgets: Widgets) -> KeyBindings:
        keys = KeyBindings()
        widgets.bind(keys, self._typed, escape=not self.long)
        if self.long:
            keys.add("c-s", eager=True)(lambda _: self.buffer.validate_and_handle())
            keys.add("escape", "enter", eager=True)(lambda _: self.buffer.validate_and_handle())
        keys.add("enter", eager=True)(lambda _: self._enter())
        for habit in ("c-z", "c-r"):  # of other programs: no character of the text, and no search
            if habit not in widgets.names:
                keys.add(habit, eager=True)(lambda _: None)
        return keys

    def _enter(self) -> None:
        bounced = self.buffer.text == self.start and time.monotonic() - self.since < BOUNCE
        if self.long and not bounced:
            self.buffer.newline()
        elif not bounced:
            self.buffer.validate_and_handle()
