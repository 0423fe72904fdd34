"""The form itself -> the head of a protocol: its name, where it came from, and whose it is."""

from __future__ import annotations

import re

from crisis_cli.protocol.tongues import is_language
from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.extensions import Extensions, tell_beside
from crisis_cli.workshop.fhir.notes import NOT_IMPORTED, Notes, Place
from crisis_cli.workshop.fhir.value_sets import Sets
from crisis_cli.workshop.fhir.words import clean, one_line, slug
from crisis_cli.workshop.fhir.writing import Keys

STATUS = ("draft", "active", "retired", "unknown")
LONGEST = 200  # letters of a title
ASIDE = {
    "meta": "how the file is kept",
    "text": "a picture of the form as a page",
    "identifier": "numbers of the form",
    "date": "when it was written",
    "contact": "whom to ask about the form",
    "useContext": "what it is meant for",
    "jurisdiction": "where it is meant for",
    "subjectType": "whom it is about",
    "experimental": "whether it is for tests only",
    "approvalDate": "when it was approved",
    "lastReviewDate": "when it was looked over",
    "effectivePeriod": "when it is in use",
    "code": "codes of the form",
    "versionAlgorithmString": "how versions are counted",
    "versionAlgorithmCoding": "how versions are counted",
    "replaces": "which form it replaces",
    "copyrightLabel": "a short notice of the owner; the whole one is kept",
    "fhir_comments": "comments for whoever makes the form",
    "mapping": "where the answers would be kept",
    "launchContext": "what the form knows when it begins",
}
LOINC = (
    "Codes of LOINC (http://loinc.org) are used under its licence (https://loinc.org/license). "
    "It asks that its notice stays with them."
)
DRAFT = """\
This is a draft. It asks what the form asks, and does nothing about the answers yet.
- No question is marked as danger: mark those that are with `danger: yes`, and word them so that
  yes means danger.
- Add urgent blocks, levels of concern, a follow-up and a safety plan.
- Put right what stands under NOT IMPORTED, and delete the comment then.
- `link_id` is what the item is called in the form, and `questionnaire`, at the end, how answers
  go back to it (crisis print CONTACT --format fhir). Leave both as they are.
Look at it with `crisis protocol check` and `crisis protocol describe`."""


def head(form: Element, file: str, notes: Notes) -> Keys:
    """The first keys of the protocol, with comments. file: its name, where the form has none."""
    read = {key: form.text(key) for key in ("title", "name", "id", "url", "version", "publisher")}
    told = {key: form.text(key) for key in ("copyright", "description", "purpose")}
    title = one_line(read["title"]) or read["name"] or read["id"] or file
    keys = Keys(
        protocol=_id(read, file),
        title=title[:LONGEST],
        version=one_line(read["version"])[:LONGEST] or "1",
        languages=[_language(form, notes)],
        about=_about(read, told["copyright"], file),
    )
    keys.above = [f"Imported from a FHIR Questionnaire: {title}", *_origin(read), *_told(told)]
    _status(form, notes)
    _rest(form, notes)
    return keys


def finish(keys: Keys, sets: Sets, codes: bool, notes: Notes) -> None:
    """The rest of the comments above the protocol: whose the answers are, and what is missing.

    codes: whether codes of LOINC stand in the file.
    """
    keys.above += [f"Copyright of answers: {text}" for text in sets.notices()]
    keys.above += [LOINC] if codes else []
    missing = (one.what for one in notes.of("") if one.fate == NOT_IMPORTED)
    told = [f"NOT IMPORTED: {one_line(what)}." for what in dict.fromkeys(missing)]
    keys.above += ["", DRAFT, *([""] if told else []), *told]
    for one in sets.unused():
        called = " ".join(str(one.get(key) or "") for key in ("resourceType", "id"))
        notes.aside(
            Place(), f"{one_line(called)[:80]}: came along, and no answers are taken from it"
        )


def _id(read: dict[str, str], file: str) -> str:
    wanted = (read["title"], read["name"], read["id"], file)
    return next(filter(None, (slug(one, "-") for one in wanted)), "imported-form")


def _origin(read: dict[str, str]) -> list[str]:
    version = f", version {one_line(read['version'])}" if read["version"] else ""
    where = [f"{one_line(read['url'])}{version}"] if read["url"] else []
    named = [f"{key}: {one_line(read[key])}" for key in ("name", "id") if read[key]]
    publisher = [f"Publisher: {one_line(read['publisher'])}"] if read["publisher"] else []
    return [*where, *([", ".join(named).capitalize()] if named else []), *publisher]


def _told(told: dict[str, str]) -> list[str]:
    return [f"{key.capitalize()}: {text}" for key, text in told.items() if text]


def _about(read: dict[str, str], copyright: str, file: str) -> str:
    """What is shown when it starts and printed in the record: the owner's notice is part of it."""
    source = one_line(read["url"]) or file
    said = f"Imported from {source}."
    if read["publisher"]:
        said += f" Publisher: {one_line(read['publisher'])}."
    return f"{said} {one_line(copyright)}".strip()


def _language(form: Element, notes: Notes) -> str:
    given = form.text("language").lower()
    language = re.split("[-_]", given)[0]
    if is_language(language):
        if language != "en":
            message = "words that are added here are English: Yes, No, Other, The form begins with"
            notes.changed(form.place, message, "Translate them in the draft.")
        if language != given:
            notes.aside(form.place, f"language: '{given}' is written '{language}'")
        return language
    message = (
        f"language: '{one_line(given)[:40]}' is no language" if given else "it has no language"
    )
    notes.changed(form.place, f"{message}; 'en' is written", "Put `languages` right.")
    return "en"


def _status(form: Element, notes: Notes) -> None:
    status = form.raw("status")
    if status not in STATUS:
        called = f"'{one_line(status)[:40]}'" if status else "no status"
        message = f"status: {called} is not one of FHIR's ({', '.join(STATUS)})"
        notes.changed(form.place, message, "Ask whether the form may be used.")
    elif status == "retired":
        notes.missing(form.place, "status: the form is retired", "Ask for the one in use.")
    else:
        notes.aside(form.place, f"status: {status}")


def _rest(form: Element, notes: Notes) -> None:
    """Name all that is left of the form."""
    form.take("resourceType")
    form.take("item")
    form.parts("contained")
    rules = form.raw("implicitRules")
    if rules:
        message = f"implicitRules: the form can be understood only with {one_line(rules)[:200]}"
        notes.missing(form.place, message, "Read them first.")
    if form.take("derivedFrom") is not None:
        message = "derivedFrom: the form was made from another one"
        notes.aside(form.place, message)
    for name, what in ASIDE.items():
        if form.take(name) is not None:
            notes.aside(form.place, f"{name}: {what}")
    Extensions(form).tell()
    tell_beside(form)
    for name in form.left():
        if not name.startswith("_"):
            message = f"'{clean(name)[:60]}' is nothing that FHIR has here"
            notes.missing(form.place, message, "Find out what it means.")
