"""The benchmarks: fair timing, all arms on tiny models, and the page of results."""

import asyncio
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from model import candidates, pipeline
from model.opening import open_painter
from model.recipe import Recipe
from model.sketch.library import Library
from tests.benchmarks import __main__ as bench
from tests.benchmarks import (
    bundled,
    busy,
    gpu,
    measure,
    moving,
    page,
    roofline,
    scenes_page,
    sd_folder,
    serving,
    start,
    steps14,
)
from tests.benchmarks.measure import Sample, Timing
from tests.benchmarks.sd import SdForm

TINY = SdForm(resolution=64, division=8)


@pytest.fixture(scope="module", autouse=True)
def small_and_quick() -> Iterator[None]:
    """Do not wait for a quiet machine, multiply small matrices, trace nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure, "PATIENCE", 1)
        patch.setattr(candidates, "TRACEABLE", -1.0)
        for module in (measure, roofline, steps14):
            patch.setattr(module, "GEMM_SIDE", 128)
        yield


@pytest.fixture(scope="module")
def steps(small_and_quick: None) -> dict[str, Any]:
    return steps14.measured(TINY, repeats=1, dtype=torch.bfloat16)


@pytest.fixture(scope="module")
def parts(small_and_quick: None, tiny_model: Path) -> dict[str, Any]:
    return roofline.measured(tiny_model, repeats=1)


def test_works_take_turns_there_and_back() -> None:
    seen: list[str] = []
    works = {name: lambda name=name: seen.append(name) for name in "ab"}
    timings = measure.interleaved(works, 4)
    assert "".join(seen) == "ab" + "abbaabba"
    assert all(timing.made == 4 for timing in timings.values())


def test_what_others_disturbed_is_discarded() -> None:
    quiet = [Sample(1.0 + i, 2.0, 0.0) for i in range(3)]
    timing = Timing.of([Sample(9.0, 2.0, 0.5), *quiet], repeats=3)
    assert (timing.median, timing.best, timing.made, timing.quiet) == (2.0, 1.0, 4, True)


def test_on_a_busy_machine_the_least_disturbed_count_and_it_is_said() -> None:
    timing = Timing.of([Sample(9.0, 2.0, 0.5), Sample(3.0, 2.0, 0.2)], repeats=1)
    assert (timing.median, timing.quiet) == (3.0, False)
    assert timing.summary()["discarded"] == 1


def test_a_sample_knows_its_own_time() -> None:
    one = measure.sample(measure.gemm(torch.float32, 512))
    assert one.wall > 0
    assert one.cpu > 0
    assert one.foreign >= 0


def test_ratios_compare_all_clocks() -> None:
    before, after = (Timing((Sample(s, 2 * s, 0.0),), 1, True) for s in (4.0, 2.0))
    assert set(measure.ratios(before, after).values()) == {2.0}


def test_psnr_is_that_of_the_papers() -> None:
    black = np.zeros((4, 4))
    assert bundled.psnr(black, black) == math.inf
    assert bundled.psnr(black, black + 0.1) == pytest.approx(20)
    assert bundled.psnr(black, black + 0.1, peak=10) == pytest.approx(40)


@pytest.mark.filterwarnings("ignore")
def test_every_rung_paints_and_is_scored(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = bundled.PlainDiffusers.paint

    def hurried(self: bundled.PlainDiffusers, recipe: Recipe, **_: float) -> bundled.Pictures:
        return defaults(self, recipe, num_inference_steps=2)

    monkeypatch.setattr(bundled.PlainDiffusers, "paint", hurried)
    monkeypatch.setattr(bundled, "PROMPTS", bundled.PROMPTS[:1])
    found = bundled.measured(tiny_model, repeats=1)
    rungs = list(found["rungs"].values())
    assert len(rungs) == 6
    # The warm-up's pictures are scored too. From sketches, only the stronger candidates are.
    assert [rung["score"]["pictures"] for rung in rungs] == [8, 8, 6, 6, 6, 6]
    assert rungs[0]["x"]["median"] == 1
    if pipeline.precision(torch.device("cpu")) is torch.float32:
        assert set(found["PSNR of the precision, dB"]) == {math.inf}


def test_steps_of_stable_diffusion_agree_in_both_precisions(steps: dict[str, Any]) -> None:
    assert steps["PSNR of the precision, dB"] > 30
    assert steps["steps"]["diffusers, float32"]["x"]["CPU"] == 1
    assert all(one["share of the peak"] > 0 for one in steps["steps"].values())


def test_shares_of_the_peak_are_counted_for_every_part(parts: dict[str, Any]) -> None:
    own = parts["parts"]
    assert set(parts["times"]) == set(own)
    # The tiny model paints with guidance.
    assert parts["rows"] == 6
    assert own["UNet, all rows"]["GFLOP"] == pytest.approx(6 * own["UNet, one row"]["GFLOP"])
    assert own["sketch"]["GFLOP"] == 0
    assert 0 < sum(parts["operators of the UNet"].values()) <= 1.0001


def test_a_start_is_timed_in_a_process_of_its_own(tiny_model: Path) -> None:
    found = start.measured(tiny_model, starts=1)
    assert found["whole s"] > found["import s"] + found["load s"] > 0
    assert found["peak MiB"] > 100


def test_a_request_is_timed_alone_and_beside_a_busy_process(tiny_model: Path) -> None:
    found = busy.measured(tiny_model, repeats=1)
    assert found["beside"]["median s"] / found["alone"]["median s"] == found["times as long"]
    assert "beside a busy process" in page.text({"machine": {}, "busy": found})


def test_moving_files_are_timed_and_their_memory_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write, within = moving.WRITERS["gif"]
    monkeypatch.setattr(moving, "WRITERS", {"gif": (write, replace(within, fps=5))})
    found = moving.measured(repeats=1)
    assert set(found["forms"]) == {"gif", "gif of a painting", "tgs"}
    assert found["forms"]["gif"]["x"]["CPU"] > 0
    assert found["forms"]["gif"]["MiB more than a still"] < 300
    assert "moving gif" in page.text({"machine": {}, "moving": found})


class Counting:
    """Counts concurrent requests; calls `previewed` once for each."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def paint(self, recipe: Recipe, previewed: serving.Previewed) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        previewed()
        await asyncio.sleep(0)
        self.now -= 1


