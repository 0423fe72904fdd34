"""Translations: begun as a skeleton, told what they lack, shown where the words still fit."""

import json
import re
import textwrap

import pytest

from crisis_cli.protocol.languages import in_language
from crisis_cli.protocol.problems import Broken
from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.protocol.source import contents, load, look_over
from crisis_cli.protocol.translation import look_over as look_translation_over
from crisis_cli.protocol.wordings import wordings
from crisis_cli.workshop.translations.check import is_translation, of_translation, translations
from crisis_cli.workshop.translations.write import begun, lacking, sound

DRAFT = """
    protocol: draft
    title: A draft
    version: 1
    languages: [en, es]
    about: It is only a draft.
    answer_sets:
      danger: {yes: "Yes", no: "No"}
    rules:
      soon: {means: Could act soon, any: [{thoughts: yes}]}
    urgent:
      - {when: soon, run: stay}
    concern:
      - {id: some, level: high, when: {thoughts: yes}, because: Thoughts of suicide}
    sections:
      - id: first
        title: First
        aim: Know how they are.
        steps:
          - id: thoughts
            ask: Any thoughts of ending your life?
            answers: danger
            danger: yes
            help: Asking helps.
            say: Slowly.
            label: Thoughts
          - {id: need, ask: What do you need?, answers: {bed: A bed, food: Food}}
          - {id: pain, ask: How bad?, kind: scale, at_least_means: None, at_most_means: The worst}
          - {id: age, ask: How old?, kind: number, unit: years}
          - {id: note, guidance: Take your time.}
          - id: people
            list: Who could you call?
            each: [{id: who, ask: Name, kind: text}, {id: kin, ask: Kin?, answers: danger}]
    blocks:
      stay:
        title: Stay
        steps:
          - {id: called, do: Call 988 now., confirm: Who answered?}
    follow_up:
      - {within: 24 hours, what: Call them}
    documents:
      safety_plan:
        - {heading: People, from: people, text: Call them first.}
    words:
      Access HelpLine: The line of the city
"""
HEAD = "translates: draft\nlanguage: es\nreviewed_by: {by}\nreviewed_on: {on}\n\ntexts:\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "draft.yaml"
    path.write_text(textwrap.dedent(DRAFT), encoding="utf-8")
    return path


@pytest.fixture
def marks(file):
    """The mark of each text of the protocol."""
    known = wordings(look_over(contents(file)).made[0])
    return {place: one.mark for place, one in known.items()}


@pytest.fixture
def translate(file, marks):
    """Write a translation: place -> text, or the keys of the entry."""

    def write(texts, by="A reader", on="2026-11-20", head=HEAD):
        lines = [head.format(by=by, on=on)]
        for place, said in texts.items():
            keys = {"text": said, "of": marks.get(place, "00000000")}
            keys |= said if isinstance(said, dict) else {}
            lines.append(f"  {place}:\n")
            lines += [f"    {key}: {json.dumps(value)}\n" for key, value in keys.items()]
        path = file.with_name("draft.es.yaml")
        path.write_text("".join(lines), encoding="utf-8")
        return path

    return write


def codes(report):
    return [problem.code for problem in report.problems]


def told(file, code):
    """The messages with a code, of all translations of a protocol."""
    return [p.message for one in translations(file) for p in one.problems if p.code == code]


def test_every_text_that_somebody_sees_has_a_place(marks):
    assert list(marks) == [
        "title",
        "about",
        "answer_sets.danger.yes",
        "answer_sets.danger.no",
        "rules.soon.means",
        "concern.some.because",
        "sections.first.title",
        "sections.first.aim",
        "steps.thoughts.ask",
        "steps.thoughts.label",
        "steps.thoughts.say",
        "steps.thoughts.help",
        "steps.need.ask",
        "steps.need.answers.bed",
        "steps.need.answers.food",
        "steps.pain.ask",
        "steps.pain.at_least_means",
        "steps.pain.at_most_means",
        "steps.age.ask",
        "steps.age.unit",
        "steps.note.guidance",
        "steps.people.list",
        "steps.people.each.who.ask",
        "steps.people.each.kin.ask",
        "blocks.stay.title",
        "steps.called.do",
        "steps.called.confirm",
        "follow_up.1.what",
        "documents.safety_plan.1.heading",
        "documents.safety_plan.1.text",
        "words.Access HelpLine.word",
        "words.Access HelpLine.means",
    ]


def test_a_text_that_is_only_wrapped_anew_keeps_its_mark(file, marks):
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(
            "ask: Any thoughts of ending", "ask: >-\n          Any thoughts\n          of ending"
        )
    )

    again = wordings(look_over(contents(file)).made[0])

    assert again["steps.thoughts.ask"].mark == marks["steps.thoughts.ask"]


