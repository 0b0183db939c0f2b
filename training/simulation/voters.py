"""A crowd with one hidden taste asks, picks and votes through the bot's own service."""

import asyncio
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

from bot.config import Settings
from bot.container import Container
from bot.domain import (
    Actor,
    Address,
    Emoji,
    EmojiRequest,
    Engine,
    Job,
    Person,
    Picture,
    Platform,
)
from bot.service import Service
from model.errors import Unavailable
from model.image.pixels import Pixels
from training.simulation.prompts import Wish
from training.simulation.tastes import Taste

WILDNESS, CANDIDATES = 70, 4
ASKED_EACH = 4
"""Requests of one person: as many as the bot's own limits let wait."""
EARLY, LATE = 3, 3
"""Others who vote on what the judge put first, and on what the asker picked."""
NOISE = 0.1
"""How often a rater votes against their own taste."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Raters who like what their taste puts above a threshold; only ever shown pixels."""

    taste: Taste
    threshold: float

    def likes(self, rgba: Pixels) -> bool:
        """What they think of a picture uint8 [side, side, 4], noise aside."""
        return self.taste(rgba) > self.threshold


async def hold_vote(path: Path, engine: Engine, wishes: Sequence[Wish], taste: Taste) -> Crowd:
    """Let a crowd ask for all wishes and vote on what is painted, into a new database at `path`.

    Its threshold is the median of the taste over all that was painted, so that about half is
    liked. Raises Unavailable where something could not be painted.
    """
    people = [_actor(number) for number in range(max(len(wishes) // ASKED_EACH, EARLY + LATE + 1))]
    async with Container.open(path, engine, Settings()) as running:
        for actor in people:
            await running.service.consent(actor, True)
        shown = await _asked(running, wishes, people)
        seen = {
            emoji.id: [
                pixels_of(picture.png) for picture in await running.service.pictures(emoji.id)
            ]
            for emoji in shown
        }
        crowd = Crowd(taste, median(taste(rgba) for all_of in seen.values() for rgba in all_of))
        rng = random.Random("votes")
        for emoji in shown:
            others = rng.sample([one for one in people if one.person != emoji.person], EARLY + LATE)
            await _judged(running.service, crowd, emoji, seen[emoji.id], others, rng)
    return crowd


def pixels_of(png: bytes) -> Pixels:
    """All that a rater is shown: uint8 [side, side, 4]."""
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGBA"))


async def _asked(
    running: Container, wishes: Sequence[Wish], people: Sequence[Actor]
) -> list[Emoji]:
    """All wishes asked for, painted and brought, in the order of the wishes."""
    visitors = _Visitors(len(wishes))
    for number, wish in enumerate(wishes):
        actor = people[number % len(people)]
        await running.service.ask(
            EmojiRequest(
                id=str(number),
                actor=actor,
                address=Address(Platform.WEB, actor.person.id),
                prompt=wish.prompt,
                style=wish.style,
                wildness=WILDNESS,
                candidates=CANDIDATES,
                seed=number,
            )
        )
    async with running.serve(visitors):
        await visitors.done.wait()
    if visitors.failed:
        raise Unavailable(f"{visitors.failed[0]}")
    return sorted(visitors.brought, key=lambda emoji: emoji.recipe.seed)


async def _judged(
    service: Service,
    crowd: Crowd,
    emoji: Emoji,
    seen: Sequence[Pixels],
    others: Sequence[Actor],
    rng: random.Random,
) -> None:
    """Some vote on the judge's first, the asker picks and votes, the others vote on the pick."""
    asker = Actor(emoji.person)
    best = max(range(len(seen)), key=lambda place: crowd.taste(seen[place]))
    for voter in others[:EARLY]:
        await service.vote(emoji.id, voter, _value(crowd, seen[emoji.chosen], rng))
    await service.pick(emoji.id, best, asker)
    for voter in (asker, *others[EARLY:]):
        await service.vote(emoji.id, voter, _value(crowd, seen[best], rng))
        await service.pick(emoji.id, best, voter)


def _value(crowd: Crowd, rgba: Pixels, rng: random.Random) -> int:
    return 1 if crowd.likes(rgba) != (rng.random() < NOISE) else -1


def _actor(number: int) -> Actor:
    return Actor(Person(Platform.WEB, f"rater-{number}"))


class _Visitors:
    """The chat of all people: it takes what is brought, and says when that is all."""

    platform = Platform.WEB

    def __init__(self, count: int) -> None:
        self._count = count
        self.brought: list[Emoji] = []
        self.failed: list[str] = []
        self.done = asyncio.Event()

    async def progress(self, job: Job, done: int, total: int) -> None:
        """Nobody watches."""

    async def deliver(self, job: Job, emoji: Emoji, picture: Picture) -> str:
        """One emoji is there."""
        self.brought.append(emoji)
        self._note()
        return str(emoji.id)

    async def tell(self, job: Job, sentence: str) -> None:
        """One emoji will never be there."""
        self.failed.append(f"{job.recipe.prompt}: {sentence}")
        self._note()

    def _note(self) -> None:
        if len(self.brought) + len(self.failed) == self._count:
            self.done.set()
