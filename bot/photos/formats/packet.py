"""XMP packets written afresh (ISO 16684-1): one description with the names and values that may stay."""

from __future__ import annotations

import re

_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_SOURCE_SPACE = 'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
#: The words of IPTC's list of digital source types, which says how a picture was made.
SOURCE = re.compile(r"https?://cv\.iptc\.org/newscodes/digitalsourcetype/[A-Za-z]{3,60}")


def packet(namespaces: str, attributes: str, inside: str = "", *, source: str = "") -> bytes:
    """Return a packet with these attributes and elements; `source` is a digital source type, "" for none."""
    if source:
        namespaces, attributes = f"{namespaces} {_SOURCE_SPACE}".strip(), f'{attributes} Iptc4xmpExt:DigitalSourceType="{source}"'
    description = f'<rdf:Description rdf:about="" {namespaces}{attributes}>{inside}</rdf:Description>'
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {_RDF}>{description}</rdf:RDF></x:xmpmeta>'.encode()
