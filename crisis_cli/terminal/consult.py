"""Somebody thinks along: whom to call, what came of each call, and who is next. Nothing waits."""

from __future__ import annotations

from crisis_cli.engine.entries import Consulted, Entry
from crisis_cli.engine.state import State
from crisis_cli.engine.times import clock, since, zone
from crisis_cli.terminal import pages
from crisis_cli.terminal.desk import Desk
from crisis_cli.terminal.front import GAP, Text
from crisis_cli.terminal.kit import Called, Chain

ELSE = "somebody else"  # no id of a chain has a space
GO_ON = "go on"
ANSWERED = {"yes": "They answered", "no": "No answer"}
FOLLOWED = {"yes": "Yes", "partly": "In part", "no": "No"}
BEFORE = "Somebody thinks along before this contact ends"
LOG = "Somebody thinks along"
NOBODY = "Nobody was reached: go on. It stays to be done, and is due at once."
DONE = "Go on"
UNKNOWN_TIER = "Nobody has recorded your tier, so you are asked as at entry."


def settle(desk: Desk) -> None:
    """Write down what the policy wants, where that is something else than before."""
    consulting = desk.kit.consulting
    if consulting is None or desk.state.ended:
        return
    now = consulting.needed(desk.state)
    if now.why != desk.state.consult.needed.why:
        desk.write(now)


def at_once(desk: Desk) -> bool:
    """Whether somebody has to be told now, and the worker was not asked for it since."""
    consult = desk.state.consult
    consulting = desk.kit.consulting
    if consulting is None or not consult.needed.why or desk.told == consult.needed.why:
        return False
    return consulting.at_once() and desk.state.consult_open


def before_the_end(desk: Desk) -> None:
    """Where somebody still has to think along: call, or go on without. Asked once for the same
    reasons; nothing keeps from ending."""
    settle(desk)
    why = desk.state.consult.needed.why
    if desk.kit.consulting is not None and desk.state.consult_open and desk.last_asked != why:
        desk.last_asked = why
        calls(desk, BEFORE)


def calls(desk: Desk, title: str = LOG) -> None:
    """Write down calls until somebody was reached, or they go on."""
    consulting = desk.kit.consulting
    if consulting is None:
        return
    desk.told = desk.state.consult.needed.why
    while True:
        chain = consulting.chain(desk.state.consult.calls, desk.now())
        choices = {one.id: one.who for one in chain.called}
        choices |= {ELSE: "Somebody else", GO_ON: NOBODY if desk.state.consult_open else DONE}
        above = _page(desk, title, chain, consulting.said())
        chosen = desk.choose("consult", "Whom did you call?", choices, *above)
        if chosen in ("", GO_ON) or _call(desk, chain, chosen):
            return


def _call(desk: Desk, chain: Chain, chosen: str) -> bool:
    """Write down one call. Whether somebody was reached."""
    links = {one.id: one.who for one in chain.called}
    whom: str | None = links.get(chosen, "")
    if not whom and chosen != ELSE:
        whom = chosen  # a script names them so
    elif not whom:
        whom = desk.words("consult_whom", "Whom did you call?")
    came = desk.choose("consult_answered", f"{whom}: did they answer?", ANSWERED) if whom else ""
    if not whom or not came:
        return False
    link = chosen if chosen in links else ""
    if came == "no":
        desk.write(Consulted(whom, link))
        return False
    return _answered(desk, whom, link)


def _answered(desk: Desk, whom: str, link: str) -> bool:
    """What was said. That they answered is written down, however far the worker goes on."""
    advice = desk.words("consult_advice", "What did they say? In a few words.", optional=True) or ""
    followed = reason = ""
    if advice:
        followed = desk.choose("consult_followed", "Do you follow it?", FOLLOWED)
    if followed in ("partly", "no"):
        ask = "What do you do instead, and why?"
        reason = desk.words("consult_reason", ask, optional=True) or ""
    desk.write(Consulted(whom, link, True, advice, followed, reason))
    return True


def note(state: State) -> str:
    """The calls so far as one line, to confirm an action with."""
    place = zone(state.opened.zone)
    return "; ".join(_line(one, clock(one.at, place)) for one in state.consult.calls)


def _line(entry: Entry, at: str) -> str:
    event = entry.event
    assert isinstance(event, Consulted)
    came = "answered" if event.answered else "no answer"
    said = f": {event.advice}" if event.advice else ""
    return f"{at} {event.whom}, {came}{said}"


def _page(desk: Desk, title: str, chain: Chain, said: str) -> list[Text]:
    state, place = desk.state, zone(desk.state.opened.zone)
    needed = state.consult.needed
    texts = [Text(title, "title")]
    texts += [Text(f"- {why}", indent=2, hang=2) for why in needed.why]
    texts += [Text(said)] if said else []
    if needed.why and not needed.tier:
        texts.append(Text(UNKNOWN_TIER))
    texts += [GAP, *_whom(desk, chain)]
    if state.consult.calls:
        began = state.entries[0].at
        lines = (_line(one, since(one.at, began, place)) for one in state.consult.calls)
        texts += [GAP, Text("So far", "strong")]
        texts += [Text(f"- {line}", indent=2, hang=2) for line in lines]
    return [*texts, GAP]


def _whom(desk: Desk, chain: Chain) -> list[Text]:
    """Who is next, and everybody with their numbers."""
    names = {one.id: one.who for one in chain.called}
    texts = []
    if not chain.there:
        texts.append(
            Text("Nobody of your agency can be reached at this hour. Do not wait.", "strong")
        )
    if not chain.next:
        texts.append(Text("Everybody here was tried. You may try again, or go on.", "strong"))
    else:
        told = f"Call now: {names[chain.next]}."
        if chain.until:
            until = clock(chain.until, zone(desk.state.opened.zone))
            told = (
                f"Next: {names[chain.next]}, when {chain.waits} has not called back by {until}."
                " Or now: you need not wait."
            )
        texts.append(Text(told, "strong"))
    for one in chain.called:
        texts += pages.called([_reach(desk, one)])
    return texts


def _reach(desk: Desk, one: Called) -> tuple[str, str, str]:
    """How somebody is reached: the name, the number, and when."""
    found = desk.called((one.resource,), True) if one.resource else []
    if found:
        return one.who, *found[0][1:]
    hours = "" if not one.hours else one.hours if one.now else f"{one.hours}; not now"
    return one.who, one.number or "No number", hours if one.number else _ask(hours)


def _ask(hours: str) -> str:
    return "; ".join(filter(None, ("ask your agency for it", hours)))
