"""crisis protocol draw: a protocol as a picture, or as text that others draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Format, OutFile, Protocol, out_file

if TYPE_CHECKING:
    from crisis_cli.protocol.compiled import Protocol as Compiled


def run(protocol: Protocol, out: OutFile = None, format: Format = "", json: Json = False) -> None:
    """Draw a protocol: the order, and where danger leads.

    SVG, PNG, PDF (US Letter) or Mermaid (.mmd), by the ending of FILE or by --format.

    \b
    crisis protocol draw crisis-intervention --out picture.pdf
    crisis protocol draw draft.yaml --format mermaid
    """
    from crisis_cli.documents.formats import save
    from crisis_cli.protocol.source import find, load

    loaded = load(find(protocol))
    endings = {name: ending for name, (ending, _) in FORMATS.items()}
    path, kind = out_file(out, format, loaded.id, endings, "svg")
    _, draw = FORMATS[kind]
    save(path, draw(loaded))
    if json:
        say_json({"protocol": loaded.id, "file": str(path), "format": kind})
    else:
        say(f"Written: {path}")


def _svg(protocol: Compiled) -> bytes:
    from crisis_cli.workshop.draw.layout import sheets
    from crisis_cli.workshop.draw.svg import svg

    (sheet,) = sheets(protocol)
    return svg(sheet).encode()


def _png(protocol: Compiled) -> bytes:
    from crisis_cli.documents.picture import png
    from crisis_cli.workshop.draw.layout import sheets
    from crisis_cli.workshop.draw.svg import svg

    (sheet,) = sheets(protocol)
    return png(protocol.title, (svg(sheet), sheet.title), sheet.width, sheet.height)


def _pdf(protocol: Compiled) -> bytes:
    from crisis_cli.documents.picture import pdf
    from crisis_cli.workshop.draw.layout import LETTER, sheets
    from crisis_cli.workshop.draw.svg import svg

    drawn = sheets(protocol, LETTER[1])
    return pdf(protocol.title, [(svg(sheet), sheet.title) for sheet in drawn])


def _mermaid(protocol: Compiled) -> bytes:
    from crisis_cli.workshop.draw.mermaid import mermaid

    return mermaid(protocol).encode()


# Format -> the ending of its files, and what draws it.
FORMATS: dict[str, tuple[str, Callable[[Compiled], bytes]]] = {
    "svg": ("svg", _svg),
    "png": ("png", _png),
    "pdf": ("pdf", _pdf),
    "mermaid": ("mmd", _mermaid),
}
