"""Composite Gauss-Legendre rules in multiple precision.

A mesh is the union of geometric meshes, one per feature (centre, width) of the integrand: every
panel is then at most as long as its distance to the nearest singularity in the complex plane, so
that a fixed order converges geometrically on each. The error is read off two orders.
"""

from functools import lru_cache

import gmpy2
from gmpy2 import mpfr

PRECISION = 120  # bits, about 36 digits
gmpy2.get_context().precision = PRECISION

ONE = mpfr(1)
TWO = mpfr(2)
PI = gmpy2.const_pi()
SQRT2 = gmpy2.sqrt(TWO)
SQRT_2PI = gmpy2.sqrt(2 * PI)


@lru_cache(maxsize=None)
def legendre(order):
    """Nodes and weights on [-1, 1], by Newton's method on the three-term recurrence."""
    nodes, weights = [], []
    for i in range(order):
        x = gmpy2.cos(PI * (i + mpfr("0.75")) / (order + mpfr("0.5")))
        for _ in range(8):
            p0, p1 = ONE, x
            for k in range(2, order + 1):
                p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
            slope = order * (x * p1 - p0) / (x * x - 1)
            x -= p1 / slope
        p0, p1 = ONE, x
        for k in range(2, order + 1):
            p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
        slope = order * (x * p1 - p0) / (x * x - 1)
        nodes.append(x)
        weights.append(2 / ((1 - x * x) * slope * slope))
    return nodes, weights


def mesh(low, high, features):
    """Break points of [low, high]: centre ± width · (0, 1, 2, 4, …) for every feature."""
    points = {low, high}
    for centre, width in features:
        if width <= 0:
            continue
        offset = mpfr(0)
        reach = max(high - centre, centre - low)
        while offset <= reach:
            for p in (centre - offset, centre + offset):
                if low < p < high:
                    points.add(p)
            offset = width if offset == 0 else 2 * offset
    ordered = sorted(points)
    shortest = (high - low) * mpfr(2) ** (16 - gmpy2.get_context().precision)
    kept = [ordered[0]]
    for p in ordered[1:]:
        if p - kept[-1] > shortest:
            kept.append(p)
    return kept


def rule(breaks, order):
    """All nodes and weights of the composite rule."""
    xs, ws = legendre(order)
    for a, b in zip(breaks, breaks[1:]):
        half, mid = (b - a) / 2, (a + b) / 2
        for x, w in zip(xs, ws):
            yield mid + half * x, half * w
