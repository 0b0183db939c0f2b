"""Markdown tables, for model cards and terminals."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, figures: bool = False) -> str:
    """A table of plain texts; with `figures` all columns but the first are flush right."""
    rule = ["---", *(["---:" if figures else "---"] * (len(head) - 1))]
    return "\n".join(map(_line, (head, rule, *rows)))


def _line(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)
