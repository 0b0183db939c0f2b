"""Reads what figures do and feel in other languages, and costumes of animals with short names."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.language.parse import Reader
from model.sketch.library import Library
from model.sketch.scene import Scene


def no_embeddings(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Nothing resembles anything."""
    return np.zeros((len(texts), 384), np.float32)


@pytest.fixture(scope="module")
def read() -> Callable[[str], tuple[str, Scene]]:
    library = Library()
    reader = Reader(library, no_embeddings)

    def named(prompt: str) -> tuple[str, Scene]:
        scene = reader.read(prompt)
        return library.concepts[scene.base].name, scene

    return named


@pytest.mark.parametrize(
    ("prompt", "base", "expression", "pose"),
    [
        ("un taco llorando", "taco", "crying", None),
        ("gato saltando", "cat", None, "jumping"),
        ("chien qui rit", "dog", "laughing", None),
        ("weinende Kartoffel", "potato", "crying", None),
        ("rennender Hund", "dog", None, "running"),
        ("avocado arrabbiato", "avocado", "angry", None),
        ("três macacos felizes", "monkey", "happy", None),
        ("смеющаяся пицца", "pizza", "laughing", None),
        ("кіт спить", "cat", None, "sleeping"),
        ("gülen pizza", "pizza", "laughing", None),
    ],
)
def test_deeds_and_feelings_in_other_languages(
    read: Callable[[str], tuple[str, Scene]],
    prompt: str,
    base: str,
    expression: str | None,
    pose: str | None,
) -> None:
    name, scene = read(prompt)
    assert (name, scene.expression, scene.pose) == (base, expression, pose)
    assert not scene.unread


@pytest.mark.parametrize(
    ("animal", "base"),
    [("sheep", "ewe"), ("hippo", "hippopotamus"), ("chimp", "monkey"), ("hog", "boar")],
)
def test_an_animal_with_a_trade_wears_its_hat(
    read: Callable[[str], tuple[str, Scene]], animal: str, base: str
) -> None:
    name, scene = read(f"firefighter {animal}")
    assert (name, scene.accessories) == (base, ("firefighter helmet",))
