"""The HTML pages and static files, read once at the start: no request reads the disk."""

import mimetypes
from pathlib import Path
from string import Template

from aiohttp import web

FOLDER = Path(__file__).parent / "static"


def static_routes() -> list[web.RouteDef]:
    """The chat at "/", and scripts, styles and the icon below "/static/"."""
    files = [path for path in FOLDER.iterdir() if path.suffix != ".html"]
    return [
        *(_route(f"/static/{path.name}", path.read_bytes(), path.name) for path in files),
        _page("/", "Emojismith", "chat", "chat", _text("chat")),
    ]


def page_route(path: str, name: str) -> web.RouteDef:
    """The page `name`, made of the parts in `header.html` and `NAME.html`, with `NAME.js`."""
    title = f"{name.capitalize()} · Emojismith"
    return _page(path, title, "pages", name, _text("header") + _text(name))


def _page(path: str, title: str, style: str, script: str, body: str) -> web.RouteDef:
    layout = Template(_text("layout"))
    html = layout.substitute(title=title, style=style, script=script, body=body)
    return _route(path, html.encode(), "layout.html")


def _text(name: str) -> str:
    return (FOLDER / f"{name}.html").read_text("utf-8")


def _route(path: str, body: bytes, name: str) -> web.RouteDef:
    kind, _ = mimetypes.guess_type(name)

    async def send(_: web.Request) -> web.Response:
        headers = {"Cache-Control": "no-cache"}
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    return web.get(path, send)
