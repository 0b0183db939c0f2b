"""A small Telegram on loopback: what python-telegram-bot needs of the Bot API, and its faults."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123:a token"
BOT = {"id": 123, "is_bot": True, "first_name": "Emojismith", "username": "emojismith_bot"}
ANN = {"id": 40, "is_bot": False, "first_name": "Ann"}
BOB = {"id": 41, "is_bot": False, "first_name": "Bob"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
OTHER_BOT = {"id": 42, "is_bot": True, "first_name": "Other"}
PRIVATE = {"id": 40, "type": "private", "first_name": "Ann"}
ELSEWHERE = {"id": -80, "type": "supergroup", "title": "Elsewhere"}
GROUP = {"id": -50, "type": "supergroup", "title": "Group", "is_forum": True}
LONG_AGO, SECONDS, SET_MOST = 1_700_000_000, 10.0, 120
SET_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*_by_emojismith_bot", re.IGNORECASE)

Json = dict[str, Any]


@dataclass(frozen=True)
class TelegramCall:
    """A received call: its fields with JSON decoded, and its files by field."""

    method: str
    fields: Json
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def buttons(self) -> dict[str, str]:
        """The inline buttons: callback data by label."""
        rows = self.fields.get("reply_markup", {}).get("inline_keyboard", [])
        return {own["text"]: own["callback_data"] for row in rows for own in row}


class TelegramFault(Exception):
    """An error to answer with."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass
