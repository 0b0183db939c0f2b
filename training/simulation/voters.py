"""A crowd of people with one hidden taste who request, pick and vote through the bot's service."""

import asyncio
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from bot.container import Container
from bot.domain import (
    Actor,
    Address,
    Emoji,
    EmojiRequest,
    Engine,
    Job,
    Pack,
    Person,
    Picture,
    Platform,
)
from bot.service import Service
from bot.settings.config import Settings
from model.errors import Unavailable
from model.image.pixels import Pixels
from training.simulation.prompts import StyledPrompt
from training.simulation.tastes import Taste

WILDNESS, CANDIDATES = 70, 4
REQUESTS_EACH = 4
"""Requests per person: as many as the bot's limits allow to wait."""
EARLY, LATE = 3, 3
"""Other people who vote on the first-ranked image, and on the image that the requester picked."""
NOISE = 0.1
"""The probability of a vote against one's taste."""
CHAT = "crowd"
"""The chat that all of them are in."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Raters who like an image if their taste scores it above a threshold; they only see pixels."""

    taste: Taste
    threshold: float

    def likes(self, rgba: Pixels) -> bool:
        """Whether they like an image uint8 [h, w, 4], without noise."""
        return self.taste(rgba) > self.threshold


async def hold_vote(
    path: Path, engine: Engine, prompts: Sequence[StyledPrompt], taste: Taste
) -> Crowd:
    """Let a crowd request all prompts and vote on the emoji, in a new database at `path`.

    Its threshold is the median of the taste over all images, so that it likes about half of them.
    Raises Unavailable if an emoji could not be painted.
    """
    people = [
        _actor(number) for number in range(max(len(prompts) // REQUESTS_EACH, EARLY + LATE + 1))
    ]
    async with Container.open(path, engine, Settings()) as running:
        for actor in people:
            await running.service.people.consent(actor, True)
        shown = await _requested(running, prompts, people)
        seen = {
            emoji.id: [
                pixels_of(picture.png)
                for picture in await running.service.emoji.pictures(emoji.id, _actor(0))
            ]
            for emoji in shown
        }
        crowd = Crowd(taste, median(taste(rgba) for images in seen.values() for rgba in images))
        rng = random.Random("votes")
        for emoji in shown:
            others = rng.sample([one for one in people if one.person != emoji.person], EARLY + LATE)
            await _vote(running.service, crowd, emoji, seen[emoji.id], others, rng)
    return crowd


def pixels_of(png: bytes) -> Pixels:
    """What a rater sees of a PNG: uint8 [h, w, 4]."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGBA"))


async def _requested(
    running: Container, prompts: Sequence[StyledPrompt], people: Sequence[Actor]
) -> list[Emoji]:
    """Request all prompts and wait for the emoji; in the order of the prompts."""
    courier = _CollectingCourier(len(prompts))
    for number, styled in enumerate(prompts):
        actor = people[number % len(people)]
        await running.service.ask(
            EmojiRequest(
                id=str(number),
                actor=actor,
                address=Address(Platform.WEB, CHAT),
                prompt=styled.prompt,
                style=styled.style,
                wildness=WILDNESS,
                candidates=CANDIDATES,
                seed=number,
            )
        )
    async with running.serve(courier):
        await courier.done.wait()
    if courier.failed:
        raise Unavailable(f"{courier.failed[0]}")
    return sorted(courier.delivered, key=lambda emoji: emoji.recipe.seed)


async def _vote(
    service: Service,
    crowd: Crowd,
    emoji: Emoji,
    seen: Sequence[Pixels],
    others: Sequence[Actor],
    rng: random.Random,
) -> None:
    """Some vote on the first-ranked image; the requester picks, and the others vote on the pick."""
    requester = Actor(emoji.person, chat=CHAT)
    best = max(range(len(seen)), key=lambda place: crowd.taste(seen[place]))
    for voter in others[:EARLY]:
        await service.votes.vote(emoji.id, voter, _value(crowd, seen[emoji.chosen], rng))
    await service.emoji.pick(emoji.id, best, requester)
    for voter in (requester, *others[EARLY:]):
        await service.votes.vote(emoji.id, voter, _value(crowd, seen[best], rng))
        await service.emoji.pick(emoji.id, best, voter)


def _value(crowd: Crowd, rgba: Pixels, rng: random.Random) -> int:
    return 1 if crowd.likes(rgba) != (rng.random() < NOISE) else -1


def _actor(number: int) -> Actor:
    return Actor(Person(Platform.WEB, f"rater-{number}"), chat=CHAT)


class _CollectingCourier:
    """Collects the emoji of all people, and sets `done` once all requests are settled."""

    platform = Platform.WEB

    def __init__(self, count: int) -> None:
        self._count = count
        self.delivered: list[Emoji] = []
        self.failed: list[str] = []
        self.done = asyncio.Event()

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Ignored."""

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """Collect one emoji."""
        self.delivered.append(emoji)
        self._note()
        return str(emoji.id)

    async def deliver_pack(self, pack: Pack) -> str:
        """Nobody here asks for packs."""
        raise NotImplementedError

    async def tell(self, job: Job, sentence: str) -> None:
        """Note that one emoji failed."""
        self.failed.append(f"{job.recipe.prompt}: {sentence}")
        self._note()

    def _note(self) -> None:
        if len(self.delivered) + len(self.failed) == self._count:
            self.done.set()
