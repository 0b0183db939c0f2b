"""Operations on jobs, their events, and the files of packs."""

from typing import Any

from aiohttp import web

from bot.api.answers import JobAnswer, Jobs, content
from bot.api.paths import archive_of, job_of
from bot.api.readers import JobReader
from bot.api.routes import ARCHIVES, EVENTS, Operations, Route, json
from bot.domain import Actor, ArchiveFormat
from bot.http.events import EventStreams
from bot.http.server import ACTOR
from bot.service import Service

TYPES = {
    ArchiveFormat.ZIP: ARCHIVES[0],
    ArchiveFormat.SLACK: ARCHIVES[0],
    ArchiveFormat.MASTODON: ARCHIVES[1],
}
PRIVATE = {"Cache-Control": "private, max-age=600"}


class JobOperations(Operations):
    """The client's jobs. A pack is a job too."""

    def __init__(self, service: Service, reader: JobReader, events: EventStreams) -> None:
        super().__init__(service, reader)
        self._events = events

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes, below the API's root."""
        pack, files = "/packs/{job}", (404, 409)
        return (
            Route("GET", "/jobs", self.jobs, Jobs),
            Route("GET", "/jobs/{job}", self.job, JobAnswer, problems=(404,)),
            Route("DELETE", "/jobs/{job}", self.cancel, JobAnswer, problems=(404, 409)),
            Route("GET", "/events", self.follow, EVENTS),
            Route("GET", pack + "/sheet.png", self.sheet, "image/png", problems=files),
            Route("GET", pack + "/archives/{archive}", self.archive, ARCHIVES, problems=files),
            Route("DELETE", pack, self.delete_pack, JobAnswer, problems=files),
        )

    async def jobs(self, request: web.Request) -> web.Response:
        """The client's jobs that wait or are being painted."""
        return json(await self._waiting(request[ACTOR]))

    async def job(self, request: web.Request) -> web.Response:
        """How far a job is; with its emoji or pack, once it is done."""
        return json(await self._job(job_of(request), request[ACTOR]))

    async def cancel(self, request: web.Request) -> web.Response:
        """Cancel a job that waits or is being painted."""
        number = job_of(request)
        await self._job(number, request[ACTOR])
        await self._service.cancel(number, request[ACTOR])
        return json(await self._job(number, request[ACTOR]))

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """All that happens to the client's jobs, as server-sent events.

        First `snapshot` (as /jobs answers), then `step` (a Step) for progress and `job` (a
        JobAnswer) for each job that is done or has ended. The steps of a pack are its parts. At
        most eight streams per client.
        """
        return await self._events.serve(request, self._snapshot)

    async def sheet(self, request: web.Request) -> web.Response:
        """The contact sheet of a finished pack."""
        number, packs = await self._pack(request), self._service.packs
        sheet = await packs.sheet(await packs.get(number, request[ACTOR]))
        return web.Response(body=sheet, content_type="image/png", headers=PRIVATE)

    async def archive(self, request: web.Request) -> web.Response:
        """A finished pack as one file.

        `zip` has pictures and the contact sheet, `mastodon` is for `tootctl emoji import`, `slack`
        has files for Slack's form.
        """
        number, format = await self._pack(request), archive_of(request)
        archive = await self._service.packs.archive(number, format, request[ACTOR])
        named = {"Content-Disposition": f'attachment; filename="{archive.name}"'}
        return web.Response(body=archive.data, content_type=TYPES[format], headers=PRIVATE | named)

    async def delete_pack(self, request: web.Request) -> web.Response:
        """Delete the pictures of a finished pack."""
        number = await self._pack(request)
        await self._service.packs.remove(number, request[ACTOR])
        return json(await self._job(number, request[ACTOR]))

    async def _pack(self, request: web.Request) -> int:
        """The job of a pack of this client. Raises HTTPNotFound for all others."""
        number = job_of(request)
        if (await self._job(number, request[ACTOR])).pack is None:
            raise web.HTTPNotFound(reason="This job is no pack")
        return number

    async def _snapshot(self, actor: Actor) -> dict[str, Any]:
        return content(await self._waiting(actor))

    async def _waiting(self, actor: Actor) -> Jobs:
        return Jobs(jobs=await self._reader.waiting(actor.person))
