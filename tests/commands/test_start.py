"""crisis start: from answers to a level, a plan and a record."""

import json
import textwrap
from datetime import datetime, timedelta

import pytest

from crisis_cli.commands.contacts import found
from crisis_cli.commands.result import MOST
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import to_json
from crisis_cli.errors import Exit
from crisis_cli.records.folder import database


def test_an_answer_that_does_not_fit_is_told_with_its_file_and_line(crisis, short, tmp_path):
    script = tmp_path / "answers.yaml"
    for text, line in [
        ("answers:\n  name: Sam\n  thoughts: perhaps\n", 3),
        ("answers: {name: Sam}\nif_asked:\n  thoughts: perhaps\n", 3),
    ]:
        script.write_text(text)
        done = crisis("start", str(short), "--practice", "--answers", str(script))

        assert f"{script}:{line}: The answer to `thoughts` does not fit" in unwrapped(done.stderr)


def test_a_script_of_the_wrong_shape_is_told_with_its_file(crisis, short, tmp_path):
    script = tmp_path / "answers.yaml"
    script.write_text("answers: {}\nunanswered: skip\n")
    done = crisis("start", str(short), "--practice", "--answers", str(script))

    assert f"{script}: `unanswered` is 'skip'" in unwrapped(done.stderr)


def unwrapped(text):
    return " ".join(text.split())


def test_scripted_answers_give_one_json_object(started, tmp_path, danger):
    out = tmp_path / "out"

    told = started(danger, "--practice", "--out", out)

    assert list(told) == [
        "contact",
        "protocol",
        "concern",
        "asked",
        "replaced",
        "withdrawn",
        "urgent",
        "unused",
        "follow_up",
        "documents",
        "consult",
    ]
    assert (told["protocol"]["id"], told["protocol"]["version"]) == ("short", "1")
    assert len(told["protocol"]["hash"]) == 64
    assert told["concern"] == {
        "level": "moderate",
        "present": "moderate",
        "undetermined": False,
        "because": [
            {"id": "some", "answers": {"thoughts": "yes"}, "text": "Thoughts of suicide"},
        ],
    }
    assert told["asked"] == ["name", "thoughts", "called", "friend"]
    assert told["urgent"] == [{"rule": "soon", "block": "stay", "after": "thoughts"}]
    assert told["replaced"] == told["withdrawn"] == told["unused"] == []
    assert set(told["documents"]) >= {"safety-plan.pdf", "contact-record.txt"}
    assert {str(path) for path in out.iterdir()} == set(told["documents"].values())


def test_the_due_time_is_absolute_and_a_day_of_real_hours_away(started, danger):
    told = started(danger, "--practice")

    due = datetime.fromisoformat(told["follow_up"]["due"])
    assert due.tzinfo is not None
    away = due - datetime.now(due.tzinfo)
    assert timedelta(hours=23, minutes=58) < away <= timedelta(hours=24)
    assert [task["what"] for task in told["follow_up"]["tasks"]] == [
        "Talk this contact over with a supervisor: nobody was reached",
        "Call them",
        "Meet them",
    ]


def test_a_calm_contact_stays_calm(started, calm):
    told = started(calm, "--practice")

    assert told["concern"]["level"] == "none"
    assert told["concern"]["because"] == told["urgent"] == []


def test_unused_answers_are_reported(started, calm):
    assert started(calm | {"pills": "yes"}, "--practice")["unused"] == ["pills"]


def test_in_words_the_level_comes_with_its_reasons_and_the_paths(
    crisis, short, script, tmp_path, danger
):
    done = crisis(
        "start", short, "--practice", "--answers", script(danger), "--out", tmp_path / "out"
    )

    assert done.exit_code == 0
    assert "Level of concern: moderate" in done.stdout
    assert "Thoughts of suicide (some)" in done.stdout
    assert "Any thoughts of ending your life?: Yes" in done.stdout
    assert f"Written to {tmp_path / 'out'}:\n  safety-plan.txt, safety-plan.html, " in done.stdout
    assert done.stderr == ""


