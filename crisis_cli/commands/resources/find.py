"""crisis resources find: who can help, by words and by need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from crisis_cli.commands.options import Json, language_named, say, say_json
from crisis_cli.commands.resources.opened import now, opened
from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError, Exit

if TYPE_CHECKING:
    from crisis_cli.directory.finding import Answer
    from crisis_cli.directory.meant import Meant

MOST = 8  # that are shown; who looks for something reads no more
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORDS", help="In any order; the beginning of a word is enough."),
]
Need = Annotated[str, typer.Option("--need", metavar="NEED", help="What is needed: shelter, food.")]
OpenNow = Annotated[bool, typer.Option("--open-now", help="Only who answers at this moment.")]
Speaks = Annotated[
    str, typer.Option("--language", metavar="LANGUAGE", help="Who speaks it: es, am, Amharic.")
]
Age = Annotated[str, typer.Option("--age", metavar="YEARS", help="Only who serves this age.")]
NoPhone = Annotated[bool, typer.Option("--no-phone", help="Only where one can go in person.")]


def run(
    words: Words = None,
    need: Need = "",
    open_now: OpenNow = False,
    language: Speaks = "",
    age: Age = "",
    no_phone: NoPhone = False,
    json: Json = False,
) -> None:
    """Find who can help. Nothing is called.

    \b
    crisis resources find shelter tonight
    crisis resources find --need crisis --open-now --language am --age 16
    """
    from crisis_cli.directory.finding import Asked
    from crisis_cli.directory.telling import data

    at = now()
    asked = Asked(
        tuple(words or ()),
        _need(need),
        language_named(language),
        _age(age),
        no_phone,
        at if open_now else None,
        near=not json,
    )
    answer = opened().find(asked, home_day(at))
    if json:
        say_json([data(one, at) for one in answer.found])
    else:
        say("\n".join(_told(answer, at)))


def _told(answer: Answer, at: datetime) -> Iterator[str]:
    from crisis_cli.directory.telling import ALWAYS_WORKS, brief

    if answer.found and answer.meant:
        yield from (*_read(answer.meant), "")
    for one in answer.found[:MOST]:
        yield "\n".join(brief(one, at))
        yield ""
    if (more := len(answer.found) - MOST) > 0:
        yield f"And {more} more: add a word, or --json for all."
    if answer.hours_unknown:
        count = f"{answer.hours_unknown} with hours that are not known"
        yield f"Left out: {count}. To see them, leave out --open-now."
    if not answer.found:
        yield f"Nothing was found. What always works: {ALWAYS_WORKS}"


def _read(meant: Meant) -> Iterator[str]:
    """How the words were read where nothing has all of them."""
    for typed, word in meant.read.items():
        yield f"Nothing has '{typed}'. Looked for: {word}"
    if meant.without:
        yield f"Nothing has, and so left out: {', '.join(meant.without)}"
    if meant.some:
        yield f"Nothing has all of these: {', '.join(meant.words)}. What has some of them:"


def _need(text: str) -> str:
    from crisis_cli.directory.needs import NEEDS, need_of
    from crisis_cli.protocol.problems import did_you_mean

    found = need_of(text) if text else ""
    if text and not found:
        hint = did_you_mean(text.lower(), NEEDS) or f"There are: {', '.join(NEEDS)}."
        raise CrisisError(f"There is no need '{text}'.", hint, Exit.USAGE)
    return found


def _age(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) > 130:
        raise CrisisError(f"'{text}' is no age.", "Write it in years: --age 16", Exit.USAGE)
    return int(text)
