"""One explained code, and how it is shown on a page and in the terminal."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from crisis_cli.protocol.problems import CODES

WIDTH = 78


@dataclass(frozen=True, slots=True)
class Entry:
    """A code with its explanation.

    why: why it matters. todo: what to do. wrong, right: a file or a part of one, with the problem
    and without. kind: the kind of file.
    """

    code: str
    why: str
    todo: str
    wrong: str
    right: str
    kind: str = "protocol"

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
        head = f"{self.code} ({self.severity}): {self.means}"
        wrong, right = (textwrap.indent(shown(one), "    ") for one in (self.wrong, self.right))
        return f"{head}\n\n{told}\n\nWrong:\n\n{wrong}\n\nRight:\n\n{right}\n"

    def page(self) -> str:
        """For docs/problems/, as Markdown."""
        return (
            f"# {self.code}: {self.means}\n\n"
            f"{USED[self.severity]}\n\n"
            f"## Why it matters\n\n{self.why}\n\n"
            f"## What to do\n\n{self.todo}\n\n"
            f"## Example\n\nWrong:\n\n```yaml\n{shown(self.wrong)}\n```\n\n"
            f"Right:\n\n```yaml\n{shown(self.right)}\n```\n\n"
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
            "wrong": self.wrong,
            "right": self.right,
        }


def shown(example: str) -> str:
    """An example as it can be printed: what cannot be seen is named."""
    return "".join(HIDDEN.get(char, char) for char in example).rstrip("\n")


HIDDEN = {"\t": "<TAB>", "\x07": "<HIDDEN CHARACTER>", "\udce9": "<BYTE E9>"}
USED = {
    "error": "An error: the file is not used before it is mended.",
    "warning": "A warning: the file works, but look whether this is what you mean.",
}