def test_level_none_is_not_called_safe(crisis, short, script, calm):
    said = crisis("start", short, "--practice", "--answers", script(calm)).stdout

    assert "No danger was reported in these answers." in said
    assert "safe " not in said


def test_a_yes_that_sets_no_level_is_not_told_as_no_danger(crisis, draft, script, calm):
    draft.write_text(draft.read_text().replace("{thoughts: any_but_no}", "{thoughts: declined}"))
    answers = script(calm | {"thoughts": "unsure"})
    words = crisis("start", draft, "--practice", "--answers", answers)
    data = json.loads(crisis("start", draft, "--practice", "--answers", answers, "--json").stdout)

    assert "Level of concern: none\n  Not every danger question met a plain no." in words.stdout
    assert "o danger was reported" not in words.stdout + str(data)
    (due,) = data["follow_up"]["tasks"]
    assert due["why"] == "not every danger question met a plain no"


def test_who_left_before_danger_was_known_is_not_told_as_none_now(crisis, short, script, calm):
    answers = script(
        {key: value for key, value in calm.items() if key != "thoughts"}, unanswered="end"
    )
    said = crisis("start", short, "--practice", "--answers", answers).stdout

    assert "(the answers now say: not every danger question met a plain no)" in said
    assert "now say: none" not in said


def test_a_present_level_below_the_highest_is_told_with_its_own_rule(crisis, draft, script, danger):
    step = "- {id: plan, ask: A plan?, answers: danger, danger: yes}\n"
    text = draft.read_text().replace("level: moderate, when", "level: low, when")
    before = next(line for line in text.splitlines(True) if "id: friend" in line)

    indent = before[: len(before) - len(before.lstrip())]
    draft.write_text(text.replace(before, indent + step + before))
    answers = script(danger | {"plan": "declined"})
    words = crisis("start", draft, "--practice", "--answers", answers)
    data = json.loads(crisis("start", draft, "--practice", "--answers", answers, "--json").stdout)

    assert "The answers now say: low\n  Thoughts of suicide (some)" in words.stdout
    now = {"id": "some", "answers": {"thoughts": "yes"}, "text": "Thoughts of suicide"}
    assert data["concern"]["because_now"] == [now]
    assert [one["id"] for one in data["concern"]["because"]] == ["undetermined"]


def test_without_a_folder_the_documents_lie_in_one_of_the_contacts_own(started, home, calm):
    told = started(calm, "--practice")

    folder = home / "Documents" / "crisis" / told["contact"]
    assert {str(path) for path in folder.iterdir()} == set(told["documents"].values())


def test_practice_never_touches_the_real_store(started, calm):
    started(calm, "--practice")

    assert database(practice=True).exists()
    assert not database().exists()


def test_every_answer_is_in_the_log(started, danger):
    told = started(danger)

    with found(told["contact"]) as one:
        events = [to_json(entry.event) for entry in one.state.entries]
    assert [event["type"] for event in events] == [
        "opened",
        "answered",
        "answered",
        "acknowledged",
        "consult_needed",
        "answered",
        "answered",
        "ending",
        "ended",
    ]
    assert told["concern"]["level"] == "moderate"


def test_an_unanswered_question_is_an_error_that_names_it(crisis, short, script):
    done = crisis("start", short, "--practice", "--answers", script({"name": "Sam"}))

    assert done.exit_code == Exit.TOLD
    assert "`thoughts`" in done.stderr
    assert done.stdout == ""


def test_a_client_may_leave_in_the_middle(started):
    told = started({"name": "Sam"}, "--practice", unanswered="end")

    assert told["concern"]["undetermined"] is True
    assert told["concern"]["level"] == "moderate"
    assert told["asked"] == ["name", "thoughts"]


