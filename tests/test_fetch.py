"""Fetching a policy's page: only https, never into a local network, within bounds, and as the site wishes."""

import gzip
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from https_server import HAS_OPENSSL, NAME, Site, certificates, serving

from adapters.addresses import host_and_path, is_public
from adapters.fetch import MAX_BYTES, CarefulFetcher
from bot.errors import PolicyError

needs_openssl = pytest.mark.skipif(not HAS_OPENSSL, reason="makes its certificate with openssl")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """Return the server's certificate, and the folder where clients find it."""
    folder = tmp_path_factory.mktemp("site")
    return certificates(folder), folder


@pytest.fixture
def site(context: tuple[ssl.SSLContext, Path]) -> Iterator[Site]:
    """Give a running site without any page."""
    with serving(Site(), context[0]) as running:
        yield running


@pytest.fixture
def fetcher(site: Site, context: tuple[ssl.SSLContext, Path]) -> CarefulFetcher:
    """Return a fetcher that knows this site alone: its number, its certificate, its port."""
    trusted = ssl.create_default_context(cafile=str(context[1] / "cert.pem"))
    return CarefulFetcher("us@example.org", lambda *_: ["127.0.0.1"], trusted, lambda number: number == "127.0.0.1", site.port, 5.0)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/privacy",
        "ftp://example.com/privacy",
        "file:///etc/passwd",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.0x1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.1./",
        "https://１２７.0.0.1/",
        "https://127。0。0。1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://localhost/",
        "https://localhost./",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://user@example.com/",
        "https://example.com@127.0.0.1/",
        "https://example.com\\@127.0.0.1/",
        "https://exa%6dple.com/",
        "https://example.com:8443/",
        "https://exam ple.com/",
        "https://example.com/\r\nHost: other",
        "https://",
        "https://.com/",
        "https://a..com/",
        f"https://{'a' * 64}.com/",
        f"https://example.com/{'a' * 3000}",
    ],
)
def test_addresses_that_are_refused_before_anything_is_looked_up(address: str) -> None:
    """Every notation of a number, local names, other schemes and smuggled parts are no address to fetch."""
    with pytest.raises(PolicyError) as refused:
        host_and_path(address)

    assert refused.value.hint


@pytest.mark.parametrize(
    ("address", "host", "path"),
    [
        ("https://example.com/privacy?x=1#top", "example.com", "/privacy?x=1"),
        ("https://EXAMPLE.com.", "example.com", "/"),
        ("https://example.com:443/a b".replace(" ", "%20"), "example.com", "/a%20b"),
        ("https://bücher.de/schutz", "xn--bcher-kva.de", "/schutz"),
        ("https://ⓔxample.com/", "example.com", "/"),
    ],
)
def test_addresses_that_are_taken(address: str, host: str, path: str) -> None:
    """A plain https address is taken apart as browsers do it."""
    assert host_and_path(address) == (host, path)


PRIVATE = """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255 224.0.0.1 240.0.0.1 192.0.2.1
198.18.0.1 192.88.99.1 192.0.0.9 ::1 :: ::ffff:8.8.8.8 ::ffff:127.0.0.1 ::127.0.0.1 64:ff9b::8.8.8.8 64:ff9b:1::1 2002:7f00:1:: 2001::1
2001:db8::1 3fff::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 ff02::1 2606:4700::1%eth0 nonsense""".split()


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_that_are_not_public(number: str) -> None:
    """Private, loopback, link-local, shared, mapped, translated, tunnelled, multicast and documentation numbers are not public."""
    assert not is_public(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::1"])
def test_numbers_that_are_public(number: str) -> None:
    """Ordinary numbers of the internet are public."""
    assert is_public(number)


@needs_openssl
def test_a_page_is_fetched_under_its_name_and_says_who_asks(site: Site, fetcher: CarefulFetcher) -> None:
    """The name is sent to the number that was resolved, robots.txt is asked first, and the agent says what it is."""
    site.page("/privacy", b"<p>We keep nothing.</p>")

    page = fetcher.fetch(f"https://{NAME}/privacy")

    assert (page.data, page.name) == (b"<p>We keep nothing.</p>", "page.html")
    assert site.asked == [f"{NAME}/robots.txt", f"{NAME}/privacy"]
    assert all("Unexposed" in agent and "us@example.org" in agent for agent in site.agents)


@needs_openssl
def test_a_name_is_resolved_once_a_request_and_its_number_used(site: Site, fetcher: CarefulFetcher) -> None:
    """A name that gives another number on the second look (rebinding) gains nothing: each look is checked and used as it is."""
    site.page("/", b"<p>hello</p>")
    numbers = [["127.0.0.1"], ["10.0.0.1"]]
    turning = CarefulFetcher("", lambda *_: numbers.pop(0), fetcher.context, fetcher.allowed, site.port, 5.0)

    with pytest.raises(PolicyError, match="private network"):
        turning.fetch(f"https://{NAME}/")

    assert site.asked == [f"{NAME}/robots.txt"]


@needs_openssl
def test_one_private_number_among_many_is_enough_to_refuse(fetcher: CarefulFetcher, site: Site) -> None:
    """A name with a public and a private number is not fetched at all."""
    both = CarefulFetcher("", lambda *_: ["127.0.0.1", "192.168.0.1"], fetcher.context, fetcher.allowed, site.port, 5.0)

    with pytest.raises(PolicyError, match="private network"):
        both.fetch(f"https://{NAME}/")

    assert site.asked == []


@needs_openssl
def test_the_shipped_rules_refuse_this_machine(site: Site) -> None:
    """Without the exceptions of these tests a name that leads here is refused before a connection is made."""
    shipped = CarefulFetcher(resolve=lambda *_: ["127.0.0.1"], port=site.port)

    with pytest.raises(PolicyError, match="private network"):
        shipped.fetch(f"https://{NAME}/")

    assert site.asked == []


@needs_openssl
def test_a_certificate_of_nobody_is_refused(site: Site, fetcher: CarefulFetcher) -> None:
    """A site whose certificate no known authority signed is not read."""
    site.page("/", b"<p>hello</p>")
    strict = CarefulFetcher("", fetcher.resolve, ssl.create_default_context(), fetcher.allowed, site.port, 5.0)

    with pytest.raises(PolicyError, match="not safe"):
        strict.fetch(f"https://{NAME}/")


@needs_openssl
def test_three_redirects_are_followed_and_no_more(site: Site, fetcher: CarefulFetcher) -> None:
    """A chain of three leads to its page; a loop ends in words."""
    for step in range(3):
        site.page(f"/{step}", b"", 302, Location=f"/{step + 1}")
    site.page("/3", b"<p>there</p>")
    site.page("/loop", b"", 301, Location="/loop")

    assert fetcher.fetch(f"https://{NAME}/0").data == b"<p>there</p>"
    with pytest.raises(PolicyError, match="on and on"):
        fetcher.fetch(f"https://{NAME}/loop")


@needs_openssl
@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "https://127.0.0.1/", "https://[::1]/", "http://example.com/", "file:///etc/passwd", "//10.0.0.1/"]
)
def test_a_redirect_is_checked_like_a_first_address(site: Site, fetcher: CarefulFetcher, target: str) -> None:
    """A public page cannot send the bot into a local network or to another scheme."""
    site.page("/", b"", 302, Location=target)

    with pytest.raises(PolicyError):
        fetcher.fetch(f"https://{NAME}/")

    assert site.asked == [f"{NAME}/robots.txt", f"{NAME}/"]


