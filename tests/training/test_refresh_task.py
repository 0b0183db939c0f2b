"""The refresh task on a tiny UNet: batches, losses, which weights change, resuming."""

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import torch
from diffusers import UNet2DConditionModel

from model.errors import BadRequest
from tests.support.small_unet import BASE, SHAPE, TOKENS, WIDTH, frozen, new_unet, replay, sheet
from training.diffusion.lora import without_lora
from training.diffusion.objective import Objective
from training.feedback import Method
from training.loop.loop import Loop
from training.loop.settings import LoopSettings
from training.loop.task import Batch
from training.refresh.preferences import Beta, WinnersWatch, WinnersWorse
from training.refresh.reward import fit_reward
from training.refresh.task import TIMESTEPS, RefreshTask
from training.refresh.vote_examples import Draw, RefreshSettings, VoteExamples

ROWS, COMPARED = 16, 4
SOON = 10
SETTINGS = LoopSettings(updates=12, batch_size=8, learning_rate=3e-3, warmup=1, ema=None)
PAIRS = tuple((row, row + COMPARED // 2, 1.0) for row in range(ROWS, ROWS + COMPARED // 2))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Beta settles after `SOON` updates; one thread is faster for so small a network."""
    monkeypatch.setattr(Beta, "UPDATES", SOON)
    monkeypatch.setattr(Beta, "WINDOW", 4)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def pictures(rows: Sequence[int]) -> torch.Tensor:
    """Latents of liked pictures are bright, those of disliked ones dark."""
    signs = torch.tensor([1.0 if liked(row) else -1.0 for row in rows])
    noise = torch.stack(
        [torch.randn(SHAPE, generator=torch.Generator().manual_seed(row)) for row in rows]
    )
    return signs[:, None, None, None] + 0.3 * noise


def liked(row: int) -> bool:
    return row < ROWS // 2 or ROWS <= row < ROWS + COMPARED // 2


def votes(pairs: tuple[tuple[int, int, float], ...] = PAIRS) -> VoteExamples:
    every = range(ROWS + COMPARED)
    return VoteExamples(
        latents=pictures,
        hidden_states=lambda rows: torch.zeros(len(rows), TOKENS, WIDTH),
        rewards=torch.tensor([0.5 if liked(row) else -0.5 for row in every]),
        desirable=torch.tensor([liked(row) for row in every]),
        weights=torch.tensor([float(row < ROWS) for row in every]),
        prompts=torch.arange(ROWS + COMPARED) % (ROWS // 2),
        pairs=pairs,
    )


def small_replay(count: int, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.randn(count, *SHAPE, generator=generator), torch.ones(count, TOKENS, WIDTH)


class Stopping(RefreshTask):
    """Sends SIGTERM to itself at the batch with the number `stop_at`."""

    stop_at = 0
    drawn = 0

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        self.drawn += 1
        if self.drawn == self.stop_at:
            os.kill(os.getpid(), signal.SIGTERM)
        return super().batch(samples, generator)


def new_task(
    recipe: RefreshSettings, prediction: str = "v_prediction", *, with_reward: bool = False
) -> Stopping:
    objective = Objective.of({"prediction_type": prediction})
    found = fit_reward(votes()) if with_reward else None
    reward = found.reward if found else None
    return Stopping(new_unet(), votes(), small_replay, objective, recipe, sheet, reward)


def errors(task: RefreshTask, rows: list[int], t: int = 400) -> torch.Tensor:
    """Denoising errors with 16 noises for each picture: [16, rows]."""
    latents = pictures(rows).repeat(16, 1, 1, 1)
    noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(9))
    states = torch.zeros(len(latents), TOKENS, WIDTH)
    objective = task._objective
    with torch.no_grad():
        return objective.errors(
            task.model, latents, noise, torch.full((len(latents),), t), states
        ).view(16, -1)


def trained(unet: UNet2DConditionModel) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in unet.parameters() if p.requires_grad])


def train(task: RefreshTask, updates: int) -> None:
    """What the loop does, without checkpoints and in full precision."""
    generator = torch.Generator().manual_seed(1)
    optimizer = torch.optim.AdamW([p for p in task.model.parameters() if p.requires_grad], lr=3e-3)
    for update in range(updates):
        scalars = task.losses(task.model, task.batch(range(8), generator), generator)
        torch.autograd.backward(scalars["loss"])
        optimizer.step()
        optimizer.zero_grad()
        task.watch(update + 1, {key: value.item() for key, value in scalars.items()})


@pytest.mark.parametrize(
    ("method", "prediction"),
    [
        (Method.KTO, "v_prediction"),
        (Method.KTO, "epsilon"),
        (Method.REWARD, "v_prediction"),
    ],
)
def test_winners_gain_on_losers_and_the_reference_stays(method: Method, prediction: str) -> None:
    task = new_task(RefreshSettings(method), prediction)
    likes, dislikes = list(range(8)), list(range(8, 16))
    before = frozen(task.model)
    old = errors(task, likes).mean(), errors(task, dislikes).mean()
    train(task, 20)
    new = errors(task, likes).mean(), errors(task, dislikes).mean()
    assert new[0] < old[0]
    assert new[0] / old[0] < 0.99 * new[1] / old[1]
    if (method, prediction) == (Method.KTO, "v_prediction"):
        assert new[1] > old[1]
    after = frozen(task.model)
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
    with without_lora(task.model):
        assert torch.equal(errors(task, likes).mean(), old[0])
    assert any(p.requires_grad for p in task.model.parameters())


def gradient(*, reward_says: float | None) -> torch.Tensor:
    """The gradient of one batch; `reward_says` is added to the logits of a fitted reward."""
    task = new_task(RefreshSettings(Method.KTO), with_reward=reward_says is not None)
    if reward_says is not None:
        assert task._reward is not None
        task._reward.get_buffer("_bias").add_(reward_says)
    generator = torch.Generator().manual_seed(1)
    loss = task.losses(task.model, task.batch(range(8), generator), generator)["loss"]
    torch.autograd.backward(loss)
    return torch.cat([p.grad.flatten() for p in task.model.parameters() if p.grad is not None])


def test_only_what_is_not_liked_enough_is_pulled() -> None:
    without = gradient(reward_says=None)
    assert torch.equal(gradient(reward_says=100), without)
    assert not torch.allclose(gradient(reward_says=-100), without, rtol=0.1)


def test_beta_makes_the_spread_of_real_gains_one() -> None:
    task = new_task(RefreshSettings(Method.KTO))
    train(task, SOON)
    assert task.beta.settled
    generator = torch.Generator().manual_seed(5)
    with torch.no_grad():
        found = [
            task.losses(task.model, task.batch(range(8), generator), generator) for _ in range(20)
        ]
    mean = sum(scalars["gain"].item() for scalars in found) / 20
    square = sum(scalars["gain_squared"].item() for scalars in found) / 20
    assert 0.5 < task.beta.value * (square - mean**2) ** 0.5 < 2


def test_a_resumed_run_is_the_same_to_the_bit(tmp_path: Path) -> None:
    whole = new_task(RefreshSettings(Method.KTO), with_reward=True)
    Loop(whole, SETTINGS, tmp_path / "whole").run()
    first = new_task(RefreshSettings(Method.KTO), with_reward=True)
    first.stop_at = SOON - 1
    with pytest.raises(KeyboardInterrupt):
        Loop(first, SETTINGS, tmp_path / "halves").run()
    assert not first.beta.settled
    second = new_task(RefreshSettings(Method.KTO), with_reward=True)
    Loop(second, SETTINGS, tmp_path / "halves").run()
    assert second.drawn == SETTINGS.updates - SOON + 1
    assert second.beta.value == whole.beta.value != Beta.FIRST
    assert second.winners.ratio == whole.winners.ratio != 1
    assert torch.equal(trained(second.model), trained(whole.model))


def test_a_run_that_harms_the_winners_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    # The error of an untrained network cannot grow much.
    monkeypatch.setattr(WinnersWatch, "MARGIN", 0.01)
    task = new_task(RefreshSettings(Method.KTO))
    train(task, 1)
    with torch.no_grad():
        for p in task.model.parameters():
            if p.requires_grad:
                p.copy_(torch.randn(p.shape, generator=torch.Generator().manual_seed(1)))
    with pytest.raises(WinnersWorse, match=r"denoised .*% worse"):
        train(task, 10)


@pytest.mark.parametrize(("share", "votes_in"), [(0.5, 4), (0.25, 6), (0.95, 1), (0.05, 7)])
def test_the_share_of_base_data_is_right(share: float, votes_in: int) -> None:
    objective = Objective.of({"prediction_type": "epsilon"})
    recipe = RefreshSettings(Method.KTO, replay=share)
    task = RefreshTask(new_unet(), votes(()), replay, objective, recipe, sheet)
    batch = task.batch(range(8), torch.Generator().manual_seed(1))
    base = (batch["latents"] == BASE).flatten(1).all(1)
    assert base.tolist() == [False] * votes_in + [True] * (8 - votes_in)
    assert len(batch["desirable"]) == votes_in
    assert (batch["hidden_states"][base] == 1).all()


def test_a_batch_follows_from_its_generator_alone() -> None:
    one, other = new_task(RefreshSettings(Method.KTO)), new_task(RefreshSettings(Method.KTO))
    batches = [
        task.batch(range(8), torch.Generator().manual_seed(seed))
        for task, seed in ((one, 4), (other, 4), (one, 5))
    ]
    assert all(torch.equal(batches[0][key], batches[1][key]) for key in batches[0])
    assert not torch.equal(batches[0]["noise"], batches[2]["noise"])


def test_both_pictures_of_a_pair_have_one_noise() -> None:
    task = new_task(RefreshSettings(Method.KTO, replay=0.3))
    generator = torch.Generator().manual_seed(2)
    batches = [task.batch(range(10), generator) for _ in range(400)]
    paired = [batch for batch in batches if batch["paired"]]
    # Two pairs of weight 1, and 16 votes.
    assert len(paired) / len(batches) == pytest.approx(2 / 18, abs=0.04)
    for batch in paired:
        assert batch["desirable"].tolist() == [True] * 3 + [False] * 3
        assert torch.equal(batch["noise"][:3], batch["noise"][3:6])
        assert torch.equal(batch["timesteps"][:3], batch["timesteps"][3:6])
        assert (batch["latents"][:3].mean((1, 2, 3)) > 0.5).all()
        assert (batch["latents"][3:6].mean((1, 2, 3)) < -0.5).all()
        assert not torch.equal(batch["noise"][6], batch["noise"][7])


@pytest.mark.parametrize(("method", "share"), [(Method.REWARD, 1.0), (Method.KTO, 0.5)])
def test_singles_are_likes_alone_or_half_and_half(method: Method, share: float) -> None:
    draw = Draw(votes(()), RefreshSettings(method))
    rows, paired = draw(2000, torch.Generator().manual_seed(1))
    assert not paired
    assert max(rows) < ROWS
    assert sum(map(liked, rows)) / len(rows) == pytest.approx(share, abs=0.04)


def test_noise_levels_favour_what_is_painted_over_sketches() -> None:
    t = TIMESTEPS.sample(4000, 1000, torch.Generator().manual_seed(1)) / 1000
    assert (t < 0.75).float().mean().item() == pytest.approx(0.8 + 0.2 * 0.75, abs=0.02)
    assert t.max() > 0.98


def test_without_likes_or_room_for_base_data_it_says_so() -> None:
    none = votes()
    object.__setattr__(none, "desirable", torch.zeros(ROWS + COMPARED, dtype=torch.bool))
    with pytest.raises(BadRequest, match=r"No painted picture .* is liked yet"):
        Draw(none, RefreshSettings(Method.KTO))
    with pytest.raises(BadRequest, match="at least 2"):
        new_task(RefreshSettings(Method.KTO)).batch(range(1), torch.Generator())
