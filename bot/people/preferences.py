"""What is stored about a person, and how they change or delete it."""

import time

from bot import messages
from bot.domain import Actor, Person
from bot.jobs.queue import Queue
from bot.jobs.quotas import Quotas
from bot.jobs.worker import Worker
from bot.language import _, best
from bot.people.recent_prompts import RecentPrompts
from bot.people.styles import Styles
from bot.settings.config import Settings
from bot.store import Store

HEARD_REMEMBERED = 10_000


class Preferences:
    """A person's style, consent and data."""

    def __init__(
        self,
        store: Store,
        queue: Queue,
        worker: Worker,
        prompts: RecentPrompts,
        quotas: Quotas,
        settings: Settings,
        styles: Styles,
    ) -> None:
        self._store = store
        self._queue = queue
        self._worker = worker
        self._styles = styles
        self._prompts = prompts
        self._quotas = quotas
        self._settings = settings
        self._heard: set[tuple[Person, str | None]] = set()

    async def language(self, person: Person) -> str:
        """The language in which a person asked last, for where a platform does not name it."""
        return best([await self._store.jobs.language_of(person)])

    async def style(self, person: Person) -> str:
        """The style of requests that name none: the person's, while there is such a style."""
        chosen = await self._store.people.style(person)
        return chosen if chosen in self._styles.all else self._settings.emoji.style

    async def set_style(self, actor: Actor, style: str) -> str:
        """Choose the style of requests that name none. Raises Refused for one they may not use."""
        self._styles.check(style, actor)
        await self._store.people.set_style(actor.person, style)
        return messages.style_set(style)

    async def heard(self, actor: Actor) -> None:
        """The person has spoken to the bot where they are, so it may ask them something there."""
        spoken = actor.person, None if actor.space is None else actor.chat
        if spoken in self._heard:
            return
        await self._store.people.heard(*spoken)
        if len(self._heard) >= HEARD_REMEMBERED:
            self._heard.clear()
        self._heard.add(spoken)

    async def votes_train(self, person: Person) -> bool:
        """Whether the person's votes may train the model."""
        consent = await self._store.people.consent(person)
        return self._settings.votes.consent == "opt-out" if consent is None else consent

    async def privacy(self, actor: Actor) -> str:
        """What is stored about the person."""
        consent = await self._store.people.consent(actor.person)
        days = self._settings.database.picture_days
        reader, opt_out = self._settings.reader, self._settings.votes.consent == "opt-out"
        return messages.privacy(consent, days, opt_out, reader.host if reader.is_remote else "")

    async def consent(self, actor: Actor, agrees: bool) -> str:
        """Set whether the person's votes may train the model."""
        await self._store.people.set_consent(actor.person, agrees)
        return _(messages.VOTES_TRAIN) if agrees else _(messages.VOTES_DO_NOT_TRAIN)

    async def forget(self, actor: Actor) -> str:
        """Delete everything stored about the person, at once. It does not reset their limit."""
        for job in await self._store.jobs.painting_of(actor.person):
            self._worker.cancel(job)
        limit = self._quotas.of(actor)
        whole = await self._store.people.forget(actor.person, limit, time.time())
        self._heard = {known for known in self._heard if known[0] != actor.person}
        self._queue.wake()
        self._prompts.forget(actor.person)
        return _(messages.FORGOTTEN) if whole else _(messages.FORGETTING)
