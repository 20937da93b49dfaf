"""
Fixed points of state evolution of two units, and the places where branches begin, end and cross.

    r± = α A±(q, V),   q, V = those of the prior at r

Unspecialised: q₋ = 0, one equation for ln r₊. Specialised: r₊ is solved for at every ln r₋, which
leaves

    surplus(ln r₋) = ln(α A₋ / r₋)

with its only root (Gaussian weights), or its only root before the fold (±1). At r₋ → 0 the surplus
tends to ln(α/α_c) and not to a root: the unspecialised point is never mistaken for a specialised
one.
"""

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from bayes_glm.outcomes import Failure, Skip
from empirical_risk.newton import newton

from .brackets import bracketed
from .channel import averages
from .instability import unit_difference
from .weights import Gaussian, Rademacher

TINY = 1e-9  # r₋ where the specialised branch begins to be followed


class Point(NamedTuple):
    q: tuple
    v: tuple
    free_entropy: float
    disagreement: float

    @property
    def half_square(self):
        """½ E(y − ŷ)² = ½ [½ − (asin q₁₁ + asin q₁₂)/π], with its digits near q₁₁ = 1."""
        v = (self.v[0] + self.v[1]) / 2
        return math.asin(math.sqrt(v / 2)) / math.pi - math.asin(self.off_diagonal) / (2 * math.pi)

    @property
    def off_diagonal(self):
        # from what is small, as both q may be close to 1
        if min(self.v) < 0.5 and max(self.v) < 0.5:
            return (self.v[1] - self.v[0]) / 2
        return (self.q[0] - self.q[1]) / 2


def describe(prior, alpha, r):
    learnt = prior.learn(r)
    channel = averages(learnt.q, learnt.v)
    product = sum(a * b for a, b in zip(r, learnt.q))
    entropy = learnt.potential - product / 2 + alpha * channel.potential
    return Point(learnt.q, learnt.v, entropy, channel.disagreement)


def unspecialised(prior, alpha):
    """ln r₊ at r₋ = 0."""

    def surplus(x):
        learnt = prior.learn((math.exp(x), 0.0))
        return math.log(alpha * averages(learnt.q, learnt.v).plus) - x

    return bracketed(surplus, math.log(alpha * 0.32))


def ratio_solved(prior, y, guess):
    """(ln r₊, ln α) of the fixed point at which ln r₋ = y."""

    def imbalance(x):
        learnt = prior.learn((math.exp(x), math.exp(y)))
        channel = averages(learnt.q, learnt.v)
        return math.log(channel.plus / channel.minus) - (x - y)

    x = bracketed(imbalance, guess, 0.1)
    learnt = prior.learn((math.exp(x), math.exp(y)))
    return x, y - math.log(averages(learnt.q, learnt.v).minus)


@cache
def fold(kind):
    """(ln r₋, ln α) where the specialised branch of ±1 weights turns back: its largest α."""
    if kind != Rademacher.kind:
        raise Skip('Gaussian weights have no fold at K = 2')
    prior, guess = Rademacher(), [math.log(3.0)]

    def alpha(y):
        guess[0], value = ratio_solved(prior, y, guess[0])
        return -value

    # up in strides until α falls, then the best point between
    y, values = -1.0, [alpha(-1.0)]
    while len(values) < 3 or values[-1] < values[-2]:
        y += 0.3
        values.append(alpha(y))
    best = minimize_scalar(alpha, bracket=(y - 0.6, y - 0.3, y), options={'xtol': 1e-7})
    return best.x, -best.fun


def specialised(prior, alpha):
    """(ln r₊, ln r₋): roughly by bracketing, then by Newton's method for both."""
    start = specialisation(prior)
    if alpha <= start:
        raise Skip(f'no specialised fixed point below alpha = {start:.6f}')

    def equations(xy):
        learnt = prior.learn(tuple(np.exp(xy)))
        channel = averages(learnt.q, learnt.v)
        return np.log([alpha * channel.plus, alpha * channel.minus]) - xy

    if isinstance(prior, Gaussian) and alpha > 10:
        rough = np.full(2, math.log(0.52 * alpha * alpha))  # the law for large α
    else:
        rough = bisected(prior, alpha, equations, 1e-3)
    found, converged = newton(equations, rough)
    if not converged and alpha <= 10:  # a fold is near
        found = rough = bisected(prior, alpha, equations, 4e-15)
        converged = np.abs(equations(found)).max() < 1e-10
    if not converged or abs(found[1] - rough[1]) > 1:
        raise Failure('the specialised fixed point was not found')
    return found[0], found[1]


def bisected(prior, alpha, equations, tolerance):
    last = [unspecialised(prior, alpha)]

    def surplus(y):
        last[0] = bracketed(
            lambda x: equations(np.array([x, y]))[0], last[0], 0.02, 0.1 * tolerance
        )
        return equations(np.array([last[0], y]))[1]

    if isinstance(prior, Gaussian):
        y = bracketed(surplus, math.log(alpha - specialisation(prior)), 0.3, tolerance)
    else:
        top, largest = fold(prior.kind)
        if math.log(alpha) > largest:
            raise Skip(f'no specialised fixed point beyond alpha = {math.exp(largest):.6f}')
        # near the fold r₋ ~ the square root of what is left of α
        tolerance = max(4e-15, tolerance * min(1, 10 * math.sqrt(largest - math.log(alpha))))
        y = brentq(surplus, math.log(TINY), top, xtol=tolerance, rtol=1e-14)
    surplus(y)
    return np.array([last[0], y])


def fixed_point(prior, alpha, branch):
    if branch == 'unspecialised':
        return describe(prior, alpha, (math.exp(unspecialised(prior, alpha)), 0.0))
    x, y = specialised(prior, alpha)
    return describe(prior, alpha, (math.exp(x), math.exp(y)))


def specialisation(prior):
    return _specialisation(prior.kind)


@cache
def _specialisation(kind):
    """α a(q₊) dq₋/dr₋ = 1: a difference of the units, however small, grows."""
    prior = Gaussian() if kind == Gaussian.kind else Rademacher()

    def alpha(x):
        learnt = prior.learn((math.exp(x), 0.0))
        return x - math.log(averages(learnt.q, learnt.v).plus)

    def surplus(x):
        learnt = prior.learn((math.exp(x), 0.0))
        growth = unit_difference(2, learnt.q[0], learnt.v[0]).growth
        return -alpha(x) - math.log(growth * prior.response(math.exp(x)))

    return math.exp(alpha(bracketed(surplus, 0.0)))


def information_theoretic(prior):
    """±1 weights: f of the unspecialised branch falls to −2 ln 2, that of the true weights."""
    if isinstance(prior, Gaussian):
        return specialisation(prior)

    def excess(a):
        return fixed_point(prior, math.exp(a), 'unspecialised').free_entropy + 2 * math.log(2)

    return math.exp(bracketed(excess, 0.5))


def threshold(prior, kind):
    if kind == 'specialisation' or (kind == 'algorithmic' and isinstance(prior, Gaussian)):
        return specialisation(prior)
    if kind == 'information-theoretic':
        return information_theoretic(prior)
    return math.exp(fold(prior.kind)[1])
