"""The frozen blur: exact discrete Laplace noise of scale 1, by whole numbers only.

The sampler of Canonne, Kamath and Steinke ("The Discrete Gaussian for Differential
Privacy", 2020, algorithms 1 and 2, here with s = t = 1): a coin that falls heads with
probability e^-1 is made from fair choices, the size is how often it falls heads in a
row, the sign is a bit, and a negative zero is drawn again. P(x) is then exactly
(e - 1) / (e + 1) * e^-|x|.

Rule: no floats (their gaps give counts away: Mironov 2012) and no `random`; chance
comes only from `bits`, which the edge takes from the operating system. There is no way
to switch the blur off.
"""

from collections.abc import Callable

Bits = Callable[[int], int]
"""Returns a whole number of that many fair random bits, as `secrets.randbits` does."""


def below(bound: int, bits: Bits) -> int:
    """Return a fair number from 0 to `bound` - 1; the bound is at least 1."""
    size = (bound - 1).bit_length()
    while (drawn := bits(size) if size else 0) >= bound:
        pass
    return drawn


def laplace(bits: Bits) -> int:
    """Return discrete Laplace noise of scale 1."""
    while True:
        size = 0
        while _heads(bits):
            size += 1
        negative = bits(1)
        if size or not negative:
            return -size if negative else size


def _heads(bits: Bits) -> bool:
    """Return True with probability e^-1: the length of a run that fails is odd."""
    length = 1
    while below(length, bits) == 0:
        length += 1
    return length % 2 == 1
