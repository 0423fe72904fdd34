"""Somebody else's directory -> the draft of a resource file, and what of it was not understood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crisis_cli.directory.hsds import ohana
from crisis_cli.directory.hsds.building import Building
from crisis_cli.directory.hsds.csv_rows import BIGGEST, add_csv
from crisis_cli.directory.hsds.json_rows import add_json
from crisis_cli.directory.hsds.notes import Notes
from crisis_cli.directory.hsds.rows import Tables
from crisis_cli.directory.hsds.tables import MODELS
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.source import contents

# Files that say something of the tables, and are none.
ABOUT = {"datapackage", "meta_table_descriptions", "metadata"}
HEAD = """\
# yaml-language-server: $schema=../schema/resources.json
# Imported on {today} from {source}.
# Nobody has phoned these numbers: every entry is unverified, and is on no page for a client until
# somebody has. To do so: crisis resources verify
"""
NAME = "Name the folder with services.csv, or a JSON file of services."


@dataclass(frozen=True, slots=True)
class Imported:
    """text: the resource file. count: the resources in it. form: whose tables they were."""

    text: str
    count: int
    form: str
    notes: Notes


def imported(path: Path, today: date) -> Imported:
    """The directory in a file or a folder. CrisisError where there is nothing that can be read."""
    tables = Tables(Notes())
    for file in _files(path):
        _take(tables, file, alone=not path.is_dir())
    form = "Ohana" if ohana.is_ohana(tables) else "HSDS 3"
    if form == "Ohana":
        ohana.renamed(tables)
    if not tables.of("services"):
        message = f"There are no services in {path.name}."
        raise CrisisError(message, NAME)
    bodies = list(Building(tables, f"{form} in {path.name}", today).bodies())
    _unused(tables)
    head = HEAD.format(source=f"{path.name} ({form})", today=today.isoformat())
    return Imported(f"{head}\n{written(bodies)}", len(bodies), form, tables.notes)


def _files(path: Path) -> list[Path]:
    there = False
    with suppress(OSError):  # its name is too long, or its folder may not be read
        there = path.exists()
    if not there:
        raise CrisisError(f"There is no file or folder {path}.", NAME)
    if not path.is_dir():
        contents(path, 1)  # says what is wrong
        return [path]
    found = sorted(one for one in path.iterdir() if one.suffix.lower() in (".csv", ".json"))
    found = [one for one in found if one.stem.lower() not in ABOUT]
    if not found:
        hint = "It needs files such as services.csv, or services.json."
        raise CrisisError(f"There are no tables in the folder {path}.", hint)
    return found


def _take(tables: Tables, file: Path, alone: bool) -> None:
    """Take in a file; one that cannot be read takes no other of its folder with it."""
    try:
        data = contents(file, BIGGEST)
        if file.suffix.lower() == ".json":
            add_json(tables, file, data)
        else:
            add_csv(tables, file.stem.lower().replace(" ", "_"), file, data)
    except CrisisError as error:
        if alone:
            raise
        tables.notes.add(file.name, "", "", error.message.rstrip("."), "the file was left out")


def _unused(tables: Tables) -> None:
    """Note what is in the tables and is not used here: the columns of a table together."""
    for table, rows in tables.rows.items():
        model = MODELS.get(table)
        if model is None:
            wrong = f"the table '{table}' is not used here ({len(rows)} rows)"
            tables.notes.add(rows[0].file, "", "", wrong, "it was left out")
            continue
        known = {*model.model_fields, "id"}
        cells = [name for row in rows for name, value in row.values.items() if value]
        if unused := list(dict.fromkeys(name for name in cells if name not in known)):
            wrong = "not used here"
            tables.notes.add(rows[0].file, "", ", ".join(unused), wrong, "left out in every row")


def written(bodies: list[dict[str, Any]]) -> str:
    """The bodies as a resource file."""
    if not bodies:
        return "resources: []\n"
    return "\n".join(["resources:", *(line for body in bodies for line in _entry(body))]) + "\n"


def _entry(body: dict[str, Any]) -> Iterator[str]:
    sign = "  - "
    for key, value in body.items():
        if value in ("", [], None):
            continue
        if isinstance(value, list) and isinstance(value[0], dict):
            yield f"{sign}{key}:"
            yield from (f"      - {_flow(one)}" for one in value)
        elif isinstance(value, list):
            yield f"{sign}{key}: [{', '.join(map(_quoted, value))}]"
        else:
            yield f"{sign}{key}: {value if key in BARE else _quoted(value)}"
        sign = "    "
    yield ""


BARE = ("id", "hours", "verified_on", "status", "walk_in", "worker_only")


def _flow(one: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in one.items()) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
