"""The tour: the unmodified discord.py client against a strict stand-in that checks every call with Discord's own description."""

from __future__ import annotations

import pytest
from fake_discord import JPEG, PEERS, FakeAdvisor, connected, file, message, user

from bot.skills import SKILLS

pytestmark = pytest.mark.skipif(
    not (PEERS / "strict_discord.py").exists(), reason="the strict stand-in for Discord is not part of the project"
)

FOLLOW_UP = "POST /webhooks/{webhook_id}/{webhook_token}"
CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"
EPHEMERAL = 64


def custom_ids(reply):
    """The custom_ids of a message's buttons."""
    return [b["custom_id"] for row in reply["components"] for b in row["components"] if "custom_id" in b]


async def test_every_command_is_acknowledged_at_once_and_answered():
    """All commands, presses, menus, forms and suggestions pass Discord's own checks, each acknowledged within a second."""
    async with connected() as stage:
        stub = stage.stub
        asked = await stage.until_done(await stub.slash("ask", question="am i screwed??"))
        await stage.until_done(await stub.slash("rate", service="Virbo"))
        cleaned = await stage.until_done(await stub.slash("clean", photo=("a.jpg", JPEG), photo2=("b.jpg", JPEG)))
        for name in ("sample", "privacy", "forget", "help"):
            await stage.until_done(await stub.slash(name))
        for custom_id in custom_ids(asked):
            await stage.until_done(await stub.click(asked, custom_id))
        await stage.until_done(await stub.click(cleaned, "u:rate:Virbo"))
        await stage.until_done(await stub.slash("rate", service="vi", focus="service"))
        photo = message("look", author=1, attachments=[stub.files[stub.upload("c.jpg", JPEG)][2]])
        await stage.until_done(await stage.context_menu("Clean this photo", photo))
        await stage.until_done(await stage.context_menu("Rate the linked site", message("see https://virbo.example/x")))
        assert stub.rejects == []
        assert stage.slowest_ack() < 1
        called = {call[1] for call in stub.journal}
        assert {FOLLOW_UP, CALLBACK, "PUT /applications/{application_id}/commands"} <= called


async def test_commands_work_in_servers_direct_chats_and_for_people_who_brought_the_bot():
    """Every command is registered for both ways of installing and all three places."""
    async with connected() as stage:
        names = {c["name"] for c in stage.stub.commands}
        assert names == {skill.name for skill in SKILLS.values() if skill.listed} | {"Clean this photo", "Rate the linked site"}
        for command in stage.stub.commands:
            assert sorted(command["integration_types"]) == [0, 1]
            assert sorted(command["contexts"]) == [0, 1, 2]


async def test_only_servers_and_direct_messages_are_asked_for():
    """The bot never asks for the text of messages in servers."""
    async with connected() as stage:
        assert stage.stub.identify["intents"] == (1 << 0) | (1 << 12)


async def test_answers_are_private_until_they_are_shown():
    """An answer is for the person who asked; pressing "Show to everyone" says it again in the open."""
    async with connected() as stage:
        record = await stage.stub.slash("ask", question="is it gone?")
        private = await stage.until_done(record)
        assert record["data"]["flags"] == EPHEMERAL
        shown = await stage.until_done(await stage.stub.click(private, "s:"))
        assert shown["flags"] == 0
        assert shown["embeds"][0]["title"] == private["embeds"][0]["title"]
        assert "s:" not in custom_ids(shown)


