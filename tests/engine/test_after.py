"""What is written after the end: it adds, it makes danger known, and it takes nothing back."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import answers, protocols
from talk import START, Talk

from crisis_cli.engine.additions import AMENDMENTS, Amended, Countersigned
from crisis_cli.engine.alerts import EMERGENCY_KEY
from crisis_cli.engine.concern import UNDETERMINED_LEVEL
from crisis_cli.engine.entries import (
    Answered,
    Emergency,
    Ended,
    Ending,
    Entry,
    Outcome,
    Paused,
    Raised,
    Resumed,
    from_json,
    to_json,
)
from crisis_cli.engine.interview import Ask, Closed, Show, wanted
from crisis_cli.engine.state import fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.protocol.kinds import value_or_unknown

SHORT = """
    protocol: ladder
    title: Ladder
    version: 1
    languages: [en]
    answer_sets:
      danger: {yes: "Yes", no: "No"}
    rules:
      soon: {means: Could act soon, any: [{intent: any_but_no}]}
    urgent:
      - {when: soon, run: stay}
    concern:
      - {id: thought, level: low, when: {thoughts: any_but_no}, because: Thoughts of suicide}
      - {id: meant, level: high, when: {intent: any_but_no}, because: Some intention}
    sections:
      - id: first
        title: First
        steps:
          - {id: name, ask: What may I call you?, kind: text}
          - {id: day, ask: Which day was it?, kind: date_time}
          - {id: thoughts, ask: Thoughts of suicide?, answers: danger, danger: yes}
          - id: intent
            when: {thoughts: [yes, unsure, declined]}
            ask: Do you mean to?
            answers: danger
            danger: yes
          - {id: gun, ask: Is there a gun?, label: A gun, answers: danger, danger: yes}
    blocks:
      stay:
        - {id: called, do: Call 988 now., confirm: Who answered?}
      ended_early: []
    follow_up:
      - {when: {concern: high}, within: 24 hours}
      - {within: 7 days}
