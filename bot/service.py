"""What a person can do, whatever the platform: requests here, the rest in the parts it exposes."""

import asyncio
import json
import math
import secrets
import time
from dataclasses import replace

from bot import messages, options
from bot.domain import (
    BUILT_IN,
    CANDIDATES,
    MAX_SAFE_INTEGER,
    MOTION_ASKED,
    WILDNESS,
    Actor,
    Address,
    Change,
    Emoji,
    EmojiRequest,
    Engine,
    HarmModel,
    Job,
    JobState,
    NotAccepted,
    Person,
    Recipe,
    Refused,
    Ticket,
    Turn,
    Unsuitable,
)
from bot.emoji.access import Access, Operation
from bot.emoji.collection import Collection
from bot.emoji.links import Links
from bot.emoji.moving import Moving
from bot.emoji.packs import MoodScene, Packs
from bot.emoji.voting import Voting
from bot.jobs.delivery import Deliveries
from bot.jobs.queue import Queue
from bot.jobs.quotas import Quotas
from bot.jobs.worker import Worker
from bot.language import _, writing
from bot.limits import Limit
from bot.moderation.prompts import PROMPT_LIMIT, Moderation
from bot.operations import metrics
from bot.operations.metrics import Metrics
from bot.operations.operator import Operator
from bot.people.preferences import Preferences
from bot.people.recent_prompts import RecentPrompts
from bot.people.styles import Styles
from bot.reader.reader import PromptReader
from bot.requests import pictures
from bot.requests.changes import Changes
from bot.requests.mixes import Mixes
from bot.settings.config import Settings
from bot.store import PackPart, Store

SEEDS = 2**31
PROMPTS_READ = 5000
UNDER_WAY = (JobState.WAITING, JobState.PAINTING, JobState.PACKING)


