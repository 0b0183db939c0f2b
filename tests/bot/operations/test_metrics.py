"""Metrics, the board and the alerts made of them, and the fields of the logs."""

import json
import logging
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.container import Container
from bot.domain import Refused, StoreUnavailable, Unsuitable
from bot.operations.logs import JsonLines
from bot.operations.metrics import LEVELS, Metrics
from bot.settings.config import Settings
from bot.store.statistics import Statistics
from tests.support.bot_stack import open_stack
from tests.support.people import actor, request
from tests.support.recording_courier import RecordingCourier

DOCS = Path(__file__).parents[3] / "docs"
BOARD = json.loads((DOCS / "examples/grafana-dashboard.json").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((DOCS / "examples/alerts.yml").read_text(encoding="utf-8"))
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
PANELS = [panel for panel in BOARD["panels"] if panel["type"] != "row"]
METRIC = re.compile(r"\b((?:emojismith|process)_\w+)(?:{([^}]*)})?")
MATCHER = re.compile(r'(\w+)(?:=~|!~|!=|=)"([^"]*)"')


@dataclass(frozen=True)
class Away:
    """A platform that does not answer."""

    reachable = False


Samples = dict[str, dict[tuple[tuple[str, str], ...], float]]


async def scraped(stack: Container, port: int) -> Samples:
    """The values of a real answer, by metric and labels."""
    found: Samples = defaultdict(dict)
    async with (
        stack.monitor.serve(port),
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        for family in text_string_to_metric_families(await answer.text()):
            for sample in family.samples:
                found[sample.name][tuple(sorted(sample.labels.items()))] = sample.value
    return found


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples[f"emojismith_{name}"][tuple(sorted(labels.items()))]


async def test_the_board_and_the_alerts_name_what_there_is(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    courier = RecordingCourier()
    async with open_stack(tmp_path) as stack:
        stack.monitor.platforms["telegram"] = Away()
        async with stack.serve(courier):
            await stack.service.ask(request())
            await courier.until(1)
        await stack.service.votes.vote(courier.emoji[0][1].id, actor("bob"), 1)
        samples = await scraped(stack, unused_tcp_port)
    expressions = [rule["expr"] for rule in RULES]
    expressions += [target["expr"] for panel in PANELS for target in panel["targets"]]
    named = [match for one in expressions for match in METRIC.findall(one)]
    assert len(named) >= 45
    for name, matchers in named:
        assert name in samples, name
        for label, wanted in MATCHER.findall(matchers):
            if wanted == "$job":  # Prometheus adds it.
                continue
            known = {dict(labels).get(label) for labels in samples[name]}
            assert set(wanted.split("|")) <= known, (name, label, wanted)
    page = (DOCS / "reference/metrics.md").read_text(encoding="utf-8")
    own = {name for name in samples if name.startswith("emojismith_")}
    documented = set(re.findall(r"`(emojismith_\w+)`", page))
    assert documented == {re.sub("_(created|sum|count|bucket)$", "", name) for name in own} - {
        name.removesuffix("_total") for name in documented if name.endswith("_total")
    }
    unused = own - {name for name, _ in named}
    assert {name for name in unused if not name.endswith(("_created", "_sum", "_count"))} == {
        "emojismith_day_seconds"
    }


def test_the_board_and_the_alerts_are_well_formed() -> None:
    ids = [panel["id"] for panel in BOARD["panels"]]
    assert len(set(ids)) == len(ids)
    taken = set[tuple[int, int]]()
    for panel in BOARD["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["annotations"]["description"].endswith(".")
    for expression in (rule["expr"] for rule in RULES):
        assert expression.count("(") == expression.count(")")


async def test_what_becomes_of_requests_is_counted(tmp_path: Path, unused_tcp_port: int) -> None:
    settings = Settings.model_validate({"limits": {"burst": 4, "per_hour": 0.001}})
    courier = RecordingCourier()
    async with open_stack(tmp_path, settings=settings) as stack:
        service = stack.service
        async with stack.serve(courier):
            await service.ask(request("lemon", seed=1))
            await courier.until(1)
            await service.ask(request("lemon", seed=1))
            await service.ask(request("broken"))
            await courier.until(2)
            await courier.until(2, words=1)
            with pytest.raises(Unsuitable):
                await service.ask(request("fucking lemon"))
            await service.ask(request("red lemon"))
            await courier.until(3)
        for _ in range(2):
            try:
                await service.ask(request("blue lemon"))
            except Refused:
                break
        samples = await scraped(stack, unused_tcp_port)
    asked = {
        outcome: value(samples, "requests_total", platform="discord", outcome=outcome)
        for outcome in ("accepted", "cached", "unsuitable", "limit", "queue_full")
    }
    assert asked == {"accepted": 4, "cached": 1, "unsuitable": 1, "limit": 1, "queue_full": 0}
    ended = {
        outcome: value(samples, "paintings_total", platform="discord", outcome=outcome)
        for outcome in ("painted", "failed", "retried", "cancelled")
    }
    assert ended == {"painted": 2, "failed": 1, "retried": 1, "cancelled": 0}
    assert value(samples, "deliveries_total", platform="discord", outcome="delivered") == 3
    assert value(samples, "painting_seconds_count") == 2
    assert value(samples, "wait_seconds_count", platform="discord") == 3
    assert value(samples, "waiting", platform="discord") == 1
    assert value(samples, "oldest_waiting_seconds") > 0
    assert samples["process_resident_memory_bytes"][()] > 10**6


async def test_faults_are_seen(
    tmp_path: Path, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(statistics: Statistics) -> dict[str, int]:
        raise StoreUnavailable("the disk is full")

    async with open_stack(tmp_path) as stack:
        stack.monitor.platforms["discord"] = Away()
        await stack.service.operator.pause(True)
        logging.getLogger("bot").error("not counted before it is watched")
        samples = await scraped(stack, unused_tcp_port)
        assert value(samples, "platform_connected", platform="discord") == 0
        assert (value(samples, "paused"), value(samples, "database_up")) == (1, 1)
        assert value(samples, "database_errors_total") == 0
        connection = stack.store.jobs._db._connection
        await connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreUnavailable):
            await stack.store.notes.set("a note", "x" * 10**6)
        await connection.execute("PRAGMA max_page_count = 1000000")
        monkeypatch.setattr(Statistics, "jobs_by_state", broken)
        samples = await scraped(stack, unused_tcp_port)
    assert value(samples, "database_up") == 0
    assert value(samples, "database_errors_total") == 1
    assert value(samples, "paused") == 1


def test_logged_errors_are_counted() -> None:
    metrics = Metrics()
    for level in (logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
        record = logging.LogRecord("bot", level, "", 0, "it", None, None)
        if level >= metrics.log.level:
            metrics.log.handle(record)
    found = {
        level: metrics.registry.get_sample_value("emojismith_log_lines_total", {"level": level})
        for level in LEVELS
    }
    assert found == {"warning": 1, "error": 2}


def test_the_documented_fields_of_a_log_line_are_those_that_are_written() -> None:
    page = (DOCS / "reference/logs.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `(\w+)` \| ", page, re.MULTILINE)
    try:
        raise ValueError("no")
    except ValueError:
        record = logging.LogRecord("bot", logging.ERROR, "", 0, "it", None, sys.exc_info())
    record.job = 7
    written: dict[str, Any] = json.loads(JsonLines([]).format(record))
    assert list(written) == documented
    example = next(line for line in page.splitlines() if line.startswith("    {"))
    assert set(json.loads(example)) < set(written)
