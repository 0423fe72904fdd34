"""A person's public keys travel in a file that nobody can change unseen."""

import json

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import Unopened, random_key
from crisis_cli.records.people import (
    Person,
    Private,
    from_file,
    from_text,
    matches,
    new_person,
    reopened,
    to_text,
)


@pytest.fixture
def sam():
    return new_person("Sam O'Neil 😀", "supervisor")


def test_a_file_brings_the_person_and_nothing_private(sam, tmp_path):
    path = tmp_path / "sam.key"
    path.write_text(to_text(sam), encoding="utf-8")

    assert from_file(path) == sam.person
    assert sam.box.hex() not in path.read_text() and sam.signing.hex() not in path.read_text()
    assert sam.box.hex() not in repr(sam)


@pytest.mark.parametrize("field", ["person", "name", "role", "box", "sign", "signature"])
def test_a_file_that_was_changed_is_refused(sam, field):
    body = json.loads(to_text(sam))
    other = json.loads(to_text(new_person("Eve", "worker")))
    body[field] = other[field]

    with pytest.raises(ValueError):
        from_text(json.dumps(body))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"crisis_key": 2}', '{"crisis_key": 1}', "\ud800"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        from_text(text)


def test_a_device_cannot_be_brought_in_as_a_person():
    with pytest.raises(ValueError):
        from_text(to_text(new_person("device", "device")))


@pytest.mark.parametrize("content", [b"not a key", b"\xff\xfe", None])
def test_a_file_without_a_key_is_told(tmp_path, content):
    path = tmp_path / "sam.key"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CrisisError, match=r"sam\.key (is not the public key|cannot be read)"):
        from_file(path)


def test_the_letters_to_compare_are_others_for_another_key(sam):
    other = Person(sam.person.id, sam.person.name, sam.person.role, b"x" * 32, sam.person.sign)

    assert len(sam.person.check) == 14
    assert other.check != sam.person.check


def test_private_halves_come_back_with_the_unlock_key_alone(sam):
    key = random_key()
    again = reopened(sam.person, sam.sealed(key), key)

    assert again == sam
    assert matches(again)
    with pytest.raises(Unopened):
        reopened(sam.person, sam.sealed(key), random_key())


def test_somebody_elses_public_keys_do_not_match(sam):
    assert not matches(Private(new_person("Eve", "worker").person, sam.box, sam.signing))
