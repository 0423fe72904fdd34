"""The table of documents: which names mean which sheets, and what is said of a wrong one."""

import pytest

from crisis_cli.documents.formats import FORMATS, OF_SOME
from crisis_cli.documents.forms import CODED, PAGE
from crisis_cli.documents.table import DOCUMENTS, FOLLOW_UP, PLAN, RECORD, SHEET, sheets
from crisis_cli.errors import CrisisError, Exit

FORMS = [(name, form) for name, one in DOCUMENTS.items() for form in one.forms]


def named(**names):
    return [(one.document, one.form) for one in sheets(**names)]


def test_a_form_of_the_plan_has_the_same_name_elsewhere_and_others_have_names_of_their_own():
    names = [form for _, form in FORMS if form not in DOCUMENTS[PLAN].forms]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("document", "form"), FORMS)
def test_what_the_table_says_can_be_said_and_drawn(document, form):
    about = DOCUMENTS[document].forms[form]

    assert about.about and about.formats and set(about.formats) <= {*FORMATS, *OF_SOME}
    assert named(document=document, form=form) == [(document, form)]
    first = PLAN if form in DOCUMENTS[PLAN].forms else document
    assert named(form=form) == [(first, form)]


def test_a_page_alone_is_that_of_the_plan():
    assert named(form=PAGE) == [(PLAN, PAGE)]


def test_nothing_named_is_every_page_of_the_client_in_every_form_and_the_record():
    client = [
        (name, form)
        for name, form in FORMS
        if DOCUMENTS[name].client and DOCUMENTS[name].forms[form].usual
    ]

    assert (PLAN, CODED) not in client
    assert {name for name, _ in client} == {PLAN, SHEET, FOLLOW_UP}
    assert named() == [*client, (RECORD, PAGE)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_that_is_named_is_never_nothing(document):
    assert named(document=document)


def test_a_format_leaves_out_the_forms_that_do_not_come_in_it():
    assert [(one.form, one.formats) for one in sheets(PLAN, kind="html")] == [
        ("page", ("html",)),
        ("short", ("html",)),
    ]


@pytest.mark.parametrize(
    ("names", "message", "hint"),
    [
        ({"document": "plan"}, "There is no document 'plan'.", "  safety-plan: the plan that"),
        ({"form": "poster"}, "There is no form 'poster'.", "  page: a page of paper\n  large:"),
        (
            {"document": RECORD, "form": "card"},
            "There is no form 'card' of contact-record.",
            "There are:\n  page: a page of paper\n",
        ),
        ({"form": "card", "kind": "txt"}, "There is no format 'txt'.", "There are:\n  pdf"),
    ],
)
def test_a_name_that_there_is_not_is_told_with_those_that_there_are(names, message, hint):
    with pytest.raises(CrisisError) as told:
        sheets(**names)

    assert (told.value.message, told.value.exit) == (message, Exit.USAGE)
    assert hint in told.value.hint
