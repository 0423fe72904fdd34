"""Ohana's tables in CSV, turned into those of HSDS: other names, and lists inside of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crisis_cli.directory.hsds.rows import Row, Tables

# In its table of services there are these, and in that of HSDS there are not.
MARKS = {"location_id", "audience", "taxonomy_ids"}
CALLED = {
    "services": {
        "eligibility": "eligibility_description",
        "fees": "fees_description",
        "website": "url",
    },
    "phones": {"number_type": "type", "department": "description"},
}
WEEKDAY = {"monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH"}
WEEKDAY |= {"friday": "FR", "saturday": "SA", "sunday": "SU"}


def is_ohana(tables: Tables) -> bool:
    """Whether these are Ohana's tables."""
    return any(MARKS & row.values.keys() for row in tables.of("services")[:1]) or bool(
        tables.of("regular_schedules")
    )


def renamed(tables: Tables) -> None:
    """Change the tables into those of HSDS, in place."""
    for table, names in CALLED.items():
        for row in tables.of(table):
            for old, new in names.items():
                if old in row.values:
                    row.values[new] = row.values.pop(old)
    for row in tables.of("taxonomy"):
        row.values["id"] = row.values.pop("taxonomy_id", "")
        tables.add("taxonomy_terms", row)
    tables.rows.pop("taxonomy", None)
    for row in list(tables.of("services")):
        _service(tables, row)
    for row in list(tables.of("locations")):
        _languages(tables, row, "location_id")
    for row in tables.rows.pop("regular_schedules", []):
        day = str(row.values.pop("weekday", "")).strip()
        row.values |= {"byday": WEEKDAY.get(day.lower(), day), "freq": "WEEKLY"}
        tables.add("schedules", row)


def _service(tables: Tables, row: Row) -> None:
    """What a service has in its cells becomes rows of its own."""
    place = row.values.pop("location_id", "")
    if place:
        both = {"id": f"{row.id}@{place}", "service_id": row.id, "location_id": place}
        tables.add("service_at_location", Row(row.file, row.at, both))
        homes = {one.id: one.values.get("organization_id", "") for one in tables.of("locations")}
        row.values.setdefault("organization_id", homes.get(place, ""))
    who = [row.values.get(key, "") for key in ("audience", "eligibility_description")]
    unlike = dict.fromkeys(one for one in who if one and one.lower() != "none")
    row.values["eligibility_description"] = ". ".join(one.rstrip(".") for one in unlike)
    row.values.pop("audience", None)
    _languages(tables, row, "service_id")
    for document in _split(row.values.pop("required_documents", "")):
        tables.add(
            "required_documents",
            Row(row.file, row.at, {"service_id": row.id, "document": document}),
        )
    for number, code in enumerate(_split(row.values.pop("taxonomy_ids", ""))):
        term = {"id": f"{row.id}/{number}", "link_id": row.id, "taxonomy_term_id": code}
        tables.add("attributes", Row(row.file, row.at, term))
    for number, word in enumerate(_split(row.values.pop("keywords", ""))):
        said = {"id": f"{row.id}/k{number}", "link_id": row.id, "link_type": "keyword"}
        tables.add("attributes", Row(row.file, row.at, said | {"value": word}))


def _languages(tables: Tables, row: Row, owner: str) -> None:
    for number, name in enumerate(_split(row.values.pop("languages", ""))):
        said = {"id": f"{owner}{row.id}/{number}", owner: row.id, "name": name}
        tables.add("languages", Row(row.file, row.at, said))


def _split(cell: object) -> Iterable[str]:
    return [one.strip() for one in re.split(r"[,;]", str(cell)) if one.strip()]