class Service:
    """Requests, and the parts of the bot that adapters use. All methods may raise Refused.

    `emoji` has what can be done with a finished emoji, `moving` the files of moving ones, `mixes`
    the prompts of mixes, `changes` reads changes, `packs` finished packs, `votes`, `styles` and
    `people` what their names
    say, `operator` the operator's commands, `prompts` recent prompts for autocomplete, `links`
    tokens for links. `jobs`, `chats`, `notes` and `stickers` are tables of the store.
    """

    def __init__(
        self,
        store: Store,
        queue: Queue,
        worker: Worker,
        deliveries: Deliveries,
        engine: Engine,
        quotas: Quotas,
        settings: Settings,
        counts: Metrics,
        reader: PromptReader | None = None,
        harm: HarmModel | None = None,
    ) -> None:
        self._store = store
        self._queue = queue
        self._worker = worker
        self._deliveries = deliveries
        self._engine = engine
        self._settings = settings
        self._quotas = quotas
        self._reader = reader
        self._metrics = counts
        self._moderation = Moderation(settings.moderation, harm)
        self._pictures = pictures.Pictures()
        self.mixes = Mixes(self._moderation)
        self.changes = Changes()
        self.prompts = RecentPrompts()
        self._access = Access(store, settings.admins.people)
        self.moving = Moving(store, self._access)
        self.emoji = Collection(store, engine, self._access, self.moving)
        self.packs = Packs(store, self._access, self.moving, self.emoji, engine, self._moderation)
        self.links = Links(store, self._access)
        self.votes = Voting(store, self._access, settings.votes)
        self.styles = Styles(engine, settings)
        self.people = Preferences(store, queue, worker, self.prompts, quotas, settings, self.styles)
        self.operator = Operator(store, queue, engine, settings)
        self.jobs = store.jobs
        self.chats = store.chats
        self.notes = store.notes
        self.stickers = store.stickers
        self.motions = tuple(engine.motions)

    @property
    def per_address(self) -> Limit:
        """How much may be asked from one address on a page that other machines reach."""
        return self._quotas.per_address

    async def remember_prompts(self) -> None:
        """Read recent prompts into memory, from where autocomplete is answered."""
        for person, prompt in reversed(await self._store.emoji.recent_prompts(PROMPTS_READ)):
            self.prompts.add(person, prompt)

    async def ask(self, request: EmojiRequest, copied: Emoji | None = None) -> Ticket:
        """Accept a request. The same request again gets the same answer and costs nothing.

        The prompt may have options, as `options.read` says. A request for a picture that was
        painted before, with the same seed, gets that picture; so does one that shows the pictures
        of the emoji `copied`.
        """
        actor, (words, motion) = request.actor, options.read(request.prompt, self.motions)
        request = replace(request, prompt=words, motion=request.motion or motion)
        if request.picture is not None:
            request = pictures.asked(request)
        if (known := await self._expected(request)) is not None:
            return await self._ticket(known, repeated=True)
        prompt = await self._judged(request.prompt, actor)
        if request.picture is not None:
            recipe = await self._recipe(request, prompt)
            await self._check_room(request)
            source = await self._pictures.source(request.picture)
            recipe = replace(recipe, source=source, picture=pictures.digest(source))
        else:
            mix = None if request.scene else self.mixes.checked(prompt)
            if mix is None:
                request = await self._read(request, prompt)
            recipe = await self._recipe(request, mix or prompt)
        if copied is not None:
            recipe = replace(recipe, picture=copied.recipe.picture)
        fingerprint = self._engine.fingerprint_of(recipe)
        limit, room = self._quotas.of(actor), self._quotas.room(actor)
        try:
            job, new = await self._store.jobs.accept(
                request,
                recipe,
                fingerprint,
                limit,
                room,
                time.time(),
                None if copied is None else copied.id,
            )
        except NotAccepted as error:
            raise self._not_accepted(error, request.actor) from error
        if new:
            self._count(job)
            if prompt != messages.FROM_PICTURE:
                self.prompts.add(actor.person, prompt)
            (self._deliveries if job.state is JobState.PAINTED else self._queue).wake()
        return await self._ticket(job, repeated=not new)

    async def again(
        self, emoji: int, request_id: str, actor: Actor, address: Address, prompt: str | None = None
    ) -> Ticket:
        """Try an emoji again with a new seed, and with another prompt if one is given."""
        before = await self._access.allow(emoji, actor, Operation.USE)
        request = replace(_like(before, request_id, actor, address), seed=None)
        if prompt is not None:
            request = replace(request, prompt=prompt, scene="", read_by="", language=writing())
        elif before.recipe.picture and not before.is_painted:
            raise Refused(_(messages.NOT_PAINTED))
        if before.recipe.picture:
            request = replace(
                request,
                picture=await pictures.start_of(self._store, before),
                wildness=before.recipe.wildness or None,
                candidates=before.recipe.candidates if before.is_painted else None,
            )
        ticket = await self.ask(request)
        if not ticket.repeated and prompt is None:
            await self.emoji.signal(before, actor, "again", before.chosen)
        return ticket

    async def pack(
        self,
        emoji: int,
        request_id: str,
        actor: Actor,
        address: Address,
        moods: str = "",
        moving: bool = False,
    ) -> Ticket:
        """Make a pack of an emoji's character, in these moods or in the usual twelve.

        It moves with `moving`, or if "--move" is among the moods. All parts have its seed. If the
        character is a sketch, so are they.
        """
        before = await self._access.allow(emoji, actor, Operation.USE)
        moods, motion = options.read(moods, ())
        request = replace(
            _like(before, request_id, actor, address),
            candidates=1,
            wildness=before.recipe.wildness if before.chosen_line.get("strength") else 0,
            motion=MOTION_ASKED if moving or motion else None,
        )
        if (known := await self._expected(request)) is not None:
            return await self._ticket(known, repeated=True)
        await self._check_room(request, self.packs.size(moods))
        scenes = self.packs.planned(before, moods)
        prompt = await self._judged(request.prompt, actor)
        recipe = await self._recipe(request, prompt)
        parts = [await self._part(request, prompt, own) for own in scenes]
        limit, room = self._quotas.of(actor), self._quotas.room(actor)
        try:
            job, new = await self._store.jobs.accept_pack(
                request, recipe, parts, limit, room, time.time()
            )
        except NotAccepted as error:
            raise self._not_accepted(error, request.actor) from error
        if new:
            self._count(job)
            await self.emoji.signal(before, actor, "pack", before.chosen)
            (self._deliveries if job.state is JobState.PACKED else self._queue).wake()
        return await self._ticket(job, repeated=not new)

    async def _part(self, request: EmojiRequest, prompt: str, own: MoodScene) -> PackPart:
        """A part of a pack, from the request for the character."""
        words = f"{prompt[: PROMPT_LIMIT - len(own.mood) - 2]}, {own.mood}"
        motion = None if request.motion is None else own.motion
        part = replace(request, motion=motion, scene=own.scene)
        recipe = await self._recipe(part, await self._judged(words, request.actor))
        return PackPart(own.mood, recipe, self._engine.fingerprint_of(recipe))

    async def change(
        self, emoji: int, words: str, request_id: str, actor: Actor, address: Address
    ) -> Ticket:
        """Change an emoji as the words say, with the same seed; "back" undoes the last change.

        Raises Refused for what is not understood; then nothing is painted.
        """
        before = await self._access.allow(emoji, actor, Operation.USE)
        # Other languages' dictionaries are loaded when they are first needed.
        steps = await asyncio.to_thread(self.changes.steps_back, words[:PROMPT_LIMIT])
        if steps is not None:
            return await self._back(before, steps, request_id, actor, address)
        request = _like(before, request_id, actor, address)
        if (known := await self._expected(request)) is not None:
            return await self._ticket(known, repeated=True)
        words = await self._judged(words, actor)
        styles = self.styles.of(actor)
        changed = await asyncio.to_thread(self.changes.read, before, words, styles)
        request = replace(
            request,
            prompt=changed.prompt,
            style=changed.style,
            motion=changed.motion,
            scene=changed.scene,
            change=Change(emoji, words),
        )
        return await self.ask(request, copied=before if changed.is_same_picture else None)

    async def _back(
        self, emoji: Emoji, steps: int, request_id: str, actor: Actor, address: Address
    ) -> Ticket:
        """Show what an emoji was before its last change; with no number of steps, before all."""
        before = emoji
        while before.change is not None and (not steps or before is emoji):
            before = await self._access.allow(before.change.emoji, actor, Operation.USE)
        if before is emoji:
            raise Refused(_(messages.NEVER_CHANGED))
        request = replace(_like(before, request_id, actor, address), change=before.change)
        return await self.ask(request, copied=before)

    async def animate(
        self, emoji: int, motion: str, request_id: str, actor: Actor, address: Address
    ) -> Ticket:
        """Make an emoji of another one's chosen picture that moves."""
        before = await self._access.allow(emoji, actor, Operation.USE)
        if not before.candidates:
            raise Refused(_(messages.NO_PICTURES))
        request = replace(_like(before, request_id, actor, address), motion=motion)
        return await self.ask(request, copied=before)

    async def repeat(self, emoji: int, request_id: str, actor: Actor, address: Address) -> Ticket:
        """Paint the same recipe with the same seed, which gives the same pictures."""
        before = await self._access.allow(emoji, actor, Operation.USE)
        if not self.repeats(before):
            now = self._engine.model_of(before.recipe)
            raise Refused(messages.model_gone(before.model, now))
        request = _like(before, request_id, actor, address)
        if before.recipe.picture:
            request = replace(request, picture=await pictures.start_of(self._store, before))
        return await self.ask(request)

    def motion_at(self, place: int | None) -> str:
        """The motion that a button names by its place among all of them. Raises Refused."""
        if place is None or place >= len(self.motions):
            raise Refused(_(messages.NO_BUTTON))
        return self.motions[place]

    def repeats(self, emoji: Emoji) -> bool:
        """Whether the model that painted an emoji would also paint its recipe now."""
        return emoji.model == self._engine.model_of(emoji.recipe)

    async def cancel(self, job: int, actor: Actor) -> None:
        """Cancel the person's own request, waiting or being painted."""
        found = await self.job(job)
        if found is None or found.person != actor.person:
            raise Refused(_(messages.NOT_YOURS_TO_CANCEL))
        limit = self._quotas.of_job(found)
        painting = await self._store.jobs.packs.painting(job) if found.parts else [job]
        why = messages.PACK_CANCELLED if found.parts else messages.CANCELLED
        if found.state not in UNDER_WAY or not (
            await self._store.jobs.end(
                found, JobState.CANCELLED, why, limit, time.time(), tell=False
            )
        ):
            raise Refused(_(messages.FINISHED))
        for number in painting:
            self._worker.cancel(number)
        # Identical jobs may have waited for this one.
        self._queue.wake()

    async def job(self, job: int) -> Job | None:
        """An accepted request."""
        return await self._store.jobs.get(job) if 0 < job <= MAX_SAFE_INTEGER else None

    async def preview(self, job: int) -> bytes | None:
        """A PNG preview of a job; None if it is not being painted."""
        recipe = self._worker.painting(job)
        return None if recipe is None else await self._engine.preview(recipe)

    async def turns(self, person: Person, count: int = 30) -> tuple[Turn, ...]:
        """A person's last requests and their state, oldest first."""
        found = await self._store.jobs.recent_of(person, count)
        return tuple([await self._completed(turn) for turn in found])

    async def turn(self, job: int) -> Turn:
        """The state of one request."""
        found = await self._store.jobs.turn(job)
        if found is None:
            raise Refused(_(messages.NO_REQUEST))
        return await self._completed(found)

    async def waiting(self, person: Person) -> tuple[Turn, ...]:
        """A person's requests that are waiting or being painted, oldest first."""
        found = await self._store.jobs.waiting_of(person)
        return tuple([await self._completed(Turn(job)) for job in found])

    async def queue(self, actor: Actor) -> str:
        """How many requests are waiting, and the places of the person's own.

        In a group or server, only the person's requests of it are named.
        """
        jobs = self._store.jobs
        own = [
            (job.recipe.prompt, await jobs.place(job))
            for job in await jobs.waiting_of(actor.person)
            if actor.space in (None, job.space)
        ]
        return messages.queue(await jobs.waiting(), self._queue.paused, own)

    async def standing(self) -> tuple[int, bool]:
        """How many requests are waiting, and whether the operator has paused painting."""
        return await self._store.jobs.waiting(), self._queue.paused

    @property
    def model(self) -> tuple[str, str]:
        """The model's short hash; and its licence and attribution, for people."""
        return self._engine.model, self._engine.about

    def about(self) -> str:
        """The model, its licence and attribution, and where to see what is stored."""
        return f"{self._engine.about}\n{_(messages.STORED)}"

    async def _judged(self, text: str, actor: Actor) -> str:
        """A text that moderation lets pass, cleaned. Keeps the others for the operator."""
        try:
            # The model takes some hundredths of a second.
            return await asyncio.to_thread(self._moderation.judge, text, actor.space)
        except Unsuitable:
            self._metrics.asked(actor.person.platform, metrics.UNSUITABLE)
            await self._store.audit.add(actor, text, time.time())
            raise

    async def _read(self, request: EmojiRequest, prompt: str) -> EmojiRequest:
        """A request with the Scene of its prompt, if it is new and a language model reads it.

        The model is asked for nobody whose request would be refused.
        """
        if self._reader is None or request.scene or request.read_by:
            return request
        try:
            await self._check_room(request)
        except Refused:
            return request
        scene = await self._reader.read(prompt, request.actor.person)
        return (
            request
            if scene is None
            else replace(request, scene=json.dumps(scene.to_dict()), read_by=self._reader.model)
        )

    async def _expected(self, request: EmojiRequest) -> Job | None:
        """The job of a request that was accepted before; it is not judged again.

        Raises Refused if the limit is used up, so that nothing is read or judged then.
        """
        limit = self._quotas.of(request.actor)
        try:
            return await self._store.jobs.expect(request, limit, time.time())
        except NotAccepted as error:
            raise self._not_accepted(error, request.actor) from error

    def _count(self, job: Job) -> None:
        """Count an accepted request."""
        cached = job.state in (JobState.PAINTED, JobState.PACKED)
        outcome = metrics.CACHED if cached else metrics.ACCEPTED
        self._metrics.asked(job.person.platform, outcome)

    def _not_accepted(self, error: NotAccepted, actor: Actor) -> Refused:
        """Why the queue does not take a request, for the person."""
        self._metrics.refused(actor.person.platform, error)
        return Refused(messages.not_accepted(error))

    async def _check_room(self, request: EmojiRequest, parts: int = 0) -> None:
        """Raises Refused if the queue has no room for a request, or for a pack of `parts`."""
        room, jobs = self._quotas.room(request.actor), self._store.jobs
        try:
            if parts:
                await jobs.check_pack_room(request, room, parts)
            else:
                await jobs.check_room(request, room)
        except NotAccepted as error:
            raise self._not_accepted(error, request.actor) from error

    async def _recipe(self, request: EmojiRequest, prompt: str) -> Recipe:
        defaults = self._settings.emoji
        style = request.style or await self.people.style(request.actor.person)
        self.styles.check(style, request.actor)
        wildness, candidates = request.wildness, request.candidates
        recipe = Recipe(
            prompt=prompt,
            style=style,
            seed=secrets.randbelow(SEEDS) if request.seed is None else request.seed,
            candidates=defaults.candidates if candidates is None else candidates,
            wildness=defaults.wildness if wildness is None else wildness,
            motion=request.motion,
            scene=request.scene,
            read_by=request.read_by or BUILT_IN,
            language=request.language,
        )
        if recipe.motion not in (None, MOTION_ASKED, *self.motions):
            raise Refused(messages.no_motion(self.motions))
        if (
            recipe.wildness not in WILDNESS
            or recipe.candidates not in CANDIDATES
            or recipe.seed < 0
        ):
            raise Refused(messages.out_of_range(WILDNESS, CANDIDATES))
        return recipe

    async def _ticket(self, job: Job, repeated: bool) -> Ticket:
        place = await self._store.jobs.place(job)
        each = await self._store.jobs.seconds_each()
        seconds = None if each is None else each * math.ceil(place / self._engine.capacity)
        cached = job.state in (JobState.PAINTED, JobState.PACKED)
        return Ticket(job.id, place, seconds, repeated, cached)

    async def _completed(self, turn: Turn) -> Turn:
        """A turn with its emoji and vote, or its place in the queue."""
        job = turn.job
        if job.parts:
            turn = replace(turn, pack=await self._store.jobs.packs.get(job.id))
        if job.state in (JobState.WAITING, JobState.PACKING):
            return replace(turn, ticket=await self._ticket(job, repeated=True))
        if job.parts or job.state not in (JobState.PAINTED, JobState.DELIVERED):
            return turn
        emoji = await self._store.emoji.of_job(job.id)
        vote = None if emoji is None else await self._store.votes.of(emoji.id, job.person)
        return replace(turn, emoji=emoji, vote=None if vote is None else vote[0])


def _like(emoji: Emoji, request_id: str, actor: Actor, address: Address) -> EmojiRequest:
    """A request for the recipe of an emoji, with the same seed."""
    recipe = emoji.recipe
    return EmojiRequest(
        id=request_id,
        actor=actor,
        address=address,
        prompt=recipe.prompt,
        style=recipe.style,
        wildness=recipe.wildness,
        candidates=recipe.candidates,
        seed=recipe.seed,
        origin=emoji.id,
        motion=recipe.motion,
        scene=recipe.scene,
        read_by=recipe.read_by,
        language=recipe.language,
    )
