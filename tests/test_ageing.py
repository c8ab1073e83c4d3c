"""Old evidence is listed for whoever keeps the files: what to look at again, and what no longer counts."""

import argparse
from datetime import date, timedelta

import pytest

from adapters import ageing, upkeep
from adapters.cli import parser
from knowledge.schema import Evidence, Platform

TODAY = date(2026, 11, 23)


def platform(name, *ages, days=180):
    """Return a made-up platform with evidence looked at so many days ago."""
    evidence = (
        Evidence(f"c{age}", "meets", "policy", "It does.", "", "Its policy", "", "2026", TODAY - timedelta(age), days) for age in ages
    )
    return Platform(name, name, "", "A service.", (), (), (), tuple(evidence))


@pytest.mark.parametrize(("text", "count"), [("180d", 180), ("26w", 182), ("6m", 180), ("1y", 365), ("90", 90), (" 2W ", 14), ("0d", 0)])
def test_a_length_of_time_is_read_as_people_write_it(text, count):
    """Days, weeks, months and years, or a bare number of days."""
    assert ageing.days(text) == count


@pytest.mark.parametrize("text", ["", "soon", "-3d", "1.5y", "d", "99999d"])
def test_anything_else_is_refused_in_words(text):
    """The message says how to write it."""
    with pytest.raises(argparse.ArgumentTypeError, match="180d"):
        ageing.days(text)


def test_the_oldest_comes_first_with_all_one_needs_to_look_again():
    """Each line tells platform, criterion, day and age; what is exactly as old as asked for is not older."""
    lines = ageing.older((platform("new", 10, 180), platform("old", 400, 181)), TODAY, 180)
    assert [line.split()[:2] for line in lines] == [["old", "c400"], ["old", "c181"]]
    assert "2025-10-19" in lines[0]
    assert "400 days ago" in lines[0]
    assert "Its policy" in lines[0]


def test_what_no_longer_counts_depends_on_its_own_days():
    """Evidence with a longer life is left out until its days are over."""
    assert len(ageing.expired((platform("short", 181), platform("long", 181, 400, days=365)), TODAY)) == 2


def test_the_command_lists_it_and_finds_no_fault(capsys):
    """Old evidence is a note, so the command ends well."""
    assert upkeep.check(parser().parse_args(["check", "--older-than", "9999d"])) == 0
    assert "looked at more than 9999 days ago: 0" in capsys.readouterr().out
