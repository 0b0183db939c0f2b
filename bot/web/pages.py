"""The HTML pages and static files, read once at the start: no request reads the disk."""

import mimetypes
from collections.abc import Callable
from functools import cache
from pathlib import Path

from aiohttp import web
from babel.core import Locale
from jinja2 import Environment, FileSystemLoader

from bot.language import ENGLISH, N_, _, current, languages, pgettext, speaking, tag
from bot.web.texts import ScriptTexts

FOLDER = Path(__file__).parent / "static"
TITLES = {
    "gallery": N_("Gallery · Emojismith"),
    "emoji": N_("Emoji · Emojismith"),
    "operator": "Operator · Emojismith",
}
VARIES = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}


def static_routes() -> list[web.RouteDef]:
    """The chat at "/", and scripts, styles and the icon below "/static/"."""
    files = [path for path in FOLDER.iterdir() if path.suffix != ".html"]
    return [
        *(_file(f"/static/{path.name}", path) for path in files),
        _page("/", "chat", "Emojismith", "chat"),
    ]


def page_route(path: str, name: str) -> web.RouteDef:
    """The page `name`, made of `header.html` and `NAME.html`, with `NAME.js`."""
    return _page(path, name, TITLES[name], "pages")


def problem_page(status: int, sentence: str) -> web.Response:
    """A page that says what went wrong, for somebody who opened an address in a browser."""
    language = current()
    body = _render("problem", f"{sentence} · Emojismith", "pages", "common", said=sentence)
    headers = {"Content-Language": tag(language)}
    return web.Response(text=body, status=status, content_type="text/html", headers=headers)


def _render(name: str, title: str, style: str, script: str, **more: str) -> str:
    """A page in the current language."""
    language = current()
    return (
        _templates()
        .get_template(f"{name}.html")
        .render(
            tag=tag(language),
            direction=Locale.parse(language).text_direction,
            title=_(title),
            style=style,
            script=script,
            texts=_scripts().of(language),
            chosen=language,
            languages={own: Locale.parse(own).display_name for own in languages()},
            **more,
        )
    )


def _page(path: str, name: str, title: str, style: str) -> web.RouteDef:
    # The operator's view is English.
    speaks: Callable[[], str] = current if name != "operator" else lambda: ENGLISH

    @cache
    def body(language: str) -> str:
        with speaking(language):
            return _render(name, title, style, name)

    async def send(_request: web.Request) -> web.Response:
        language = speaks()
        headers = VARIES | {"Content-Language": tag(language)}
        return web.Response(text=body(language), content_type="text/html", headers=headers)

    return web.get(path, send)


@cache
def _templates() -> Environment:
    found = Environment(loader=FileSystemLoader(FOLDER), autoescape=True)
    found.globals.update(_=_, pgettext=pgettext)
    return found


@cache
def _scripts() -> ScriptTexts:
    return ScriptTexts(FOLDER)


def _file(path: str, file: Path) -> web.RouteDef:
    kind, body = mimetypes.guess_type(file.name)[0], file.read_bytes()

    async def send(_request: web.Request) -> web.Response:
        headers = {"Cache-Control": "no-cache"}
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    return web.get(path, send)
