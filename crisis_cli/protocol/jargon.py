"""What the YAML parser complains about, in plain words, for the mistakes that people make."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from crisis_cli.protocol.brackets import at_the_end, left_open
from crisis_cli.protocol.problems import Found

QUOTE = "Put quotes around the whole sentence."
BENT = "The quotes in this line are bent, as a word processor makes them: type them again straight."
CURLY = re.compile("[“”„‘’]")
# A sign at the beginning of a text; a dash or ? only after a key, since `- ` begins an item too.
SIGN = re.compile(
    r"""^\s*(?:-\ +)*(?:[\w-]+:\ +(?P<value>["'*&%@`!|>?-])|(?P<item>["'*&%@`!|>]))""", re.VERBOSE
)
BRACE = re.compile(r"^\s*(?:- +)?[\w-]+: +[\[{]")
FIRST = re.compile(r"^\s*(?:- +)?(?P<word>[\w-]+)(?P<rest>.*)$")
NO_SPACE = re.compile(r"^\s*(?:- +)?[\w-]+:(?=[^\s:])")
NO_GAP = re.compile(r"^\s*-(?=\w)")
GAPLESS = re.compile(r"^\s*-\w+:( |$)")  # `-id: plan`
FIRST_KEY = re.compile(r"^( *)id: +\S")
ONE_LINE = re.compile(r"^\s*- (?P<keys>\w+: [^\s,]+(, \w+: [^\s,]+)+)\s*$")
ITEM = re.compile(r"^ *(?=- )")
QUOTES = ("'", '"')
APOSTROPHE = re.compile(r"\w+'\w*")
INSIDE = re.compile(r"\\.|(?<=\w)'(?=\w)")  # an escape, or an apostrophe: no quotes

BULLET = re.compile(r"^\s*([–—−•*·])\s")
PROSE = re.compile(r"[^\s#:\-\"'{\[]+( [^\s:]+){3,}$")  # a sentence where a key should be
# Signs that begin a line in other files, and never one here.
SIGNS = (
    ("//", "E006", "A comment begins with #.", "Write # instead of //."),
    ("<!--", "E006", "A comment begins with #.", "Write # before it, and delete <!-- and -->."),
    ("<<<<<<<", "E006", "Two versions of this file were put together here.", "Keep one of them."),
    (">>>>>>>", "E006", "Two versions of this file were put together here.", "Keep one of them."),
    ("...", "E015", "Three dots end the file here, and more follows.", "Delete the line."),
)
FOLDED = re.compile(r": +[>|][+-]?\s*$")
HARD = "\u00a0"
# Keys that may stand in one line by mistake: `label: Plan answers: danger`.
KEYS = ("id", "ask", "kind", "answers", "when", "danger", "label", "say", "help", "because")
CONDITIONS = ("when", "not")
PARTNER = {"[": "]", "{": "}"}
NOT_CLOSED = "'{}' is opened in this line, and not closed."
ADD = "Add a '{}' where it ends."
ASKEW = 3  # columns that a dash is off where it was only indented wrongly
WIDEST = 10_000

Place = tuple[int, int]  # line and column, from 1
Told = tuple[str, str, int, str]  # a code, what is wrong, in which column, and what to do


def plain_words(error: yaml.YAMLError, found: Found, quoted: Place | None) -> None:
    """Note what the parser stumbled over.

    quoted: where the last quoted text begins, if it goes on over the line of the error.
    """
    if not isinstance(error, yaml.MarkedYAMLError):
        found.add("E006", "This cannot be read as YAML.", 1, 1, "Look at the first line.")
        return
    problem = error.problem or ""
    if "unexpected end of stream" in problem and error.context_mark is not None:
        _unclosed((error.context_mark.line + 1, error.context_mark.column + 1), found)
    elif "quoted scalar" in (error.context or ""):
        _escape(error, found)
    elif quoted is not None:
        _unclosed(quoted, found)
    elif at_the_end(error, found.lines) and (opened := left_open(found.lines)):
        sign, line, column = opened
        found.add("E009", NOT_CLOSED.format(sign), line, column, ADD.format(PARTNER[sign]))
    else:
        no_colon = "could not find expected ':'" in problem
        mark = (error.context_mark if no_colon else None) or error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _at(problem, min(line, len(found.lines)), column, error, found)


def _at(problem: str, line: int, column: int, error: yaml.MarkedYAMLError, found: Found) -> None:
    line = _culprit(line, found.lines)
    source = found.lines[line - 1]
    flow = error.context_mark if "flow" in (error.context or "") else None
    told = (
        _lookalike(source)
        or _no_space(source)
        or _no_dash(line, found.lines)
        or _odd_quote(source)
        or (_colon(line, column, source) if "mapping values are not allowed" in problem else None)
        or _sign(source, column)
        or _open(source)
        or _brace(source, column)
    )
    if told is None and flow is not None:
        message = "This brace or bracket is not closed, or a comma is missing in it."
        hint = "Close it in the same line, and put commas between its parts."
        found.add("E009", message, flow.line + 1, flow.column + 1, hint)
        return
    code, message, at, hint = told or _layout(problem, line, column, found.lines)
    found.add(code, message, line, at, BENT if CURLY.search(source) else hint)


def _culprit(line: int, lines: list[str]) -> int:
    """The line above, where that one is what the parser could not make sense of."""
    above = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip(" #")), line)
    wrong = _lookalike(lines[above - 1]) or GAPLESS.match(lines[above - 1])
    return above if wrong or _no_dash(above, lines) else line


