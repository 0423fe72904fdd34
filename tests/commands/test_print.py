"""crisis print in a form and a language, and which papers are written at the end."""

import re
import shutil

import pytest

from crisis_cli.documents.forms import FORMS, USUAL
from crisis_cli.documents.tongue import INTERPRETER
from crisis_cli.errors import Exit
from crisis_cli.protocol.catalogue import FOLDER
from crisis_cli.protocol.source import shipped
from crisis_cli.protocol.wordings import wordings
from crisis_cli.workshop.translations.review import reviewed
from crisis_cli.workshop.translations.write import begun, sound

HEADING = "documents.safety_plan.1.heading:\n    # People\n    text:"


@pytest.fixture
def spanish(short, approve):
    """The short protocol with its heading in Spanish, reviewed; approved anew."""
    from datetime import date

    short.write_text(short.read_text("utf-8").replace("[en]", "[en, es]"), encoding="utf-8")
    file = sound(short.read_bytes(), "short")
    text = begun(file.protocol, "es", wordings(file), pages=True)
    text = text.replace(HEADING, HEADING + " Gente")
    done = reviewed(text.encode(), "A reader, interpreter", date(2026, 11, 20))
    short.with_name("short.es.yaml").write_bytes(done)
    approve(short)
    return short


@pytest.fixture
def catalogue(home):
    """The shipped Spanish catalogue in the data folder, reviewed."""
    from datetime import date

    place = home / "crisis" / FOLDER
    place.mkdir(parents=True)
    data = (shipped() / FOLDER / "es.yaml").read_bytes()
    (place / "es.yaml").write_bytes(reviewed(data, "A reader, interpreter", date(2026, 11, 20)))


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_a_real_plan_in_reviewed_spanish(crisis, started, spanish, catalogue, calm, tmp_path):
    contact = started(calm)["contact"]
    done = crisis(
        "print", contact, "--form", "page", "--language", "Spanish", "--out", tmp_path / "o"
    )

    assert (done.exit_code, done.stderr) == (Exit.DONE, "")
    assert names(tmp_path / "o") == {
        f"safety-plan.es.{one}" for one in ("txt", "html", "pdf", "json")
    }
    whole = (tmp_path / "o" / "safety-plan.es.txt").read_text("utf-8")
    assert "Mi plan de seguridad" in whole and "Gente" in whole and "Ana\n  202-555-0100" in whole


def test_a_real_plan_with_unreviewed_words_is_in_english_and_the_worker_is_told_once(
    crisis, started, spanish, calm, tmp_path
):
    contact = started(calm)["contact"]
    done = crisis("print", contact, "--language", "es", "--out", tmp_path / "o")

    told = "Nobody has reviewed the words in Spanish. The page is in English: go through it with an"
    assert done.stderr.count(told) == 1
    assert "safety-plan.txt" in names(tmp_path / "o")
    whole = (tmp_path / "o" / "safety-plan.txt").read_text("utf-8")
    assert "This page is in English. Ask for an interpreter" in whole


def test_without_options_every_form_and_the_record_are_written(crisis, started, calm, tmp_path):
    contact = started(calm)["contact"]
    crisis("print", contact, "--out", tmp_path / "o")

    wanted = {"safety-plan-large.pdf", "safety-plan-card.pdf", "safety-plan-phone.txt"}
    assert wanted | {"safety-plan.pdf", "contact-record.pdf"} <= names(tmp_path / "o")


@pytest.mark.parametrize("form", [one for one in USUAL if one != "short"])
def test_one_form_alone_is_written_without_the_record(crisis, started, calm, tmp_path, form):
    contact = started(calm)["contact"]
    done = crisis("print", contact, "--form", form, "--out", tmp_path / "o")

    ending = "" if form == "page" else f"-{form}"
    assert names(tmp_path / "o") == {f"safety-plan{ending}.{kind}" for kind in FORMS[form].formats}
    assert ("Whoever holds the phone" in done.stderr) == (form == "phone")


