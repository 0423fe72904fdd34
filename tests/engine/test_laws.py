"""The laws of the engine, each on walks through the real protocols and through made-up ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import answers, protocols
from talk import Talk

from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import (
    ENDINGS,
    Acknowledged,
    Answered,
    Emergency,
    Ended,
    Ending,
    Event,
    Kept,
    Outcome,
    Paused,
    Resumed,
    Revisited,
)
from crisis_cli.engine.interview import Ask, Closed, Review, Show, wanted
from crisis_cli.engine.state import State, fold
from crisis_cli.protocol.compiled import ENDED_EARLY, LEVELS, UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.protocol.source import load
from crisis_cli.protocol.truth import Said, evaluate, matches, said
from crisis_cli.records.opening import open_store

SHIPPED = sorted((Path(__file__).parents[2] / "protocols").glob("*.yaml"))
FEW = settings(
    max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def shipped() -> list[Protocol]:
    """The protocols of the project that hold questions."""
    return [load(path) for path in SHIPPED if path.read_text("utf-8").find("\nprotocol:") >= 0]


def any_protocol(monotone: bool = False) -> st.SearchStrategy[Protocol]:
    """A made-up protocol, or now and then a real one."""
    return st.one_of(protocols(monotone), protocols(monotone), st.sampled_from(shipped()))


def step_on(talk: Talk, draw: Callable[..., Any], ends: bool = True) -> None:
    """One more thing that a worker may do, drawn from all that can happen now."""
    now, state = talk.wanted, talk.state
    extra = draw(st.integers(0, 11))
    done = [step.id for step in state.path() if state.answer(step.id)]
    if extra in (0, 5, 6, 7) and done and not state.ending:
        _go_back(talk, draw, draw(st.sampled_from(done)))
    elif extra == 1:
        talk.do(Emergency("", calling=draw(st.booleans())))
    elif extra == 2:
        talk.do(Paused()).do(Resumed())
    elif extra == 3 and ends and not state.ending and state.next():
        talk.do(Ending(draw(st.sampled_from(ENDINGS[1:]))))
    else:
        _go_on(talk, draw, now, ends)


def _go_on(talk: Talk, draw: Callable[..., Any], now: Any, ends: bool) -> None:
    match now:
        case Show(block=block):
            talk.do(Acknowledged(block.id))
        case Ask(step=step):
            talk.say(**{step.id: draw(answers(step))})
        case Review() if ends:
            talk.do(Ending("finished"))
        case Closed() if not talk.state.ended:
            talk.do(Ended())


def _go_back(talk: Talk, draw: Callable[..., Any], step: str) -> None:
    how = draw(st.sampled_from(["kept", "changed", "changed", "corrected", "asked_again"]))
    if how == "kept":
        talk.look(step)
    else:
        talk.change(step, draw(answers(talk.state.step(step))), how, "why")


def walk(protocol: Protocol, draw: Callable[..., Any], most: int = 25, ends: bool = True) -> Talk:
    """Some steps into a contact."""
    talk = Talk(protocol)
    for _ in range(draw(st.integers(1, most))):
        if talk.state.ended:
            break
        step_on(talk, draw, ends)
    return talk


def picture(state: State) -> Any:
    """All that a worker or a document can see of a state."""
    return (
        [step.id for step in state.path()],
        {
            step.id: (state.answer(step.id), state.standing_in(step.id))
            for step in state.protocol.steps
        },
        state.given(),
        state.level(),
        state.if_ended(),
        [(a.rule, a.status, a.after, a.seq, a.acknowledged) for a in state.alerts()],
        wanted(state),
        state.most_left(),
        state.tasks(state.entries[-1].at),
    )


def whole(protocol: Protocol, said: dict[str, Any]) -> Talk:
    """A contact from start to end in which every question gets its answer from `said`."""
    talk = Talk(protocol)
    while not talk.state.ended:
        match talk.wanted:
            case Show(block=block):
                talk.do(Acknowledged(block.id))
            case Ask(step=step):
                talk.say(**{step.id: said[step.id]})
            case Review():
                talk.do(Ending("finished"))
            case Closed():
                talk.do(Ended())
    return talk


def all_answers(protocol: Protocol, draw: Callable[..., Any]) -> dict[str, Any]:
    """One answer to every step, in and out of blocks; most danger questions get a plain no."""
    steps = [*protocol.steps, *(s for b in protocol.blocks.values() for s in b.steps)]
    asked = [s for s in steps if KINDS[s.kind].asks]
    calm = {s.id for s in asked if s.danger and draw(st.integers(0, 7))}
    return {s.id: "no" if s.id in calm else draw(answers(s)) for s in asked}


@FEW
@given(st.data())
def test_law_1_the_path_is_a_pure_function_of_protocol_and_entries(data):
    """Entry by entry, and all at once from storage, give the same picture."""
    talk = walk(data.draw(any_protocol()), data.draw)
    step_by_step = State(talk.protocol)
    for entry in talk.state.entries:
        step_by_step.add(entry)
        picture(step_by_step)

    assert picture(step_by_step) == picture(talk.reloaded())


@FEW
@given(st.data())
def test_law_1_only_answers_on_the_path_count(data):
    """An answer off the path is in force nowhere, and is not among what documents print."""
    talk = walk(data.draw(any_protocol()), data.draw)
    for step in talk.protocol.steps:
        if not talk.state.on_path(step.id):
            assert talk.state.answer(step.id) is None
            assert all(g.standing != "in_force" for g in talk.state.history(step.id))


@FEW
@given(st.data())
def test_law_2_changing_answers_gives_what_a_fresh_interview_with_them_gives(data):
    talk = walk(data.draw(any_protocol()), data.draw, ends=False)
    fresh = Talk(talk.protocol)
    for step in talk.protocol.steps:
        if step.id in talk.answers:
            fresh.say(**{step.id: talk.answers[step.id]})

    assert fresh.path == talk.path
    assert fresh.answers == talk.answers
    assert fresh.state.level().present == talk.state.level().present
    assert fresh.state.next() == talk.state.next()
    assert fresh.state.most_left() == talk.state.most_left()


@FEW
@given(st.data())
def test_law_2_the_next_question_is_the_first_unanswered_one_on_the_path(data):
    talk = walk(data.draw(any_protocol()), data.draw, ends=False)
    waiting = [s for s in talk.state.path() if KINDS[s.kind].asks and not talk.state.answer(s.id)]

    assert talk.state.next() == (waiting[0] if waiting else None)


@FEW
@given(st.data())
def test_law_2_nothing_is_deleted_and_danger_is_never_offered(data):
    talk = walk(data.draw(any_protocol()), data.draw)
    given_ = [e for e in talk.state.entries if isinstance(e.event, Answered)]

    assert [g.seq for g in talk.state.given()] == [entry.seq for entry in given_]
    for step in talk.protocol.steps:
        if step.danger:
            assert talk.state.offer(step.id) is None


@settings(FEW, max_examples=200)
@given(st.data())
def test_law_2_withdrawn_answers_are_offered_again_but_danger_is_asked_afresh(data):
    """There and back: whatever left the path with a change and returns waits for its answer."""
    protocol = data.draw(any_protocol())
    said = all_answers(protocol, data.draw)
    talk = Talk(protocol)
    while step := talk.state.next():
        talk.say(**{step.id: said[step.id]})
    gates = [s for s in talk.state.path() if KINDS[s.kind].asks]
    if not gates:
        return
    gate = data.draw(st.sampled_from(gates))
    before = talk.path
    talk.change(gate.id, data.draw(answers(gate)))
    left = [name for name in before if not talk.state.on_path(name)]
    talk.change(gate.id, said[gate.id])

    for step in (talk.state.step(name) for name in left if talk.state.on_path(name)):
        if KINDS[step.kind].asks:
            again = None if step.danger or said[step.id] in UNKNOWN else said[step.id]
            assert (talk.state.answer(step.id), talk.state.offer(step.id)) == (None, again)
            assert [given.standing for given in talk.state.history(step.id)] == ["withdrawn"]


@FEW
@given(st.data())
def test_law_3_a_stop_after_any_entry_resumes_at_the_same_place(data):
    talk = walk(data.draw(any_protocol()), data.draw)
    before = talk.shown
    if not talk.state.ended:
        talk.do(Paused()).do(Resumed())

    assert talk.shown == before


@settings(FEW, max_examples=20)
@given(st.data())
def test_law_3_from_a_real_store_every_entry_is_read_back_at_the_same_place(data):
    """Written to SQLite and read by a new connection after each entry, as after a kill."""
    protocol = data.draw(any_protocol())
    talk = walk(protocol, data.draw, most=12)
    with TemporaryDirectory() as folder:
        path = Path(folder, "contacts.db")
        first, *later = talk.state.entries
        with open_store(path) as store:
            contact = store.begin(first.event, json.dumps(to_json(protocol)), first.at, "worker")
        for count, entry in enumerate(later, 2):
            with open_store(path) as store:
                store.append(contact, entry.event, entry.at, "worker")
            with open_store(path) as store:
                stored = store.read(contact)
                again = fold(from_json(json.loads(store.protocol(contact))), stored)
            assert stored == talk.state.entries[:count]
            assert wanted(again) == wanted(fold(protocol, talk.state.entries[:count]))


@FEW
@given(st.data())
def test_law_4_the_highest_level_never_falls_but_by_a_correction(data):
    talk = Talk(data.draw(any_protocol()))
    for _ in range(data.draw(st.integers(1, 25))):
        before = talk.state.level().highest
        if talk.state.ended:
            break
        step_on(talk, data.draw)
        last = talk.state.entries[-1].event
        if not (isinstance(last, Answered) and last.how == "corrected"):
            assert LEVELS.index(talk.state.level().highest) >= LEVELS.index(before)


@FEW
@given(st.data())
def test_law_4_the_highest_level_is_never_below_the_present_one(data):
    """Also after corrections; and the alert of a rule that holds is no mistake."""
    state = walk(data.draw(any_protocol()), data.draw).state
    level = state.level()

    assert LEVELS.index(level.highest) >= LEVELS.index(level.present)
    held = state._alerts.watch.holding
    assert not any(alert.mistake for alert in state._alerts.standing(held))


@FEW
@given(st.data())
def test_law_4_any_answer_in_place_of_a_plain_no_never_lowers_the_level(data):
    protocol = data.draw(any_protocol(monotone=True))
    said = all_answers(protocol, data.draw)
    dangers = [step.id for step in protocol.steps if step.danger]
    if not dangers:
        return
    step = data.draw(st.sampled_from(dangers))
    other = data.draw(st.sampled_from(["yes", *UNKNOWN]))
    with_no = whole(protocol, said | {step: "no"}).state.level()
    instead = whole(protocol, said | {step: other}).state.level()

    assert LEVELS.index(instead.highest) >= LEVELS.index(with_no.highest)
    assert instead.undetermined >= with_no.undetermined


@settings(FEW, max_examples=400)
@given(st.data())
def test_law_4_what_counts_unasked_on_the_way_still_counts_at_the_end(data):
    """No level comes of a step that was not drawn while a later answer could still reassure."""
    protocol = data.draw(protocols())
    said = all_answers(protocol, data.draw)
    talk, undrawn = Talk(protocol), set[str]()
    while step := talk.state.next():
        talk.say(**{step.id: said[step.id]})
        now = {s.id for s in protocol.steps if talk.state.standing_in(s.id) == "could_not_assess"}
        assert undrawn <= now
        undrawn = now


@FEW
@given(st.data())
def test_law_4_ending_early_never_lowers_the_level(data):
    talk = walk(data.draw(any_protocol()), data.draw, ends=False)
    before = talk.state.level().highest
    at_an_ending = talk.state.if_ended()
    early = talk.state.next() is not None
    talk.leave("client_left" if early else "finished")

    assert LEVELS.index(talk.state.level().highest) >= LEVELS.index(before)
    assert talk.state.level().highest == at_an_ending.highest
    assert talk.state.level().undetermined == at_an_ending.undetermined


@FEW
@given(st.data())
def test_law_4_the_order_of_the_answers_changes_no_level(data):
    """Answers given by jumping about end at the level of the same answers given in order."""
    protocol = data.draw(any_protocol(monotone=True))
    said = all_answers(protocol, data.draw)
    in_order = whole(protocol, said)
    talk = Talk(protocol)
    while talk.state.next():
        waiting = [
            s for s in talk.state.path() if KINDS[s.kind].asks and not talk.state.answer(s.id)
        ]
        step = data.draw(st.sampled_from(waiting))
        talk.say(**{step.id: said[step.id]})

    assert talk.path == in_order.path
    assert talk.state.level().present == in_order.state.level().present
    assert talk.state.if_ended().highest == in_order.state.level().highest


def counts(state: State, step: str) -> Said | None:
    """What counts now for a question, found without the engine's own conditions."""
    given = state.answer(step)
    if given:
        return None if given.unknown == "not_asked" else said(state.step(step), *_raw(given))
    return Said("could_not_assess", None) if _unasked(state, step) else None


