"""Our resources -> services of HSDS 3 in JSON, with what is ours alone as attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from crisis_cli.directory.entry import STATUS, Resource
from crisis_cli.directory.hours import Opening
from crisis_cli.protocol.hours import DAY, month_day
from crisis_cli.protocol.tongues import CODE, IN_ENGLISH

TYPES = {"call": "voice", "text": "text", "tty": "textphone"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES = {code: name.capitalize() for code, name in IN_ENGLISH.items()}
EVERY = Opening((0, 1, 2, 3, 4, 5, 6), 0, DAY)


def exported(resources: Sequence[Resource]) -> dict[str, Any]:
    """A page of services, as the HSDS API gives them, with everything that belongs to each."""
    return {
        "total_items": len(resources),
        "total_pages": 1,
        "page_number": 1,
        "size": len(resources),
        "first_page": True,
        "last_page": True,
        "empty": not resources,
        "contents": [_service(one) for one in resources],
    }


def _service(one: Resource) -> dict[str, Any]:
    codes = [said for said in one.languages if CODE.fullmatch(said)]
    sentences = [said for said in one.languages if said not in codes]
    body: dict[str, Any] = {
        "id": _id(one.id, "service"),
        "name": one.name,
        "description": one.purpose,
        "status": "active",
        "interpretation_services": ". ".join(sentences),
        "eligibility_description": one.who,
        "minimum_age": one.ages[0],
        "maximum_age": one.ages[1],
        "assured_date": one.verified_on.isoformat(),
        "alert": one.note,
        "organization": {
            "id": _id(one.id, "organization"),
            "name": one.name,
            "description": one.purpose,
        },
        "phones": list(_phones(one)),
        "languages": [
            {"id": _id(one.id, "language", code), "code": code, "name": NAMES.get(code, code)}
            for code in codes
        ],
        "schedules": list(_schedules(one)),
        "service_at_locations": [_at(one)] if one.address else [],
        "attributes": list(_attributes(one)),
    }
    return {key: value for key, value in body.items() if value not in (None, "", [])}


def _phones(one: Resource) -> Iterator[dict[str, Any]]:
    for place, number in enumerate(one.numbers):
        if number.way in TYPES:
            note = {"description": number.note} if number.note else {}
            made = {"id": _id(one.id, "phone", str(place)), "number": number.value}
            yield {**made, "type": TYPES[number.way], **note}


def _schedules(one: Resource) -> Iterator[dict[str, Any]]:
    for place, opening in enumerate((EVERY,) if one.always else one.times):
        season = f"Every year from {month_day(opening.first)} to {month_day(opening.last)}"
        yield {
            "id": _id(one.id, "schedule", str(place)),
            "freq": "WEEKLY",
            "byday": ",".join(DAYS[day] for day in opening.days),
            "opens_at": _clock(opening.start),
            "closes_at": _clock(opening.end),
            **({"description": season} if opening.first else {}),
        }
    words = [one.hours_note] if one.always or one.times else [one.hours, one.hours_note]
    if told := ". ".join(part for part in words if part):
        yield {"id": _id(one.id, "schedule", "words"), "description": told}


def _clock(at: int) -> str:
    return f"{at // 60:02}:{at % 60:02}"


def _at(one: Resource) -> dict[str, Any]:
    """The address is one line with us; what of it is city or code is not taken apart by guess."""
    empty = dict.fromkeys(("city", "state_province", "postal_code"), "")
    line = {"id": _id(one.id, "address"), "address_1": one.address, **empty, "country": "US"}
    location = {
        "id": _id(one.id, "location"),
        "location_type": "physical",
        "name": one.name,
        "addresses": [line | {"address_type": "physical"}],
    }
    return {"id": _id(one.id, "at"), "location": location}


def _attributes(one: Resource) -> Iterator[dict[str, Any]]:
    said = [("resource_id", one.id), ("walk_in", one.walk_in), ("holidays", one.holidays)]
    said += [("need", need) for need in one.needs]
    said += [("chat", number.value) for number in one.numbers if number.way == "chat"]
    said += [("worker_only", "yes" if one.worker_only else "")]
    said += [("status", one.status), ("source", one.source), ("verified_by", one.verified_by)]
    said += [
        ("number_status", f"{number.way} {number.value}: {number.status}")
        for number in one.numbers
        if STATUS.index(number.status) > STATUS.index(one.status)
    ]
    for place, (kind, value) in enumerate(said):
        if value:
            made = {"id": _id(one.id, "attribute", str(place)), "link_type": kind}
            yield {**made, "link_entity": "service", "value": value}


def _id(*parts: str) -> str:
    """The same for the same resource in every export."""
    return str(uuid5(NAMESPACE_URL, "crisis-cli:" + "/".join(parts)))
