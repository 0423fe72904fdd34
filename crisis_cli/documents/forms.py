"""The forms of a safety plan: one table, for whoever prints one and for whoever adds one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One way to give the plan. about: what it is. formats: the names of the files it comes in."""

    about: str
    formats: tuple[str, ...]


FORMS = {
    "page": Form("a page of paper", ("txt", "html", "pdf", "json")),
    "large": Form("large print", ("pdf",)),
    "card": Form("a card to fold, for a wallet", ("pdf",)),
    "phone": Form("text for a phone", ("txt",)),
    "short": Form("few words, for somebody who cannot read much now", ("txt", "html", "pdf")),
    "coded": Form(
        "a card that says only names and numbers, where a plan must not be found", ("pdf",)
    ),
}
PAGE, LARGE, CARD, PHONE, SHORT, CODED = FORMS
SMALL = (CARD, CODED)  # what can be hidden: drawn as a card
# The coded card is made for whoever asks for it: it is no plan, and says so to nobody.
USUAL = tuple(form for form in FORMS if form != CODED)
