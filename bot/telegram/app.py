"""The Telegram adapter: polls for updates and passes them to the service."""

import logging
import os
from types import TracebackType
from typing import Any, Self

from telegram import LinkPreviewOptions, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)

from bot.domain import BadSettings
from bot.language import ENGLISH, languages, speaking
from bot.service import Service
from bot.settings.config import TelegramSettings
from bot.telegram.buttons import BUTTONS, cancel_keyboard
from bot.telegram.commands import COMMANDS, Commands, described, menu
from bot.telegram.courier import TelegramCourier
from bot.telegram.inline import Guest, InlineSearch, Typed
from bot.telegram.polling import WRONG_TOKEN, Polling
from bot.telegram.presses import PressHandler
from bot.telegram.progress import Progress
from bot.telegram.rate_limiter import RateLimiter
from bot.telegram.reactions import Reactions
from bot.telegram.replies import sentence_of
from bot.telegram.session import Session, address_of
from bot.telegram.stickers import StickerSets

log = logging.getLogger(__name__)

READ_SECONDS = 20.0
"""How long to wait for an answer. After that a delivery is repeated, though it may have arrived."""
MENU = "telegram commands"
"""The key in the store for the commands that Telegram has."""
LEFT_OVER = "Deleted a webhook of this bot from an earlier set-up. No update is lost."

Telegram = Application[Any, ContextTypes.DEFAULT_TYPE, Any, Any, Any, Any]


class TelegramApp:
    """One bot on Telegram. Entering the context logs in; then call `run`.

    `courier` delivers. `reachable` says whether Telegram answered when it was last asked.
    `base_url` is the Bot API server, if it is not Telegram's own.
    """

    url = None
    notes = ()

    def __init__(
        self, service: Service, settings: TelegramSettings, token: str, base_url: str | None = None
    ) -> None:
        # Opts in to the library's new type for durations; otherwise it warns at each 429.
        os.environ["PTB_TIMEDELTA"] = "true"
        self._service = service
        limiter = RateLimiter()
        self._application = _application(token, base_url, limiter)
        self._session = Session(self._application.bot, service)
        self._progress = Progress(self._session, limiter, cancel_keyboard)
        self.courier = TelegramCourier(self._session, self._progress)
        self.reachable = False
        self._recovered = False
        self._wire()

    async def __aenter__(self) -> Self:
        """Log in. Raises BadSettings for a wrong token. If Telegram is away, `run` tries again."""
        try:
            await self._application.initialize()
            self.reachable = True
        except InvalidToken:
            await self._application.bot.shutdown()
            raise BadSettings(WRONG_TOKEN) from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", error)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._progress.close()
        await self._application.bot.shutdown()

    async def run(self) -> None:
        """Serve until cancelled. Raises BadSettings for a wrong token."""
        polling = Polling(self._session.bot, self._connect, self._application.process_update)
        await polling.run()

    async def _connect(self) -> None:
        """Log in, delete a webhook, which rules out polling, and set the commands if changed."""
        self.reachable = False
        await self._application.initialize()
        if not self._recovered:
            self._recovered = True
            await self._progress.recover()
        bot = self._session.bot
        webhook = await bot.get_webhook_info()
        self.reachable = True
        if webhook.url:
            log.warning(LEFT_OVER)
            await bot.delete_webhook(drop_pending_updates=False)
        commands = menu(COMMANDS, bot.id)
        if await self._service.notes.get(MENU) != commands:
            await self._set_commands()
            await self._service.notes.set(MENU, commands)
            log.info("set the commands at Telegram")

    async def _set_commands(self) -> None:
        """Tell Telegram the commands, described in each language; English is for all others."""
        for language in languages():
            code = None if language == ENGLISH else language[:2]
            with speaking(language):
                await self._session.bot.set_my_commands(described(COMMANDS), language_code=code)

    def _wire(self) -> None:
        add, stickers = self._application.add_handler, StickerSets(self._session)
        typed = Typed()
        commands = Commands(self._session, self._progress, stickers, typed)
        add(TypeHandler(Update, commands.spoken_to), -2)
        new = filters.UpdateType.MESSAGE
        for name, command in {
            "emoji": commands.emoji,
            "mix": commands.mix,
            "pack": commands.pack,
            "style": commands.style,
            "history": commands.history,
            "queue": commands.queue,
            "privacy": commands.privacy,
            "about": commands.about,
            "help": commands.help,
            "start": commands.start,
            "emoji_admin": commands.admin,
        }.items():
            add(CommandHandler(name, command, new))
        add(MessageHandler(new & filters.TEXT & ~filters.COMMAND, commands.text))
        pictures = filters.PHOTO | filters.Document.IMAGE
        add(MessageHandler(new & pictures, commands.picture))
        add(MessageHandler(new & filters.StatusUpdate.MIGRATE, commands.moved))
        add(MessageHandler(new & (filters.COMMAND | filters.ChatType.PRIVATE), commands.heard), -1)
        add(
            CallbackQueryHandler(
                PressHandler(self._session, self._progress, stickers, BUTTONS).handle
            )
        )
        add(InlineQueryHandler(InlineSearch(self._session, typed).handle))
        guests = Guest(self._session, typed).handle
        add(MessageHandler(filters.UpdateType.GUEST_MESSAGE, guests))
        updated = MessageReactionHandler.MESSAGE_REACTION_UPDATED
        react = Reactions(self._session).handle
        add(MessageReactionHandler(react, message_reaction_types=updated))
        self._application.add_error_handler(self._report)

    async def _report(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Reply to a message with what went wrong. Errors of other updates are only logged."""
        sentence = sentence_of(context.error)
        if isinstance(update, Update) and update.message is not None:
            try:
                await self._session.say(address_of(update.message), sentence)
            except TelegramError as error:
                log.info("could not reply: %s", error)


def _application(token: str, base_url: str | None, limiter: RateLimiter) -> Telegram:
    builder = (
        ApplicationBuilder()
        .token(token)
        .updater(None)
        .rate_limiter(limiter)
        .read_timeout(READ_SECONDS)
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
    )
    if base_url is not None:
        builder = builder.base_url(f"{base_url}/bot").base_file_url(f"{base_url}/file/bot")
    return builder.build()
