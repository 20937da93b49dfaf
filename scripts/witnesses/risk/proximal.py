"""The proximal operator by its definition, argmin_x (x − u)²/(2V) + ℓ(x), and its envelope.

In doubles a margin and a width may differ by forty orders of magnitude: here the slope of the
objective is bisected with 2000 bits, and nothing cancels.
"""

import gmpy2
from gmpy2 import mpfr


def slope(loss, x):
    """(−ℓ′, ℓ″, ℓ) at x, from the right at a kink."""
    if loss == "square":
        return 1 - x, mpfr(1), (1 - x) ** 2 / 2
    if loss == "logistic":
        e = gmpy2.exp(-abs(x))
        low = e / (1 + e)
        s = low if x > 0 else 1 - low
        return (e if x > 0 else mpfr(1)) / (1 + e), s * (1 - s), gmpy2.log1p(e) + max(-x, mpfr(0))
    return (mpfr(1) if x < 1 else mpfr(0)), mpfr(0), max(1 - x, mpfr(0))


def proximal(params, bits):
    loss = params["loss"]
    with gmpy2.local_context(gmpy2.get_context(), precision=bits):
        u, V = mpfr(params["margin"]), mpfr(params["width"])
        if loss == "square":
            x = (u + V) / (1 + V)
        else:
            # x − u − V f(x) rises through zero between u and u + V
            low, high = u, u + V
            for _ in range(bits + 64):
                x = (low + high) / 2
                if x in (low, high):
                    break
                low, high = (x, high) if x - u < V * slope(loss, x)[0] else (low, x)
            x = (low + high) / 2
            if loss == "hinge" and abs(x - 1) < mpfr(2) ** (-bits // 2):
                x = mpfr(1)
        f, bend, value = slope(loss, x)
        derivative = 1 / (1 + V * bend)
        if loss == "hinge":
            f, derivative = (x - u) / V, mpfr(int(x != 1))  # held at the kink, it does not move
        return {
            "point": x,
            "force": f,
            "derivative": derivative,
            "envelope": value + V * f * f / 2,
        }
