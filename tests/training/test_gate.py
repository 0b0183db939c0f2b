"""The gate: each way of getting worse fails, with the name and the figures; nothing else does."""

from typing import Any

import pytest

from model.errors import BadRequest
from tests.support.scored_results import around, column, scores
from training.evaluation.gate import gate

SET = "seen names"


def failed(before: dict[str, Any], after: dict[str, Any], votes: Any = None) -> dict[str, str]:
    verdict = gate(before, after, votes)
    found = {check.name: check.sentence for check in verdict.checks if not check.passed}
    assert verdict.passed == (not found)
    return found


def test_the_same_scores_pass() -> None:
    verdict = gate(scores(), scores())
    assert verdict.passed
    assert [check.name for check in verdict.checks[:5]] == [
        f"{SET}: {title}" for title in ("R@1", "gap", "mottle", "copies", "alpha")
    ]
    assert verdict.sentence == "The gate is passed: all 11 checks."


@pytest.mark.parametrize("score", ["recall_at_1", "conditioning_gap"])
def test_a_mean_below_the_interval_before_fails(score: str) -> None:
    before, after = scores(), scores()
    row = after["sets"][SET]["strength 0.5"]
    mean = row[score]["mean"]
    row[score] = around(mean - 0.09)
    assert not failed(before, after)
    row[score] = around(mean - 0.11)
    (sentence,) = failed(before, after).values()
    assert "strength 0.5" in sentence
    assert "best painted" not in sentence


def test_mottle_above_the_interval_before_fails() -> None:
    before, after = scores(), scores()
    row = after["sets"][SET]["strength 0.5"]
    row["mottle"] = around(0.2)
    assert not failed(before, after)
    row["mottle"] = around(1.29)
    assert not failed(before, after)
    row["mottle"] = around(1.31)
    assert failed(before, after) == {
        f"{SET}: mottle": "Above its interval: strength 0.5: 1.20 (1.10 to 1.30), "
        "now 1.31 (1.21 to 1.41)."
    }


def test_sharpness_is_not_checked() -> None:
    after = scores()
    for row in after["sets"][SET].values():
        row["sharpness"] = around(0.0)
    assert not failed(scores(), after)


def test_what_is_shown_first_is_checked() -> None:
    after = scores()
    after["sets"][SET]["shown first"]["mottle"] = around(4.65)
    (sentence,) = failed(scores(), after).values()
    assert "shown first: 1.20" in sentence


def test_the_sentence_has_the_figures() -> None:
    after = scores()
    after["sets"][SET]["best painted of four"]["recall_at_1"] = around(0.3)
    assert failed(scores(), after) == {
        f"{SET}: R@1": "Below its interval: best painted of four: 0.50 (0.40 to 0.60), "
        "now 0.30 (0.20 to 0.40)."
    }


def test_what_is_not_painted_does_not_count() -> None:
    after = scores()
    for label in ("sketch", "nearest caption", "random"):
        after["sets"][SET][label]["recall_at_1"] = around(0.0)
        after["sets"][SET][label]["copies"] = 1.0
    assert not failed(scores(), after)


def test_better_in_all_passes() -> None:
    after = scores()
    for columns in after["sets"].values():
        for row in columns.values():
            row |= {"recall_at_1": around(0.9), "mottle": around(0.6), "copies": 0.0}
    assert not failed(scores(), after)


def test_more_copies_fail() -> None:
    after = scores()
    after["sets"][SET]["strength 0.5"]["copies"] = 0.05
    assert failed(scores(), after) == {
        f"{SET}: copies": "More copies of real emoji: strength 0.5: 2.0%, now 5.0%."
    }


@pytest.mark.parametrize(
    ("share", "broken", "fine"),
    [("opaque", 0.2, 0.8), ("half", 0.3, 0.0), ("clear_border", 0.6, 0.95)],
)
def test_broken_transparency_fails_one_way_only(share: str, broken: float, fine: float) -> None:
    after = scores()
    alpha = after["sets"][SET]["strength 0.5"]["alpha"]
    alpha[share] = fine
    assert not failed(scores(), after)
    alpha[share] = broken
    assert list(failed(scores(), after)) == [f"{SET}: alpha"]


def test_seeds_that_no_longer_matter_fail() -> None:
    after = scores()
    after["diversity"] = {"Angry Unicorn": 0.02, "Jealous Face": 0.05}
    assert list(failed(scores(), after)) == ["diversity"]


def test_clip_counts_where_both_have_it() -> None:
    before, after = scores(), scores()
    for found, mean in ((before, 30.0), (after, 25.0)):
        found["clip"] = "a clip"
        for columns in found["sets"].values():
            for row in columns.values():
                row["clip"] = around(mean, 1.0)
    assert list(failed(before, after)) == [f"{SET}: CLIP", "held-out combinations: CLIP"]


def arm(likes: int, dislikes: int) -> dict[str, Any]:
    return {"likes": likes, "dislikes": dislikes}


def test_votes_fail_only_where_the_interval_lies_below_zero() -> None:
    votes = {"before": arm(80, 20), "after": arm(70, 30), "difference": around(-0.1, 0.12)}
    assert not failed(scores(), scores(), votes)
    votes = {"before": arm(80, 20), "after": arm(40, 60), "difference": around(-0.4, 0.13)}
    assert failed(scores(), scores(), votes) == {
        "votes": "80 of 100 liked, now 40 of 100 liked: a difference of -0.40 (-0.53 to -0.27)."
    }


def test_votes_on_one_arm_alone_say_nothing() -> None:
    votes = {"before": arm(0, 0), "after": arm(0, 9), "difference": None}
    assert not failed(scores(), scores(), votes)


def test_scores_that_were_not_taken_alike_are_refused() -> None:
    other = scores()
    other["prompts"] = 20
    other["scorer"] = {"folder": "elsewhere", "digest": "3" * 12}
    other["sets"][SET]["strength 1.0"] = column()
    with pytest.raises(BadRequest, match=r"differ in prompts, scorer, strengths.*evaluate A B"):
        gate(scores(), other)


def test_it_reads_as_a_table() -> None:
    after = scores()
    after["sets"][SET]["strength 0.5"]["copies"] = 0.5
    lines = str(gate(scores(), after)).splitlines()
    assert len(lines) == 12
    assert [line for line in lines if line.startswith("FAILED")] == [lines[3]]
    assert lines[-1].endswith(f"1 of 11 checks failed ({SET}: copies).")
