"""Where a service takes privacy requests: as its file says, or as the evidence on it tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.schema import Platform

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EUROPE_BEFORE = re.compile(r"\b(?:EU|EEA|Europe)\b[^.@]{0,25}$")


@dataclass(frozen=True, slots=True)
class Contact:
    """An address for mail, or the address of a form; "" for what is not known."""

    mail: str = ""
    form: str = ""


def contact_of(platform: Platform, *, europe: bool = False) -> Contact:
    """Return where to write to; `europe` prefers an address that is said to be the one for the EU."""
    told = " ".join(one.claim for one in platform.evidence if one.criterion == "deletion-contact")
    mails = list(_MAIL.finditer(told))
    for mail in mails if europe else ():
        if _EUROPE_BEFORE.search(told[: mail.start()]):
            return Contact(mail[0])
    if platform.contact.startswith("https://"):
        return Contact(form=platform.contact)
    return Contact(platform.contact or (mails[0][0] if mails else ""))
