"""Which limits apply to whom, from the settings."""

from dataclasses import replace

from bot.domain import Actor, Job, Platform
from bot.limits import Limit
from bot.settings.config import ApiClientSettings, Settings
from bot.settings.value_types import MOST
from bot.store import QueueLimits

UNLIMITED = Limit(MOST, float(MOST), MOST)
PEOPLE_PER_ADDRESS = 3
"""An address may ask as much as so many people: a household, or one person without cookies."""


class Quotas:
    """The limits of the settings.

    A page that only this machine reaches has no limit. Elsewhere visitors are free to be somebody
    new each time, so the page has a limit by address and half of the queue at the most. So have all
    clients of the API together half of the queue.
    """

    def __init__(self, settings: Settings) -> None:
        self._limits = settings.limits
        self._local_page = not settings.web.exposed
        total = settings.queue.total
        half = -(-total // 2)
        page = total if self._local_page else half
        shares = {Platform.WEB: page, Platform.API: half}
        self._queue = QueueLimits(settings.queue.per_person, total, shares)
        self._clients = settings.api.clients

    @property
    def per_address(self) -> Limit:
        """The limit of an address that visits the page."""
        found, people = self._limits, PEOPLE_PER_ADDRESS
        return Limit(people * found.burst, people * found.per_hour, people * found.per_day)

    def of(self, actor: Actor) -> Limit:
        """The most generous override for the person's roles and the space, else the default.

        None on a page that only this machine reaches.
        """
        if actor.person.platform is Platform.WEB and self._local_page:
            return UNLIMITED
        if client := self._client(actor):
            return Limit(client.burst, client.per_hour, client.per_day)
        overrides = self._limits.overrides
        roles = (f"{actor.person.platform}:role:{role}" for role in actor.roles)
        found = [overrides[key] for key in (*roles, actor.space) if key in overrides]
        best = max(found, key=lambda quota: quota.per_day, default=self._limits)
        return Limit(best.burst, best.per_hour, best.per_day)

    def room(self, actor: Actor) -> QueueLimits:
        """How many requests may wait; a client of the API has its own number."""
        client = self._client(actor)
        return replace(self._queue, per_person=client.waiting) if client else self._queue

    def _client(self, actor: Actor) -> ApiClientSettings | None:
        person = actor.person
        return self._clients.get(person.id) if person.platform is Platform.API else None

    def of_job(self, job: Job) -> Limit:
        """The limit to which a job that failed is given back."""
        return self.of(Actor(job.person, job.space))
