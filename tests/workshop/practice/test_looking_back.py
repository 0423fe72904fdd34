"""Looking back at a role-play: what is told of it is what the engine itself would have done."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crisis_cli.engine.entries import Acknowledged, Answered, Ended, Ending, Entry, Opened, Raised
from crisis_cli.engine.interview import Ask, Review, Show, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.source import examine
from crisis_cli.protocol.strict import read
from crisis_cli.workshop.practice.effect import NOTHING, effect
from crisis_cli.workshop.practice.looking_back import look_back
from crisis_cli.workshop.practice.own import Own, own_of, replayed
from crisis_cli.workshop.practice.recording import _written, recorded
from crisis_cli.workshop.practice.role import Role
from crisis_cli.workshop.practice.telling import as_data, as_text
from crisis_cli.workshop.scenarios.lines import looked_over
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.verdict import differences

PROTOCOL = """\
protocol: small
title: Small
version: 1
rules:
  may_act: {means: Could act on it, any: [{intent: [yes, unsure]}]}
urgent:
  - {when: may_act, run: stay}
concern:
  - {id: meant, level: high, when: {intent: yes}, because: Means it}
  - {id: close, level: moderate, when: {near: yes}, because: It is near}
  - {id: thought, level: low, when: {thoughts: [yes, unsure]}, because: Thinks of it}
sections:
  - id: first
    title: First
    steps:
      - {id: thoughts, ask: Thoughts?, kind: yes_no, danger: yes}
      - id: intent
        when: {thoughts: [yes, unsure, declined, could_not_assess]}
        ask: Do you mean it?
        kind: yes_no
        danger: yes
      - {id: near, ask: Is it near?, kind: yes_no, danger: yes}
      - {id: mood, ask: How are you?, answers: {good: Good, bad: Bad}}
blocks:
  stay:
    - {id: stay_now, do: "Stay. Call 988."}
  ended_early: []
follow_up:
  - {when: {concern: high}, within: 24 hours}
  - {within: 7 days}
