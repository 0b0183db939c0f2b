"""`python -m training sweep`: find the best steps, guidance and strengths for a model."""

import argparse
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from model.files.folders import BUNDLED_NAME, find
from model.ranking import MOTTLE_FLOOR, MOTTLE_RATIO

if TYPE_CHECKING:
    from model.image.pixels import Pixels
    from training.evaluation.evaluate import Evaluation
    from training.evaluation.metrics import Interval
    from training.evaluation.prompt_sets import PromptSet

STEPS, GUIDANCE, STRENGTHS = (4, 8, 16), (1.0, 1.5, 2.5), (0.15, 0.3, 0.4, 0.5, 0.6, 0.75, 1.0)
HEAD = """\
| steps | guidance | strength | R@1 of 100 | 95 % | sharpness | mottle | finish | s per image |
| ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table; `seconds` is the time per image."""

    steps: int
    guidance: float
    strength: float
    recall: "Interval"
    sharpness: float
    mottle: float
    finish: float
    seconds: float

    def __str__(self) -> str:
        recall = self.recall
        return (
            f"| {self.steps} | {self.guidance:g} | {self.strength:g} | {recall.mean:.2f} "
            f"| {recall.low:.2f} to {recall.high:.2f} | {self.sharpness:.2f} | {self.mottle:.2f} "
            f"| {self.finish:.2f} | {self.seconds:.2f} |"
        )


@dataclass(frozen=True, slots=True)
class Defaults:
    """The default settings of a model."""

    steps: int
    guidance: float
    strengths: tuple[float, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `python -m training sweep`."""
    parser.add_argument("--model", default=BUNDLED_NAME, help="default: %(default)s")
    parser.add_argument("--prompts", type=int, default=50, help="held-out combinations to paint")
    parser.add_argument(
        "--write", action="store_true", help="write the result into the model as its defaults"
    )


def run(options: argparse.Namespace) -> None:
    """Paint held-out combinations with every setting; print a Markdown table and the best one."""
    from training.evaluation.evaluate import Evaluation

    evaluation = Evaluation.open(options.model)
    prompts = evaluation.prompt_sets(options.prompts)[-1]
    sketches = evaluation.painted(prompts, 0)
    mottle = float(evaluation.scorer.scores(prompts, sketches)["mottle"].mean())
    most_mottle = MOTTLE_RATIO * max(mottle, MOTTLE_FLOOR)
    print(
        f"Mottle of the sketches: {mottle:.2f}, at most {most_mottle:.2f} of paintings.\n\n{HEAD}"
    )
    settings = []
    for setting in _settings(evaluation, prompts, sketches):
        print(setting, flush=True)
        settings.append(setting)
    found = defaults(settings, most_mottle)
    print(
        f"\n{found.steps} steps, guidance {found.guidance:g}, strengths "
        f"{', '.join(f'{strength:g}' for strength in found.strengths)}."
    )
    if options.write:
        _write(find(options.model), found)
        print(f"These are now the defaults of {options.model}.")


def _write(model: Path, found: Defaults) -> None:
    """Update the manifest; an acceleration has its own steps and guidance."""
    from model.files.acceleration import FOLDER
    from model.files.config import read_json
    from model.files.manifest import NAME, Manifest
    from training.paths import write_json

    changed, own = asdict(found), model / FOLDER / NAME
    if own.exists():
        quick = {name: changed.pop(name) for name in ("steps", "guidance")}
        write_json(own, read_json(own) | quick)
    write_json(model / NAME, asdict(replace(Manifest.read(model), **changed)))


def defaults(settings: Sequence[Setting], most_mottle: float) -> Defaults:
    """The fastest steps and guidance that are no worse than the best, and their strengths.

    The highest strength is the last one whose mean R@1 is within the interval of the lowest one
    and whose mean mottle, in grey levels, is at most `most_mottle`; if there is none, the only
    default is the sketch (0). Else the four defaults are the sketch and half, three quarters and
    all of that strength. If even the lowest strength's paintings are drawn less cleanly than their
    sketches, two of the four are sketches, and the others 5/8 and all of that strength.
    """
    pairs = {(setting.steps, setting.guidance) for setting in settings}
    own = {
        pair: [setting for setting in settings if (setting.steps, setting.guidance) == pair]
        for pair in sorted(pairs)
    }
    means = {pair: sum(s.recall.mean for s in some) / len(some) for pair, some in own.items()}
    lows = {pair: sum(s.recall.low for s in some) / len(some) for pair, some in own.items()}
    best = max(means, key=lambda pair: means[pair])
    steps, guidance = next(pair for pair in own if means[pair] >= lows[best])
    chosen = sorted(own[steps, guidance], key=lambda setting: setting.strength)
    enough = chosen[0].recall.low
    good = list(
        itertools.takewhile(
            lambda one: one.recall.mean >= enough and one.mottle <= most_mottle, chosen
        )
    )
    farthest = good[-1].strength if good else 0.0
    shares = (0.0, 0.5, 0.75, 1.0) if chosen[0].finish >= 0 else (0.0, 0.0, 0.625, 1.0)
    spread = tuple(round(farthest * share, 2) for share in shares) if good else (0.0,)
    return Defaults(steps, guidance, spread)


def _settings(
    evaluation: "Evaluation", prompts: "PromptSet", sketches: "Pixels"
) -> Iterator[Setting]:
    from training.evaluation.metrics import Interval

    for steps, guidance, strength in itertools.product(STEPS, GUIDANCE, STRENGTHS):
        start = time.perf_counter()
        drawn = evaluation.painted(prompts, strength, steps, guidance)
        seconds = (time.perf_counter() - start) / len(drawn)
        scores = evaluation.scorer.scores(prompts, drawn)
        recall = Interval.of(scores["recall_at_1"])
        sharpness, mottle = (float(scores[name].mean()) for name in ("sharpness", "mottle"))
        finish = float(evaluation.scorer.finish(drawn, sketches).mean())
        yield Setting(steps, guidance, strength, recall, sharpness, mottle, finish, seconds)
