"""The phrases by which practices are known, a module for each group. RUBRIC and ALSO are the two lists."""

from __future__ import annotations

from bot.policy.cues import handling, keeping, people, sharing
from bot.policy.practice import Practice

#: What the rubric asks, by criterion. Clear policy and leaks are judged otherwise (bot/policy/verdict.py).
RUBRIC: tuple[Practice, ...] = (
    keeping.RETENTION,
    keeping.DELETION,
    sharing.SHARING,
    handling.ENCRYPTION,
    handling.TRAINING,
    handling.FACES,
    handling.SERVERS,
    handling.ACCOUNT,
    handling.PERMISSIONS,
    handling.REVENUE,
    handling.DOWNLOAD,
    people.COMPANY,
)

#: What else a person looks for.
ALSO: tuple[Practice, ...] = (
    people.CHILDREN,
    people.ABROAD,
    people.LOCAL,
    people.SIGNALS,
    people.CHANGES,
    sharing.MERGER,
    people.COOKIES,
    sharing.LAW,
    people.BREACH,
    people.CONTACT,
    people.AUTOMATED,
    people.ACCESS,
    people.CHOICES,
)
