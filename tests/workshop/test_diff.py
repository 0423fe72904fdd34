"""What a change to a protocol does is told in sentences, the most dangerous first."""

import json
import textwrap
from types import SimpleNamespace

import pytest

from crisis_cli.protocol.source import examine
from crisis_cli.workshop.diff.compare import compare
from crisis_cli.workshop.diff.report import NO_CHANGE, Report, _range

TEXT = """
    protocol: p
    title: P
    version: 1
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    rules:
      soon: {means: Could act soon, any: [{intent: yes}, {plan: yes}]}
      scene: {means: A weapon, weapon: yes}
    urgent:
      - {when: scene, run: leave}
      - {when: soon, run: stay}
    concern:
      - {id: meant, level: high, when: {intent: yes}, because: They mean it}
      - {id: way, level: moderate, when: {plan: yes}, because: A plan}
    sections:
      - id: first
        title: First
        aim: Know how they are.
        steps:
          - {id: weapon, ask: A weapon?, label: Weapon, answers: danger, danger: yes}
          - {id: thoughts, ask: Thoughts?, label: Thoughts, answers: danger, danger: yes}
          - {id: intent, ask: Mean it?, label: Intent, answers: danger, danger: yes,
             when: {thoughts: [yes, unsure]}, otherwise: not_needed}
          - {id: plan, ask: A plan?, label: Plan, answers: danger, danger: yes,
             when: {thoughts: [yes, unsure]}, otherwise: not_needed}
          - {id: age, ask: Age?, kind: number}
          - {id: needs, ask: Needs?, kind: choose_many, answers: {bed: Bed, food: Food}}
          - {id: bed, ask: A bed where?, kind: text, when: {needs: {includes: bed}}}
          - {id: people, list: Who?, each: [{id: name, ask: Name, kind: text}]}
          - {id: young, guidance: Ask their supervisor., when: {age: {below: 18}}}
    blocks:
      leave: [{id: go, do: Leave., call: [nine_one_one]}]
      stay:
        - {id: call, do: Call 911.}
        - {id: near, guidance: Ask them to move away., when: {plan: yes}}
      ended_early: [{id: tell, do: Tell your supervisor., when: {intent: unknown}}]
    follow_up:
      - {when: {concern: high}, within: 24 hours, what: See them}
      - {within: 7 days, what: Call them}
    documents:
      safety_plan:
        - {heading: People, from: people}
        - {heading: A bed, from: bed}
"""


def read(text):
    protocol, found = examine(textwrap.dedent(text).encode())
    assert protocol, found.problems
    return protocol


@pytest.fixture
def change():
    """The report on a copy in which the first of each pair became the second."""

    def look(*pairs, seconds=30.0):
        text = TEXT
        for before, now in pairs:
            assert text.count(before) == 1, before
            text = text.replace(before, now)
        return Report(compare(read(TEXT), read(text), seconds))

    return look


def sentences(report):
    return [group["sentence"] for change in report.data()["changes"] for group in change["groups"]]


def test_a_copy_leads_nowhere_else_and_that_is_said_plainly(change):
    assert change().text() == NO_CHANGE == "No answers lead anywhere else."
    assert change().data()["same_behaviour"] is True


def test_a_danger_answer_that_lost_its_urgent_block_is_named_first(change):
    report = change(("{intent: yes}, {plan: yes}", "{plan: yes}"), ("title: P", "title: Other"))
    lines = report.text().strip().splitlines()

    assert lines[:3] == [
        "URGENT BLOCKS",
        "  People who answer Yes to intent no longer get the urgent block stay, "
        "and no other comes, where nothing else decides it.",
        "    For example, Thoughts: Yes; Intent: Yes; everything else calm. "
        "Before: stay. Now: no urgent block.",
    ]


def test_a_block_that_comes_instead_is_no_block_that_is_missing(change):
    found = sentences(change(("{when: soon, run: stay}", "{when: soon, run: leave}")))

    assert "no longer get the urgent block stay, though another comes" in found[0]
    assert any("now get the urgent block leave" in one for one in found)


def test_a_block_that_comes_later_says_after_which_answers(change):
    rule = "{intent: yes}, {plan: yes}]"
    text = change((rule, "{plan: yes}, {intent: yes, plan: [yes, no]}]")).text()

    assert "get the urgent block stay at another moment" in text
    assert "Before: after intent. Now: after plan." in text


def test_a_step_inside_a_block_is_compared_too(change):
    report = change(
        ("guidance: Ask them to move away., when: {plan: yes}",
         "guidance: Ask them to move away., when: {plan: [yes, unsure]}"),
        ("{intent: yes}, {plan: yes}]", "{intent: yes}, {plan: [yes, unsure]}]"),
    )  # fmt: skip

    assert "now get the urgent block stay" in report.text()
    assert sentences(change(("away., when: {plan: yes}", "away., when: {plan: no}"))) == [
        "People who answer anything but Yes to intent and Yes to plan no longer get near in the "
        "block stay."
    ]


