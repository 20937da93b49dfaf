"""Trajectories of dx/dt = F(x), F polynomial, by power series in t.

A problem hands over `series(x, order)`, the coefficients x₀ … x_order of the solution through x, found by
Cauchy products; each step is as long as the last two coefficients allow.
"""

from operator import mul

from gmpy2 import mpfr

from jsonlines import Skip
from replica.quadrature import ONE  # noqa: F401  (sets the precision)

MOST_STEPS = 20_000


def dot(a, b):
    return sum(map(mul, a, b))


def product(a, b, k):
    """Coefficient k of the product of two series, lists of numbers."""
    return dot(a[: k + 1], b[k::-1])


def trajectory(series, start, times, digits):
    """States at `times`, each step with a local error of 10^-digits relative to the largest coordinate."""
    order = int(1.2 * digits) + 4
    tolerance = mpfr(10) ** -digits
    x, now, states, steps = [mpfr(v) for v in start], mpfr(0), [], 0
    for t in times:
        t = mpfr(t)
        while now < t:
            terms = series(x, order)
            size = max(abs(v) for v in x)
            if size == 0:
                now = t
                break
            last = [max(abs(v) for v in terms[k]) / size for k in (order - 1, order)]
            reach = [(tolerance / c) ** (ONE / k) for k, c in zip((order - 1, order), last) if c > 0]
            step = min([t - now, *reach])
            x = [evaluate([term[i] for term in terms], step) for i in range(len(x))]
            now = t if step == t - now else now + step
            steps += 1
            if steps > MOST_STEPS:
                raise Skip("too many steps")
        states.append(x)
    return states


def evaluate(coefficients, step):
    total = mpfr(0)
    for c in reversed(coefficients):
        total = total * step + c
    return total
