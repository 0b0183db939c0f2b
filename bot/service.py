"""The policy: ask, again, cancel, pick, vote, remove, and what each person is told."""

import math
import secrets
import time
from collections import defaultdict, deque
from dataclasses import dataclass, replace

from bot import messages
from bot.config import Quota, Settings
from bot.domain import (
    CANDIDATES,
    WILDNESS,
    Actor,
    Address,
    Emoji,
    EmojiRequest,
    Engine,
    Form,
    Job,
    JobState,
    Person,
    Picture,
    Platform,
    Recipe,
    Refused,
    Ticket,
    Turn,
    Unsuitable,
    VoteResult,
)
from bot.limits import HOUR, Limit
from bot.moderation import Moderation
from bot.operator import Operator
from bot.queue import Queue
from bot.store import QueueLimits, Store
from bot.views import Overview, Search, Shown
from bot.worker import Worker

SEEDS = 2**31
PROMPTS_KEPT, PROMPTS_READ = 25, 5000
# Discord's hourly limit on a server's emoji is not published; people report about 50.
UPLOADS_AN_HOUR = 45
SYMBOLS = {1: "button up", -1: "button down"}


@dataclass(frozen=True, slots=True)
class Resources:
    """What the service works with."""

    store: Store
    queue: Queue
    worker: Worker
    engine: Engine
    settings: Settings


