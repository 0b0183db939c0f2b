"""A fake Discord on loopback: the gateway and the REST calls that discord.py needs, and errors."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
import yarl
from aiohttp import BodyPartReader, WSMsgType, web

APPLICATION, GUILD, CHANNEL, BOT, ALICE = "1", "20", "30", "1", "40"
COMPONENTS_V2, TEXT, GALLERY = 1 << 15, 10, 12
TIME = "2026-01-01T00:00:00+00:00"
SECONDS = 10.0
IDENTIFY, HEARTBEAT, RESUME, RECONNECT, INVALID, HELLO, ACK = 2, 1, 6, 7, 9, 10, 11


def user(own: str, bot: bool = False) -> dict[str, Any]:
    return {"id": own, "username": f"user{own}", "discriminator": "0", "avatar": None, "bot": bot}


def member(own: str, permissions: int = 0, bot: bool = False) -> dict[str, Any]:
    roles: dict[str, Any] = {"roles": [], "joined_at": TIME, "deaf": False, "mute": False}
    return roles | {"user": user(own, bot), "permissions": str(permissions), "flags": 0}


IN_SERVER = {
    "context": 0,
    "authorizing_integration_owners": {"0": GUILD},
    "guild_id": GUILD,
    "guild_locale": "en-US",
    "guild": {"id": GUILD, "locale": "en-US", "features": []},
    "channel_id": CHANNEL,
    "channel": {"id": CHANNEL, "type": 0},
}
"""Where an interaction comes from: the bot's server; then where only Alice has the bot."""
OTHER_SERVER = IN_SERVER | {
    "authorizing_integration_owners": {"1": ALICE},
    "guild_id": "21",
    "guild": {"id": "21", "locale": "de", "features": ["COMMUNITY"]},
    "channel_id": "31",
    "channel": {"id": "31", "type": 0, "guild_id": "21", "name": "elsewhere", "position": 3},
}
PRIVATE_CHANNEL = {
    "context": 2,
    "authorizing_integration_owners": {"1": ALICE},
    "guild_id": None,
    "guild": None,
    "channel_id": "32",
    "channel": {"id": "32", "type": 1, "recipients": [user("12")], "last_message_id": None},
    "user": user(ALICE),
}
GROUP_CHANNEL = PRIVATE_CHANNEL | {
    "channel_id": "33",
    "channel": {"id": "33", "type": 3, "name": "Friends", "recipients": [user("12")]},
}
WITH_THE_BOT = PRIVATE_CHANNEL | {
    "context": 1,
    "authorizing_integration_owners": {"0": "0", "1": ALICE},
    "channel_id": "34",
    "channel": {"id": "34", "type": 1, "recipients": [user(BOT, True)]},
}


@dataclass(frozen=True)
class DiscordCall:
    """A received request: its JSON, and its files as (field, name, bytes)."""

    method: str
    path: str
    json: Any = None
    files: tuple[tuple[str, str, bytes], ...] = ()
    reason: str | None = None


class UnknownFile(Exception):
    """A layout refers to a file that the message does not have."""


@dataclass
class DiscordFault:
    """An error to answer with, for this many calls."""

    method: str
    part: str
    status: int
    body: dict[str, Any]
    times: int