@pytest.mark.parametrize(
    ("options", "made"),
    [
        (["--document", "contact-record", "--format", "txt"], {"contact-record.txt"}),
        (["--form", "dap", "--format", "pdf"], {"contact-record-dap.pdf"}),
        (["--form", "birp", "--format", "html"], {"contact-record-birp.html"}),
        (["--form", "paste"], {"contact-record-paste.txt"}),
        (["--document", "hand-off", "--format", "txt"], {"hand-off.txt"}),
        (["--document", "safety-plan", "--form", "page", "--format", "html"], {"safety-plan.html"}),
        (["--document", "resource-sheet", "--form", "large"], {"resource-sheet-large.pdf"}),
        (["--document", "follow-up-card", "--format", "txt"], {"follow-up-card.txt"}),
        (
            ["--format", "json"],
            {"safety-plan.json", "resource-sheet.json", "contact-record.json"},
        ),
    ],
)
def test_what_is_named_is_written_and_nothing_else(crisis, started, calm, tmp_path, options, made):
    done = crisis("print", started(calm)["contact"], *options, "--out", tmp_path / "o")

    assert done.exit_code == Exit.DONE
    assert names(tmp_path / "o") == made


def test_a_hand_off_sheet_says_to_note_to_whom_it_went(crisis, started, calm, tmp_path):
    contact = started(calm)["contact"]
    done = crisis("print", contact, "--document", "hand-off", "--out", tmp_path / "o")

    assert f"Note that: crisis amend {contact} --kind disclosure" in done.stderr
    assert "--kind disclosure" not in crisis("print", contact, "--out", tmp_path / "p").stderr


def test_a_text_to_paste_says_how_long_it_is_beside_it_and_never_in_it(crisis, started, calm):
    done = crisis("show", started(calm)["contact"], "--form", "paste")

    assert re.search(r"[\d,]+ characters", done.stderr)
    assert done.stdout.startswith("CONTACT RECORD (CASE NOTE)\n")
    assert "characters" not in done.stdout


@pytest.mark.parametrize("form", ["page", "phone", "short"])
def test_what_is_shown_is_what_prints(crisis, script, tmp_path, form):
    scenario = sorted((shipped() / "scenarios").glob("03*.yaml"))[0]
    begun = crisis("start", "--practice", "--answers", scenario, "--out", tmp_path / "a", "--json")
    contact = re.search(r'"contact": "(.*?)"', begun.stdout)[1]
    ending = "" if form == "page" else f"-{form}"
    printed = (tmp_path / "a" / f"safety-plan{ending}.txt").read_text("utf-8")

    assert crisis("show", contact, "--form", form).stdout.rstrip() == printed.rstrip()


def test_a_plan_without_a_short_form_says_so(crisis, started, calm, tmp_path):
    done = crisis("print", started(calm)["contact"], "--form", "short", "--out", tmp_path / "o")

    assert done.exit_code == Exit.TOLD
    assert "This plan has no short form" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--document", "plan"], "There are:\n  safety-plan: the plan that"),
        (["--format", "doc"], "There are:\n  txt\n  html\n  pdf\n  json\n  ics"),
        (
            ["--document", "contact-record", "--language", "es"],
            "and it is in English.\nLeave --language out.",
        ),
        (["--form", "poster"], "There are:\n  page: a page of paper\n  large: large print"),
        (["--language", "espanish"], "'espanish' is not the short name of a language."),
    ],
)
def test_what_there_is_not_is_told_with_what_there_is(crisis, started, calm, options, said):
    done = crisis("print", started(calm)["contact"], *options)

    assert done.exit_code == Exit.USAGE
    assert said in done.stderr


def test_show_speaks_a_language_too(crisis, started, spanish, catalogue, calm):
    contact = started(calm)["contact"]
    done = crisis("show", contact, "--document", "safety-plan", "--language", "es")

    assert "Mi plan de seguridad" in done.stdout and done.stderr == ""


