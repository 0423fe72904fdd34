"""What a supervisor says of a record, asked at the terminal."""

from __future__ import annotations

from dataclasses import replace

from crisis_cli.commands.asked import choose, show, words
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.suggesting import suggest_for
from crisis_cli.commands.typed import agreed
from crisis_cli.engine.additions import Countersigned
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import LEVELS

AGREE = {"agree": "I have read it, and I agree", "disagree": "I have read it, and I disagree"}
SIGN = "Sign this with your key? It cannot be taken back; you can add another later."


def ask(contact: Contact, given: Countersigned) -> Countersigned:
    """The countersign with what was left out. CrisisError where they do not want to sign."""
    agree = choose(f"The record of {contact.id} stands above. What do you say?", AGREE) == "agree"
    instruction = given.instruction or words(
        "An instruction for the worker (Enter for none)" if agree else "What is to be done",
        needed=not agree,
    )
    given = replace(given, agree=agree, instruction=instruction)
    given = _level(contact, given)
    suggest_for(given.instruction, given.reason)
    if not agreed(SIGN, default=None):
        raise CrisisError("Nothing was signed.")
    return given


def _level(contact: Contact, given: Countersigned) -> Countersigned:
    """Another level, where they record one, with its reason."""
    highest = contact.state.level().highest
    if not given.level:
        show("Only a supervisor may record a lower level. Both stay; the highest sets what is due.")
        choices = {"": f"Leave it: {highest}"}
        choices |= {one: one.capitalize() for one in LEVELS if one != highest}
        given = replace(given, level=choose("The level of concern?", choices))
    if given.level and not given.reason:
        given = replace(given, reason=words("Why that level", needed=True))
    return given
