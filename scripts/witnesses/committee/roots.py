"""Roots of one or two equations whose evaluation gets dearer with every digit.

Newton's method at few digits; a precise derivative at a dozen; with that one kept, a single step at
many digits gains ten.
"""

from gmpy2 import mpfr

from jsonlines import Skip
from replica.quadrature import ONE

FEW, DOZEN = 6, 12


def solve(equations, start, digits):
    """A root x of equations(x, digits), lists of equal length (1 or 2), near start."""
    x = newton(equations, start)
    inverse = invert(central(equations, x, DOZEN))
    for level in (DOZEN, digits):
        settled = mpfr(10) ** -level
        for _ in range(12):
            x, longest = step(equations(x, level), inverse, x)
            # of the next step: by the error of the derivative, and by curvature
            if longest * (mpfr("1e-9") + longest) < settled:
                break
        else:
            raise Skip("a root did not settle")
    return x


def between(function, low, high, digits):
    """The root of function(x, digits) in (low, high), where it changes sign; never evaluated outside."""
    rising = function(high, DOZEN) > 0
    for _ in range(30):
        middle = (low + high) / 2
        if (function(middle, DOZEN) > 0) == rising:
            high = middle
        else:
            low = middle
    x, aside = (low + high) / 2, (low + high) / 2 * (1 - mpfr("1e-6"))
    slope = (function(x, DOZEN) - function(aside, DOZEN)) / (x - aside)
    for _ in range(20):
        move = function(x, digits) / slope
        x -= move
        if abs(move) * mpfr("1e-5") < mpfr(10) ** -digits * abs(x):
            return x
    raise Skip("a root did not settle")


def newton(equations, x):
    for _ in range(60):
        value = equations(x, FEW)
        x, longest = step(value, invert(forward(equations, x, value)), x)
        if longest < 1e-5:
            return x
    raise Skip("Newton's method did not settle")


def step(value, inverse, x):
    move = [-sum(a * b for a, b in zip(row, value)) for row in inverse]
    longest = max(abs(m) for m in move)
    share = ONE if longest <= 1 else 1 / longest
    return [a + share * m for a, m in zip(x, move)], longest


def shifted(x, k, h):
    return [a + (h if i == k else 0) for i, a in enumerate(x)]


def forward(equations, x, value):
    h = mpfr("1e-5")
    columns = [
        [(b - a) / h for a, b in zip(value, equations(shifted(x, k, h), FEW))] for k in range(len(x))
    ]
    return [list(row) for row in zip(*columns)]


def central(equations, x, level):
    h = mpfr("1e-5")
    columns = []
    for k in range(len(x)):
        up, down = (equations(shifted(x, k, e), level) for e in (h, -h))
        columns.append([(b - a) / (2 * h) for a, b in zip(down, up)])
    return [list(row) for row in zip(*columns)]


def invert(m):
    if len(m) == 1:
        return [[1 / m[0][0]]]
    (a, b), (c, d) = m
    det = a * d - b * c
    return [[d / det, -b / det], [-c / det, a / det]]