def _raw(given: Given) -> tuple[Any, str]:
    return given.value, given.unknown


def _unasked(state: State, step: str) -> bool:
    return state.standing_in(step) == "could_not_assess"


def true_now(state: State, condition: Condition, among: Collection[str] | None = None) -> bool:
    """Whether a condition holds by what was said; `among`: by these questions' answers alone."""

    def atom(part: Condition) -> bool:
        if part[0] == "on_path":
            return bool(state.on_path(part[1]) == part[2])
        seen = among is None or part[1] in among
        return matches(part, counts(state, part[1]) if seen else None)

    return bool(evaluate(condition, atom, state.protocol.rules))


class Unread:
    """Which urgent rules hold and wait to be read: kept from the answers and from what was read,
    apart from the engine's alerts."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.held, self.since = talk, set[str](), dict[str, int]()
        self.look()

    def look(self) -> set[str]:
        """After one more thing: the rules that began to hold with it."""
        state, last = self.talk.state, self.talk.state.entries[-1]
        if isinstance(last.event, Acknowledged):
            runs = {one.rule: one.block for one in self.talk.protocol.urgent}
            read = last.event.block
            self.since = {rule: seq for rule, seq in self.since.items() if runs[rule] != read}
        rules = {one.rule for one in self.talk.protocol.urgent}
        now = {rule for rule in rules if true_now(state, state.protocol.rules[rule].when)}
        began, self.held = now - self.held, now
        self.since |= dict.fromkeys(began, last.seq)
        return began

    def blocks(self) -> list[str]:
        """The blocks that must come, the most pressing first."""
        urgent = self.talk.protocol.urgent
        return [one.block for one in urgent if one.rule in self.held and one.rule in self.since]


@settings(FEW, max_examples=500)
@given(st.data())
def test_law_5_a_block_is_next_when_its_rule_begins_to_hold(data):
    """Each time that it does, with an alert of its own; and no question of the path, review or
    end comes before what waits to be read, whatever was done since."""
    talk = Talk(data.draw(any_protocol()))
    unread, began = Unread(talk), set[str]()
    for _ in range(data.draw(st.integers(1, 25))):
        blocks, now = unread.blocks(), talk.wanted
        if began or (blocks and not (isinstance(now, Ask) and now.step.block)):
            assert isinstance(now, Show)
            assert now.block.id == blocks[0]
        if talk.state.ended:
            break
        step_on(talk, data.draw)
        began = unread.look()
        alerts = {(a.rule, a.seq): a for a in talk.state.alerts()}
        waiting = {(rule, seq) for rule, seq in unread.since.items() if rule in unread.held}
        assert waiting <= set(alerts)
        assert not any(alerts[one].mistake or alerts[one].acknowledged for one in waiting)


def to_review(protocol: Protocol, said: dict[str, Any]) -> Talk:
    """A contact in which every question has its answer, every block was read, and none ended."""
    talk = Talk(protocol)
    while not isinstance(talk.wanted, Review):
        match talk.wanted:
            case Show(block=block):
                talk.do(Acknowledged(block.id))
            case Ask(step=step):
                talk.say(**{step.id: said[step.id]})
    return talk


@settings(FEW, max_examples=200)
@given(st.data())
def test_law_5_an_answer_that_is_changed_brings_its_block_up_as_a_first_one_does(data):
    protocol = data.draw(any_protocol().filter(lambda one: one.urgent))
    talk = to_review(protocol, all_answers(protocol, data.draw))
    unread = Unread(talk)
    unread.since.clear()  # all that came up until here was read
    for _ in range(4):
        given = [s for s in talk.state.path() if s.danger and talk.state.answer(s.id)]
        if not given or not isinstance(talk.wanted, Review):
            return
        step = data.draw(st.sampled_from(given))
        said = data.draw(st.one_of(st.sampled_from([*step.options] or ["no"]), answers(step)))
        talk.change(step.id, said, data.draw(st.sampled_from(["changed", "asked_again"])), "why")
        began = unread.look()
        # What the change took off the path cannot be looked at again.
        there = [one.id for one in given if talk.state.answer(one.id)]
        if there and data.draw(st.booleans()):
            talk.do(Revisited(data.draw(st.sampled_from(there))))
        assert not began or isinstance(talk.wanted, Show), began
        while isinstance(talk.wanted, Show):
            assert talk.wanted.block.id == unread.blocks()[0]
            talk.do(Acknowledged(talk.wanted.block.id))
            unread.look()
        if talk.state.revisiting:
            talk.do(Kept(talk.state.revisiting))


def _may_close(state: State, event: Event) -> bool:
    """Whether this may end an alert: it was done, what came of it was said, or it was a slip."""
    if isinstance(event, Answered):
        done = state.block_of(event.step) and event.value == {"outcome": "done"}
        return event.how == "corrected" or bool(done)
    return isinstance(event, Outcome)


@FEW
@given(st.data())
def test_law_5_an_alert_stays_open_until_its_outcome_is_said_or_it_was_a_slip(data):
    talk = Talk(data.draw(any_protocol()))
    for _ in range(data.draw(st.integers(1, 25))):
        still_open = [a.seq for a in talk.state.alerts() if a.status == "open"]
        if talk.state.ended:
            break
        step_on(talk, data.draw)
        last = talk.state.entries[-1].event
        if not _may_close(talk.state, last):
            assert set(still_open) <= {a.seq for a in talk.state.alerts() if a.status == "open"}


@FEW
@given(st.data())
def test_law_6_the_emergency_key_works_at_any_point_of_an_open_contact(data):
    talk = walk(data.draw(any_protocol()), data.draw)
    before = talk.shown
    if talk.state.ended:
        return
    talk.do(Emergency("")).do(Emergency("", calling=True))

    assert talk.shown == before
    assert talk.state.level().highest == "emergency"


def _not_confirmed(talk: Talk) -> Iterator[str]:
    """The actions of the path, and of an early ending, of which nobody knows what came of them."""
    ended = next(e.seq for e in talk.state.entries if isinstance(e.event, Ending))
    early = fold(talk.protocol, talk.state.entries[: ended - 1]).next() is not None
    block = talk.protocol.blocks.get(ENDED_EARLY)
    steps = [*talk.state.path(), *(talk.state.shown(block) if block and early else ())]
    for step in (one for one in steps if one.kind == "action"):
        given = talk.state.answer(step.id)
        settled = ["done"] if step.block else ["done", "not_done"]
        known = given and not given.unknown and given.value["outcome"] in settled
        if not known and (given or step.block):
            yield f"action: {step.id}"


@FEW
@given(st.data())
def test_law_7_every_contact_can_end_now_with_a_level_and_a_follow_up(data):
    talk = walk(data.draw(any_protocol()), data.draw)
    if not talk.state.ending:
        talk.leave("client_left" if talk.state.next() else "finished")
    if not talk.state.ended:
        talk.close()
    open_ = [f"alert: {a.rule}" for a in talk.state.alerts() if a.status == "open"]
    tasks = talk.state.tasks(talk.state.entries[-1].at + timedelta(days=1))

    assert talk.state.level().highest in LEVELS
    assert [t for t in tasks if t.kind == "follow_up"]
    assert [t.why for t in tasks if t.kind == "outcome"] == [*open_, *_not_confirmed(talk)]
    assert all(t.due == talk.state.ending_at for t in tasks if t.kind == "outcome")
    assert all(t.due.tzinfo for t in tasks)


@FEW
@given(st.data())
def test_law_8_a_contact_goes_on_with_the_protocol_it_began_with(data):
    """The compiled protocol is stored with the contact; what is read back leads the same way."""
    talk = walk(data.draw(any_protocol()), data.draw)
    stored = from_json(to_json(talk.protocol))

    assert stored == talk.protocol
    assert picture(fold(stored, talk.state.entries)) == picture(talk.state)


def cites(state: State, condition: Condition, answers: dict[str, Any]) -> bool:
    """Whether these are answers that count now, and make the condition hold by themselves."""
    found = {step: counts(state, step) for step in answers}
    so = {step: one.word if one.value is None else one.value for step, one in found.items() if one}
    return so == answers and true_now(state, condition, among=answers)


@settings(FEW, max_examples=200)
@given(st.data())
def test_law_9_each_level_and_alert_names_its_rule_and_answers(data):
    """The rule, and answers that by themselves make it hold: of the highest level and of each
    alert those that did when it began, of the present level those that do now."""
    talk = Talk(data.draw(any_protocol()))
    concern = {one.id: one for one in talk.protocol.concern}
    known = set[Any]()
    for _ in range(data.draw(st.integers(1, 25))):
        state, level = talk.state, talk.state.level()
        slip = getattr(state.entries[-1].event, "how", "") == "corrected"
        assert bool(level.because) is (level.highest != "none")
        assert all(one.level == level.highest and one.id and one.text for one in level.because)
        new = [r for r in level.because if r.key not in known and r.at == state.entries[-1].at]
        if not state.ending and not slip:
            own = [one for one in new if one.id in concern]
            assert all(cites(state, concern[one.id].when, one.answers) for one in own)
            seen = [a for a in state.alerts() if a.seq == state.entries[-1].seq and not a.by_key]
            rules = talk.protocol.rules
            assert all(cites(state, rules[a.rule].when, a.answers) for a in seen)
        known |= {one.key for one in level.because}
        assert_the_present_level_is_named(talk.state)
        if state.ended:
            break
        step_on(talk, data.draw)


def assert_the_present_level_is_named(state: State) -> None:
    """Each line of concern that gives the present level stands there with its answers of now."""
    level = state.level()
    lines = [one for one in state.protocol.concern if true_now(state, one.when)]
    assert level.present == max((one.level for one in lines), key=LEVELS.index, default="none")
    named = {one.id: one.answers for one in level.because_now or level.because}
    for one in lines:
        if one.level == level.present != "none":
            assert one.id in named
            assert cites(state, one.when, named[one.id]) or not level.because_now
            assert cites(state, ["all", []], named[one.id])
            assert named[one.id] or true_now(state, one.when, among=())


@FEW
@given(st.text(min_size=1).filter(str.strip))
def test_law_10_any_text_is_kept_as_it_was_typed_and_acts_as_no_answer(text):
    """No text can be taken for an option or for an unknown, even one that reads like it."""
    steps = (
        Step("said", "text", "Say"),
        Step("then", "text", "Then", when=["is", "said", ["yes", *UNKNOWN]]),
    )
    talk = Talk(Protocol("t", "T", "1", "0", steps=steps))
    talk.do(Answered("said", text))

    assert json.loads(talk.lines[-1])["value"] == text
    assert talk.state.answer("said").value == text
    assert talk.path == ["said"]


@pytest.mark.parametrize("word", ["yes", *UNKNOWN])
def test_law_10_a_text_that_reads_like_an_answer_is_only_text(word):
    steps = (
        Step("said", "text", "Say"),
        Step("then", "text", "Then", when=["is", "said", ["yes", *UNKNOWN]]),
    )
    talk = Talk(Protocol("t", "T", "1", "0", steps=steps)).do(Answered("said", word))

    assert talk.path == ["said"]


def test_every_walk_through_a_shipped_protocol_ends():
    """No loops: with the longest answers the questions run out."""
    for protocol in shipped():
        talk = Talk(protocol)
        for _ in range(3 * len(protocol.steps)):
            match talk.wanted:
                case Show(block=block):
                    talk.do(Acknowledged(block.id))
                case Ask(step=step):
                    talk.say(**{step.id: "unsure"})
                case _:
                    break

        assert isinstance(talk.wanted, Review)
