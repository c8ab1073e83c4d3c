"""The nearest town: found offline, also at sea, at the poles and where the degrees of longitude begin anew."""

import subprocess
import sys

import pytest

from bot.photos import places
from bot.strings import speaking

PLACES = [
    ("the tower", 48.8583, 2.2945, "Paris, France (4 km)"),
    ("a suburb", 48.84, 2.24, "Boulogne-Billancourt, France (less than 1 km)"),
    ("a mountain", 46.5, 8.0, "Lauterbrunnen, Switzerland (12 km)"),
    ("the south", -33.8568, 151.2153, "Sydney, Australia (1 km)"),
    ("west of Greenwich", 51.4816, -0.0077, "London, United Kingdom (9 km)"),
    ("east of 180 degrees", -16.5, 179.99, "Labasa, Fiji (67 km)"),
    ("west of 180 degrees", -16.5, -179.99, "Labasa, Fiji (69 km)"),
    ("the ocean", 0.0, -140.0, "far from any town, the nearest is Taiohae, French Polynesia (991 km)"),
    ("the north pole", 90.0, 0.0, "far from any town, the nearest is Longyearbyen, Svalbard and Jan Mayen (1,310 km)"),
]


@pytest.mark.parametrize(("latitude", "longitude", "words"), [place[1:] for place in PLACES], ids=[place[0] for place in PLACES])
def test_a_position_has_its_nearest_town(latitude: float, longitude: float, words: str) -> None:
    """A position is named by the town whose reach covers it, else by the nearest, with the distance."""
    assert places.named(latitude, longitude) == words


def test_both_sides_of_a_pole_have_the_same_town() -> None:
    """At the south pole the longitude makes no difference."""
    assert len({places.named(-90.0, longitude) for longitude in (-170.0, 0.0, 95.0)}) == 1


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
def test_what_is_no_position_has_no_town(place: tuple[float, float]) -> None:
    """Degrees beyond the globe have no town, and raise nothing."""
    assert places.named(*place) == ""


def test_a_country_has_its_name_in_the_language_spoken() -> None:
    """Countries are named in the language of the reply."""
    with speaking("de"):
        assert places.country("FR") == "Frankreich"


def test_the_towns_around_are_those_within_reach() -> None:
    """The map's towns stand around the place, the largest first."""
    towns = places.around(48.8583, 2.2945, 0.2)
    assert towns[0].name == "Paris"
    assert all(abs(town.latitude - 48.8583) < 1.3 for town in towns)


def test_a_photo_without_a_position_loads_no_gazetteer() -> None:
    """Neither the gazetteer nor the package that brings it is read unless there is a position; the package, with scipy, never is."""
    code = (
        "import sys; from bot.photos import inspect; from bot.samples import sample_photo; import io, PIL.Image\n"
        "out = io.BytesIO(); PIL.Image.new('RGB', (8, 8)).save(out, 'JPEG', comment=b'x'); inspect(out.getvalue())\n"
        "assert 'bot.photos.places' not in sys.modules\n"
        "assert any('Paris' in one.text for one in inspect(sample_photo()))\n"
        "assert not {'scipy', 'reverse_geocode'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
