"""Reads acts, places, colours and numbers of other things, materials and hybrids."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from model.sketch.language.parse import Reader
from model.sketch.library import Library


def no_embeddings(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Nothing resembles anything."""
    return np.zeros((len(texts), 384), np.float32)


@pytest.fixture(scope="module")
def read() -> Any:
    library = Library()
    reader = Reader(library, no_embeddings)
    ids = {concept.name: key for key, concept in library.concepts.items()}

    def fields(prompt: str) -> tuple[dict[str, Any], dict[str, str]]:
        return reader.read(prompt).to_dict(), ids

    return fields


CONCEPTS = ("base", "beside", "hidden", "mount", "over", "half")


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("fox hugging a wolf", {"base": "fox", "beside": "wolf", "act": "hugging"}),
        ("two owls high fiving", {"base": "owl", "count": 2, "act": "high fiving"}),
        ("lion and tiger fighting", {"base": "lion", "beside": "tiger", "act": "fighting"}),
        ("bear hugging a pizza", {"base": "bear", "held": ("pizza",), "act": "hugging"}),
        ("kissing frog", {"base": "frog", "expression": "kissing"}),
        ("wolf vs pirate", {"base": "wolf", "beside": "person", "act": "fighting"}),
        ("owl knitting", {"base": "owl", "act": "knitting"}),
        ("frog reading", {"base": "frog", "held": ("open book",), "act": "reading"}),
        ("snail with a rocket on its back", {"held": ("rocket",), "act": "on the back"}),
        ("fox behind a tree", {"base": "fox", "hidden": "deciduous tree"}),
        ("cow jumping over the moon", {"mount": "crescent moon", "act": "jumping over"}),
        ("witch frog flying on a broom", {"base": "frog", "mount": "broom"}),
        ("chick on a cow's head", {"mount": "cow", "act": "on the head"}),
        ("fox with three balloons", {"held": ("balloon",) * 3}),
        ("fox and two owls", {"beside": "owl", "beside_count": 2, "act": "together"}),
        ("fox made of cheese", {"base": "fox", "material": "cheese"}),
        ("wooden horse", {"base": "horse", "material": "wood"}),
        ("half lion half bear", {"base": "lion", "half": "bear"}),
        ("two cherries", {"base": "cherries"}),
        ("fox giving a rose to an owl", {"held": ("rose",), "beside": "owl", "act": "facing"}),
        ("turtle carrying a house on its back", {"held": ("house",), "act": "on the back"}),
        ("half apple half orange", {"base": "red apple", "half": "tangerine"}),
        ("owls hugging", {"base": "owl", "count": 2, "act": "hugging"}),
        ("frog kissing a cat", {"base": "frog", "beside": "cat", "act": "kissing"}),
        ("penguin holding an umbrella overhead", {"base": "penguin", "over": "umbrella"}),
    ],
)
def test_reads(read: Any, prompt: str, wanted: dict[str, Any]) -> None:
    found, ids = read(prompt)
    for key, value in wanted.items():
        if isinstance(value, tuple):
            assert found[key] == tuple(ids[name] for name in value)
        else:
            concept = ids.get(value) if key in CONCEPTS else None
            assert found[key] == (concept or value), key
    assert "unread" not in found


def test_colours_belong_to_what_they_stand_before(read: Any) -> None:
    found, ids = read("red fox with a green hat and a blue balloon")
    assert found["colour"] == "red"
    assert found["tints"] == (("top hat", "green"), (ids["balloon"], "blue"))
    found, ids = read("a red cat and a blue cat")
    assert found["tints"] == ((ids["cat"], "blue"),)


@pytest.mark.parametrize(
    "prompt", ["frog made of kryptonite", "cat with nine balloons", "fox hugging"]
)
def test_what_cannot_be_drawn_is_said(read: Any, prompt: str) -> None:
    assert read(prompt)[0]["unread"]


@pytest.mark.parametrize(
    ("prompt", "colour"), [("cat dressed as santa", "white"), ("santa dog with a red beard", "red")]
)
def test_santas_beard_is_white_unless_it_has_a_colour(read: Any, prompt: str, colour: str) -> None:
    fields, _ = read(prompt)
    assert dict(fields["tints"])["beard"] == colour
