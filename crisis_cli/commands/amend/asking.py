"""What an amendment says, asked step by step at the terminal, in plain words."""

from __future__ import annotations

from dataclasses import replace

from crisis_cli.commands.amend.draft import (
    CONSULT,
    NOTHING_OPEN,
    OUTCOME,
    Draft,
    answer,
    open_alerts,
    steps_of,
)
from crisis_cli.commands.asked import choose, fitting, show, words
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.suggesting import suggest_for
from crisis_cli.commands.times import moment_of
from crisis_cli.commands.typed import agreed
from crisis_cli.engine.additions import (
    ADDENDUM,
    CLIENT_REQUEST,
    CORRECTION,
    DECISIONS,
    LATE_ENTRY,
    Amended,
)
from crisis_cli.engine.closed import ANSWERING
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import SPECIAL, say

KINDS = {
    CORRECTION: "Something in the record is wrong",
    ADDENDUM: "There is something new to add",
    LATE_ENTRY: "Something happened then, and was not written down",
    CLIENT_REQUEST: "The client asks that the record be changed",
}
WHAT_CAME = "Say what came of an alert that is still open, or of something that was put off"
WHO_THOUGHT = "Somebody thought along since: a supervisor, or another helper"
DECIDE = "decide"  # stands for a kind in our menu: it decides on a request
DECIDES = "Say what came of a request of the client"
IN_WORDS = "in words"
WORDS = {
    CORRECTION: "What is right, in words",
    ADDENDUM: "What is to be added",
    LATE_ENTRY: "What happened",
    CLIENT_REQUEST: "What the client asks for, in their own words",
}
RIGHT = {CORRECTION: "What is right", LATE_ENTRY: "What is the answer"}
WHY = {
    CORRECTION: "How did the mistake happen",
    ADDENDUM: "Why is it written now (may be empty)",
    LATE_ENTRY: "Why was it not written then",
    CLIENT_REQUEST: "Why does the client ask for it",
}
WHICH = "Is it about one of the questions? A word of it, ? for the list, Enter for none"
NO_BACK = "Add this? It cannot be taken back; you can add more later."


def ask(contact: Contact, draft: Draft) -> Draft:
    """The draft with what it left out. Aborts where they do not want to add it."""
    show("What was written stays; what you write now stands beside it, with both times.")
    show("Ctrl-C stops; nothing is added before the end.")
    kind = draft.kind or choose("What do you want to write?", kinds(contact))
    if kind == OUTCOME:
        return _outcome(contact, replace(draft, kind=kind))
    if kind == CONSULT:
        return _consult(replace(draft, kind=kind))
    if kind == DECIDE:
        draft, kind = _decision(contact, draft), ADDENDUM
    if kind not in KINDS:
        raise CrisisError(f"'{kind}' is not a kind of amendment.", f"One of: {', '.join(KINDS)}.")
    draft = replace(draft, kind=kind)
    draft = draft if draft.step or draft.request else replace(draft, step=_step(contact))
    draft = _said(contact, draft)
    draft = replace(draft, happened=draft.happened or _happened(contact, draft))
    draft = replace(draft, reason=draft.reason or _reason(draft))
    draft = replace(draft, danger=draft.danger or _danger(contact, draft))
    return _confirmed(draft)


def kinds(contact: Contact) -> dict[str, str]:
    """What can be written about an ended contact, in words."""
    more = {OUTCOME: WHAT_CAME} if open_alerts(contact) else {}
    more |= {CONSULT: WHO_THOUGHT} if contact.state.consult_open else {}
    return KINDS | more | ({DECIDE: DECIDES} if contact.state.after.undecided() else {})


def _outcome(contact: Contact, draft: Draft) -> Draft:
    known = open_alerts(contact)
    if not known:
        raise CrisisError(NOTHING_OPEN.format(contact.id), "Add words: --kind addendum")
    alert = draft.alert or choose("What came of what?", known)
    return _confirmed(replace(draft, alert=alert, text=words("What came of it", needed=True)))