@pytest.mark.parametrize(("place", "hidden"), [("bot's direct chat", False), ("other people's direct chat", True)])
async def test_only_where_nobody_else_reads_an_answer_stays_for_good(place, hidden):
    """In the direct chat with the bot an answer is an ordinary message that stays; between other people it is private."""
    async with connected() as stage:
        stub = stage.stub
        payloads = []
        data = {"id": stub.command("ask")["id"], "name": "ask", "type": 1, "options": [{"name": "question", "type": 3, "value": "x"}]}
        record = await stub.interact(2, data, direct=payloads.append)
        payload = payloads[0] | {"user": stub.user(1), "context": 2 if hidden else 1, "channel": {"id": "77", "type": 1, "recipients": []}}
        for key in ("guild_id", "member", "guild_locale"):
            del payload[key]
        await stub.send(0, payload, "INTERACTION_CREATE")
        reply = await stage.until_done(record)
        assert record["data"].get("flags", 0) == (EPHEMERAL if hidden else 0)
        assert ("s:" in custom_ids(reply)) is hidden


async def test_a_picture_is_sent_anew_when_an_answer_is_shown():
    """Files of a private message vanish with it, so the open one gets its own."""
    async with connected() as stage:
        private = await stage.until_done(await stage.stub.slash("rate", service="Virbo"))
        shown = await stage.until_done(await stage.stub.click(private, "s:"))
        assert [a["filename"] for a in shown["attachments"]] == ["picture-1.png"]
        assert shown["embeds"][0]["image"]["url"] == "attachment://picture-1.png"


async def test_findings_can_never_be_shown_to_everyone():
    """What a photo told stays with its sender: no button, and the reply is private."""
    async with connected() as stage:
        record = await stage.stub.slash("clean", photo=("a.jpg", JPEG))
        reply = await stage.until_done(record)
        assert record["data"]["flags"] == EPHEMERAL
        assert "s:" not in custom_ids(reply)
        assert [a["filename"] for a in reply["attachments"]] == ["clean-1.jpg"]


@pytest.mark.parametrize(("author", "told"), [(1, "48.8583"), (2, "It said a place")])
async def test_values_are_told_only_to_the_one_who_posted_the_photo(author, told):
    """From the menu of a message: one's own photo is told in full, somebody else's by kinds only."""
    async with connected() as stage:
        attachment = stage.stub.files[stage.stub.upload("c.jpg", JPEG)][2]
        theirs = message(attachments=[attachment]) | {"author": stage.stub.user(author)}
        reply = await stage.until_done(await stage.context_menu("Clean this photo", theirs))
        assert told in reply["embeds"][0]["description"]


async def test_suggestions_begin_with_what_was_typed():
    """Typing "vi" suggests the services that begin so."""
    async with connected() as stage:
        record = await stage.stub.slash("rate", service="vi", focus="service")
        await stage.until_done(record)
        assert [c["name"] for c in record["data"]["choices"]] == ["Vidnoz", "Virbo"]


@pytest.mark.parametrize(("skill", "field"), [("rate", 4), ("clean", 19), ("ask", 4)])
async def test_a_button_that_needs_words_or_a_photo_leads_to_a_form(skill, field):
    """In a channel the bot hears no free text, so it answers with a button that opens a form."""
    async with connected() as stage:
        reply = await stage.until_done(await stage.stub.click(message(), f"u:{skill}:"))
        assert f"f:{skill}" in custom_ids(reply)
        record = await stage.stub.click(reply, f"f:{skill}")
        await stage.until_done(record)
        assert record["ack"] == 9
        assert record["data"]["components"][0]["component"]["type"] == field
        assert stage.stub.rejects == []


async def test_a_form_is_answered_like_the_command():
    """What was written or added in a form reaches the advisor, even if the form was opened before a restart."""
    advisor = FakeAdvisor()
    async with connected(advisor) as stage:
        words = {"custom_id": "m:rate", "components": [{"type": 18, "component": {"type": 4, "custom_id": "words", "value": "virbo"}}]}
        await stage.until_done(await stage.stub.interact(5, words))
        number = stage.stub.upload("d.jpg", JPEG)
        upload = {"type": 18, "component": {"type": 19, "custom_id": "photos", "values": [number]}}
        resolved = {"attachments": {number: stage.stub.files[number][2]}}
        await stage.until_done(await stage.stub.interact(5, {"custom_id": "m:clean", "components": [upload], "resolved": resolved}))
        rated, cleaned = advisor.heard
        assert (rated.skill, rated.text) == ("rate", "virbo")
        assert (cleaned.skill, [a.data for a in cleaned.attachments]) == ("clean", [JPEG])