"""
SAID = {"thoughts": "yes", "intent": "yes", "near": "no", "mood": "bad"}
SCENARIO = """\
title: He means it
story: He comes in and says it.
answers: {thoughts: yes, intent: yes, near: no, mood: bad, stay_now: done}
lines: {thoughts: Every night., intent: This time for real.}
expect: {level: high, urgent: [{rule: may_act, after: intent}], due: 24 hours, prompts: 5}
"""
LEAVES = """\
title: He leaves
unanswered: end
answers: {thoughts: yes}
lines: {thoughts: Every night., intent: (He is gone.)}
expect: {level: high}
"""
WORDS = st.sampled_from(["yes", "no", "unsure", "declined", "could_not_assess", "not_asked"])
SMALL = examine(PROTOCOL.encode())[0]
AT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)


@pytest.fixture
def role(tmp_path):
    return role_of(SCENARIO, tmp_path / "one.yaml")


def role_of(text, path):
    whole = looked_over(text.encode(), path, SMALL)
    assert whole.found.problems == ()
    return Role("one", path, SMALL, whole.file, whole.scenarios[0], "ab12")


def contact(said, leave=99, acting="done", raised="", changed=()):
    """A contact in which these answers were given, left before so many of them."""
    state = State(SMALL)

    def do(event):
        state.add(Entry(len(state.entries) + 1, AT, "", event))

    do(Opened("small", "1", "x", practice=True))
    changed, asked = list(changed), 0
    while not state.ended:
        match wanted(state):
            case Show(block):
                do(Acknowledged(block.id))
            case Ask(step):
                if step.id != "stay_now" and asked == leave and not state.ending:
                    do(Ending("client_left"))
                    continue
                asked += step.id != "stay_now"
                do(answered(step.id, said.get(step.id, acting)))
            case Review() if raised:
                do(Raised(raised))
                raised = ""
            case Review() if changed:
                do(replace(answered(*changed.pop()), how="changed"))
            case Review():
                do(Ending("finished"))
            case _:
                do(Ended())
    return state


def answered(step, word):
    if step == "stay_now":
        return Answered(step, {"outcome": word, "note": ""})
    value = word if word in ("yes", "no", "good", "bad") else None
    return Answered(step, value, "" if value else word)


def test_answered_as_the_scenario_has_it_it_is_passed_and_leaves_one_thing_to_think_about(role):
    back = look_back(role, contact(SAID))

    assert (back.passed, back.others, back.open) == (True, (), ())
    assert (back.point.step, back.point.yours, back.point.here) == ("intent", "Yes", "Not sure")
    assert "Passed: it came out" in as_text(back)


def test_what_was_understood_otherwise_is_told_with_what_it_changes(role):
    back = look_back(role, contact({**SAID, "intent": "no"}))

    (other,) = back.others
    assert (other.kind, other.here, other.yours) == ("danger", "Yes", "No")
    assert other.changes[0] == "The level of concern is high, not low: Means it."
    assert "This comes up at once, with what to do: Could act on it." in other.changes
    assert "The next contact is due within 24 hours, not 7 days." in other.changes
    assert [one.about for one in back.left] == ["level", "urgent", "due"]
    assert back.point is None
    text = as_text(back)
    assert "Here the scenario has 'Yes'; you chose 'No'." in text
    assert "At that point: This time for real." in text
    assert "'Could act on it' after 'Do you mean it?'" in text


def test_a_level_of_danger_questions_without_an_answer_is_told_in_words(role):
    text = as_text(look_back(role, contact({**SAID, "intent": "no", "near": "declined"})))

    assert "yours came to moderate through danger questions without a plain answer." in text


def test_what_a_file_answered_came_out_and_is_not_passed(role):
    back = look_back(role, contact(SAID), scripted=True)

    assert (back.left, back.passed) == ((), False)
    assert "Passed" not in as_text(back)


def test_what_comes_up_at_once_is_told_in_the_order_of_the_file():
    several = [f"act_{n}" for n in range(6)]
    rules = "".join(f"  {one}: {{means: Means {one}, any: [{{near: yes}}]}}\n" for one in several)
    urgent = "".join(f"  - {{when: {one}, run: stay}}\n" for one in several)
    text = PROTOCOL.replace("urgent:\n", f"{rules}urgent:\n{urgent}")
    many = examine(text.encode())[0]
    calm, near = (Own({**SAID, "thoughts": "no", "near": word}) for word in ("no", "yes"))

    told = effect(replayed(many, calm, AT), replayed(many, near, AT))

    comes = [one for one in told if one.startswith("This comes up at once")]
    assert comes == [f"This comes up at once, with what to do: Means {one}." for one in several]


def test_what_changes_nothing_is_told_as_such_and_keeps_nobody_from_passing(role):
    back = look_back(role, contact({**SAID, "mood": "good"}))

    assert back.passed
    assert [(one.kind, one.changes) for one in back.others] == [("answer", (NOTHING,))]


def test_an_action_that_was_not_done_and_an_alert_that_is_still_open_are_told(role):
    back = look_back(role, contact(SAID, acting="not_done"))

    assert [(one.kind, one.here) for one in back.others] == [("action", "Done")]
    assert back.open == ("Could act on it",)


def test_a_level_that_the_worker_raised_is_left_aside(role):
    back = look_back(role, contact(SAID, raised="emergency"))

    assert (back.passed, back.raised) == (True, "emergency")
    assert "That is always yours to do" in as_text(back)


def test_who_goes_on_after_they_left_is_told_what_leaving_comes_to(tmp_path):
    back = look_back(role_of(LEAVES, tmp_path / "one.yaml"), contact({**SAID, "intent": "no"}))

    (other,) = back.others
    assert (other.kind, other.step, other.line) == ("ending", "intent", "(He is gone.)")
    assert (other.here, other.yours) == ("it ends here", "it went on")


def test_who_ends_it_where_they_leave_passes(tmp_path):
    leaves = role_of(LEAVES.replace("level: high", "undetermined: yes"), tmp_path / "one.yaml")

    assert look_back(leaves, contact(SAID, leave=1)).others == ()
    assert look_back(leaves, contact(SAID, leave=1)).passed


def test_who_ends_it_while_they_would_talk_is_told(role):
    back = look_back(role, contact(SAID, leave=2))

    assert [(one.kind, one.here, one.yours) for one in back.others] == [
        ("ending", "it goes on", "it ended here")
    ]


def test_no_word_scores_ranks_or_blames(role):
    for said in (SAID, {**SAID, "intent": "no"}, dict.fromkeys(SAID, "declined")):
        words = as_text(look_back(role, contact(said))).lower()
        assert not [w for w in ("score", "wrong", "mistake", "fail", "error", "%") if w in words]


def test_as_data_it_is_plain(role):
    data = as_data(look_back(role, contact({**SAID, "intent": "no"})))

    assert (data["scenario"], data["passed"], data["scenario_hash"]) == ("one", False, "ab12")
    assert data["left"][0]["expected"] == "high"
    assert data["others"][0]["step"] == "intent"


LAW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ANSWERS = st.fixed_dictionaries(
    {"thoughts": WORDS, "intent": WORDS, "near": WORDS, "mood": st.sampled_from(["good", "bad"])}
)
LEFT = st.sampled_from([0, 1, 2, 3, 99])
CHANGED = st.lists(st.tuples(st.just("near"), st.sampled_from(["yes", "no"])), max_size=2)


@LAW
@given(ANSWERS, LEFT, CHANGED)
def test_what_was_done_played_again_comes_to_the_same(said, leave, changed):
    state = contact(said, leave, changed=changed)
    again = replayed(SMALL, own_of(state), AT).state

    assert again.level().highest == state.level().highest
    assert again.level().present == state.level().present
    assert [one.rule for one in again.alerts()] == [one.rule for one in state.alerts()]
    assert again.early == state.early


@LAW
@given(ANSWERS, st.sampled_from(["thoughts", "intent", "near"]), WORDS)
def test_one_other_answer_is_told_as_a_contact_with_it_would_have_gone(said, step, word):
    if step == "intent" and said["thoughts"] in ("no", "not_asked"):
        return  # it was never asked
    own = own_of(contact(said)).with_answer(step, word)
    told, really = replayed(SMALL, own, AT, said).state, contact({**said, step: word})

    assert told.level().highest == really.level().highest
    assert [one.rule for one in told.alerts()] == [one.rule for one in really.alerts()]


@LAW
@given(ANSWERS, LEFT, CHANGED)
def test_whatever_was_done_its_scenario_passes(tmp_path_factory, said, leave, changed):
    path = tmp_path_factory.getbasetemp() / "recorded.yaml"
    text = recorded(contact(said, leave, changed=changed), "What I saw", lambda _: None)
    whole = looked_over(text.encode(), path, SMALL)

    assert whole.found.problems == ()
    (scenario,) = whole.scenarios
    assert [str(d) for d in differences(scenario, play(SMALL, scenario), lambda _: None)] == []
    assert text.startswith("# yaml-language-server: $schema=")


@LAW
@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_whatever_was_typed_stands_in_the_scenario_as_it_was_typed(text):
    tree, found = read(f"said: {_written(text)}\n".encode(), typed=True)

    assert found.problems == ()
    assert tree.value() == {"said": text}
