"""Directories of others: what can be read is read; what cannot is told by file, row and field."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.directory.entry import ALWAYS, Number, Resource
from crisis_cli.directory.hours import Opening
from crisis_cli.directory.hsds.exporting import exported
from crisis_cli.directory.hsds.importing import imported
from crisis_cli.directory.hsds.schedules import _gathered
from crisis_cli.directory.needs import NEEDS
from crisis_cli.directory.resources import load, shipped_file
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.hours import DAY

TODAY = date(2026, 11, 28)
TABLES = {
    "organizations": "id,name,description\no1,Aid,Helps\n",
    "services": "id,organization_id,name,description,status,minimum_age,assured_date\n"
    "s1,o1,Beds,A bed tonight,active,18,2026-05-01\n",
    "locations": "id,name\nl1,House\n",
    "service_at_location": "id,service_id,location_id\nx1,s1,l1\n",
    "addresses": "id,location_id,address_1,city,state_province,postal_code\n"
    "a1,l1,1 Main St,Washington,DC,20001\n",
    "phones": "id,service_id,number,type\np1,s1,202-555-0100,voice\n",
    "schedules": 'id,service_id,freq,byday,opens_at,closes_at\nh1,s1,WEEKLY,"MO,TU",09:00,17:00\n',
}


@pytest.fixture
def read(tmp_path):
    """Import these tables; some may be changed: bytes or text, None for a missing file."""

    def run(**changed):
        folder = tmp_path / "given"
        folder.mkdir(exist_ok=True)
        for name, text in {**TABLES, **changed}.items():
            if text is not None:
                data = text if isinstance(text, bytes) else text.encode()
                (folder / f"{name}.csv").write_bytes(data)
        made = imported(folder, TODAY)
        out = tmp_path / "made.yaml"
        out.write_text(made.text, encoding="utf-8")
        return load(out), made.notes

    return run


def told(notes, field="", row=""):
    return [one for one in notes.all if field in one.field and row in one.row]


def test_a_service_becomes_a_resource_that_nobody_has_verified(read):
    found, notes = read()
    (one,) = found.values()

    assert (one.id, one.name, one.purpose) == ("beds_aid", "Beds, Aid", "A bed tonight")
    assert [n.value for n in one.numbers] == ["202-555-0100"]
    assert one.address == "1 Main St, Washington, DC, 20001"
    assert one.times == (Opening((0, 1), 9 * 60, 17 * 60),)
    assert one.ages == (18, None)
    assert (one.status, one.verified_on) == ("unverified", date(2026, 5, 1))
    assert one.source == "HSDS 3 in given, row 2"
    assert notes.all == []


@pytest.mark.parametrize(
    ("table", "old", "new", "field", "wrong"),
    [
        ("services", "o1", "o9", "organization_id", "no organization 'o9'"),
        ("services", ",18,", ",eighteen,", "minimum_age", "'eighteen' is no age"),
        ("services", "2026-05-01", "05/01/26", "assured_date", "year of two digits"),
        ("services", "2026-05-01", "2026-13-01", "assured_date", "is no date"),
        ("services", "s1,o1,Beds", "s1,o1,=1+1", "name", "formula"),
        ("services", "A bed tonight", "A\x00 bed", "description", "cannot be seen"),
        ("services", "A bed tonight", "x" * 6000, "description", "6,000 characters"),
        ("phones", "s1", "s9", "service_id", "no service 's9'"),
        ("phones", "voice", "fax", "type", "a number for fax"),
        ("phones", "202-555-0100", "", "number", "is missing"),
        ("phones", "202-555-0100", "ask inside", "number", "no digit"),
        ("addresses", "l1", "l9", "location_id", "no location 'l9'"),
        ("service_at_location", "l1", "l9", "location_id", "no location 'l9'"),
        ("service_at_location", "x1,s1", "x1,s9", "service_id", "no service 's9'"),
        ("schedules", "09:00", "25:00", "opens_at", "'25:00' is no time"),
        ("schedules", "17:00", "", "closes_at", "the time is missing"),
        ("schedules", "17:00", "09:00", "closes_at", "at the same time"),
        ("schedules", "17:00", "03:00", "closes_at", "18 hours"),
        ("schedules", "WEEKLY", "MONTHLY", "freq", "not the same every week"),
        ("schedules", "MO,TU", "someday", "byday", "no day of the week"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_the_rest_is_read(
    read, table, old, new, field, wrong
):
    assert old in TABLES[table]
    found, notes = read(**{table: TABLES[table].replace(old, new, 1)})

    assert len(found) == 1
    (one,) = told(notes, field, "row 2")[:1]
    assert one.file == f"{table}.csv"
    assert wrong in one.wrong
    assert one.done


def test_hours_that_cannot_be_counted_with_are_kept_in_words(read):
    rule = TABLES["schedules"].replace("WEEKLY", "MONTHLY")
    (one,) = read(schedules=rule)[0].values()

    assert "MO,TU 09:00 to 17:00" in one.when


def test_hours_upon_each_other_are_both_kept_and_told(read):
    found, notes = read(schedules=TABLES["schedules"] + "h2,s1,WEEKLY,MO,16:00,20:00\n")
    (one,) = found.values()

    assert len(one.times) == 2
    assert "partly the same time" in told(notes, "opens_at")[0].wrong


def test_a_row_without_what_it_needs_takes_no_other_with_it(read):
    found, notes = read(services=TABLES["services"] + "s2,o1,,,active,,\ns3,o1,Food,,active,,\n",
                        phones=TABLES["phones"] + "p2,s3,202-555-0101,voice\n")  # fmt: skip

    assert list(found) == ["beds_aid", "food_aid"]
    assert told(notes, "name", "row 3")[0].done == "the row was left out"


def test_the_same_id_twice_keeps_the_first_and_fills_what_it_lacks(read):
    found, notes = read(services=TABLES["services"] + "s1,o1,Cots,,active,,\n")

    assert [one.name for one in found.values()] == ["Beds, Aid"]
    assert told(notes, "name", "row 3")[0].done == "kept 'Beds'"


def test_a_service_that_nobody_could_reach_is_told(read):
    found, notes = read(phones=None, addresses=None)

    assert found == {}
    assert "nobody could reach it" in notes.all[0].wrong


def test_a_service_at_two_places_is_two_resources(read):
    found, _ = read(locations="id,name\nl1,House\nl2,Hall\n",
                    service_at_location=TABLES["service_at_location"] + "x2,s1,l2\n")  # fmt: skip

    assert list(found) == ["beds_aid_house", "beds_aid_hall"]


@pytest.mark.parametrize(
    "data",
    [
        ("\ufeff" + TABLES["services"]).encode(),
        TABLES["services"].replace("\n", "\r\n").encode(),
        TABLES["services"].encode("utf-16"),
        TABLES["services"].replace("status", '"status"').encode(),
        TABLES["services"].replace("\n", ",\n").encode(),
        TABLES["services"].replace("id,org", " ID ,Org").encode(),
        (TABLES["services"] + ",,,,,,\n\n").encode(),
    ],
    ids=["BOM", "CRLF", "UTF-16", "quotes", "one column more", "capitals", "empty rows"],
)
def test_a_file_may_be_saved_in_many_ways(read, data):
    found, notes = read(services=data)

    assert [one.name for one in found.values()] == ["Beds, Aid"]
    assert notes.all == []


def test_another_encoding_is_told_and_read(read):
    found, notes = read(services=TABLES["services"].replace("Beds", "Café").encode("cp1252"))

    assert "caf_aid" in found or [one.name for one in found.values()] == ["Café, Aid"]
    assert "not UTF-8" in told(notes, row="row 2")[0].wrong


def test_a_quote_that_is_not_closed_takes_no_other_row_with_it(read):
    text = TABLES["services"].replace("A bed tonight", '"A bed tonight')
    phones = TABLES["phones"] + "p2,s2,202-555-0101,voice\np3,s3,202-555-0102,voice\n"
    found, notes = read(
        services=text + 's2,o1,Food,"Meals, warm",active,,\ns3,o1,Law,,active,,\n', phones=phones
    )

    assert [one.name for one in found.values()] == ["Beds, Aid", "Food, Aid", "Law, Aid"]
    assert "quote" in told(notes, row="row 2")[0].wrong


def test_columns_and_tables_that_are_not_used_are_told_once(read):
    found, notes = read(
        services=TABLES["services"].replace("id,org", "colour,id,org").replace("s1,o", "red,s1,o"),
        funding="id,source\nf1,City\n",
    )

    assert len(found) == 1
    assert [(one.file, one.field) for one in notes.all] == [
        ("funding.csv", ""),
        ("services.csv", "colour"),
    ]


def test_a_row_that_breaks_off_or_goes_on_is_told_and_read(read):
    long = TABLES["phones"].replace("voice", "voice,more,cells")
    _, notes = read(phones=long + "p2,s1\n")

    assert "more cells than columns" in told(notes, row="row 2")[0].wrong
    assert "breaks off" in told(notes, row="row 3")[0].wrong


@pytest.mark.parametrize("name", ["services", "nothing"])
def test_where_there_are_no_services_a_sentence_says_so(tmp_path, name):
    (tmp_path / f"{name}.csv").write_text("")
    with pytest.raises(CrisisError) as raised:
        imported(tmp_path, TODAY)

    assert "no services" in raised.value.message
    assert raised.value.hint


@pytest.mark.parametrize("text", ["{", "", "[1, 2]", '"text"', "null", '{"services": 1}'])
def test_json_that_is_no_directory_is_a_sentence(tmp_path, text):
    file = tmp_path / "services.json"
    file.write_text(text)
    with pytest.raises(CrisisError):
        imported(file, TODAY)


def test_json_with_wrong_types_is_told_and_the_rest_read(tmp_path):
    service = {"id": "s1", "name": "Beds", "minimum_age": [18], "phones": [{"number": 2025550100}]}
    file = tmp_path / "service_list.json"
    file.write_text(json.dumps({"contents": [service, "x", {"name": "No way in"}]}))
    made = imported(file, TODAY)

    assert made.count == 1
    assert "2025550100" in made.text
    assert {one.field for one in made.notes.all} >= {"minimum_age"}
    assert any("no record" in one.wrong for one in made.notes.all)


CELLS = st.text(max_size=12) | st.sampled_from(
    ["s1", "l1", "MO", "09:00", '"', "a,b", "=1", "\x00"]
)


@given(st.dictionaries(
    st.sampled_from(list(TABLES)), st.lists(st.lists(CELLS, max_size=8), max_size=3), max_size=3
))  # fmt: skip
def test_any_cells_give_a_file_that_loads(tmp_path_factory, given_rows):
    folder = tmp_path_factory.mktemp("cells")
    for name, text in TABLES.items():
        more = "".join(",".join(cells) + "\n" for cells in given_rows.get(name, []))
        (folder / f"{name}.csv").write_text(text + more, encoding="utf-8", errors="replace")
    made = imported(folder, TODAY)
    out = folder / "made.yaml"
    out.write_text(made.text, encoding="utf-8")

    assert len(load(out)) == made.count >= 1
    assert all(one.status == "unverified" for one in load(out).values())


# -- there and back

PLAIN = st.text("abcXYZ éñ123,:#'\"-", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
).filter(lambda text: text and text[0] not in "=@+-" and not text.endswith("."))  # fmt: skip
NUMBERS = st.builds(
    Number,
    st.sampled_from(["call", "text", "tty"]),
    st.from_regex(r"202-555-01\d\d", fullmatch=True),
    PLAIN | st.just(""),
    st.just("unverified"),
)
SEASONS = st.just((None, None)) | st.just(((11, 1), (3, 31)))
SPANS = st.builds(
    lambda days, start, length, season: Opening(
        tuple(sorted(days)), start, (start + length) % DAY or DAY, *season
    ),
    st.sets(st.integers(0, 6), min_size=1), st.integers(0, DAY - 1), st.integers(1, 900), SEASONS,
)  # fmt: skip


@st.composite
def resources(draw):
    times = tuple(_gathered(draw(st.lists(SPANS, max_size=3))))
    low, high = draw(st.tuples(st.none() | st.integers(0, 60), st.none() | st.integers(61, 99)))
    note = draw(PLAIN | st.just(""))
    numbers = draw(st.lists(NUMBERS, min_size=1, max_size=3, unique_by=lambda n: n.value))
    codes = draw(st.lists(st.sampled_from(["en", "es", "am"]), unique=True, max_size=2))
    sentence = draw(st.just([]) | st.just(["Others, by interpreter"]))
    from crisis_cli.directory.hours_words import said

    return Resource(
        draw(st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)),
        draw(PLAIN), draw(PLAIN), tuple(numbers),
        draw(st.just(ALWAYS)) if not times and draw(st.booleans()) else said(times),
        "S", date(2026, 5, 1), "unverified", (*codes, *sentence), draw(PLAIN | st.just("")),
        draw(PLAIN | st.just("")), "Ana", 90, note, times=times,
        hours_note=draw(PLAIN), needs=tuple(draw(st.lists(st.sampled_from([*NEEDS]), unique=True))),
        ages=(low, high), walk_in=draw(st.sampled_from(["", "yes", "no"])),
        holidays=draw(PLAIN | st.just("")), worker_only=draw(st.booleans()),
    )  # fmt: skip


def back(folder, every):
    """What comes of exporting and importing these."""
    file = folder / "export.json"
    file.write_text(json.dumps(exported(every)), encoding="utf-8")
    made = imported(file, TODAY)
    out = folder / "made.yaml"
    out.write_text(made.text, encoding="utf-8")
    return load(out), made.notes


def facts(one):
    """All but what an import sets anew: who checked it, where it is from, how well it is known."""
    hours = (one.always, one.times if not one.always else (), one.when)
    numbers = [(n.way, n.value, n.note) for n in one.numbers]
    return (one.id, one.name, one.purpose, numbers, hours, one.languages, one.address, one.who,
            one.note, one.needs, one.ages, one.walk_in, one.holidays, one.verified_on,
            one.worker_only)  # fmt: skip


@given(st.lists(resources(), min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_what_is_exported_is_imported_as_the_same(tmp_path_factory, every):
    found, _ = back(tmp_path_factory.mktemp("back"), every)

    assert [facts(one) for one in found.values()] == [facts(one) for one in every]


def test_the_shipped_resources_come_back_as_they_were(tmp_path):
    every = list(load(shipped_file()).values())
    found, notes = back(tmp_path, every)

    assert {one.id: facts(one)[1:4] for one in found.values()} == {
        one.id: facts(one)[1:4] for one in every if one.numbers or one.address
    }
    assert [one for one in notes.all if "not used" not in one.wrong] == []
    assert [name for name, one in found.items() if one.worker_only] == ["cfsa", "aps"]


def test_a_number_that_is_known_less_well_than_its_entry_is_exported_as_such():
    (page,) = exported([load(shipped_file())["crt"]])["contents"]
    said = [one["value"] for one in page["attributes"] if one["link_type"] == "number_status"]

    assert said == ["call 202-673-6495: unverified"]


# -- the data of others

DATA = Path(os.environ.get("CRISIS_TEST_DATA", "none")) / "hsds"
theirs = pytest.mark.skipif(not DATA.is_dir(), reason="CRISIS_TEST_DATA names no hsds")


@theirs
@pytest.mark.parametrize(
    ("name", "count"), [("v3-json", 1), ("v3-csv", 1), ("ohana-sample-csv", 21)]
)
def test_the_examples_of_others_are_read(tmp_path, name, count):
    made = imported(DATA / name, TODAY)
    out = tmp_path / "made.yaml"
    out.write_text(made.text, encoding="utf-8")

    assert made.count == len(load(out)) == count
    assert made.form == ("Ohana" if "ohana" in name else "HSDS 3")
    assert all(one.status == "unverified" for one in load(out).values())


@theirs
def test_both_forms_of_the_hsds_example_say_the_same(tmp_path):
    texts = [imported(DATA / name, TODAY).text for name in ("v3-json", "v3-csv")]
    names = [[line for line in text.splitlines() if "name:" in line] for text in texts]

    assert names[0] == names[1]


@theirs
def test_ohanas_hours_and_slips_are_read_and_told(tmp_path):
    made = imported(DATA / "ohana-sample-csv", TODAY)
    notes = {(one.file, one.field): one.wrong for one in made.notes.all}

    assert 'days: "Monday to Friday", from: "8 am", to: "5 pm"' in made.text
    assert "18 hours" in notes["regular_schedules.csv", "closes_at"]
    assert "two digits" in notes["holiday_schedules.csv", "end_date"]


SCHEDULES = "id,service_id,freq,byday,opens_at,closes_at,valid_from,valid_to,dtstart,until\n"


@pytest.mark.parametrize(
    ("span", "field", "wrong"),
    [
        (",,,2019-01-01", "until", "these hours ended on 2019-01-01"),
        (",,2027-01-01,", "dtstart", "these hours begin on 2027-01-01"),
        ("1/1/25,12/31/25,,", "valid_to", "not known whether these hours hold today"),
        ("soon,,,", "valid_from", "not known whether these hours hold today"),
    ],
)
def test_hours_of_which_nobody_knows_that_they_hold_today_say_of_no_day_that_it_is_open(
    read, span, field, wrong
):
    found, notes = read(schedules=f"{SCHEDULES}h1,s1,WEEKLY,MO,09:00,17:00,{span}\n")
    one = found["beds_aid"]

    assert (one.times, one.always) == ((), False)
    assert "MO 09:00 to 17:00 (" in one.hours_note
    assert any(wrong in note.wrong and "kept in words" in note.done for note in told(notes, field))


def test_hours_that_end_or_began_on_another_day_hold_today(read):
    found, _ = read(schedules=f"{SCHEDULES}h1,s1,WEEKLY,MO,09:00,17:00,,,2020-01-01,2027-01-01\n")

    assert [one.days for one in found["beds_aid"].times] == [(0,)]


def test_a_file_of_a_folder_that_cannot_be_read_takes_no_other_with_it(read, tmp_path):
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "locations.json").write_text('[{"id": 1,')
    found, notes = read()

    assert list(found) == ["beds_aid"]
    assert ("locations.json", "the file was left out") in [(n.file, n.done) for n in notes.all]
    with pytest.raises(CrisisError, match="is no JSON"):
        imported(tmp_path / "given" / "locations.json", TODAY)
