"""The normal distribution, with its digits in both tails, for arrays."""

import math

import numpy as np

_erfc = np.frompyfunc(math.erfc, 1, 1)


def density(x):
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def probability(x):
    """Φ(x) = P(ξ < x)."""
    return np.asarray(_erfc(np.asarray(x, float) / -math.sqrt(2)), float) / 2
