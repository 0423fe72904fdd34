"""Records handed on to other systems: on request, without names, and each time written down."""

import csv
import io
import json

import pytest

from crisis_cli.documents.csv_rows import COLUMNS
from crisis_cli.errors import Exit


@pytest.fixture
def maria(started, calm):
    return started(calm, "--client", "Maria Lopez", "--worker", "Ana Diaz")["contact"]


@pytest.fixture
def rows(crisis):
    """The rows of a list, as another program reads them, and what was told beside them."""

    def read(*words):
        done = crisis("cases", "--csv", *words)
        assert done.exit_code == Exit.DONE, done.stderr
        text = done.stdout.removeprefix("\ufeff")
        return list(csv.DictReader(io.StringIO(text, newline=""))), done.stderr

    return read


def acts(crisis, contact):
    told = json.loads(crisis("show", contact, "--access", "--json").stdout)["acts"]
    return [f"{one['act']}: {one['what']}" for one in told]


@pytest.mark.parametrize(
    ("kind", "name"), [("fhir", "contact-record.fhir.json"), ("csv", "contact-record.csv")]
)
def test_one_contact_is_written_for_another_system_and_that_is_written_down(
    crisis, maria, kind, name, tmp_path
):
    done = crisis("print", maria, "--format", kind, "--out", tmp_path / "out")

    assert (done.exit_code, done.stderr) == (Exit.DONE, "")
    assert done.stdout == f"Written: {tmp_path / 'out' / name}\n"
    assert [one.name for one in (tmp_path / "out").iterdir()] == [name]
    assert f"exported: {name}" in acts(crisis, maria)
    assert (tmp_path / "out" / name).stat().st_mode & 0o077 == 0


def test_the_documents_that_are_written_by_themselves_have_no_fhir_and_no_csv(
    crisis, maria, tmp_path
):
    crisis("print", maria, "--out", tmp_path / "out")

    names = {one.name for one in (tmp_path / "out").iterdir()}
    assert "contact-record.json" in names
    assert not [one for one in names if "fhir" in one or one.endswith("csv")]


def test_nobody_is_named_until_the_agency_wants_it_and_then_without_a_surname(
    crisis, maria, tmp_path
):
    def sent():
        crisis("print", maria, "--format", "fhir", "--out", tmp_path)
        return json.loads((tmp_path / "contact-record.fhir.json").read_text("utf-8"))

    assert "subject" not in sent() and "author" not in sent()
    assert crisis("store", "set", "names_in_exports", "both").exit_code == Exit.DONE
    assert sent()["subject"] == {"display": "Maria"}
    assert sent()["author"] == {"display": "Ana Diaz"}
    assert crisis("store", "set", "names_in_exports", "everybody").exit_code == Exit.TOLD


def test_the_agencys_statement_goes_with_each(crisis, maria, rows, tmp_path):
    crisis("store", "set", "redisclosure_notice", "Not to be handed on.")
    crisis("print", maria, "--format", "fhir", "--out", tmp_path)

    text = (tmp_path / "contact-record.fhir.json").read_text("utf-8")
    assert "Not to be handed on." in json.loads(text)["text"]["div"]
    assert rows()[0][0]["redisclosure_notice"] == "Not to be handed on."


def test_a_list_has_a_row_for_each_contact_that_ended_and_says_how_many_have_not(
    crisis, maria, rows, short, script, calm
):
    crisis("start", short, "--answers", script({"name": "Al"}, unanswered="error"))
    found, told = rows()

    assert [one["contact"] for one in found] == [maria]
    assert (found[0]["worker"], found[0]["client"]) == ("Ana Diaz", "")
    assert list(found[0]) == list(COLUMNS)
    assert "exported: a row of a list (CSV)" in acts(crisis, maria)
    assert "left out until they have ended: 1" in told


def test_a_list_of_a_span_of_time_has_both_its_days(crisis, maria, rows):
    [whole] = rows()[0]
    day = whole["date"]

    assert len(rows("--since", day, "--until", day)[0]) == 1
    assert rows("--until", "2020-01-01")[0] == []
    assert rows("--since", "2199-01-01")[0] == []
    assert len(rows("--client", "maria")[0]) == 1 and rows("--client", "ben")[0] == []


def test_what_is_not_in_the_span_is_not_opened(crisis, maria, rows):
    rows("--until", "2020-01-01")

    assert not [one for one in acts(crisis, maria) if "row" in one]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("cases", "--csv", "--json"), "--csv"),
        (("cases", "--since", "2026-11-01"), "--csv"),
        (("cases", "--csv", "--since", "soon"), "'soon' is not a day."),
        (("cases", "--csv", "--since", "2026-11-01T10:00"), "is not a day."),
        (("cases", "--csv", "--since", "2026-11-02", "--until", "2026-11-01"), "before the first"),
        (("print", "k7m4-2pqx", "--format", "xml"), "There is no format 'xml'."),
        (
            ("print", "k7m4-2pqx", "--format", "csv", "--form", "card"),
            "For another system there is",
        ),
    ],
)
def test_what_cannot_be_meant_is_said(crisis, words, told):
    done = crisis(*words)

    assert (done.exit_code, told in done.stderr) == (Exit.USAGE, True)
    assert done.stdout == ""


def test_practice_is_in_no_list_of_real_contacts(crisis, rows, short, script, calm, tmp_path):
    crisis("start", short, "--practice", "--answers", script(calm), "--out", tmp_path / "o")

    assert rows()[0] == []
    assert [one["practice"] for one in rows("--practice")[0]] == ["yes"]
