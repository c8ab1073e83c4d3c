"""The door to Telegram: check the token, introduce the commands, then poll until told to stop."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from adapters.runtime import Runtime
from adapters.telegram.answering import Answerer
from adapters.telegram.calls import WORDS_S, seconds
from adapters.telegram.introduction import attempt, introduce
from adapters.telegram.leases import leases_of
from adapters.telegram.polling import Poller, RawUpdate, backoff, describe
from adapters.telegram.waits import Waits
from adapters.telegram.webhook import MAX_CONNECTIONS, PATH, Webhook, secret_of, serve
from bot.errors import SettingError
from bot.settings import Settings

log = logging.getLogger("unexposed.telegram")

#: What is asked of Telegram. Inline queries come only when BotFather has switched the mode on.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")

#: Loggers that would tell tokens (addresses of calls) or texts (what was received).
_LOUD = ("httpx", "httpcore", "telegram")
_TELLTALE = ("telegram.Bot", "telegram.request.BaseRequest")

#: BotFather's form: the bot's number, a colon, letters.
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


class PollingBot(Bot):
    """A bot that hands out updates as they came.

    The library's own get_updates fails for a whole batch, and logs it, when one update is not as expected.
    """

    async def fetch(self, offset: int | None, limit: int, wait_s: int) -> Sequence[RawUpdate]:
        """Return the updates from `offset` on, waiting up to `wait_s` seconds for one."""
        asked = {"offset": offset, "limit": limit, "timeout": wait_s, "allowed_updates": list(ALLOWED_UPDATES)}
        try:
            found: Any = await self._post("getUpdates", asked, read_timeout=wait_s + 10.0)
            return [update for update in found if isinstance(update, dict) and isinstance(update.get("update_id"), int)]
        except (KeyError, TypeError) as error:
            raise TelegramError("an answer without a list of updates") from error


async def run(runtime: Runtime, announce: Callable[[str], None] | None = None, waits: Waits | None = None) -> None:
    """Keep the door open until cancelled; then finish what is in flight, within ten seconds, and return.

    Raises SettingError when Telegram does not know the token; everything else is waited out.
    """
    quiet()
    chosen = waits or Waits()
    bot = open_bot(runtime.settings)
    try:
        await connect(bot, chosen)
        if announce:
            announce(f"Telegram: @{bot.username} is listening")
        await listen(bot, runtime, chosen)
    except InvalidToken:
        raise unknown_token() from None
    except asyncio.CancelledError:
        return  # told to stop, and done with it
    finally:
        await bot.shutdown()


async def listen(bot: PollingBot, runtime: Runtime, waits: Waits) -> None:
    """Introduce the bot and answer what comes, until cancelled."""
    introduction = asyncio.create_task(introduce(bot, runtime, waits))
    answerer = Answerer(bot, bot.bot, runtime, waits)
    try:
        await (_by_webhook if runtime.settings.telegram_webhook_url else _by_polling)(bot, answerer, runtime, waits)
    finally:
        introduction.cancel()


async def _by_polling(bot: PollingBot, answerer: Answerer, _: Runtime, waits: Waits) -> None:
    await attempt(lambda: bot.delete_webhook(drop_pending_updates=False), waits)  # a webhook would keep updates from polling
    await Poller(bot.fetch, answerer.answer, answerer.give_up, waits).run()


async def _by_webhook(bot: PollingBot, answerer: Answerer, runtime: Runtime, waits: Waits) -> None:
    """Listen, and tell Telegram where; the address stays registered when this worker ends, for the others."""
    settings = runtime.settings
    webhook = Webhook(answerer.answer, answerer.give_up, leases_of(settings), secret_of(settings))
    serving = asyncio.create_task(serve(webhook, runtime, waits.grace_s))
    address = settings.telegram_webhook_url.rstrip("/") + PATH
    registering = asyncio.create_task(register(bot, address, secret_of(settings), waits))
    try:
        await asyncio.wait([serving, registering], return_when=asyncio.FIRST_EXCEPTION)
        registering.result()
        await serving
    finally:
        registering.cancel()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def register(bot: Bot, address: str, secret: str, waits: Waits) -> None:
    """Tell Telegram where to bring updates, until it hears; SettingError for an address that it does not take."""
    failures = 0
    while True:
        try:
            await bot.set_webhook(address, secret_token=secret, max_connections=MAX_CONNECTIONS, allowed_updates=list(ALLOWED_UPDATES))
        except BadRequest as error:
            hint = "It starts with https:// and can be reached from the internet."
            raise SettingError("Telegram does not take the webhook's address.", hint, name="TELEGRAM_WEBHOOK_URL") from error
        except TelegramError as error:
            failures += 1
            await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else backoff(waits, failures))
        else:
            return


def quiet() -> None:
    """Hold the libraries' loggers where they tell neither tokens nor texts, whatever level was chosen."""
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _TELLTALE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def open_bot(settings: Settings) -> PollingBot:
    """Return the bot of these settings, not connected yet; SettingError for a token or an address that cannot be one."""
    root = settings.telegram_api_url.rstrip("/")
    check(settings.telegram_token, root)
    return PollingBot(
        settings.telegram_token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=HTTPXRequest(read_timeout=WORDS_S, pool_timeout=15, media_write_timeout=60),
        get_updates_request=HTTPXRequest(connection_pool_size=2, pool_timeout=15),
    )


def check(token: str, root: str) -> None:
    """Raise SettingError for a token or an address that cannot be one."""
    if not re.match(r"https?://[^/\s]", root):
        raise SettingError("TELEGRAM_API_URL is no web address.", "It starts with https://; or leave it out.", name="TELEGRAM_API_URL")
    if not token:
        raise SettingError("There is no token for Telegram.", "Ask @BotFather for one and put it in TELEGRAM_TOKEN.", name="TELEGRAM_TOKEN")
    if not _TOKEN.fullmatch(token):
        hint = "@BotFather gives them as digits, a colon and letters; copy it whole."
        raise SettingError("TELEGRAM_TOKEN does not look like a token.", hint, name="TELEGRAM_TOKEN")


async def connect(bot: Bot, waits: Waits) -> None:
    """Ask Telegram who this bot is until it answers. Raises InvalidToken, or SettingError for a server of another kind."""
    failures = 0
    while True:
        try:
            await bot.initialize()
            break
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            if failures == 1:
                log.warning("%s I keep trying.", describe(error))
            await asyncio.sleep(seconds(error) if isinstance(error, RetryAfter) else backoff(waits, failures))
        except (KeyError, TypeError, AttributeError) as error:  # an answer in JSON, yet none of Telegram's
            hint = "Check TELEGRAM_API_URL, or leave it out."
            raise SettingError("That address answers, but not like Telegram.", hint, name="TELEGRAM_API_URL") from error
    if failures:
        log.warning("Telegram answers now.")


def unknown_token() -> SettingError:
    """Return what to tell the operator whose token Telegram refuses."""
    return SettingError(
        "Telegram does not know this token.",
        "Check TELEGRAM_TOKEN, or ask @BotFather for a new one (/token). With your own Bot API server, check TELEGRAM_API_URL too.",
        name="TELEGRAM_TOKEN",
    )
