"""
The fate of a small difference between K units that have all learnt the same (Gaussian weights).

T = Σ z_l/√K is known as T ~ N(ω, V), the rest of z is not known at all. With p_y(T) = P(y | T) and
the rest R = |z|² − T² of K − 1 squares, the label y moves the mean of R/(K−1) away from 1 by
λ_y(ω), and a difference between units grows by α E Σ_y Z_y λ_y² per step.

Which of the units are positive, and what that says of Σ z_l², follows from the densities of sums of
half-normal variables, built one term after the other: all of these are smooth where they are not
zero, and are kept as Chebyshev interpolants, relative to exp(−s²/2m).
"""

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.polynomial import chebyshev
from scipy.fft import dct
from scipy.special import comb

from bayes_glm.quadrature import gauss_legendre

from .brackets import bracketed
from .plane import REACH, agree

NORMALISATION = math.sqrt(2 * math.pi)
PANEL, DEGREE = 2.0, 24  # everything varies on scales of 1 or more
ORDER = 80
WINDOW = 9.0  # half-width of a Gaussian, in standard deviations
FARTHEST = 10.0  # of |T|
FLOOR = 1e-13  # rounding of the interpolants; what has this probability weighs as much


def windowed(centre, reach, low, high):
    """Gauss–Legendre nodes and weights (N, ORDER) on [low, high] cut to centre ± reach."""
    nodes, weights = gauss_legendre(ORDER)
    low = np.maximum(low, centre - reach)
    high = np.minimum(high, centre + reach)
    span = np.maximum(high - low, 0.0)
    return low[:, None] + span[:, None] * nodes, span[:, None] * weights


class Series:
    """A smooth function on [0, end]: Chebyshev series on panels, each with digits of its own."""

    def __init__(self, function, end):
        self.panels = math.ceil(end / PANEL)
        self.width = end / self.panels
        inside = (chebyshev.chebpts1(DEGREE + 1) + 1) / 2
        s = self.width * (np.arange(self.panels)[:, None] + inside)
        values = function(s.ravel())
        values = values.reshape(*values.shape[:-1], self.panels, DEGREE + 1)
        self.coefficients = dct(values[..., ::-1], axis=-1) / (DEGREE + 1)
        self.coefficients[..., 0] /= 2

    def __call__(self, s):
        panel = np.clip(np.floor(s / self.width), 0, self.panels - 1)
        inside = np.clip(2 * (s / self.width - panel) - 1, -1, 1)
        chosen = np.moveaxis(self.coefficients[..., panel.astype(int), :], -1, 0)
        return chebyshev.chebval(inside, chosen, tensor=False)


class Sums:
    """g_m of the density exp(−s²/2m) g_m(s) of a sum of m half-normal variables, and of its twin in
    which one of the densities is x² φ(x) in place of φ(x)."""

    def __init__(self, units):
        # the factor beside a Gaussian moves the maximum, by about as much as Σ|z| is above 0
        self.window = WINDOW + math.sqrt(units)
        self.plain, self.squared = [None], [None]
        for m in range(1, units + 1):
            # as far as |T| < FARTHEST leads within the window, and fine enough for a scale of 1
            end = FARTHEST * m / math.sqrt(units) + self.window * math.sqrt(m)
            for family, power in ((self.plain, 0), (self.squared, 2)):
                function = lambda s, m=m, power=power: self._extended(m, power, s)
                family.append(Series(function, end))

    def _extended(self, m, power, s):
        if m == 1:
            return s**power / NORMALISATION
        x, w = windowed(s / m, self.window * math.sqrt((m - 1) / m), np.zeros_like(s), s)
        w = w * np.exp(-(m / (2 * (m - 1))) * (x - s[:, None] / m) ** 2) * x**power
        return (w * self.plain[m - 1](s[:, None] - x)).sum(axis=1) / NORMALISATION

    def meet(self, m, n, t, first, second):
        """∫ first_m(s + x) second_n(x) dx over x > 0, −s, relative to φ(t)/√K, s = t √K."""
        units = m + n
        s = t * math.sqrt(units)
        far = np.full_like(s, np.inf)
        reach = self.window * math.sqrt(m * n / units)
        x, w = windowed(-s * n / units, reach, np.maximum(0, -s), far)
        w = w * np.exp(-(units / (2 * m * n)) * (x + s[:, None] * n / units) ** 2)
        product = first(s[:, None] + x) * second(x)
        return NORMALISATION * math.sqrt(units) * (w * product).sum(axis=1)


