"""The forms of documents: how each can be given, for whoever prints one and whoever adds one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One way to give a document. about: what it is. formats: the names of the files it comes in.

    usual: it is written where nothing is said of forms. told: a sentence for the worker once it is
    written; {contact} in it is the id of the contact. lacking: a sentence where a contact has none.
    """

    about: str
    formats: tuple[str, ...]
    usual: bool = True
    told: str = ""
    lacking: str = ""


EVERY_FORMAT = ("txt", "html", "pdf", "json")
ON_PAPER = ("txt", "html", "pdf")
CALENDAR = "ics"
ALL_FORMATS = (*EVERY_FORMAT, CALENDAR)
ON_A_PHONE = "Whoever holds the phone can read this. Ask first whether that is safe."
NO_SHORT_FORM = "This plan has no short form: nothing that belongs on it was said."

FORMS = {  # of the safety plan
    "page": Form("a page of paper", EVERY_FORMAT),
    "large": Form("large print", ("pdf",)),
    "card": Form("a card to fold, for a wallet", ("pdf",)),
    "phone": Form("text for a phone", ("txt",), told=ON_A_PHONE),
    "short": Form(
        "few words, for somebody who cannot read much now", ON_PAPER, lacking=NO_SHORT_FORM
    ),
    # It is made for whoever asks for it: it is no plan, and says so to nobody.
    "coded": Form(
        "a card that says only names and numbers, where a plan must not be found",
        ("pdf",),
        usual=False,
    ),
}
PAGE, LARGE, CARD, PHONE, SHORT, CODED = FORMS
SMALL = (CARD, CODED)  # what can be hidden: drawn as a card
USUAL = tuple(name for name, form in FORMS.items() if form.usual)  # forms of a plan

SHEET_FORMS = {  # of the resource sheet
    PAGE: Form("a page of paper", EVERY_FORMAT),
    LARGE: Form("large print", ("pdf",)),
}
CARD_FORMS = {  # of the follow-up card
    CARD: Form("a card to fold, for a wallet", ("txt", "pdf", CALENDAR)),
}
RECORD_FORMS = {  # of the contact record
    PAGE: Form("a page of paper", EVERY_FORMAT),
    "dap": Form("as data, what I understood and why I acted, plan", ON_PAPER, usual=False),
    "birp": Form("as behavior, intervention, response, plan", ON_PAPER, usual=False),
    "paste": Form("text to be pasted into a case note", ("txt",), usual=False),
}
_, DAP, BIRP, PASTE = RECORD_FORMS

GIVEN = "It is given to somebody outside? Note that: crisis amend {contact} --kind disclosure"
HAND_OFF_FORMS = {PAGE: Form("a page of paper", EVERY_FORMAT, usual=False, told=GIVEN)}
