"""Φ in multiple precision from Taylor series about a grid (a tenth of the time of erfc), and trapezoids."""

import gmpy2
from gmpy2 import mpfr

from replica.quadrature import ONE, PI, SQRT2, SQRT_2PI, TWO  # noqa: F401  (sets the precision)

GRID = 8
TERMS = 24
LAST = 14  # Φ(−14) < 1e-44
LN10 = gmpy2.log(mpfr(10))
_cells = {}


def density(x):
    return gmpy2.exp(-x * x / 2) / SQRT_2PI


def _cell(i):
    """Taylor coefficients of Φ about i/GRID, highest first: Φ⁽ⁿ⁾ = (−1)ⁿ⁻¹ He_{n−1} φ."""
    x = mpfr(i) / GRID
    terms = [gmpy2.erfc(-x / SQRT2) / 2, density(x)]
    for n in range(1, TERMS):  # c_{n+1} = −(x c_n + (n−1) c_{n−1}/n)/(n+1) of φ's own series
        before = (n - 1) * terms[n - 1] / n if n > 1 else 0
        terms.append(-(x * terms[n] + before) / (n + 1))
    return tuple(reversed(terms))


def probability(x):
    """Φ(x), absolute error 1e-35."""
    if x > LAST:
        return ONE
    if x < -LAST:
        return ONE - ONE
    i = round(float(x) * GRID)
    if i not in _cells:
        _cells[i] = _cell(i)
    step = x - mpfr(i) / GRID
    total = 0
    for c in _cells[i]:
        total = total * step + c
    return total


def half_nodes(variance, strip, digits, known=ONE - ONE, limit=None):
    """Positive nodes (k + ½) h and weights of both signs for N(0, variance).

    The integrand is analytic for |Im ω| < strip, grows there like exp(Im² ω/2 known) at most (known: the
    variance of the Gaussian in it), and falls below its `digits` beyond the last node.
    """
    if variance == 0:
        return [mpfr(0)], [ONE]
    scale = digits * LN10
    sigma = gmpy2.sqrt(variance)
    narrow = sigma if known == 0 else gmpy2.sqrt(variance * known / (variance + known))
    h = min(2 * PI * strip / scale, narrow * PI * gmpy2.sqrt(TWO / scale))
    h = h if limit is None else min(h, limit)
    count = int(gmpy2.ceil(sigma * gmpy2.sqrt(2 * scale) / h))
    nodes = [(k + mpfr("0.5")) * h for k in range(count)]
    weights = [2 * h / sigma * density(x / sigma) for x in nodes]
    return nodes, weights
