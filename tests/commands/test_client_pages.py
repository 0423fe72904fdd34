"""The resource sheet, the follow-up card and the calendar file, as commands write them."""

from datetime import date

import pytest

from crisis_cli.errors import Exit
from crisis_cli.protocol.catalogue import FOLDER
from crisis_cli.protocol.source import shipped
from crisis_cli.workshop.translations.review import reviewed

MORE = """
      - {id: paper, ask: Is paper safe?, answers: {yes: "Yes", no: "No"}}
      - {id: eat, guidance: Where food is., call: [food, cfsa]}
      - {id: next_when, ask: When shall we talk?, kind: date_time}
      - {id: reach_where, ask: Where?, kind: text}
blocks:"""
SETTLED = {"paper": "yes", "next_when": "2026-12-17T09:00", "reach_where": "The desk"}
WRITTEN = {
    *(f"resource-sheet.{kind}" for kind in ("txt", "html", "pdf", "json")),
    "resource-sheet-large.pdf",
    *(f"follow-up-card.{kind}" for kind in ("txt", "pdf", "ics")),
}


@pytest.fixture
def draft(draft):
    """The short protocol, which asks about paper and settles a next time."""
    text = draft.read_text("utf-8").replace("\nblocks:", MORE, 1)
    text = text.replace("safety_plan:\n", "safety_plan:\n    when: {paper: yes}\n    parts:\n")
    text = text.replace("    - {heading: People", "      - {heading: People")
    draft.write_text(text, encoding="utf-8")
    return draft


def names(folder):
    return {
        path.name for path in folder.iterdir() if not path.name.startswith(("safety", "contact"))
    }


def review(home, name):
    """A shipped translation, reviewed, in a folder of this computer's own."""
    place = home / "crisis" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    data = reviewed((shipped() / name).read_bytes(), "A reader, interpreter", date(2026, 11, 20))
    place.write_bytes(data)


def test_they_are_written_at_the_end_and_printed_again(crisis, started, calm, tmp_path):
    one = started(calm | SETTLED, "--out", tmp_path / "a")
    crisis("print", one["contact"], "--out", tmp_path / "b")

    assert names(tmp_path / "a") == names(tmp_path / "b") == WRITTEN
    assert set(one["documents"]) >= WRITTEN
    sheet = (tmp_path / "a" / "resource-sheet.txt").read_text("utf-8")
    assert "Hunger Lifeline\n  Call 202-644-9807\n" in sheet and "202-671-7233" not in sheet
    card = (tmp_path / "a" / "follow-up-card.txt").read_text("utf-8")
    assert "When: Thursday, December 17, 2026, 9:00 am\nWhere or how: The desk\n" in card


def test_where_paper_is_not_safe_none_of_them_is_written(crisis, started, calm, tmp_path):
    one = started(calm | SETTLED | {"paper": "no"}, "--out", tmp_path / "a")

    assert names(tmp_path / "a") == set()
    for name in ("resource-sheet", "follow-up-card"):
        done = crisis("show", one["contact"], "--document", name)
        assert done.exit_code == Exit.TOLD and "paper is not safe for them" in done.stderr


def test_where_no_time_was_settled_there_is_no_calendar_file(started, calm, tmp_path):
    started(calm | SETTLED | {"next_when": "unsure"}, "--out", tmp_path / "a")

    assert names(tmp_path / "a") == WRITTEN - {"follow-up-card.ics"}
    assert "When: by " in (tmp_path / "a" / "follow-up-card.txt").read_text("utf-8")


def test_the_first_name_of_the_worker_and_the_number_of_the_agency_are_on_the_card(
    crisis, started, calm, tmp_path, monkeypatch
):
    before = crisis("show", started(calm | SETTLED)["contact"], "--document", "follow-up-card")
    assert "With" not in before.stdout and "Our number" not in before.stdout

    assert crisis("store", "set", "agency_phone", "202-555-0100").exit_code == 0
    key, paper = tmp_path / "key", tmp_path / "paper"
    key.write_text("four warm words here\n")
    key.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(key))
    name = ("--name", "Kim Somebody", "--role", "worker")
    assert crisis("setup", *name, "--recovery-file", paper).exit_code == 0
    after = crisis("show", started(calm | SETTLED)["contact"], "--document", "follow-up-card")

    assert "With: Kim\n" in after.stdout and "Somebody" not in after.stdout
    assert "Our number: 202-555-0100\n" in after.stdout


def test_in_spanish_once_the_words_of_pages_and_of_resources_were_reviewed(
    crisis, started, calm, home
):
    review(home, f"{FOLDER}/es.yaml")
    contact = started(calm | SETTLED)["contact"]
    sheet = ("show", contact, "--document", "resource-sheet", "--language", "es")
    card = crisis("show", contact, "--document", "follow-up-card", "--language", "es")
    draft = crisis(*sheet)
    review(home, "resources/dc.es.yaml")
    done = crisis(*sheet)

    assert "Cuándo: jueves, 17 de diciembre de 2026" in card.stdout and card.stderr == ""
    assert "What stands beside the numbers is not in Spanish" in draft.stderr
    assert "This page is in English. Ask for an interpreter" in draft.stdout
    assert "Comida cerca de usted" in done.stdout and done.stderr == ""
    assert "Food near you" not in done.stdout


def test_no_file_name_and_no_calendar_tells_whose_they_are(crisis, started, calm, tmp_path):
    one = started(calm | SETTLED, "--client", "Alex Example", "--out", tmp_path / "a")
    whole = (tmp_path / "a" / "follow-up-card.ics").read_text("utf-8")

    assert one["contact"] not in whole and "Alex" not in whole and "desk" not in whole
    assert "DTSTART:20261217T140000Z" in whole
    assert not [name for name in names(tmp_path / "a") if "Alex" in name]


def test_a_plan_whose_only_number_is_the_workers_has_nobody_for_day_and_night(crisis, draft):
    text = draft.read_text("utf-8").replace("from: friend", "from: friend, resources: [cfsa]")
    draft.write_text(text, encoding="utf-8")
    told = crisis("protocol", "check", "--no-proofs", draft).stdout
    draft.write_text(text.replace("[cfsa]", "[lifeline]"), encoding="utf-8")

    assert "W102" in told
    assert "W102" not in crisis("protocol", "check", "--no-proofs", draft).stdout


def test_doctor_calls_a_language_reviewed_once_its_pages_and_its_numbers_were(crisis, home):
    def spanish():
        told = crisis("doctor").stdout
        return next(line for line in told.splitlines() if "Spanish" in line)

    review(home, f"{FOLDER}/es.yaml")
    assert "Nobody has reviewed its words" in spanish()
    review(home, "resources/dc.es.yaml")
    assert spanish().endswith("Spanish: can be printed.")
