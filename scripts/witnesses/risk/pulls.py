"""What a loss does to a margin: x = argmin (x − u)²/(2V) + ℓ(x), solved node by node.

A pull is (x, f, c, loss): the point, f = −ℓ′(x), c = (1 − x′)/V = ℓ″/(1 + Vℓ″), and ℓ(x).
"""

import numpy as np


def square(A, u, V):
    f = (1 - u) / (1 + V)  # 1 − x, which cancels where V is large
    return (u + V) / (1 + V), f, 1 / (1 + V) + 0 * u, f * f / 2


def hinge(A, u, V):
    one, zero = 1 + 0 * u, 0 * u
    held = (u > 1 - V) & (u < 1)
    x = np.where(held, one, np.where(u >= 1, u, u + V))
    f = np.where(held, (1 - u) / V, np.where(u >= 1, zero, one))
    return x, f, np.where(held, one / V, zero), np.where(u <= 1 - V, 1 - x, zero)


def logistic_point(u, V):
    """Root of x − u = V/(1 + eˣ) in doubles: Newton's steps that may not leave the bracket."""
    u = np.asarray(u, dtype=float)
    low, high = u.copy(), u + V
    x = np.where(u < -V, u + V, np.where(u <= 0, 0.0, u))
    for _ in range(200):
        s = np.where(x > 0, np.exp(-np.abs(x)), 1.0) / (1 + np.exp(-np.abs(x)))
        gap = x - u - V * s
        low, high = np.where(gap < 0, x, low), np.where(gap < 0, high, x)
        step = x - gap / (1 + V * s * (1 - s))
        after = np.where((step > low) & (step < high), step, (low + high) / 2)
        change = np.abs(after - x)
        x = after
        if np.all(change <= 1e-14 * (1 + np.abs(x))):
            break
    return x


def logistic(A, u, V):
    x = logistic_point(u, float(V))
    if A.exact:
        x = A.array(x)
        for _ in range(2):  # 16 digits, 32, 64
            s = 1 / (1 + A.exp(x))
            x = x - (x - u - V * s) / (1 + V * s * (1 - s))
    small = A.exp(-abs(x))
    s = np.where(x > 0, small, 1 + 0 * x) / (1 + small)
    curvature = s * (1 - s) if A.exact else small / (1 + small) ** 2
    loss = A.log1p(small) + np.where(x > 0, 0 * x, -x)
    return x, s, curvature / (1 + V * curvature), loss


PULLS = {"square": square, "hinge": hinge, "logistic": logistic}
AT_ZERO = {"square": 1, "hinge": 1, "logistic": 0.5}  # −ℓ′(0): x < 0 where u < −V times this


def pull(A, loss, u, V):
    return PULLS[loss](A, u, V)


def features(A, loss, V):
    """Where the pull bends, as (centre, width) on the axis of the margin."""
    if loss == "square":
        return []
    if loss == "hinge":
        return [(A.number(1), A.number(4)), (1 - V, A.number(4))]
    # 1 + Vℓ″ = 0 at ±x + iπ: the margins c + iπ at which two solutions meet
    r = A.sqrt(1 + 4 / V)
    x = A.log((r + 1) * (r + 1) * V / 4)
    return [(x + V * (r - 1) / 2, A.number(2)), (-x - V * (r + 1) / 2, A.number(2))]