@needs_openssl
def test_a_site_that_wants_no_robots_is_left_alone(site: Site, fetcher: CarefulFetcher) -> None:
    """What robots.txt closes is not fetched; what it leaves open is."""
    site.page("/robots.txt", b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    site.page("/private/policy", b"<p>no</p>")
    site.page("/policy", b"<p>yes</p>")

    assert fetcher.fetch(f"https://{NAME}/policy").data == b"<p>yes</p>"
    with pytest.raises(PolicyError, match="respect"):
        fetcher.fetch(f"https://{NAME}/private/policy")
    assert f"{NAME}/private/policy" not in site.asked


def _large(site: Site) -> None:
    site.page("/", b"a" * (MAX_BYTES + 10))


def _swelling(site: Site) -> None:
    site.page("/", gzip.compress(b"a" * (8 << 20), 1), Content_Encoding="gzip")


def _picture(site: Site) -> None:
    site.page("/", b"\x89PNG", Content_Type="image/png")


def _gone(site: Site) -> None:
    site.page("/", b"", 404)


def _down(site: Site) -> None:
    site.page("/robots.txt", b"", 503)


@needs_openssl
@pytest.mark.parametrize(
    ("make", "said"), [(_large, "1 MB"), (_swelling, "1 MB"), (_picture, "another kind"), (_gone, "no page"), (_down, "properly")]
)
def test_what_is_no_page_is_said_with_a_way_on(site: Site, fetcher: CarefulFetcher, make: Callable[[Site], None], said: str) -> None:
    """Too large, swelling when inflated, no text, missing, or out of order: each in a sentence and with a hint."""
    make(site)

    with pytest.raises(PolicyError, match=said) as refused:
        fetcher.fetch(f"https://{NAME}/")

    assert refused.value.hint


@needs_openssl
def test_a_packed_page_is_unpacked(site: Site, fetcher: CarefulFetcher) -> None:
    """A page sent compressed although nobody asked for it is read all the same."""
    site.page("/", gzip.compress(b"<p>We keep nothing.</p>"), Content_Encoding="gzip")

    assert fetcher.fetch(f"https://{NAME}/").data == b"<p>We keep nothing.</p>"


@needs_openssl
def test_a_site_that_drips_is_cut_off_at_the_deadline(site: Site, fetcher: CarefulFetcher) -> None:
    """The time for everything is bounded, however the bytes arrive."""
    site.page("/", b"a" * 1000)
    site.drip_s = 0.05
    hasty = CarefulFetcher("", fetcher.resolve, fetcher.context, fetcher.allowed, site.port, 1.0)

    with pytest.raises(PolicyError, match="took longer"):
        hasty.fetch(f"https://{NAME}/")


def test_a_name_that_nobody_has_is_said_in_words() -> None:
    """A failing look-up is no crash."""

    def fails(name: str, port: int) -> list[str]:
        raise socket.gaierror(name)

    with pytest.raises(PolicyError, match="no site of that name"):
        CarefulFetcher(resolve=fails).fetch("https://nobody.testsite.com/privacy")
