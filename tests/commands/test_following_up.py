"""crisis follow-up: who is to be followed up, tries to reach them, and what settled it."""

import json
import textwrap
from datetime import datetime, timedelta

import pytest

from crisis_cli.commands.contacts import begin, now, read
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.stores import store_of
from crisis_cli.commands.times import moment_of
from crisis_cli.commands.to_do import to_do
from crisis_cli.engine.additions import Assigned, Settled, Tried
from crisis_cli.engine.entries import Answered, Ended, Ending, Opened
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.source import load

MORE = """\
  - {within: 7 days, after: 5 days, what: Warm words, caring: yes}
  - {within: 30 days, after: 20 days, what: Ask how they are}
"""
REACH_STEP = """\
      - {id: reach, ask: How may I reach you?, kind: text, record: reach}
      - {id: thoughts,"""
FOLLOW_UP = """
    protocol: follow-up
    title: Follow-up
    version: 1
    languages: [en]
    sections:
      - id: first
        title: First
        aim: Know how it went.
        steps:
          - {id: who, ask: Who speaks?, answers: {them: They do, other: Somebody else}}
          - {id: how, ask: How did it go?, kind: text}
          - {id: thoughts, ask: Any thoughts of ending your life?, answers: yn, danger: yes}
          - {id: friend, ask: Who could you call?, kind: person, start_from: last_plan}
    answer_sets:
      yn: {yes: "Yes", no: "No"}
    blocks:
      ended_early: []
    follow_up:
      - {within: 14 days, what: Ask again}
"""
REACH = "Call me, but leave no message"
DAYS = timedelta(days=1)


@pytest.fixture
def protocol(draft, tmp_path, approve):
    """The short protocol, with more follow-ups and a way to reach them."""
    text = draft.read_text(encoding="utf-8")
    text = text.replace("  - {within: 7 days, what: Meet them}\n", MORE)
    path = tmp_path / "long.yaml"
    path.write_text(text.replace("      - {id: thoughts,", REACH_STEP), encoding="utf-8")
    approve(path)
    return load(path)


@pytest.fixture
def questions(tmp_path, approve):
    """The path of a follow-up that was approved."""
    path = tmp_path / "follow-up.yaml"
    path.write_text(textwrap.dedent(FOLLOW_UP), encoding="utf-8")
    approve(path)
    return path


@pytest.fixture
def had(protocol):
    """A contact that began so many hours ago, and lasted so many; its id."""

    def make(
        hours=1, thoughts="yes", case="", client="Sam", finish=True, of=None, worker="Ana", lasted=0
    ):
        at = now() - timedelta(hours=hours)
        of = of or protocol
        with store_of() as store:
            opened = Opened(of.id, "1", of.hash, worker=worker, client=client)
            one = begin(store, of, opened, lambda: at, case)
            one.clock = lambda: at + timedelta(hours=lasted)
            if finish:
                one.write(Answered("reach", REACH))
                one.write(Answered("thoughts", thoughts))
            one.write(Ending("client_left"))
            one.write(Ended())
        return one.id

    return make


