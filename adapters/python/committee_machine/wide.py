"""
Infinitely many units, after d → ∞: the sum of their signs is Gaussian.

Two machines of overlap γ = (2/π)[q_a + asin q_d] answer like two sign perceptrons of that overlap:

    Ψ(γ) = 2 E[Φ(s) ln Φ(s)],   Ψ′(γ) = E[φ(s)²/(Φ(s) Φ(−s))]/(2(1 − γ)),   s = √(γ/(1−γ)) ξ

At n = α̃ K d the mean direction costs nothing: q_a = 1 − q_d, and

    f/K = [q_d + ln(1 − q_d)]/2 + α̃ Ψ(γ),   γ = (2/π)[1 − q_d + asin q_d].

Everything near q_d = 1 is written in V = 1 − q_d.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import log_ndtr

from bayes_glm.outcomes import Failure, Skip
from bayes_glm.quadrature import normal_average

from .brackets import bracketed

MEAN = 2 / math.pi  # γ of machines that share nothing but their mean direction


def entropy(gamma, rest):
    """Ψ at γ with rest = 1 − γ: 2 E Φ(s) ln Φ(s)."""
    k = math.sqrt(gamma / rest)

    def row(xi):
        log_half = log_ndtr(k * xi)
        return (2 * np.exp(log_half) * log_half)[None, :]

    return normal_average(row, cuts_at(k))[0]


def slope(gamma, rest):
    """Ψ′ at γ with rest = 1 − γ: half of E Σ_y Z_y g², g = ∂_ω ln Z_y."""
    k = math.sqrt(gamma / rest)

    def row(xi):
        s = k * xi
        return np.exp(-s * s - log_ndtr(s) - log_ndtr(-s))[None, :] / (2 * math.pi)

    return normal_average(row, cuts_at(k))[0] / (2 * rest)


def cuts_at(k):
    return np.array([-1, 1])[:, None] * np.array([0.3, 1, 3, 6, 9, 40]) / max(k, 1)


def overlap(v):
    """γ and 1 − γ of V = 1 − q_d. 1 − γ = (2/π)(acos q − V)."""
    angle = 2 * math.asin(math.sqrt(v / 2))  # acos(1 − V)
    return MEAN * (v + math.pi / 2 - angle), MEAN * (angle - v)


def overlap_slope(q, v):
    """dγ/dq = (2/π)(1/√(1 − q²) − 1), 1 − q = v"""
    root = math.sqrt(v * (1 + q))
    return MEAN * q * q / (root * (1 + root))


def load(x):
    """α̃ at which q_d is stationary, q_d/(1 − q_d) = eˣ."""
    q, v = 1 / (1 + math.exp(-x)), 1 / (1 + math.exp(x))
    return math.exp(x) / (2 * slope(*overlap(v)) * overlap_slope(q, v))


def entropy_per_unit(x, alpha):
    q, v = 1 / (1 + math.exp(-x)), 1 / (1 + math.exp(x))
    return (q + math.log(v)) / 2 + alpha * entropy(*overlap(v))


class Wide(NamedTuple):
    specialisation: float
    rest: float  # 1 − γ
    free_entropy: float

    @property
    def half_square(self):
        return 2 * math.asin(math.sqrt(self.rest / 2)) / math.pi

    @property
    def classification(self):
        return math.asin(math.sqrt(self.rest)) / math.pi


def spinodal():
    """(logit of q_d, α̃): the least α̃ of the specialised branch."""
    best = minimize_scalar(load, bracket=(-1.0, 2.0, 6.0), options={'xtol': 1e-8})
    return best.x, best.fun


def machine(alpha, branch):
    if branch == 'unspecialised':
        return Wide(0.0, 1 - MEAN, alpha * entropy(MEAN, 1 - MEAN))
    start, least = spinodal()
    if alpha < least:
        raise Skip(f'no specialised state below alphaPerUnit = {least:.6f}')
    end = start + 1
    while load(end) < alpha:
        end += 1
    x = brentq(lambda x: math.log(load(x) / alpha), start, end, xtol=4e-15, rtol=1e-14)
    v = 1 / (1 + math.exp(x))
    return Wide(1 / (1 + math.exp(-x)), overlap(v)[1], entropy_per_unit(x, alpha))


def information_theoretic():
    """Both states have the same free entropy."""
    common = entropy(MEAN, 1 - MEAN)
    excess = lambda x: entropy_per_unit(x, load(x)) - load(x) * common
    start = spinodal()[0]
    if excess(start) > 0:
        raise Failure('the specialised state is the better one where it appears')
    return load(brentq(excess, start, start + 6, xtol=4e-15, rtol=1e-14))


def binary_information_theoretic():
    """±1 weights: the entropy ln 2 per weight is used up at the overlap 2/π."""
    return math.log(2) / -entropy(MEAN, 1 - MEAN)


def algorithmic():
    """n/(K² d): 1/E[x² φ²/(Φ Φ(−x))], x = T √(2/(π − 2)), T ~ N(0, 1)."""
    k = math.sqrt(2 / (math.pi - 2))

    def row(t):
        x = k * t
        return (x * x * np.exp(-x * x - log_ndtr(x) - log_ndtr(-x)))[None, :] / (2 * math.pi)

    return 1 / normal_average(row)[0]


class Narrow(NamedTuple):
    overlap: float
    rest: float
    free_entropy: float

    half_square = Wide.half_square
    classification = Wide.classification


def unspecialised(alpha):
    """n = α d: only the mean direction is learnt, q_a/(1 − q_a) = α (2/π) 2 Ψ′(2 q_a/π)."""

    def gammas(x):
        q, v = 1 / (1 + math.exp(-x)), 1 / (1 + math.exp(x))
        return q, v, MEAN * q, 1 - MEAN + MEAN * v

    def surplus(x):
        return math.log(2 * alpha * MEAN * slope(*gammas(x)[2:])) - x

    x = bracketed(surplus, math.log(alpha * MEAN))
    q, v, gamma, rest = gammas(x)
    return Narrow(q, rest, (q + math.log(v)) / 2 + alpha * entropy(gamma, rest))
