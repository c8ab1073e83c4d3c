"""The whole tour with the real advisor: every command, menu, suggestion, button, list and form, checked by Discord's own description."""

from __future__ import annotations

import pytest
from fake_discord import PEERS, connected, message

from bot.samples import sample_photo
from bot.skills import SKILLS
from knowledge import languages

pytestmark = pytest.mark.skipif(
    not (PEERS / "strict_discord.py").exists(), reason="the strict stand-in for Discord is not part of the project"
)

PHOTO = ("IMG_1.jpg", sample_photo())
POLICY = "We keep your photos for 30 days. We delete them when you ask. We share your data with partners for advertising. " * 40
#: Presses of one kind that are tried.
MOST_OF_A_KIND = 3
#: Discord waits so long for an acknowledgement; how soon it comes is measured by benches/load_discord.py.
LONGEST_WAIT_S = 3
#: Each command as people use it, and with nothing at all.
USED = [
    ("ask", {"question": "Are free AI kiss generators safe?"}),
    ("rate", {"service": "virbo"}),
    ("compare", {"service": "virbo", "service2": "firefly", "service3": "KissMe.ai"}),
    ("platforms", {}),
    ("check", {"service": "virbo"}),
    ("policy", {"address": "ftp://nothing"}),
    ("policy", {"file": ("policy.txt", POLICY.encode())}),
    ("rights", {"place": "de", "wish": "erase"}),
    ("rights", {"place": "nowhere at all"}),
    ("letter", {"wish": "erase", "place": "us-ca", "service": "virbo"}),
    ("letter", {"wish": "takedown"}),
    ("letter", {"service": "Some App"}),
    ("clean", {"photo": PHOTO}),
    ("clean", {"photo": PHOTO, "photo2": PHOTO, "photo3": ("x.jpg", b"no photo"), "photo4": PHOTO, "photo5": PHOTO}),
    ("inspect", {"photo": PHOTO}),
    ("inspect", {"photo": PHOTO, "photo2": PHOTO}),
    ("language", {"language": "en"}),
    *((skill.name, {}) for skill in SKILLS.values() if skill.listed and skill.name != "policy"),
]
TYPED = [
    ("rate", "service", "vi"),
    ("compare", "service3", ""),
    ("check", "service", "mag"),
    ("letter", "service", "fire"),
    ("letter", "place", "cal"),
    ("rights", "place", "ger"),
    ("language", "language", ""),
]


def keys(reply):
    """What can be pressed below a message: (custom_id, entries of a list)."""
    parts = [part for row in reply["components"] for part in row["components"] if "custom_id" in part]
    return [(part["custom_id"], [one["value"] for one in part.get("options", [])]) for part in parts]


async def test_the_whole_tour_is_taken_without_a_single_refusal(advisor):
    """All commands in all their uses, then what can be pressed below the answers: all acknowledged, none refused."""
    advisor.open_engine()
    async with connected(advisor) as stage:
        stub, seen, presses = stage.stub, set(), []
        for name, options in USED:
            reply = await stage.until_done(await stub.slash(name, **options))
            assert reply["embeds"] or reply["attachments"], (name, options)
            presses += [(reply, key, values) for key, values in keys(reply)]
        for reply, key, values in presses:
            for pick in values[:2] or [None]:
                kind = (pick or key).removeprefix("u:").partition(":")[0]
                if (pick or key) not in seen and sum(one.removeprefix("u:").startswith(kind) for one in seen) < MOST_OF_A_KIND:
                    seen.add(pick or key)
                    await stage.until_done(await stub.click(reply, key, values=[pick] if pick else None, user=2))
        assert {name for name, _ in USED} == {skill.name for skill in SKILLS.values() if skill.listed}
        assert {key.removeprefix("u:").partition(":")[0] for key in seen} >= {"ask", "rate", "rights", "letter", "check", "clean", "s", "f"}
        assert stub.rejects == []
        assert stage.slowest_ack() < LONGEST_WAIT_S


@pytest.mark.parametrize(("name", "option", "typed"), TYPED)
async def test_what_is_suggested_can_be_sent(name, option, typed, advisor):
    """Each option with suggestions has some, and the first one is understood when it is sent."""
    async with connected(advisor) as stage:
        record = await stage.stub.slash(name, focus=option, **{option: typed})
        await stage.until_done(record)
        first = record["data"]["choices"][0]
        reply = await stage.until_done(await stage.stub.slash(name, **{option: first["value"]}))
        words = str(reply["embeds"])
        assert "don't know" not in words
        assert "no evidence on" not in words
        assert stage.stub.rejects == []


async def test_a_policy_is_pasted_into_a_form(advisor):
    """/policy alone opens a form; what is pasted into its fields is read as one whole text, or as a file."""
    async with connected(advisor) as stage:
        stub = stage.stub
        record = await stub.slash("policy")
        await stage.until_done(record)
        assert (record["ack"], record["data"]["custom_id"]) == (9, "m:policy")
        assert [field["component"]["type"] for field in record["data"]["components"]] == [4, 4, 4, 19]
        fields = [{"type": 18, "component": {"type": 4, "custom_id": f"words{n}", "value": v}} for n, v in enumerate((POLICY[:3900], ""))]
        pasted = await stage.until_done(await stub.interact(5, {"custom_id": "m:policy", "components": fields}))
        number = stub.upload("policy.txt", POLICY.encode())
        file = {"type": 18, "component": {"type": 19, "custom_id": "file", "values": [number]}}
        resolved = {"attachments": {number: stub.files[number][2]}}
        sent = await stage.until_done(await stub.interact(5, {"custom_id": "m:policy", "components": [file], "resolved": resolved}))
        for reply in (pasted, sent):
            assert "Not stated" in reply["embeds"][0]["description"]
        assert stub.rejects == []


