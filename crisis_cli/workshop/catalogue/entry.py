"""One explained code, and how it is shown on a page and in the terminal."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from difflib import ndiff

from crisis_cli.protocol.problems import CODES

WIDTH = 78
LONGEST = 120  # characters of one line of an example that are shown
# What cannot be seen, or not be printed, in the examples.
HIDDEN = {"\t": "<tab>", "\x07": "<a hidden character>", "\udce9": "<a byte that is not UTF-8>"}
USED = {
    "error": "An error: the file is not used before it is mended.",
    "warning": "A warning: the file works, but look whether this is what you mean.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its explanation.

    why: why it matters. todo: what to do. wrong: a small whole file with this problem.
    mend: a part of it, and what is right there. kind: what kind of file it is.
    """

    code: str
    why: str
    todo: str
    wrong: str
    mend: tuple[str, str]
    kind: str = "protocol"

    @property
    def right(self) -> str:
        """The same file, mended."""
        return self.wrong.replace(*self.mend)

    @property
    def severity(self) -> str:
        """error or warning."""
        return "error" if self.code.startswith("E") else "warning"

    @property
    def means(self) -> str:
        """What it is, in a few words."""
        return CODES[self.code]

    def text(self) -> str:
        """For the terminal."""
        told = "\n\n".join(textwrap.fill(one, WIDTH) for one in (self.why, self.todo))
        wrong, right = (textwrap.indent(textwrap.dedent(self._only(s)), "    ") for s in "-+")
        head = f"{self.code}, {self.severity}: {self.means}"
        return f"{head}\n\n{told}\n\nWrong:\n{wrong}\n\nRight:\n{right}\n"

    def page(self, says: str) -> str:
        """For docs/problems/, as Markdown. says: what check says about the wrong file."""
        return (
            f"# {self.code}: {self.means}\n\n"
            f"{USED[self.severity]}\n\n{self.why}\n\n"
            f"**What to do.** {self.todo}\n\n"
            f"## Example\n\n```yaml\n{shown(self.wrong)}\n```\n\n"
            f"`check` says:\n\n```text\n{says}\n```\n\n"
            f"Mended:\n\n```yaml\n{shown(self.right)}\n```\n\n"
            f"[All problems](README.md)\n"
        )

    def data(self) -> dict[str, str]:
        """As plain JSON."""
        return {
            "code": self.code,
            "severity": self.severity,
            "means": self.means,
            "why": self.why,
            "todo": self.todo,
            "wrong": shown(self.wrong),
            "right": shown(self.right),
        }

    def _only(self, sign: str) -> str:
        """The lines that only the wrong file (-) or only the right one (+) has."""
        lines = ndiff(shown(self.wrong).splitlines(), shown(self.right).splitlines())
        only = [line[2:] for line in lines if line.startswith(f"{sign} ")]
        return "\n".join(only) or "(nothing)"


def shown(example: str) -> str:
    """An example as it can be printed: what cannot be seen is named, and no line is endless."""
    seen = "".join(HIDDEN.get(char, char) for char in example).rstrip("\n")
    cut = (line[:LONGEST] + "..." * (len(line) > LONGEST) for line in seen.split("\n"))
    return "\n".join(cut)
