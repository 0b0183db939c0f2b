"""How large things are to each other, compressed so that all stay legible at 32 px."""

from collections.abc import Mapping

from model.sketch.library import Library

_SIZES: Mapping[float, frozenset[str]] = {
    0.62: frozenset({
        "1F41D", "1F41E", "1F41C", "1F98B", "1F577", "1F41B", "1F997", "1F99F", "1FAB0", "1FAB2",
        "1FAB3", "1F48D", "1F401", "1F400", "1F42D", "1F353", "1F352", "1F95A",
    }),
    0.74: frozenset({
        "1F476", "1F439", "1F40C", "1F423", "1F424", "1F425", "1F41F", "1F420", "1F56F", "1F426",
        "1F438", "1F41A", "1F43F", "1F994", "1F989", "1F99C", "1F986", "1F413",
    }),
    0.86: frozenset({"1F9D2", "1F466", "1F467", "1F407", "1F430", "1F408", "1F431"}),
    1.2: frozenset({"1F404", "1F402", "1F43B", "1F40A", "1F98D"}),
    1.35: frozenset({"1F40E", "1F42B", "1F42A", "1F409", "1F432"}),
    1.5: frozenset({
        "1F418", "1F9A3", "1F992", "1F995", "1F996", "1F40B", "1F433", "1F98F", "1F99B", "1F333",
        "1F332", "1F334", "1F384", "1F988", "1F3D4", "26F0", "1F30B",
    }),
}  # fmt: skip
_BY_CONCEPT = {concept: size for size, concepts in _SIZES.items() for concept in concepts}
_LARGE = 1.25
_LARGE_KINDS = frozenset({"place", "vehicle"})


def meant_size(library: Library, concept: str) -> float:
    """The size of a thing in a scene with others: 1 for most, less for a mouse, more for a tree."""
    if (size := _BY_CONCEPT.get(concept)) is not None:
        return size
    return _LARGE if library.kind(concept) in _LARGE_KINDS else 1.0
