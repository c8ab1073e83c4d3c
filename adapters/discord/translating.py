"""Descriptions of commands in the language of a person's app. Commands keep their names: all people talk of the same ones."""

from __future__ import annotations

import discord
from discord import app_commands

from adapters.discord.markup import shorten
from bot.strings import say, speaking
from knowledge.languages import base_of, spoken_languages

#: Description of a command or option, name of a choice: 1 to 100 characters; of a menu's entry: 32 (interactions/application-commands).
DESCRIPTION, MENU = 100, 32
#: Locales whose language is written otherwise than the translation.
_OTHER_SCRIPT = frozenset({discord.Locale.taiwan_chinese})

Place = app_commands.TranslationContextLocation


class Translations(app_commands.Translator):
    """The bot's own translations, as discord.py asks for them."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the words in a locale's language; None where there are none, or where the English name stays."""
        language = base_of(locale.value)
        if language == "en" or language not in spoken_languages() or locale in _OTHER_SCRIPT or _stays(context):
            return None
        with speaking(language):
            words = say(string.message)
        return None if words == string.message else shorten(words, MENU if _names_menu(context) else DESCRIPTION)


def _names_menu(context: app_commands.TranslationContextTypes) -> bool:
    return context.location is Place.command_name and isinstance(context.data, app_commands.ContextMenu)


def _stays(context: app_commands.TranslationContextTypes) -> bool:
    return context.location in (Place.command_name, Place.parameter_name) and not _names_menu(context)