def _lookalike(source: str) -> Told | None:
    """A sign that looks like one of YAML's, and is another."""
    if (hit := BULLET.match(source)) is not None:
        message = f"A list begins with a plain dash, and '{hit[1]}' is another sign."
        return "E006", message, hit.start(1) + 1, "Write `- `."
    if PROSE.match(source) is not None:
        return "E006", "This line is no `key: value`.", 1, "Begin it with a # if it is a comment."
    for sign, code, message, hint in SIGNS:
        if source.lstrip().startswith(sign):
            return code, message, len(source) - len(source.lstrip()) + 1, hint
    if HARD in source:
        message = "A hard space stands here, as a word processor makes it (U+00A0)."
        return "E004", message, source.index(HARD) + 1, "Delete it and type a plain space."
    return None


def _no_space(source: str) -> Told | None:
    """`key:value` and `-item`: YAML reads both as one word."""
    if (hit := NO_SPACE.match(source)) is not None:
        key = source[: hit.end()].strip().lstrip("- ")
        return "E006", f"A space is missing after '{key}'.", hit.end(), f"Write `{key} ...`."
    if (hit := NO_GAP.match(source)) is not None:
        return "E006", "A space is missing after the dash.", hit.end(), "Write `- `."
    return None


def _no_dash(line: int, lines: list[str]) -> Told | None:
    """`id:` in the column where the things above begin with a dash."""
    key = FIRST_KEY.match(lines[line - 1])
    above = next((one.strip() for one in reversed(lines[: line - 1]) if one.strip(" #")), "")
    dashes = {at for at, _ in _dashes_above(line, lines)}
    if key is None or not (above == "steps:" or len(key[1]) in dashes):
        return None
    return "E006", "A dash is missing before 'id'.", key.end(1) + 1, "Write `- id: ...`."


def _odd_quote(source: str) -> Told | None:
    """A quote that is opened in a line with braces, and never closed there."""
    if "{" not in source and "[" not in source:
        return None
    bare = INSIDE.sub(lambda hit: " " * len(hit[0]), source)
    for sign in "\"'":
        if bare.count(sign) % 2 and (sign == '"' or '"' not in bare):
            message = "A quote in this line is not closed."
            return "E010", message, bare.index(sign) + 1, f"Put a {sign} on both sides of the text."
    return None


def _sign(source: str, column: int) -> Told | None:
    """A sign begins the text of a line, and means something else there."""
    hit = SIGN.match(source)
    if hit is None or hit.end() > column:
        return None
    sign = hit["value"] or hit["item"]
    what = "a quote" if sign in "\"'" else sign
    if inner := _inner(source[hit.end() - 1 :].rstrip()):
        return "E008", f"The quotes end at a {sign} in the middle of the text.", hit.end(), inner
    message = f"A sentence cannot begin with {what} and go on after it."
    return "E008", message, hit.end(), QUOTE


def _inner(sentence: str) -> str:
    """What to do where a sentence stands in quotes and has the same sign inside; "" elsewhere."""
    sign = sentence[0]
    if sign not in QUOTES or len(sentence) < len("''") or sentence[-1] != sign:
        return ""
    if sign == '"':
        return "Put ' around the whole sentence instead: it has \" inside."
    word = APOSTROPHE.search(sentence[1:-1])
    twice = f": {word[0].replace(sign, 2 * sign)}" if word else ""
    other = "" if '"' in sentence else ', or put " around the sentence instead'
    return f"Write the ' inside twice{twice}{other}."


def _open(source: str) -> Told | None:
    """A bracket that is opened in a line, or closed, and its partner is not there."""
    bare = re.sub(r"\".*?\"|'.*?'", lambda hit: " " * len(hit[0]), source)
    for first, last in PARTNER.items():
        if bare.count(first) > bare.count(last):
            return "E009", NOT_CLOSED.format(first), bare.rindex(first) + 1, ADD.format(last)
        if bare.count(first) < bare.count(last):
            message = f"'{last}' is closed in this line, and was not opened."
            return "E009", message, bare.index(last) + 1, f"Add a '{first}' where it begins."
    return None


