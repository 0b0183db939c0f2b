"""A quick subset of the tests: `pytest --quick`, or `make quick`.

It runs the fastest test functions whose recorded seconds fit in a budget. Functions without a
record are new or take next to no time, and always run. `pytest --record-durations` records the
durations of the modules that it runs in `tests/durations.json`; with `--quick`, of the functions
that it runs, so that what became slow is left out next time.
"""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

BUDGET_SECONDS = 1.0
RECORDED_SECONDS = 0.05
"""Faster functions are not recorded: their sum is small."""
TESTS = Path(__file__).resolve().parents[1]
DURATIONS = TESTS / "durations.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--quick` and `--record-durations`."""
    group = parser.getgroup("quick subset")
    group.addoption("--quick", action="store_true", help="run the fastest tests only")
    group.addoption("--record-durations", action="store_true", help="write tests/durations.json")


def pytest_configure(config: pytest.Config) -> None:
    """With `--record-durations`, measure the tests."""
    if config.getoption("record_durations") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(whole=not config.getoption("quick")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--quick`, deselect the slow tests."""
    if config.getoption("quick"):
        slow = slowest(json.loads(DURATIONS.read_text()), BUDGET_SECONDS)
        config.hook.pytest_deselected(items=[one for one in items if function(one.nodeid) in slow])
        items[:] = [one for one in items if function(one.nodeid) not in slow]


def slowest(durations: Mapping[str, float], budget: float) -> set[str]:
    """The functions to leave out so that the rest takes at most `budget` seconds."""
    left, slow = sum(durations.values()), set()
    for name in sorted(durations, key=lambda name: (-durations[name], name)):
        if left <= budget:
            break
        slow.add(name)
        left -= durations[name]
    return slow


def function(test: str) -> str:
    """The id of a test function, of which the test is one case."""
    return test.partition("[")[0]


class Recorder:
    """Adds up the seconds of each test function, with its fixtures, and writes them at the end."""

    def __init__(self, *, whole: bool) -> None:
        self.seconds: Counter[str] = Counter()
        self._whole = whole

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[function(report.nodeid)] += report.duration  # type: ignore[assignment]

    def pytest_sessionfinish(self) -> None:
        before = json.loads(DURATIONS.read_text()) if DURATIONS.exists() else {}
        found = recorded(before, self.seconds, whole=self._whole)
        DURATIONS.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n")


def recorded(
    before: Mapping[str, float], seconds: Mapping[str, float], *, whole: bool
) -> dict[str, float]:
    """The new record: `seconds` replaces what is in `before`.

    If the modules that ran were `whole`, it replaces all their entries, else those of the functions
    that ran.
    """
    modules = {module(name) for name in seconds}
    kept = {
        name: value
        for name, value in before.items()
        if not (module(name) in modules if whole else name in seconds)
        and (TESTS.parent / module(name)).exists()
    }
    slow = {name: round(value, 2) for name, value in seconds.items() if value >= RECORDED_SECONDS}
    return kept | slow


def module(test: str) -> str:
    """The file of a test."""
    return test.partition("::")[0]
