"""What stands on each page, in words: from the state of a contact to paragraphs. Asks nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from crisis_cli.engine.answers import Given
from crisis_cli.engine.concern import Level, Reason
from crisis_cli.engine.interview import Ask, Show
from crisis_cli.engine.state import State
from crisis_cli.engine.times import moment, zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import LEVELS, Protocol, Step
from crisis_cli.protocol.kinds import KINDS, SPECIAL, say, value_or_unknown
from crisis_cli.protocol.paper.numbers import box_letters, numbered
from crisis_cli.terminal.front import GAP, Text
from crisis_cli.terminal.screen import shortened

# Ids of resources, and whether only how to call or text is told -> name, number, note of each.
Numbers = Callable[[Sequence[str], bool], list[tuple[str, str, str]]]

# Known by heart: these two stand on the panel whatever the resource file says, and in few words.
BY_HEART = (
    ("Life in danger", "911", "any time"),
    ("Suicide, mental health, drugs or drinking", "988", "call or text, any time"),
)
THEN = ("access_helpline",)
NOBODY = "Nobody has approved this protocol here yet."
ENOUGH = "'{}' is done. This may be enough for tonight: the pause key keeps it all."
HIDDEN = "(private: not shown)"
STILL = "It came up then. Are they still in danger now? Then act first: call, and type later."
ASK_WHY = "The answer stands in the record, so that whoever helps next need not ask again."
DO_WHY = (
    "So that help really comes. What you write here, and when, stands in the record. Until it is "
    "done it stays open, and is due at once."
)
OTHER_FORM = (
    "The fingerprint on the form is not that of these questions, so that numbers and words may "
    "differ. Compare every question with the form before you answer it."
)


def opening(state: State) -> tuple[Text, ...]:
    """What this protocol is, and what the last contact left open; before the first question."""
    brought = state.opened.brought
    before = brought.get("level", "")
    approved = state.opened.approved
    nobody = NOBODY if approved.get("by") == "" else ""
    about = f"{state.protocol.about} {nobody}".strip()  # one paragraph: the first page is full
    texts = [Text(state.protocol.title, "title"), *_some(about), *late(state)]
    texts += [Text(told, "strong") for told in [approved.get("said", "")] if told]
    texts.append(GAP)
    if before not in ("", "none"):
        texts.insert(-1, Text(f"The level of concern in the last contact was {before}."))
    return tuple(texts)


def late(state: State) -> list[Text]:
    """What is said of a contact that is typed in from a paper form."""
    if state.happened is None:
        return []
    at = moment(state.happened, zone(state.opened.zone))
    texts = [Text(f"From the paper form: it took place on {at}.", "strong")]
    if state.opened.other_form:
        texts.append(Text(OTHER_FORM, "alert"))
    return texts


def section(state: State, step: Step, last: str) -> tuple[Text, ...]:
    """Where the interview is. last: the section that was named before, or ""."""
    named = {one.id: one for one in state.protocol.sections}
    if step.section not in named:
        return ()
    now, texts = named[step.section], []
    if last in named and last != now.id and _may_be_enough(state):
        texts = [Text(ENOUGH.format(named[last].title))]
    texts.append(Text(f"{now.title} - {left(state, step)}", "title"))
    if last != now.id:
        texts += _some(now.aim)
    return (*texts, GAP)


def _may_be_enough(state: State) -> bool:
    """Whether nothing speaks against stopping here: danger is known, and not high, and nothing
    urgent is open."""
    level = state.if_ended()
    pressing = level.undetermined or level.highest in LEVELS[LEVELS.index("high") :]
    return not pressing and all(alert.status != "open" for alert in state.alerts())


def left(state: State, step: Step) -> str:
    """How many questions may still come in this section; the last one of all says so."""
    here = state.most_left(step.section)
    if state.most_left() <= 1:
        return "the last question"
    return "the last question here" if here <= 1 else f"at most {here} questions here"


def question(state: State, ask: Ask, numbers: Numbers) -> tuple[Text, ...]:
    """The guidance before a question, its words, and what is known from before."""
    step = ask.step
    on_form = _numbered(state)
    texts = [text for note in ask.notes for text in instruction(note, numbers, on_form=on_form)]
    if step.id in state.opened.brought.get("unclear", ()):
        texts.append(Text("Last time this stayed unclear."))
    texts += [GAP] if texts else []
    return (*texts, *instruction(step, numbers, "strong", on_form), *_offer(ask))


def _numbered(state: State) -> dict[str, str]:
    """The number of each step on the paper form that is typed in; none where there is none."""
    return numbered(state.protocol) if state.happened else {}


def instruction(
    step: Step, numbers: Numbers, style: str = "plain", on_form: Mapping[str, str] | None = None
) -> list[Text]:
    """A step to read: numbers to call first, its words, and how to say them.

    on_form: the numbers of steps on a paper form. In a block the numbers are told in brief.
    """
    texts = called(numbers(step.call, bool(step.block))) if step.call else []
    number = (on_form or {}).get(step.id, "")
    texts.append(Text(f"{number}. {step.text}" if number else step.text, style))
    return texts + [Text(f"How: {step.say}", indent=2, hang=5)] * bool(step.say)


def called(found: Iterable[tuple[str, str, str]]) -> list[Text]:
    """Numbers to call, each on a line of its own: the number first."""
    lines = (f"{number}   {name}{f' ({note})' if note else ''}" for name, number, note in found)
    return [Text(line, "number", 2, 2) for line in lines]


def _offer(ask: Ask) -> list[Text]:
    if ask.offer is None or ask.step.private:
        return []
    return [Text(f"From before: {shortened(say(ask.step, ask.offer))}")]


def why(protocol: Protocol, step: Step) -> tuple[Text, ...]:
    """Why this is asked, how to say it, and the words in it that were explained."""
    title = "Why do we do this?" if step.kind == "action" else "Why do we ask?"
    texts = [Text(title, "title"), GAP, Text(step.text, "strong"), GAP]
    texts += _some(step.help or (DO_WHY if step.kind == "action" else ASK_WHY))
    texts += [GAP, Text("How to say it", "strong"), Text(step.say)] if step.say else []
    spoken = " ".join((step.text, step.say, step.help, *(c.label for c in step.choices))).lower()
    known = [(w, means) for w, means in protocol.words.items() if w.lower() in spoken]
    texts += [GAP, Text("Words", "strong")] * bool(known)
    return (*texts, *(Text(f"{word}: {means}") for word, means in known))


def urgent(state: State, show: Show, numbers: Numbers) -> tuple[Text, ...]:
    """An urgent block, whole: the numbers, what it means, and what to do now."""
    ids = dict.fromkeys(one for step in show.steps for one in step.call)
    texts = [Text(f"NOW: {show.block.title}", "alert")]
    on_form = _numbered(state)
    if on_form:
        letter = box_letters(state.protocol).get(show.block.id, "")
        box = f"BOX {letter} ON THE FORM: {show.block.title}"
        texts = [Text(box, "alert"), Text(STILL)]
    texts += called(numbers(tuple(ids), True) or BY_HEART)
    texts += [GAP, *(Text(rule.means, "strong") for rule in show.rules), GAP]
    for step in show.steps:
        if step.kind in ("action", "guidance"):
            texts += instruction(step, lambda *_: [], on_form=on_form)
    return (*texts, GAP)


def emergency(numbers: Numbers) -> tuple[Text, ...]:
    """The panel of the emergency key: whom to call, and what to say."""
    return (
        Text("EMERGENCY", "alert"),
        *called([*BY_HEART, *numbers(THEN, True)]),
        GAP,
        Text("Get yourself out of danger first. You need nobody's permission to call."),
        Text(
            "Say: I am a peer worker with a person in danger. We are at (street, building,"
            " floor, door). This is what I see: (what is happening, any weapon, any pills)."
        ),
        Text("Stay on the line. Stay with the person if it is safe. Then call your supervisor."),
        GAP,
    )


def broken(error: CrisisError) -> tuple[Text, ...]:
    """Why a file that was saved cannot be used: all its problems, each line as it stands."""
    texts = [Text("This save cannot be used. The one before it goes on.", "title"), GAP]
    texts += [Text(line) for line in error.message.split("\n")]
    return (*texts, GAP, Text("Mend it and save it; then press the reload key again.", "strong"))


def answered(state: State, step: Step) -> str:
    """What stands as the answer to a step, in words; a private one is hidden."""
    given = state.answer(step.id)
    if given is None:
        word = state.standing_in(step.id)
        return SPECIAL.get(word, "Not answered yet")
    return in_words(step, given)


def in_words(step: Step, given: Given) -> str:
    """An answer in words; a private one is hidden."""
    if step.private and given.unknown != "not_asked":
        return HIDDEN
    return shortened(say(step, given.value, given.unknown))


def set_aside(state: State, lost: Iterable[Given]) -> tuple[Text, ...]:
    """The answers that a change would take off the path."""
    texts = [Text("This change sets these answers aside. They stay in the record.", "strong")]
    for given in lost:
        step = state.step(given.step)
        texts.append(_item(beside(step, in_words(step, given))))
    return (*texts, GAP)


def level(state: State, reached: Level) -> tuple[Text, ...]:
    """The level of concern, why, and what stayed open."""
    none = reached.highest == "none"
    title = f"{reached.none}." if none else f"Level of concern: {reached.highest}"
    texts = [Text(title, "title")]
    texts += [_item(_because(state, reason)) for reason in reached.because]
    if reached.because_now or reached.present != reached.highest:
        now = reached.none_now.lower() if reached.present == "none" else reached.present
        texts.append(Text(f"The answers now say: {now}", "strong"))
    texts += [_item(_because(state, reason)) for reason in reached.because_now]
    if reached.undetermined:
        texts.append(Text("Some questions about danger stayed without an answer."))
    return tuple(texts)


def _because(state: State, reason: Reason) -> str:
    said = [_said(state, step, answer) for step, answer in reason.answers.items()]
    return f"{reason.text} ({'; '.join(said)})" if said else reason.text


def _said(state: State, name: str, answer: Any) -> str:
    step = state.step(name)
    if step.private:
        return beside(step, HIDDEN)
    return beside(step, shortened(say(step, *value_or_unknown(answer))))


def tasks(state: State, now: datetime) -> tuple[Text, ...]:
    """What is to be done after this contact, and until when."""
    place = zone(state.opened.zone)
    due = (f"By {moment(one.due, place, year=False)}: {one.what}" for one in state.tasks(now))
    return (GAP, Text("What comes next", "strong"), *map(_item, due))


def reviewed(state: State) -> dict[str, str]:
    """Every step that has or wants an answer, by id: its name and what was said."""
    steps = [step for step in state.path() if KINDS[step.kind].asks]
    read = dict.fromkeys(a.block for a in state.alerts() if a.acknowledged and a.block)
    blocks = [state.protocol.blocks[block] for block in read]
    steps += [step for block in blocks for step in state.shown(block) if state.answer(step.id)]
    return {step.id: beside(step, answered(state, step)) for step in steps}


def beside(step: Step, said: str) -> str:
    """A step and its answer on one line."""
    mark = "" if step.name.endswith(("?", ".", ":")) else ":"
    return f"{step.name}{mark} {' / '.join(said.split(chr(10)))}"


def _item(text: str) -> Text:
    return Text(f"- {text}", indent=2, hang=2)


def _some(text: str) -> list[Text]:
    return [Text(text)] if text else []
