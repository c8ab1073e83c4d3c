"""Golden conversations: the files in tests/conversations show what is sent and what comes back.

After a change that is meant, write them anew and read the difference:
    UPDATE_CONVERSATIONS=1 pytest tests/test_conversations.py
"""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import scripts

from bot.advisor import Advisor
from bot.memory import ProcessMemory

#: The day on which they take place: deadlines and the age of evidence are counted from it.
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("path", sorted(scripts.FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_conversation_goes_as_written_down(path: Path, advisor: Advisor) -> None:
    """Every word a person reads in these conversations was read by us first."""
    turns = scripts.read(path)

    fresh = replace(advisor, clock=lambda: TODAY, memory=ProcessMemory(lambda: 0.0, lifetime_s=3600))
    played = list(scripts.play(turns, fresh, "telegram"))

    if os.environ.get("UPDATE_CONVERSATIONS"):
        scripts.write(path, played)
    assert [turn.reply for turn in played] == [turn.reply for turn in scripts.read(path)]