def test_a_document_that_cannot_be_written_does_not_lose_the_contact(
    crisis, short, script, tmp_path, calm
):
    (tmp_path / "file").write_text("")

    done = crisis(
        "start", short, "--answers", script(calm), "--out", tmp_path / "file" / "out", "--json"
    )

    assert done.exit_code == Exit.TOLD
    told = json.loads(done.stdout)
    assert told["documents"] == {}
    assert f"crisis print {told['contact']}" in done.stderr
    assert crisis("show", told["contact"]).exit_code == 0


def test_what_keeps_all_documents_from_being_written_is_told_once(
    crisis, short, script, tmp_path, home, calm
):
    (home / "Documents").write_text("")

    for place in ([], ["--out", home / "Documents"]):
        done = crisis("start", short, "--answers", script(calm), *place)

        assert done.exit_code == Exit.TOLD
        assert "Level of concern: none" in done.stdout
        assert done.stderr.count("Try again: crisis print") == 1
        assert len(done.stderr.splitlines()) == 2


def test_the_last_plan_of_the_client_is_brought_along(started, crisis, short, script, calm):
    first = started(calm | {"thoughts": "declined"}, "--client", "J. from the shelter")
    with found(first["contact"]) as one:
        ended = one.state.ending_at.isoformat()

    later = started(calm, "--client", "j. from  the shelter")

    with found(later["contact"]) as one:
        brought = dict(one.state.opened.brought)
        assert brought.pop("made") == ended
        assert brought == {
            "values": {"friend": calm["friend"]},
            "unclear": ["thoughts"],
            "again": ["thoughts"],
            "level": "moderate",
        }


GUIDE = """
    protocol: guide
    title: Guide
    version: 1
    languages: [en]
    sections:
      - id: s
        title: S
        steps:
          - {id: goal, ask: What will you try?, kind: text}
    blocks:
      ended_early: []
    documents:
      safety_plan:
        title: What I will try
        parts:
          - {heading: My goal, from: goal}
"""


def test_another_guide_in_between_loses_neither_the_safety_plan_nor_what_was_unclear(
    started, crisis, short, script, calm, tmp_path, approve
):
    first = started(calm | {"thoughts": "declined"}, "--client", "J.")["contact"]
    guide = tmp_path / "guide.yaml"
    guide.write_text(textwrap.dedent(GUIDE), encoding="utf-8")
    approve(guide)
    done = crisis("start", guide, "--answers", script({"goal": "Work"}), "--client", "J.", "--json")
    assert done.exit_code == 0, done.stderr

    last = started(calm, "--client", "J.")["contact"]

    with found(first) as one:
        made = one.state.ending_at.isoformat()
    with found(last) as one:
        brought = one.state.opened.brought
    assert brought["values"]["friend"]["name"] == "Ana"
    assert brought["unclear"] == brought["again"] == ["thoughts"]
    assert brought["made"] == made


def test_nothing_is_brought_from_another_client_or_from_nobody(started, calm):
    started(calm, "--client", "J.")
    for args in (("--client", "K."), ()):
        told = started(calm, *args)
        with found(told["contact"]) as one:
            assert one.state.opened.brought == {}


def test_without_a_terminal_and_without_answers_nothing_is_begun(crisis, short):
    done = crisis("start", short)

    assert done.exit_code == Exit.TOLD
    assert "no terminal" in done.stderr
    assert "--practice --answers" in done.stderr
    assert not database().exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("nope.yaml", "There is no file"), (".", "is a folder"), ("broken.yaml", "cannot be used")],
)
def test_a_protocol_that_cannot_be_used_is_told_before_anything_is_begun(
    crisis, script, tmp_path, name, said, calm
):
    (tmp_path / "broken.yaml").write_text("protocol: [")

    done = crisis("start", tmp_path / name, "--practice", "--answers", script(calm))

    assert done.exit_code == Exit.TOLD
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not database(practice=True).exists()


