"""What a peer may not do stands on the page where it comes up, and only there.

A page is what is read without a key: the words of a step and how to say them, not its help.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from conversation import PROTOCOLS, Contact, all_steps, anyhow, play, scenario, shipped

from crisis_cli.engine.entries import Acknowledged, Ending
from crisis_cli.engine.interview import Ask, Show, wanted
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.source import load

LINES, COLUMNS = 12, 79  # of help on a screen of 24 lines and 80 columns
EVERYBODY: dict[str, Any] = {}
CALM_GUIDES = ("problem-solving", "strengths-plan")
NEAR = {"setting": "in_person_others"}


@dataclass(frozen=True)
class Limit:
    """A limit: on which step it stands, in which words, and with which answers that step comes up.
    calm: it is for everybody, and so no answer brings it up."""

    step: str
    words: tuple[str, ...]
    when: dict[str, Any] = field(default_factory=dict)

    @property
    def calm(self) -> bool:
        return not self.when


THOUGHTS = {"thoughts": "yes"}
MIND = {"body_mind": "yes"}
NOT_ENGLISH = {"language": "am", "interpreter": "none"}
LIMITS: dict[str, Limit] = {
    # who the worker is, before the danger questions
    "a peer, no clinician": Limit("hello", ("I am a peer", "not a doctor")),
    "what cannot stay private": Limit("hello", ("unless someone may get badly hurt", "a child")),
    "someone in training says so": Limit("hello", ("In training? Say so",)),
    "no child interprets": Limit("no_english", ("never a child",)),
    "family interprets in danger alone": Limit("no_english", ("only while a life is in danger",)),
    # the scene
    "staying to build trust": Limit("leave_now", ("Do not stay to talk",), {"scene_unsafe": "yes"}),
    "searching": Limit("leave_now", ("search",), {"scene_unsafe": "yes"}),
    # the body
    "they will sleep it off": Limit("medical_limits", ("sleeps it off",), {"life_threat": "yes"}),
    "advice on doses": Limit("medical_limits", ("no advice on doses",), {"life_threat": "yes"}),
    "the same after too many pills": Limit(
        "medical_limits", ("sleeps it off",), MIND | {"took_too_much": "yes"}
    ),
    "stopping cold": Limit("together_body", ("stop cold",), MIND | {"withdrawal": "yes"}),
    "how bad withdrawal is": Limit("together_body", ("not you",), MIND | {"withdrawal": "yes"}),
    # suicide
    "clearing somebody": Limit("means_words", ("never say that the danger is over",), THOUGHTS),
    "deciding alone": Limit("consult", ("do not decide this alone",), THOUGHTS),
    "ruling it out": Limit("consult", ("never say that all is safe now",), THOUGHTS),
    "a hold, right now": Limit(
        "stay_limits", ("not hold anyone",), THOUGHTS | {"right_now": "yes"}
    ),
    "a hold, in high danger": Limit(
        "together_limits", ("put them in a hospital",), THOUGHTS | {"intent": "yes"}
    ),
    "a hold, at the hand-off": Limit(
        "handoff", ("keep anybody in a hospital",), THOUGHTS | {"intent": "yes"}
    ),
    "reaching for the means": Limit(
        "stay_room", ("Do not reach for it",), THOUGHTS | {"right_now": "yes"}
    ),
    "holding a weapon or pills": Limit("means_words", ("take, hold or carry",), THOUGHTS),
    "a gun to the police": Limit(
        "gun_words", ("unannounced", "may not store it"), THOUGHTS | {"guns": "yes"}
    ),
    "asking a court": Limit("gun_words", ("court", "you cannot"), THOUGHTS | {"guns": "unsure"}),
    "keeping it themselves": Limit("safer_holder", ("Not you",), THOUGHTS),
    "for attention": Limit(
        "wound", ("never", "attention"), {"hurting": "yes", "self_injury": "yes"}
    ),
    # other people
    "deciding who is warned": Limit(
        "safe_warn",
        ("not by you alone",),
        {"hurting": "yes", "harm_others": "yes", "harm_now": "yes"},
    ),
    "making peace with a partner": Limit(
        "advocate_care", ("no making peace", "no message"), {"partner_fear": "yes"}
    ),
    "asking in front of others": Limit(
        "not_alone_now", ("Stop asking",), NEAR | {"can_talk": "no", "fear_signs": "yes"}
    ),
    "what has to be reported": Limit("others_harmed", ("I have to report it",)),
    "looking for proof": Limit(
        "child_now",
        ("Do not look for proof", "do not ask for leave"),
        {"others_harmed": "yes", "child_harm": "yes"},
    ),
    "the supervisor instead of a report": Limit(
        "child_told",
        ("does not replace the report",),
        {"others_harmed": "yes", "child_harm": "yes"},
    ),
    "forcing a service": Limit(
        "adult_care", ("Never force",), {"others_harmed": "yes", "adult_harm": "yes"}
    ),
    # mind, drink, drugs
    "arguing with what they see": Limit("few_words", ("Do not argue",), MIND),
    "naming an illness": Limit("few_words", ("no illness",), MIND),
    "advice on medicine": Limit("few_words", ("no advice on medicine",), MIND),
    "taking drunk words for nothing": Limit("few_words", ("counts, drunk or not",), MIND),
    "arguing with voices": Limit("together_voices", ("Do not argue",), MIND | {"voices": "yes"}),
    "a test": Limit("drunk_or_high", ("No test",), MIND),
    # the young, and plain needs
    "deciding about parents": Limit(
        "young", ("do not decide alone whether a parent", "is home safe"), {"age": "under_18"}
    ),
    "promising a bed": Limit("bed", ("Promise no bed",), {"needs": ["bed"]}),
    # interpreters, and calls about others
    "a child for the rest": Limit("interpreter", ("Never a child",), NOT_ENGLISH),
    "a missing interpreter is written down": Limit(
        "interpreter_gap", ("Tell your supervisor",), NOT_ENGLISH
    ),
    "telling who is known here": Limit(
        "third_party", ("Do not say whether you know",), {"setting": "someone_else"}
    ),
    "holding who leaves": Limit("early_words", ("Do not chase, block or hold",), {"leaves": "yes"}),
}


def page(step: Step) -> str:
    """What is read of a step without any key."""
    return " ".join((step.text, step.say))


def shown(answers: dict[str, Any]) -> dict[str, str]:
    """Every step that a contact with these answers shows or asks, and what is read of it."""
    answers = dict(answers)
    if answers.pop("leaves", ""):
        contact = Contact()
        contact.answer(contact.state.step("setting"), "in_person")
        contact.do(Ending("client_left"))
    else:
        contact = play(answers)
    state = contact.state
    blocks = {alert.block for alert in state.alerts() if alert.block}
    blocks |= {"ended_early"} if state.early else set()
    steps = [*state.path()]
    steps += [step for one in blocks for step in state.shown(state.protocol.blocks[one])]
    return {step.id: page(step) for step in steps}


@cache
def of_everybody() -> dict[str, str]:
    return shown(EVERYBODY)


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_is_said_on_the_page_where_it_comes_up(name):
    limit = LIMITS[name]
    read = shown(limit.when)

    assert limit.step in read
    assert [words for words in limit.words if words not in read[limit.step]] == []


@pytest.mark.parametrize("name", [name for name, limit in LIMITS.items() if not limit.calm])
def test_nobody_reads_a_limit_that_does_not_come_up(name):
    assert LIMITS[name].step not in of_everybody()


def test_the_peer_says_who_they_are_before_the_first_question_about_suicide():
    order = [step.id for step in shipped().steps]

    assert order.index("hello") < order.index("no_english") < order.index("wish_dead")
    assert "leave_now" not in of_everybody()  # what is urgent waits for no introduction


def test_that_they_knew_of_peers_and_limits_stands_in_the_record():
    (limits,) = [
        c.label
        for c in next(s for s in shipped().steps if s.id == "consent").choices
        if c.id == "limits"
    ]

    assert "peer" in limits
    assert "private" in limits


@pytest.mark.parametrize("setting", ["in_person", "phone", "someone_else"])
def test_what_to_do_in_danger_fits_on_a_small_screen(setting):
    every = {step.id: "yes" for step in all_steps() if step.danger}
    contact, long = Contact(), {}
    while isinstance(now := wanted(contact.state), Ask | Show):
        if isinstance(now, Show):
            count = sum(lines(one) for one in now.steps if one.kind in ("guidance", "action"))
            long |= {now.block.id: count} if count > LINES else {}
            contact.do(Acknowledged(now.block.id))
        else:
            given = {"setting": setting} | every
            contact.answer(now.step, given.get(now.step.id, anyhow(now.step)))

    assert long == {}


def lines(step: Step) -> int:
    return len(textwrap.wrap(step.text, COLUMNS)) + len(textwrap.wrap(step.say, COLUMNS - 7))


@pytest.mark.parametrize("name", CALM_GUIDES)
def test_a_calm_guide_says_who_is_asking_before_it_asks_of_danger(name):
    protocol = load(PROTOCOLS / f"{name}.yaml")
    order = {step.id: place for place, step in enumerate(protocol.steps)}
    first = next(step.id for step in protocol.steps if step.danger)
    hello = protocol.steps[order["hello"]].text

    assert order["hello"] < order[first]
    for words in ("I am a peer, not a doctor", "unless someone may get badly hurt", "a child is"):
        assert words in hello
    assert "never a child" in hello


@pytest.mark.parametrize("name", CALM_GUIDES)
def test_a_calm_guide_stops_where_danger_is_and_says_what_a_peer_may_not(name):
    protocol = load(PROTOCOLS / f"{name}.yaml")
    words = {step.id: page(step) for block in protocol.blocks.values() for step in block.steps}

    assert "may not hold anyone" in words["stay_limits"]
    assert "decide that they are out of danger" in words["stay_limits"]
    assert "Nobody has to agree" in words["help_now"]


def test_a_debrief_says_first_what_does_not_belong_into_it():
    first = load(PROTOCOLS / "debrief.yaml").steps[0]

    assert first.kind == "guidance"
    assert "No names and no facts of a client here" in first.text


# -- interpreters, name and pronouns


def test_who_interpreted_how_and_whether_trained_is_recorded():
    contact = play({"language": "am", "interpreter": "by_video", "interpreter_name": "Number 4417"})

    assert {"interpreter", "interpreter_name"} <= set(contact.asked)
    assert "interpreter_gap" not in contact.asked


@pytest.mark.parametrize("who", ["none", "not_trained"])
def test_without_a_trained_interpreter_danger_is_asked_again_within_three_days(who):
    contact = play({"language": "am", "interpreter": who})

    assert "interpreter_gap" in contact.asked
    due = {task.what for task in contact.state.tasks(contact.state.ending_at)}
    assert "Ask the danger questions again, with a trained interpreter" in due


def test_nobody_is_asked_their_name_before_danger_is_known_or_where_they_are_not_here():
    order = [step.id for step in shipped().steps]
    last = max(order.index(step.id) for step in shipped().steps if step.danger)

    assert last < order.index("called") < order.index("name_used")
    assert "called" not in play({"setting": "someone_else"}).asked


def test_name_and_pronouns_are_asked_only_of_who_wants_to_say_them():
    assert {"name_used", "pronouns"}.isdisjoint(play({}).asked)
    asked = play({"called": ["name", "pronouns"]}).asked
    assert {"name_used", "pronouns"} <= set(asked)


@pytest.mark.parametrize(
    ("called", "paper", "printed"),
    [
        (["name"], "yes", True),
        (["name", "pronouns"], "yes", True),
        (["name", "keep_off"], "yes", False),  # they asked for it
        (["name"], "small", False),  # what is hidden may be found
        (["name"], "no", False),
        (["pronouns"], "yes", False),
    ],
)
def test_the_name_is_on_the_plan_unless_it_may_harm(called, paper, printed):
    told = {"called": called, "paper": paper, "name_used": "Marisol", "plan_self": ["Walk"]}

    assert ("My name" in play(told).headings()) is printed


def test_pronouns_are_on_no_paper_of_theirs():
    printed = {step for d in shipped().documents.values() for p in d.parts for step in p.steps}

    assert "pronouns" not in printed


def test_the_next_contact_begins_with_the_name_and_pronouns_of_the_last_plan():
    kept = {step.id for step in shipped().steps if step.start_from}

    assert {"called", "name_used", "pronouns"} <= kept


def test_the_scenario_without_an_interpreter_ends_with_a_gap_that_was_told():
    (path,) = (PROTOCOLS / "scenarios").glob("15-*.yaml")

    assert "interpreter_gap" in scenario(path)["answers"]
