"""Learning from votes: a LoRA on the painter, held to the weights that it started from.

Each batch is partly votes, partly base data with the plain denoising loss, so that what the model
can do already stays in sight.
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
from training.feedback.method import Method
from training.loop.loop import Batch
from training.pretrain.painter import NoiseLevels
from training.refresh import preferences
from training.refresh.reward import Reward
from training.refresh.votes import Draw, RefreshSettings, VoteExamples

# Most t lie where painting over a sketch takes place, up to the strongest that is asked for by
# default and somewhat beyond; the rest anywhere, for paintings without a sketch.
LEVELS = NoiseLevels(limit=0.75, sketchy=0.8)


class RefreshTask:
    """A task of the training loop: reward-weighted regression, or Diffusion-KTO and -DPO.

    With a `reward` learnt from the same votes, -log P(liked) comes to it, of the clean latents that
    one denoising step predicts; its gradient goes through that step (as ReFL's, 2304.05977).

    At first a liked picture weighs like one of the base data, and a disliked one the other way, for
    the losses of preferences start with the slope of the denoising loss, whatever beta is.
    `replay(n, generator)` gives latents and states of n pictures of the base data; `unet` has a
    LoRA, and without it is the reference.
    """

    name = "refresh"

    def __init__(
        self,
        unet: UNet2DConditionModel,
        votes: VoteExamples,
        replay: Callable[[int, torch.Generator], tuple[torch.Tensor, torch.Tensor]],
        objective: Objective,
        recipe: RefreshSettings,
        sheet: Callable[[torch.nn.Module, Path], None],
        reward: Reward | None = None,
    ) -> None:
        self.model = unet
        self.beta = preferences.Beta()
        self.winners = preferences.WinnersWatch()
        self._votes = votes
        self._draw = Draw(votes, recipe)
        self._replay = replay
        self._objective = objective
        self._recipe = recipe
        self._sheet = sheet
        self._reward = reward

    def batch(self, samples: range, generator: torch.Generator) -> Batch:
        """Votes first, base data after them. Raises BadRequest for a single sample.

        Both pictures of a pair have one noise and one t.
        """
        size = len(samples)
        if size < 2:
            raise BadRequest("Votes are learnt beside base data: take a batch of at least 2.")
        count = min(max(size - round(size * self._recipe.replay), 1), size - 1)
        rows, paired = self._draw(count, generator)
        latents, states = self._replay(size - len(rows), generator)
        latents = torch.cat([self._votes.latents(rows), latents])
        noise = torch.randn(latents.shape, generator=generator)
        t = LEVELS.sample(size, self._objective.levels, generator)
        desirable = self._votes.desirable[rows]
        if paired:
            half = len(rows) // 2
            noise[half : len(rows)], t[half : len(rows)] = noise[:half], t[:half]
            desirable = torch.arange(len(rows)) < half
        return {
            "latents": latents,
            "states": torch.cat([self._votes.states(rows), states]),
            "noise": noise,
            "t": t,
            "desirable": desirable,
            "paired": torch.tensor(paired),
        }

    def losses(
        self, model: torch.nn.Module, batch: Batch, generator: torch.Generator
    ) -> dict[str, torch.Tensor]:
        """The losses of votes and of base data, each weighing as much as it has rows."""
        votes = len(batch["desirable"])
        # Before the model's own turn, for the reference switches gradients off and on.
        before = self._errors_before(batch, votes)
        errors, clean = self._denoised(model, batch)
        own, base = errors[:votes], errors[votes:]
        preference = own.mean()
        if before is not None:
            winners = (own * batch["desirable"]).mean()
            preference = self._preference(before - own, batch) + self._recipe.anchor * winners
        found = {"votes": preference.detach(), "replay": base.detach().mean()}
        if self._reward is not None:
            dislike = self._dislike(self._reward, clean[:votes], batch["t"][:votes])
            preference = preference + self._recipe.liking * dislike
            found["dislike"] = dislike.detach()
        found["loss"] = (votes * preference + base.sum()) / len(errors)
        if before is None:
            return found
        return found | _watched(own.detach(), before, batch["desirable"])

    def watch(self, updates: int, scalars: dict[str, float]) -> None:
        """Settle beta, and look after the winners. Raises WinnersWorse."""
        if "gain" in scalars:
            self.beta.observe(updates, scalars["gain"], scalars["gain_squared"])
            self.winners.observe(scalars["winners"], scalars["winners_before"])

    def show(self, path: Path) -> None:
        """Fixed prompts at several strengths."""
        self._sheet(self.model, path)

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps beside the weights."""
        return {"beta": self.beta.state_dict(), "winners": self.winners.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take over what a checkpoint kept."""
        self.beta.load_state_dict(state["beta"])
        self.winners.load_state_dict(state["winners"])

    def _errors_before(self, batch: Batch, votes: int) -> torch.Tensor | None:
        """The errors of the votes by the weights that the run started from, where they matter."""
        if self._recipe.method is Method.REWARD:
            return None
        part = {key: batch[key][:votes] for key in ("latents", "noise", "t", "states")}
        with without_lora(self.model) as unet:
            return self._denoised(unet, part)[0]

    def _denoised(self, model: torch.nn.Module, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Errors and predicted clean latents."""
        return self._objective.denoised(
            model, batch["latents"], batch["noise"], batch["t"], batch["states"]
        )

    def _dislike(self, reward: Reward, clean: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """-log P(liked), as a mean over all rows, of which those of high t count as 0.

        It has no slope where a picture is liked enough (as ReFL's hinge): what a crowd likes would
        be painted onto everything.
        """
        low = t < self._recipe.liking_below * self._objective.levels
        logits = reward(clean[low]).clamp(max=self._recipe.enough)
        return -functional.logsigmoid(logits).sum() / len(clean)

    def _preference(self, gains: torch.Tensor, batch: Batch) -> torch.Tensor:
        desirable, beta = batch["desirable"], self.beta.value
        if batch["paired"]:
            return preferences.dpo(gains[desirable], gains[~desirable], beta)
        return preferences.kto(gains, desirable, beta)


def _watched(own: torch.Tensor, before: torch.Tensor, liked: torch.Tensor) -> Batch:
    """What `watch` sees: sums over winners are shares of all votes, so that none is 0, not NaN."""
    gains = before - own
    return {
        "gain": gains.mean(),
        "gain_squared": gains.square().mean(),
        "winners": (own * liked).mean(),
        "winners_before": (before * liked).mean(),
    }
