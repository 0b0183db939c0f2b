"""Reads jobs as the API answers them."""

from bot.api.answers import JobAnswer
from bot.domain import Actor, Person, Turn
from bot.service import Service


class JobReader:
    """Reads jobs with their emoji as those who asked see them."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def one(self, job: int) -> JobAnswer:
        """One job. Raises Refused if it is unknown."""
        return await self._answer(await self._service.turn(job))

    async def waiting(self, person: Person) -> list[JobAnswer]:
        """A client's jobs that wait or are being painted, oldest first."""
        return [await self._answer(turn) for turn in await self._service.waiting(person)]

    async def _answer(self, turn: Turn) -> JobAnswer:
        if turn.emoji is None:
            return JobAnswer.of(turn, None)
        shown = await self._service.emoji.shown(turn.emoji.id, Actor(turn.job.person))
        return JobAnswer.of(turn, shown)
