"""Asks Telegram and Discord whether they know our tokens, for `unexposed doctor`. Nothing is sent but the token."""

from __future__ import annotations

import httpx

from bot.settings import Settings

_TIMEOUT_S = 10.0


def check_telegram(settings: Settings) -> tuple[bool, str]:
    """Return whether Telegram's token works, in a sentence."""
    if not settings.telegram_token:
        return True, "Telegram is not set up (TELEGRAM_TOKEN is empty)"
    return _ask("Telegram", f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token}/getMe", {}, "TELEGRAM_TOKEN")


def check_discord(settings: Settings) -> tuple[bool, str]:
    """Return whether Discord's token works, in a sentence."""
    if not settings.discord_token:
        return True, "Discord is not set up (DISCORD_TOKEN is empty)"
    root = settings.discord_api_url.rstrip("/") or "https://discord.com"
    return _ask("Discord", f"{root}/api/v10/users/@me", {"Authorization": f"Bot {settings.discord_token}"}, "DISCORD_TOKEN")


def _ask(service: str, address: str, headers: dict[str, str], variable: str) -> tuple[bool, str]:
    try:
        status = httpx.get(address, headers=headers, timeout=_TIMEOUT_S).status_code
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):  # the error's own words hold the address, and so the token
        return False, f"{service} cannot be reached from here; check the network, or the address in the settings"
    if status == httpx.codes.OK:
        return True, f"{service} knows the token"
    if status in (401, 403, 404):
        return False, f"{service} does not know this token; put the right one into {variable}"
    return False, f"{service} answers with trouble of its own (status {status}); try again later"
