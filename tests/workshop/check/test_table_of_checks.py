"""A check that somebody wrote is also run, once; and what is told first is something there is."""

import importlib
import inspect
import pkgutil

import pytest

from crisis_cli.protocol.problems import CODES
from crisis_cli.workshop import check
from crisis_cli.workshop.check.exact import impossible
from crisis_cli.workshop.check.report import DANGER
from crisis_cli.workshop.check.table import CHECKS

MODULES = [importlib.import_module(f"{check.__name__}.{one.name}")
           for one in pkgutil.iter_modules(check.__path__)]  # fmt: skip


def checks(module):
    """The functions of a module that take a look at a file, and tell what they find."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        is_check = function.__annotations__ == {"look": "Look", "return": "None"}
        if is_check and not name.startswith("_") and function.__module__ == module.__name__:
            yield function


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__.rpartition(".")[2])
def test_every_check_stands_in_the_table(module):
    missing = set(checks(module)) - {*CHECKS, impossible}  # this one is run only with a solver

    assert missing == set(), "add them to CHECKS in crisis_cli/workshop/check/table.py"


def test_the_table_names_each_check_once():
    assert len(set(CHECKS)) == len(CHECKS)


def test_what_is_told_first_are_codes_that_there_are():
    assert set(CODES) >= DANGER