def _consult(draft: Draft) -> Draft:
    to = draft.to or words("Who was it", needed=True)
    return _confirmed(replace(draft, to=to, text=words("What did they say", needed=True)))


def _decision(contact: Contact, draft: Draft) -> Draft:
    waiting = contact.state.after.undecided()
    asked = {e.name: one.text for e, one in contact.state.after.amendments if e.name in waiting}
    request = draft.request or choose("Which request?", asked)
    show("Granting it changes nothing by itself: write the correction as an amendment of its own.")
    decided = dict(zip(DECISIONS, ("It is granted", "It is refused"), strict=True))
    decision = draft.decision or choose("What came of it?", decided)
    return replace(draft, request=request, decision=decision)


def _step(contact: Contact) -> str:
    """The id of the step that it is about, looked for by a word; "" for none."""
    every = steps_of(contact)
    while typed := words(WHICH).casefold():
        fits = {i: s for i, s in every.items() if typed == "?" or typed in _searched(s)}
        if typed in every:
            return typed
        if not fits:
            show("No question has that in it.")
            continue
        none = {"": "None of these"}
        found = choose("Which question?", {i: s.text for i, s in fits.items()} | none)
        if found:
            return found
    return ""


def _searched(step: Step) -> str:
    return f"{step.id} {step.name} {step.text}".casefold()


def _said(contact: Contact, draft: Draft) -> Draft:
    """The answer, where one can be given, and the words."""
    step = steps_of(contact).get(draft.step)
    if step is not None:
        show(f"{step.text}  {_stands(contact, step)}")
    value = ""
    if step is not None and draft.kind in ANSWERING:
        value = _value(step, RIGHT[draft.kind])
    needed = not value
    question = WORDS[draft.kind] if needed else "In your own words, if there is more to say"
    return replace(draft, value=value, text=words(question, needed))


def _stands(contact: Contact, step: Step) -> str:
    given = contact.state.answer(step.id)
    given = contact.state.after.right(given) if given else None
    if given:
        return f"It says: {say(step, given.value, given.unknown)}"
    word = contact.state.standing_in(step.id)
    return f"It says: {SPECIAL[word]}" if word else "It has no answer."


def _value(step: Step, question: str) -> str:
    """The answer as it is typed; "" to say it in words."""
    if step.kind in ("yes_no", "choose_one"):
        choices = {one.id: one.label for one in step.choices}
        unknown = {word: label for word, label in SPECIAL.items() if word not in choices}
        found = choose(f"{question}?", choices | unknown | {IN_WORDS: "Say it in words"})
        return "" if found == IN_WORDS else found
    if step.kind in ("list", "action", "person"):
        return ""  # of several parts: those are told in words

    def read(typed: str) -> str:
        answer(step, typed)
        return typed

    return fitting(f"{question} (Enter to say it in words)", read, needed=False)


def _happened(contact: Contact, draft: Draft) -> str:
    late = draft.kind == LATE_ENTRY
    question = "When did it happen (11/23/2026 14:05)"
    place = contact.state.opened.zone

    def read(typed: str) -> str:
        moment_of(typed, contact.clock, place)
        return typed

    return fitting(question if late else f"{question}, if that matters", read, late)


def _reason(draft: Draft) -> str:
    if draft.decision:
        return words("Why", needed=True)
    return words(WHY[draft.kind], needed=draft.kind != ADDENDUM)


def _danger(contact: Contact, draft: Draft) -> bool:
    """Whether words make danger known; where the record says so by itself, nobody is asked."""
    step = steps_of(contact).get(draft.step)
    if draft.decision or (step is not None and step.danger and draft.value):
        return False
    sure = Amended(draft.kind, draft.text, step=draft.step)
    if contact.state.after.danger(sure):
        return True
    return agreed("Does it mean that somebody may be in danger?", default=None)


def _confirmed(draft: Draft) -> Draft:
    if not draft.danger and draft.kind != CLIENT_REQUEST:  # their words, and a bad moment
        suggest_for(draft.text, draft.reason)
    if not agreed(NO_BACK, default=None):
        raise CrisisError("Nothing was added.")
    return draft
