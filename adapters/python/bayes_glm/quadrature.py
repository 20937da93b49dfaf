"""
Adaptive integration of vector-valued functions, a whole generation of panels at a time.

Each panel is integrated by a Gauss–Legendre rule, then by the same rule on its two halves; the
panels on which the two disagree are split again. All panels of one generation go through the
integrand in a single call, which is what makes adaptivity affordable in NumPy.

Relative accuracy is asked of every component separately: a mean-square error of 1e-100 that comes
out of the same integral as an overlap of 1 keeps its digits.
"""

from functools import cache

import numpy as np

from .outcomes import Failure

ORDER = 20
RELATIVE = 1e-13  # on each component; two orders above the rounding of the sums
ROUNDING = 1e-9  # an error below this that splitting does not cure is rounding of the integrand
GENERATIONS = 60
PANELS = 20_000

# Beyond 39 standard deviations the normal density is no longer a double (38.6² / 2 = 745).
FAR = 39.0


@cache
def gauss_legendre(order):
    """Nodes and weights on (0, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(order)
    return (nodes + 1) / 2, weights / 2


def integrate(function, cuts):
    """
    ∫ function over [min cuts, max cuts]; `function` maps (N,) to (k, N), the result is (k,).

    `cuts` are where the integrand may change abruptly. They cannot be wrong, only useless: the
    panels between them are split further wherever that changes the result.
    """
    nodes, weights = gauss_legendre(ORDER)

    def panels(left, right):
        width = right - left
        values = function((left[:, None] + width[:, None] * nodes).ravel())
        return (values.reshape(values.shape[0], left.size, ORDER) @ weights) * width

    cuts = np.unique(np.asarray(cuts, dtype=float))
    left, right = cuts[:-1], cuts[1:]
    coarse = panels(left, right)
    done = np.zeros(coarse.shape[0])
    size = np.zeros_like(done)
    before = np.full(left.size, np.inf)
    for _ in range(GENERATIONS):
        middle = (left + right) / 2
        lower, upper = np.split(panels(np.r_[left, middle], np.r_[middle, right]), 2, axis=1)
        fine = lower + upper
        scale = size + np.abs(fine).sum(axis=1)
        scale = np.maximum(scale, np.finfo(float).tiny)
        error = (np.abs(fine - coarse) / scale[:, None]).max(axis=0)
        rounding = (error < ROUNDING) & (error > before / 8)  # a smooth error falls by 2^-40
        wrong = (error > RELATIVE) & ~rounding
        done += fine[:, ~wrong].sum(axis=1)
        size += np.abs(fine[:, ~wrong]).sum(axis=1)
        if not wrong.any():
            return done
        if 2 * wrong.sum() > PANELS:
            break
        left, right = np.r_[left[wrong], middle[wrong]], np.r_[middle[wrong], right[wrong]]
        coarse = np.concatenate([lower[:, wrong], upper[:, wrong]], axis=1)
        before = np.r_[error[wrong], error[wrong]]
    raise Failure(f'quadrature did not settle: {int(wrong.sum())} panels left')


def around(centres, widths, steps=(1, 3, 8, 20)):
    """Cuts at each centre and at ± a few widths of it."""
    centres, widths = np.atleast_1d(centres), np.atleast_1d(widths)
    ladder = np.array([-s for s in reversed(steps)] + [0, *steps], dtype=float)
    return (centres[:, None] + widths[:, None] * ladder).ravel()


def normal_density(v):
    return np.exp(-v * v / 2) / np.sqrt(2 * np.pi)


def normal_average(function, cuts=()):
    """E function(v), v ~ N(0, 1); cuts beyond ± FAR are dropped."""
    cuts = np.asarray(cuts, dtype=float)
    own = np.r_[-FAR, around(0.0, 1.0), FAR]
    inside = cuts[np.isfinite(cuts) & (np.abs(cuts) < FAR)]

    return integrate(lambda v: function(v) * normal_density(v), np.r_[own, inside])
