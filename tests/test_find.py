"""Which service a text names: addresses first, then names, then near spellings; look-alikes are never guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ratings.find import all_mentioned, find, mentioned
from bot.ratings.names import addresses, slips, squashed
from knowledge.loader import OURS, read_library
from knowledge.schema import Platform

PLATFORMS = read_library(OURS)[0].platforms
untimed = settings(deadline=None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("virbo", "virbo"),
        ("  VIRBO!  ", "virbo"),
        ("magic shot", "magicshot"),
        ("Mágic-Shot", "magicshot"),
        ("is virbo safe?", "virbo"),
        ("adobe firefly", "firefly"),
        ("Bending Spoons", "remini"),
        ("magicshot.ai", "magicshot"),
        ("https://www.magicshot.ai/kiss?from=ad", "magicshot"),
        ("HTTPS://MAGICSHOT.AI:443/", "magicshot"),
        ("look at (https://firefly.adobe.com).", "firefly"),
        ("https://virbo.wondershare.com#top", "virbo"),
        ("KissMe.ai", "kissme-ai"),
        ("is kissme.ai ok", "kissme-ai"),
        ("kissme-ai", "kissme-ai"),
    ],
)
def test_one_service_is_found(text, found):
    """By id, name, alias, company or address, however it is written."""
    match = find(text, PLATFORMS)
    assert (match.kind, [platform.id for platform in match.platforms]) == ("one", [found])


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("adobe firefly vs virbo", ["firefly", "virbo"]),
        ("Virvo", ["virbo"]),
        ("is magcshot ok", ["magicshot"]),
        ("is adobe safe", ["firefly"]),
    ],
)
def test_what_is_not_certain_is_asked_about(text, asked):
    """Two names, a near spelling of a short name, or a company in a sentence are offered, not taken."""
    match = find(text, PLATFORMS)
    assert (match.kind, [platform.id for platform in match.platforms]) == ("several", asked)


@pytest.mark.parametrize("text", ["magicshoot", "magcshot", "neobnd", "Adobe Firefli"])
def test_a_single_slip_in_a_long_name_is_taken_and_said(text):
    """Written alone and one slip away from a single name, it is that name, marked as respelled."""
    match = find(text, PLATFORMS)
    assert (match.kind, match.respelled) == ("one", True)


@pytest.mark.parametrize("text", ["magicshot.us", "https://magicshot.us/privacy", "www.magicshot.us", "magicshot.ai or magicshot.us"])
def test_a_known_copy_is_warned_of(text):
    """The address of a known look-alike is named as such, also beside the real one."""
    match = find(text, PLATFORMS)
    assert (match.kind, match.lookalike.domain, match.platforms[0].id) == ("lookalike", "magicshot.us", "magicshot")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("magicshot.io", "magicshot.io"),
        ("https://magicshot.ai.example.com/", "magicshot.ai.example.com"),
        ("https://magicshot.ai@example.com/", "example.com"),
        ("https://example.com\\@magicshot.ai", "example.com"),
        ("m\u0430gicshot.ai", "m\u0430gicshot.ai"),
        ("https://kissme.ai/start", "kissme.ai"),
        ("https://my-magicshot.example", "my-magicshot.example"),
        ("adobe.com", "adobe.com"),
    ],
)
def test_an_unknown_address_is_never_taken_for_a_known_service(text, host):
    """An address that merely holds or resembles a name is at most asked about, with the address told."""
    match = find(text, PLATFORMS)
    assert match.kind in ("several", "none")
    assert match.host == host


@pytest.mark.parametrize(
    "text", ["", "   ", "???", "Smoochify", "let him kiss me in a video", "is this safe", "http://[::1", "a.b", "\x00"]
)
def test_nothing_is_found_where_nothing_is_named(text):
    """Other words, other services and broken addresses name none of ours."""
    assert find(text, PLATFORMS).kind == "none"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is Virbo safe?", ["virbo"]),
        ("virbo, or rather Adobe Firefly?", ["virbo", "firefly"]),
        ("virbos", []),
        ("kiss me", []),
        ("my firefly photos", ["firefly"]),
        ("virvo", []),
    ],
)
def test_names_in_a_sentence_are_whole_words(text, found):
    """A name is mentioned only as it is written, between word boundaries."""
    assert [platform.id for platform in all_mentioned(text, PLATFORMS)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is Virbo safe?", "virbo"),
        ("is https://magicshot.ai/kiss safe?", "magicshot"),
        ("is kissme.ai safe?", "kissme-ai"),
        ("is virbo safer than firefly?", None),
        ("is magicshot.us safe?", None),
        ("is magicshot.io safe?", None),
        ("are such apps safe?", None),
    ],
)
def test_a_sentence_is_about_one_service_or_none(text, found):
    """Two names, a copy or a strange address leave open what is meant, so nothing is taken."""
    platform = mentioned(text, PLATFORMS)
    assert (platform and platform.id) == found


def test_the_same_name_twice_is_asked_about():
    """Two services of one name are both offered, whichever comes first."""
    twins = tuple(Platform(name, "Twin", "", "A service.", (f"{name}.example",), (), (), ()) for name in ("one", "two"))
    assert [platform.id for platform in find("twin", twins).platforms] == ["one", "two"]
    assert find("two.example", twins).platforms == twins[1:]


@untimed
@given(st.text(max_size=200))
def test_any_text_gives_a_match(text):
    """Whatever is written, an answer comes; "one" always holds exactly one service."""
    match = find(text, PLATFORMS)
    assert (len(match.platforms) == 1) or match.kind != "one"
    assert bool(match.lookalike) == (match.kind == "lookalike")


@untimed
@given(st.sampled_from(PLATFORMS), st.sampled_from((str.upper, str.lower, str.title, lambda name: f"  {name}. ")))
def test_a_name_is_found_however_it_is_set(platform, style):
    """Case, spaces and a full stop make no difference."""
    assert find(style(platform.name), PLATFORMS).platforms == (platform,)


@pytest.mark.parametrize(
    ("word", "other", "count"),
    [
        ("virbo", "virbo", 0),
        ("virob", "virbo", 1),
        ("vibo", "virbo", 1),
        ("virrbo", "virbo", 1),
        ("vorba", "virbo", 2),
        ("kling", "virbo", 3),
    ],
)
def test_slips_are_counted(word, other, count):
    """A letter missing, added, changed, or two swapped is one slip each; past the bound it stops counting."""
    assert slips(word, other, 2) == count


@untimed
@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_the_same_both_ways(word, other):
    """The count does not depend on which word is right, and is nothing only for the same word."""
    assert slips(word, other, 2) == slips(other, word, 2)
    assert (slips(word, other, 2) == 0) == (word == other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://A.example:8443/x and b.example.", ("a.example", "b.example")),
        ("me@mail.example", ()),
        ("3.5 stars, e.g. this", ()),
        ("https://user:word@c.example/", ("c.example",)),
    ],
)
def test_hosts_are_read_as_a_browser_would(text, found):
    """The host is what a browser would go to, not what stands before an @."""
    assert addresses(text) == found


def test_folding_keeps_letters_and_digits_alone():
    """Accents, case, spaces and signs fall away."""
    assert squashed("  Ünïted-Shot 2!") == "unitedshot2"
