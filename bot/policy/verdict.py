"""From what a policy states to a verdict: the sentence that leads, and one that speaks against it.

Nothing found in a text that was read whole is "not-stated" (bot/policy/reader.py); here something was found.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.detect import Hit
from bot.policy.judges import JUDGES, Judged
from knowledge.schema import Verdict

#: Where a good sentence and a bad one speak against each other; elsewhere they are about different things.
_CONTRADICTS = frozenset({"third-party-sharing", "training", "face-analysis", "deletion-timeline", "account-and-login"})
_STEPS: dict[Verdict, int] = {"fails": 0, "partly": 1, "meets": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a policy says on a criterion: the verdict, the sentence that leads, and one that speaks against it, if any."""

    verdict: Verdict
    claim: str
    hit: Hit
    against: tuple[Judged, Hit] | None = None


def judge(criterion: str, hits: tuple[Hit, ...]) -> Finding | None:
    """Return the finding on a criterion; None if no sentence states it."""
    if not hits:
        return None
    judged = [(JUDGES[criterion](hit), hit) for hit in hits]
    ranked = sorted(judged, key=lambda pair: -(pair[0].weight + pair[1].strength))
    lead, hit = ranked[0]
    rivals = [pair for pair in ranked[1:] if abs(_STEPS[pair[0].verdict] - _STEPS[lead.verdict]) == 2 and pair[1].strength >= _SURE]
    return Finding(lead.verdict, lead.claim, hit, rivals[0] if rivals and criterion in _CONTRADICTS else None)


#: A sentence that contradicts another must be as clear as that.
_SURE = 1.9
