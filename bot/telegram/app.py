"""The Telegram adapter: polls for updates, and passes what happens there to the service."""

import logging
import os
from types import TracebackType
from typing import Any, Self

from telegram import LinkPreviewOptions, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    filters,
)

from bot.config import TelegramSettings
from bot.domain import BadSettings
from bot.service import Service
from bot.telegram.actions import ACTIONS
from bot.telegram.commands import COMMANDS, Commands, menu
from bot.telegram.courier import TelegramCourier
from bot.telegram.events import ReactionsAndInline
from bot.telegram.polling import WRONG_TOKEN, Polling
from bot.telegram.presses import CallbackHandlers
from bot.telegram.replies import sentence_of
from bot.telegram.session import Session, address_of

log = logging.getLogger(__name__)

RETRIES = 3
"""How often a call that Telegram asked to wait for is tried again at once."""
MENU = "telegram commands"
LEFT_OVER = "A webhook of this bot was left over: it is deleted, no update is lost."

Telegram = Application[Any, ContextTypes.DEFAULT_TYPE, Any, Any, Any, Any]


class TelegramApp:
    """One bot on Telegram. `courier` brings what was asked for here; `run` keeps it connected.

    `reachable` is False while Telegram has never answered. `base_url` is another server's.
    """

    def __init__(
        self, service: Service, settings: TelegramSettings, token: str, base_url: str | None = None
    ) -> None:
        # The library warns at each 429 until its new type for times is chosen, with this alone.
        os.environ["PTB_TIMEDELTA"] = "true"
        self._service = service
        self._application = _application(token, base_url)
        self._session = Session(self._application.bot, service)
        self.courier = TelegramCourier(self._session)
        self.reachable = False
        self._wire()

    async def __aenter__(self) -> Self:
        """Log in. Raises BadSettings for a wrong token; where nobody answers `run` tries on."""
        try:
            await self._log_in()
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
        await self._session.close()
        await self._application.bot.shutdown()

    async def run(self) -> None:
        """Serve until cancelled. Raises BadSettings for a wrong token."""
        polling = Polling(self._session.bot, self._connect, self._application.process_update)
        await polling.run()

    async def _log_in(self) -> None:
        await self._application.initialize()
        self.reachable = True

    async def _connect(self) -> None:
        """Log in, make room for polling, and tell Telegram of changed commands."""
        await self._log_in()
        bot = self._session.bot
        if (await bot.get_webhook_info()).url:
            log.warning(LEFT_OVER)
            await bot.delete_webhook(drop_pending_updates=False)
        commands = menu(COMMANDS, bot.id)
        if await self._service.remembered(MENU) != commands:
            await bot.set_my_commands(COMMANDS)
            await self._service.remember(MENU, commands)
            log.info("told Telegram of the commands")

    def _wire(self) -> None:
        add, presses = self._application.add_handler, CallbackHandlers(self._session, ACTIONS)
        commands, events = Commands(self._session, presses), ReactionsAndInline(self._session)
        new = filters.UpdateType.MESSAGE
        for name, command in {
            "emoji": commands.emoji,
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
        add(CallbackQueryHandler(presses.handle))
        add(InlineQueryHandler(events.inline))
        updated = MessageReactionHandler.MESSAGE_REACTION_UPDATED
        add(MessageReactionHandler(events.reaction, message_reaction_types=updated))
        self._application.add_error_handler(self._apologise)

    async def _apologise(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell the person why a message was not answered; all else is noted only."""
        sentence = sentence_of(context.error)
        if isinstance(update, Update) and update.message is not None:
            try:
                await self._session.say(address_of(update.message), sentence)
            except TelegramError as error:
                log.info("not said: %s", error)


def _application(token: str, base_url: str | None) -> Telegram:
    builder = (
        ApplicationBuilder()
        .token(token)
        .updater(None)
        .rate_limiter(AIORateLimiter(max_retries=RETRIES))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
    )
    if base_url is not None:
        builder = builder.base_url(f"{base_url}/bot").base_file_url(f"{base_url}/file/bot")
    return builder.build()
