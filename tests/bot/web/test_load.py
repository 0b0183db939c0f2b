"""Many visitors of a page that is killed and restarted: fair order, and no request is lost."""

from pathlib import Path

from tests.support.web_load import load, unfairness

VISITORS, EACH = 20, 3


async def test_a_crowd_is_served_in_turn_and_survives_a_kill(tmp_path: Path) -> None:
    crowd = await load(tmp_path, VISITORS, EACH, kill_after=15)
    assert crowd.states == {"delivered": VISITORS * EACH}
    assert len(crowd.order) == VISITORS * EACH
    assert len(set(crowd.order)) == VISITORS


def test_unfairness_counts_how_far_one_is_ahead() -> None:
    assert unfairness(["a", "b", "a", "b"]) == 1
    assert unfairness(["a", "a", "a", "b"]) == 3
    assert unfairness(["a", "b", "b"]) == 1
    assert unfairness(["a"]) == 0
