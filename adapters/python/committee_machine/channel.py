"""
The output of two units: probabilities of y ∈ {1, 0, −1}, their gradients, and their averages.

Both signs are positive with the probability of a quadrant, by Owen's function T (`scipy.special`):

    P(z₁ > 0, z₂ > 0) = [Φ(a) + Φ(b)]/2 − T(a, k/a) − T(b, h/b) − [a b < 0]/2

a = ω₁/√v and b = ω₂/√v, v the variance of one field; k and h are b given a, a given b:

    k = (ω₊V₋ − ω₋V₊)/√(2 v V₊V₋),   h = (ω₊V₋ + ω₋V₊)/√(2 v V₊V₋)

Its absolute error is a rounding, and so is that of the averages, in which an event of
probability 1e-16 weighs as much; where it matters relatively, use `quadrants`.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import erf, ndtr, owens_t, xlogy

from bayes_glm.outcomes import Failure

from .plane import agree, nodes

FLOOR = 3e-16  # rounding of a probability that is a difference of Owen functions
LABELS = (1, 0, -1)
NORMALISATION = math.sqrt(2 * math.pi)


class Averages(NamedTuple):
    """Ψ_out, A± = E Σ_y Z_y g±², and P(y ≠ y′) = E Σ_y Z_y (1 − Z_y)."""

    potential: float
    plus: float
    minus: float
    disagreement: float


def outputs(omega_plus, omega_minus, v_plus, v_minus):
    """[Z₁, Z₀, Z₋₁] and their derivatives along ω₊ and ω₋, three arrays (3, N)."""
    # at ω = 0, and on the axes, the limit from one side
    omega_plus = np.where((omega_plus == 0) & (omega_minus == 0), 1e-150, omega_plus)
    v = (v_plus + v_minus) / 2
    root = math.sqrt(2 * v)
    a, b = (omega_plus + omega_minus) / root, (omega_plus - omega_minus) / root
    scale = root * math.sqrt(v_plus * v_minus)
    k = (omega_plus * v_minus - omega_minus * v_plus) / scale
    h = (omega_plus * v_minus + omega_minus * v_plus) / scale
    a, b = np.where(a == 0, 1e-300, a), np.where(b == 0, 1e-300, b)
    owen = owens_t(a, k / a) + owens_t(b, h / b)
    same = np.sign(a) == np.sign(b)
    z = np.array(
        [
            (ndtr(a) + ndtr(b)) / 2 - owen - np.where(same, 0.0, 0.5),
            2 * owen + np.where(same, 0.0, 1.0),
            (ndtr(-a) + ndtr(-b)) / 2 - owen - np.where(same, 0.0, 0.5),
        ]
    )
    one = np.exp(-a * a / 2) / (NORMALISATION * math.sqrt(v))
    two = np.exp(-b * b / 2) / (NORMALISATION * math.sqrt(v))
    first = one * np.array([ndtr(k), -erf(k / math.sqrt(2)), -ndtr(-k)])
    second = two * np.array([ndtr(h), -erf(h / math.sqrt(2)), -ndtr(-h)])
    return np.maximum(z, FLOOR), (first + second) / math.sqrt(2), (first - second) / math.sqrt(2)


def integrands(omega_plus, omega_minus, v_plus, v_minus):
    z, plus, minus = outputs(omega_plus, omega_minus, v_plus, v_minus)
    others = z[[1, 0, 0]] + z[[2, 2, 1]]
    rows = [xlogy(z, z), plus**2 / z, minus**2 / z, z * others]
    return np.array([row.sum(axis=0) for row in rows])


def averages(q, v):
    """
    Averages over ω± ~ N(0, q±), q = (q₊, q₋) and v = (V₊, V₋) with q± + V± = 1.

    What happens close to the axes ω₁ = 0 and ω₂ = 0 has a width √v, and close to the origin a
    width √V±. When both are small the nodes are laid along ω₁ and ω₂, otherwise along ω₊ and ω₋.
    """
    (q_plus, q_minus), (v_plus, v_minus) = q, v
    if not (0 < v_plus <= 1 and 0 < v_minus <= 1):
        raise Failure('averages need 0 < V ≤ 1')

    def rotated(step):
        bend = math.sqrt(max(v_plus, v_minus))
        x, wx = nodes(q_plus, math.sqrt(v_plus), bend, step)
        y, wy = nodes(q_minus, math.sqrt(v_minus), bend, step)
        x, wx, y, wy = x[x >= 0], 2 * wx[x >= 0], y[y >= 0], 2 * wy[y >= 0]
        if q_plus == 0:
            wx = wx / 2
        if q_minus == 0:
            wy = wy / 2
        weights = np.outer(wx, wy).ravel()
        plus, minus = (grid.ravel() for grid in np.meshgrid(x, y, indexing='ij'))
        return integrands(plus, minus, v_plus, v_minus) @ weights

    def along(step):
        width = math.sqrt(min(v_plus, v_minus))
        variance = max(q_plus, q_minus)
        x, _, dx = nodes(variance, width, 1.0, step, density=False)
        positive = x > 0
        one, two = (grid.ravel() for grid in np.meshgrid(x[positive], x, indexing='ij'))
        weights = 2 * np.outer(dx[positive], dx).ravel()
        plus, minus = (one + two) / math.sqrt(2), (one - two) / math.sqrt(2)
        exponent = -(plus**2) / (2 * q_plus) - minus**2 / (2 * q_minus)
        keep = exponent > -40
        weights = weights * np.exp(exponent) / (2 * math.pi * math.sqrt(q_plus * q_minus))
        return integrands(plus[keep], minus[keep], v_plus, v_minus) @ weights[keep]

    small, large = sorted(v)
    if large < 0.03 and large < 4 * small:
        return Averages(*agree(along))
    if large < 3e-4:
        raise Failure('no nodes for two small variances that differ much')
    return Averages(*agree(rotated))