async def test_closed_loops_have_as_many_on_their_way_as_there_are_askers() -> None:
    server = Counting()
    waits = await serving.closed(server, askers=3, each=2)
    assert (len(waits), server.most) == (6, 3)
    assert all(0 < wait.preview <= wait.emoji for wait in waits)


async def test_random_arrivals_all_get_served() -> None:
    assert len(await serving.poisson(Counting(), rate=1000, count=5)) == 5


def test_the_arms_of_a_load_take_turns() -> None:
    assert serving.there_and_back(["n", "a", "b"]) == ["a", "b", "n", "b", "a"]


@pytest.mark.parametrize("arm", serving.ARMS)
async def test_every_arm_paints(arm: str, tiny_model: Path) -> None:
    async with serving.ARMS[arm](tiny_model) as server:
        waits = await serving.burst(server, 2)
    found = serving.summary([serving.Pass(waits, seconds=2.0, cpu=4.0)] * 2)
    assert found["requests"] == 4
    assert found["images a minute"] == 240
    assert found["CPU s an image"] == 0.5
    assert found["preview p95 s"] <= found["emoji p95 s"]


def test_what_was_found_is_written_and_shown(
    tmp_path: Path,
    steps: dict[str, Any],
    parts: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arms = {
        "sd14": lambda: steps,
        "roofline": lambda: parts,
        "start": lambda: {"load s": 1.5, "peak MiB": 400},
    }
    monkeypatch.setattr(bench, "ARMS", arms)
    monkeypatch.setattr("sys.argv", ["bench", "--out", str(tmp_path)])
    bench.main()
    found = json.loads((tmp_path / "bench.json").read_text())
    assert set(arms) < set(found)
    assert set(found["sd14"]["GEMM, GFLOP/s"]) == {"before", "after"}
    shown = (tmp_path / "bench.html").read_text()
    assert shown.count("<svg") == 3
    assert "ours, bfloat16" in shown
    assert "ours, bfloat16" in page.text(found)


def test_the_gpu_check_says_what_it_could_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: gpu.Check) -> dict[str, Any]:
        raise ModuleNotFoundError("No module named 'vtracer'")

    arms = {"painting": lambda check: {"bundled": {"peak GiB": check.seconds}}, "serving": fails}
    monkeypatch.setattr(gpu, "ARMS", arms)
    monkeypatch.setattr("sys.argv", ["gpu", "--out", str(tmp_path), "--arms", *arms])
    gpu.main()
    found = json.loads((tmp_path / "gpu.json").read_text())
    assert found["painting"]["bundled"] == {"peak GiB": 20.0}
    assert found["serving"]["not run"] == "ModuleNotFoundError: No module named 'vtracer'"
    assert "not run" in found["machine"]["GPU"] or torch.cuda.is_available()
    shown = (tmp_path / "gpu.html").read_text()
    assert "<h2>Painting</h2>" in shown
    assert "No module named" in shown
    late = gpu.Check(tmp_path, True, 20.0, (1,), deadline=0.0)
    (only,) = gpu.run(late, ["painting"])
    assert only["painting"] == {"not run": "no time was left"}


def test_the_peak_is_the_processs_without_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    gpu._reset_peak()
    before = gpu._peak()
    held = np.ones(40_000_000)
    assert gpu._peak() - before > 0.9 * held.nbytes / gpu.GIB


def test_stable_diffusions_form_is_a_model_folder(tmp_path: Path) -> None:
    painter = open_painter(sd_folder.build(TINY, tmp_path / "sd"))
    assert painter.pipeline.pipeline_name == "in-flight"
    assert painter.pipeline.resolution == 64


def test_the_requests_to_look_at_are_the_same_each_time() -> None:
    library = Library()
    found = list(scenes_page.requests(library))
    assert found == list(scenes_page.requests(library))
    assert len(found) == 142
    assert [recipe.prompt for recipe in found[:2]] == [
        "Angry Unicorn",
        "Dancing Lemon with Sunglasses",
    ]
    assert sum(recipe.scene is not None for recipe in found) == 100
