"""The JSON Schema for editors: every key described, every reference there."""

import json

from crisis_cli.protocol.conditions import INCLUDES, NUMBERS, OPERATORS
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.schema import json_schema


def walk(value):
    yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from walk(inner)


def objects():
    schema = json_schema()
    yield "File", schema
    yield from schema["$defs"].items()


def test_every_key_has_a_description():
    bare = [
        f"{name}.{key}"
        for name, model in objects()
        for key, about in model.get("properties", {}).items()
        if not about.get("description")
    ]

    assert bare == []


def test_every_reference_is_there():
    schema = json_schema()
    named = {one["$ref"] for one in walk(schema) if isinstance(one, dict) and "$ref" in one}

    assert "#/$defs/Condition" in named
    assert {name.removeprefix("#/$defs/") for name in named} <= set(schema["$defs"])


def test_every_condition_and_every_kind_can_be_completed_by_an_editor():
    text = json.dumps(json_schema())

    for word in (*NUMBERS, *INCLUDES, *OPERATORS, "count", "on_path", "concern"):
        assert f'"{word}":' in text
    for kind in set(KINDS) - {"list", "action", "guidance"}:
        assert f'"{kind}"' in text
    for key in ("list", "do", "guidance"):
        assert f'"{key}":' in text


def test_what_editors_read_as_numbers_may_be_numbers():
    schema = json_schema()

    assert "number" in schema["properties"]["version"]["type"]
    assert schema["$defs"]["Question"]["properties"]["at_most"]["type"] == "number"


def test_an_unknown_key_is_marked_by_an_editor():
    for name, model in objects():
        if name not in ("Condition", "RuleKeys"):
            assert model["additionalProperties"] is False, name
