"""Every setting, described once: name, default, unit and meaning. Read from the environment; `.env` is the adapters' business."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, get_type_hints

from bot.errors import SettingError

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def _setting(variable: str, default: Any, help: str) -> Any:  # noqa: A002 - the common word for it
    return field(default=default, metadata={"variable": variable, "help": help}, repr=not variable.endswith(("TOKEN", "SECRET", "URL")))


@dataclass(frozen=True, slots=True)
class Settings:
    """How this bot is run. Every field comes from one environment variable."""

    telegram_token: str = _setting("TELEGRAM_TOKEN", "", "Token from @BotFather. Empty: no Telegram.")
    telegram_api_url: str = _setting("TELEGRAM_API_URL", "https://api.telegram.org", "Root address of the Bot API server.")
    telegram_webhook_url: str = _setting(
        "TELEGRAM_WEBHOOK_URL", "", "Public address (https://...) at which Telegram brings messages. Empty: the bot fetches them itself."
    )
    telegram_webhook_host: str = _setting("TELEGRAM_WEBHOOK_HOST", "127.0.0.1", "Address of this machine that the webhook listens on.")
    telegram_webhook_port: int = _setting("TELEGRAM_WEBHOOK_PORT", 8788, "Port that the webhook listens on, behind your proxy.")
    telegram_webhook_secret: str = _setting(
        "TELEGRAM_WEBHOOK_SECRET", "", "What Telegram shows with each message: 1 to 256 of A-Z a-z 0-9 _ -. Empty: made from the token."
    )
    discord_token: str = _setting("DISCORD_TOKEN", "", "Bot token from Discord's developer portal. Empty: no Discord.")
    discord_api_url: str = _setting("DISCORD_API_URL", "", "Root address of another Discord REST server. Empty: Discord's own.")
    discord_gateway_url: str = _setting("DISCORD_GATEWAY_URL", "", "Address of another Discord gateway (ws://...). Empty: Discord's own.")
    discord_shards: str = _setting(
        "DISCORD_SHARDS", "", "The shards of this process where several share the work, such as 0,1 of 4. Empty: all of them."
    )
    llm_model: str = _setting(
        "LLM_MODEL",
        "",
        "A chat model that may put answers into other words, such as ollama:llama3.2. Empty: none; nothing leaves the machine.",
    )
    redis_url: str = _setting(
        "REDIS_URL", "", "Redis that several processes share, such as redis://127.0.0.1:6379/0. Empty: one process alone."
    )
    operator_name: str = _setting("OPERATOR_NAME", "", "Who runs this bot, as people see it.")
    operator_contact: str = _setting("OPERATOR_CONTACT", "", "How people reach whoever runs it: an e-mail address or a link.")
    web_port: int = _setting("UNEXPOSED_PORT", 8787, "Port of the local page on 127.0.0.1.")
    knowledge: str = _setting("UNEXPOSED_KNOWLEDGE", "", "A folder with your own guides and platforms, searched together with ours.")
    memory_minutes: int = _setting("UNEXPOSED_MEMORY_MINUTES", 30, "Minutes until a conversation's topic is forgotten.")
    workers: int = _setting("UNEXPOSED_WORKERS", 2, "Requests worked on at the same time.")
    per_minute: int = _setting(
        "UNEXPOSED_PER_MINUTE", 60, "Messages a minute that one person in a chat service may send for long; five times as many at once."
    )
    max_photo_mb: int = _setting("UNEXPOSED_MAX_PHOTO_MB", 50, "Largest photo taken by the local page and the terminal, in megabytes.")
    keep_gain_maps: bool = _setting(
        "UNEXPOSED_KEEP_GAIN_MAPS", default=True, help="Keep what makes a photo glow on HDR screens: yes or no."
    )
    keep_ai_marks: bool = _setting(
        "UNEXPOSED_KEEP_AI_MARKS", default=False, help="Keep Content Credentials and the mark that AI made a picture: yes or no."
    )
    keep_credit: bool = _setting("UNEXPOSED_KEEP_CREDIT", default=False, help="Keep the names of author and copyright holder: yes or no.")
    fetch: bool = _setting("UNEXPOSED_FETCH", default=True, help="Fetch the page of a policy when a person gives its address: yes or no.")
    log_level: str = _setting("UNEXPOSED_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR. No level logs texts, names or tokens.")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings found in `environment`; empty values count as unset.

    Raises SettingError naming the variable that cannot be used.
    """
    kinds = get_type_hints(Settings)
    found: dict[str, Any] = {}
    for item in fields(Settings):
        raw = environment.get(item.metadata["variable"], "").strip()
        if raw:
            found[item.name] = _READ[kinds[item.name]](item.metadata["variable"], raw)
    level = found.get("log_level", "INFO")
    if level.upper() not in LOG_LEVELS:
        raise SettingError(f"UNEXPOSED_LOG_LEVEL is {level!r}.", f"Write one of {', '.join(LOG_LEVELS)}.", name="UNEXPOSED_LOG_LEVEL")
    return Settings(**found)


def _number(variable: str, raw: str) -> int:
    if raw.isascii() and raw.isdigit() and len(raw) < 6 and 0 < int(raw) < 65536:
        return int(raw)
    raise SettingError(f"{variable} is {raw!r}, which is no number from 1 to 65535.", "Write digits only, or remove it.", name=variable)


def _truth(variable: str, raw: str) -> bool:
    if raw.lower() in _TRUTHS:
        return _TRUTHS[raw.lower()]
    raise SettingError(f"{variable} is {raw!r}, which is neither yes nor no.", "Write yes or no, or remove it.", name=variable)


def _text(_: str, raw: str) -> str:
    return raw


_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_READ: dict[type, Callable[[str, str], Any]] = {int: _number, bool: _truth, str: _text}
