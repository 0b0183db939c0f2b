"""The HTML pages and static files, read once at the start: no request reads the disk."""

import mimetypes
from pathlib import Path
from string import Template

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
LAYOUT = "layout.html"


def static_routes() -> list[web.RouteDef]:
    """The chat at "/", and scripts, styles and the icon below "/static/"."""
    files = [path for path in FOLDER.iterdir() if path.suffix != ".html"]
    return [
        *(_route(f"/static/{path.name}", path.read_bytes(), path.name) for path in files),
        _route("/", (FOLDER / "index.html").read_bytes(), "index.html"),
    ]


def page_route(path: str, name: str) -> web.RouteDef:
    """A page made of `layout.html` and the main part in `NAME.html`, with the script `NAME.js`."""
    layout = Template((FOLDER / LAYOUT).read_text("utf-8"))
    main = (FOLDER / f"{name}.html").read_text("utf-8")
    html = layout.substitute(title=name.capitalize(), script=f"{name}.js", main=main)
    return _route(path, html.encode(), LAYOUT)


def _route(path: str, body: bytes, name: str) -> web.RouteDef:
    kind, _ = mimetypes.guess_type(name)

    async def send(_: web.Request) -> web.Response:
        headers = {"Cache-Control": "no-cache"}
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    return web.get(path, send)
