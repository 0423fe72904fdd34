"""What is told as JSON follows its published schema, key for key."""

import json
import os
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from made_contacts import CALM, END, NOW, SHORT, answer, calm, contact, listing, said
from shipped_plans import SCENARIOS, plan, state

from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.protocol.schema import JSON, schema_of
from crisis_cli.commands.result import summary
from crisis_cli.documents.formats import as_json
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.revision import with_revision
from crisis_cli.documents.schema import WORDS
from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.engine.entries import Acknowledged, Emergency, Raised

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
DATA = os.environ.get("CRISIS_TEST_DATA", "")
HAPPENED = "2026-11-23T14:05:00-05:00"


def wrong(kind, body):
    """What of a body its schema does not allow. body: JSON as text, or plain data."""
    body = json.loads(body) if isinstance(body, str) else body
    found = Draft202012Validator(schema_of(kind)).iter_errors(body)
    return [(list(one.absolute_path), one.message) for one in found]


def record(state):
    return as_json(with_revision(contact_record(state, listing, NOW, "k7m4-2pqx"), state))


def everything(short):
    """A contact in which nearly everything happened that a record can tell."""
    return calm(
        short,
        answer("thoughts", "yes", "changed"),
        answer("intent", "yes"),
        Acknowledged("stay"),
        answer("called", {"outcome": "done"}),
        answer("intent", "no", "asked_again", "sober now"),
        Emergency("intent", calling=True),
        Raised("high", "I know her"),
        Amended("correction", "", "Misheard", "thoughts", HAPPENED, "no"),
        Amended("client_request", "Please take that out", "She asked"),
        Countersigned(False, "See her today", "moderate", "Known for years"),
        happened=HAPPENED,
        brought={"values": {"signs": "before"}, "made": HAPPENED, "level": "low", "unclear": []},
    )


@pytest.mark.parametrize("kind", JSON)
def test_the_published_schema_is_up_to_date_and_is_a_schema(kind, request):
    path, text = FOLDER / f"{kind}.json", json.dumps(schema_of(kind), indent=2) + "\n"
    if request.config.getoption("--update"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text, f"write it with: pytest {__file__} --update"
    Draft202012Validator.check_schema(schema_of(kind))


def test_no_other_schema_is_published():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(JSON)


@pytest.mark.parametrize("number", SCENARIOS)
def test_what_every_scenario_gives_follows_its_schema(number):
    played = state(number)
    whole = Contact("k7m4-2pqx", None, played, "", lambda: NOW)
    page = plan(number)

    assert wrong("contact-record", record(played)) == []
    assert wrong("start", json.dumps(summary(whole, None, ["x"], {"a.txt": Path("a.txt")}))) == []
    assert page is None or wrong("safety-plan", as_json(page)) == []


def test_a_record_with_everything_in_it_follows_its_schema(protocol):
    starting = SHORT.replace("kind: text", "kind: text\n        start_from: last_plan", 1)
    body = record(everything(protocol(starting)))
    told = json.loads(body)

    assert wrong("contact-record", body) == []
    for part in ("alerts", "emergencies", "amendments", "countersigns", "brought", "happened"):
        assert told[part], part
    assert told["plan_changes"] and told["level"]["raised"]


def test_an_open_contact_follows_its_schema(short):
    assert wrong("contact-record", record(contact(short, *said(alone="yes")))) == []


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
def test_a_naughty_string_comes_back_from_the_json_as_the_very_same_text(short):
    every = json.loads((Path(DATA) / "text" / "blns.json").read_text("utf-8"))
    naughty = [one for one in every if one.strip()] + ["a\x00b\x1b[31m\r\n\u202e"]
    played = contact(short, *said(**CALM, people=[{"name": one} for one in naughty]), *END)
    body = record(played)
    [answer_given] = [
        given
        for section in json.loads(body)["sections"]
        for question in section["questions"]
        for given in question["answers"]
        if question["step"] == "people"
    ]

    assert [one["name"] for one in answer_given["value"]] == naughty
    assert body.isascii() and wrong("contact-record", body) == []


def test_a_key_that_the_schema_does_not_have_and_one_that_is_gone_are_found(short):
    told = json.loads(record(everything(short)))
    told["alerts"][0]["forgotten"] = 1
    del told["level"]["highest"]

    assert {tuple(place) for place, _ in wrong("contact-record", told)} == {
        ("alerts", 0),
        ("level",),
    }


def test_no_object_of_any_schema_takes_keys_that_are_not_named():
    for kind in JSON:
        for one in inner(schema_of(kind)):
            if isinstance(one, dict) and one.get("type") == "object":
                assert one["additionalProperties"] is not True, (kind, one)
                assert "additionalProperties" in one


def test_each_list_of_words_is_of_a_field_that_there_is():
    there = {
        (name, key)
        for kind in JSON
        for name, made in schema_of(kind)["$defs"].items()
        for key in made["properties"]
    }

    assert set(WORDS) <= there


def test_what_the_commands_say_follows_the_schemas(crisis_json):
    for kind, body in crisis_json:
        assert wrong(kind, body) == [], kind


@pytest.fixture
def crisis_json(tmp_path):
    """What is printed by the program itself, for one contact in practice."""
    from typer.testing import CliRunner

    from crisis_cli.cli import app

    def say(*words):
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    started = say("start", "--practice", "--answers", SCENARIOS["03"], "--out", tmp_path, "--json")
    name = json.loads(started)["contact"]
    return [
        ("start", started),
        ("contact-record", say("show", name, "--json")),
        ("safety-plan", say("show", name, "--document", "safety-plan", "--json")),
        ("access", say("show", name, "--access", "--json")),
        ("contact-record", (tmp_path / "contact-record.json").read_text("utf-8")),
        ("safety-plan", (tmp_path / "safety-plan.json").read_text("utf-8")),
    ]


def inner(value):
    yield value
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in held:
        yield from inner(one)
