"""Which law applies: where the person is, where the service sits, on which day.

A place has a chain of laws: its own file, what that one is `like`, and the wider jurisdiction it lies `inside`
(Texas, then the United States). A service that sits where a law covers everybody's data adds that law at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.rights.names import Place
from knowledge.rights_schema import Authority, Deadline, Law, Right, Statement, Topic


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the law it is from, and the last day it sets, if it sets one."""

    statement: Statement
    law: Law
    right: Right
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class Applying:
    """The law that applies to a person in `place`, with a service in `service` ("" where unknown), on `day`.

    chain: the person's own law, the closest first. outside: law that covers them because the service sits there.
    """

    place: Place
    service: Place
    day: date
    chain: tuple[Right, ...]
    outside: tuple[Right, ...]
    shapes: tuple[Right, ...]

    @property
    def known(self) -> bool:
        """Tell whether there is any law in our files for it."""
        return bool(self.chain or self.outside)

    def said(self, topic: Topic) -> Said | None:
        """Return what the closest law says on a topic."""
        return next(self.all_said(topic), None)

    def all_said(self, topic: Topic) -> Iterator[Said]:
        """Give what every law says on a topic, the closest first."""
        for right in (*self.chain, *self.outside):
            yield from self._said(right, topic)

    def _said(self, right: Right, topic: Topic) -> Iterator[Said]:
        own = [one for one in right.statements if one.topic == topic and self._holds(one, right)]
        shape = self._shape(right)
        inherited = [one for one in shape.statements if one.topic == topic] if shape and self._begun(right.laws[0]) else []
        for one in own or inherited:
            deadlines = {each.key: each for each in (*(shape.deadlines if shape else ()), *right.deadlines)}
            law = next((each for each in right.laws if each.key == one.law), right.laws[0])
            yield Said(one, law, right, deadlines.get(one.deadline))

    def _holds(self, statement: Statement, right: Right) -> bool:
        """Tell whether a statement is true now; one without dates of its own needs its law in force, unless it only gives notice."""
        law = next((each for each in right.laws if each.key == statement.law), right.laws[0])
        dated = statement.start or statement.end or statement.topic == "note"
        return statement.holds(self.day, self._where(right)) and bool(dated or self._begun(law))

    def _where(self, right: Right) -> Place:
        """Return the place that counts for a law: the person's, or the service's for a law that covers it from outside."""
        return self.service if right in self.outside else self.place

    def _begun(self, law: Law) -> bool:
        return law.start is None or law.start <= self.day

    def _shape(self, right: Right) -> Right | None:
        return next((shape for shape in self.shapes if shape.id == right.like), None)

    def authority(self, *, intimate: bool = False) -> Authority | None:
        """Return who hears a complaint: of the place itself first, for intimate pictures a special one where there is one."""
        found = [one for right in (*self.chain, *self.outside) for one in self._authorities(right)]
        special = [one for one in found if one.intimate == intimate]
        return next(iter(special or found), None)

    def _authorities(self, right: Right) -> list[Authority]:
        shape = self._shape(right)
        inherited = shape.authorities if shape and not right.authorities and self._begun(right.laws[0]) else ()
        fitting = [one for one in (*right.authorities, *inherited) if not one.members or self._where(right) in one.members]
        return sorted(fitting, key=lambda one: not one.members)

    @property
    def coming(self) -> tuple[Law, ...]:
        """Laws that are passed and cannot be used yet."""
        return tuple(law for right in self.chain for law in right.laws if not self._begun(law))

    @property
    def laws(self) -> tuple[Law, ...]:
        """Laws in force, the closest first."""
        return tuple(law for right in (*self.chain, *self.outside) for law in right.laws if self._begun(law))

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which a letter is written there."""
        own = [right.member_languages.get(self.place, right.languages) for right in self.chain]
        return next((languages for languages in own if languages), ())

    @property
    def as_of(self) -> date:
        """The day of the oldest of the files behind it."""
        return min((right.as_of for right in (*self.chain, *self.outside)), default=self.day)


def applying(rights: tuple[Right, ...], place: Place, day: date, service: Place = "") -> Applying:
    """Return what applies to a person in `place` on `day`, with a service in `service`."""
    shapes = tuple(right for right in rights if right.shape)
    own = _chain(rights, place)
    theirs = [right for right in _chain(rights, service) if service and right not in own] if service else []
    found = Applying(place, service, day, own, (), shapes)
    covering = tuple(right for right in theirs if next(replace(found, chain=(right,)).all_said("outside"), None))
    return replace(found, outside=covering)


def is_abroad(found: Applying) -> bool:
    """Tell whether the service is known to sit outside the person's own jurisdiction."""
    return bool(found.service) and not any(
        found.service == right.id or found.service in right.members or found.service.split("-")[0] == right.id for right in found.chain
    )


def _chain(rights: tuple[Right, ...], place: Place) -> tuple[Right, ...]:
    """Return the jurisdictions a place lies in, the closest first."""
    by_id = {right.id: right for right in rights if not right.shape}
    chain: list[Right] = []
    names = [place, place.split("-")[0]]
    while names:
        right = by_id.get(names.pop(0))
        if right and right not in chain:
            chain.append(right)
            names.insert(0, right.inside)
    around = [right for right in by_id.values() if place in right.members and right not in chain]
    return (*chain, *around)
