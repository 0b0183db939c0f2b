"""Which limits apply to whom, from the settings."""

from bot.config import Settings
from bot.domain import Actor, Job
from bot.limits import Limit
from bot.store import QueueLimits


class Quotas:
    """The limits of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._limits = settings.limits
        self.queue = QueueLimits(settings.queue.per_person, settings.queue.total)

    def of(self, actor: Actor) -> Limit:
        """The most generous override for the person's roles and the space, else the default."""
        overrides = self._limits.overrides
        roles = (f"{actor.person.platform}:role:{role}" for role in actor.roles)
        found = [overrides[key] for key in (*roles, actor.space) if key in overrides]
        best = max(found, key=lambda quota: quota.per_day, default=self._limits)
        return Limit(best.burst, best.per_hour, best.per_day)

    def of_job(self, job: Job) -> Limit:
        """The limit to which a job that failed is given back."""
        return self.of(Actor(job.person, job.space))
