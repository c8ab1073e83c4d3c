"""What people send on Discord, as Requests."""

from __future__ import annotations

import pytest
from fake_discord import FakeAdvisor, discord, file, interaction, real_message, state

from adapters.discord.buttons import lacking, pressed
from adapters.discord.forms import Filled, filled_in, form_of
from adapters.discord.inbound import FetchError, Keys, about_link, about_photo, fetch
from adapters.discord.shards import shards_of
from adapters.discord.suggestions import places, services, tongues
from bot.errors import PhotoTooLargeError, SettingError
from bot.messages import Request
from bot.settings import Settings
from bot.skills import SKILLS
from bot.strings import speaking

KEYS = Keys(Settings())


@pytest.mark.parametrize(
    ("content", "skill", "text"),
    [
        ("is virbo safe?", None, "is virbo safe?"),
        ("/rate virbo", "rate", "virbo"),
        ("/help", "help", ""),
        ("/nosuch thing", None, "/nosuch thing"),
        ("  ", None, ""),
        ("/etc/passwd", None, "/etc/passwd"),
    ],
)
async def test_a_direct_message_is_words_or_a_command(content, skill, text):
    """Free text goes to the advisor as it is; a command may be written out."""
    request, photos = KEYS.written(real_message(content=content))
    assert (request.skill, request.text, request.door, list(photos)) == (skill, text, "discord", [])
    assert request.private
    assert request.own_photo


async def test_photos_of_a_direct_message_come_along():
    """A photo needs no command, and is taken for the sender's own."""
    request, photos = KEYS.written(real_message(attachments=[file("a.jpg"), file("b.png")]))
    assert [p.filename for p in photos] == ["a.jpg", "b.png"]
    assert request.own_photo


async def test_a_forwarded_photo_is_not_taken_for_ones_own():
    """Somebody else's photo, forwarded to the bot, is told by kinds only."""
    inner = {"message": {"type": 0, "content": "", "embeds": [], "attachments": [file()], "timestamp": "2026-01-01T00:00:00+00:00",
                         "edited_timestamp": None, "flags": 0, "mentions": [], "mention_roles": [], "components": []}}  # fmt: skip
    request, photos = KEYS.written(real_message(message_snapshots=[inner]))
    assert len(photos) == 1
    assert not request.own_photo


async def test_no_id_reaches_the_core():
    """The key of a conversation tells nothing about who and where, and differs by both."""
    made = discord.Interaction(data=interaction(2, {"name": "help", "id": "1", "type": 1}), state=state())
    request = KEYS.spoken(made, Request(skill="help"))
    assert request.conversation == KEYS.conversation(77, 1 << 23)
    assert str(1 << 23) not in repr(request)
    assert len({request.conversation, KEYS.conversation(78, 1 << 23), KEYS.conversation(77, 2 << 23), KEYS.group(77)}) == 4
    assert KEYS.group(None) == ""


async def test_the_language_of_the_app_comes_along():
    """What Discord tells of a person's app is handed on; the core decides what it counts for."""
    made = discord.Interaction(data=interaction(2, {"name": "help", "id": "1", "type": 1}, locale="pt-BR"), state=state())
    assert KEYS.spoken(made, Request(skill="help")).language == "pt-BR"


@pytest.mark.parametrize(("person", "own"), [(1 << 23, True), (2 << 23, False)])
async def test_whose_photo_it_is_decides_what_is_told(person, own):
    """From a message's menu only the one who posted it hears values."""
    request, photos = about_photo(real_message(attachments=[file()]), person)
    assert (request.skill, request.own_photo, len(photos)) == ("clean", own, 1)


@pytest.mark.parametrize(
    ("content", "host"),
    [
        ("see https://virbo.example/a?b=c now", "virbo.example"),
        ("<https://A.example>", "A.example"),
        ("https://good.example@evil.example/", "evil.example"),
    ],
)
async def test_a_linked_site_is_rated_by_its_host(content, host):
    """Only the host of the first link travels on."""
    request = about_link(real_message(content=content))
    assert (request.skill, request.text) == ("rate", host)


async def test_a_message_without_a_link_says_so():
    """There is nothing to rate, and words say what to do."""
    with pytest.raises(FetchError, match="no link"):
        about_link(real_message(content="hello http://"))


@pytest.mark.parametrize("sizes", [[50_000_001], [30_000_000, 30_000_000]])
async def test_too_much_is_refused_before_anything_is_fetched(sizes):
    """The size is known beforehand, so nothing is downloaded for nothing."""
    files = [discord.Attachment(data=file(size=size), state=state()) for size in sizes]
    with pytest.raises(PhotoTooLargeError) as caught:
        await fetch(files, 50)
    assert caught.value.limit == 50_000_000


async def test_a_file_that_is_gone_is_told_in_words():
    """A lost file becomes a sentence, not a traceback."""

    class Gone(discord.Attachment):
        __slots__ = ()

        async def read(self, *, use_cached=False):
            raise OSError

    with pytest.raises(FetchError, match="did not give me that file"):
        await fetch([Gone(data=file(), state=state())], 50)


@pytest.mark.parametrize(
    ("custom_id", "skill", "text"),
    [("u:rate:Virbo", "rate", "Virbo"), ("u:ask:guides/en/a#b", "ask", "guides/en/a#b"), ("u::what is exif", None, "what is exif")],
)
def test_a_press_is_the_request_of_its_key(custom_id, skill, text):
    """All of a press stands in its custom_id."""
    assert pressed(custom_id) == Request(text=text, skill=skill)


