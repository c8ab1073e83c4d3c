"""Which addresses may be fetched: https, a name with dots, and public numbers behind it. Everything else is refused.

An address is where an attacker would aim this bot at its own network, so nothing is listed as forbidden:
what may be reached is listed, and each number a name resolves to has to be in it (RFC 6890, RFC 4291).
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from bot.errors import PolicyError
from bot.strings import say

_MAX_LENGTH = 2000
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)$")
#: A last label that begins with a digit could be a number in disguise: 127.0.0.0x1.
_TOP = re.compile(r"(?:xn--[a-z0-9-]+|[a-z]{2,63})$")
_OWN = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion", "test", "example", "invalid", "localdomain")
_GLOBAL_6 = IPv6Network("2000::/3")
#: Inside 2000::/3, and yet a way to an IPv4 address (Teredo, 6to4) or to nowhere (documentation, benchmarking, ORCHID).
_NOT_6 = tuple(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NOT_4 = tuple(IPv4Network(net) for net in ("192.88.99.0/24", "192.0.0.0/24", "100.64.0.0/10", "198.18.0.0/15"))


def host_and_path(address: str) -> tuple[str, str]:
    """Return the host (ASCII, lower case) and the path with its query; PolicyError if the address may not be fetched."""
    if len(address) > _MAX_LENGTH or re.search(r"[\x00-\x20\x7f\\]", address):
        raise _refused(say("This is no address I can fetch."))
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _refused(say("This is no address I can fetch.")) from error
    if parts.scheme.lower() != "https":
        raise _refused(say("I fetch only addresses that begin with https://."))
    if parts.username is not None or parts.password is not None or port not in (None, 443) or "%" in parts.netloc:
        raise _refused(say("I fetch only plain addresses: no user name, no password, no port."))
    path = parts.path or "/"
    return host(parts.hostname or ""), _ascii(path + (f"?{parts.query}" if parts.query else ""))


def _ascii(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/?&=%:@!$'()*+,;~#.-_")


def host(name: str) -> str:
    """Return a host name in ASCII; PolicyError if it is a number in any notation, or a name of a local network."""
    try:
        plain = name.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise _refused(say("This is no address I can fetch.")) from error
    labels = plain.split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels) or not _TOP.match(labels[-1]) or len(plain) > 253:
        raise _refused(say("I fetch addresses by name only, such as https://example.com/privacy."))
    if labels[-1] in _OWN:
        raise _refused(say("This address belongs to a local network, and I don't look there."))
    return plain


def is_public(number: str) -> bool:
    """Tell whether an IP address is one of the public internet, and no way around to another."""
    try:
        found = ip_address(number)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return found.is_global and not found.is_multicast and not found.is_reserved and not any(found in net for net in _NOT_4)
    return _is_public_6(found)


def _is_public_6(found: IPv6Address) -> bool:
    # Mapped (::ffff:), NAT64 (64:ff9b::), link-local, unique local and multicast addresses all lie outside 2000::/3.
    return found.scope_id is None and found in _GLOBAL_6 and found.is_global and not any(found in net for net in _NOT_6)


def _refused(message: str) -> PolicyError:
    return PolicyError(message, say("Open the page yourself, copy the text of the policy and paste it here."))