def _brace(source: str, column: int) -> Told | None:
    """A sentence in braces, where an answer or a condition is meant."""
    brace = BRACE.match(source)
    if brace is None or not brace.end() < column <= len(source):
        return None
    return "E009", "Braces and brackets are only for conditions, ids and answers.", column, QUOTE


def _colon(line: int, column: int, source: str) -> Told:
    key = source.lstrip().split(":", 1)[0]
    if source[: column - 1].strip().lstrip("- ") == key.lstrip("- ") and line > 1:
        message = f"'{key.strip()}' does not line up with the lines above it."
        hint = (
            "Keys of one thing begin in the same column, and each has a colon; a longer text needs "
            "`>` after its key."
        )
        return "E006", message, len(source) - len(source.lstrip()) + 1, hint
    message = "A colon and a space inside a sentence look like a new key."
    word = source[: column - 1].split()[-1]
    if key.strip("- ") in CONDITIONS and " " not in source[: column - 1].split(": ", 1)[-1]:
        braced = f"{{{source.split(': ', 1)[1].strip(' ()')}}}"
        return "E007", "A condition in one line needs braces.", column, f"Write `{braced}`."
    if (whole := ONE_LINE.match(source)) is not None:
        hint = f"Write `- {{{whole['keys']}}}`, or each on a line of its own."
        return "E007", "Several keys in one line need braces.", column, hint
    if word in KEYS:
        return "E007", message, column, f"Begin a new line with `{word}:`, or put it in quotes."
    return "E007", message, column, QUOTE


def _unclosed(place: Place, found: Found) -> None:
    hint = "Close it with the same sign, at the end of the sentence."
    found.add("E010", "This quote is not closed.", *place, hint)


def _escape(error: yaml.MarkedYAMLError, found: Found) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = "A backslash in a quoted text means something else."
    found.add("E047", message, line, column, "Write two backslashes, or single quotes around it.")


def _layout(problem: str, line: int, column: int, lines: list[str]) -> Told:
    source = lines[line - 1]
    if "could not find expected ':'" in problem and (first := FIRST.match(source)) is not None:
        word, rest = first["word"], first["rest"].lstrip(" =;:,").rstrip()
        message = f"A colon is missing after '{word}', or a sentence is not indented."
        if line > 1 and FOLDED.search(lines[line - 2]):
            hint = "Indent it two spaces further than the key above it."
            return "E006", "The text after `>` is not indented.", column, hint
        write = f"Write `{word}: {rest}`" if rest else f"Write `{word}:`"
        more = ", or indent it further than the line above if it goes on from there" if rest else ""
        return "E006", message, column, f"{write}{more}."
    if (item := ITEM.match(source)) is not None:
        return _dash(item.end(), line, lines)
    told = next((told for part, told in LAYOUT.items() if part in problem), OTHER)
    return "E006", told[0], column, told[1]


def _dash(indent: int, line: int, lines: list[str]) -> Told:
    """A dash that goes with nothing above it."""
    above = list(_dashes_above(line, lines))
    near = min(above, key=lambda dash: abs(dash[0] - indent), default=(indent + ASKEW + 1, 0))
    if abs(near[0] - indent) <= ASKEW:
        message = f"This dash does not line up with the dash in line {near[1]}."
        hint = f"The dashes of one list begin in the same column, there column {near[0] + 1}."
        return "E006", message, indent + 1, hint
    message = "A list begins here in the middle of keys."
    hint = "Is its key missing above, such as `steps:` or `urgent:`, or the dash of what is above?"
    return "E006", message, indent + 1, hint


def _dashes_above(line: int, lines: list[str]) -> Iterator[tuple[int, int]]:
    """The lists that are open at a line, the innermost first: how far in, and in which line."""
    limit = WIDEST
    for place in range(line - 2, -1, -1):
        bare = lines[place].lstrip()
        before = len(lines[place]) - len(bare)
        if bare and not bare.startswith("#") and before < limit:
            limit = before
            if bare.startswith("- "):
                yield before, place + 1


# Part of what the parser says -> what is wrong, and what to do.
LAYOUT = {
    "block sequence entries": (
        "A list cannot begin here.",
        "Begin it on a line of its own, with `- `.",
    ),
    "'-' indicator": (
        "This line does not line up with anything above it.",
        "A key lines up with the keys above it, and a list goes on with `- `.",
    ),
}
OTHER = (
    "This line does not fit to the lines above it.",
    "Look at how far it is indented: two spaces for each level, and `key: value`.",
)
