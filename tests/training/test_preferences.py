"""The preference losses match their formulas, have the right slope and start at zero."""

import math

import pytest
import torch

from training.refresh.preferences import (
    Beta,
    WinnersWatch,
    WinnersWorse,
    balanced_weights,
    dpo,
    kto,
    reward_weights,
)

LIKED = torch.tensor([True, False, True, False])


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def gradient(gains: torch.Tensor, beta: float) -> torch.Tensor:
    """The gradient of KTO with respect to the model's errors."""
    errors = torch.zeros_like(gains).requires_grad_()
    return torch.autograd.grad(kto(gains - errors, LIKED, beta), errors)[0]


def test_reward_weights_are_exponential() -> None:
    rewards, weights = torch.tensor([0.5, -0.5, 0.5]), torch.tensor([1.0, 1.0, 0.3])
    total = math.exp(2) + math.exp(-2) + 0.3 * math.exp(2)
    by_hand = torch.tensor([math.exp(2), math.exp(-2), 0.3 * math.exp(2)]) / total
    assert torch.allclose(reward_weights(rewards, weights, 0.25), by_hand)


def test_likes_and_dislikes_balance() -> None:
    found = balanced_weights(LIKED, torch.tensor([1.0, 1.0, 0.5, 3.0]))
    assert torch.allclose(found, torch.tensor([2 / 3, 1 / 4, 1 / 3, 3 / 4]) / 2)


def test_without_dislikes_likes_alone_are_drawn() -> None:
    found = balanced_weights(torch.tensor([True, True]), torch.tensor([1.0, 3.0]))
    assert (found / found.sum()).tolist() == [0.25, 0.75]


def test_kto_agrees_with_its_formula() -> None:
    gains, beta = [0.3, 0.1, -0.2, 0.2], 5.0
    z = sum(gains) / 4
    utility = [
        sigmoid((1 if liked else -1) * beta * (gain - z))
        for gain, liked in zip(gains, LIKED.tolist(), strict=True)
    ]
    expected = (0.5 - sum(utility) / 4) * 4 / beta
    assert kto(torch.tensor(gains), LIKED, beta).item() == pytest.approx(expected, abs=1e-6)
    below = torch.tensor(gains) - 1
    assert kto(below[:1], LIKED[:1], beta).item() == pytest.approx(
        (0.5 - sigmoid(beta * (0.3 - 1))) * 4 / beta, abs=1e-6
    )


@pytest.mark.parametrize("beta", [1.0, 1000.0])
def test_kto_starts_at_zero_with_the_slope_of_the_errors(beta: float) -> None:
    assert kto(torch.zeros(4), LIKED, beta) == 0
    assert torch.allclose(gradient(torch.zeros(4), beta), torch.tensor([1.0, -1.0, 1.0, -1.0]) / 4)


def test_kto_lets_go_of_what_is_won() -> None:
    slopes = gradient(torch.tensor([3.0, -3.0, 0.0, 0.0]), 1.0)
    assert (slopes[LIKED] > 0).all()
    assert (slopes[~LIKED] < 0).all()
    assert slopes[0] < slopes[2] / 4
    assert slopes[1] > slopes[3] / 4


def test_dpo_agrees_with_its_formula() -> None:
    winners, losers = torch.tensor([0.3, -0.1]), torch.tensor([0.1, 0.2])
    by_hand = -(math.log(sigmoid(5 * 0.2)) + math.log(sigmoid(-5 * 0.3))) / 2
    assert dpo(winners, losers, 5.0).item() == pytest.approx((by_hand - math.log(2)) / 5, abs=1e-6)


@pytest.mark.parametrize("beta", [1.0, 1000.0])
def test_dpo_starts_at_zero_with_the_slope_of_the_errors(beta: float) -> None:
    winners, losers = torch.zeros(2, requires_grad=True), torch.zeros(2, requires_grad=True)
    loss = dpo(-winners, -losers, beta)
    assert loss.item() == pytest.approx(0, abs=1e-7)
    slopes = [slope.tolist() for slope in torch.autograd.grad(loss, (winners, losers))]
    assert slopes == [pytest.approx([0.25, 0.25]), pytest.approx([-0.25, -0.25])]


def observed(beta: Beta, gains: torch.Tensor, start: int = 1) -> Beta:
    for update, own in enumerate(gains, start):
        beta.observe(update, own.mean().item(), own.square().mean().item())
    return beta


def growing(scale: float) -> torch.Tensor:
    """Gains of 60 updates with 64 pictures; their spread grows from 0 to `scale` at update 50."""
    noise = torch.randn(60, 64, generator=torch.Generator().manual_seed(1))
    return scale * (torch.arange(60)[:, None] / 50) * noise + 0.3 * scale


@pytest.mark.parametrize("scale", [1e-4, 0.5])
def test_beta_makes_the_spread_one_and_stays(scale: float) -> None:
    beta, gains = Beta(), growing(scale)
    observed(beta, gains[:49])
    assert not beta.settled
    assert beta.value == Beta.FIRST
    observed(beta, gains[49:50], 50)
    assert beta.settled
    assert (gains[49] * beta.value).std().item() == pytest.approx(1, abs=0.25)
    settled = beta.value
    assert observed(beta, gains[50:] * 100, 51).value == settled


def test_beta_waits_for_a_gain() -> None:
    beta = observed(Beta(), torch.zeros(55, 4))
    assert not beta.settled
    assert observed(beta, torch.tensor([[1.0, -1.0]]), 56).settled


def test_beta_goes_on_from_a_checkpoint() -> None:
    gains = growing(0.01)
    first = observed(Beta(), gains[:45])
    second = Beta()
    second.load_state_dict(first.state_dict())
    assert observed(second, gains[45:], 46).value == observed(Beta(), gains).value


def test_the_winners_may_not_get_worse() -> None:
    watch = WinnersWatch()
    for _ in range(200):
        watch.observe(1.4, 1.0)
    assert watch.ratio == pytest.approx(1.4)
    resumed = WinnersWatch()
    resumed.load_state_dict(watch.state_dict())
    for _ in range(8):
        resumed.observe(2.0, 1.0)
    with pytest.raises(
        WinnersWorse, match=r"50\.1% worse than by the weights that the run started"
    ):
        resumed.observe(2.0, 1.0)


def test_an_update_without_winners_changes_nothing() -> None:
    watch = WinnersWatch()
    assert watch.ratio == 1
    watch.observe(0.0, 0.0)
    watch.observe(0.8, 1.0)
    watch.observe(0.0, 0.0)
    assert watch.ratio == pytest.approx(0.8)
