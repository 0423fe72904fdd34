"""Tables of HSDS -> bodies of our resource file: one for each service at each place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from crisis_cli.directory.hours import always
from crisis_cli.directory.hsds import tables as t
from crisis_cli.directory.hsds.notes import LEFT_OUT
from crisis_cli.directory.hsds.rows import Row, Tables
from crisis_cli.directory.hsds.schedules import holidays_of, hours_of
from crisis_cli.directory.needs import NEEDS, need_of
from crisis_cli.protocol.hours import month_day, named, time
from crisis_cli.protocol.tongues import called, is_language

Owned = TypeVar("Owned", bound=t.Owned)
Placed = list[tuple[Row, Owned]]
LONG = 300  # characters; a longer description stands in the note, and its beginning under `for`
WAYS = {"": "call", "voice": "call", "cell": "call", "call": "call", "hotline": "call"}
WAYS |= {"text": "text", "sms": "text", "textphone": "tty", "tty": "tty"}
# What our own export adds, and of that what an import sets anew.
OURS = ("resource_id", "walk_in", "chat", "holidays", "need", "worker_only")
ANEW = ("status", "source", "verified_by", "number_status")
GONE = ("inactive", "defunct", "temporarily closed")


class Building:
    """All tables, by what belongs to what, while resources are made of them."""

    def __init__(self, tables: Tables, source: str, today: date) -> None:
        self.tables, self.source, self.today = tables, source, today
        self.notes = tables.notes
        self.organizations = self._named("organizations", t.Organization)
        self.services = self._named("services", t.Service)
        self.locations = self._named("locations", t.Location)
        self.terms = {one.id: one.name for _, one in t.rows_of(tables, "taxonomy_terms", t.Term)}
        self.at = self._places()
        self.phones = self._owned("phones", t.Phone)
        self.addresses = self._owned("addresses", t.Address)
        self.schedules = self._owned("schedules", t.Schedule)
        self.holidays = self._owned("holiday_schedules", t.Holiday)
        self.languages = self._owned("languages", t.Language)
        self.documents = self._owned("required_documents", t.RequiredDocument)
        self.attributes = self._attributes()
        self.ids: set[str] = set()

    def _named(self, table: str, kind: type[t.Kind]) -> dict[str, tuple[Row, t.Kind]]:
        rows = t.rows_of(self.tables, table, kind)
        return {row.id: (row, one) for row, one in rows}

    def _places(self) -> dict[str, list[tuple[str, str]]]:
        """The places of a service: the id of the pair, and of the place."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row, one in t.rows_of(self.tables, "service_at_location", t.ServiceAtLocation):
            if one.service_id not in self.services:
                wrong = f"there is no service '{one.service_id}'"
                self.notes.add(row.file, row.at, "service_id", wrong, LEFT_OUT)
            elif one.location_id not in self.locations:
                wrong = f"there is no location '{one.location_id}'"
                done = "the service was read without a place"
                self.notes.add(row.file, row.at, "location_id", wrong, done)
            elif (one.id, one.location_id) not in found[one.service_id]:
                found[one.service_id].append((one.id, one.location_id))
        return found

    def _owned(self, table: str, kind: type[Owned]) -> dict[tuple[str, str], Placed[Owned]]:
        """The rows of a table by what they belong to: the kind of owner, and its id."""
        pairs = {pair for places in self.at.values() for pair, _ in places}
        there = {
            "service_at_location_id": pairs,
            "service_id": set(self.services),
            "location_id": set(self.locations),
            "organization_id": set(self.organizations),
        }
        found: dict[tuple[str, str], Placed[Owned]] = defaultdict(list)
        for row, one in t.rows_of(self.tables, table, kind):
            owners = {key: value for key in there if (value := getattr(one, key))}
            good = [(key, value) for key, value in owners.items() if value in there[key]]
            for owner in good:
                found[owner].append((row, one))
            self._homeless(row, one, owners, good)
        return found

    def _homeless(
        self, row: Row, one: t.Owned, owners: Mapping[str, str], good: Sequence[object]
    ) -> None:
        done = "it was read for the others" if good else LEFT_OUT
        for key, value in owners.items():
            if (key, value) not in good:
                wrong = f"there is no {key.removesuffix('_id').replace('_', ' ')} '{value}'"
                self.notes.add(row.file, row.at, key, wrong, done)
        if not owners and one.contact_id:
            wrong = "it belongs to a person, not to a service"
            self.notes.add(row.file, row.at, "contact_id", wrong, LEFT_OUT)
        elif not owners and not one.phone_id:
            self.notes.add(row.file, row.at, "", "it belongs to nothing", LEFT_OUT)

    def _attributes(self) -> dict[str, list[tuple[Row, t.Attribute]]]:
        found: dict[str, list[tuple[Row, t.Attribute]]] = defaultdict(list)
        for row, one in t.rows_of(self.tables, "attributes", t.Attribute):
            found[one.link_id].append((row, one))
            if one.taxonomy_term_id and one.taxonomy_term_id not in self.terms:
                wrong = f"there is no term '{one.taxonomy_term_id}'"
                self.notes.add(row.file, row.at, "taxonomy_term_id", wrong, "it was left out")
        return found

    def bodies(self) -> Iterator[dict[str, Any]]:
        """Every resource that can be made."""
        for row, service in self.services.values():
            if service.status.lower() in GONE:
                wrong = f"the service is {service.status}"
                self.notes.add(row.file, row.at, "status", wrong, LEFT_OUT)
                continue
            places = self.at.get(service.id) or [("", "")]
            for pair, place in places:
                body = self._body(row, service, pair, place, len(places) > 1)
                if body is not None:
                    yield body
        used = {place for places in self.at.values() for _, place in places}
        for row, place_ in self.locations.values():
            if place_.id not in used:
                self.notes.add(row.file, row.at, "", "no service is given here", LEFT_OUT)

    def _body(
        self, row: Row, service: t.Service, pair: str, place: str, several: bool
    ) -> dict[str, Any] | None:
        owners = (("service_at_location_id", pair), ("service_id", service.id))
        here = [*owners, ("location_id", place)]
        organization = self._organization(row, service)
        said = self._said(service)
        numbers = self._numbers(here, service.organization_id)
        numbers += [{"chat": one} for one in said["chat"]]
        address = self._address(place)
        walk_in = "".join(said["walk_in"][:1])
        if not numbers and not address and (link := service.url or organization.website):
            address, walk_in = f"Online: {link}", "no"
        if not numbers and not address:
            wrong = "there is no number, no address and no page: nobody could reach it"
            self.notes.add(row.file, row.at, "", wrong, LEFT_OUT)
            return None
        name = self._name(service, organization, place if several else "")
        return {
            "id": self._id("".join(said["resource_id"][:1]) if not several else "", name),
            "name": name,
            "for": _shortened(service.description) or name,
            "numbers": numbers,
            **self._hours(here, said["holidays"]),
            "needs": self._needs(said),
            "ages": _ages(service, self.notes, row),
            "walk_in": walk_in,
            "languages": self._spoken(here, service),
            "address": address,
            "who": service.eligibility_description,
            "source": f"{self.source}, {row.at}",
            "verified_on": (service.assured_date or self.today).isoformat(),
            "verified_by": "Nobody yet: imported",
            "status": "unverified",
            "worker_only": "yes" if "yes" in said["worker_only"] else "",
            "note": self._note(service, said, address),
        }

    def _organization(self, row: Row, service: t.Service) -> t.Organization:
        if (found := self.organizations.get(service.organization_id)) is not None:
            return found[1]
        if service.organization_id:
            wrong = f"there is no organization '{service.organization_id}'"
            self.notes.add(row.file, row.at, "organization_id", wrong, "read without it")
        return t.Organization(id="none", name=service.name)

    def _name(self, service: t.Service, organization: t.Organization, place: str) -> str:
        parts = [service.name]
        if organization.name.casefold() not in service.name.casefold():
            parts.append(organization.name)
        if place and (where := self.locations[place][1].name) and where not in parts:
            parts.append(where)
        return ", ".join(parts)

    def _id(self, ours: str, name: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:50].rstrip("_")
        first = ours if re.fullmatch(r"[a-z0-9_]{1,60}", ours) else plain or "resource"
        number, made = 1, first
        while made in self.ids:
            number += 1
            made = f"{first[:54]}_{number}"
        self.ids.add(made)
        return made

    def _said(self, service: t.Service) -> dict[str, list[str]]:
        """What attributes say: ours by their kind, terms, and words."""
        said: dict[str, list[str]] = {kind: [] for kind in (*OURS, "terms")}
        for _, one in self.attributes.get(service.id, ()):
            if one.link_type in OURS:
                said[one.link_type].append(one.value)
            elif one.link_type in ANEW:
                continue
            elif term := self.terms.get(one.taxonomy_term_id) or one.value:
                said["terms"].append(term)
        return said

    def _needs(self, said: Mapping[str, list[str]]) -> list[str]:
        found = [one for one in said["need"] if one in NEEDS]
        return list(dict.fromkeys([*found, *filter(None, map(need_of, said["terms"]))]))

    def _numbers(self, here: Sequence[tuple[str, str]], organization: str) -> list[dict[str, str]]:
        rows = [one for owner in here for one in self.phones.get(owner, ())]
        rows = rows or self.phones.get(("organization_id", organization), [])
        made: dict[tuple[str, ...], dict[str, str]] = {}
        for row, one in rows:
            way = WAYS.get(one.type.lower())
            number = one.number.strip("\"' ")
            if way is None or not re.search(r"\d", number):
                wrong = f"a number for {one.type}" if way is None else "there is no digit in it"
                self.notes.add(row.file, row.at, "type" if way is None else "number", wrong,
                               "it was left out")  # fmt: skip
                continue
            extension = f"extension {one.extension}" if one.extension else ""
            note = ", ".join(part for part in (extension, _shortened(one.description)) if part)
            made.setdefault((way, number, note), {way: number} | ({"note": note} if note else {}))
        return list(made.values())

    def _address(self, place: str) -> str:
        rows = self.addresses.get(("location_id", place), [])
        best = sorted(rows, key=lambda pair: pair[1].address_type.lower() == "postal")
        if not best:
            return ""
        one = best[0][1]
        parts = (one.address_1, one.address_2, one.city, one.state_province, one.postal_code)
        return ", ".join(part for part in parts if part)

    def _hours(self, here: Sequence[tuple[str, str]], holidays: list[str]) -> dict[str, Any]:
        """Those of the service at the place, else of the service, else of the place."""
        rows = next((found for one in here if (found := self.schedules.get(one))), [])
        hours = hours_of(rows, self.notes, self.today)
        others = (self.holidays.get(one) for one in here)
        different = next((found for found in others if found), [])
        told = "; ".join(filter(None, [*holidays, holidays_of(different, self.notes)]))
        body: dict[str, Any] = {}
        if hours.times:
            whole = always(hours.times)
            body["hours"] = "always" if whole else [_opening(one) for one in hours.times]
        elif not hours.words:
            body["hours_note"] = "Hours not given in the source"
        if hours.words:
            body["hours_note"] = _shortened(". ".join(one.rstrip(".") for one in hours.words))
        return body | ({"holidays": told} if told else {})

    def _spoken(self, here: Sequence[tuple[str, str]], service: t.Service) -> list[str]:
        rows = [one for owner in here for _, one in self.languages.get(owner, ())]
        names = [_language(one) for one in rows]
        return list(dict.fromkeys(filter(None, [*names, service.interpretation_services])))

    def _note(self, service: t.Service, said: Mapping[str, list[str]], address: str) -> str:
        bring = [one.document for _, one in self.documents.get(("service_id", service.id), ())]
        link = service.url if service.url and service.url not in address else ""
        parts = {
            "": service.alert,
            "How to get in: ": service.application_process,
            "Cost: ": service.fees_description,
            "Bring: ": "; ".join(dict.fromkeys(bring)),
            "Website: ": link,
            "Listed under: ": ", ".join(dict.fromkeys(said["terms"])),
            "In full: ": service.description if len(service.description) > LONG else "",
        }
        told = [f"{label}{text}" for label, text in parts.items() if text]
        return told[0] if len(told) == 1 else ". ".join(one.rstrip(".") for one in told)


def _opening(one: Any) -> dict[str, str]:
    made = {"days": named(one.days), "from": time(one.start), "to": time(one.end)}
    if one.first:
        made["dates"] = f"{month_day(one.first)} to {month_day(one.last)}"
    return made


def _language(one: t.Language) -> str:
    code = one.code.strip().lower()
    if is_language(code):
        return code
    return called(one.name) or one.name.strip() or one.code


def _shortened(text: str) -> str:
    """The text, or as many of its words as fit."""
    if len(text) <= LONG:
        return text
    return f"{text[: LONG - 4].rsplit(' ', 1)[0]} ..."


def _ages(service: t.Service, notes: Any, row: Row) -> str:
    low, high = service.minimum_age, service.maximum_age
    if low is not None and high is not None and high < low:
        wrong = f"nobody is {low} or older and {high} or younger"
        notes.add(row.file, row.at, "minimum_age", wrong, "no ages were read")
        return ""
    if high is None:
        return "" if low is None else f"{low} and over"
    return f"{high} and under" if low is None else f"{low} to {high}"
