"""Long sentences fit the terminal, and nothing is broken in a pipe."""

from crisis_cli.commands.protocol.wrapped import wrapped

TEXT = "TITLE\n  One sentence that is longer than a narrow terminal is wide.\n\n    Short."


def test_lines_are_broken_between_words_and_indented_as_they_begin():
    assert wrapped(TEXT, 40).splitlines() == [
        "TITLE",
        "  One sentence that is longer than a",
        "    narrow terminal is wide.",
        "",
        "    Short.",
    ]


def test_a_word_that_is_too_long_stays_whole():
    assert wrapped("  safety_first_and_only", 10) == "  safety_first_and_only"


def test_in_a_pipe_each_sentence_stays_in_one_line(crisis, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    result = crisis("protocol", "explain", "intent")

    assert max(map(len, result.stdout.splitlines())) > 60
