"""What can be wrong with a file that people write: every code, and how a problem is shown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import columns, visible
from crisis_cli.protocol.synonyms import OTHER_WORDS

# Codes are stable: a code is never given another meaning, and a retired one is not used again.
# E is an error, the file is not used; W is a warning, the file is used all the same.
# Retired: W098 (a danger question whose yes leads to nothing), which is part of E066.
CODES = {
    "E001": "the file is not UTF-8 text",
    "E002": "the file is too big",
    "E003": "the file is empty",
    "E004": "a character that cannot be seen",
    "E005": "a tab",
    "E006": "the lines do not fit together",
    "E007": "a colon inside a sentence",
    "E008": "a sentence begins with a sign that means something else",
    "E009": "a sentence in braces or brackets",
    "E010": "a quote that is not closed",
    "E011": "the same key twice",
    "E012": "an anchor or alias (& or *)",
    "E013": "a tag (!)",
    "E014": "a merge key (<<)",
    "E015": "more than one document in the file",
    "E016": "nested too deep",
    "E017": "a # that cuts a sentence off",
    "E018": "a key that is not plain words",
    "E019": "a line for programs (%)",
    "E020": "a key is missing",
    "E021": "a key that is not known here",
    "E022": "the wrong kind of value",
    "E023": "not one of the words that fit",
    "E024": "not an id",
    "E025": "not a number",
    "E026": "limits that leave nothing",
    "E027": "an id that means something else",
    "E028": "the same id twice",
    "E029": "nothing is written here",
    "E030": "a question that is not there",
    "E031": "an answer that is not there",
    "E032": "a rule that is not there",
    "E033": "a block that is not there",
    "E034": "an answer set that is not there",
    "E035": "a question that comes later",
    "E036": "a step of a block in a condition",
    "E037": "a step that is not there",
    "E038": "rules that go in a circle",
    "E039": "rules that are too big together",
    "E040": "not a condition",
    "E041": "a condition nested too deep",
    "E042": "any_but_no where it must not stand",
    "E043": "concern where it must not stand",
    "E044": "a test that does not fit the question",
    "E045": "not a time span",
    "E046": "a date that is not one",
    "E047": "a backslash in quotes",
    "E048": "not the short name of a language",
    "E049": "a follow-up that is due before it makes sense",
    "E050": "a danger question that could be skipped silently",
    "E051": "an urgent block that has a condition",
    "E052": "an urgent block that does not begin with something to do",
    "E053": "a time or a day that is not one",
    "E060": "a question without answers",
    "E061": "answers that do not fit the kind",
    "E062": "an urgent rule that can never hold",
    "E063": "a danger question that can never be asked",
    "E064": "a line of concern that can never hold",
    "E065": "an answer whose words say the opposite",
    "E066": "an answer to a danger question that sets no level",
    "E070": "a heading with nothing under it",
    "E071": "a step that has nothing to print",
    "E110": "a property that names a rule",
    "E111": "a property that claims nothing",
    "E112": "a step that stands elsewhere than a property says",
    "E113": "a line of concern that is not there",
    "E114": "properties of a protocol that is not there",
    "E115": "a file of a protocol that has errors",
    "E120": "a translation of another protocol",
    "E121": "a translation in another language than its name says",
    "E122": "half a review of a translation",
    "E123": "a number or a part is lost in the translation",
    "E130": "a scenario answers a step that is not there",
    "E131": "a scenario gives an answer that does not fit",
    "E132": "a scenario expects what is not there",
    "E133": "a scenario for a protocol that is not there",
    "E134": "a line that nobody would hear",
    "E135": "a line that reads out the answer",
    "E136": "a bracket in a line without its other half",
    "E140": "hours that lie over one another",
    "E142": "a sign that is not there",
    "E143": "a tier that is asked less than the one above it",
    "E144": "not a time zone",
    "E145": "levels that are not in their order",
    "E146": "a level that is asked less than the one below it",
    "E147": "a scenario that nobody could practise",
    "W080": "an urgent block that names no number",
    "W081": "a key where it does nothing",
    "W082": "a rule that nothing uses",
    "W083": "a block that nothing runs",
    "W084": "an answer set that nothing uses",
    "W085": "a private step on a client page",
    "W086": "a document that nothing prints",
    "W087": "a danger question that no answer can reassure",
    "W088": "a section without steps",
    "W089": "a resource that is not there",
    "W090": "no resource file to look ids up in",
    "W091": "a step that can never be asked",
    "W092": "a condition that always holds",
    "W093": "a condition that can never hold",
    "W094": "a line that another one covers",
    "W095": "a condition about a question that nobody may have asked",
    "W096": "a text for clients that is hard to read",
    "W097": "fewer answers than the lines beside it name",
    "W099": "no block for an early ending",
    "W100": "a level without a follow-up",
    "W101": "a resource that was checked too long ago",
    "W102": "a safety plan without a contact for day and night",
    "W103": "a danger question in a block",
    "W104": "quotes that a word processor has bent",
    "W105": "danger questions and nothing urgent",
    "W106": "two answers in one item of any",
    "W107": "danger questions and no safety plan",
    "W108": "an urgent block whose numbers were checked too long ago",
    "W109": "a telephone number with too few or too many digits",
    "W110": "a question that decides about danger and is not marked",
    "W111": "hours that mean always in other words",
    "W112": "hours that are partly the same time",
    "W113": "hours in words that nobody can count with",
    "W114": "a call to a resource that is not there",
    "W115": "a resource of which something else was heard",
    "W120": "a language without a translation",
    "W121": "a translation of a text that is not there",
    "W122": "a text without a translation",
    "W123": "a translation that is empty",
    "W124": "a translation of words that were changed",
    "W125": "a translation that nobody has reviewed",
    "W126": "a translation into a language that is not listed",
    "W140": "somebody to call without a number",
    "W141": "hours in which nobody can be reached",
    "W142": "hours that go on until the next day",
}
MOST = 200  # errors of one file that are told, and warnings; with more it needs another look anyway
SUGGESTED = 30  # of these, how many get "did you mean": finding near words takes time
WIDE = 67  # characters of a line that are shown: with number and dots no wider than 80 columns


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file.

    line, column: from 1, in characters. source: the line itself. hint: what to do.
    """

    code: str
    message: str
    line: int
    column: int
    hint: str = ""
    source: str = ""

    @property
    def severity(self) -> str:
        """error (the file is not used) or warning."""
        return "error" if self.code.startswith("E") else "warning"

    def show(self, name: str) -> str:
        """The problem as it is printed: place, code, the line with a caret, what to do."""
        where = f"{visible(name)}:{self.line}:{self.column}"
        lines = [f"{where}: {self.code} {self.severity}: {visible(self.message)}"]
        lines += _excerpt(self.source, self.line, self.column)
        if self.hint:
            lines.append(f"    {visible(self.hint)}")
        return "\n".join(lines)


