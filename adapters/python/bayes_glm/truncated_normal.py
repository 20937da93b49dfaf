"""
A standard normal variable t, given that lo < t < hi: log-probability, mean and variance.

By integration over t itself, relative to the density at the most likely point of the interval, so
that nothing under- or overflows and no complementary error function is needed, forty standard
deviations out as well as in an interval of width 1e-12.
"""

from typing import NamedTuple

import numpy as np

from .quadrature import gauss_legendre

ORDER = 64  # integrates exp(-t²/2) over its whole support to rounding
NEGLIGIBLE = 40.0  # e^-40: the integration stops where the density has fallen by this factor


class Moments(NamedTuple):
    log_mass: np.ndarray
    mean: np.ndarray
    variance: np.ndarray


def truncated_normal(lo, hi):
    lo, hi = np.broadcast_arrays(np.asarray(lo, float), np.asarray(hi, float))
    mode = np.clip(0.0, lo, hi)
    # the distance e from the mode at which |mode| e + e²/2 = NEGLIGIBLE, without cancellation
    reach = 2 * NEGLIGIBLE / (np.sqrt(mode * mode + 2 * NEGLIGIBLE) + np.abs(mode))
    first = np.maximum(lo - mode, -reach)
    width = np.minimum(hi - mode, reach) - first
    nodes, weights = gauss_legendre(ORDER)
    e = first[..., None] + width[..., None] * nodes
    density = np.exp(-e * (mode[..., None] + e / 2))
    mass = density @ weights
    shift = (density * e) @ weights / mass
    variance = (density * (e - shift[..., None]) ** 2) @ weights / mass
    log_mass = np.log(mass * width) - mode * mode / 2 - np.log(2 * np.pi) / 2
    return Moments(log_mass, mode + shift, variance)


def union(parts):
    """The same for a union of disjoint intervals: a mixture of their moments."""
    if len(parts) == 1:
        return parts[0]
    log_mass = np.logaddexp.reduce([part.log_mass for part in parts])
    shares = [np.exp(part.log_mass - log_mass) for part in parts]
    mean = sum(s * part.mean for s, part in zip(shares, parts))
    spread = sum(s * (part.variance + (part.mean - mean) ** 2) for s, part in zip(shares, parts))
    return Moments(log_mass, mean, spread)
