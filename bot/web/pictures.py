"""A candidate of an emoji as a file."""

from aiohttp import web

from bot.domain import Actor, Form
from bot.export import export_as_seen
from bot.service import Service

PICTURE = "/{place:[0-7]}.{form:png|webp|png100|emoji}"
"""The end of a route to a picture."""
CONTENT_TYPES = {
    Form.PNG: "image/png",
    Form.WEBP: "image/webp",
    Form.PNG100: "image/png",
    Form.EMOJI: "image/png",
}


async def picture(service: Service, request: web.Request, emoji: int, actor: Actor) -> web.Response:
    """The candidate and file format that the path names. Raises Refused."""
    form, place = Form(request.match_info["form"]), int(request.match_info["place"])
    found = await service.emoji.picture(emoji, actor, place)
    receipt = (await service.emoji.get(emoji, actor)).receipt
    return web.Response(
        body=await export_as_seen(found, form, receipt),
        content_type=CONTENT_TYPES[form],
        headers={"Cache-Control": "private, max-age=600"},
    )