class Found:
    """The problems found in one file so far, each with its line."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.more_errors = 0  # found, but not kept
        self.more_warnings = 0
        self.broken = False  # whether any of them is an error, kept or not
        self._kept: dict[tuple[int, int, str, str], Problem] = {}
        self._room = {"E": MOST, "W": MOST}

    def add(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        """Note a problem at a place (from 1)."""
        key = (line, column, code, message)
        if self.full(code) and key not in self._kept:
            self.skip(code)
            return
        self._room[code[0]] -= key not in self._kept
        self.broken |= code.startswith("E")
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        self._kept.setdefault(key, Problem(code, message, line, column, hint, source))

    @property
    def codes(self) -> set[str]:
        """The codes that were found so far."""
        return {code for _, _, code, _ in self._kept}

    def full(self, code: str) -> bool:
        """Whether no more errors are kept, or no more warnings: then no place need be looked for.

        Each has its own room, so that many warnings cannot hide an error.
        """
        return self._room[code[0]] <= 0

    def skip(self, code: str) -> None:
        """Count one that is not kept."""
        self.more_errors += code.startswith("E")
        self.more_warnings += not code.startswith("E")
        self.broken |= code.startswith("E")

    @property
    def more(self) -> int:
        """How many were found and are not kept."""
        return self.more_errors + self.more_warnings

    def take(self, other: Found) -> None:
        """Take in what was found in the same file by somebody else."""
        self.more_errors += other.more_errors
        self.more_warnings += other.more_warnings
        self.broken |= other.broken
        self._kept |= other._kept

    def near(self, word: str, words: Iterable[str], otherwise: str = "") -> str:
        """A hint with the word that was probably meant, else `otherwise`."""
        if len(self._kept) >= SUGGESTED:
            return otherwise
        return did_you_mean(word, words) or otherwise

    @property
    def problems(self) -> tuple[Problem, ...]:
        """In the order of the file."""
        return tuple(self._kept[key] for key in sorted(self._kept))


class Broken(CrisisError):
    """A file with errors is not used. Carries every problem of the file."""

    HINT = "Mend the file, then look at it again with `crisis protocol check`."

    def __init__(
        self, name: str, problems: tuple[Problem, ...], more: int = 0, hint: str = HINT
    ) -> None:
        self.name = name
        self.problems = problems
        self.more = more
        errors = sum(problem.severity == "error" for problem in problems) + more
        count = "1 error" if errors == 1 else f"{errors} errors"
        super().__init__(
            f"{visible(name)} cannot be used: it has {count}.\n\n{show(name, problems, more)}",
            hint,
        )


def show(name: str, problems: Iterable[Problem], more: int = 0) -> str:
    """All problems of a file as text."""
    parts = [problem.show(name) for problem in problems]
    if more:
        parts.append(f"... and {more} more.")
    return "\n\n".join(parts)


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """ "Did you mean 'unsure'?" where a word is near, else ""."""
    near = meant(word, words)
    return f"Did you mean '{near}'?" if near else ""


def meant(word: str, words: Iterable[str]) -> str:
    """The word that was probably meant, else "". Looks at 1,000 likely words."""
    there = list(words)
    small = word.lower()
    for ours in OTHER_WORDS.get(small, ()):
        if ours in there:
            return ours
    likely = (w for w in there if abs(len(w) - len(word)) <= 3 and set(w[:2]) & set(small[:3]))
    near = difflib.get_close_matches(small, sorted(likely)[:1000], n=1, cutoff=0.6)
    return near[0] if near else ""


def _excerpt(source: str, line: int, column: int) -> list[str]:
    """The line and a caret under the column; a long line is cut around it."""
    if not source.strip():
        return []
    start = max(0, min(column - 1, len(source)) - WIDE // 2) if len(source) > WIDE else 0
    shown = source[start : start + WIDE]
    before = shown[: column - 1 - start]
    gutter = f"{line:>6} | "
    caret = " " * (columns(visible(before.replace("\t", " "))) + (3 if start else 0))
    text = ("..." if start else "") + visible(shown.replace("\t", " "))
    return [f"{gutter}{text}", f"{'':>6} | {caret}^"]
