"""The model card: front matter for the hub, licence, data, receipt, scores, limits."""

from dataclasses import replace
from pathlib import Path

from huggingface_hub import ModelCard

from tests.support.scored_results import scores
from training.evaluation.gate import gate
from training.reports.model_card import OPENRAIL_LINK, STABLE_DIFFUSION, Base, CardFacts, write_card

FACTS = CardFacts(
    title="Emoji by Stable Diffusion",
    base=STABLE_DIFFUSION,
    attribution="12 pictures of Twemoji (CC-BY-4.0) by Twitter.",
    settings={"learning_rate": 1e-4, "optimizer": "AdamW8bit"},
    receipt={"samples": 1200, "data": "abc"},
    limits=("Letters come out wrong.",),
)


def test_the_hub_reads_the_front_matter(tmp_path: Path) -> None:
    write_card(tmp_path / "model", FACTS)
    card = ModelCard.load(tmp_path / "model" / "README.md")
    assert card.data.to_dict() == {
        "base_model": "CompVis/stable-diffusion-v1-4",
        "library_name": "diffusers",
        "license": "creativeml-openrail-m",
        "pipeline_tag": "text-to-image",
        "tags": ["emoji", "text-to-image", "stable-diffusion"],
    }


def test_the_licence_of_stable_diffusion_travels_with_its_restrictions(tmp_path: Path) -> None:
    write_card(tmp_path, FACTS)
    text = (tmp_path / "README.md").read_text()
    assert OPENRAIL_LINK in text
    assert "use restrictions of its Attachment A" in text
    for said in (FACTS.attribution, "| optimizer | AdamW8bit |", '"samples": 1200', *FACTS.limits):
        assert said in text
    assert "## Scores" not in text
    assert "## The gate" not in text


def test_a_model_of_the_bundled_one_names_no_base_on_the_hub(tmp_path: Path) -> None:
    write_card(tmp_path, replace(FACTS, base=Base("the bundled model of Emojismith", "mit")))
    card = ModelCard.load(tmp_path / "README.md")
    assert card.data.license == "mit"
    assert "base_model" not in card.data.to_dict()
    assert "Attachment" not in card.text
    assert "Licence: mit." in card.text


def test_scores_and_the_verdict_are_told(tmp_path: Path) -> None:
    verdict = gate(scores(), scores())
    write_card(tmp_path, replace(FACTS, scores=scores(), verdict=verdict))
    text = (tmp_path / "README.md").read_text()
    assert "evaluate --prompts 40" in text
    head = "| | R@1 | gap | sharpness | mottle | finish | copies |"
    assert f"{head}\n| --- | {' | '.join(['---:'] * 6)} |" in text
    figures = ("strength 0.5", "0.50 (0.40 to 0.60)", "0.250 (0.150 to 0.350)")
    finish = ("0.70 (0.60 to 0.80)", "1.20 (1.10 to 1.30)", "-0.40 (-0.50 to -0.30)")
    row = f"| {' | '.join((*figures, *finish, '0.02'))} |"
    assert text.count(row) == 2
    assert text.count("\n| sketch |") == text.count("\n| shown first |") == 2
    assert "not an aim, because mottle raises it" in text
    assert verdict.sentence in text
    assert "nearest caption" not in text


def test_a_card_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("the base's own card")
    write_card(tmp_path, FACTS)
    assert "base's own card" not in (tmp_path / "README.md").read_text()
