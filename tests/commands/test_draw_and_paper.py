"""crisis protocol draw and paper: files in the format that was asked for."""

import json

import pytest

from crisis_cli.commands.protocol import draw
from crisis_cli.documents import formats

ENDINGS = {
    "draw": [ending for ending, _ in draw.FORMATS.values()],
    "paper": list(formats.FORMATS),
}
BEGINNINGS = {
    "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF-", "mmd": b"%% short",
    "html": b"<!DOCTYPE html>", "txt": b"Short: paper form", "json": b"{",
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "ending"),
    [(command, ending) for command, endings in ENDINGS.items() for ending in endings],
)
def test_the_ending_of_the_file_says_its_format(crisis, short, tmp_path, command, ending):
    out = tmp_path / "new" / f"file.{ending}"

    done = crisis("protocol", command, short, "--out", out)

    assert (done.exit_code, done.stderr) == (0, "")
    assert str(out) in done.stdout
    assert out.read_bytes().startswith(BEGINNINGS[ending])


@pytest.mark.parametrize(
    ("command", "options", "name"),
    [
        ("draw", [], "short.svg"),
        ("draw", ["--format", "mermaid"], "short.mmd"),
        ("paper", [], "short-paper.pdf"),
        ("paper", ["--format", "txt"], "short-paper.txt"),
    ],
)
def test_without_a_file_it_is_written_here_under_the_protocols_name(
    crisis, short, tmp_path, monkeypatch, command, options, name
):
    monkeypatch.chdir(tmp_path)

    assert crisis("protocol", command, short, *options).exit_code == 0
    assert (tmp_path / name).exists()


@pytest.mark.parametrize("command", ["draw", "paper"])
def test_a_format_that_there_is_not_is_told_with_those_that_there_are(crisis, short, command):
    for options in (["--format", "gif"], ["--out", "x.gif"]):
        done = crisis("protocol", command, short, *options)

        assert done.exit_code == 2
        assert "There is no format 'gif' here." in done.stderr and "pdf" in done.stderr


@pytest.mark.parametrize("command", ["draw", "paper"])
def test_a_file_that_cannot_be_written_is_a_sentence(crisis, short, command):
    done = crisis("protocol", command, short, "--out", short / "in" / "file.pdf")

    assert done.exit_code == 1
    assert "Could not write" in done.stderr and "Traceback" not in done.stderr


def test_as_json_the_file_and_what_it_is_of_are_told(crisis, short, tmp_path):
    out = tmp_path / "f.pdf"
    paper = json.loads(crisis("protocol", "paper", short, "--out", out, "--json").stdout)
    draw = json.loads(crisis("protocol", "draw", short, "--out", out, "--json").stdout)

    assert (paper["file"], paper["format"], paper["protocol"]["id"]) == (str(out), "pdf", "short")
    assert (draw["file"], draw["format"], draw["protocol"]) == (str(out), "pdf", "short")


def test_a_broken_protocol_is_not_drawn(crisis, short):
    short.write_text(short.read_text().replace("kind: person", "kind: preson"))

    for command in ("draw", "paper"):
        assert crisis("protocol", command, short).exit_code == 1


@pytest.mark.parametrize("ending", ENDINGS["draw"])
def test_the_same_protocol_gives_the_same_file(crisis, short, tmp_path, ending):
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    for out in (one, two):
        crisis("protocol", "draw", short, "--out", out)

    assert one.read_bytes() == two.read_bytes()


def test_the_fingerprint_that_paper_says_is_taken_by_start(crisis, short, script, calm):
    said = crisis("protocol", "paper", short, "--format", "txt", "--out", short.with_suffix(".txt"))
    form = short.with_suffix(".txt").read_text()
    typed = form.split("--paper-hash ")[1].split()[0]

    done = crisis("start", short, "--answers", script(calm), "--from-paper", "--happened",
                  "2026-01-05T10:00", "--paper-hash", typed)  # fmt: skip
    assert said.exit_code == done.exit_code == 0
    assert "other" not in done.stderr


@pytest.mark.parametrize("name", ["short.yaml", "properties.yaml"])
def test_a_file_that_somebody_wrote_by_hand_is_never_written_to(crisis, short, tmp_path, name):
    there = tmp_path / name
    there.write_bytes(short.read_bytes())

    done = crisis("protocol", "paper", short, "--out", there, "--format", "txt")

    assert (done.exit_code, there.read_bytes()) == (1, short.read_bytes())
    assert f"{there} is there already" in done.stderr.replace("\n", " ")