@dataclass
class DiscordServer:
    """Records requests in `calls` and the client's gateway messages in `gateway`.

    Interactions come from the bot's server, or from `place`.
    """

    calls: list[DiscordCall] = field(default_factory=list)
    gateway: list[dict[str, Any]] = field(default_factory=list)
    faults: list[DiscordFault] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    emojis: list[dict[str, Any]] = field(default_factory=list)
    stickers: list[dict[str, Any]] = field(default_factory=list)
    tier: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    place: dict[str, Any] = field(default_factory=dict)
    pressed: dict[str, str] = field(default_factory=dict)
    port: int = 0
    _socket: web.WebSocketResponse | None = None
    _missed: list[dict[str, Any]] = field(default_factory=list)
    _sequence: int = 0
    _ids: int = 1000
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @classmethod
    @asynccontextmanager
    async def open(cls, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator["DiscordServer"]:
        """Serve on a free port of loopback, and point discord.py there."""
        server = cls()
        app = web.Application()
        app.router.add_get("/gateway", server._talk)
        app.router.add_get("/cdn/{path:.*}", server._file)
        app.router.add_route("*", "/api{path:.*}", server._answer)
        runner = web.AppRunner(app, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.port = runner.addresses[0][1]
        base, gateway = f"http://127.0.0.1:{server.port}/api", server._gateway_url()
        monkeypatch.setattr(discord.http.Route, "BASE", base)
        monkeypatch.setattr(discord.Asset, "BASE", server.cdn)
        socket = discord.gateway.DiscordWebSocket
        monkeypatch.setattr(socket, "DEFAULT_GATEWAY", yarl.URL(gateway))
        try:
            yield server
        finally:
            await runner.cleanup()

    def fault(self, method: str, part: str, status: int, times: int = 1, **body: Any) -> None:
        """Answer the next calls whose path has this part with an error."""
        self.faults.append(DiscordFault(method, part, status, body, times))

    async def call(self, method: str, part: str, count: int = 1) -> DiscordCall:
        """Wait for the `count`-th call with this method whose path contains `part`."""

        def found() -> list[DiscordCall]:
            return [c for c in self.calls if c.method == method and part in c.path]

        async with asyncio.timeout(SECONDS), self._changed:
            await self._changed.wait_for(lambda: len(found()) >= count)
        return found()[count - 1]

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition holds; it is checked after each call."""
        async with asyncio.timeout(SECONDS), self._changed:
            await self._changed.wait_for(condition)

    async def said(self, op: int, count: int = 1) -> dict[str, Any]:
        """Wait for the client's `count`-th gateway message with this op."""

        def found() -> list[dict[str, Any]]:
            return [said for said in self.gateway if said["op"] == op]

        async with asyncio.timeout(SECONDS), self._changed:
            await self._changed.wait_for(lambda: len(found()) >= count)
        return found()[count - 1]

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event; a disconnected client gets it when it resumes."""
        self._sequence += 1
        message = {"op": 0, "t": event, "s": self._sequence, "d": data}
        if self._socket is None:
            self._missed.append(message)
        else:
            await self._socket.send_json(message)

    async def ask_to_reconnect(self) -> None:
        """Send op 7: reconnect and resume."""
        await self._send(RECONNECT)

    async def invalidate(self) -> None:
        """Send op 9: the session is invalid."""
        await self._send(INVALID, False)

    async def close(self, code: int) -> None:
        """Close the gateway with a code."""
        socket, self._socket = self._socket, None
        assert socket is not None
        await socket.close(code=code)

    def drop(self) -> None:
        """Cut the connection without closing it."""
        assert self._socket is not None
        assert self._socket._req is not None
        transport = self._socket._req.transport
        self._socket = None
        assert transport is not None
        transport.abort()

    async def slash(self, name: str, *options: dict[str, Any], **more: Any) -> str:
        """Alice uses a command in the server's channel. Returns the interaction's token."""
        data = {"id": "5", "name": name, "type": 1, "options": list(options)}
        data |= {"resolved": more.pop("resolved", {})}
        return await self._interact(2, data, **more)

    @property
    def cdn(self) -> str:
        """Where files are."""
        return f"http://127.0.0.1:{self.port}/cdn"

    def attachment(self, data: bytes, name: str = "a.png", size: int | None = None) -> Any:
        """A file that somebody attaches; `size` is what Discord says of it."""
        self.files[name] = data
        url, own = f"{self.cdn}/{name}", self._id()
        found = {"id": own, "filename": name, "url": url, "proxy_url": url}
        return found | {"size": size or len(data), "content_type": "image/png"}

    async def use_menu(self, name: str, *attachments: Any, content: str = "", **more: Any) -> str:
        """Alice uses a command of the menu of Bob's message with these attachments."""
        own = self._id()
        message: dict[str, Any] = {"id": own, "channel_id": CHANNEL, "author": user("12")}
        message |= {"type": 0, "content": content}
        message |= {"timestamp": TIME, "edited_timestamp": None, "tts": False, "pinned": False}
        message |= {"mention_everyone": False, "mentions": [], "mention_roles": [], "embeds": []}
        message |= {"attachments": [*attachments]} | more.pop("message", {})
        resolved = {"messages": {own: message}}
        data = {"id": "5", "name": name, "type": 3, "target_id": own, "resolved": resolved}
        return await self._interact(2, data, **more)

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["path"].rpartition("/")[2])
        return web.Response(status=404) if data is None else web.Response(body=data)

    async def press(self, custom_id: str, message: str, **more: Any) -> str:
        """Alice presses a button of a message. Returns the interaction's token."""
        data = {"component_type": 2, "custom_id": custom_id}
        token = await self._interact(3, data, message=self.messages[message], **more)
        self.pressed[token] = message
        return token

    async def press_in_menu(self, action: str, message: str, emoji: int = 1, **more: Any) -> str:
        """Alice presses a button in the menu of an emoji. Returns the interaction's token."""
        token = await self.press(f"e:more:{emoji}", message, **more)
        await self.call("PATCH", f"/{token}/messages/@original")
        menu = f"9{token.removeprefix('token')}"
        return await self.press(f"e:{action}:{emoji}@{message}", menu, **more)

    async def react(self, message: str, emoji: str, added: bool = True, bot: bool = False) -> None:
        """Alice adds a reaction to a message, or removes it."""
        place = {"channel_id": CHANNEL, "message_id": message, "guild_id": GUILD}
        data: dict[str, Any] = place | {"user_id": ALICE, "type": 0, "burst": False}
        data |= {"emoji": {"id": None, "name": emoji}}
        if added:
            data["member"] = member(ALICE, bot=bot)
        await self.dispatch(f"MESSAGE_REACTION_{'ADD' if added else 'REMOVE'}", data)

    async def _interact(self, kind: int, data: dict[str, Any], **more: Any) -> str:
        own, permissions = self._id(), more.pop("permissions", 0)
        await self.dispatch(
            "INTERACTION_CREATE",
            {
                "id": own,
                "application_id": APPLICATION,
                "type": kind,
                "token": f"token{own}",
                "version": 1,
                "data": data,
                "app_permissions": str(2**50 - 1),
                "attachment_size_limit": 10 * 2**20,
                "locale": "en-US",
                "entitlements": [],
            }
            | IN_SERVER
            | ({} if "user" in self.place else {"member": member(ALICE, permissions)})
            | self.place
            | more,
        )
        return f"token{own}"

    def _gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    def _id(self) -> str:
        self._ids += 1
        return str(self._ids)

    async def _send(self, op: int, data: Any = None) -> None:
        socket, self._socket = self._socket, None
        assert socket is not None
        await socket.send_json({"op": op, "d": data})

    async def _note(self, calls: list[Any], one: Any) -> None:
        async with self._changed:
            calls.append(one)
            self._changed.notify_all()

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 40000}})
        async for received in socket:
            assert received.type is WSMsgType.TEXT
            said = json.loads(received.data)
            if said["op"] == HEARTBEAT:
                await socket.send_json({"op": ACK})
            elif said["op"] == IDENTIFY:
                self._socket = socket
                await self._greet()
            elif said["op"] == RESUME:
                missed, self._missed = self._missed, []
                self._socket = socket
                await self.dispatch("RESUMED", {})
                for message in missed:
                    await socket.send_json(message)
            await self._note(self.gateway, said)
        return socket

    async def _greet(self) -> None:
        ready = {"v": 10, "session_id": "session", "resume_gateway_url": self._gateway_url()}
        guilds = [{"id": GUILD, "unavailable": True}]
        application = {"id": APPLICATION, "flags": 0}
        await self.dispatch(
            "READY",
            ready | {"user": user(BOT, True), "guilds": guilds, "application": application},
        )
        channel = {"id": CHANNEL, "type": 0, "name": "general", "position": 0}
        everyone: dict[str, Any] = {"id": GUILD, "name": "@everyone", "permissions": "0"}
        everyone |= {"color": 0, "hoist": False, "position": 0, "managed": False}
        guild: dict[str, Any] = {
            "id": GUILD,
            "name": "Server",
            "member_count": 2,
            "owner_id": ALICE,
        }
        guild |= {"channels": [channel], "roles": [everyone | {"mentionable": False}]}
        guild |= {"members": [member(BOT, bot=True)], "premium_tier": self.tier}
        await self.dispatch("GUILD_CREATE", guild)

    async def _answer(self, request: web.Request) -> web.Response:
        call = await _read(request)
        try:
            status, body = self._fault(call) or (200, self._right(call))
        except UnknownFile as error:
            status, body = 400, {"code": 50035, "message": f"no file {error}"}
        await self._note(self.calls, call)
        # discord.py takes a type with a charset for text.
        headers = {"Content-Type": "application/json", "Via": "1.1 test"}
        return web.Response(status=status, body=json.dumps(body).encode(), headers=headers)

    def _fault(self, call: DiscordCall) -> tuple[int, Any] | None:
        for fault in self.faults:
            if fault.times and fault.method == call.method and fault.part in call.path:
                fault.times -= 1
                return fault.status, fault.body
        return None

    def _right(self, call: DiscordCall) -> Any:
        match call.method, call.path.strip("/").split("/"):
            case "GET", ["users", "@me"]:
                return user(BOT, True)
            case "GET", ["oauth2", "applications", "@me"]:
                about = {"id": APPLICATION, "name": "Emojismith", "icon": None, "description": ""}
                flags: dict[str, Any] = {"bot_public": True, "bot_require_code_grant": False}
                return about | flags | {"verify_key": "0", "flags": 0, "owner": user(ALICE)}
            case "PUT", ["applications", _, "commands"]:
                return [
                    {"description": ""}
                    | command
                    | {"id": self._id(), "application_id": APPLICATION, "version": "1"}
                    for command in call.json
                ]
            case "POST", ["interactions", own, token, "callback"]:
                if call.json["type"] == 5:
                    self.pressed.pop(token, None)
                return self._called_back(own, call.json)
            case "POST", ["webhooks", _, _] | ["channels", _, "messages"]:
                return self._message(self._id(), call)
            case "PATCH", ["webhooks", _, token, "messages", "@original"]:
                new = f"9{token.removeprefix('token')}"
                return self._message(self.pressed.get(token, new), call)
            case "PATCH", [_, *_, "messages", own]:
                return self._message(own, call)
            case "POST", ["users", "@me", "channels"]:
                return {"id": self._id(), "type": 1, "recipients": [user(ALICE)]}
            case "GET", ["guilds", _, "emojis"]:
                return self.emojis
            case "POST", ["guilds", _, "emojis"]:
                moves = call.json["image"].startswith("data:image/gif;")
                added = {"id": self._id(), "name": call.json["name"], "animated": moves}
                self.emojis.append(added)
                return added
            case "GET", ["guilds", _, "stickers"]:
                return self.stickers
            case "POST", ["guilds", _, "stickers"]:
                told = {field: data.decode() for field, name, data in call.files if not name}
                sticker = {"id": self._id(), "type": 2, "format_type": 2, "guild_id": GUILD}
                return sticker | {"available": True, **told}
            case "DELETE", _:
                return {}
        raise AssertionError(f"{call.method} {call.path} is not served")

    def _called_back(self, own: str, body: dict[str, Any]) -> dict[str, Any]:
        made = {"response_message_id": f"9{own}"} if body["type"] == 5 else {}
        return {"interaction": {"id": own, "type": 2} | made}

    def _message(self, own: str, call: DiscordCall) -> dict[str, Any]:
        sent = copy.deepcopy(call.json)
        names = [
            {"id": self._id(), "filename": name, "size": len(data), "url": "", "proxy_url": ""}
            for _, name, data in call.files
        ]
        message = self.messages.setdefault(own, {"content": "", "components": [], "flags": 0})
        message |= {"id": own, "channel_id": CHANNEL, "author": user(BOT, True), "type": 0}
        message |= {"timestamp": TIME, "edited_timestamp": None, "tts": False, "pinned": False}
        message |= {"mention_everyone": False, "mentions": [], "mention_roles": [], "embeds": []}
        message |= {key: sent[key] for key in ("content", "components", "flags") if key in sent}
        if "attachments" in sent or names:
            self.kept[own] = names
        if not (message["flags"] or 0) & COMPONENTS_V2:
            return message | {"attachments": names}
        assert not message["content"], "a layout has no content"
        for component in message["components"]:
            for item in component.get("items", ()):
                item["media"] = self._media(own, item["media"])
        message["content"] = ""
        return message | {"attachments": []}

    def _media(self, message: str, media: dict[str, Any]) -> dict[str, Any]:
        """A picture of a layout as Discord describes it."""
        name = media["url"].removeprefix("attachment://")
        known = next((file for file in self.kept[message] if file["filename"] == name), None)
        if known is None:
            raise UnknownFile(name)
        url = f"{self.cdn}/attachments/{CHANNEL}/{known['id']}/{name}"
        found = {"url": f"{url}?ex=1&is=2&hm=3", "proxy_url": url, "attachment_id": known["id"]}
        return found | {"content_type": "image/png", "width": 128, "height": 128}


async def _read(request: web.Request) -> DiscordCall:
    path, reason = request.match_info["path"], request.headers.get("X-Audit-Log-Reason")
    if not request.can_read_body:
        return DiscordCall(request.method, path, None, (), reason)
    if not request.content_type.startswith("multipart/"):
        return DiscordCall(request.method, path, await request.json(), (), reason)
    body, files = None, []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files.append((part.name or "", part.filename or "", data))
    return DiscordCall(request.method, path, body, tuple(files), reason)


def option(name: str, value: Any) -> dict[str, Any]:
    """An option of a command: a string or a whole number."""
    return {"name": name, "type": 3 if isinstance(value, str) else 4, "value": value}


def custom_ids(components: Sequence[dict[str, Any]]) -> list[str]:
    """The ids of a message's buttons."""
    rows = (own for own in components if own["type"] == 1)
    return [button["custom_id"] for row in rows for button in row["components"]]


def text_in(sent: dict[str, Any]) -> str:
    """The text of a message, also if it is a layout."""
    texts = (own["content"] for own in sent.get("components") or () if own["type"] == TEXT)
    return sent.get("content") or "\n".join(texts)