"""
WHEN = "2026-11-22T19:00-05:00"
READ = Countersigned(agree=True)


@pytest.fixture
def ended(talk):
    """A contact with no danger in it, ended."""
    ladder = talk(SHORT)
    ladder.say("Sam", "2026-11-20", "no", "no")
    return ladder.do(Ending("finished")).close()


def right(step, answer, **more):
    """A correction of an answer."""
    given = {"reason": "typed in a hurry"} | more
    return Amended("correction", "", given["reason"], step, "", *value_or_unknown(answer))


def late(step="", answer=None, text="", **more):
    """A late entry."""
    value, unknown = (None, "") if answer is None else value_or_unknown(answer)
    return Amended("late_entry", text, "forgot", step, WHEN, value, unknown, **more)


def open_now(state):
    return [alert.means for alert in state.alerts() if alert.status == "open"]


# -- what a closed record takes


@pytest.mark.parametrize(
    "event",
    [Paused(), Resumed(), Answered("name", "x"), Emergency("", True), Raised("high"),
     Ending("enough"), Ended()],
)  # fmt: skip
@pytest.mark.parametrize("signed", [False, True])
def test_a_closed_record_takes_nothing_else_and_says_so(ended, event, signed):
    if signed:
        ended.do(READ)

    told = "countersigned its record" if signed else "its record is closed"
    with pytest.raises(CrisisError, match=told) as refused:
        ended.do(event)

    assert "crisis amend" in refused.value.hint


def test_an_open_contact_is_not_amended_or_countersigned(talk):
    for event in (Amended("addendum", "x"), READ):
        with pytest.raises(CrisisError, match="closed record"):
            talk(SHORT).do(event)


def test_amendments_follow_amendments_and_countersigns(ended):
    ended.do(Amended("addendum", "One")).do(READ).do(Amended("addendum", "Two")).do(READ)

    assert [event.text for _, event in ended.state.after.amendments] == ["One", "Two"]
    assert len(ended.state.after.countersigns) == 2


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Amended("note", "x", "r"), "not a kind"),
        (Amended("addendum", " "), "without words"),
        (Amended("correction", "x"), "needs a reason"),
        (Amended("late_entry", "x", "", "", WHEN), "needs a reason"),
        (Amended("client_request", "x", " "), "needs a reason"),
        (Amended("late_entry", "x", "r"), "When did it happen"),
        (Amended("addendum", "x", happened="2026-11-22T19:00"), "names no time zone"),
        (Amended("addendum", "x", step="moon"), "no step 'moon'"),
        (Amended("correction", "x", "r", value="no"), "it names the step"),
        (Amended("addendum", "x", "r", "gun", value="no"), "Only a correction or a late entry"),
        (right("gun", "perhaps"), "Choose one of"),
        (right("day", "11/20/2026"), "is kept as"),
        (Amended("correction", "", "r", "gun", unknown="maybe"), "'maybe' is not an answer"),
        (Amended("correction", "", "r", "gun", value="no", unknown="unsure"), "is not an answer"),
        (Amended("addendum", "x", "r", request="9-abcd"), "says what came of it"),
        (Amended("addendum", "x", request="9-abcd", decision="granted"), "needs a reason"),
        (Amended("addendum", "x", "r", request="9-abcd", decision="granted"), "No request"),
        (Countersigned(False), "says what is to be done"),
        (Countersigned(True, level="grave", reason="r"), "not a level"),
        (Countersigned(True, level="none", reason="r"), "is none already"),
        (Countersigned(True, level="low"), "needs a reason"),
        (Outcome("soon", "x"), "no open alert"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_in_words(ended, event, told):
    with pytest.raises(CrisisError, match=told):
        ended.do(event)


def test_only_an_addition_needs_no_reason(ended):
    assert ended.do(Amended("addendum", "She called.")).state.after.amendments


# -- corrections


def test_a_correction_leaves_the_answer_in_force_and_is_what_is_right_since(ended):
    ended.do(right("name", "Pat")).do(right("name", "Patricia"))
    given = ended.state.answer("name")

    assert given.value == "Sam"
    assert ended.state.after.right(given).value == "Patricia"
    assert ended.state.after.right(ended.state.answer("gun")) == ended.state.answer("gun")


def test_words_and_late_entries_take_the_place_of_no_answer(ended):
    ended.do(Amended("correction", "Pat", "r", "name")).do(late("name", "Pat"))

    assert ended.state.after.right(ended.state.answer("name")).value == "Sam"


def test_a_correction_that_fits_the_step_raises_nothing_where_there_is_no_danger(ended):
    before = ended.state.level()
    ended.do(right("day", "2026-11-21"))

    assert ended.state.level() == before
    assert open_now(ended.state) == []


# -- danger that becomes known


def test_danger_noted_late_raises_the_level_by_the_rules_of_the_contact(ended):
    level = ended.do(right("thoughts", "yes")).state.level()

    # Nobody asked about intention after what is now a yes: that does not reassure.
    assert (level.highest, level.present) == ("high", "none")
    (why,) = level.because
    assert (why.id, why.answers) == ("meant", {"intent": "not_asked"})
    assert level.none_now == "No danger was reported then; it was noted after the end"


def test_danger_that_no_rule_takes_up_is_no_less_than_what_could_not_be_ruled_out(ended):
    level = ended.do(late("gun", "yes")).state.level()

    assert level.highest == UNDETERMINED_LEVEL
    assert level.because[0].answers == {"gun": "yes"}


def test_danger_off_the_path_counts_too(ended):
    assert ended.do(late("intent", "yes")).state.level().highest == "high"
    assert ended.state.after.urgent() == ["soon"]


def test_what_was_not_asked_brings_up_no_urgent_block(ended):
    ended.do(right("thoughts", "yes")).do(late("intent", "not_asked"))

    assert ended.state.after.urgent() == []


@pytest.mark.parametrize("answer", ["yes", "unsure", "declined", "could_not_assess", "not_asked"])
def test_any_late_answer_to_a_danger_question_but_a_plain_no_is_an_open_alert_due_at_once(
    ended, answer
):
    state = ended.do(late("gun", answer)).state
    (alert,) = state.alerts()

    assert alert.status == "open" and alert.means.startswith("Noted after the end: A gun: ")
    task = state.tasks(START)[0]
    assert (task.kind, task.due) == ("outcome", state.entries[-1].at)
    assert wanted(state) == Closed()


def test_a_plain_no_is_told_to_the_supervisor_and_no_alert(ended):
    event = right("gun", "no")
    state = ended.do(event).state

    assert open_now(state) == [] and state.after.pressing(event)
    assert not state.after.pressing(right("name", "Pat"))


@pytest.mark.parametrize(
    ("event", "danger"),
    [
        (Amended("correction", "There was one", "r", "gun"), True),
        (late("gun", text="In a drawer"), True),
        (Amended("addendum", "It is with her sister", "", "gun"), False),
        (Amended("client_request", "I never said that", "r", "gun"), False),
        (late(text="A knife was there"), False),
        (late(text="A knife was there", danger=True), True),
        (Amended("addendum", "It is loaded", "", "gun", danger=True), True),
    ],
)
def test_words_make_danger_known_where_they_are_about_it_or_it_is_said(ended, event, danger):
    state = ended.do(event).state

    assert bool(open_now(state)) is danger
    assert (state.level().highest != "none") is danger


def test_the_alert_is_closed_by_what_came_of_it_before_or_after_a_countersign(ended):
    ended.do(late("gun", "yes")).do(READ)
    (alert,) = ended.state.alerts()
    ended.do(Outcome(alert.rule, "It is at the police station."))

    assert open_now(ended.state) == []
    assert ended.state.level().highest == UNDETERMINED_LEVEL  # it stays
    assert ended.state.after.unread()[-1].event == Outcome(
        alert.rule, "It is at the police station."
    )


def test_the_words_of_a_private_question_stand_on_no_list(talk):
    text = SHORT.replace("label: A gun,", "label: A gun, private: yes,")
    done = talk(text).say("Sam", "2026-11-20", "no", "no").do(Ending("finished")).close()

    assert open_now(done.do(late("gun", "yes")).state) == ["Noted after the end: A gun"]


def test_an_amendment_does_not_close_what_was_open(talk):
    ladder = talk(SHORT).do(Emergency("", calling=True)).say("Sam", "2026-11-20", "no", "no")
    ladder.do(Ending("finished")).close().do(right("gun", "no")).do(READ)

    assert [alert.rule for alert in ladder.state.alerts() if alert.status == "open"] == [
        EMERGENCY_KEY
    ]


# -- countersigns


def test_a_supervisor_records_a_lower_level_and_both_stay(ended):
    ended.do(right("thoughts", "yes"))
    ended.do(Countersigned(True, level="low", reason="Asked again, sober"))
    state = ended.state

    assert state.level().highest == "high"
    assert state.after.recorded[1].level == "low"
    assert state.tasks(START)[-1].why == "level: high"


def test_a_supervisor_may_raise_the_level(ended):
    level = ended.do(Countersigned(True, level="high", reason="I know him")).state.level()

    assert level.highest == "high"
    assert level.because[0].text == "Recorded by a supervisor: I know him"


def test_what_came_after_a_countersign_is_not_read_until_the_next_one(ended):
    ended.do(Amended("addendum", "One")).do(_read(ended)).do(Amended("addendum", "Two"))
    (two,) = ended.state.after.unread()
    assert two.event.text == "Two"

    ended.do(_read(ended))
    assert ended.state.after.unread() == []


def test_an_instruction_waits_until_somebody_who_saw_it_adds_something(ended):
    ended.do(Countersigned(False, "See her today"))
    assert ended.state.after.waits()[0][1].instruction == "See her today"

    ended.do(Amended("addendum", "Written meanwhile, on another computer"))
    assert ended.state.after.waits()[0][1].instruction == "See her today"

    saw = [ended.state.after.countersigns[-1][0].name]
    ended.do(Amended("addendum", "Saw her at noon", seen=saw))
    assert ended.state.after.waits() == []
    assert ended.do(_read(ended)).state.after.waits() == []


def test_a_request_of_the_client_waits_for_a_decision_that_names_it(ended):
    ended.do(Amended("client_request", "Take my job out", "It is nobody's business"))
    (request,) = ended.state.after.undecided()
    ended.do(Amended("addendum", "Refused", "It says why", request=request, decision="refused"))

    assert ended.state.after.undecided() == []
    with pytest.raises(CrisisError, match="No request"):
        ended.do(Amended("addendum", "Again", "r", request=request, decision="granted"))


def _read(talk):
    return Countersigned(True, read=[entry.name for entry in talk.state.after.entries])


# -- two authors, one number


def test_entries_of_one_number_have_names_of_their_own_that_stay():
    one = Entry(7, START, "Ana", Amended("addendum", "One"))
    other = Entry(7, START, "Sam", Amended("addendum", "One"))

    assert one.name != other.name and one.name.startswith("7-")
    again = Entry(7, START, "Ana", from_json(json.loads(json.dumps(to_json(one.event)))))
    assert again.name == one.name


def test_amendments_of_one_number_are_taken_in_any_order(ended):
    # Read one by one, a yes to the first leaves the second open, unless that was read before it.
    events = [right("thoughts", "yes"), late("intent", "no"), right("gun", "no")]
    states = [fold(ended.protocol, _with(ended, order)) for order in permutations(events)]

    assert len({frozenset(entry.name for entry in s.after.entries) for s in states}) == 1
    assert len({tuple(sorted(r.id for r in s.level().because)) for s in states}) == 1
    assert len({frozenset(open_now(state)) for state in states}) == 1


def _with(talk, events):
    """The entries of a contact, and these: all written on machines that knew of no other."""
    seq, at = len(talk.state.entries) + 1, START + timedelta(days=1)
    return [*talk.state.entries, *(Entry(seq, at, f"w{id(e)}", e) for e in events)]


@st.composite
def amended(draw, protocol):
    """An amendment that a record of this protocol takes."""
    steps = [step for step in protocol.all_steps if step.kind != "guidance"]
    step = draw(st.sampled_from(steps))
    kind = draw(st.sampled_from(AMENDMENTS))
    if kind in ("correction", "late_entry") and draw(st.booleans()):
        value, unknown = value_or_unknown(draw(answers(step)))
        return Amended(kind, "", "why", step.id, WHEN, value, unknown)
    about = draw(st.sampled_from(["", step.id]))
    return Amended(kind, "words", "why", about, WHEN, danger=draw(st.booleans()))


def _over(protocol, draw):
    """A contact with some answers, ended."""
    talk = Talk(protocol)
    for _ in range(draw(st.integers(0, 6))):
        now = talk.wanted
        if not isinstance(now, Ask):
            break
        talk.say(**{now.step.id: draw(answers(now.step))})
        while isinstance(talk.wanted, Show):
            talk.acknowledge()
    if talk.state.next():
        talk.do(Ending("enough"))
    else:
        talk.do(Ending("finished"))
    return talk.do(Ended())


FEW = settings(max_examples=100)


@FEW
@given(st.data())
def test_law_4_nothing_after_the_end_lowers_the_highest_level(data):
    talk = _over(data.draw(protocols()), data.draw)
    for _ in range(data.draw(st.integers(1, 4))):
        before, given_before = talk.state.level().highest, talk.state.given()
        present, path = talk.state.level().present, talk.path
        if data.draw(st.integers(0, 3)):
            talk.do(data.draw(amended(talk.protocol)))
        else:
            levels = [level for level in LEVELS if level != before]
            talk.do(Countersigned(True, level=data.draw(st.sampled_from(levels)), reason="why"))

        assert LEVELS.index(talk.state.level().highest) >= LEVELS.index(before)
        # What was said, and where it stands, is as it was.
        assert talk.state.given() == given_before and talk.path == path
        assert talk.state.level().present == present


@FEW
@given(st.data())
def test_law_4_danger_noted_late_is_never_told_as_none_and_is_due_at_once(data):
    talk = _over(data.draw(protocols()), data.draw)
    event = data.draw(amended(talk.protocol))
    talk.do(event)

    if talk.state.after.danger(event):
        assert talk.state.level().highest != "none"
        due = [task.due for task in talk.state.tasks(START) if task.kind == "outcome"]
        assert talk.state.entries[-1].at in due


@FEW
@given(st.data())
def test_same_numbered_amendments_say_the_same_in_any_order(data):
    talk = _over(data.draw(protocols()), data.draw)
    events = data.draw(st.lists(amended(talk.protocol), min_size=2, max_size=3))
    one = fold(talk.protocol, _with(talk, events))
    other = fold(talk.protocol, _with(talk, list(reversed(events))))

    assert {e.name for e in one.after.entries} == {e.name for e in other.after.entries}
    assert one.level().highest == other.level().highest
    assert {r.key for r in one.after.reasons} == {r.key for r in other.after.reasons}
    assert sorted(open_now(one)) == sorted(open_now(other))
    assert one.after.urgent() == other.after.urgent()
