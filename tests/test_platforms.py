"""What our platform files say: every quote stands in its policy, every file can be found, and none pretends."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.ratings.find import find
from bot.ratings.index import index_of, names_of
from bot.ratings.names import squashed, words
from bot.ratings.score import rate
from knowledge.loader import OURS, read_library

LIBRARY = read_library(OURS)[0]
PLATFORMS = {platform.id: platform for platform in LIBRARY.platforms}
POLICIES = Path(__file__).parents[2] / "shared" / "policies"
TODAY = date(2026, 11, 23)
#: Whose own policy or terms lie there as texts, by the beginning of the file's name.
READ = {
    "apple": "apple",
    "bereal": "bereal",
    "chatgpt": "chatgpt",
    "claude": "claude-ai",
    "copilot": "microsoft-copilot",
    "deepseek": "deepseek",
    "discord": "discord",
    "facebook": "facebook",
    "gemini": "google-generative-ai",
    "grok": "grok",
    "imgur": "imgur",
    "instagram": "instagram|facebook",
    "le-chat": "le-chat",
    "line": "line",
    "llama-api": "llama-api",
    "meta-ai": "meta-ai|facebook",
    "qwen": "qwen-chat",
    "samsung": "samsung",
    "signal": "signal",
    "snapchat": "snapchat",
    "sora": "chatgpt",
    "telegram": "telegram",
    "tiktok": "tiktok",
    "wechat": "wechat",
    "whatsapp": "whatsapp",
    "x": "x-",
}


def plain(text):
    """Return a Markdown text as its words are read: no links, marks or line ends."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    for _ in range(2):
        text = re.sub(r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)", r"\1", text)
    text = re.sub(r"\\([\[\].()_*#-])", r"\1", text).translate(str.maketrans("’‘“”\xa0", "''\"\" ", "*_\u200b\u2060"))
    return " ".join(text.split()).casefold()


@pytest.mark.skipif(not POLICIES.is_dir(), reason="the policies lie beside the project, not in it")
@pytest.mark.parametrize("platform", READ)
def test_every_quote_of_a_policy_stands_in_it_word_for_word(platform):
    """What is set in quotation marks as a service's own words is nothing else."""
    texts = [plain(path.read_text(encoding="utf-8")) for path in sorted(POLICIES.glob("*.md")) if re.match(READ[platform], path.name)]
    quotes = [item.quote for item in PLATFORMS[platform].evidence if item.basis == "policy" and item.quote]
    assert texts
    assert len(quotes) >= 2
    assert [quote for quote in quotes if not any(plain(quote) in text for text in texts)] == []


def test_there_is_a_file_for_every_service_that_was_looked_at():
    """Those of the guides, the makers of pictures and videos, and where people send photos anyway."""
    wanted = "magicshot virbo firefly kissme-ai ai-kiss-godeb kissmotion pollo-ai vidu kling hailuo capcut runway pika luma higgsfield"
    wanted += " midjourney leonardo canva faceapp remini reface lensa face-swapper neobund fal repairit clothoff dreampal everalbum"
    assert set(wanted.split()) | set(READ) <= set(PLATFORMS)


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_every_file_is_complete_and_dated(platform):
    """Each piece of evidence has a claim whose point comes first and short, a source, and a day it was looked at that is past."""
    assert platform.evidence
    assert len(platform.summary) < 120
    for item in platform.evidence:
        assert len(item.claim.partition(". ")[0]) <= 125
        assert item.seen <= TODAY
        assert item.date[:10] <= item.seen.isoformat()
        assert item.url == "" or item.url.startswith("https://")
        assert item.basis != "claim" or not item.quote


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_every_service_is_found_by_its_id_its_name_and_its_addresses(platform):
    """Whatever stands in the file leads to the file; a name that two services have is asked about."""
    for name in (platform.id, platform.name, *platform.former, *platform.domains, *platform.apps):
        match = find(name, LIBRARY.platforms)
        assert platform in match.platforms, name
        assert match.kind == "one", name


def test_no_address_stands_for_two_services():
    """An address decides, so it must not be ambiguous; nor is one listed that another of the same file covers."""
    places = Counter(place for platform in PLATFORMS.values() for place in (*platform.domains, *platform.apps))
    assert [place for place, count in places.items() if count > 1] == []
    for platform in PLATFORMS.values():
        assert not [one for one in platform.domains for other in platform.domains if one.endswith(f".{other}")]
        assert not set(platform.domains) & {copy.domain for other in PLATFORMS.values() for copy in other.lookalikes}


def test_only_names_that_are_asked_about_belong_to_several():
    """The one name several have is the generic one, and it is an ordinary word to be asked about."""
    shared = {name for name, group in index_of(LIBRARY.platforms).by_name.items() if len(group) > 1}
    assert shared == {"aikiss"}
    assert words("AI Kiss") in index_of(LIBRARY.platforms).everyday


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_what_no_name_is_like_is_no_name(platform):
    """The words that are no misspellings are not among the names themselves."""
    names = {squashed(name) for other in PLATFORMS.values() for name in names_of(other)}
    assert not {squashed(word) for word in platform.unlike} & names


def test_silence_is_only_recorded_where_a_whole_policy_was_read():
    """That something is not stated is a finding: only of policies that were read to the end."""
    silent = {item.id for item in PLATFORMS.values() for found in item.evidence if found.verdict == "not-stated"}
    assert silent <= set(READ) | {"kissme-ai"}
    assert not silent & {"facebook", "instagram", "gemini", "copilot", "whatsapp", "llama-api"}  # long ones, read in the parts that matter


def test_bare_claims_never_make_a_grade():
    """Where only an article speaks for a service, it is not rated."""
    for platform in PLATFORMS.values():
        if all(item.basis == "claim" for item in platform.evidence):
            assert rate(platform, LIBRARY.rubric, TODAY).grade is None


def test_most_services_with_a_policy_read_are_known_on_most_criteria():
    """A policy that was read tells on ten criteria or more, but for those that are no policies of a whole service."""
    known = {name: rate(PLATFORMS[name], LIBRARY.rubric, TODAY).known for name in READ}
    assert {name for name, count in known.items() if count < 10} == {"llama-api", "sora"}