def test_every_text_of_the_protocol_can_be_said_in_the_other_language(file, translate, marks):
    translate({f'"{place}"': f"[{place}]" for place in marks} | {})
    text = file.with_name("draft.es.yaml").read_text(encoding="utf-8")
    for place, mark in marks.items():  # quoted keys had no mark of their own above
        text = re.sub(rf'("{re.escape(place)}":\n.*\n    of: )"0+"', rf'\1"{mark}"', text)
    file.with_name("draft.es.yaml").write_text(text, encoding="utf-8")

    spoken = in_language(load(file), "es")

    said = json.dumps(to_json(spoken) | {"translations": []}, ensure_ascii=False)
    for english in ("A draft", "Any thoughts", "Yes", "A bed", "worst", "Kin?", "988", "Call them"):
        assert english not in said
    assert {f"[{place}]" for place in marks} <= set(re.findall(r"\[[\w. ]+\]", said))
    assert [step.id for step in spoken.steps] == [step.id for step in load(file).steps]
    assert spoken.steps[0].choices[0].id == "yes"
    assert [c.label for c in spoken.steps[-1].each[1].choices] == [
        "[answer_sets.danger.yes]",
        "[answer_sets.danger.no]",
    ]


def test_what_has_no_translation_stays_in_the_language_of_the_protocol(file, translate):
    translate({"steps.thoughts.ask": "¿Ha pensado en quitarse la vida?"})

    spoken = in_language(load(file), "es")

    assert spoken.steps[0].text == "¿Ha pensado en quitarse la vida?"
    assert spoken.steps[0].help == "Asking helps."
    assert in_language(load(file), "fr") == load(file)


def test_words_that_were_changed_since_are_not_shown(file, translate):
    translate({"steps.thoughts.ask": "¿Ha pensado en quitarse la vida?"})
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Any thoughts of", "Any plans for"), encoding="utf-8")

    assert in_language(load(file), "es", drafts=True).steps[0].text.startswith("Any plans for")
    assert told(file, "W124")[0].startswith("'steps.thoughts.ask' was changed in the protocol")


def test_words_that_nobody_reviewed_are_shown_only_as_drafts(file, translate):
    translate({"steps.thoughts.ask": "Borrador"}, by="", on="")

    assert in_language(load(file), "es").steps[0].text.startswith("Any thoughts")
    assert in_language(load(file), "es", drafts=True).steps[0].text == "Borrador"
    assert told(file, "W125") == [
        "Nobody has reviewed 'steps.thoughts.ask', so it is shown in practice only."
    ]


def test_a_text_with_an_empty_reviewer_of_its_own_is_not_covered_by_the_head(file, translate):
    own = {"text": "Borrador", "reviewed_by": "", "reviewed_on": ""}
    translate({"title": "Un borrador", "steps.thoughts.ask": own})

    spoken = in_language(load(file), "es")

    assert spoken.title == "Un borrador"
    assert spoken.steps[0].text.startswith("Any thoughts")


def test_a_text_may_have_a_reviewer_of_its_own(file, translate):
    own = {"text": "Bien", "reviewed_by": "Another", "reviewed_on": "2026-11-21"}
    translate({"steps.thoughts.ask": own}, by="", on="")

    assert in_language(load(file), "es").steps[0].text == "Bien"


def test_what_lies_with_the_protocol_is_stored_with_it(file, translate):
    translate(
        {"title": "Un borrador", "about": {"text": "x", "reviewed_by": "", "reviewed_on": ""}}
    )
    loaded = load(file)

    assert from_json(json.loads(json.dumps(to_json(loaded)))) == loaded
    assert loaded.translations["es"].drafts == ("about",)
    assert load(file) == loaded  # from the cache


def test_a_protocol_that_was_stored_before_there_were_translations_is_read(file):
    body = to_json(load(file))
    assert "translations" not in body

    assert from_json(json.loads(json.dumps(body))).translations == {}


def test_a_broken_translation_keeps_nobody_from_the_protocol(file, translate):
    translate({"title": "Un borrador"}).write_text("texts: [", encoding="utf-8")

    assert load(file).translations == {}


def test_missing_empty_and_unknown_texts_are_told_and_many_are_counted(file, translate):
    translate({"title": "", "steps.thoguhts.ask": "x"})

    assert told(file, "W123") == ["'title' is not translated yet."]
    assert told(file, "W121") == ["The protocol has no text 'steps.thoguhts.ask'."]
    missing = told(file, "W122")
    assert missing[0] == "'about' has no translation."
    assert (len(missing), missing[-1]) == (6, "26 more texts have no translation.")


