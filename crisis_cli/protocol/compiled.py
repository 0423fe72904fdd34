"""The compiled form of a protocol: what the engine runs. Frozen, and plain JSON on disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crisis_cli.protocol.spans import due

# A condition is a JSON list, its operator first:
#   ["is", question, [values]]            the answer is one of these
#   ["number", question, op, number]      op: at_least, at_most, above, below
#   ["includes", question, mode, [ids]]   mode: all, any, none (choose many)
#   ["count", question, op, number]       length of a list
#   ["on_path", question, wanted]         wanted: true or false
#   ["rule", name]                        the rule holds
#   ["concern", [levels]]                 only in follow_up and documents
#   ["all", [conditions]]  ["any", [conditions]]  ["not", condition]
Condition = list[Any]

LEVELS = ("none", "low", "moderate", "high", "emergency")
UNKNOWN = ("unsure", "declined", "could_not_assess", "not_asked")
ENDED_EARLY = "ended_early"  # the block that an early ending asks
WITH_THEM = "with_them"  # the rule that says whether the person is there
SAFETY_PLAN = "safety_plan"  # the document that is printed for the client
TO_SAY = "to_say"  # what a worker may say to others after a debrief: shown, and sent nowhere
# What an answer is to a contact record: by these words its arrangements know where it stands.
RECORD = (
    "purpose",
    "said",
    "seen",
    "place",
    "reach",
    "who",
    "why",
    "done",
    "agreed",
    "goal",
    "barrier",
    "plan",
)
PAPER = "paper"  # the step whose answer says whether the client can carry paper: yes, small, no
LANGUAGE = "language"  # the step whose answer is the short name of the client's language
MEET_WHEN, MEET_WHERE = "next_when", "reach_where"  # the steps that settle the next meeting


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen: its id in YAML, and what is read on the screen."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing in a protocol: a question, a list, an action, or a guidance note.

    kind: yes_no, choose_one, choose_many, scale, number, text, long_text, date_time,
    phone, person, list, action, guidance.
    when: the section's condition and the step's own; None is always.
    least, most: of a scale or number, or how many items of a list.
    call: ids of resources whose numbers are shown with the step.
    """

    id: str
    kind: str
    text: str
    section: str = ""
    block: str = ""
    when: Condition | None = None
    otherwise: str = ""  # "", could_not_assess, not_needed
    danger: bool = False
    private: bool = False
    start_from: str = ""  # "" or last_plan
    label: str = ""  # a few words for documents and lists; the text where empty
    say: str = ""  # how to say it, for the worker
    help: str = ""  # why we ask, for the worker
    confirm: str = ""  # what is asked when an action is done
    choices: tuple[Choice, ...] = ()
    each: tuple[Step, ...] = ()  # the fields of one item of a list
    least: float | None = None
    most: float | None = None
    least_means: str = ""
    most_means: str = ""
    unit: str = ""
    call: tuple[str, ...] = ()
    link_id: str = ""  # the linkId of the FHIR item that it was imported from
    record: str = ""  # what its answer is to the contact record, a word of RECORD; "" for no word

    @property
    def name(self) -> str:
        """A few words for lists and documents."""
        return self.label or self.text

    @property
    def options(self) -> dict[str, str]:
        """What may be chosen, id -> label, without the unknowns that an answer set offers."""
        return {choice.id: choice.label for choice in self.choices if choice.id not in UNKNOWN}


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the path."""

    id: str
    title: str
    aim: str = ""
    link_id: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that interrupt the path."""

    id: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named condition, with its meaning in words."""

    id: str
    means: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Urgent:
    """While this rule holds and was not acknowledged, this block comes next."""

    rule: str
    block: str


@dataclass(frozen=True, slots=True)
class Concern:
    """A condition that sets the level of concern, and why."""

    id: str
    level: str
    when: Condition
    because: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """When the next contact is due: seconds after the end, in real hours.

    after: not before so many seconds. caring: a few warm words that ask nothing; no next contact.
    """

    when: Condition | None
    within: int  # seconds
    what: str = ""
    after: int = 0  # seconds
    caring: bool = False

    @property
    def due(self) -> str:
        """When it is due, in words."""
        return due(self.within, self.after, self.caring)


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of a document, with what stands under it."""

    heading: str
    when: Condition | None = None
    text: str = ""
    steps: tuple[str, ...] = ()  # ids of steps whose answers are printed
    resources: tuple[str, ...] = ()
    short: int = 0  # how many of its lines stand on the short form; 0 where it has none there


@dataclass(frozen=True, slots=True)
class Document:
    """The parts of a client page, in order, and when it is made at all.

    title: what stands above it, or "" for the usual one.
    """

    id: str
    when: Condition | None
    parts: tuple[Part, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One answer that an item of a form lists. id: of the choice that it became. type: of FHIR's
    value, such as Coding, Integer or String. value: where it is no coding."""

    id: str
    type: str = "Coding"
    system: str = ""
    code: str = ""
    display: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the form that a protocol was imported from.

    type: as in FHIR. under: the linkId of the item around it, or "". words, unit: ids of the steps
    that ask for an answer in other words, and for the unit, which are part of it in the form.
    """

    link_id: str
    type: str
    under: str = ""
    words: str = ""
    unit: str = ""
    answers: tuple[ItemAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The FHIR form that a protocol was imported from, as far as answers go back to it: where each
    stands there, of what type it is, and which code it has. url: "" where it has none."""

    url: str = ""
    version: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of a protocol in another language.

    hash: SHA-256 of its file, in hex. texts: each under the place of the text that it stands for,
    as steps.plan.text; only those whose original has not changed since. drafts: the places of
    those that nobody has reviewed.
    """

    language: str
    hash: str
    texts: dict[str, str]
    drafts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Protocol:
    """A whole protocol, checked and resolved.

    hash: SHA-256 of the source file, in hex.
    steps: every step of the path, in protocol order. words: explained on the help key.
    translations: by language, those that lay beside the file.
    questionnaire: the form that it was imported from, if any.
    """

    id: str
    title: str
    version: str
    hash: str
    languages: tuple[str, ...] = ("en",)
    about: str = ""
    sections: tuple[Section, ...] = ()
    steps: tuple[Step, ...] = ()
    blocks: dict[str, Block] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    urgent: tuple[Urgent, ...] = ()
    concern: tuple[Concern, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    documents: dict[str, Document] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    translations: dict[str, Translation] = field(default_factory=dict)
    questionnaire: Questionnaire | None = None

    @property
    def all_steps(self) -> tuple[Step, ...]:
        """The steps of the path, then those of the blocks."""
        inside = (step for block in self.blocks.values() for step in block.steps)
        return (*self.steps, *inside)

    def rules_of(self, block: str) -> list[Rule]:
        """The rules that bring up a block, the most urgent first."""
        return [self.rules[one.rule] for one in self.urgent if one.block == block]
