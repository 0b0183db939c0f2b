"""How large things are to each other, compressed so that all stay legible at 32 px."""

from model.sketch.library import Library

_SMALL, _LARGE = 0.76, 1.25
_SMALL_ONES = frozenset({
    "1F401", "1F400", "1F42D", "1F439", "1F41D", "1F41E", "1F41C", "1F98B", "1F40C", "1F577",
    "1F41B", "1F997", "1F99F", "1FAB0", "1FAB2", "1FAB3", "1F423", "1F424", "1F425", "1F41F",
    "1F420", "1F56F", "1F48D", "1F426", "1F438", "1F41A", "1F95A", "1F353", "1F352",
})  # fmt: skip
_LARGE_ONES = frozenset({
    "1F418", "1F9A3", "1F992", "1F995", "1F996", "1F40B", "1F433", "1F98F", "1F99B", "1F409",
    "1F432", "1F40E", "1F404", "1F402", "1F42B", "1F42A", "1F43B", "1F333", "1F332", "1F334",
    "1F384", "1F40A", "1F988", "1F98D", "1F3D4", "26F0", "1F30B",
})  # fmt: skip
_LARGE_KINDS = frozenset({"place", "vehicle"})


def meant_size(library: Library, concept: str) -> float:
    """The size of a thing in a scene with others: 1 for most, less for a mouse, more for a tree."""
    if concept in _SMALL_ONES:
        return _SMALL
    if concept in _LARGE_ONES or library.kind(concept) in _LARGE_KINDS:
        return _LARGE
    return 1.0
