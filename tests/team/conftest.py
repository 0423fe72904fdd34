"""The policy that is shipped."""

import pytest
from led import the_policy


@pytest.fixture
def policy():
    return the_policy()
