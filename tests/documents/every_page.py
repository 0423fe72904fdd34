"""Every document in every form: one table, for whatever is looked at in all of them.

A new form, or a new document of the table, is here by itself; other pages are lines in OTHERS.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from made_reports import of_scenarios
from shipped_plans import FULL, TODAY, plan, sheet, shipped, state

from crisis_cli.directory.lines import lines
from crisis_cli.directory.resources import known
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import FORMS
from crisis_cli.documents.paper.form import paper_form
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.report.page import page as report_page
from crisis_cli.documents.table import DOCUMENTS, PLAN

SPOKEN = ("en", "es", "am")  # the plan; a language with other words, one with other letters
EARLY = "09"  # a client who walks out: questions that nobody asked, no plan to speak of
DANGER = "11"  # with alerts, and what came of them


def numbers(ids):
    return lines(known(), ids, client=False, today=TODAY)


def record(number: str) -> Page:
    """The record of a scenario."""
    ended = state(number)
    assert ended.ending_at
    return contact_record(ended, numbers, ended.ending_at, "k7m4-2pqx")


OTHERS: dict[str, Callable[[], Page | None]] = {
    "record of danger": partial(record, DANGER),
    "record ended early": partial(record, EARLY),
    "report": lambda: report_page(of_scenarios()),
    "report, few": lambda: report_page(of_scenarios(times=1)),
    "paper form": lambda: paper_form(shipped(), numbers),
}
FURTHER = {
    f"{name}, {form}": (partial(sheet, FULL, name, form), one.formats)
    for name, document in DOCUMENTS.items()
    for form, one in document.forms.items()
    if name != PLAN
}
PLANS = {
    f"plan, {form}, {language}": partial(plan, FULL, form, language)
    for form in FORMS
    for language in SPOKEN
}
PAGES = PLANS | OTHERS | {name: make for name, (make, _) in FURTHER.items()}


def quiet(sentence: str) -> None:
    raise AssertionError(sentence)


def made(name: str, kind: str) -> bytes:
    """One of the table in one format."""
    page = PAGES[name]()
    assert page
    return FORMATS[kind](page, quiet)


def with_format(kind: str) -> list[str]:
    """The names of those that are given in this format."""
    given = {f"plan, {form}," for form, one in FORMS.items() if kind in one.formats}
    plans = [name for name in PLANS if any(name.startswith(one) for one in given)]
    return [*plans, *OTHERS, *(name for name, (_, formats) in FURTHER.items() if kind in formats)]