class Service:
    """Everything that a person can do, whatever the platform. All may raise Refused."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._store = resources.store
        self._settings = resources.settings
        self._engine = resources.engine
        self._moderation = Moderation(resources.settings.moderation)
        self._operator = Operator(
            resources.store, resources.queue, resources.engine, resources.settings
        )
        self._prompts: dict[Person, deque[str]] = defaultdict(lambda: deque(maxlen=PROMPTS_KEPT))

    async def remember_prompts(self) -> None:
        """Read recent prompts into memory, from where autocomplete is answered."""
        for person, prompt in reversed(await self._store.emoji.recent_prompts(PROMPTS_READ)):
            self._note_prompt(person, prompt)

    @property
    def styles(self) -> tuple[str, ...]:
        """What may be asked for."""
        return tuple(self._engine.styles)

    def recent_prompts(self, person: Person, typed: str) -> tuple[str, ...]:
        """The person's own prompts with these letters, newest first."""
        known = self._prompts.get(person, ())
        return tuple(prompt for prompt in known if typed.casefold() in prompt.casefold())

    async def ask(self, request: EmojiRequest) -> Ticket:
        """Take a request in; the same request again is answered alike and costs nothing.

        Another that asks for the very same picture, to the seed, gets what is kept of it.
        """
        actor = request.actor
        try:
            prompt = self._moderation.judge(request.prompt, actor.space)
        except Unsuitable:
            await self._store.notes.audit(actor, request.prompt, time.time())
            raise
        recipe = await self._recipe(request, prompt)
        fingerprint = self._engine.fingerprint_of(recipe)
        number, new = await self._store.jobs.accept(
            request, recipe, fingerprint, self.limit(actor), self._room(), time.time()
        )
        ticket = await self._ticket(number, new)
        if new:
            self._note_prompt(actor.person, prompt)
            (self._resources.worker.painted.set if ticket.cached else self._resources.queue.wake)()
        return ticket

    async def again(
        self, emoji: int, request_id: str, actor: Actor, address: Address, prompt: str | None = None
    ) -> Ticket:
        """Another try with new seeds; with other words, where they are given."""
        before = await self.emoji(emoji)
        recipe = before.recipe
        ticket = await self.ask(
            EmojiRequest(
                id=request_id,
                actor=actor,
                address=address,
                prompt=recipe.prompt if prompt is None else prompt,
                style=recipe.style,
                wildness=recipe.wildness,
                candidates=recipe.candidates,
                origin=emoji,
            )
        )
        if not ticket.repeated and prompt is None:
            await self._signal(before, actor, "again", before.chosen)
        return ticket

    async def note_message(self, job: int, message: str) -> None:
        """The bot's message that says how far the job is."""
        await self._store.jobs.set_message(job, message)

    async def cancel(self, job: int, actor: Actor) -> None:
        """Stop one's own job, waiting or being painted."""
        found = await self._store.jobs.get(job)
        if found is None or found.person != actor.person:
            raise Refused("Only the one who asked can cancel this.")
        limit = self.limit_of(found)
        if found.state not in (JobState.WAITING, JobState.PAINTING) or not (
            await self._store.jobs.end(
                found, JobState.CANCELLED, messages.CANCELLED, limit, time.time(), tell=False
            )
        ):
            raise Refused("It is finished already.")
        self._resources.worker.cancel(job)
        # Others may have waited for the same picture.
        self._resources.queue.wake()

    async def emoji(self, emoji: int) -> Emoji:
        """A finished emoji."""
        found = await self._store.emoji.get(emoji)
        if found is None:
            raise Refused("This emoji is not known any more: its asker had it forgotten.")
        return found

    async def picture(self, emoji: int, place: int | None = None) -> Picture:
        """One candidate; the chosen one by default."""
        found = await self.emoji(emoji)
        pictures = await self.pictures(emoji)
        wanted = found.chosen if place is None else place
        if not 0 <= wanted < len(pictures):
            raise Refused("There is no such candidate.")
        return pictures[wanted]

    async def pictures(self, emoji: int) -> tuple[Picture, ...]:
        """All candidates, in the judge's order."""
        pictures = await self._store.emoji.pictures(emoji)
        if not pictures:
            raise Refused("Its pictures are gone: 🎲 paints it anew.")
        return pictures

    async def pick(self, emoji: int, place: int, actor: Actor) -> Picture:
        """Prefer a candidate; the asker's pick stands for the emoji from now on."""
        found = await self.emoji(emoji)
        picture = await self.picture(emoji, place)
        await self._signal(found, actor, "pick", place)
        if actor.person == found.person:
            await self._store.emoji.choose(emoji, place)
        return picture

    async def export(self, emoji: int, form: Form, place: int | None = None) -> bytes:
        """The exact bytes of a candidate that a platform takes."""
        return await self._engine.export(await self.picture(emoji, place), form)

    async def preview(self, job: int) -> bytes | None:
        """A PNG of how far a job's picture has come; None where it is not being painted."""
        recipe = self._resources.worker.painting(job)
        return None if recipe is None else await self._engine.preview(recipe)

    async def how(self, emoji: int) -> str:
        """The receipt, line by line."""
        found = await self.emoji(emoji)
        return messages.how_made(found, found.receipt, self._engine.model_of(found.recipe))

    async def vote(self, emoji: int, actor: Actor, value: int) -> VoteResult:
        """A press of 👍 or 👎; the same press again takes it back."""
        found, person = await self.emoji(emoji), actor.person
        symbol = SYMBOLS[value]
        if await self._store.votes.of(emoji, person) == (value, symbol):
            await self._store.votes.retract(emoji, person, symbol)
            return VoteResult(None, False)
        await self._store.votes.set(found, person, value, symbol, time.time())
        return VoteResult(value, await self._consent_is_due(person))

    async def react(
        self, platform: Platform, chat: str, message: str, actor: Actor, symbol: str, added: bool
    ) -> VoteResult | None:
        """A reaction to a message, or one taken back; None where it shows no emoji of ours."""
        emoji = await self._store.emoji.shown_in(platform, chat, message)
        if emoji is None:
            return None
        if not added:
            taken = await self._store.votes.retract(emoji, actor.person, symbol)
            return VoteResult(None, False) if taken else None
        votes = self._settings.votes
        value = (symbol in votes.up) - (symbol in votes.down)
        found = await self.emoji(emoji)
        await self._store.votes.set(found, actor.person, value, symbol, time.time())
        return VoteResult(value, await self._consent_is_due(actor.person))

    async def remove(self, emoji: int, actor: Actor) -> Emoji:
        """Delete the pictures: the asker, or who may manage messages where it was asked for."""
        found = await self.emoji(emoji)
        manages = actor.manages and actor.space is not None and actor.space == found.space
        if actor.person != found.person and not manages:
            raise Refused("Only the one who asked, or who may manage messages here, removes it.")
        await self._signal(found, actor, "remove", found.chosen)
        await self._store.emoji.remove_pictures(emoji)
        return found

    async def added(self, emoji: int, actor: Actor, where: str) -> None:
        """An emoji was added somewhere: a sign that it is liked."""
        found = await self.emoji(emoji)
        await self._signal(found, actor, f"add {where}", found.chosen)

    async def reserve_upload(self, space: str) -> None:
        """Count an upload of an emoji to a server."""
        now = time.time()
        first = await self._store.notes.reserve_upload(space, UPLOADS_AN_HOUR, now - HOUR, now)
        if first is not None:
            minutes = max(round((first + HOUR - now) / 60), 1)
            raise Refused(
                f"This server has had {UPLOADS_AN_HOUR} new emoji in an hour, as many as "
                f"may be: try again in {minutes} min."
            )

    async def history(self, actor: Actor, words: str = "", count: int = 10) -> tuple[Emoji, ...]:
        """One's own newest emoji, with these words in their prompts."""
        return await self._store.emoji.of_person(actor.person, words, count)

    async def turns(self, person: Person, count: int = 30) -> tuple[Turn, ...]:
        """A person's last requests and how each stands, oldest first."""
        found = await self._store.jobs.recent_of(person, count)
        return tuple([await self._told(turn) for turn in found])

    async def turn(self, job: int) -> Turn:
        """How one request stands."""
        found = await self._store.jobs.turn(job)
        if found is None:
            raise Refused("This request is not known any more: its asker had it forgotten.")
        return await self._told(found)

    async def waiting(self, person: Person) -> tuple[Turn, ...]:
        """A person's requests that wait or are being painted, oldest first."""
        found = await self._store.jobs.waiting_of(person)
        return tuple([await self._told(Turn(job)) for job in found])

    async def style(self, person: Person) -> str:
        """The style of what the person asks for without naming one."""
        return await self._store.people.style(person) or self._settings.emoji.style

    async def set_style(self, actor: Actor, style: str) -> str:
        """The style of all that the person asks for without naming one."""
        self._check_style(style)
        await self._store.people.set_style(actor.person, style)
        return f"Your emoji are drawn in {style} style now."

    async def privacy(self, actor: Actor) -> str:
        """What is stored."""
        consent = await self._store.people.consent(actor.person)
        days = self._settings.database.picture_days
        return messages.privacy(consent, days, self._settings.votes.consent == "opt-out")

    async def consent(self, actor: Actor, agrees: bool) -> str:
        """Whether the person's votes may train."""
        await self._store.people.set_consent(actor.person, agrees)
        return "Your votes may train the model." if agrees else "Your votes do not train the model."

    async def forget(self, actor: Actor) -> str:
        """Delete everything of a person, at once."""
        for job in await self._store.jobs.waiting_of(actor.person):
            self._resources.worker.cancel(job.id)
        await self._store.people.forget(actor.person)
        self._resources.queue.wake()
        self._prompts.pop(actor.person, None)
        return "Everything of yours is deleted."

    async def queue(self, actor: Actor) -> str:
        """How many wait, and where one's own stand."""
        jobs, waiting = self._store.jobs, await self._store.jobs.waiting()
        lines = [f"{waiting} waiting." if waiting else "Nobody is waiting."]
        if self._resources.queue.paused:
            lines.append("The operator has paused painting.")
        for job in await jobs.waiting_of(actor.person):
            lines.append(f"{job.recipe.prompt}: place {await jobs.place(job)}")
        return "\n".join(lines)

    def about(self) -> str:
        """The model, its licence and attribution, and what is stored."""
        return f"{self._engine.about}\nWhat is stored of you: /privacy."

    async def gallery(self, search: Search) -> tuple[Shown, ...]:
        """A page of emoji; who may see which is the adapter's to say, by the scope."""
        return await self._store.emoji.search(search)

    async def shown(self, emoji: int, actor: Actor, everything: bool = False) -> Shown:
        """An emoji of one's own or a published one; any, where `everything` may be seen."""
        found = await self._store.emoji.shown(emoji, actor.person)
        visible = found and (everything or found.published or found.emoji.person == actor.person)
        if found is None or not visible:
            raise Refused("There is no such emoji here, or only its asker sees it.")
        return found

    async def publish(
        self, emoji: int, actor: Actor, published: bool, everything: bool = False
    ) -> None:
        """Show one's own emoji to everybody, or no more."""
        found = (await self.shown(emoji, actor, everything)).emoji
        if actor.person != found.person and not everything:
            raise Refused("Only the one who asked for it publishes it.")
        await self._store.emoji.publish(emoji, published)

    async def repeat(self, emoji: int, request_id: str, actor: Actor, address: Address) -> Ticket:
        """The same recipe to the seed, which paints the same pictures with the same model."""
        before = await self.emoji(emoji)
        if not self.repeats(before):
            now = self._engine.model_of(before.recipe)
            raise Refused(
                f"Model {before.model}, which made this, is gone: {now} draws now and would make "
                "another. Ask for its words again."
            )
        made = before.recipe
        return await self.ask(
            EmojiRequest(
                request_id,
                actor,
                address,
                made.prompt,
                made.style,
                made.wildness,
                made.candidates,
                made.seed,
                origin=emoji,
            )
        )

    def repeats(self, emoji: Emoji) -> bool:
        """Whether the model that made an emoji is the one that would draw it now."""
        return emoji.model == self._engine.model_of(emoji.recipe)

    async def overview(self) -> Overview:
        """How the bot does, for the operator."""
        return await self._operator.overview()

    async def pause(self, paused: bool) -> str:
        """Begin no further painting, or go on: for the operator."""
        return await self._operator.pause(paused)

    async def admin(
        self, actor: Actor, action: str, target: Person | None = None, value: str | None = None
    ) -> str:
        """The operator's commands."""
        return await self._operator.act(actor, action, target, value)

    async def sticker_set(self, person: Person) -> tuple[str, int] | None:
        """The person's sticker set: its name, and how many it holds."""
        return await self._store.notes.sticker_set(person)

    async def note_sticker_set(self, person: Person, name: str, count: int) -> None:
        """Remember the person's sticker set."""
        await self._store.notes.set_sticker_set(person, name, count)

    async def remembered(self, key: str) -> str | None:
        """A small note that an adapter kept."""
        return await self._store.notes.get(key)

    async def remember(self, key: str, value: str) -> None:
        """Keep a small note."""
        await self._store.notes.set(key, value)

    def limit(self, actor: Actor) -> Limit:
        """The most generous quota of the person's roles and of the space, else everybody's."""
        overrides = self._settings.limits.overrides
        roles = (f"{actor.person.platform}:role:{role}" for role in actor.roles)
        found = [overrides[key] for key in (*roles, actor.space) if key in overrides]
        best = max(found, key=lambda quota: quota.per_day, default=self._settings.limits)
        return _limit(best)

    def limit_of(self, job: Job) -> Limit:
        """What a job that ends without delivery gives back to."""
        return self.limit(Actor(job.person, job.space))

    def _room(self) -> QueueLimits:
        return QueueLimits(self._settings.queue.per_person, self._settings.queue.total)

    async def _recipe(self, request: EmojiRequest, prompt: str) -> Recipe:
        defaults = self._settings.emoji
        own = request.style or await self._store.people.style(request.actor.person)
        style = self._check_style(own or defaults.style)
        wildness, candidates = request.wildness, request.candidates
        recipe = Recipe(
            prompt=prompt,
            style=style,
            seed=secrets.randbelow(SEEDS) if request.seed is None else request.seed,
            candidates=defaults.candidates if candidates is None else candidates,
            wildness=defaults.wildness if wildness is None else wildness,
        )
        if (
            recipe.wildness not in WILDNESS
            or recipe.candidates not in CANDIDATES
            or recipe.seed < 0
        ):
            raise Refused(
                f"Wildness goes from {WILDNESS[0]} to {WILDNESS[-1]}, candidates from "
                f"{CANDIDATES[0]} to {CANDIDATES[-1]}, seeds from 0 up."
            )
        return recipe

    def _check_style(self, style: str) -> str:
        if style not in self.styles:
            raise Refused(f"There is no such style: choose {', '.join(self.styles)}.")
        return style

    async def _ticket(self, number: int, new: bool) -> Ticket:
        job = await self._store.jobs.get(number)
        assert job is not None
        place = await self._store.jobs.place(job)
        each = await self._store.jobs.seconds_each()
        seconds = None if each is None else each * math.ceil(place / self._engine.capacity)
        return Ticket(number, place, seconds, not new, job.state is JobState.PAINTED)

    async def _told(self, turn: Turn) -> Turn:
        """A turn with its emoji and vote, or its place in the queue."""
        job = turn.job
        if job.state is JobState.WAITING:
            return replace(turn, ticket=await self._ticket(job.id, new=False))
        if job.state not in (JobState.PAINTED, JobState.DELIVERED):
            return turn
        emoji = await self._store.emoji.of_job(job.id)
        vote = None if emoji is None else await self._store.votes.of(emoji.id, job.person)
        return replace(turn, emoji=emoji, vote=None if vote is None else vote[0])

    async def _signal(self, emoji: Emoji, actor: Actor, kind: str, place: int) -> None:
        await self._store.votes.signal(emoji.id, actor.person, kind, place, time.time())

    async def _consent_is_due(self, person: Person) -> bool:
        if self._settings.votes.consent == "opt-out":
            return False
        return await self._store.people.first_asked(person)

    def _note_prompt(self, person: Person, prompt: str) -> None:
        known = self._prompts[person]
        if prompt in known:
            known.remove(prompt)
        known.appendleft(prompt)


def _limit(quota: Quota) -> Limit:
    return Limit(quota.burst, quota.per_hour, quota.per_day)
