"""Finding, loading and keeping protocols: the cache is only ever a shortcut."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.problems import Broken
from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.protocol.source import examine, find, load, shipped

TEXT = """\
protocol: kept
title: Kept
version: 1
answer_sets: {danger: {yes: "Yes", no: "No"}}
rules: {r: {means: R, any: [{q: yes}, {n: {at_least: 2}}]}}
urgent: [{when: r, run: b}]
concern: [{id: c, level: high, when: r, because: B}]
sections:
  - id: s
    title: S
    steps:
      - {id: q, ask: Q?, answers: danger, danger: yes, call: lifeline}
      - {id: n, ask: N?, kind: number, at_most: 9.5, when: {q: yes}}
      - {id: p, list: P?, each: [{id: a, ask: A, answers: danger}], at_most: 3}
blocks: {b: [{id: d, do: Call 911., confirm: Who?}], ended_early: []}
follow_up: [{when: {concern: high}, within: 1 day, what: Call}]
documents: {safety_plan: [{heading: H, from: p, resources: lifeline, when: {q: yes}}]}
words: {crisis: A hard time.}
"""
BROKEN = TEXT.replace("level: high", "level: hihg")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kept.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def kept():
    return sorted(cache.folder().glob("*"))


def test_what_is_kept_reads_back_as_the_very_same_protocol(file):
    first, again = load(file), load(file)

    assert first == again == from_json(json.loads(json.dumps(to_json(first))))
    assert first.steps[1].most == 9.5 and first.steps[0].call == ("lifeline",)


def test_a_protocol_is_kept_under_the_hash_of_its_source(file):
    load(file)

    (one,) = kept()
    assert hashlib.sha256(TEXT.encode()).hexdigest() in one.name


def test_a_changed_source_is_compiled_anew(file):
    load(file)
    file.write_text(TEXT.replace("title: Kept", "title: Changed"), encoding="utf-8")

    assert load(file).title == "Changed"
    assert len(kept()) == 2


def test_a_protocol_from_the_cache_needs_neither_yaml_nor_pydantic(file):
    load(file)
    code = (
        "import sys; from crisis_cli.protocol.source import load\n"
        f"assert load({str(file)!r}).id == 'kept'\n"
        "assert not {'yaml', 'pydantic'} & set(sys.modules), 'imported'"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def spoil(how, body):
    return {
        "empty": b"",
        "cut off": body[: len(body) // 2],
        "one letter changed": body.replace(b"Call 911", b"Call 912"),
        "not JSON": b"{" + body,
        "other JSON": b"{}",
        "of another version": body.replace(b"protocol ", b"protocol 9", 1),
        "binary": bytes(range(256)),
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        "empty",
        "cut off",
        "one letter changed",
        "not JSON",
        "other JSON",
        "of another version",
        "binary",
    ],
)
def test_a_damaged_or_foreign_file_in_the_cache_is_not_there(file, how):
    protocol = load(file)
    (one,) = kept()
    one.write_bytes(spoil(how, one.read_bytes()))

    assert load(file) == protocol
    assert cache.fetch("protocol", protocol.hash) is not None


@pytest.mark.parametrize("body", [{}, [], None, 3, "x", {"steps": {"id": ["a"]}}])
def test_whole_json_that_is_no_protocol_is_compiled_anew(file, body):
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    cache.store("protocol", digest, body)

    assert load(file).id == "kept"


def test_where_nothing_can_be_kept_loading_goes_on(file, home):
    (home / "crisis-cli").write_text("a file where the folder should be")

    assert load(file).id == "kept"


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write anywhere")
def test_in_a_folder_that_is_read_only_loading_goes_on(file, home):
    home.chmod(0o500)
    try:
        assert load(file).id == "kept"
    finally:
        home.chmod(0o700)


def test_the_cache_keeps_the_newest_hundred(file):
    for i in range(105):
        cache.store("protocol", f"{i:064x}", {})
    load(file)

    assert len(kept()) <= 100
    assert cache.fetch("protocol", hashlib.sha256(TEXT.encode()).hexdigest())


def test_a_broken_file_is_not_kept_and_carries_its_problems(file):
    file.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(Broken) as raised:
        load(file)

    assert [problem.code for problem in raised.value.problems] == ["E023"]
    assert kept() == []


def test_a_change_of_what_is_compiled_asks_for_a_new_number():
    """When this fails: set COMPILER in cache.py one higher, and the digest here anew."""
    protocol, _ = examine(TEXT.encode())
    digest = hashlib.sha256(json.dumps(to_json(protocol)).encode()).hexdigest()[:16]

    assert (cache.COMPILER, digest) == (4, "ddf1ce155d8aeb34")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["id", "steps", "blocks", "x"]), inner)
        ),
    )
)
def test_any_json_is_a_protocol_or_a_value_error(body):
    with pytest.raises(ValueError):
        from_json(body)


def test_a_shipped_protocol_is_found_by_its_name():
    assert find("crisis-intervention") == shipped() / "crisis-intervention.yaml"


def test_any_file_is_found_by_its_path(file):
    assert find(str(file)) == find(file) == file


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("crisis-interventoin", "Did you mean 'crisis-intervention'?"),
        ("crisis-intervention.yml", "Did you mean 'crisis-intervention'?"),
        ("nothing-like-it", "crisis-intervention"),
        ("no/such/folder/file.yaml", "crisis-intervention"),
        ("a\0b", "crisis-intervention"),
    ],
)
def test_a_name_that_is_not_there_is_answered_with_what_is(name, hint):
    with pytest.raises(CrisisError) as raised:
        find(name)

    assert hint in raised.value.hint


def test_a_near_file_in_the_same_folder_is_suggested(file):
    with pytest.raises(CrisisError) as raised:
        find(file.with_name("keptt.yaml"))

    assert raised.value.hint == "Did you mean 'kept.yaml'?"


def test_a_folder_is_answered_with_the_files_in_it(file):
    with pytest.raises(CrisisError) as raised:
        find(file.parent)

    assert "is a folder" in raised.value.message and "kept.yaml" in raised.value.hint


def test_an_endless_file_is_not_read_to_its_end():
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    with pytest.raises(Broken) as raised:
        load("/dev/zero")

    assert raised.value.problems[0].code == "E002"


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Broken) as raised:
        load(tmp_path / "pipe")

    assert raised.value.problems[0].code == "E003"


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_what_another_program_writes_into_a_pipe_is_read_whole():
    source, to = os.pipe()
    threading.Timer(0.1, lambda: (os.write(to, TEXT.encode()), os.close(to))).start()

    assert load(find(f"/dev/fd/{source}")).id == "kept"
    os.close(source)


def test_a_name_that_is_too_long_is_told():
    with pytest.raises(CrisisError, match="cannot be read"):
        find("a" * 5000)


def test_a_file_in_a_folder_that_may_not_be_read_is_told(as_nobody, locked):
    assert "p.yaml may not be read" in as_nobody(lambda: find(locked / "p.yaml"))
