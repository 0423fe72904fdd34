"""What every part of a session works with: the contact, the front end, and a way to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crisis_cli.engine.entries import Emergency, Entry, Event
from crisis_cli.engine.interview import refuse
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import say
from crisis_cli.terminal import pages
from crisis_cli.terminal.front import GAP, Front, Host, Page, Question, Said, Text, menu
from crisis_cli.terminal.kit import Kit


class Turned(Exception):
    """What is wanted next has changed: look again."""


class Stopped(Exception):
    """The interview was left open."""


@dataclass
class Desk:
    """One contact at one front end.

    host: what the front end calls while a question waits.
    at: the id of the step being asked, or "". section: the section that was named last.
    notice: one line that the next page says, or "". told, last_asked: the reasons for which the
    worker was asked to call somebody, at any time and before the end. reading: whether the calm
    pages are on the screen.
    """

    state: State
    keep: Callable[[Event], Entry]
    front: Front
    numbers: pages.Numbers
    now: Callable[[], datetime]
    kit: Kit = field(default_factory=Kit)
    host: Host = field(init=False)
    at: str = ""
    section: str = ""
    notice: str = field(init=False)
    told: list[str] = field(default_factory=list)
    last_asked: list[str] = field(default_factory=list)
    reading: bool = False

    def __post_init__(self) -> None:
        self.notice = self.kit.notice

    def called(self, ids: Sequence[str], brief: bool) -> list[tuple[str, str, str]]:
        """The numbers of these resources; none where they cannot be read: a page shows anyway."""
        try:
            return self.numbers(ids, brief) if ids else []
        except CrisisError:
            return []

    def write(self, event: Event) -> None:
        """Keep an event, then take the state further. Keeps asking while it cannot be kept."""
        refuse(self.state, event)
        while True:
            try:
                entry = self.keep(event)
            except CrisisError as error:
                self.front.trouble(error)
            else:
                self.state.add(entry)
                return

    def try_to_write(self, event: Emergency) -> str:
        """Keep an event where help must not wait for the disk; returns what went wrong, or ""."""
        try:
            self.state.add(self.keep(event))
        except CrisisError as error:
            return f"This could not be written down: {error.message} Write it by hand."
        return ""

    def page(self, *texts: Text) -> Callable[[bool], Page]:
        """A page with these texts, and with whatever alerts are open when it is shown.

        Made with True once part of the question was answered: the notice has been read then.
        """
        notice = (Text(self.notice, "strong"), *[GAP] * bool(self.kit.trial)) if self.notice else ()
        self.notice = ""
        return lambda begun: Page((*notice[: 0 if begun else None], *texts), tuple(self.alerts()))

    def alerts(self) -> dict[str, str]:
        """The open alerts, once each: their meaning, and their rule. Not those whose block is
        still to be read: that is the next page."""
        opened = [alert for alert in self.state.alerts() if alert.status == "open"]
        return {a.means: a.rule for a in opened if a.acknowledged or not a.block}

    def ask(self, step: Step, page: Callable[[bool], Page], start: Any = None) -> Said | None:
        """Ask a step of the protocol. None: they went back."""
        self.at = step.id
        page = self._heard(step, page)
        said = self._ask(self._question(step, page, start))
        if said and said.value is not None and (fact := self._client_fact(step, said)):
            told = Text(NOT_HERE.format(fact), "strong")
            again = self._question(step, lambda begun: page(True).under(told), said.value)
            return self._ask(again)  # once: what they leave as it is, is kept
        return said

    def _question(self, step: Step, page: Callable[[bool], Page], start: Any) -> Question:
        why, passing = pages.why(self.state.protocol, step), self.kit.debrief is not None
        return Question(step.id, step, page, self.local, start, passing=passing, why=why)

    def _heard(self, step: Step, page: Callable[[bool], Page]) -> Callable[[bool], Page]:
        """The page with what a made-up client says to it, between the question and its answers."""
        heard = self.kit.scene.at(self.state, step.id) if self.kit.scene else ()
        return lambda begun: page(begun).plus(*heard)

    def _client_fact(self, step: Step, said: Said) -> str:
        return self.kit.debrief.fact(say(step, said.value)) if self.kit.debrief else ""

    def choose(self, name: str, text: str, choices: dict[str, str], *above: Text) -> str:
        """Ask one of our own menus. "": they went back."""
        step = menu(name, text, choices)
        page = self.page(*above, Text(text, "strong"))
        said = self._ask(Question(name, step, page, self.local, own=True, why=OWN))
        return str(said.value) if said else ""

    def words(self, name: str, text: str, *above: Text, optional: bool = False) -> str | None:
        """Ask for words of our own. None: they went back."""
        page = self.page(*above, Text(text, "strong"))
        step = Step(name, "text", text)
        said = self._ask(
            Question(name, step, page, self.local, own=True, optional=optional, why=OWN)
        )
        return str(said.value or "") if said else None

    def local(self) -> datetime:
        """The time now on the clock of the place of the contact."""
        return self.now().astimezone(zone(self.state.opened.zone))

    def _ask(self, question: Question) -> Said | None:
        reply = self.front.ask(question, self.host)
        return reply if isinstance(reply, Said) else None


NOT_HERE = (
    "That looks like {}. Facts of a client do not belong here: take it out, or leave it and give "
    "the same answer again."
)
OWN = (Text("This one is for you, about what to do next. Do not read it out to the person."),)
