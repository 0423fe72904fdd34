"""The resources of the District: each has a source, and what is not known is not printed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from conversation import PROTOCOLS, all_steps, shipped

from crisis_cli.directory.resources import Resource, lines, load

READ = date(2026, 11, 1)  # when undated sources were read
NUMBERS = {
    "nine_one_one": "911",
    "lifeline": "988",
    "access_helpline": "1-888-793-4357",
    "stabilization_center": "202-839-3500",
    "shelter_hotline": "202-399-7093",
    "dc_victim_hotline": "1-844-443-5732",
    "national_dv": "1-800-799-7233",
    "rainn": "1-800-656-4673",
    "cfsa": "202-671-7233",
    "aps": "202-541-3950",
    "poison": "1-800-222-1222",
    "crisis_text_line": "741741",
    "veterans": "988",
    "trevor": "1-866-488-7386",
    "trans_lifeline": "877-565-8860",
    "samhsa": "1-800-662-4357",
    "food": "202-644-9807",
    "dvrp": "202-833-2233",
    "st_elizabeths": "202-562-4000",
    "naloxone": "888-811",
}
# Nobody could confirm these: they must not stand on a client's page.
UNCONFIRMED = [
    *("202-673-6495", "202-481-1440", "202-673-9319", "202-727-8473", "202-333-7299"),
    *("202-526-0017", "88788", "678-678", "AYUDA", "1905 E Street"),
]


@pytest.fixture
def resources() -> dict[str, Resource]:
    return load(PROTOCOLS / "resources/dc.yaml")


def client_page(resources: dict[str, Resource]) -> str:
    """Everything of the file that a client's page can print."""
    return "\n".join(" ".join(line) for line in lines(resources, list(resources), client=True))


def test_each_number_is_the_one_of_its_source(resources):
    first = {name: resources[name].numbers[0].value for name in NUMBERS}

    assert first == NUMBERS


def test_what_is_unverified_is_on_no_client_page(resources):
    page = client_page(resources)

    assert [one for one in UNCONFIRMED if one in page] == []
    mine = {resources[name].numbers[0].value for name in NUMBERS if resources[name].worker_only}
    assert all((one in page) == (one not in mine) for one in NUMBERS.values())


def test_where_a_worker_reports_stands_on_no_client_page(resources):
    mine = [one.id for one in resources.values() if one.worker_only]

    assert mine == ["cfsa", "aps"]
    assert lines(resources, mine, client=True) == []
    assert len(lines(resources, mine, client=False)) == len(mine)


def test_what_is_unverified_is_marked_for_the_worker(resources):
    told = " ".join(" ".join(line) for line in lines(resources, ["cpep"], client=False))

    assert "202-673-9319" in told
    assert "NOT VERIFIED" in told


def test_teams_whose_own_number_is_unverified_are_reached_through_the_access_helpline(resources):
    for name in ("crt", "champs"):
        assert [number.value for number in resources[name].verified] == ["1-888-793-4357"]


def test_every_resource_says_where_it_was_read_and_when(resources):
    assert [one.id for one in resources.values() if not (one.source and one.verified_by)] == []
    assert [one.id for one in resources.values() if one.verified_on > READ] == []


def test_no_source_that_is_old_passes_for_fresh(resources):
    old = [one for one in resources.values() if one.verified_on.year < 2025]

    emergency = {"nine_one_one", "lifeline"}
    assert [one.id for one in old if not one.stale(READ) and one.id not in emergency] == []


def test_on_every_page_988_is_printed_first_and_then_the_access_helpline():
    parts = shipped().documents["safety_plan"].parts

    assert {part.resources[:2] for part in parts if part.resources} == {
        ("lifeline", "access_helpline")
    }


def test_every_resource_that_the_protocol_names_is_there(resources):
    named = {one for step in all_steps() for one in step.call}
    for document in shipped().documents.values():
        named |= {one for part in document.parts for one in part.resources}

    assert named <= set(resources)


def test_no_step_and_no_page_names_a_resource_that_is_unverified(resources):
    named = {one for step in all_steps() for one in step.call}

    assert [one for one in named if resources[one].status == "unverified"] == []


def test_every_plan_has_a_contact_that_answers_day_and_night(resources):
    parts = shipped().documents["safety_plan"].parts
    always = {r for part in parts if part.when is None for r in part.resources}

    assert {"lifeline", "access_helpline"} <= {r for r in always if resources[r].hours == "always"}


def test_press_3_of_988_has_ended_and_stands_nowhere(resources):
    assert not re.search(r"\b(press|then) 3\b", client_page(resources), re.IGNORECASE)
