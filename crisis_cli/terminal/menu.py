"""Menus of numbered choices.

questionary's own menus always have a highlighted line, and Enter takes it. Nothing may be answered
by accident here, so menus begin with nothing chosen, and Enter alone does nothing in them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl

from crisis_cli.protocol.compiled import UNKNOWN, Choice
from crisis_cli.terminal.screen import wrap

if TYPE_CHECKING:
    from crisis_cli.terminal.widgets import Widgets

BOUNCE = 0.3  # seconds in which a second Enter is the same press
NO_NUMBER = "'{}' is no number of the list. Enter clears it."
MOST_TYPED = 40  # characters of it that are read back
MORE = "Not all {} fit here: the down arrow shows the rest."


def run(app: Application[Any]) -> Any:
    """Run a widget as questionary's unsafe_ask does, without its libraries' own error screens."""
    return app.run(handle_sigint=False, set_exception_handler=False)


class Menu:
    """Numbered choices: one is picked, or any are ticked. Without choices it waits for Enter.

    A number counts only by itself: within a sentence that is typed as if this were a line for
    text, it chooses nothing, and Enter throws the sentence away.
    """

    def __init__(self, widgets: Widgets) -> None:
        self.widgets = widgets
        self.choices: Sequence[Choice] = ()
        self.hint = ""
        self.ticked: list[str] | None = None
        self.alone: set[str] = set()
        self.at: int | None = None  # nothing is chosen until a key says so
        self.typed = ""  # since the last Enter, arrow or tick
        self.since = 0.0
        control = FormattedTextControl(self._fragments, focusable=True, show_cursor=False)
        self.app: Application[Any] = Application(
            layout=Layout(Window(control)),
            key_bindings=self._keys(),
            input=widgets.source,
            output=widgets.output,
            erase_when_done=True,
        )
        widgets.watch(self.app, self._now)

    def run(
        self, choices: Sequence[Choice], hint: str, ticked: list[str] | None, alone: set[str]
    ) -> Any:
        """A list of ids, or the key that was pressed. ticked: None to pick one."""
        self.choices, self.hint, self.alone = choices, hint, alone
        self.ticked = None if ticked is None else list(ticked)
        self.at, self.typed, self.since = None, "", time.monotonic()
        return run(self.app)

    def _now(self) -> Any:
        return self.ticked

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        self.widgets.bind(keys, self._now)
        keys.add("down")(lambda _: self._move(1))
        keys.add("up")(lambda _: self._move(-1))
        keys.add("pagedown")(lambda _: self._move(8))
        keys.add("pageup")(lambda _: self._move(-8))
        keys.add("space", filter=Condition(lambda: self.ticked is not None))(lambda _: self._tick())
        keys.add("enter")(self._enter)
        keys.add("backspace")(lambda _: self._type(self.typed[:-1]))
        keys.add(Keys.BracketedPaste)(lambda event: self._type(self.typed + event.data))
        keys.add(Keys.Any)(lambda event: self._type(self.typed + event.data))
        return keys

    def _move(self, by: int) -> None:
        self.typed, last = "", len(self.choices) - 1
        if last >= 0:
            begin = -1 if by > 0 else last + 1
            self.at = max(0, min(last, (begin if self.at is None else self.at) + by))

    def _type(self, typed: str) -> None:
        """What was typed, as far as it shows; it chooses where it is the number of a choice."""
        if not self.choices or not typed.isprintable():
            return
        self.typed = typed
        if self.ticked is None:
            self.at = self._number()
        elif (number := self._number()) is not None:
            self.at, self.typed = number, ""
            self._tick()

    def _number(self) -> int | None:
        """The place of the choice whose number was typed, and nothing else."""
        number = int(self.typed) if re.fullmatch("[0-9]{1,9}", self.typed) else 0
        return number - 1 if 0 < number <= len(self.choices) else None

    def _tick(self) -> None:
        if self.at is None or self.ticked is None:
            return
        this = self.choices[self.at].id
        if this in self.ticked:
            self.ticked.remove(this)
        elif this in self.alone:
            self.ticked = [this]
        else:
            self.ticked = [one for one in self.ticked if one not in self.alone] + [this]

    def _enter(self, event: KeyPressEvent) -> None:
        if self.typed and self._number() is None:
            self.typed = ""
        elif not self.choices and time.monotonic() - self.since > BOUNCE:
            event.app.exit(result=[])
        elif self.at is not None and self.ticked is None:
            event.app.exit(result=[self.choices[self.at].id])
        elif self.at is not None and self.ticked:
            event.app.exit(result=self.ticked)

    def _fragments(self) -> StyleAndTextTuples:
        room = self.widgets.screen.size()[0] - 1
        parts: StyleAndTextTuples = []
        for at, choice in enumerate(self.choices):
            here = at == self.at
            parts.append(("", "\n\n" if self._parted(at) else "\n"))
            parts += [("[SetCursorPosition]", "")] if here else []
            parts.append(("bold" if here else "", self._line(at, choice, here)))
        lines = wrap(self.hint, room)
        if self.typed and self._number() is None:
            lines += wrap(NO_NUMBER.format(self.typed[:MOST_TYPED]), room)
        if len(lines) + "".join(part[1] for part in parts).count("\n") > self.widgets.screen.left():
            lines += wrap(MORE.format(len(self.choices)), room)
        return [("", "\n".join(lines)), *parts]

    def _parted(self, at: int) -> bool:
        """Whether the unknowns begin here, after the choices of the question."""
        return at > 0 and self.choices[at].id in UNKNOWN and self.choices[at - 1].id not in UNKNOWN

    def _line(self, at: int, choice: Choice, here: bool) -> str:
        """One choice over as many lines as it needs: > 1 [x] Its words."""
        box = "" if self.ticked is None else "[x] " if choice.id in self.ticked else "[ ] "
        lead = f"{'>' if here else ' '} {at + 1:>{len(str(len(self.choices)))}} {box} "
        room = self.widgets.screen.size()[0] - 1
        lines = [line[len(lead) :] for line in wrap(choice.label, room, len(lead))]
        return lead + f"\n{' ' * len(lead)}".join(lines)
