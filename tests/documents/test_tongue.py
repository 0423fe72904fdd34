"""The language of a client page: reviewed words or English; drafts in practice, and marked so."""

import re
from dataclasses import replace

import pytest
from made_contacts import CALM, END, NOW, PLAN, calm, contact, listing, said
from shipped_plans import FULL, LANGUAGES, plan, state

from crisis_cli.documents.blocks import PRACTICE
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.text import text
from crisis_cli.documents.tongue import INTERPRETER, of_client, tongue
from crisis_cli.protocol.catalogue import Catalogue, catalogue, places
from crisis_cli.protocol.compiled import Translation
from crisis_cli.protocol.fixed import FIXED

HEADINGS = {
    "documents.safety_plan.1.heading": "Cómo sé que va mal",
    "documents.safety_plan.2.heading": "Lo que me ayuda",
    "documents.safety_plan.2.text": "Primero esto.",
    "documents.safety_plan.3.heading": "A quién puedo pedir ayuda",
    "documents.safety_plan.4.heading": "Para estar a salvo",
    "documents.safety_plan.5.heading": "Dónde llamar",
    "steps.pills.label": "Otra persona tiene las pastillas",
    "steps.pills.choices.yes": "Sí",
    "steps.pills.choices.no": "No",
    "steps.keeper.label": "Quién las tiene",
}


def spanish(drafts=(), **missing):
    """The shipped Spanish catalogue, reviewed but for these ids."""
    found = catalogue("es", places())
    texts = {name: one for name, one in found.said.texts.items() if name not in missing}
    return Catalogue("es", found.path, Translation("es", "", texts, tuple(drafts)), tuple(missing))


def in_spanish(protocol, texts=HEADINGS, drafts=()):
    return replace(protocol, translations={"es": Translation("es", "", texts, tuple(drafts))})


def real(protocol, **opened):
    return calm(protocol, practice=False, **opened)


def test_reviewed_words_are_printed_and_what_was_said_stays_as_it_was(short):
    contact = real(in_spanish(short))
    told = tongue(contact, "es", spanish())
    whole = text(safety_plan(contact, listing, NOW, told=told))

    assert told.why == ""
    assert "Mi plan de seguridad" in whole and "Lo que me ayuda\n" in whole
    assert "Walk to the river\n" in whole
    assert "- Otra persona tiene las pastillas: Sí\n" in whole and "Quién las tiene\n" in whole
    assert "Hecho el: lunes, 23 de noviembre de 2026\n" in whole
    english = [FIXED["title"], "What helps me", "Made on", "Call or text", INTERPRETER]
    assert [one for one in english if one in whole] == []


@pytest.mark.parametrize(
    ("headings", "fixed", "why"),
    [
        (HEADINGS, "no catalogue", "There are no words in Spanish for the pages of clients."),
        (HEADINGS, "a gap", "Some of the words in Spanish are missing, or older"),
        (HEADINGS, "a draft", "Nobody has reviewed the words in Spanish."),
        ({}, "reviewed", "The headings of these questions are not in Spanish"),
        ("drafts", "reviewed", "The headings of these questions are not in Spanish"),
        ("one missing", "reviewed", "The headings of these questions are not in Spanish"),
    ],
)
def test_a_page_with_anything_unreviewed_on_it_is_in_english_with_a_note(
    short, headings, fixed, why
):
    texts = headings if isinstance(headings, dict) else dict(HEADINGS)
    if headings == "one missing":
        del texts["steps.keeper.label"]
    drafts = ["documents.safety_plan.2.text"] if headings == "drafts" else ()
    found = {
        "no catalogue": None,
        "a gap": spanish(again_by="gone"),
        "a draft": spanish(drafts=["title"]),
        "reviewed": spanish(),
    }[fixed]
    contact = real(in_spanish(short, texts, drafts))
    told = tongue(contact, "es", found)
    page = safety_plan(contact, listing, NOW, told=told)
    whole = text(page)

    assert told.why.startswith(why) and told.why.endswith("go through it with an interpreter.")
    assert INTERPRETER in whole.replace("\n", " ")
    assert page.language == "en" and page.name == "safety-plan"
    assert not re.search("seguridad|Lo que|Hecho|lunes", whole)
    for kind in FORMATS:
        assert FORMATS[kind](page, print)


def test_drafts_are_printed_in_practice_and_every_format_says_so(short):
    contact = calm(in_spanish(short, drafts=list(HEADINGS)), practice=True)
    told = tongue(contact, "es", spanish(drafts=list(FIXED)))
    page = safety_plan(contact, listing, NOW, told=told)

    assert told.why == "" and page.words.draft
    for kind in ("txt", "html"):
        whole = " ".join(FORMATS[kind](page, print).decode().split())
        assert "PRÁCTICA: inventado" in whole
        assert f"{PRACTICE}. Nobody has reviewed these words." in whole
    assert "[PRÁCTICA]" in text(page)


def test_what_was_asked_for_in_english_has_no_note_and_needs_no_catalogue(short):
    told = tongue(real(short), "en", None)

    assert (told.why, told.words.language) == ("", "en")


def test_a_plan_in_every_language_says_its_language_to_screen_readers():
    for language in LANGUAGES:
        web = FORMATS["html"](plan(FULL, "page", language), print).decode()
        assert f'<html lang="{language}">' in web
        assert b"/Lang" in FORMATS["pdf"](plan(FULL, "page", language), lambda told: None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_and_every_word_of_the_person_is_on_the_page_in_every_language(language):
    english, other = (text(plan(FULL, "page", one)) for one in ("en", language))
    numbers = set(re.findall(r"\d{3}-\d{3}-\d{4}|\b988\b|\b911\b", english))

    assert len(numbers) > 4
    assert [one for one in numbers if one not in other] == []
    for words in (
        "I count the pills",
        "Cold water on my face",
        "My cat.",
        "Me, with my peer worker",
    ):
        assert words in other


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_sentence_of_ours_is_left_on_a_page_in_another_language(language):
    other = text(plan(FULL, "page", language))
    ours = [one for one in FIXED.values() if " " in one and "{" not in one]
    headings = [part.heading for part in state(FULL).protocol.documents["safety_plan"].parts]

    assert [one for one in ours + headings if one in other and one != PRACTICE] == []


def test_no_level_stands_on_a_page_in_any_language():
    for language in ("en", *LANGUAGES):
        for form in ("page", "short", "phone"):
            whole = FORMATS["txt"](plan(FULL, form, language), print).decode()
            assert not re.search(
                r"moderate|\bhigh\b|emergency(?! room)|concern\b|level", whole, re.I
            )


@pytest.mark.parametrize(
    ("said_to", "language"),
    [("es", "es"), ("en", "en"), ("sign", ""), ("other", ""), ("declined", "")],
)
def test_the_language_of_the_person_is_what_they_said_of_it(protocol, said_to, language):
    asked = protocol(
        """
        protocol: asked
        title: Asked
        version: 1
        languages: [en]
        sections:
          - id: s
            title: S
            steps:
              - id: language
                ask: Which language?
                answers: {en: English, es: Spanish, sign: Sign language, other: Another}
        """
    )

    assert of_client(contact(asked, *said(language=said_to), *END)) == language


def test_nobody_who_was_not_asked_has_a_language(short):
    assert of_client(contact(short, *said(**CALM, **PLAN), *END)) == ""
