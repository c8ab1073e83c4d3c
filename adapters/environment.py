"""Where settings are read: the environment, and `.env` in the working folder. Apart from the rest, so that `clean` starts at once."""

from __future__ import annotations

import os

from bot.errors import SettingError
from bot.settings import Settings, read_settings


def settings_from_environment() -> Settings:
    """Return the settings of the environment, `.env` in the working folder filling in what it lacks."""
    from dotenv import dotenv_values

    try:
        written = dotenv_values(".env")
    except (UnicodeDecodeError, OSError) as error:
        raise SettingError(".env cannot be read.", "Save it as UTF-8 text.", name=".env") from error
    told = {**written, **{name: value for name, value in os.environ.items() if value.strip()}}
    return read_settings({name: value for name, value in told.items() if value})
