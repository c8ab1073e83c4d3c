"""A seeded fuzz over every format: spoilt pictures give a clean photo or a PhotoError, never anything else."""

import random

import pytest
import seeds

from bot.photos.formats import FORMATS

ROUNDS = 150
#: Numbers that break arithmetic on lengths and offsets.
_EDGES = [0, 1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF8, 0xFFFFFFFF]


def spoilt(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """Return the picture with one to five faults: bytes flipped, lengths that lie, pieces lost, doubled or taken from another."""
    out = bytearray(data)
    for _ in range(dice.randint(1, 5)):
        at, size = dice.randrange(len(out) + 1), dice.choice([1, 2, 4, 8, 40, 300])
        match dice.randrange(7):
            case 0 if at < len(out):
                out[at] ^= 1 << dice.randrange(8)
            case 1 | 2:
                width = dice.choice([1, 2, 4, 4, 8])
                number = dice.choice(_EDGES) & (1 << 8 * width) - 1
                out[at : at + width] = number.to_bytes(width, dice.choice(["big", "little"]))
            case 3:
                del out[at : at + size]
            case 4:
                out[at:at] = out[at : at + size] * dice.choice([1, 2, 50])
            case 5:
                start = dice.randrange(len(other))
                out[at:at] = other[start : start + size]
            case _:
                del out[max(16, at) :]
    return bytes(out)


@pytest.mark.parametrize("name", [known.NAME for known in FORMATS])
def test_spoilt_pictures(name: str) -> None:
    """Whatever is done to a picture, the answer is a clean photo that stays as it is when cleaned again, or a refusal in words."""
    dice = random.Random(f"spoilt {name}")
    pictures = seeds.of(name)
    assert pictures, f"no test picture of {name}"
    for _ in range(ROUNDS):
        seeds.cleaned(spoilt(dice.choice(pictures), dice.choice(pictures), dice))