@pytest.mark.parametrize("custom_id", ["", "rate:Virbo", "u:gone:x", "s:"])
def test_a_strange_press_is_none(custom_id):
    """What no skill of today knows is told apart."""
    assert pressed(custom_id) is None


@pytest.mark.parametrize(
    ("skill", "text", "lacks"),
    [("rate", "", True), ("clean", "", True), ("rate", "Virbo", False), ("help", "", False), ("nosuch", "", False)],
)
def test_a_press_may_lack_the_words_or_the_photo_it_takes(skill, text, lacks):
    """Such a press is answered with a button that opens a form."""
    assert lacking(Request(text=text, skill=skill)) == (skill if lacks else "")


@pytest.mark.parametrize(
    ("custom_id", "opens"), [("f:rate", True), ("f:clean", True), ("f:help", False), ("f:nosuch", False), ("u:rate:", False)]
)
async def test_a_form_opens_for_skills_that_take_something(custom_id, opens):
    """Words or photos can be given in a form, by name of the skill."""
    assert (form_of(custom_id) is not None) is opens


async def test_forms_of_all_skills_keep_discords_limits():
    """Titles and labels of forms have 45 characters at most."""
    for skill in SKILLS.values():
        if form := form_of(f"f:{skill.name}"):
            data = form.to_dict()
            assert len(data["title"]) <= 45
            assert all(0 < len(field["label"]) <= 45 for field in data["components"])
            assert len(data["components"]) <= 5
            assert form.is_finished()


def test_a_form_gives_its_words_and_files():
    """Both kinds of field are read."""
    fields = [{"type": 18, "component": {"type": 4, "value": "virbo"}}, {"type": 18, "component": {"type": 19, "values": ["1", "2"]}}]
    assert filled_in({"custom_id": "m:rate", "components": fields}) == Filled("rate", "virbo", ("1", "2"))


@pytest.mark.parametrize(
    ("texts", "as_file"),
    [
        (("We keep photos. " * 200, ""), True),
        (("https://a.example/privacy",), False),
        (("short",), False),
        (("x" * 4000, "y" * 4000), False),
    ],
)
def test_a_pasted_policy_is_read_as_whole_unless_it_was_cut(texts, as_file):
    """What fits the fields of the form is a whole text, so its silence means something; a field full to the brim was cut."""
    fields = [{"type": 18, "component": {"type": 4, "value": text}} for text in texts]
    request = filled_in({"custom_id": "m:policy", "components": fields}).request()
    whole = "".join(texts)
    assert request.skill == "policy"
    assert [file.data.decode() for file in request.attachments] == ([whole] if as_file else [])
    assert request.text == ("" if as_file else whole)


@pytest.mark.parametrize(
    ("typed", "names"), [("v", ["Vidnoz", "Virbo"]), ("VIR", ["Virbo"]), ("app", ["FaceApp"]), ("remini.ex", ["Remini"]), ("zz", [])]
)
def test_suggestions_begin_with_what_was_typed_then_hold_it(typed, names):
    """Names that begin so come first, then names and domains with it inside; what is sent is the service's id."""
    assert services(FakeAdvisor().library.platforms, typed) == [(name, name.casefold()) for name in names]


@pytest.mark.parametrize(
    ("language", "typed", "name", "place"),
    [
        ("en", "germ", "Germany", "de"),
        ("en", "tex", "Texas", "us-tx"),
        ("en", "ca", "California", "us-ca"),
        ("de", "deut", "Deutschland", "de"),
        ("en", "deut", "Germany", "de"),
        ("en", "", "European Union", "eu"),
        ("de", "", "Österreich", "at"),
    ],
)
def test_places_are_suggested_by_their_names_in_any_language(language, typed, name, place):
    """A beginning in one's own language finds the place, named in the language of the app; no beginning finds the common ones."""
    with speaking(language):
        assert (name, place) in places(typed)


@pytest.mark.parametrize("typed", ["qqqq", "\0", "<@1>", "x" * 500])
def test_what_no_place_is_called_suggests_nothing(typed):
    """Nothing is made up."""
    assert places(typed) in ([], places(""))


def test_languages_are_suggested_by_their_own_names():
    """Every language I speak, and the one a person writes in."""
    assert ("English", "en") in tongues("eng")
    assert tongues("zzz") == [("The one I write in", "auto")]


@pytest.mark.parametrize(
    ("setting", "options"),
    [("", {}), ("0 of 1", {"shard_ids": [0], "shard_count": 1}), ("1, 0 of 4", {"shard_ids": [0, 1], "shard_count": 4})],
)
def test_a_process_serves_all_of_discord_or_the_shards_it_was_given(setting, options):
    """Nothing set is all of it; a share is a list and how many there are."""
    assert shards_of(setting).options() == options


@pytest.mark.parametrize("setting", ["4", "4 of 4", "of 4", "a of 4", "0,1", "-1 of 4", "0 of 99999"])
def test_a_share_that_cannot_be_is_told_in_words(setting):
    """The sentence names the variable and shows how to write it."""
    with pytest.raises(SettingError, match="DISCORD_SHARDS"):
        shards_of(setting)


@pytest.mark.parametrize(("setting", "speaks"), [("", True), ("0,1 of 4", True), ("2,3 of 4", False)])
def test_one_process_registers_the_commands(setting, speaks):
    """Where several share the work, the one with the first shard speaks for all."""
    assert shards_of(setting).first is speaks
