"""Left edge and outlier of M = Xᵀ diag(c) X, c = (12 h² − 4 y²)/(a + y²), y and h independent.

Left of the spectrum Γ = −G > 0 and c/(1 + Γ c) = [1 − (a + y²)/(A + 12 Γ h²)]/Γ, A = a + (1 − 4Γ) y²: the
average over h is a Mills ratio, the one over y = √a sinh x a trapezoid.
"""

import gmpy2
from gmpy2 import mpfr

from committee.normal import LN10, density
from committee.roots import between, solve
from replica.quadrature import ONE, PI

POLE = ONE / 4


def averages(gamma, a, digits):
    """E f, E y² f, E f², E y² f² of f = c/(1 + Γ c)."""
    width = gmpy2.sqrt(a)
    step = PI * PI / (2 * digits * LN10)  # beyond Im x = π/4 the Gaussian grows
    last = gmpy2.asinh(gmpy2.sqrt(2 * (digits + 6) * LN10) / width)
    total = [mpfr(0)] * 4
    for i in range(int(last / step) + 1):
        x = (i + ONE / 2) * step
        y, spacing = width * gmpy2.sinh(x), width * gmpy2.cosh(x) * step
        weight, y2 = 2 * spacing * density(y), y * y
        square = (a + (1 - 4 * gamma) * y2) / (12 * gamma)
        beta = gmpy2.sqrt(square)
        mills = gmpy2.exp(square / 2) * gmpy2.erfc(beta / gmpy2.sqrt(ONE * 2))
        root = gmpy2.sqrt(PI / 2)
        first = root * mills / beta  # E 1/(β² + h²)
        # E 1/(β² + h²)² = −(d/dβ E 1/(β² + h²))/2β
        second = (1 / beta - root * mills + root * mills / square) / (2 * beta)
        p, q = (a + y2) / (12 * gamma) * first, ((a + y2) / (12 * gamma)) ** 2 * second
        f, ff = (1 - p) / gamma, (1 - 2 * p + q) / gamma**2
        for k, value in enumerate((f, y2 * f, ff, y2 * ff)):
            total[k] += weight * value
    return total


def edge(alpha, a, digits):
    """Γ of the edge: α Γ² E f² = 1, or the pole of c = −4 if that comes first."""
    if alpha * POLE**2 * averages(POLE, a, 12)[2] <= 1:
        return POLE

    def steepness(x, n):
        g = POLE / (1 + gmpy2.exp(-x[0]))
        return [gmpy2.log(alpha * g * g * averages(g, a, n)[2])]

    (x,) = solve(steepness, [mpfr(0)], digits)
    return POLE / (1 + gmpy2.exp(-x))


def place(gamma, alpha, e):
    return -1 / gamma + alpha * e[0]


def spectrum(alpha, a, digits):
    """(edge, outlier, squared overlap with w*)"""
    last = edge(alpha, a, digits)
    at = averages(last, a, digits)
    left = place(last, alpha, at)
    if 1 - alpha * last * (at[0] - at[1]) >= 0:
        return left, left, mpfr(0)

    def gap(g, n):
        e = averages(g, a, n)
        return 1 - alpha * g * (e[0] - e[1])

    g = between(gap, last * mpfr("1e-6"), last, digits)
    e = averages(g, a, digits)
    slope = alpha * e[2] - 1 / g**2
    return left, place(g, alpha, e), 1 / (1 - alpha * e[3] / slope)


def transition(a, digits):
    """α where the outlier's Γ is that of the edge."""
    e = averages(POLE, a, 12)
    if 1 / (POLE * (e[0] - e[1])) <= 1 / (POLE**2 * e[2]):
        e = averages(POLE, a, digits)
        return 1 / (POLE * (e[0] - e[1]))

    def apart(x, n):
        g = POLE / (1 + gmpy2.exp(-x[0]))
        e = averages(g, a, n)
        return [gmpy2.log((e[0] - e[1]) / (g * e[2]))]

    (x,) = solve(apart, [mpfr(0)], digits)
    g = POLE / (1 + gmpy2.exp(-x))
    return 1 / (g * g * averages(g, a, digits)[2])
