"""crisis protocol paper: a protocol as a form on paper, for the hours without a computer."""

from __future__ import annotations

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Format, OutFile, Protocol, out_file


def run(protocol: Protocol, out: OutFile = None, format: Format = "", json: Json = False) -> None:
    """Make the paper form of a protocol, to be typed in later.

    PDF, text, HTML or JSON, by the ending of FILE or by --format. Print some and keep them where
    people work; each says on every page which version it is.

    \b
    crisis protocol paper crisis-intervention --out form.pdf
    crisis protocol paper draft.yaml --format txt
    """
    from crisis_cli.boundary import tell
    from crisis_cli.directory.resources import numbers
    from crisis_cli.documents.formats import FORMATS, save
    from crisis_cli.documents.paper.form import fingerprint, paper_form
    from crisis_cli.protocol.source import find, load

    loaded = load(find(protocol))
    path, kind = out_file(out, format, f"{loaded.id}-paper", {one: one for one in FORMATS}, "pdf")
    page = paper_form(loaded, numbers)
    save(path, FORMATS[kind](page, tell))
    if json:
        told = {"id": loaded.id, "version": loaded.version, "hash": loaded.hash}
        say_json({"protocol": told, "file": str(path), "format": kind})
    else:
        say(f"Written: {path} (version {loaded.version}, fingerprint {fingerprint(loaded.hash)})")