class Conditional(NamedTuple):
    """Given T: probability of each label and the mean of R/(K−1) − 1 on it, (labels, nodes)."""

    t: np.ndarray
    weights: np.ndarray
    probability: np.ndarray
    excess: np.ndarray


@cache
def half_lines(units):
    """The same as series in |T| < FARTHEST, for T < 0 and T > 0: probabilities, then excesses."""
    sums = Sums(units)

    def rows(t):
        probability, squares = {}, {}
        for m in range(units + 1):
            n, p, q = units - m, np.zeros_like(t), np.zeros_like(t)
            if 0 < m < units:
                plain, squared = sums.plain, sums.squared
                p = sums.meet(m, n, t, plain[m], plain[n])
                q = m * sums.meet(m, n, t, squared[m], plain[n])
                q += n * sums.meet(m, n, t, plain[m], squared[n])
            elif (t[0] > 0) == (m > 0):
                s, scale = np.abs(t) * math.sqrt(units), NORMALISATION * math.sqrt(units)
                p = scale * sums.plain[units](s)
                q = scale * units * sums.squared[units](s)
            label = int(np.sign(2 * m - units))
            ways = comb(units, m)
            probability[label] = probability.get(label, 0) + ways * p
            squares[label] = squares.get(label, 0) + ways * q
        labels = sorted(probability)
        p = np.array([probability[y] for y in labels])
        rest = (np.array([squares[y] for y in labels]) - t * t * p) / (units - 1)
        return np.concatenate([p, rest - p])

    return [Series(lambda t, s=sign: rows(s * t), FARTHEST) for sign in (-1, 1)]


def conditional(units, width):
    """Nodes for T that resolve `width`."""
    nodes, weights = gauss_legendre(16)
    edges = np.linspace(0, FARTHEST, math.ceil(FARTHEST / min(1.0, 4 * width)) + 1)
    t = (edges[:-1, None] + np.diff(edges)[:, None] * nodes).ravel()
    weights = (np.diff(edges)[:, None] * weights).ravel()
    rows = [part(t) for part in half_lines(units)]
    rows = np.concatenate([rows[0][:, ::-1], rows[1]], axis=1)
    p, excess = np.split(rows, 2)
    return Conditional(np.r_[-t[::-1], t], np.r_[weights[::-1], weights], p, excess)


class Difference(NamedTuple):
    """A₊ = E Σ_y (∂Z_y)²/Z_y of the common field, and E Σ_y Z_y λ_y²."""

    plus: float
    growth: float


def unit_difference(units, q, v):
    given = conditional(units, math.sqrt(v))

    def rule(step):
        h = 2 * step * min(1.0, math.sqrt(v / q))
        x = h * (np.arange(math.ceil(REACH / h)) + 0.5)  # ω and −ω, y and −y together
        omega = math.sqrt(q) * x
        weight = np.exp(-x * x / 2) * h * 2 / math.sqrt(2 * math.pi)
        off = given.t - omega[:, None]
        kernel = np.exp(-(off**2) / (2 * v)) * given.weights / math.sqrt(2 * math.pi * v)
        z = np.maximum(kernel @ given.probability.T, FLOOR)
        slope = (kernel * off / v) @ given.probability.T
        excess = kernel @ given.excess.T
        return np.array([weight @ (slope**2 / z), weight @ (excess**2 / z)]).sum(axis=1)

    return Difference(*agree(rule))


@cache
def threshold(units):
    """α at which α E Σ Z λ² = 1 on the branch q = r/(1 + r), r = α A₊."""
    def surplus(x):
        r = math.exp(x)
        both = unit_difference(units, r / (1 + r), 1 / (1 + r))
        return math.log(both.plus / both.growth) - x

    x = bracketed(surplus, math.log(units))
    r = math.exp(x)
    return r / unit_difference(units, r / (1 + r), 1 / (1 + r)).plus
