"""The language of a client page: the one that was asked for, where its words may be printed.

A page is in one language. Where anything on it was not reviewed, it is in English (the language of
the protocol, to be exact) with a note to use an interpreter. Drafts are for practice only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crisis_cli.engine.state import State
from crisis_cli.protocol.catalogue import Catalogue
from crisis_cli.protocol.compiled import LANGUAGE, SAFETY_PLAN, Part, Protocol, Step
from crisis_cli.protocol.fixed import ENGLISH, Speech
from crisis_cli.protocol.languages import in_language
from crisis_cli.protocol.reader import HERE, language
from crisis_cli.protocol.tongues import TWO_LETTERS

INTERPRETER = "This page is in English. Ask for an interpreter to go through it with you."
NO_CATALOGUE = "There are no words in {language} for the pages of clients."
LACKING = "Some of the words in {language} are missing, or older than the English ones."
UNREVIEWED = "Nobody has reviewed the words in {language}."
OF_PROTOCOL = "The headings of these questions are not in {language}, or nobody has reviewed them."
OF_RESOURCES = "What stands beside the numbers is not in {language}, or nobody has reviewed it."
NOT_THEIRS = "English is not the language that is easiest for the person."
IN_THEIRS = "To have it in {language}: crisis print CONTACT --language {theirs}"
INSTEAD = "The page is in English: go through it with an interpreter."
# How well what a page prints of resources is known in its language.
REVIEWED, DRAFT, MISSING = "reviewed", "draft", "missing"


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a client page speaks.

    words: the fixed ones. protocol: with its own words in the same language. why: for the worker,
    why it is not the language that was wanted; "" where it is.
    """

    words: Speech
    protocol: Protocol
    why: str = ""

    @property
    def ending(self) -> str:
        """What the names of its files end in: .es."""
        return "" if self.words.language == HERE else f".{self.words.language}"


def tongue(
    state: State,
    wanted: str,
    found: Catalogue | None,
    resources: str = REVIEWED,
    headings: bool = True,
) -> Tongue:
    """How a client page of a contact speaks.

    wanted: the short name of a language. found: the catalogue of that, if there is one.
    resources: REVIEWED, DRAFT or MISSING, of the worst that it prints of them. headings:
    whether it prints those of the protocol.
    """
    protocol, practice = state.protocol, state.opened.practice
    why = "" if wanted == HERE else _unfit(found, wanted, practice)
    if not why and headings and not _translated(protocol, wanted, practice):
        why = OF_PROTOCOL
    if not why and resources not in ((REVIEWED, DRAFT) if practice else (REVIEWED,)):
        why = OF_RESOURCES
    if why:
        told = why.format(language=language(wanted, HERE))
        return Tongue(ENGLISH, protocol, f"{told} {INSTEAD}")
    words = found.words if found and wanted != HERE else ENGLISH
    if resources == DRAFT:
        words = replace(words, draft=True)
    return Tongue(words, in_language(protocol, wanted, drafts=practice))


def of_client(state: State) -> str:
    """The short name of the language that is easiest for the person; "" where nobody said."""
    given = state.answer(LANGUAGE)
    return given.value if given and given.value in TWO_LETTERS else ""


def in_english(told: Tongue, state: State) -> Tongue:
    """The same for a page in English that nobody chose: where the person said that another language
    is easier, it says so, and the worker is told."""
    if told.why or told.words.language != HERE or not _another(state):
        return told
    theirs = of_client(state)
    more = f" {IN_THEIRS.format(language=language(theirs, HERE), theirs=theirs)}" if theirs else ""
    return replace(told, why=f"{NOT_THEIRS} {INSTEAD}{more}")


def _another(state: State) -> bool:
    """Whether the person named another language than English, of a list that has English."""
    steps = (step for step in state.protocol.steps if step.id == LANGUAGE)
    listed = any(choice.id == HERE for step in steps for choice in step.choices)
    given = state.answer(LANGUAGE)
    return listed and given is not None and not given.unknown and given.value != HERE


def _unfit(found: Catalogue | None, wanted: str, practice: bool) -> str:
    """Why the fixed words may not be printed, or ""."""
    if found is None:
        return NO_CATALOGUE
    if found.lacks:
        return LACKING
    return "" if found.reviewed or practice else UNREVIEWED


def _translated(protocol: Protocol, wanted: str, practice: bool) -> bool:
    """Whether all that the plan may print of the protocol may be printed in this language."""
    if wanted == protocol.languages[0]:
        return True
    there = protocol.translations.get(wanted)
    if there is None:
        return False
    drafts = set() if practice else set(there.drafts)
    return all(place in there.texts and place not in drafts for place in _printed(protocol))


def _printed(protocol: Protocol) -> Iterator[str]:
    """The places of the protocol's own words that the plan may print."""
    document = protocol.documents.get(SAFETY_PLAN)
    steps = {step.id: step for step in protocol.all_steps}
    for number, part in enumerate(document.parts if document else (), 1):
        yield f"documents.{SAFETY_PLAN}.{number}.heading"
        if part.text:
            yield f"documents.{SAFETY_PLAN}.{number}.text"
        for name in part.steps:
            yield from _of_step(steps[name], f"steps.{name}", part)


def _of_step(step: Step, at: str, part: Part | None = None) -> Iterator[str]:
    if part and label(step, part):
        yield f"{at}.label" if step.label else f"{at}.text"
    if step.unit:
        yield f"{at}.unit"
    yield from (f"{at}.choices.{choice.id}" for choice in step.choices)
    for field in step.each:
        yield from _of_step(field, f"{at}.each.{field.id}")


def label(step: Step, part: Part) -> str:
    """What stands before an answer: nothing where the heading, or the person's words, say it."""
    if len(part.steps) == 1:
        return ""
    own_words = not step.choices and step.least is None and step.kind != "action"
    said = step.label or ("" if own_words else step.text)
    return "" if said.lower() in part.heading.lower() else said
