"""What came of a follow-up, asked at the terminal in plain words. What is kept is kept at once."""

from __future__ import annotations

from dataclasses import replace

from crisis_cli.commands.asked import choose, fitting, show, words
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.follow_up.draft import Draft
from crisis_cli.commands.follow_up.open import OpenFollowUp
from crisis_cli.commands.times import moment_of
from crisis_cli.commands.typed import agreed
from crisis_cli.engine.additions import WAYS

HERE, TRIED, SENT, SETTLE, GIVE, NOTHING = "here", "tried", "sent", "settle", "give", "nothing"
MENU = {
    HERE: "They are here, or on the phone: begin now",
    TRIED: "I tried, and did not reach them",
    SENT: "I sent it",
    SETTLE: "Nobody has to see to it any more",
    GIVE: "Somebody else sees to it from now on",
    NOTHING: "Nothing yet",
}
OVER = {
    "reached": "They were reached, in a contact that is written down already",
    "declined": "They do not want it",
    "elsewhere": "Somebody else sees to them now, elsewhere",
    "given_up": "They were not reached, and we give up",
}
SHORT = "The policy still wants: {}. You may give up; it stands so in the record."
SURE = "Is that right? It cannot be taken back; you can add more later."


def ask(contact: Contact, follow_up: OpenFollowUp, draft: Draft) -> tuple[bool, Draft]:
    """Whether the follow-up begins now, and what is kept before it does; an empty draft for
    nothing."""
    menu = {one: told for one, told in MENU.items() if one != SENT or follow_up.task["caring"]}
    chosen = choose("What came of it?", menu)
    draft = replace(draft, task=follow_up.task["id"])
    match chosen:
        case "here":
            return True, replace(draft, tried=_way("How are you in touch?"), reached=True)
        case "tried":
            return False, _tried(contact, draft)
        case "sent":
            return False, replace(draft, settle=SENT)
        case "settle":
            return False, _settled(follow_up, draft)
        case "give":
            return False, _given(draft)
    return False, Draft()


def _way(question: str) -> str:
    return choose(question, {one: told.capitalize() for one, told in WAYS.items()})


def _tried(contact: Contact, draft: Draft) -> Draft:
    way = _way("How did you try?")
    left = words("What did you leave for them? Only what they said is safe (Enter: nothing)")
    place = contact.state.opened.zone

    def read(typed: str) -> str:
        moment_of(typed, contact.clock, place)
        return typed

    happened = fitting("When (Enter: just now; else 11/23/2026 14:05)", read, needed=False)
    text = words("Anything else to be known (Enter: nothing)")
    return replace(draft, tried=way, left=left, happened=happened, text=text)


def _settled(follow_up: OpenFollowUp, draft: Draft) -> Draft:
    how = choose("Why?", OVER)
    if how == "given_up" and follow_up.stand.wanted:
        show(SHORT.format("; ".join(follow_up.stand.wanted)))
    became = words("Which contact? Its id (Enter: none)") if how == "reached" else ""
    reason = "" if how == "reached" else words("In a few words, why", needed=True)
    if not agreed(SURE, default=None):
        return Draft()
    return replace(draft, settle=how, became=became, reason=reason)


def _given(draft: Draft) -> Draft:
    to = words("Who", needed=True)
    return replace(draft, to=to, reason=words("Why (Enter: nothing to say)"))
