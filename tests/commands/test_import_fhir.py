"""crisis protocol import-fhir: the draft, the report, and where each of them goes."""

import json

import pytest

FORM = {
    "resourceType": "Questionnaire",
    "title": "A form",
    "item": [
        {"linkId": "1.1", "text": "Well?", "type": "boolean"},
        {
            "linkId": "1.2",
            "text": "Why?",
            "type": "string",
            "enableWhen": [{"question": "9", "operator": "=", "answerBoolean": True}],
        },
    ],
}


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.json"
    path.write_text(json.dumps(FORM))
    return path


def test_the_draft_loads_and_keeps_the_link_ids(crisis, form, tmp_path):
    draft = tmp_path / "draft.yaml"
    result = crisis("protocol", "import-fhir", form, "--out", draft)
    described = crisis("protocol", "describe", "--json", draft)

    assert (result.exit_code, result.stderr) == (0, "")
    assert f"Written: {draft}" in result.stdout
    steps = json.loads(described.stdout)["steps"]
    assert [(one["id"], one["link_id"]) for one in steps] == [("q1_1", "1.1"), ("q1_2", "1.2")]


def test_what_is_not_imported_is_named_with_its_link_id(crisis, form, tmp_path):
    result = crisis("protocol", "import-fhir", form, "--out", tmp_path / "draft.yaml")

    assert "NOT IMPORTED: look at each of these (1)" in result.stdout
    assert "no item has this linkId" in " ".join(result.stdout.split())
    assert "    in: 1.2\n" in result.stdout


def test_without_a_file_to_write_the_draft_goes_to_stdout_and_the_report_to_stderr(crisis, form):
    result = crisis("protocol", "import-fhir", form)

    assert result.stdout.startswith("# Imported from a FHIR Questionnaire: A form")
    assert "NOT IMPORTED" in result.stderr and "protocol: a-form" in result.stdout


def test_as_json_the_report_is_one_object(crisis, form, tmp_path):
    draft = tmp_path / "draft.yaml"
    written = json.loads(crisis("protocol", "import-fhir", form, "--out", draft, "--json").stdout)
    printed = json.loads(crisis("protocol", "import-fhir", form, "--json").stdout)

    assert written["out"] == str(draft)
    assert printed["draft"] == draft.read_text()
    assert [one["link_id"] for one in written["items"]] == ["1.1", "1.2"]
    assert [one["link_id"] for one in written["not_imported"]] == ["1.2"]


def test_the_draft_can_be_played_from_a_file_of_answers(crisis, form, tmp_path):
    draft, answers = tmp_path / "draft.yaml", tmp_path / "answers.yaml"
    crisis("protocol", "import-fhir", form, "--out", draft)
    answers.write_text("answers: {q1_1: yes}\nunanswered: not_asked\n")
    result = crisis("start", draft, "--practice", "--answers", answers, "--json")

    assert json.loads(result.stdout)["asked"] == ["q1_1", "q1_2"]


def test_a_file_that_is_there_is_never_written_to(crisis, form, tmp_path):
    draft = tmp_path / "draft.yaml"
    draft.write_text("mine")
    result = crisis("protocol", "import-fhir", form, "--out", draft)

    assert (result.exit_code, draft.read_text()) == (1, "mine")
    assert "is there already, and is left as it is" in result.stderr


@pytest.mark.parametrize("name", ["nobody.json", "."])
def test_a_file_that_cannot_be_read_is_a_sentence(crisis, tmp_path, name):
    result = crisis("protocol", "import-fhir", tmp_path / name)

    assert result.exit_code == 1
    assert "Name a file that holds a FHIR Questionnaire in JSON." in result.stderr


def test_a_folder_that_is_not_there_cannot_be_written_to(crisis, form, tmp_path):
    result = crisis("protocol", "import-fhir", form, "--out", tmp_path / "none" / "draft.yaml")

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_broken_json_is_a_sentence_with_the_line(crisis, form):
    form.write_text('{\n"resourceType": }')
    result = crisis("protocol", "import-fhir", form)

    assert result.exit_code == 1
    assert "form.json, line 2, column 17: this is not JSON: a value is missing." in result.stderr
