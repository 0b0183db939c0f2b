"""A candidate of an emoji as a file."""

from dataclasses import replace

from aiohttp import web

from bot.domain import Actor, Form
from bot.emoji.export import export_as_seen
from bot.service import Service

PICTURE = "/{place:[0-7]}.{form:png|webp|png100|emoji|gif|animated-webp|apng|webm|webm100|tgs}"
"""The end of a route to a picture."""
CONTENT_TYPES = {
    Form.PNG: "image/png",
    Form.WEBP: "image/webp",
    Form.PNG100: "image/png",
    Form.EMOJI: "image/png",
    Form.GIF: "image/gif",
    Form.ANIMATED_WEBP: "image/webp",
    Form.APNG: "image/apng",
    Form.WEBM: "video/webm",
    Form.WEBM100: "video/webm",
    Form.TGS: "application/x-tgsticker",
}


async def picture(service: Service, request: web.Request, emoji: int, actor: Actor) -> web.Response:
    """The candidate and file format that the path names. Raises Refused."""
    form, place = Form(request.match_info["form"]), int(request.match_info["place"])
    found = await service.emoji.picture(emoji, actor, place)
    shown = await service.emoji.get(emoji, actor)
    if form.moves:
        data = (await service.moving.file(replace(shown, chosen=place), form)).data
    else:
        data = await export_as_seen(found, form, shown.receipt)
    return web.Response(
        body=data,
        content_type=CONTENT_TYPES[form],
        headers={"Cache-Control": "private, max-age=600"},
    )
