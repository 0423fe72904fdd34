"""HSDS 3 in JSON: records that lie within one another, taken apart into tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from crisis_cli.directory.hsds.rows import Row, Tables, cleaned
from crisis_cli.errors import CrisisError

DEEPEST = 12
# A key that holds records -> their table; the same for one record.
LISTS = {
    "services": "services",
    "organizations": "organizations",
    "locations": "locations",
    "phones": "phones",
    "addresses": "addresses",
    "schedules": "schedules",
    "languages": "languages",
    "required_documents": "required_documents",
    "service_at_locations": "service_at_location",
    "attributes": "attributes",
    "taxonomy_terms": "taxonomy_terms",
    "contacts": "contacts",
    "programs": "programs",
    "cost_options": "cost_options",
    "accessibility": "accessibility",
}
ONE = {
    "organization": "organizations",
    "location": "locations",
    "service": "services",
    "program": "programs",
    "taxonomy_term": "taxonomy_terms",
}
# table -> what its id is called in the rows that belong to it.
ID_OF = {
    "services": "service_id",
    "organizations": "organization_id",
    "locations": "location_id",
    "service_at_location": "service_at_location_id",
    "contacts": "contact_id",
    "phones": "phone_id",
    "programs": "program_id",
    "taxonomy_terms": "taxonomy_term_id",
}
# The beginning of a file's name -> the table that it holds.
NAMED = {
    "service_at_location": "service_at_location",
    "service": "services",
    "location": "locations",
    "organization": "organizations",
    "taxonomy_term": "taxonomy_terms",
    "taxonomy": "taxonomies",
    "phone": "phones",
    "schedule": "schedules",
}


def add_json(tables: Tables, file: Path, data: bytes) -> None:
    """Take in the records of a file: a list, a page of one, one record, or tables by name.
    CrisisError where it is no JSON."""
    try:
        whole = json.loads(data.decode("utf-16" if data[:2] in _UTF16 else "utf-8-sig"))
    except (ValueError, RecursionError) as error:
        why = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "its bytes"
        raise CrisisError(
            f"{file.name} is no JSON: see {why}.", "Save it anew, as UTF-8."
        ) from None
    if isinstance(whole, dict) and isinstance(whole.get("contents"), list):
        whole = whole["contents"]
    if isinstance(whole, dict) and "id" not in whole and any(key in LISTS for key in whole):
        _tables(tables, file, whole)
        return
    records = whole if isinstance(whole, list) else [whole]
    for number, record in enumerate(records, 1):
        _record(tables, file.name, _table_of(file, record), record, f"record {number}", {}, 0)


_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _tables(tables: Tables, file: Path, whole: dict[str, Any]) -> None:
    for key, records in whole.items():
        table = LISTS.get(key) or ("service_at_location" if key == "service_at_location" else "")
        if not table or not isinstance(records, list):
            tables.notes.add(file.name, "", key, "this is not used here", "it was left out")
            continue
        for number, record in enumerate(records, 1):
            _record(tables, file.name, table, record, f"{key} {number}", {}, 0)


def _table_of(file: Path, record: Any) -> str:
    if isinstance(record, dict):
        if {"service", "location"} & record.keys():
            return "service_at_location"
        if {"organization", "service_at_locations"} & record.keys():
            return "services"
    plain = file.stem.lower()
    named = (table for name, table in NAMED.items() if plain.startswith(name))
    return next(named, "services")


def _record(
    tables: Tables, file: str, table: str, record: Any, at: str, above: dict[str, str], deep: int
) -> str:
    """Take in a record and those within it; its id, or "". above: ids of what it lies within."""
    if not isinstance(record, dict) or deep > DEEPEST:
        tables.notes.add(file, at, "", "this is no record", "it was left out")
        return ""
    own = str(record.get("id") or "") or f"{file}:{at}"
    at = f"{table} {record['id']}" if record.get("id") else at
    values: dict[str, Any] = {**above, "id": own}
    below = {ID_OF[table]: own} if table in ID_OF else {}
    for key, value in record.items():
        if key in ONE and isinstance(value, dict):
            within = {} if table == "service_at_location" or key != "location" else below
            inner = _record(tables, file, ONE[key], value, f"{at}, {key}", within, deep + 1)
            values[ID_OF[ONE[key]]] = inner
        elif key in LISTS and isinstance(value, list):
            for number, one in enumerate(value, 1):
                under = below | ({"link_id": own} if key == "attributes" else {})
                _record(tables, file, LISTS[key], one, f"{at}, {key} {number}", under, deep + 1)
        elif isinstance(value, str):
            values[key] = cleaned(value, tables.notes, file, at, key)
        elif key != "id":
            values[key] = value
    tables.add(table, Row(file, at, values))
    return own
