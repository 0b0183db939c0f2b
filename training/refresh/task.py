"""The task of a refresh: a LoRA on the painter learns from votes.

Each batch has votes, and base data with the plain denoising loss, so that the model keeps what it
can do already.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from torch.nn import functional

from model.errors import BadRequest
from training.diffusion.lora import without_lora
from training.diffusion.objective import Objective
from training.diffusion.timesteps import TimestepSampling
from training.feedback.method import Method
from training.loop.task import Batch
from training.refresh import preferences
from training.refresh.reward import Reward
from training.refresh.vote_examples import Draw, RefreshSettings, VoteExamples

# Most timesteps are those of painting over a sketch, up to somewhat above the highest default
# strength; the rest are for painting without a sketch.
TIMESTEPS = TimestepSampling(low_limit=0.75, low_share=0.8)


class RefreshTask:
    """Reward-weighted regression, or Diffusion-KTO and -DPO.

    With a `reward` fitted on the same votes, -log P(liked) of the x0 that one denoising step
    predicts is added; its gradient goes through that step (as in ReFL, 2304.05977).

    At the start a liked picture has the gradient of one in the base data, and a disliked one the
    opposite: the preference losses start with the slope of the denoising loss, whatever beta is.
    `replay(n, generator)` returns latents and hidden states of n examples of the base data. `unet`
    has a LoRA; without it, it is the reference model.
    """

    name = "refresh"

    def __init__(
        self,
        unet: UNet2DConditionModel,
        votes: VoteExamples,
        replay: Callable[[int, torch.Generator], tuple[torch.Tensor, torch.Tensor]],
        objective: Objective,
        settings: RefreshSettings,
        sheet: Callable[[torch.nn.Module, Path], None],
        reward: Reward | None = None,
    ) -> None:
        self.model = unet
        self.beta = preferences.Beta()
        self.winners = preferences.WinnersWatch()
        self._votes = votes
        self._draw = Draw(votes, settings)
        self._replay = replay
        self._objective = objective
        self._settings = settings
        self._sheet = sheet
        self._reward = reward

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Votes first, then base data. Raises BadRequest for a single sample.

        Both pictures of a pair get the same noise and timestep.
        """
        size = len(samples)
        if size < 2:
            raise BadRequest("A refresh needs a batch of at least 2: one vote, one of base data.")
        count = min(max(size - round(size * self._settings.replay), 1), size - 1)
        rows, paired = self._draw(count, generator)
        latents, hidden_states = self._replay(size - len(rows), generator)
        latents = torch.cat([self._votes.latents(rows), latents])
        noise = torch.randn(latents.shape, generator=generator)
        timesteps = TIMESTEPS.sample(size, self._objective.num_train_timesteps, generator)
        desirable = self._votes.desirable[rows]
        if paired:
            half = len(rows) // 2
            noise[half : len(rows)] = noise[:half]
            timesteps[half : len(rows)] = timesteps[:half]
            desirable = torch.arange(len(rows)) < half
        return {
            "latents": latents,
            "hidden_states": torch.cat([self._votes.hidden_states(rows), hidden_states]),
            "noise": noise,
            "timesteps": timesteps,
            "desirable": desirable,
            "paired": torch.tensor(paired),
        }

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """The losses of votes and of base data, each weighted by its number of rows."""
        votes = len(batch["desirable"])
        # Before the model's own forward, because the reference switches gradients off and on.
        reference = self._reference_errors(batch, votes)
        errors, x0 = self._errors_and_x0(model, batch)
        own, base = errors[:votes], errors[votes:]
        preference = own.mean()
        if reference is not None:
            winners = (own * batch["desirable"]).mean()
            anchor = self._settings.anchor * winners
            preference = self._preference(reference - own, batch) + anchor
        found = {"votes": preference.detach(), "replay": base.detach().mean()}
        if self._reward is not None:
            dislike = self._dislike(self._reward, x0[:votes], batch["timesteps"][:votes])
            preference = preference + self._settings.liking * dislike
            found["dislike"] = dislike.detach()
        found["loss"] = (votes * preference + base.sum()) / len(errors)
        if reference is None:
            return found
        return found | _gains(own.detach(), reference, batch["desirable"])

    def watch(self, updates: int, metrics: dict[str, float]) -> None:
        """Adapt beta, and check the winners. Raises WinnersWorse."""
        if "gain" in metrics:
            self.beta.observe(updates, metrics["gain"], metrics["gain_squared"])
            self.winners.observe(metrics["winners"], metrics["winners_before"])

    def show(self, path: Path) -> None:
        """Paint fixed prompts at several strengths."""
        self._sheet(self.model, path)

    def state_dict(self) -> dict[str, Any]:
        """The state for a checkpoint, without the weights."""
        return {"beta": self.beta.state_dict(), "winners": self.winners.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore the state of a checkpoint."""
        self.beta.load_state_dict(state["beta"])
        self.winners.load_state_dict(state["winners"])

    def _reference_errors(self, batch: Batch, votes: int) -> torch.Tensor | None:
        """The reference model's errors on the votes; None if the method does not need them."""
        if self._settings.method is Method.REWARD:
            return None
        keys = ("latents", "noise", "timesteps", "hidden_states")
        with without_lora(self.model) as unet:
            return self._errors_and_x0(unet, {key: batch[key][:votes] for key in keys})[0]

    def _errors_and_x0(
        self, model: torch.nn.Module, batch: Batch
    ) -> tuple[torch.Tensor, torch.Tensor]:
        return self._objective.errors_and_x0(
            model, batch["latents"], batch["noise"], batch["timesteps"], batch["hidden_states"]
        )

    def _dislike(self, reward: Reward, x0: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
        """The sum of -log P(liked) over rows with a low timestep, divided by all rows.

        It has no slope for pictures that are liked enough (as ReFL's hinge). Otherwise the features
        that the crowd likes would be painted onto everything.
        """
        limit = self._settings.liking_below * self._objective.num_train_timesteps
        logits = reward(x0[timesteps < limit]).clamp(max=self._settings.enough)
        return -functional.logsigmoid(logits).sum() / len(x0)

    def _preference(self, gains: torch.Tensor, batch: Batch) -> torch.Tensor:
        desirable, beta = batch["desirable"], self.beta.value
        if batch["paired"]:
            return preferences.dpo(gains[desirable], gains[~desirable], beta)
        return preferences.kto(gains, desirable, beta)


def _gains(own: torch.Tensor, reference: torch.Tensor, liked: torch.Tensor) -> Batch:
    """Metrics for `watch`. Sums over winners are divided by all votes: 0 without any, not NaN."""
    gains = reference - own
    return {
        "gain": gains.mean(),
        "gain_squared": gains.square().mean(),
        "winners": (own * liked).mean(),
        "winners_before": (reference * liked).mean(),
    }
