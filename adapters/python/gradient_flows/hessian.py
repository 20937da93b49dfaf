"""
The Hessian of the normalised loss Σ (y² − h²)²/(a + y²) at a point that knows nothing of w*.

    M = Xᵀ diag(c) X,   c = (12 h² − 4 y²)/(a + y²) > −4,   y, h independent N(0, 1)

With G < 0 the trace of (z − M)⁻¹ per dimension, left of the spectrum,

    z(G) = 1/G + α E[c/(1 − c G)],   edge where z′ = 0, or at the pole G = −1/4 if that comes first

    along w*:  z = α E[y² c/(1 − c G)],   squared overlap 1/(1 − α E[y² c²/(1 − c G)²]/z′(G))
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from bayes_glm.outcomes import Failure
from committee_machine.plane import agree, nodes

POLE = -0.25


class Averages(NamedTuple):
    """E of f = c/(1 − cG), y² f, f², y² f²."""

    plain: float
    seen: float
    square: float
    seen_square: float


def averages(g, offset):
    def rule(step):
        y, wy = nodes(1.0, math.sqrt(offset), 1.0, step)
        h, wh = nodes(1.0, math.sqrt(offset / max(-12 * g, 1.0)), 1.0, step)
        y, wy, h, wh = y[y > 0], 2 * wy[y > 0], h[h > 0], 2 * wh[h > 0]
        y2, h2 = y[:, None] ** 2, h**2
        top = 12 * h2 - 4 * y2
        f = top / (offset + (1 + 4 * g) * y2 - 12 * g * h2)
        return np.array([wy @ part @ wh for part in (f, y2 * f, f * f, y2 * f * f)])

    return Averages(*agree(rule, together=True))


class Spectrum(NamedTuple):
    edge: float
    outlier: float
    squared_overlap: float


def place(g, alpha, offset):
    return 1 / g + alpha * averages(g, offset).plain


def edge_at(alpha, offset):
    """G at the edge: G² α E f² grows with |G|, and is 1 there."""
    steepness = lambda g: alpha * g * g * averages(g, offset).square - 1
    if steepness(POLE) <= 0:
        return POLE
    return brentq(steepness, POLE, -1e-12, xtol=1e-16, rtol=1e-14)


def spectrum(alpha, offset):
    edge = edge_at(alpha, offset)

    def gap(g):
        e = averages(g, offset)
        return 1 + alpha * g * (e.plain - e.seen)

    where = place(edge, alpha, offset)
    if gap(edge) >= 0:
        return Spectrum(where, where, 0.0)
    g = brentq(gap, edge, -1e-12, xtol=1e-16, rtol=1e-14)
    e = averages(g, offset)
    slope = alpha * e.square - 1 / g**2
    return Spectrum(where, place(g, alpha, offset), 1 / (1 - alpha * e.seen_square / slope))


def transition(offset):
    """α at which the outlier's G is that of the edge."""

    def loads(g):
        e = averages(g, offset)
        return 1 / (g * g * e.square), 1 / (-g * (e.plain - e.seen))

    edge, outlier = loads(POLE)
    if outlier <= edge:  # the pole is the edge for all of these α
        return outlier

    def surplus(g):
        edge, outlier = loads(g)
        return math.log(edge / outlier)

    g = POLE
    while surplus(g) < 0:
        g /= 2
        if g > -1e-9:
            raise Failure('no transition found')
    return loads(brentq(surplus, 2 * g, g, xtol=1e-16, rtol=1e-14))[0]
