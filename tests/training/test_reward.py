"""The reward fitted on votes: what it finds, how it is trusted, and its gradient."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import pytest
import torch

from tests.support.small_unet import SHAPE, TOKENS, WIDTH, frozen, new_unet, replay, sheet
from training.diffusion.objective import Objective
from training.feedback import Method
from training.refresh.reward import FOLDS, Reward, fit_reward
from training.refresh.task import RefreshTask
from training.refresh.vote_examples import RefreshSettings, VoteExamples

PROMPTS, EACH = 40, 4
Taste = Callable[[torch.Tensor], torch.Tensor]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """One thread is faster for so small a network."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def bright(latents: torch.Tensor) -> torch.Tensor:
    return latents.mean((1, 2, 3))


def dark(latents: torch.Tensor) -> torch.Tensor:
    return -bright(latents)


def top_heavy(latents: torch.Tensor) -> torch.Tensor:
    return latents[:, 0, :4].mean((1, 2)) - latents[:, 0, 4:].mean((1, 2))


def by_chance(latents: torch.Tensor) -> torch.Tensor:
    return torch.randn(len(latents), generator=torch.Generator().manual_seed(11))


def pictures(count: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(5)
    cells = torch.randn(count, SHAPE[0], 2, 2, generator=generator).repeat_interleave(4, 2)
    rough = torch.randn(count, *SHAPE, generator=generator)
    return cells.repeat_interleave(4, 3) + 0.3 * rough


def votes(taste: Taste, prompts: int = PROMPTS) -> VoteExamples:
    """Votes by a taste, one in ten of them wrong; the first two pictures of a prompt are a pair."""
    latents = pictures(prompts * EACH)
    found = taste(latents)
    noise = torch.rand(len(found), generator=torch.Generator().manual_seed(1)) < 0.1
    firsts = range(0, len(found), EACH)
    pairs = [(at, at + 1) if found[at] > found[at + 1] else (at + 1, at) for at in firsts]

    def hidden_states(rows: Sequence[int]) -> torch.Tensor:
        return torch.zeros(len(rows), TOKENS, WIDTH)

    return VoteExamples(
        latents=lambda rows: latents[list(rows)],
        hidden_states=hidden_states,
        rewards=found,
        desirable=(found > found.median()) != noise,
        weights=torch.ones(len(found)),
        prompts=torch.arange(len(found)) // EACH,
        pairs=[(winner, loser, 1.0) for winner, loser in pairs],
    )


@cache
def reward_for(taste: Taste) -> Reward:
    found = fit_reward(votes(taste))
    assert found
    return found.reward


@pytest.mark.parametrize(("taste", "grid"), [(bright, 1), (top_heavy, 4)])
def test_it_finds_what_is_liked_and_where(taste: Taste, grid: int) -> None:
    found = fit_reward(votes(taste))
    assert found
    assert found.trust.holds
    assert found.trust.right.mean > 0.75
    assert found.trust.pairs is not None
    assert found.trust.pairs > 0.8
    assert found.reward.grid == grid
    assert "it is used" in str(found.trust)
    logits, true = found.reward(pictures(80)), taste(pictures(80))
    assert torch.corrcoef(torch.stack([logits, true]))[0, 1] > 0.8
    assert torch.equal(logits, reward_for(taste)(pictures(80)))


def test_from_votes_by_chance_it_claims_nothing() -> None:
    found = fit_reward(votes(by_chance))
    assert found
    assert not found.trust.holds
    assert found.trust.right.mean < 0.65
    assert "it is not used" in str(found.trust)


def test_a_crowd_that_likes_everything_teaches_no_reward() -> None:
    every = votes(bright)
    every.desirable[:] = True
    found = fit_reward(every)
    assert found
    assert (found.trust.right.mean, found.trust.better.mean) == (1, 0)
    assert not found.trust.holds


def test_too_few_prompts_are_not_fitted_to() -> None:
    assert fit_reward(votes(bright, FOLDS - 1)) is None
    assert fit_reward(votes(bright, FOLDS)) is not None


@pytest.mark.parametrize("prediction", ["v_prediction", "epsilon"])
def test_its_gradient_moves_the_lora_towards_what_is_liked(prediction: str) -> None:
    reward = reward_for(dark)
    unet = new_unet()
    before = frozen(unet)
    objective = Objective.of({"prediction_type": prediction})
    recipe = RefreshSettings(Method.KTO, liking=5.0)
    task = RefreshTask(unet, votes(dark), replay, objective, recipe, sheet, reward)
    generator = torch.Generator().manual_seed(1)
    batch = task.batch(range(8), generator) | {"timesteps": torch.full((8,), 300)}
    optimizer = torch.optim.AdamW([p for p in unet.parameters() if p.requires_grad], lr=3e-3)
    dislikes = []
    for _ in range(8):
        scalars = task.losses(unet, batch, generator)
        torch.autograd.backward(scalars["loss"])
        optimizer.step()
        optimizer.zero_grad()
        dislikes.append(scalars["dislike"].item())
    assert dislikes[0] > 0.1
    assert dislikes[-1] < 0.9 * dislikes[0]
    assert all(torch.equal(before[name], value) for name, value in frozen(unet).items())


def test_without_a_reward_there_is_no_such_term() -> None:
    objective = Objective.of({"prediction_type": "epsilon"})
    task = RefreshTask(
        new_unet(), votes(bright), replay, objective, RefreshSettings(Method.KTO), sheet
    )
    generator = torch.Generator().manual_seed(1)
    assert "dislike" not in task.losses(task.model, task.batch(range(4), generator), generator)


def test_high_noise_levels_are_left_out() -> None:
    objective = Objective.of({"prediction_type": "epsilon"})
    recipe = RefreshSettings(Method.KTO, liking_below=0.0)
    reward = reward_for(bright)
    task = RefreshTask(new_unet(), votes(bright), replay, objective, recipe, sheet, reward)
    generator = torch.Generator().manual_seed(1)
    scalars = task.losses(task.model, task.batch(range(4), generator), generator)
    assert scalars["dislike"] == 0


@pytest.mark.parametrize("prediction", ["v_prediction", "epsilon"])
def test_a_perfect_step_predicts_the_picture(prediction: str) -> None:
    objective = Objective.of({"prediction_type": prediction})
    latents = pictures(3)
    noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(2))
    t = torch.tensor([10, 300, 640])
    perfect = noise
    if prediction == "v_prediction":
        perfect = objective.schedule.get_velocity(latents, noise, t)
    errors, x0 = objective.errors_and_x0(Perfect(perfect), latents, noise, t, latents)
    assert torch.allclose(x0, latents, atol=1e-3)
    assert (errors == 0).all()


class Perfect(torch.nn.Module):
    """A UNet that returns a given output."""

    def __init__(self, answer: torch.Tensor) -> None:
        super().__init__()
        self.sample = answer

    def forward(
        self, noised: torch.Tensor, t: torch.Tensor, encoder_hidden_states: torch.Tensor
    ) -> "Perfect":
        return self