def test_a_level_that_falls_stands_before_one_that_rises(change):
    report = change(
        ("level: high, when: {intent: yes}", "level: low, when: {intent: yes}"),
        ("level: moderate, when: {plan: yes}", "level: emergency, when: {plan: yes}"),
    )
    kinds = [one["kind"] for one in report.data()["changes"]]

    assert kinds.index("level_lower") < kinds.index("level_higher")
    lower = "People who answer Yes to intent fall from level high to low, "
    assert f"{lower}where nothing else decides it." in sentences(report)


def test_a_later_follow_up_is_told_with_both_times(change):
    found = sentences(change(("within: 24 hours", "within: 72 hours")))

    assert found == [
        "People who answer Yes to intent are seen again within 72 hours, before within 24 hours."
    ]


def test_a_caring_contact_is_told_and_is_no_next_contact(change):
    line = "- {within: 7 days, what: Call them}\n"
    words = "      - {within: 3 days, after: 2 days, what: Write, caring: yes}\n"
    found = " ".join(sentences(change((line, line + words))))
    less = " ".join(sentences(change(("within: 7 days", "within: 7 days, caring: yes"))))

    assert 'now get the follow-up "Write" (within 72 hours, not before 48 hours, a caring' in found
    assert "seen again" not in found
    assert "are seen again within 24 hours, before within 7 days" in less


def test_single_answers_are_told_together_as_one_kind(change):
    found = sentences(
        change(("Mean it?, label: Intent, answers: danger, danger: yes,\n             when: "
                "{thoughts: [yes, unsure]}", "Mean it?, label: Intent, answers: danger, danger: "
                "yes,\n             when: {thoughts: [yes, unsure, declined]}"))
    )  # fmt: skip

    assert (
        "People who answer Would rather not say to thoughts are now also asked the danger question "
        "intent." in found
    )


def test_steps_that_come_together_are_told_together(change):
    report = change(
        ("Age?, kind: number", "Age?, kind: number, when: {thoughts: no}"),
        ("food: Food}}", "food: Food}, when: {thoughts: no}}"),
    )

    assert (
        "People who answer anything but No to thoughts are no longer asked age and needs."
        in sentences(report)
    )


def test_numbers_are_told_with_their_limits(change):
    found = sentences(change(("age: {below: 18}", "age: {below: 21}")))

    assert found == ["People who answer at least 18 and less than 21 to age are now also shown the "
                     "guidance young."]  # fmt: skip


def test_one_thing_of_a_list_is_told_as_one():
    people = SimpleNamespace(kind="list", id="people")

    def told(least, most):
        return _range(SimpleNamespace(step=people, least=least, most=most))

    assert told(1, None) == "at least 1 thing"
    assert told(1, 1) == "1 thing"
    assert told(1, 3) == "at least 1 and at most 3 things"


def test_a_heading_that_goes_from_the_plan_is_told(change):
    found = sentences(change(("{heading: A bed, from: bed}", "{heading: A bed, from: bed, "
                              "when: {thoughts: no}}")))  # fmt: skip

    assert found == [
        "People who answer anything but No to thoughts and Bed to needs no longer have "
        '"A bed" on their safety plan.'
    ] or all('no longer have "A bed" on their safety plan' in one for one in found)


def test_what_only_leaving_early_shows_is_told_apart(change):
    report = change(("when: {intent: unknown}", "when: {intent: [unsure, declined]}"))
    [told] = report.data()["changes"]

    assert told["about"] == "where the contact ends early"
    assert told["kind"] == "block_lost"
    example = told["groups"][0]["example"]
    assert example["leave_before"] and "intent" not in example["old"]
    assert "leave early no longer get tell in the block ended_early" in report.text()


def test_words_are_told_apart_from_the_path(change):
    report = change(
        ("ask: Thoughts?", "ask: Has it been on your mind?"),
        ("heading: People", "heading: My people"),
        ("what: See them", "what: Visit them"),
        ("aim: Know how they are.", "aim: Know how they feel."),
    )
    lines = report.text().splitlines()

    assert lines[0] == NO_CHANGE
    assert "THE WORDS CHANGED, THE PATH DID NOT (4)" in lines
    where = {one["where"]: (one["before"], one["now"]) for one in report.data()["words"]}
    assert where["thoughts: what is asked"] == ("Thoughts?", "Has it been on your mind?")
    assert where["safety_plan: heading"] == ("People", "My people")
    assert report.data()["same_behaviour"] is True


def test_a_renamed_step_is_the_same_step_wherever_it_is_named(change):
    report = change(
        ("id: needs, ask", "id: wishes, ask"), ("{needs: {includes", "{wishes: {includes")
    )

    assert report.data()["renamed"]["steps"] == {"wishes": "needs"}
    assert report.comparison.effects == ()
    assert "needs is now called wishes; nothing else about it changed." in report.text()


