"""Formulas for the solver, made as small as they can be before it sees them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from crisis_cli.errors import CrisisError

# True, False, or a formula of z3. What is plain already stays plain, so that most of a protocol
# never reaches the solver.
Formula = Any


class NoSolver(CrisisError):
    """The solver is not installed, so nothing can be proved."""

    def __init__(self) -> None:
        super().__init__(
            "The solver z3 is not installed, so nothing can be proved.",
            "In the folder of the program: .venv/bin/pip install --editable '.[author]'",
        )


@cache
def solver() -> Any:
    """The solver's library, imported when it is first needed. NoSolver where there is none."""
    try:
        import z3
    except ImportError:
        raise NoSolver from None
    return z3


def free(name: str) -> Formula:
    """A formula of its own that may be true or false; the same name is the same formula."""
    return solver().Bool(name)


def both(parts: Iterable[Formula]) -> Formula:
    """All of these."""
    return _joined(parts, False)


def either(parts: Iterable[Formula]) -> Formula:
    """At least one of these."""
    return _joined(parts, True)


def _joined(parts: Iterable[Formula], settles: bool) -> Formula:
    """One that is `settles` is enough to settle it; what is the opposite changes nothing.

    As z3's own And and Or, which take four times as long to find out what they were given.
    """
    open_ = []
    for part in parts:
        if part is settles:
            return settles
        if not isinstance(part, bool):
            open_.append(part)
    if len(open_) < 2:
        return open_[0] if open_ else not settles
    lib = solver()
    context = lib.main_ctx()
    asts = (lib.Ast * len(open_))(*(part.as_ast() for part in open_))
    make = lib.Z3_mk_or if settles else lib.Z3_mk_and
    return lib.BoolRef(make(context.ref(), len(open_), asts), context)


def no(one: Formula) -> Formula:
    """The opposite."""
    if isinstance(one, bool):
        return not one
    lib = solver()
    context = lib.main_ctx()
    return lib.BoolRef(lib.Z3_mk_not(context.ref(), one.as_ast()), context)


def differ(one: Formula, other: Formula) -> Formula:
    """Just one of the two."""
    return either((both((one, no(other))), both((no(one), other))))


class Truth(NamedTuple):
    """What can be told of a condition while answers are missing: surely so, surely not so."""

    yes: Formula
    no: Formula

    @property
    def told(self) -> Formula:
        """Whether it can be told at all."""
        return either((self.yes, self.no))


def known(one: Formula) -> Truth:
    """A condition of which nothing is missing."""
    return Truth(one, no(one))
