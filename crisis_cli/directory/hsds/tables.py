"""The tables of HSDS 3 that are used, as far as they are used, and how a row is fitted to one."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from crisis_cli.directory.hsds.notes import LEFT_OUT, WITHOUT, shown
from crisis_cli.directory.hsds.rows import Row, Tables

US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
TWO_DIGITS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise ValueError("is no text")


def _age(value: Any) -> int | None:
    text = _text(value)
    if not text:
        return None
    if not re.fullmatch(r"\d{1,3}(\.0*)?", text, re.ASCII) or float(text) > 130:
        raise ValueError("is no age in years")
    return int(float(text))


def _date(value: Any) -> date | None:
    text = _text(value)
    if not text:
        return None
    if TWO_DIGITS.fullmatch(text):
        raise ValueError("has a year of two digits: which century is not known")
    hit = US_DATE.fullmatch(text)
    plain = f"{hit[3]}-{int(hit[1]):02}-{int(hit[2]):02}" if hit else text[:10]
    try:
        return date.fromisoformat(plain)
    except ValueError:
        raise ValueError("is no date: write 2026-11-20") from None


def _needed(value: Any) -> str:
    if not (text := _text(value)):
        raise ValueError("is missing")
    return text


Text = Annotated[str, BeforeValidator(_text)]
Needed = Annotated[str, BeforeValidator(_needed)]
Age = Annotated[int | None, BeforeValidator(_age)]
Day = Annotated[date | None, BeforeValidator(_date)]


class Table(BaseModel):
    """One row. What a table has besides is not used."""

    model_config = ConfigDict(extra="ignore", validate_default=False)


class Organization(Table):
    """Who runs a service."""

    id: Needed
    name: Needed
    description: Text = ""
    website: Text = ""


class Service(Table):
    """What is offered."""

    id: Needed
    name: Needed
    organization_id: Text = ""
    program_id: Text = ""
    description: Text = ""
    url: Text = ""
    status: Text = ""
    interpretation_services: Text = ""
    application_process: Text = ""
    fees_description: Text = ""
    eligibility_description: Text = ""
    minimum_age: Age = None
    maximum_age: Age = None
    assured_date: Day = None
    alert: Text = ""


class Location(Table):
    """Where it is."""

    id: Needed
    name: Text = ""
    organization_id: Text = ""
    transportation: Text = ""


class ServiceAtLocation(Table):
    """That a service is offered at a place."""

    id: Text = ""
    service_id: Needed
    location_id: Needed


class Owned(Table):
    """What belongs to a service, to a place, to both together, or to an organization."""

    service_id: Text = ""
    location_id: Text = ""
    service_at_location_id: Text = ""
    organization_id: Text = ""
    contact_id: Text = ""
    phone_id: Text = ""


class Phone(Owned):
    """A number."""

    number: Needed
    extension: Text = ""
    type: Text = ""
    description: Text = ""


class Address(Owned):
    """A postal or physical address."""

    location_id: Needed
    address_1: Needed
    address_2: Text = ""
    city: Text = ""
    state_province: Text = ""
    postal_code: Text = ""
    address_type: Text = ""


class Schedule(Owned):
    """Times at which it is open."""

    valid_from: Day = None
    valid_to: Day = None
    dtstart: Day = None
    until: Day = None
    freq: Text = ""
    interval: Text = ""
    byday: Text = ""
    byweekno: Text = ""
    bymonthday: Text = ""
    byyearday: Text = ""
    opens_at: Text = ""
    closes_at: Text = ""
    description: Text = ""
    notes: Text = ""


class Holiday(Owned):
    """A day on which the times are different (Ohana)."""

    start_date: Needed
    end_date: Text = ""
    closed: Text = ""
    opens_at: Text = ""
    closes_at: Text = ""


class Language(Owned):
    """A language that is spoken."""

    name: Text = ""
    code: Text = ""


class RequiredDocument(Owned):
    """What to bring."""

    document: Needed


class Attribute(Table):
    """What is said of a record by a term of a taxonomy, or in a way of somebody's own."""

    link_id: Needed
    link_type: Text = ""
    taxonomy_term_id: Text = ""
    value: Text = ""


class Term(Table):
    """A term of a taxonomy."""

    id: Needed
    name: Needed


# table -> how its rows are read. What is not here is not used, and is told.
MODELS: dict[str, type[Table]] = {
    "organizations": Organization,
    "services": Service,
    "locations": Location,
    "service_at_location": ServiceAtLocation,
    "phones": Phone,
    "addresses": Address,
    "schedules": Schedule,
    "holiday_schedules": Holiday,
    "languages": Language,
    "required_documents": RequiredDocument,
    "attributes": Attribute,
    "taxonomy_terms": Term,
}
Kind = TypeVar("Kind", bound=Table)


def rows_of(tables: Tables, table: str, kind: type[Kind]) -> list[tuple[Row, Kind]]:
    """The rows of a table that can be used, each with where it stands; the rest is noted."""
    made = ((row, fitted(tables, row, kind)) for row in tables.of(table))
    return [(row, one) for row, one in made if one is not None]


def fitted(tables: Tables, row: Row, kind: type[Kind]) -> Kind | None:
    """The row as its table has it. A field that does not fit is noted and left out; a row without
    what it needs is noted and is None."""
    try:
        return kind.model_validate(row.values)
    except ValidationError as error:
        bad = [(str(one["loc"][0]), one) for one in error.errors()]
    fatal = {name for name, _ in bad if kind.model_fields[name].is_required()}
    for name, one in bad:
        why = "is missing" if one["type"] == "missing" else str(one["msg"]).split(", ", 1)[-1]
        value = row.values.get(name)
        wrong = why if value in (None, "") else f"{shown(value)} {why}"
        tables.notes.add(row.file, row.at, name, wrong, LEFT_OUT if fatal else WITHOUT)
    if fatal:
        return None
    rest = {key: value for key, value in row.values.items() if key not in dict(bad)}
    return kind.model_validate(rest)
