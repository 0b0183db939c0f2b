"""The model card of a fine-tuned model: a README.md with front matter for the model hub."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import ModelCard, ModelCardData

from model.files.folders import hub_id
from model.files.manifest import Manifest
from training.paths import writing
from training.reports import markdown, score_tables
from training.reports.score_tables import Scores, drawn
from training.reports.verdict import Verdict

NAME = "README.md"
TAGS = ("emoji", "text-to-image", "stable-diffusion")
OPENRAIL = "creativeml-openrail-m"
OPENRAIL_LINK = "https://huggingface.co/spaces/CompVis/stable-diffusion-license"
OPENRAIL_TERMS = f"""\
The base model's licence, [CreativeML Open RAIL-M]({OPENRAIL_LINK}),
applies to these weights, which were modified by fine-tuning on emoji. Anyone who redistributes them
or offers them as a service must also pass on the use restrictions of its Attachment A and include a
copy of the licence. In short, the weights and their output may not be used to break the law; to
exploit or harm minors; to spread false information or personal data in order to harm; to defame,
harass or discriminate; to make automated decisions that affect a person's rights; to give medical
advice; or in law enforcement and justice to predict crimes. Only the licence itself is binding.
"""


@dataclass(frozen=True, slots=True)
class Base:
    """The model that was fine-tuned; the fine-tuned model keeps its licence.

    `licence` is the hub's identifier. `hub_id` is None for a model that is not on the hub.
    """

    name: str
    licence: str
    hub_id: str | None = None


STABLE_DIFFUSION = Base("Stable Diffusion v1.4", OPENRAIL, "CompVis/stable-diffusion-v1-4")


def base_of(model: str, manifest: Manifest) -> Base:
    """The base `model`, named as in config.toml; with no licence it counts as Stable Diffusion."""
    if hub_id(model) == STABLE_DIFFUSION.hub_id:
        return STABLE_DIFFUSION
    return Base(hub_id(model) or model, manifest.licence.lower() or OPENRAIL, hub_id(model))


@dataclass(frozen=True, slots=True)
class CardFacts:
    """The contents of a card.

    `attribution` names the data, its authors and its licence. `settings` and `receipt` come from
    the training, `scores` from an evaluation.
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
        f"# {facts.title}\n\nMakes emoji from a prompt or a sketch. Fine-tuned from {named}.\n",
        f"## Licence\n\n{terms}",
        f"## Data\n\n{facts.attribution}\n",
        f"## Training\n\n{_settings(facts.settings)}\n\nReceipt:\n\n{_json(facts.receipt)}\n",
        _scores(facts.scores) if facts.scores is not None else "",
        f"## The gate\n\n{facts.verdict.sentence}\n" if facts.verdict is not None else "",
        "## Known limits\n\n" + "".join(f"- {limit}\n" for limit in facts.limits),
    ]
    return "\n".join(part for part in parts if part)


def _scores(scores: Scores) -> str:
    sets = "\n".join(
        f"**{name}**\n\n{score_tables.markdown_table(drawn(columns))}\n"
        for name, columns in scores["sets"].items()
    )
    return (
        f"## Scores\n\n`python -m training evaluate --prompts {scores['prompts']}`: R@1 of 100 by "
        "a judge that ranking does not use (random: 0.01), and the gap between its cosines. "
        f"{score_tables.FINISH_LEGEND} Means with 95 % bootstrap intervals.\n\n{sets}"
    )


def _settings(values: Mapping[str, object]) -> str:
    return markdown.table(("setting", "value"), [(name, str(v)) for name, v in values.items()])


def _json(values: Mapping[str, object]) -> str:
    return f"```json\n{json.dumps(values, indent=2, ensure_ascii=False)}\n```"