def listed(crisis):
    done = crisis("follow-up", "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def tasks(rows):
    return [(row["contact"], row["what"]) for row in rows]


def events(contact):
    with store_of() as store:
        return [entry.event for entry in read(store, contact).state.after.entries]


def case_of(contact):
    with store_of() as store:
        return store.case_of(contact)


def test_the_list_is_by_due_time_with_the_way_that_they_chose(crisis, had):
    late, soon = had(hours=30), had(hours=2, client="Kim")
    rows = listed(crisis)

    assert tasks(rows)[:2] == [(late, "Call them"), (soon, "Call them")]
    first = rows[0]
    assert first["overdue"] and not rows[1]["overdue"]
    assert (first["owner"], first["level"], first["client"]) == ("Ana", "moderate", "Sam")
    assert first["reach"] == [f"How may I reach you? {REACH}"]
    assert datetime.fromisoformat(first["due"]).tzinfo is not None
    assert first["tell"] == "Your supervisor" or first["tell"]
    said = crisis("follow-up").stdout
    assert said.index(late) < said.index(soon)
    assert REACH in said and "OVERDUE, and nobody has tried" in said
    assert "4 more make sense later" in said


def test_nobody_to_follow_up_is_said_so(crisis, short, started, calm):
    assert "Nobody is to be followed up." in crisis("follow-up").stdout


def test_a_try_in_vain_is_kept_at_once_and_says_what_is_wanted_and_whom_to_tell(crisis, had):
    contact = had()
    first = crisis("follow-up", contact, "--tried", "phone", "--left", "Nothing", "--worker", "Ben")
    second = crisis("follow-up", contact, "--tried", "phone", "--json")
    told = json.loads(second.stdout)

    assert first.exit_code == second.exit_code == 0
    assert "1 of 3 tries" in first.stdout and "try another way" in first.stdout
    assert "Tell now" not in first.stdout  # the policy tells of moderate after two
    assert events(contact)[0] == Tried("follow_up 1", "phone", left="Nothing")
    assert told["settled"] is False and told["left"]["tell"]
    assert told["left"]["tries"][0]["by"] == "Ben"
    again = crisis("follow-up", contact, "--tried", "text").stdout
    assert "NOT REACHED: 3 tries. Tell now:" in again
    assert "crisis amend" in again and "--kind consult" in again


def test_when_it_happened_stands_beside_when_it_was_written(crisis, had):
    contact = had(hours=5)
    at = (now() - timedelta(hours=2)).isoformat(timespec="minutes")
    crisis("follow-up", contact, "--tried", "phone", "--happened", at)

    assert events(contact)[0].happened == at
    assert listed(crisis)[0]["tries"][0]["at"] == at


def test_a_try_from_before_the_contact_counts_for_nothing(crisis, had):
    """A slip of the year must not tell anybody that they tried long enough."""
    one = had(hours=2)
    crisis("follow-up", one, "--tried", "phone")
    once = listed(crisis)[0]["wanted"]
    crisis("follow-up", one, "--tried", "in_person", "--happened", "2020-11-20T09:05")

    (row, *_) = listed(crisis)
    assert len(row["tries"]) == 2  # both stay written
    assert row["wanted"] == once


@pytest.mark.parametrize("said", [False, True])
def test_a_try_of_the_minute_in_which_the_contact_began_counts(crisis, had, said):
    """Its time is told to the second; where the worker says it, to the minute."""
    one = had(hours=0)
    at = ["--happened", now().isoformat(timespec="minutes")] if said else []
    wanted = listed(crisis)[0]["wanted"]
    crisis("follow-up", one, "--tried", "phone", *at)

    assert listed(crisis)[0]["wanted"] != wanted


def test_giving_up_too_soon_is_told_needs_a_reason_and_is_not_refused(crisis, had):
    contact = had()
    no_reason = crisis("follow-up", contact, "--settle", "given_up")
    done = crisis("follow-up", contact, "--settle", "given_up", "--reason", "They moved away")

    assert no_reason.exit_code == Exit.TOLD and "reason" in no_reason.stderr
    assert done.exit_code == 0 and "The policy still wanted: 0 of 3 tries" in done.stdout
    (settled,) = events(contact)
    assert settled.wanted[0] == "0 of 3 tries"
    assert "Call them" not in [what for _, what in tasks(listed(crisis))]


def test_words_that_were_sent_settle_the_caring_contact_and_no_other(crisis, had):
    contact = had(hours=6 * 24)
    done = crisis("follow-up", contact, "--settle", "sent")

    assert done.exit_code == 0, done.stderr
    assert "Nobody has to see to this any more: Warm words." in done.stdout
    assert events(contact) == [Settled("follow_up 2", "sent")]
    assert [what for _, what in tasks(listed(crisis))] == ["Call them", "Ask how they are"]
    wrong = crisis("follow-up", contact, "--settle", "sent", "--task", "follow_up 1")
    assert wrong.exit_code == Exit.TOLD and "caring contact only" in wrong.stderr


def test_words_that_make_sense_only_later_are_not_settled_by_a_slip(crisis, had):
    contact = had()
    early = crisis("follow-up", contact, "--settle", "sent")

    assert early.exit_code == Exit.TOLD and events(contact) == []
    assert "'Warm words' makes sense from " in early.stderr
    assert "Add --task 'follow_up 2'." in early.stderr
    assert not crisis("follow-up", contact, "--settle", "sent", "--task", "follow_up 2").exit_code


def test_somebody_else_sees_to_it_from_now_on(crisis, had):
    contact = had()
    done = crisis("follow-up", contact, "--hand-to", "Ben", "--reason", "Ana is away")

    assert "Ben sees to it from now on" in done.stdout
    assert events(contact) == [Assigned("follow_up 1", "Ben", "Ana is away")]
    assert [row["owner"] for row in listed(crisis)] == ["Ben", "Ana", "Ana"]


def test_who_is_reached_is_led_through_the_follow_up_which_then_is_settled(
    crisis, had, questions, script, tmp_path
):
    before = had(hours=20)
    script({"who": "them", "how": "Better", "thoughts": "no", "friend": "declined"})
    done = crisis(
        "follow-up", before, "--tried", "phone", "--reached", "--begin", "--json",
        "--protocol", questions, "--answers", tmp_path / "answers.yaml", "--out", tmp_path / "out",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    new = json.loads(done.stdout)["contact"]

    assert case_of(new) == case_of(before)
    assert events(before) == [
        Tried("follow_up 1", "phone", reached=True),
        Settled("follow_up 1", "reached", new),
        Settled("follow_up 3", "reached", new),
    ]
    with store_of() as store:
        opened = read(store, new).state.opened
    assert (opened.client, opened.brought["follows"]) == ("Sam", before)
    assert tasks(listed(crisis)) == [(before, "Warm words"), (new, "Ask again")]


def test_a_follow_up_in_which_danger_was_not_asked_settles_nothing(
    crisis, had, questions, script, tmp_path
):
    before = had(hours=20)
    script({"who": "them", "how": "Hung up"}, unanswered="end")
    done = crisis(
        "follow-up", before, "--begin", "--protocol", questions,
        "--answers", tmp_path / "answers.yaml", "--out", tmp_path / "out",
    )  # fmt: skip

    assert "danger was not asked to the end" in done.stderr
    assert events(before) == []
    assert (before, "Call them") in tasks(listed(crisis))


def test_a_later_contact_takes_over_what_it_asks_and_no_caring_contact_is_lost_or_sent_twice(
    crisis, had, questions
):
    first = had(hours=50)
    with store_of() as store:
        plain = load(questions)
        opened = Opened(plain.id, "1", plain.hash, worker="Ana", client="Sam")
        one = begin(store, plain, opened, now, store.case_of(first))
        for event in (Answered("thoughts", "no"), Ending("enough"), Ended()):
            one.write(event)
    assert tasks(listed(crisis)) == [(first, "Warm words"), (one.id, "Ask again")]

    second = had(hours=0, case=case_of(first))
    due = {row["contact"]: row["due"] for row in json.loads(crisis("cases", "--json").stdout)}
    assert due[second] and due[first] is due[one.id] is None  # no list tells it of what is over
    assert tasks(listed(crisis)) == [
        (second, "Call them"),
        (second, "Warm words"),
        (second, "Ask how they are"),
    ]


def test_a_contact_that_asks_about_fewer_dangers_takes_over_nothing(
    crisis, had, questions, approve
):
    """A talk about work on the evening of a crisis leaves the call of the next day where it is."""
    path = questions.parent / "work.yaml"
    work = textwrap.dedent(FOLLOW_UP).replace("protocol: follow-up", "protocol: work")
    path.write_text(work.replace("id: thoughts", "id: danger_now"), encoding="utf-8")
    approve(path)
    first = had(hours=3)
    with store_of() as store:
        plain = load(path)
        opened = Opened(plain.id, "1", plain.hash, worker="Ana", client="Sam")
        one = begin(store, plain, opened, now, store.case_of(first))
        for event in (Answered("danger_now", "no"), Ending("enough"), Ended()):
            one.write(event)

    assert {(first, "Call them"), (one.id, "Ask again")} <= set(tasks(listed(crisis)))
    assert first in [row["contact"] for row in json.loads(crisis("--json").stdout)["due"]]
    later = had(hours=0, case=case_of(first))
    assert (first, "Call them") not in tasks(listed(crisis))
    assert (later, "Call them") in tasks(listed(crisis))


def test_a_follow_up_that_passed_danger_by_settles_nothing(
    crisis, had, questions, script, tmp_path
):
    before = had(hours=20)
    script({"who": "them", "how": "Fine", "thoughts": "not_asked", "friend": "declined"})
    crisis(
        "follow-up", before, "--begin", "--protocol", questions,
        "--answers", tmp_path / "answers.yaml", "--out", tmp_path / "out",
    )  # fmt: skip

    assert events(before) == []


def test_what_somebody_else_answered_settles_nothing_and_takes_over_nothing(
    crisis, had, questions, approve, script, tmp_path
):
    before = had(hours=20)
    there = "rules:\n  with_them: {means: The person is there, who: them}\nsections:"
    questions.write_text(questions.read_text(encoding="utf-8").replace("sections:", there))
    approve(questions)
    for who, settled in (("other", []), ("them", ["reached", "reached"])):
        script({"who": who, "how": "Fine", "thoughts": "no", "friend": "declined"})
        crisis(
            "follow-up", before, "--begin", "--protocol", questions,
            "--answers", tmp_path / "answers.yaml", "--out", tmp_path / "out",
        )  # fmt: skip

        assert [event.how for event in events(before)] == settled
        assert ((before, "Call them") in tasks(listed(crisis))) is not bool(settled)


def test_who_was_there_and_would_rather_not_say_was_reached_all_the_same(
    crisis, had, questions, script, tmp_path
):
    before = had(hours=20)
    script({"who": "them", "how": "Fine", "thoughts": "declined", "friend": "declined"})
    crisis(
        "follow-up", before, "--begin", "--protocol", questions,
        "--answers", tmp_path / "answers.yaml", "--out", tmp_path / "out",
    )  # fmt: skip

    assert [event.how for event in events(before)] == ["reached", "reached"]


def test_a_contact_that_broke_off_before_danger_was_asked_takes_over_nothing(crisis, had):
    first = had(hours=30)
    had(hours=1, case=case_of(first), finish=False)

    assert (first, "Call them") in tasks(listed(crisis))
    assert first in [row["contact"] for row in json.loads(crisis("--json").stdout)["due"]]


def test_a_contact_of_a_clock_that_ran_behind_is_not_hidden_by_what_came_before_it(crisis, had):
    """A computer whose battery is empty begins with a day long ago, and a wrong day must not take
    somebody off the list."""
    before = had(hours=30)
    after = had(hours=9000, case=case_of(before))

    assert {(before, "Call them"), (after, "Call them")} <= set(tasks(listed(crisis)))
    assert after in [row["contact"] for row in json.loads(crisis("--json").stdout)["due"]]


def test_a_contact_of_a_clock_that_ran_ahead_hides_nobody_who_comes_after_it(crisis, had):
    before = had(hours=-9000)
    after = had(hours=20, case=case_of(before))

    assert (after, "Call them") in tasks(listed(crisis))


@pytest.mark.parametrize(("lasted", "stands"), [(2, True), (1, False)])
def test_two_contacts_that_overlap_by_the_clocks_of_two_computers_both_stand(
    crisis, had, lasted, stands
):
    one = had(hours=5, lasted=lasted)
    other = had(hours=4, case=case_of(one), worker="Ben")
    found = tasks(listed(crisis))

    assert (other, "Call them") in found
    assert ((one, "Call them") in found) is stands


def test_a_contact_that_is_still_open_takes_over_nothing(crisis, had):
    first = had(hours=50)
    with store_of() as store:
        made = read(store, first).state.protocol
        opened = Opened(made.id, "1", made.hash, worker="Ana", client="Sam")
        one = begin(store, made, opened, now, store.case_of(first))
        one.write(Answered("thoughts", "no"))
    while_open = tasks(listed(crisis))
    with store_of() as store:
        ending = read(store, one.id)
        ending.write(Ending("client_left"))
        ending.write(Ended())

    assert (first, "Call them") in while_open
    assert {contact for contact, _ in tasks(listed(crisis))} == {one.id}


def test_the_index_tells_the_same_as_reading_every_contact(crisis, had):
    ids = [had(hours=60), had(hours=30, client="Kim")]
    had(hours=40, case=case_of(ids[0]), finish=False)
    had(hours=20, case=case_of(ids[0]), thoughts="no")
    had(hours=10, case=case_of(ids[1]), finish=False)
    crisis("follow-up", ids[1], "--tried", "phone")
    told = tasks(listed(crisis))

    with store_of() as store:
        every = to_do(Lists(store).everyone())
        read_all = {(one.said.contact, task["what"]) for one in every for task in one.tasks}
    assert set(told) == read_all
    assert tasks(listed(crisis)) == told


def test_how_they_said_last_that_they_want_to_be_reached_is_shown_for_every_follow_up(crisis, had):
    first = had(hours=30)
    with store_of() as store:
        case = store.case_of(first)
        one = read(store, first)
        opened = Opened("short", "1", one.state.protocol.hash, worker="Ana", client="Sam")
        later = begin(store, one.state.protocol, opened, now, case)
        for event in (Answered("reach", "Not this phone"), Ending("client_left"), Ended()):
            later.write(event)

    told = {row["contact"]: row["reach"] for row in listed(crisis)}
    assert set(told) == {first, later.id}
    assert all(reach == ["How may I reach you? Not this phone"] for reach in told.values())
    tried = json.loads(crisis("follow-up", first, "--tried", "phone", "--json").stdout)
    assert tried["left"]["reach"] == told[first]


def test_what_is_due_leaves_the_overview_once_it_is_settled(crisis, had):
    contact = had(hours=30)
    before = crisis().stdout
    crisis("follow-up", contact, "--tried", "phone")
    tried = crisis().stdout
    crisis("follow-up", contact, "--settle", "elsewhere", "--reason", "Their own clinic")
    after = crisis().stdout
    crisis("amend", contact, "--kind", "outcome", "--text", "The lifeline answered")

    assert "Call them (Ana): OVERDUE" in before and REACH in before
    assert "NOT REACHED: 1 try" in tried
    assert "Call them" not in after and "STILL OPEN: Could act soon" in after
    assert contact not in crisis().stdout


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["--tried", "pigeon"], Exit.USAGE, "One of: in_person"),
        (["--settle", "done"], Exit.USAGE, "One of: reached"),
        (["--tried", "phone", "--settle", "sent"], Exit.USAGE, "one by one"),
        (["--task", "follow_up 7", "--tried", "phone"], Exit.TOLD, "There are: 'follow_up 1'"),
        (["--tried", "phone", "--happened", "2199-06-01T10:00"], Exit.TOLD, "still to come"),
        (["--tried", "phone", "--happened", "0001-01-01T00:00+14:00"], Exit.TOLD, "at the year"),
        (["--tried", "phone", "--practice"], Exit.TOLD, "it is a record"),
        (["--settle", "reached", "--became", "zzzz-zzzz"], Exit.TOLD, "no contact zzzz-zzzz"),
        ([], Exit.USAGE, "What came of it?"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_is_kept(crisis, had, words, exit_code, said):
    contact = had()
    done = crisis("follow-up", contact, *words)

    assert done.exit_code == exit_code
    assert said in done.stderr
    assert events(contact) == []


def test_a_contact_that_is_open_or_another_clients_is_not_followed_up(crisis, had):
    contact, other = had(), had(client="Kim")
    wrong = crisis("follow-up", contact, "--settle", "reached", "--became", other)

    assert wrong.exit_code == Exit.TOLD and "another client" in wrong.stderr


def test_two_who_tried_at_once_both_stay(had):
    contact = had()
    with store_of() as store:
        one, other = (read(store, contact, name) for name in ("Ana", "Ben"))
        one.write(Tried("follow_up 1", "phone"))
        other.state.add(other.store.append(contact, Tried("follow_up 1", "text"), now(), "Ben"))
        state = read(store, contact).state

    tries = state.after.tries.made("follow_up 1")
    assert {event.way for _, event in tries} == {"phone", "text"}


def test_a_time_that_came_twice_is_asked_for_and_one_that_never_was_is_refused():
    def at(text, now):
        return moment_of(text, lambda: datetime.fromisoformat(now))

    with pytest.raises(CrisisError, match="came twice") as twice:
        at("2026-11-01T01:30", "2026-11-01T12:00-05:00")
    assert "2026-11-01T01:30-04:00 (EDT) or 2026-11-01T01:30-05:00 (EST)" in twice.value.hint
    assert at("2026-11-01T01:30-05:00", "2026-11-01T12:00-05:00") == "2026-11-01T01:30-05:00"
    # In the first of the two hours, the second is still to come.
    assert at("2026-11-01T01:30", "2026-11-01T01:40-04:00") == "2026-11-01T01:30-04:00"
    with pytest.raises(CrisisError, match="never was"):
        at("2027-03-14T02:30", "2027-03-15T12:00-04:00")
