"""The front end of plain numbered lines: for screen readers, slow links and bare terminals."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Self

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
from crisis_cli.terminal.screen import FORGET, Screen, wrap

WORDS = {"c": Key.CALM, "b": Key.BACK, "p": Key.PAUSE, "?": Key.WHY, "h": Key.HIDE, "n": Key.NONE}
RELOAD = {"r": Key.RELOAD}  # only where a protocol is tried
ALARM = ("!", "\x05")  # \x05 is Ctrl-E in a typed line
HEAD = "911 life in danger. 988 crisis line. ! emergency."
PRACTICE = "Practice: made up. "
KEYS = "c calm, b back, ? why, n no answer, p pause, h hide."
TRIAL = "r reload, "
SLASHED = "/c calm, /b back, /? why, /n no answer, /p pause, /h hide."
LEAVE_IT = "="  # the text stays as it was
NOTHING_YET = "Nothing stands here yet that could stay. Type the answer."
EMPTY = "-"
END = "."  # on a line of its own, of a text of several lines
STAYS = "It stays. Add more lines, or end it with a line that has only a full stop."
LONGEST = 1023 if sys.platform == "darwin" else 4095  # bytes of a line that terminals hand on
CUT = "That was too long for one line here, and its end was lost."
REST, FEWER = "Type the rest on the next line.", "Say it in fewer words."
AWAY = 60  # blank lines that push the interview off a screen without codes


class Plain(Ways):
    """Numbered lines. keys: the file descriptor that lines are read from. codes: whether the
    terminal understands the codes that clear it. trial: a protocol is being tried, and can be
    read again by a key. practice: every page says that nobody is really there."""

    def __init__(
        self,
        screen: Screen,
        keys: int,
        codes: bool = False,
        trial: bool = False,
        practice: bool = False,
    ) -> None:
        self.screen, self.lines, self.codes = screen, Lines(keys), codes
        self.head = f"{PRACTICE * practice}{HEAD}"
        self.words = WORDS | (RELOAD if trial else {})
        self.keys, self.slashed = (TRIAL + KEYS, f"/{TRIAL}{SLASHED}") if trial else (KEYS, SLASHED)
        self._taken = ExitStack()
        self._told: tuple[Text, ...] = ()

    def __enter__(self) -> Self:
        self._taken.enter_context(hangup_is_a_pause())
        return self

    def __exit__(self, *error: object) -> None:
        self._taken.close()

    def ask(self, question: Question, host: Host) -> Said | Back:
        """Ask until there is an answer that fits."""
        return ask(self, question, host)

    def show(self, page: Page) -> None:
        """Show a page at once. It is not read out again when it is asked about."""
        self._page(page)
        self._told = page.body

    def _page(self, page: Page) -> None:
        told, self._told = self._told, ()
        if told and page.body[: len(told)] == told:
            self._print(*page.body[len(told) :])
            return
        opened = Text(f"Open: {'; '.join(page.alerts)} - ! for what came of it")
        self._print(Text(""), Text(self.head), *([opened] if page.alerts else []), *page.body)

    def trouble(self, error: CrisisError) -> None:
        """Say that nothing more can be written down, and offer to try again."""
        try_again(self, error)

    # -- the four ways to ask

    def pick(self, page: Page, choices: Sequence[Choice]) -> str | Pressed:
        """One of the choices, by its number or its words."""
        self._listed(page, choices)
        self._print(Text(f"Type a number. {self.keys}"))
        while True:
            line = self._read()
            if isinstance(line, Pressed):
                return line
            chosen = _number(line, choices)
            if chosen:
                return chosen
            self._print(Text(f"Type a number from 1 to {len(choices)}."))

    def tick(
        self, page: Page, choices: Sequence[Choice], alone: set[str], ticked: list[str]
    ) -> list[str] | Pressed:
        """Any of the choices, by their numbers."""
        self._listed(page, choices)
        now = [str(n) for n, choice in enumerate(choices, 1) if choice.id in ticked]
        keep = f" Now: {', '.join(now)}; = leaves it so." if now else ""
        self._print(Text(f"Type the numbers, with commas between them.{keep} {self.keys}"))
        while True:
            line = self._read()
            if isinstance(line, Pressed):
                return line
            if line == LEAVE_IT and ticked:
                return ticked
            chosen = [_number(part.strip(), choices) for part in line.split(",")]
            if all(chosen) and not (len(chosen) > 1 and alone & set(chosen)):
                return chosen
            self._print(Text("Type numbers such as 1,3. The last ones stand alone."))

    def type(self, page: Page, start: str, fits: Fits, long: bool) -> str | Pressed:
        """A text that fits."""
        self._page(page)
        self._print(*_how_to_type(start, fits, long), Text(f"Type the answer. {self.slashed}"))
        lines: list[str] = []
        while True:
            line = self._read(slash="/", going_on=bool(lines))
            if isinstance(line, Pressed):
                return Pressed(line.key, "\n".join(lines) or None)
            if self.lines.cut:
                self._print(Text(f"{CUT} {REST if long else FEWER}"))
                lines += [line] * long
                continue
            if line.strip() == LEAVE_IT and not lines:
                if not start:
                    self._print(Text(NOTHING_YET))
                    continue
                lines, line = start.split("\n"), "" if long else start
                self._print(*[Text(STAYS)] * long)
            elif long and line != END:
                lines.append(line)
            if long and line != END:
                continue
            text, wrong = _judged("\n".join(lines) if long else line, fits)
            if not wrong:
                return text
            self._print(Text(wrong))

    def wait(self, page: Page) -> Pressed | None:
        """Until they press Enter."""
        self._page(page)
        self._print(Text("Enter: go on."))
        line = self._read()
        return line if isinstance(line, Pressed) else None

    def hide(self) -> Pressed | None:
        """Push the interview away; a neutral line instead."""
        self.screen.write(FORGET if self.codes else "\n" * AWAY)
        self._print(Text("Paused. Press Enter."))
        line = self._read()
        return line if isinstance(line, Pressed) and line.key is Key.EMERGENCY else None

    # -- lines

    def _listed(self, page: Page, choices: Sequence[Choice]) -> None:
        self._page(page)
        self._print(*(Text(f"{n}. {one.label}") for n, one in enumerate(choices, 1)))

    def _print(self, *texts: Text) -> None:
        width = self.screen.size()[0] - 1
        lines = (line for one in texts for line in wrap(one.text, width, one.indent, one.hang))
        self.screen.write("".join(f"{line}\n" for line in lines))
        self.screen.flush()

    def _read(self, slash: str = "", going_on: bool = False) -> str | Pressed:
        """A line; or the key that it stands for. going_on: it belongs to what was just typed."""
        if not going_on and self.lines.early():
            return Pressed(Key.EMERGENCY)
        self.screen.write("> ")
        self.screen.flush()
        try:
            line = self.lines.read()
        except (EOFError, OSError, KeyboardInterrupt):
            raise Gone from None
        if _alarm(line):
            return Pressed(Key.EMERGENCY)
        word = line.strip()
        known = word.startswith(slash) and self.words.get(word.removeprefix(slash))
        # A slash works at every prompt, so that nobody has to know which kind it is.
        key = known or (word.startswith("/") and self.words.get(word[1:]))
        return Pressed(key) if key else (line if slash else word)


def _alarm(line: str) -> bool:
    return line.strip() == ALARM[0] or ALARM[1] in line


def _number(typed: str, choices: Sequence[Choice]) -> str:
    """The id of the choice of this number or with these words; "" for none."""
    if typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) <= len(choices):
        return choices[int(typed[:9]) - 1].id
    same = [one.id for one in choices if typed.lower() in (one.id.lower(), one.label.lower())]
    return same[0] if same else ""


def _judged(typed: str, fits: Fits) -> tuple[str, str]:
    """The text that was meant, and what is wrong with it. Enter alone is never an answer, and the
    sign for nothing is none where something is needed."""
    if typed.strip() == EMPTY and not fits(""):
        return "", ""
    if typed.strip() == EMPTY:
        return "", fits(typed) or "Nothing was typed."
    return typed, fits(typed) if typed else "Nothing was typed."


def _how_to_type(start: str, fits: Fits, long: bool) -> list[Text]:
    texts = [Text(f"Now: {start}"), Text(f"{LEAVE_IT} leaves it so.")] if start else []
    texts += [Text(f"{EMPTY} leaves it empty.")] if not fits("") else []
    texts += [Text("Several lines; a line with only a full stop ends it.")] if long else []
    return texts


class Lines:
    """Lines from a terminal or a pipe, with nothing kept that was typed too early.

    cut: whether the terminal kept only the beginning of the last line.
    """

    def __init__(self, source: int) -> None:
        self.source = source
        self.cut = False
        self._buffer = b""

    def read(self) -> str:
        """The next line without its end. EOFError when there is none."""
        while b"\n" not in self._buffer:
            more = os.read(self.source, 4096)
            if not more:
                raise EOFError
            self._buffer += more
        line, _, self._buffer = self._buffer.partition(b"\n")
        self.cut = len(line) >= LONGEST and os.isatty(self.source)
        return line.decode("utf-8", "replace").rstrip("\r")

    def early(self) -> bool:
        """Throw away what was typed before now; whether the emergency key was in there."""
        typed, self._buffer = self._buffer, b""
        while select.select([self.source], [], [], 0)[0]:
            more = os.read(self.source, 4096)
            if not more:
                break
            typed += more
        _throw_away(self.source)
        return any(_alarm(line) for line in typed.decode("utf-8", "replace").split("\n"))


def _throw_away(source: int) -> None:
    """A line that was begun and not ended waits in the terminal itself."""
    if os.isatty(source):
        import termios

        termios.tcflush(source, termios.TCIFLUSH)
