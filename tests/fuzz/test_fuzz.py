"""A fixed small part of the generated inputs."""

import pytest

from tests.fuzz.cases import KINDS, run

COUNTS = {
    "prompts": 300,
    "pictures": 150,
    "answers": 100,
    "attached": 40,
    "models": 30,
    "damages": 4,
    "api": 1,
    "mixes": 100,
    "bodies": 250,
}


@pytest.mark.parametrize("name", KINDS)
def test_generated_inputs_are_survived(name: str) -> None:
    assert run(KINDS[name], range(COUNTS[name])) == []