@pytest.mark.parametrize(
    "text", ["", "- a\n", "answers: {a: b\n", "answers: {}\nanswer: 1\n", "\0"]
)
def test_answers_that_cannot_be_read_are_told(crisis, short, tmp_path, text):
    path = tmp_path / "answers.yaml"
    path.write_text(text)

    done = crisis("start", short, "--practice", "--answers", path)

    assert done.exit_code == Exit.TOLD
    assert done.stderr and "protocol check" not in done.stderr  # it is no protocol
    assert not database(practice=True).exists()


@pytest.mark.parametrize(
    "text",
    ["\x1b[2J\x1b]0;x\x07", "<script>alert(1)</script>", "#evil [*x*] $1$", "{{ 7 * 7 }}", "שלום"],
    ids=["escape", "html", "typst", "template", "right to left"],
)
def test_a_hostile_answer_is_kept_as_it_was_typed_and_cannot_act(
    crisis, short, script, tmp_path, text, calm
):
    path = script(calm)
    quoted = json.dumps(text)  # YAML reads the escapes in double quotes
    path.write_text(path.read_text().replace('"Sam"', quoted))

    done = crisis("start", short, "--answers", path, "--out", tmp_path / "out", "--json")

    told = json.loads(done.stdout)
    shown = crisis("show", told["contact"])
    assert done.exit_code == shown.exit_code == 0
    assert "\x1b" not in done.stdout + done.stderr + shown.stdout
    assert set(told["documents"]) >= {"contact-record.pdf", "contact-record.html"}
    assert "<script>" not in (tmp_path / "out" / "contact-record.html").read_text()


def test_the_worker_is_written_down(started, crisis, monkeypatch, calm):
    monkeypatch.setenv("USER", "sam\udcff")

    started(calm)
    started(calm, "--worker", "Dana")

    with store_of() as store:
        authors = [store.read(one)[0].by for one in store.contacts()]
    assert sorted(authors) == ["Dana", "sam\\udcff"]


def test_a_scenario_has_a_time_of_its_own_in_practice_and_only_there(
    started, crisis, short, script, calm
):
    at = "2026-12-24T23:50:00-05:00"

    told = started(calm, "--practice", at=at, title="A night", story="Calm.", expect={})

    assert told["follow_up"]["due"].startswith("2026-12-31T23:50:0")
    for options, said in (
        ((), "for practice only"),
        (("--practice",), "not a time"),
    ):
        path = script(calm, at=at if not options else "tonight")
        done = crisis("start", short, "--answers", path, *options)
        assert done.exit_code == Exit.TOLD
        assert said in done.stderr


@pytest.mark.parametrize(
    "at", ["tonight", "2026-12-24T23:50:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:00Z"]
)
def test_a_time_that_no_clock_can_show_begins_nothing(crisis, short, script, calm, at):
    done = crisis("start", short, "--practice", "--answers", script(calm, at=at))

    assert done.exit_code == Exit.TOLD
    assert "not a time" in done.stderr
    assert not database(practice=True).exists()


def test_no_danger_answer_is_ever_brought_along(started, short, calm):
    text = short.read_text()
    short.write_text(text.replace("danger: yes}", "danger: yes, start_from: last_plan}"))
    started(calm, "--client", "J.")

    later = started(calm, "--client", "J.")

    with found(later["contact"]) as one:
        assert one.state.opened.brought["values"] == {"friend": calm["friend"]}


def test_a_long_list_of_what_was_not_asked_leaves_the_level_on_the_screen(crisis, tmp_path):
    """The shipped protocol, left at the first question: every danger question is a reason."""
    answers = tmp_path / "left.yaml"
    answers.write_text(
        "unanswered: end\nanswers: {setting: in_person}\nif_asked: {early_told: S.}\n"
    )

    said = crisis("start", "--practice", "--answers", answers, "--out", tmp_path / "out").stdout

    assert said.count("Not asked") == MOST
    assert "more; all of them: crisis show " in said
    assert len(said.splitlines()) < 24
