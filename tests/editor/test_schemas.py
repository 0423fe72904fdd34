"""The schemas that are shipped are up to date, and every shipped file names the one it follows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crisis_cli.commands.protocol.schema import KINDS, schema_of
from crisis_cli.directory.reading import NEEDED, _Reading
from crisis_cli.directory.schema import NUMBER, RESOURCE

SHIPPED = Path(__file__).parents[2] / "protocols"
FILES = sorted(SHIPPED.rglob("*.yaml"))
FOLDERS = {"scenarios": "scenario", "resources": "resources", "catalogues": "translation"}


def kind_of(path):
    if path.name in ("properties.yaml", "policy.yaml", "suggestions.yaml"):
        return path.stem
    if re.fullmatch(r"[a-z0-9-]+\.[a-z]{2,3}\.yaml", path.name):
        return "translation"
    return FOLDERS.get(path.parent.name, "protocol")


def inner(value):
    yield value
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in held:
        yield from inner(one)


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_schema_is_up_to_date(kind, request):
    path = SHIPPED / "schema" / f"{kind}.json"
    text = json.dumps(schema_of(kind), indent=2) + "\n"
    if request.config.getoption("--update"):
        path.write_text(text, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == text, "write it with: pytest tests/editor --update"


def test_no_other_schema_is_shipped():
    assert {path.stem for path in (SHIPPED / "schema").iterdir()} == set(KINDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHIPPED)))
def test_each_shipped_file_begins_with_the_schema_that_it_follows(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")

    schema = SHIPPED / "schema" / f"{kind_of(path)}.json"
    assert (path.parent / named).resolve() == schema.resolve()


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_every_kind_of_file_is_described(kind):
    bare = [
        key
        for one in inner(schema_of(kind))
        if isinstance(one, dict) and one.get("type") == "object" and "properties" in one
        for key, about in one["properties"].items()
        if not (isinstance(about, dict) and about.get("description"))
    ]

    assert bare == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_leads_somewhere(kind):
    schema = schema_of(kind)
    named = {one["$ref"] for one in inner(schema) if isinstance(one, dict) and "$ref" in one}

    assert {name.removeprefix("#/$defs/") for name in named} <= set(schema.get("$defs", {}))


def test_the_schema_of_resources_has_the_keys_that_are_read():
    assert set(RESOURCE) == set(_Reading(None).readers)
    assert set(NEEDED) <= set(RESOURCE)
    assert {"call", "text", "chat", "tty", "note", "status"} == set(NUMBER)


def test_a_kind_of_file_that_there_is_not_is_a_sentence(crisis_says):
    assert "Did you mean 'scenario'?" in crisis_says("protocol", "schema", "scenrio")