async def test_every_skill_that_takes_something_has_a_form_that_is_answered(advisor):
    """A form of each, opened by its button and filled in."""
    async with connected(advisor) as stage:
        stub = stage.stub
        for skill in SKILLS.values():
            if skill.takes == "text" and skill.listed:
                opened = await stub.click(message(), f"f:{skill.name}")
                await stage.until_done(opened)
                assert opened["data"]["custom_id"] == f"m:{skill.name}"
                field = {"type": 18, "component": {"type": 4, "custom_id": "words", "value": "virbo"}}
                reply = await stage.until_done(await stub.interact(5, {"custom_id": f"m:{skill.name}", "components": [field]}))
                assert reply["embeds"]
        assert stub.rejects == []


async def test_what_a_photo_told_is_never_offered_to_everyone(advisor):
    """Findings are private: no button shows them, whether cleaned, looked at, or from the menu of a message."""
    async with connected(advisor) as stage:
        stub = stage.stub
        mine = message(attachments=[stub.files[stub.upload(*PHOTO)][2]]) | {"author": stub.user(1)}
        theirs = mine | {"author": stub.user(2)}
        replies = [await stage.until_done(await stub.slash(name, photo=PHOTO)) for name in ("clean", "inspect")]
        replies += [await stage.until_done(await stage.context_menu("Clean this photo", one)) for one in (mine, theirs)]
        assert all("s:" not in [key for key, _ in keys(reply)] for reply in replies)
        told = [reply["embeds"][0]["description"] for reply in replies]
        assert ["48.8583" in words for words in told] == [True, True, True, False]
        assert "a place, a time" in told[3]


async def test_a_photo_is_told_about_as_it_arrived(advisor):
    """What is said of Discord rests on the bytes: that they still told something, or only that nothing is in them now."""
    from bot.photos import clean

    async with connected(advisor) as stage:
        full = await stage.until_done(await stage.stub.slash("clean", photo=PHOTO))
        bare = await stage.until_done(await stage.stub.slash("clean", photo=("b.jpg", clean(PHOTO[1]).data)))
        assert "It reached me through Discord with that still in it" in full["embeds"][0]["description"]
        assert "as it reached me" in bare["embeds"][0]["description"]


@pytest.fixture
def german(tmp_path, monkeypatch):
    """A German of a few sentences."""
    words = {
        "What I can do": "Was ich kann",
        "Clean this photo": "Dieses Foto bereinigen",
        "Show to everyone": "Allen zeigen",
        "That message has no photo in it.": "In dieser Nachricht ist kein Foto.",
        "one more photo": "noch ein Foto",
        "Have it deleted": "Löschen lassen",
        "Your rights where you live, and by when": "Deine Rechte dort, wo du wohnst",
    }
    lines = "\n".join(f'"{english}" = "{german}"' for english, german in words.items())
    (tmp_path / "de.toml").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(languages, "_FOLDER", tmp_path)
    languages.translations.cache_clear()
    yield
    languages.translations.cache_clear()


async def in_german(stage, kind, data):
    """Act for a person whose app is German."""
    payloads = []
    record = await stage.stub.interact(kind, data, direct=payloads.append)
    await stage.stub.send(0, payloads[0] | {"locale": "de"}, "INTERACTION_CREATE")
    return record


@pytest.mark.usefixtures("german")
async def test_descriptions_and_the_doors_own_words_are_said_in_the_language_of_the_app(advisor):
    """Commands keep their names; descriptions, choices and menus are translated, and so is what the door itself says."""
    async with connected(advisor) as stage:
        stub = stage.stub
        commands = {command["name"]: command for command in stub.commands}
        assert commands["help"]["description_localizations"] == {"de": "Was ich kann"}
        assert all(not command.get("name_localizations") for command in stub.commands if command["type"] == 1)
        assert commands["Clean this photo"]["name_localizations"] == {"de": "Dieses Foto bereinigen"}
        options = {option["name"]: option for option in commands["clean"]["options"]}
        assert options["photo3"]["description_localizations"] == {"de": "noch ein Foto"}
        wishes = next(option for option in commands["rights"]["options"] if option["name"] == "wish")["choices"]
        assert {"de": "Löschen lassen"} in [wish.get("name_localizations") for wish in wishes]
        target = message("hello")
        menu = {"id": stub.command("Clean this photo")["id"], "name": "Clean this photo", "type": 3, "target_id": target["id"]}
        reply = await stage.until_done(await in_german(stage, 2, {**menu, "resolved": {"messages": {target["id"]: target}}}))
        assert reply["embeds"][0]["title"] == "In dieser Nachricht ist kein Foto."
        form = await in_german(stage, 3, {"custom_id": "f:rights", "component_type": 2})
        await stage.until_done(form)
        assert form["data"]["title"].startswith("Deine Rechte")
        rated = {"id": commands["rate"]["id"], "name": "rate", "type": 1, "options": [{"name": "service", "type": 3, "value": "virbo"}]}
        shown = await stage.until_done(await in_german(stage, 2, rated))
        assert "Allen zeigen" in [part.get("label") for row in shown["components"] for part in row["components"]]
        assert stub.rejects == []
