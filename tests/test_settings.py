"""Settings come from the environment, each described in one place."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.settings import Settings, read_settings
from bot.skills.help import operator

ROOT = Path(__file__).parent.parent


def test_without_any_variable_the_defaults_hold() -> None:
    """Nothing needs to be set."""
    assert read_settings({}) == Settings()


def test_an_empty_value_counts_as_unset() -> None:
    """A line `TELEGRAM_TOKEN=` in .env changes nothing."""
    assert read_settings({"TELEGRAM_TOKEN": "  ", "UNEXPOSED_PORT": ""}) == Settings()


@pytest.mark.parametrize("value", ["web", "0", "65536", "-1", "8787.5", "٣"])
def test_a_number_that_is_none_is_named_with_its_variable(value: str) -> None:
    """The person sees which variable is wrong and what to write."""
    with pytest.raises(SettingError, match="UNEXPOSED_PORT") as caught:
        read_settings({"UNEXPOSED_PORT": value})

    assert caught.value.name == "UNEXPOSED_PORT"
    assert caught.value.hint


def test_no_token_is_in_the_printed_form_of_the_settings() -> None:
    """Whatever prints the settings by accident prints no secret."""
    printed = repr(read_settings({"TELEGRAM_TOKEN": "1:SECRET", "DISCORD_TOKEN": "M.SECRET"}))

    assert "SECRET" not in printed


@pytest.mark.parametrize("document", [".env.example", "README.md"])
def test_every_setting_is_described_for_people(document: str) -> None:
    """.env.example and the README name every variable there is, and no other."""
    text = (ROOT / document).read_text(encoding="utf-8")

    assert [item.metadata["variable"] for item in fields(Settings) if item.metadata["variable"] not in text] == []


def test_the_operator_is_named_as_far_as_known() -> None:
    """People see who runs the bot, or at least that somebody does."""
    assert operator(Settings(operator_name="Ada", operator_contact="ada@example.org")) == "Ada (ada@example.org)"
    assert operator(Settings()) == "whoever started this copy"
