"""A verdict made of checks, as text, plain data and HTML."""

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from training.reports import html


@dataclass(frozen=True, slots=True)
class Check:
    """One check: whether it passed, and a sentence with the figures."""

    name: str
    passed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether weights may be promoted: only if every check passed."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """True if no check failed."""
        return all(check.passed for check in self.checks)

    @property
    def sentence(self) -> str:
        """The verdict in one sentence."""
        failed = [check.name for check in self.checks if not check.passed]
        if not failed:
            return f"The gate is passed: all {len(self.checks)} checks."
        return (
            f"The gate is not passed: {len(failed)} of {len(self.checks)} checks failed "
            f"({', '.join(failed)})."
        )

    def to_dict(self) -> dict[str, Any]:
        """The verdict as plain data."""
        checks = [asdict(check) for check in self.checks]
        return {"passed": self.passed, "sentence": self.sentence, "checks": checks}

    def to_html(self) -> str:
        """The verdict as a section of a page, one table row per check."""
        rows = [
            (check.name, "passed" if check.passed else "FAILED", check.sentence)
            for check in self.checks
        ]
        table = html.table(("check", "", "result"), rows, "words")
        return f"<h2>The gate</h2><p>{escape(self.sentence)}</p>{table}"

    def __str__(self) -> str:
        """A table for a terminal, followed by the verdict."""
        width = max(len(check.name) for check in self.checks)
        lines = [
            f"{'passed' if check.passed else 'FAILED'}  {check.name:<{width}}  {check.sentence}"
            for check in self.checks
        ]
        return "\n".join((*lines, self.sentence))