def test_a_renamed_block_is_the_same_block(change):
    report = change(("run: stay}", "run: remain}"), ("stay:\n", "remain:\n"))

    assert report.comparison.effects == ()
    assert "The block stay is now called remain" in report.text()


def test_of_steps_that_are_alike_none_is_taken_for_another(change):
    weapon = "- {id: weapon, ask: A weapon?, label: Weapon, answers: danger, danger: yes}"
    twice = weapon.replace("weapon,", "gun,") + "\n          " + weapon.replace("weapon,", "knife,")
    report = change((weapon, twice), ("A weapon, weapon: yes", "A weapon, gun: yes"))

    assert report.data()["renamed"]["steps"] == {}
    assert "All people are no longer asked the danger question weapon." in sentences(report)


def test_a_step_that_is_reworded_and_renamed_is_another_step(change):
    report = change(("{id: age, ask: Age?", "{id: years, ask: How old?"),
                    ("{age: {below", "{years: {below"))  # fmt: skip

    assert "All people are no longer asked age." in sentences(report)
    assert "All people are now also asked years." in sentences(report)


def test_answers_that_came_or_went_are_told(change):
    text = change(("{bed: Bed, food: Food}", "{bed: Bed, ride: A ride}")).text()

    assert 'needs can no longer be answered "Food".' in text
    assert 'needs can now also be answered "A ride".' in text


def test_a_question_that_is_no_longer_about_danger_is_told(change):
    report = change(("{id: weapon, ask: A weapon?, label: Weapon, answers: danger, danger: yes}",
                     "{id: weapon, ask: A weapon?, label: Weapon, answers: danger}"))  # fmt: skip

    assert "weapon is no longer a danger question." in report.text()
    assert not report.data()["same_behaviour"]


def test_a_number_that_is_gone_from_an_urgent_block_stands_before_the_steps(change):
    report = change((", call: [nine_one_one]}", "}"), ("{bed: Bed, food: Food}", "{bed: Bed}"))
    text = report.text()

    assert "go no longer shows the number of nine_one_one." in text
    assert text.index("nine_one_one") < text.index("can no longer be answered")


def test_steps_of_blocks_and_their_order_are_told(change):
    text = change(("- {id: call, do: Call 911.}", "- {id: call, do: Call 911.}\n"
                   "        - {id: wait, guidance: Wait with them.}")).text()  # fmt: skip

    assert 'In the block stay, wait is new: "Wait with them".' in text
    leave, stay = "      - {when: scene, run: leave}\n", "      - {when: soon, run: stay}\n"
    swapped = change((leave + stay, stay + leave))
    assert "come in another order: stay then leave" in swapped.text()


def test_a_step_that_moved_is_told_with_its_new_place(change):
    age = "          - {id: age, ask: Age?, kind: number}\n"
    report = change((age, ""), ("          - {id: weapon", age + "          - {id: weapon"))

    assert "age moved: it now comes first." in report.text()
    assert report.comparison.effects == ()


def test_without_time_nothing_is_said_to_be_the_same(change):
    report = change(("{intent: yes}, {plan: yes}", "{plan: yes}"), seconds=0)

    assert not report.complete and not report.data()["same_behaviour"]
    assert report.text().startswith("NOT COMPARED")
    assert NO_CHANGE not in report.text()


def test_answers_of_another_kind_are_compared_with_every_answer(change):
    report = change(("Age?, kind: number", "Age?, kind: text"), ("age: {below: 18}", "age: unsure"))

    assert "age is asked as text, before number" in report.text()
    found = [one for one in sentences(report) if "guidance young" in one]
    assert any("no longer shown" in one for one in found)
    assert any("now also shown" in one for one in found)


def test_the_data_is_plain_and_each_example_shows_its_change(change):
    report = change(("{intent: yes}, {plan: yes}", "{plan: yes}"))
    data = json.loads(json.dumps(report.data()))
    group = data["changes"][0]["groups"][0]

    assert group["answers"][0]["words"] == ["yes"]
    assert [one["block"] for one in group["before"]["urgent"]] == ["stay"]
    assert group["now"]["urgent"] == []


def test_a_report_of_many_changes_stays_readable(change):
    many = "\n".join(
        f"          - {{id: q{n}, ask: Question {n}?, kind: text, when: {{age: {{above: {n}}}}}}}"
        for n in range(60)
    )
    young = "          - {id: young,"
    text = change((young, f"{many}\n{young}")).text()

    assert "more of this kind; all of them: --json" in text
    assert len(text.splitlines()) < 60


def test_where_an_answer_stands_in_the_record_is_told(change):
    moved = "ask: A bed where?, kind: text, record: goal"
    text = change(("ask: A bed where?, kind: text", moved)).text()

    assert "bed stands in the record as 'goal', before as usual." in text
