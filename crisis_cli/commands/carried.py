"""Before something is printed for a person: whether it is safe for them to carry.

What they said in the contact is asked no more while it is new. Where nobody can be asked, only
--paper-safe says yes.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from crisis_cli.commands.asked import choose, show
from crisis_cli.commands.contacts import Contact
from crisis_cli.documents.forms import CODED, SMALL
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import PAPER

NEW = timedelta(hours=24)  # after that it may be another home, or another night
SAID = {
    "yes": "In this contact they said that paper is safe for them to carry.",
    "small": "In this contact they said: only something small that can be hidden.",
    "no": "In this contact they said that paper is not safe for them to carry.",
}
UNKNOWN = "In this contact nobody could say whether paper is safe for them to carry."
ASK = "Ask them: could anyone get angry, or use it against you, if they found this?"
PRINT = "Nobody could. Print it"
PRINT_CARD = "They want the coded card. Print it"
CODE = "Somebody could. Print the coded card: first names and numbers, and no word of a plan"
NOTHING = "Print nothing"
NO_ONE = "Nobody here can be asked whether this paper is safe for them to carry."
FLAG = "Ask them, then say so: --paper-safe. Where a plan must not be found: --form coded"
NO_PLAN = "Because of that there is no page for them on paper."
INSTEAD = "If they want something to carry: --form coded. Is paper safe now? Begin a new contact."


def said_of_paper(contact: Contact) -> str:
    """What the person said of carrying paper: yes, small, no; "" where that is not known."""
    given = contact.state.answer(PAPER)
    given = contact.state.after.right(given) if given else None
    return str(given.value) if given and not given.unknown and given.value in SAID else ""


def refused_on_paper(contact: Contact) -> str:
    """That there is no plan on paper because it is not safe for them, in words; or ""."""
    return f"{SAID['no']} {NO_PLAN}" if said_of_paper(contact) == "no" else ""


def form_to_carry(contact: Contact, form: str, safe: bool) -> str:
    """The form to print: the one wanted, the coded card instead, or "" for none.

    safe: the worker has asked. CrisisError where somebody must be asked and nobody is here.
    """
    said = said_of_paper(contact)
    refused = said == "no" and form != CODED
    if not refused and (safe or _settled(contact, form, said)):
        return form
    if not sys.stdin.isatty():
        if refused:
            raise CrisisError(refused_on_paper(contact), INSTEAD)
        raise CrisisError(NO_ONE, FLAG)
    show(SAID.get(said, UNKNOWN))
    chosen = choose(ASK, _choices(form, refused))
    return {"print": form, "coded": CODED}.get(chosen, "")


def _settled(contact: Contact, form: str, said: str) -> bool:
    """Whether what they said is enough for this form."""
    given = contact.state.answer(PAPER)
    if not given or abs(contact.clock() - (contact.state.happened or given.at)) > NEW:
        return False  # a clock that was put right since says nothing of how long ago it was
    return said == "yes" or (said == "small" and form in SMALL)


def _choices(form: str, refused: bool) -> dict[str, str]:
    if form == CODED:
        return {"print": PRINT_CARD, "nothing": NOTHING}
    printed = {} if refused else {"print": PRINT}
    return {**printed, "coded": CODE, "nothing": NOTHING}
