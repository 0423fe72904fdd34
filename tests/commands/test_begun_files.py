"""A file that somebody will go on with is begun whole, and one that is there is left alone."""

import pytest

from crisis_cli.commands.protocol.writing import write_new
from crisis_cli.errors import CrisisError


def test_a_file_that_is_there_keeps_every_word(tmp_path):
    file = tmp_path / "draft.yaml"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(CrisisError, match="is there already") as told:
        write_new(file, "x", "Take another name.", "")

    assert (file.read_text(encoding="utf-8"), told.value.hint) == ("mine", "Take another name.")


@pytest.mark.parametrize("name", ["none/draft.yaml", "a\0b"])
def test_where_nothing_can_be_written_it_is_said_what_to_do(tmp_path, name):
    with pytest.raises(CrisisError, match="cannot be written") as told:
        write_new(tmp_path / name, "x", "", "Go elsewhere.")

    assert told.value.hint == "Go elsewhere."
