"""The session: what is wanted, asked, kept; again, until the contact ends or is left open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from crisis_cli.engine.entries import Answered, Drafted, Ending, Entry, Event, Paused, Resumed
from crisis_cli.engine.interview import Ask, Closed, Review, Show, wanted
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError
from crisis_cli.terminal import calm, change, consult, danger, finish, pages
from crisis_cli.terminal.desk import Desk, Stopped, Turned
from crisis_cli.terminal.front import Front, Gone, Page, Text, undisturbed
from crisis_cli.terminal.kit import Kit

PAUSE = {
    "go_on": "Go on with the question",
    "later": "Pause, and come back later",
}
END = {
    "enough": "Enough for tonight: end here",
    "client_left": "The person left",
    "cut_off": "The call was cut off",
    "handed_off": "Somebody else takes over now",
}
OWN_END = {"enough": "Enough: end here"}
KEPT = "Every answer so far is kept."
TRIED = {"later": "Stop here"}
NOT_KEPT = "This is only tried: nothing of it is kept."


def run(
    state: State,
    keep: Callable[[Event], Entry],
    front: Front,
    numbers: pages.Numbers,
    now: Callable[[], datetime],
    kit: Kit | None = None,
) -> str:
    """Lead a contact until it has ended or is left open.

    Returns "ended", "paused" (they chose to) or "broken_off" (Ctrl-C, or the terminal went away).
    keep: writes an entry durably before it returns; may raise CrisisError.
    numbers: ids of resources, brief or not -> (name, number, note) of each. now: an aware time.
    kit: what it is led with; None for nothing beyond the contact.
    """
    desk = Desk(state, keep, front, numbers, now, kit or Kit())
    host = desk.host = AtTheDesk(desk)
    with front:
        try:
            _lead(desk)
        except Stopped:
            host.stop()
            return "paused"
        except (Gone, KeyboardInterrupt):
            try:
                _stop(host)
            except KeyboardInterrupt:  # a lost terminal: a read told it first, now the signal does
                _stop(host)
            return "broken_off"
    return "ended"


def _stop(host: AtTheDesk) -> None:
    with undisturbed():
        host.stop()


def _lead(desk: Desk) -> None:
    if desk.state.paused:
        desk.write(Resumed())
        desk.notice = f"You are back. {KEPT}"
    while not desk.state.ended:
        try:
            _next(desk)
        except Turned:
            continue


def _next(desk: Desk) -> None:
    now = wanted(desk.state)
    if not isinstance(now, Show):  # what to do in danger waits for no disk
        consult.settle(desk)
    match now:
        case Show() as show:
            danger.urgent(desk, show)
        case Ask(step) if not step.block and consult.at_once(desk):
            consult.calls(desk)
        case Ask(current=None) as ask:
            _ask(desk, ask)
        case Ask(current=given) as ask if given:
            change.look_again(desk, ask, given)
        case Review() as now:
            finish.review(desk, now)
        case Closed() as now:
            finish.close(desk, now)


def _ask(desk: Desk, ask: Ask) -> None:
    step = ask.step
    above: tuple[Text, ...] = () if desk.state.given() else pages.opening(desk.state)
    if not step.block:
        above += pages.section(desk.state, step, desk.section)
    offer = None if step.private else ask.offer
    consulting = desk.kit.consulting
    if consulting and step.id in consulting.needed(desk.state).met_by:
        desk.at = step.id
        consult.calls(desk, step.text)
        if desk.state.consult.reached:  # what nobody answered is no note to confirm with
            offer = {"note": consult.note(desk.state)}
    page = desk.page(*above, *pages.question(desk.state, ask, desk.called))
    said = desk.ask(step, page, offer)
    if said is None:
        change.back(desk)
        return
    desk.section = step.section or desk.section
    desk.write(Answered(step.id, said.value, said.unknown))


class AtTheDesk:
    """What the keys do while a question waits."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._alarmed = False

    def emergency(self) -> None:
        """Show the panel; pressed again on the panel, it is there already."""
        if self._alarmed:
            return
        self._alarmed = True
        try:
            danger.emergency(self.desk)
        finally:
            self._alarmed = False

    def calm(self) -> None:
        """Show how to slow a hard moment down."""
        calm.show(self.desk)

    def pause(self) -> None:
        """Ask whether to pause, end here, or go on."""
        ways = PAUSE | (TRIED if self.desk.kit.trial else {})
        ends = OWN_END if self.desk.kit.debrief else END
        ways |= {} if self.desk.state.ending else ends
        kept = NOT_KEPT if self.desk.kit.trial else KEPT
        chosen = self.desk.choose("pause", "Pause", ways, Text(kept))
        if chosen == "later":
            raise Stopped
        if chosen in END:
            self.leave(chosen)

    def draft(self, step: str, value: Any) -> None:
        """Keep what a question has come to so far."""
        self.desk.write(Drafted(step, value))

    def reload(self) -> Page:
        """Go on with what the file of a trial says now; or why that cannot be."""
        desk = self.desk
        trial = desk.kit.trial
        if trial is None:
            return Page()
        try:
            desk.state, desk.notice = trial.again()
        except CrisisError as error:
            return Page(pages.broken(error), tuple(desk.alerts()))
        desk.at = desk.section = ""
        raise Turned

    def leave(self, how: str) -> None:
        """End the contact early; then whatever an early ending asks for comes next."""
        if self.desk.state.ending:
            return
        self._keep_drafts()
        reason = ""
        if how == "handed_off":
            said = self.desk.words("took_over", "Who takes over, and how do you reach them?")
            if said is None:
                return
            reason = said
        self.desk.write(Ending(how, reason))
        raise Turned

    def _keep_drafts(self) -> None:
        """What was begun counts as it is, rather than being lost."""
        begun = {k: v for k, v in self.desk.state.drafts.items() if not self.desk.state.answer(k)}
        for step, value in begun.items():
            with suppress(CrisisError):  # no whole answer yet: the draft stays in the log
                self.desk.write(Answered(step, value))

    def stop(self) -> None:
        """Leave the interview open."""
        if not self.desk.state.ended and not self.desk.state.paused:
            self.desk.write(Paused())
