"""Problems with translations."""

from __future__ import annotations

from crisis_cli.protocol.wordings import Wording
from crisis_cli.workshop.catalogue.entry import Entry
from crisis_cli.workshop.catalogue.frame import HEAD, plain

TEXTS = {
    "title": ("Example", "Ejemplo"),
    "sections.first.title": ("First", "Primero"),
    "steps.alone.ask": ("Are you alone?", "¿Está a solas?"),
}
WHOLE = """\
translates: example
language: es
reviewed_by: "name, role"
reviewed_on: 2026-11-20

texts:
""" + "".join(
    f"  {place}:\n    text: {said}\n    of: {Wording(place, text, ()).mark}\n"
    for place, (text, said) in TEXTS.items()
)
LAST = WHOLE[WHOLE.index("  steps.alone.ask:") :]
FIRST = WHOLE[WHOLE.index("  sections.first.title:") :].replace(LAST, "")
PRINTED = {
    "documents.safety_plan.1.heading": ("Day or night", "De día o de noche"),
    "documents.safety_plan.1.text": ("Call or text 988.", "Llame o envíe un texto al 988."),
}
PAGES = """\
translates: example
language: es
only: client_pages
reviewed_by: "name, role"
reviewed_on: 2026-11-20

texts:
""" + "".join(
    f"  {place}:\n    text: {said}\n    of: {Wording(place, text, ()).mark}\n"
    for place, (text, said) in PRINTED.items()
)
TEXT = "text: ¿Está a solas?"
MARK = LAST[-9:-1]

ENTRIES = (
    Entry(
        "E120",
        "A translation says which protocol it is of. This one lies beside another, so its words "
        "would stand under questions that they do not belong to.",
        "Look whether the file is in the right folder and has the right name; then mend the line.",
        WHOLE.replace("translates: example", "translates: another"),
        ("translates: another", "translates: example"),
        "translation",
    ),
    Entry(
        "E121",
        "The language stands in the name of the file and in the file, and the two differ.",
        "Write the same language in both: draft.es.yaml says `language: es`.",
        WHOLE.replace("language: es", "language: fr"),
        ("language: fr", "language: es"),
        "translation",
    ),
    Entry(
        "E122",
        "A review counts when it says who read the translation beside the original, and when.",
        "Write both `reviewed_by:` and `reviewed_on:`, or neither.",
        WHOLE.replace("reviewed_on: 2026-11-20\n", ""),
        ('reviewed_by: "name, role"\n', 'reviewed_by: "name, role"\nreviewed_on: 2026-11-20\n'),
        "translation",
    ),
    Entry(
        "E123",
        "A number to call is lost or misspelt in the translation, or a part in braces that is put "
        "in when a page is made. Somebody would carry a plan that reaches nobody.",
        "Compare the translation with what it says in the original, number by number.",
        PAGES.replace("al 988", "al 98"),
        ("al 98.", "al 988."),
        "translation of pages",
    ),
    Entry(
        "W120",
        "The protocol says that it is meant for this language too, but there are no words for it: "
        "whoever needs them gets the language of the protocol.",
        "Begin a translation with `crisis protocol translate`, or take the language out of "
        "`languages`.",
        plain().replace(HEAD, HEAD + "languages: [en, es]\n"),
        ("languages: [en, es]", "languages: [en]"),
    ),
    Entry(
        "W121",
        "Either the place is misspelt, so that the text it is meant for has no translation, or "
        "the protocol no longer has this text.",
        "Compare the place with the protocol: `steps.`, the id of the step, and `ask`. Or delete "
        "these lines.",
        f"{WHOLE}  steps.alnoe.ask:\n    text: ¿Hola?\n    of: 00000000\n",
        ("  steps.alnoe.ask:\n    text: ¿Hola?\n    of: 00000000\n", ""),
        "translation",
    ),
    Entry(
        "W122",
        "This text came into the protocol after the translation was begun. It is shown in the "
        "language of the protocol.",
        "Print what is missing with `crisis protocol translate draft.yaml --update es`, put it at "
        "the end of the file, and translate it.",
        WHOLE.replace(LAST, ""),
        (FIRST, FIRST + LAST),
        "translation",
    ),
    Entry(
        "W123",
        "The text waits for its translation. Until then it is shown in the language of the "
        "protocol.",
        "Write the translation after `text:`.",
        WHOLE.replace(TEXT, "text:"),
        ("text:\n", f"{TEXT}\n"),
        "translation",
    ),
    Entry(
        "W124",
        "The words in the protocol are others now. What stands here may say something else than "
        "what is meant, so it is not shown.",
        "Read the new words, translate them, and write the new mark that check tells you.",
        WHOLE.replace(MARK, "00000000"),
        ("00000000", MARK),
        "translation",
    ),
    Entry(
        "W125",
        "A translation that nobody read beside the original can turn a question about danger into "
        "another one. It is shown in practice only.",
        "Have somebody read it who knows both languages, and write their name and the date.",
        WHOLE.replace(TEXT, f"{TEXT}\n    reviewed_by:\n    reviewed_on:"),
        ("\n    reviewed_by:\n    reviewed_on:", ""),
        "translation",
    ),
    Entry(
        "W126",
        "A translation lies beside the protocol, but the protocol does not list its language, so "
        "it is never shown.",
        "Add the language to `languages` in the protocol, or delete the file.",
        plain().replace(HEAD, HEAD + "languages: [en]\n"),
        ("languages: [en]", "languages: [en, es]"),
        "beside a translation",
    ),
)