def test_a_practice_plan_prints_drafts_marked_in_their_language(crisis, script, tmp_path):
    scenario = sorted((shipped() / "scenarios").glob("35*.yaml"))[0]
    started = crisis(
        "start", "--practice", "--answers", scenario, "--out", tmp_path / "a", "--json"
    )
    contact = re.search(r'"contact": "(.*?)"', started.stdout)[1]
    done = crisis("print", contact, "--form", "page", "--language", "es", "--out", tmp_path / "o")

    assert done.exit_code == Exit.DONE
    assert "PRÁCTICA: inventado" in (tmp_path / "o" / "safety-plan.es.txt").read_text("utf-8")


TALK = """
protocol: talk
title: Talk
version: 1
languages: [en]
sections:
  - id: one
    title: One
    steps:
      - {id: language, ask: Which language, answers: {en: English, es: Spanish, sign: Signs}}
      - {id: calm, ask: What helps, kind: text}
documents:
  safety_plan:
    - {heading: What helps me, from: calm}
"""


@pytest.mark.parametrize(
    ("theirs", "options", "noted"),
    [
        ("es", [], True),
        ("sign", [], True),
        ("es", ["--language", "en"], False),
        ("en", [], False),
        ("declined", [], False),
    ],
)
def test_a_page_in_an_english_that_nobody_chose_asks_for_an_interpreter(
    crisis, script, tmp_path, theirs, options, noted
):
    (tmp_path / "talk.yaml").write_text(TALK, encoding="utf-8")
    answers = script({"language": theirs, "calm": "Tea"})
    begun = crisis("start", "--practice", tmp_path / "talk.yaml", "--answers", answers, "--json")
    contact = re.search(r'"contact": "(.*?)"', begun.stdout)[1]
    done = crisis("print", contact, "--form", "page", *options, "--out", tmp_path / "o")

    plan = " ".join((tmp_path / "o" / "safety-plan.txt").read_text("utf-8").split())
    assert (INTERPRETER in plan) == noted
    assert ("English is not the language" in done.stderr) == noted
    assert ("have it in Spanish: crisis print" in done.stderr) == (noted and theirs == "es")


def test_a_second_plan_says_which_it_replaces_and_the_record_what_changed(
    crisis, started, calm, tmp_path
):
    started(calm, "--client", "J.")
    other = calm | {"friend": {"name": "Ben", "phone": "202-555-0111"}}
    later = started(other, "--client", "J.", "--out", tmp_path / "o")

    plan = (tmp_path / "o" / "safety-plan.txt").read_text("utf-8")
    record = (tmp_path / "o" / "contact-record.txt").read_text("utf-8")
    assert "Takes the place of: the plan of " in plan
    changed = record.split("What changed in the plan\n")[1]
    assert (
        "[struck out] Ana, 202-555-0100 (before)" in changed
        and "Ben, 202-555-0111 (now)" in changed
    )
    assert changed.index("Ben") < changed.index("Signature")
    assert later["documents"]


def test_a_first_plan_replaces_none(started, calm, tmp_path):
    started(calm, "--client", "J.", "--out", tmp_path / "o")

    assert "place of" not in (tmp_path / "o" / "safety-plan.txt").read_text("utf-8")
    assert "What changed" not in (tmp_path / "o" / "contact-record.txt").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")
def test_a_letter_that_no_font_has_is_a_code_and_the_plan_prints(crisis, started, calm, tmp_path):
    odd = calm | {"friend": {"name": "Ana \U00012000", "phone": "202-555-0100"}}
    contact = started(odd)["contact"]
    done = crisis("print", contact, "--form", "card", "--out", tmp_path / "o")

    assert done.exit_code == Exit.DONE
    assert "are printed as codes in brackets" in done.stderr and "[U+12000]" in done.stderr