@pytest.mark.parametrize("custom_id", ["u:tarot:cards", "old-button", "x" * 100])
async def test_a_button_nobody_knows_any_more_is_answered_kindly(custom_id):
    """An old press gets words and buttons that work."""
    async with connected() as stage:
        reply = await stage.until_done(await stage.stub.click(message(), custom_id))
        assert "earlier version" in reply["embeds"][0]["title"]
        assert reply["components"]


async def test_direct_messages_are_answered_in_plain_words_and_photos():
    """In a direct chat no command is needed: free text, photos and written-out commands are answered."""
    advisor = FakeAdvisor()
    async with connected(advisor) as stage:
        attachment = stage.stub.files[stage.stub.upload("c.jpg", JPEG)][2]
        await stage.says("is virbo safe?")
        await stage.sent("POST /channels/{channel_id}/messages", 1)
        await stage.says("", attachments=[attachment])
        await stage.sent("POST /channels/{channel_id}/messages", 2)
        await stage.says("/rate virbo")
        await stage.sent("POST /channels/{channel_id}/messages", 3)
        await stage.says("I am a bot", author=2, webhook_id="9")
        assert [(r.skill, r.text, len(r.attachments)) for r in advisor.heard[:3]] == [
            (None, "is virbo safe?", 0),
            (None, "", 1),
            ("rate", "virbo", 0),
        ]
        assert len({r.conversation for r in advisor.heard}) == 1
        assert stage.stub.rejects == []


async def test_a_file_over_the_limit_is_refused_before_it_is_fetched():
    """What is too large is told at once; nothing is downloaded and the advisor is not asked."""
    advisor = FakeAdvisor()
    async with connected(advisor) as stage:
        big = message(attachments=[file(size=60_000_000)]) | {"author": user(1)}
        reply = await stage.until_done(await stage.context_menu("Clean this photo", big))
        assert "60 MB; I take up to 50 MB" in reply["embeds"][0]["title"]
        assert advisor.heard == []


async def test_a_message_without_a_photo_or_link_is_answered_kindly():
    """The menus say what is missing and what to do instead."""
    async with connected() as stage:
        clean = await stage.until_done(await stage.context_menu("Clean this photo", message("hello")))
        rate = await stage.until_done(await stage.context_menu("Rate the linked site", message("hello")))
        assert clean["embeds"][0]["title"] == "That message has no photo in it."
        assert rate["embeds"][0]["title"] == "That message has no link in it."


async def test_the_operator_hears_how_to_invite_the_bot():
    """Once connected, the terminal shows who the bot is and a link to add it."""
    async with connected() as stage:
        await stage.until_done(await stage.stub.slash("help"))
        assert len(stage.heard) == 1
        assert "undertest" in stage.heard[0]
        assert "https://discord.com/oauth2/authorize?client_id=" in stage.heard[0]


async def test_a_process_with_a_share_identifies_as_it():
    """Where several processes share the work, each connects with its own shards; the one with the first registers the commands."""
    async with connected(discord_shards="0 of 4") as stage:
        assert stage.stub.identify["shard"] == [0, 4]
        reply = await stage.until_done(await stage.stub.slash("help"))
        assert reply["embeds"]


async def test_a_command_without_its_photo_offers_a_form_for_it():
    """A skill without its photo is invited with a button; the form takes up to five files, for looking as for cleaning."""
    async with connected() as stage:
        for skill in ("clean", "inspect"):
            reply = await stage.until_done(await stage.stub.slash(skill))
            assert f"f:{skill}" in custom_ids(reply)
            record = await stage.stub.click(reply, f"f:{skill}")
            await stage.until_done(record)
            field = record["data"]["components"][0]["component"]
            assert (field["type"], field["max_values"]) == (19, 5)
