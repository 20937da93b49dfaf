"""The same formulas in doubles and in multiple precision: arrays of floats, or of mpfr objects."""

import math

import gmpy2
import numpy as np
from gmpy2 import mpfr

from replica import quadrature


class Doubles:
    """NumPy's own arrays."""

    name = "doubles"
    exact = False
    number = staticmethod(float)
    exp = staticmethod(np.exp)
    log1p = staticmethod(np.log1p)
    log = staticmethod(np.log)
    sqrt = staticmethod(np.sqrt)
    sin = staticmethod(np.sin)
    pi = math.pi
    _erfc = np.frompyfunc(math.erfc, 1, 1)

    def erfc(self, x):
        return np.asarray(self._erfc(x), dtype=float)

    def array(self, values):
        return np.array([float(v) for v in values])


class Digits:
    """Arrays of mpfr numbers of 120 bits (see replica.quadrature)."""

    name = "digits"
    exact = True
    number = staticmethod(mpfr)
    exp = staticmethod(np.frompyfunc(gmpy2.exp, 1, 1))
    log1p = staticmethod(np.frompyfunc(gmpy2.log1p, 1, 1))
    log = staticmethod(np.frompyfunc(gmpy2.log, 1, 1))
    sqrt = staticmethod(np.frompyfunc(gmpy2.sqrt, 1, 1))
    sin = staticmethod(np.frompyfunc(gmpy2.sin, 1, 1))
    erfc = staticmethod(np.frompyfunc(gmpy2.erfc, 1, 1))
    pi = quadrature.PI

    def array(self, values):
        return np.array([mpfr(v) for v in values], dtype=object)


DOUBLES, DIGITS = Doubles(), Digits()
REACH = 12.5  # standard deviations: beyond them lie 1e-35


def density(A, x, variance):
    """N(x; 0, variance)"""
    return A.exp(-x * x / (2 * variance)) / A.sqrt(2 * A.pi * variance)


def below(A, t):
    """P(ξ < t) of a standard normal ξ"""
    return A.erfc(-t / A.sqrt(A.number(2))) / 2


def nodes(A, low, high, features, order):
    """Composite Gauss–Legendre on [low, high], panels shrinking towards each (centre, width)."""
    breaks = A.array(
        quadrature.mesh(mpfr(low), mpfr(high), [(mpfr(c), mpfr(w)) for c, w in features])
    )
    x, w = (A.array(v) for v in quadrature.legendre(order))
    half = ((breaks[1:] - breaks[:-1]) / 2)[:, None]
    middle = ((breaks[1:] + breaks[:-1]) / 2)[:, None]
    return (middle + half * x).ravel(), (half * w).ravel()