class TelegramServer:
    """Records all calls but getUpdates in `calls`; `messages` are those in the chats, by id.

    Answers of the methods in `held` wait for their event; one of each in `lose` never comes.
    """

    calls: list[TelegramCall] = field(default_factory=list)
    faults: list[tuple[str, TelegramFault]] = field(default_factory=list)
    messages: dict[int, Json] = field(default_factory=dict)
    keyboards: dict[int, Json | None] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    sets: dict[str, list[Any]] = field(default_factory=dict)
    avatars: dict[int, list[str]] = field(default_factory=dict)
    members: dict[int, Json] = field(default_factory=dict)
    strangers: set[int] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    lose: set[str] = field(default_factory=set)
    allowed: list[str] = field(default_factory=list)
    chats: dict[int, Json] = field(default_factory=lambda: {-50: GROUP})
    webhook: str = ""
    confirmed: int = 0
    url: str = ""
    _updates: list[Json] = field(default_factory=list)
    _ids: int = 1000
    _polls: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @classmethod
    @asynccontextmanager
    async def open(cls, port: int = 0) -> AsyncIterator["TelegramServer"]:
        """Serve on a free port of loopback."""
        server, app = cls(), web.Application()
        app.router.add_post("/bot{token}/{method}", server._answer)
        app.router.add_get("/file/bot{token}/photos/{file}", server._file)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield server
        finally:
            await runner.cleanup()

    def fault(
        self, method: str, status: int, text: str = "", times: int = 1, **parameters: Any
    ) -> None:
        """Answer the next calls of a method with an error."""
        self.faults += [(method, TelegramFault(status, text, **parameters)) for _ in range(times)]

    def sent(self, method: str) -> list[TelegramCall]:
        """All calls of a method so far."""
        return [call for call in self.calls if call.method == method]

    async def call(self, method: str, count: int = 1) -> TelegramCall:
        """Wait for the `count`-th call of a method."""
        await self.until(lambda: len(self.sent(method)) >= count)
        return self.sent(method)[count - 1]

    async def until(self, condition: Any) -> None:
        """Wait until a condition holds; it is checked after each call."""
        async with asyncio.timeout(SECONDS), self._changed:
            await self._changed.wait_for(condition)

    async def say(
        self,
        text: str,
        user: Json = ANN,
        chat: Json = PRIVATE,
        reply_to: int | None = None,
        topic: int | None = None,
        behalf: Json | None = None,
    ) -> int:
        """A user sends a message, perhaps on behalf of a chat. Returns its id."""
        base = self._message(user, chat)
        if behalf is not None:
            base["sender_chat"] = behalf
        message = base | {"text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if reply_to is not None:
            message["reply_to_message"] = self.messages[reply_to]
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        self.messages[int(base["message_id"])] = message
        await self.update(message=message)
        return int(message["message_id"])

    async def press(self, data: str, message: int, user: Json = ANN, old: bool = False) -> str:
        """A user presses a button. Returns the query's id. An `old` message has no content."""
        shown = self.messages[message]
        if old:
            shown = {"chat": shown["chat"], "message_id": message, "date": 0}
        query = str(self._id())
        self.unanswered.add(query)
        base = {"id": query, "from": user, "chat_instance": "1", "data": data}
        await self.update(callback_query=base | {"message": shown})
        return query

    async def react(
        self,
        message: int,
        old: list[str],
        new: list[str],
        user: Json | None = ANN,
        behalf: Json = GROUP,
    ) -> None:
        """A user's reactions to a message change; without a user, those of a group or channel."""
        changed: Json = {"chat": self.messages[message]["chat"], "message_id": message}
        changed |= {"date": LONG_AGO, "old_reaction": _reactions(old)}
        changed |= {"new_reaction": _reactions(new)}
        changed |= {"actor_chat": behalf} if user is None else {"user": user}
        await self.update(message_reaction=changed)

    async def inline(self, words: str, user: Json = ANN, offset: str = "") -> None:
        """A user sends an inline query."""
        query = {"id": "1", "from": user, "query": words, "offset": offset}
        await self.update(inline_query=query)

    async def call_as_guest(
        self, text: str, user: Json = ANN, behalf: Json | None = None, chat: Json = ELSEWHERE
    ) -> None:
        """A user mentions the bot in a chat that it is not in."""
        message = self._message(user, chat) | {"text": text, "guest_query_id": str(self._id())}
        await self.update(guest_message=message | ({"sender_chat": behalf} if behalf else {}))

    async def update(self, number: int | None = None, **content: Any) -> int:
        """Add an update, which stays until it is confirmed. Returns its id."""
        number = number or self._id()
        async with self._changed:
            self._updates.append({"update_id": number, **content})
            self._changed.notify_all()
        return number

    def forget_updates(self) -> None:
        """Drop all updates, as Telegram does after a day."""
        self._updates.clear()

    def _id(self) -> int:
        self._ids += 1
        return self._ids

    def _message(self, user: Json, chat: Json) -> Json:
        own = self._id()
        base = {"message_id": own, "date": LONG_AGO, "chat": chat, "from": user}
        self.messages[own] = base
        return base

    async def _answer(self, request: web.Request) -> web.Response:
        call = await _read(request)
        try:
            if request.match_info["token"] != TOKEN:
                raise TelegramFault(401, "Unauthorized")
            for at, (method, fault) in enumerate(self.faults):
                if method == call.method:
                    del self.faults[at]
                    raise fault
            if call.method == "getUpdates":
                result = await self._get_updates(call.fields)
            else:
                result = getattr(self, f"_{call.method}")(call)
                if call.method in self.held:
                    await self._note(call)
                    await self.held[call.method].wait()
                    return web.json_response({"ok": True, "result": result})
        except TelegramFault as fault:
            await self._note(call)
            return web.json_response(fault.body, status=fault.status)
        await self._note(call)
        if call.method in self.lose and request.transport is not None:
            self.lose.remove(call.method)
            request.transport.close()
        return web.json_response({"ok": True, "result": result})

    async def _note(self, call: TelegramCall) -> None:
        async with self._changed:
            if call.method != "getUpdates":
                self.calls.append(call)
            self._changed.notify_all()

    async def _get_updates(self, fields: Json) -> list[Json]:
        if self.webhook:
            raise TelegramFault(
                409, "Conflict: can't use getUpdates method while webhook is active"
            )
        self._polls += 1
        own, limit = self._polls, int(fields.get("limit", 100))
        self.allowed = fields.get("allowed_updates", self.allowed)
        async with self._changed:
            self.confirmed = int(fields.get("offset", self.confirmed))
            self._updates = [one for one in self._updates if one["update_id"] >= self.confirmed]
            self._changed.notify_all()
            try:
                async with asyncio.timeout(float(fields.get("timeout", 0))):
                    await self._changed.wait_for(lambda: self.unconfirmed or self._polls > own)
            except TimeoutError:
                return []
        if self._polls > own:
            raise TelegramFault(409, "Conflict: terminated by other getUpdates request")
        return self.unconfirmed[:limit]

    @property
    def unconfirmed(self) -> list[Json]:
        """The updates that the bot has not confirmed and has asked for."""
        return [one for one in self._updates if set(self.allowed) & set(one)]

    def _getMe(self, call: TelegramCall) -> Json:  # noqa: N802
        return BOT

    def _getWebhookInfo(self, call: TelegramCall) -> Json:  # noqa: N802
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}

    def _deleteWebhook(self, call: TelegramCall) -> bool:  # noqa: N802
        self.webhook = ""
        return True

    def _setMyCommands(self, call: TelegramCall) -> bool:  # noqa: N802
        return True

    def _sendMessage(self, call: TelegramCall) -> Json:  # noqa: N802
        assert 1 <= len(call.fields["text"]) <= 4096
        assert "parse_mode" not in call.fields
        return self._put(call, text=call.fields["text"])

    def _sendSticker(self, call: TelegramCall) -> Json:  # noqa: N802
        known = call.fields.get("sticker", f"file{self._id()}")
        if "sticker" in call.files:
            self.files[known] = call.files["sticker"]
        elif known not in self.files:
            raise TelegramFault(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return self._put(call, sticker=_sticker(known))

    def _sendDocument(self, call: TelegramCall) -> Json:  # noqa: N802
        file = f"file{self._id()}"
        self.files[file] = call.files["document"]
        return self._put(call, document={"file_id": file, "file_unique_id": file})

    def _sendPhoto(self, call: TelegramCall) -> Json:  # noqa: N802
        assert len(call.fields["caption"]) <= 1024
        file = f"file{self._id()}"
        self.files[file] = call.files["photo"]
        photo = {"file_id": file, "file_unique_id": file, "width": 90, "height": 90}
        return self._put(call, photo=[photo], caption=call.fields["caption"])

    def _sendMediaGroup(self, call: TelegramCall) -> list[Json]:  # noqa: N802
        album = call.fields["media"]
        assert 2 <= len(album) <= 10
        assert {item["type"] for item in album} == {"document"}
        for item in album:
            assert call.files[item["media"].removeprefix("attach://")]
        return [self._put(call, document={"file_id": "f", "file_unique_id": "f"}) for _ in album]

    def _put(self, call: TelegramCall, **content: Any) -> Json:
        for data in call.buttons.values():
            assert len(data.encode()) <= 64
        chat = int(call.fields["chat_id"])
        kind = self.chats.get(chat, PRIVATE | {"id": chat})
        message = self._message(BOT, kind)
        message |= content
        replied = self.messages.get(call.fields.get("reply_parameters", {}).get("message_id"))
        if replied is not None:
            # Telegram leaves out what that message replies to.
            message["reply_to_message"] = replied | {"reply_to_message": None}
        self.keyboards[message["message_id"]] = call.fields.get("reply_markup")
        return message

    def _editMessageText(self, call: TelegramCall) -> Json:  # noqa: N802
        message = self._known(call, "edit")
        if message["text"] == call.fields["text"]:
            raise TelegramFault(400, "Bad Request: message is not modified")
        message["text"] = call.fields["text"]
        return message

    def _editMessageReplyMarkup(self, call: TelegramCall) -> Json:  # noqa: N802
        message, markup = self._known(call, "edit"), call.fields.get("reply_markup")
        number = message["message_id"]
        if message["from"] != BOT:
            raise TelegramFault(400, "Bad Request: message can't be edited")
        if number in self.keyboards and self.keyboards[number] == markup:
            raise TelegramFault(400, "Bad Request: message is not modified")
        self.keyboards[number] = markup
        return message

    def _deleteMessage(self, call: TelegramCall) -> bool:  # noqa: N802
        self._known(call, "delete")
        del self.messages[int(call.fields["message_id"])]
        return True

    def _known(self, call: TelegramCall, what: str) -> Json:
        message = self.messages.get(int(call.fields["message_id"]))
        if message is None:
            raise TelegramFault(400, f"Bad Request: message to {what} not found")
        return message

    def _answerCallbackQuery(self, call: TelegramCall) -> bool:  # noqa: N802
        assert len(call.fields.get("text", "")) <= 200
        assert call.fields.get("text") != []
        query = call.fields["callback_query_id"]
        if query not in self.unanswered:
            raise TelegramFault(400, "Bad Request: query is too old and response timeout expired")
        self.unanswered.remove(query)
        return True

    def _answerInlineQuery(self, call: TelegramCall) -> bool:  # noqa: N802
        assert len(call.fields.get("results", [])) <= 50
        assert len(call.fields.get("next_offset", "")) <= 64
        for result in call.fields.get("results", []):
            if result["sticker_file_id"] not in self.files:
                raise TelegramFault(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return True

    def _answerGuestQuery(self, call: TelegramCall) -> Json:  # noqa: N802
        result = call.fields["result"]
        if result["type"] == "sticker" and result["sticker_file_id"] not in self.files:
            raise TelegramFault(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return {"inline_message_id": "1"}

    def _getChat(self, call: TelegramCall) -> Json:  # noqa: N802
        number = int(call.fields["chat_id"])
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False
        )
        gifts["gifts_from_channels"] = False
        base = {"id": number, "type": "channel", "accent_color_id": 0, "max_reaction_count": 1}
        files = self.avatars.get(number, [])
        kinds = ("small_file_id", "small_file_unique_id", "big_file_id", "big_file_unique_id")
        photo = {"photo": dict.fromkeys(kinds, files[0])} if files else {}
        return base | {"accepted_gift_types": gifts} | photo

    def _getFile(self, call: TelegramCall) -> Json:  # noqa: N802
        file = call.fields["file_id"]
        if file not in self.files:
            raise TelegramFault(400, "Bad Request: wrong file_id or the file is unavailable")
        return {"file_id": file, "file_unique_id": file, "file_path": f"photos/{file}"}

    def _getUserProfilePhotos(self, call: TelegramCall) -> Json:  # noqa: N802
        own = self.avatars.get(int(str(call.fields["user_id"])), [])
        return {"total_count": len(own), "photos": [[_photo(file)] for file in own]}

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["file"]])

    async def send_picture(
        self, data: bytes, caption: str = "", document: bool = False, **more: Any
    ) -> int:
        """A user sends a photo, or a picture as a file. Returns the message's id."""
        file = f"picture-{self._id()}"
        self.files[file] = data
        base = self._message(more.pop("user", ANN), more.pop("chat", PRIVATE))
        if behalf := more.pop("behalf", None):
            base["sender_chat"] = behalf
        sent = _photo(file, more.pop("size", len(data)))
        content = {"document": sent | {"mime_type": "image/png"}} if document else {"photo": [sent]}
        message = base | content | ({"caption": caption} if caption else {})
        self.messages[int(base["message_id"])] = message
        await self.update(message=message)
        return int(str(message["message_id"]))

    def _getChatMember(self, call: TelegramCall) -> Json:  # noqa: N802
        user = int(call.fields["user_id"])
        return self.members.get(user, {"status": "member", "user": ANN | {"id": user}})

    def _createNewStickerSet(self, call: TelegramCall) -> bool:  # noqa: N802
        name = self._set_of(call)
        if not SET_NAME.fullmatch(name) or len(name) > 64:
            raise TelegramFault(400, "Bad Request: sticker set name invalid")
        if name in self.sets:
            raise TelegramFault(400, "Bad Request: sticker set name is already occupied")
        stickers = call.fields["stickers"]
        assert 1 <= len(stickers) <= 50
        self.sets[name] = [_attached(call, sticker) for sticker in stickers]
        return True

    def _addStickerToSet(self, call: TelegramCall) -> bool:  # noqa: N802
        name = self._set_of(call)
        if name not in self.sets:
            raise TelegramFault(400, "Bad Request: STICKERSET_INVALID")
        if len(self.sets[name]) >= SET_MOST:
            raise TelegramFault(400, "Bad Request: STICKERS_TOO_MUCH")
        self.sets[name].append(_attached(call, call.fields["sticker"]))
        return True

    def _set_of(self, call: TelegramCall) -> str:
        if int(call.fields["user_id"]) in self.strangers:
            raise TelegramFault(400, "Bad Request: user not found")
        return str(call.fields["name"])

    def _getStickerSet(self, call: TelegramCall) -> Json:  # noqa: N802
        name = call.fields["name"]
        if name not in self.sets:
            raise TelegramFault(400, "Bad Request: STICKERSET_INVALID")
        stickers = [_sticker(f"{name}{place}") for place, _ in enumerate(self.sets[name])]
        return {"name": name, "title": name, "sticker_type": "regular", "stickers": stickers}


def _photo(file: str, size: int = 1000) -> Json:
    known = {"file_id": file, "file_unique_id": file, "width": 90, "height": 90}
    return known | {"file_size": size}


def _sticker(file: str) -> Json:
    base = {"file_id": file, "file_unique_id": file, "type": "regular"}
    return base | {"width": 512, "height": 512, "is_animated": False, "is_video": False}


def _attached(call: TelegramCall, sticker: Json) -> bytes:
    """The bytes of a sticker in a set; checks what the API demands."""
    assert sticker["format"] in ("static", "video", "animated")
    assert sticker["emoji_list"]
    assert sum(map(len, sticker.get("keywords", []))) <= 64
    return call.files[sticker["sticker"].removeprefix("attach://")]


def _reactions(symbols: list[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": symbol} for symbol in symbols]


async def _read(request: web.Request) -> TelegramCall:
    fields: Json = {}
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            assert value.filename.endswith((".webp", ".png", ".webm", ".tgs", ".zip", ".gz"))
            files[name] = value.file.read()
        else:
            assert isinstance(value, str)
            fields[name] = json.loads(value) if value[:1] in ("{", "[") else value
    return TelegramCall(request.match_info["method"], fields, files)