def test_a_whole_and_reviewed_translation_has_no_problems(file, translate, marks):
    texts = {p: f"es {p}" for p in marks if " " not in p}
    translate(texts | {'"words.Access HelpLine.word"': "x", '"words.Access HelpLine.means"': "y"})
    path = file.with_name("draft.es.yaml")
    text = path.read_text(encoding="utf-8")
    for place in ("word", "means"):
        text = text.replace("00000000", marks[f"words.Access HelpLine.{place}"], 1)
    path.write_text(text, encoding="utf-8")

    assert [codes(one) for one in translations(file)] == [[]]


@pytest.mark.parametrize(
    ("head", "code", "place"),
    [
        ("translates: other\nlanguage: es\ntexts:\n", "E120", "other"),
        ("translates: draft\nlanguage: fr\ntexts:\n", "E121", "fr"),
        ("translates: draft\nlanguage: es\nreviewed_by: A\ntexts:\n", "E122", "reviewed_by"),
        (HEAD.format(by="A", on="soon"), "E046", "soon"),
        ("translates: draft\nlanguage: es\nreviewer: A\ntexts:\n", "E021", "reviewer"),
        ("translates: draft\ntexts:\n", "E020", "translates"),
    ],
)
def test_what_is_wrong_with_the_file_is_told_at_its_place(file, translate, head, code, place):
    translate({"title": "x"}, head=head)

    (report,) = translations(file)
    (problem,) = (one for one in report.problems if one.severity == "error")

    assert (problem.code, problem.source[problem.column - 1 :].startswith(place)) == (code, True)
    assert problem.hint
    assert load(file).translations == {}


def test_a_translation_into_a_language_that_is_not_listed_is_told(file, translate):
    translate({"title": "x"}).rename(file.with_name("draft.fr.yaml"))

    assert told(file, "W126") == ["draft.yaml does not list 'fr', so nobody is shown this."]


def test_a_translation_may_be_checked_by_itself(file, translate):
    path = translate({"title": "x"})

    assert is_translation(path) and not is_translation(file)
    assert "W122" in codes(of_translation(path))


def skeleton(file):
    written = sound(contents(file), file.name)
    return begun(written.protocol, "es", wordings(written))


def lack(file, path):
    written = sound(contents(file), file.name)
    known = wordings(written)
    looked = look_translation_over(contents(path), written.protocol, "es", known)
    return lacking(looked, known, path.name)


def test_a_skeleton_has_every_text_and_translates_nothing(file, marks):
    text = skeleton(file)
    file.with_name("draft.es.yaml").write_text(text, encoding="utf-8")

    assert (len(told(file, "W123")), told(file, "W123")[-1]) == (
        6,
        f"{len(marks) - 5} more texts are not translated yet.",
    )
    assert told(file, "W122") == told(file, "W121") == told(file, "W124") == []
    assert "  steps.thoughts.ask:\n    # Any thoughts of ending your life?\n    text:\n" in text


def test_a_skeleton_that_is_filled_in_is_spoken(file):
    text = skeleton(file)
    place = "# Any thoughts of ending your life?\n    text:"
    text = text.replace(place, f"{place} ¿Ha pensado en quitarse la vida?")
    file.with_name("draft.es.yaml").write_text(text, encoding="utf-8")

    spoken = in_language(load(file), "es", drafts=True)

    assert spoken.steps[0].text == "¿Ha pensado en quitarse la vida?"


def test_a_skeleton_of_a_broken_protocol_is_refused(file):
    with pytest.raises(Broken):
        sound(contents(file) + b"titel: x\n", "draft.yaml")


def test_what_is_missing_can_be_put_at_the_end_of_the_file(file, translate, marks):
    path = translate({"title": "Un borrador", "about": ""})
    found = lack(file, path)
    with path.open("a", encoding="utf-8") as end:
        end.write(found.entries)

    assert told(file, "W122") == []
    assert len(load(file).translations["es"].texts) == 1
    assert "reviewed_by:\n" in found.entries  # the review in the head is not of these
    assert found.told == ("line 10: about is not translated yet.",)


def test_what_was_changed_is_told_with_its_line_and_its_new_mark(file, translate):
    path = translate({"title": "Un borrador"})
    file.write_text(
        file.read_text(encoding="utf-8").replace("A draft", "A better draft"), encoding="utf-8"
    )

    found = lack(file, path)

    mark = wordings(look_over(contents(file)).made[0])["title"].mark
    assert found.told[0].startswith("line 7: title was changed. It now says: A better draft")
    assert found.told[0].endswith(f"of: {mark}")
