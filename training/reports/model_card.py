"""The model card of a fine-tuned model: README.md with the front matter that the hub reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import ModelCard, ModelCardData

from model.files.folders import hub_id
from model.files.manifest import Manifest
from training.evaluation.gate import Columns, Scores, Verdict, painted
from training.evaluation.page import TITLES, shown
from training.paths import writing

NAME = "README.md"
TAGS = ("emoji", "text-to-image", "stable-diffusion")
OPENRAIL = "creativeml-openrail-m"
OPENRAIL_LINK = "https://huggingface.co/spaces/CompVis/stable-diffusion-license"
OPENRAIL_TERMS = f"""\
The base model's licence, [CreativeML Open RAIL-M]({OPENRAIL_LINK}),
travels with these weights, which were changed by fine-tuning on emoji. Whoever passes them on, or
offers them as a service, must pass on the use restrictions of its Attachment A as well, and give a
copy of the licence. In short, the weights and what they make may not be used to break the law; to
exploit or harm minors; to spread false information or personal data in order to harm; to defame,
harass or discriminate; to make automated decisions that affect a person's rights; to give medical
advice; or in law enforcement and justice to predict crimes. The licence itself is what binds.
"""


@dataclass(frozen=True, slots=True)
class Base:
    """What was fine-tuned: `hub_id` is None where it is on no hub; the licence in the hub's words.

    The licence of a fine-tuned model is that of its base.
    """

    name: str
    licence: str
    hub_id: str | None = None


STABLE_DIFFUSION = Base("Stable Diffusion v1.4", OPENRAIL, "CompVis/stable-diffusion-v1-4")


def base_of(model: str, manifest: Manifest) -> Base:
    """The base `model`, named as in config.toml; without a manifest it is a Stable Diffusion v1."""
    if hub_id(model) == STABLE_DIFFUSION.hub_id:
        return STABLE_DIFFUSION
    return Base(hub_id(model) or model, manifest.licence.lower() or OPENRAIL, hub_id(model))


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the card says. `attribution` names the data, who made it and under which licence.

    `settings` and `receipt` are the training's, `scores` those of an evaluation.
    """

    title: str
    base: Base
    attribution: str
    settings: Mapping[str, object]
    receipt: Mapping[str, object]
    limits: Sequence[str]
    scores: Scores | None = None
    verdict: Verdict | None = None


def write_card(folder: Path, facts: CardFacts) -> None:
    """Write README.md into the model's folder. Raises Unavailable when the disk is full."""
    front = ModelCardData(
        license=facts.base.licence,
        base_model=facts.base.hub_id,
        library_name="diffusers",
        pipeline_tag="text-to-image",
        tags=list(TAGS),
    )
    card = ModelCard(f"---\n{front.to_yaml()}\n---\n\n{_text(facts)}")
    with writing(folder):
        card.save(folder / NAME)


def _text(facts: CardFacts) -> str:
    base = facts.base
    named = f"[{base.name}](https://huggingface.co/{base.hub_id})" if base.hub_id else base.name
    terms = OPENRAIL_TERMS if base.licence == OPENRAIL else f"Licence: {base.licence}.\n"
    parts = [
        f"# {facts.title}\n\nPaints emoji from words, or from a sketch. Fine-tuned from {named}.\n",
        f"## Licence\n\n{terms}",
        f"## Data\n\n{facts.attribution}\n",
        f"## Training\n\n{_table(facts.settings)}\n\nThe receipt:\n\n{_json(facts.receipt)}\n",
        _scores(facts.scores) if facts.scores is not None else "",
        f"## The gate\n\n{facts.verdict.sentence}\n" if facts.verdict is not None else "",
        "## Known limits\n\n" + "".join(f"- {limit}\n" for limit in facts.limits),
    ]
    return "\n".join(part for part in parts if part)


def _scores(scores: Scores) -> str:
    sets = "\n".join(
        f"**{name}**\n\n{_score_table(painted(columns))}\n"
        for name, columns in scores["sets"].items()
    )
    return (
        f"## Scores\n\n`python -m training evaluate --prompts {scores['prompts']}`: R@1 of 100 by "
        "the second judge (random: 0.01), the gap of its cosines, sharpness over that of real "
        f"emoji; means with 95 % bootstrap intervals.\n\n{sets}"
    )


def _score_table(columns: Columns) -> str:
    taken = [name for name in TITLES if name in next(iter(columns.values()))]
    head = f"| | {' | '.join(TITLES[name] for name in taken)} | copies |"
    rule = f"| --- |{' ---: |' * (len(taken) + 1)}"
    rows = [
        f"| {label} | {' | '.join(shown(row, name) for name in taken)} | {row['copies']:.2f} |"
        for label, row in columns.items()
    ]
    return "\n".join((head, rule, *rows))


def _table(values: Mapping[str, object]) -> str:
    rows = [f"| {name} | {value} |" for name, value in values.items()]
    return "\n".join(("| setting | value |", "| --- | --- |", *rows))


def _json(values: Mapping[str, object]) -> str:
    return f"```json\n{json.dumps(values, indent=2, ensure_ascii=False)}\n```"
