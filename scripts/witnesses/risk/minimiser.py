"""ŵ = argmin Σ ℓ(y X·w) + (λ/2)‖w‖² of a data set: stationarity solved in digits, and checked.

Doubles start it: Newton's method for the logistic loss, coordinate ascent on the dual variables
0 ≤ β ≤ 1 of the hinge, which say what is below, on and beyond the margin. That assignment is mended
until every optimality condition holds in digits, which proves it, since the problem is convex.
"""

import gmpy2
import numpy as np

from jsonlines import Skip
from .arithmetic import DIGITS


def linear(matrix, right):
    """Gaussian elimination with pivoting, on object arrays."""
    n = len(right)
    M = np.concatenate([matrix, right[:, None]], axis=1)
    for k in range(n):
        pivot = k + int(np.argmax([float(abs(v)) for v in M[k:, k]]))
        if M[pivot, k] == 0:
            raise Skip("singular equations")
        M[[k, pivot]] = M[[pivot, k]]
        M[k] = M[k] / M[k, k]
        for i in range(n):
            if i != k:
                M[i] = M[i] - M[i, k] * M[k]
    return M[:, n]


def table(rows):
    return np.array([[gmpy2.mpfr(float(v)) for v in row] for row in rows], dtype=object)


def identity(n):
    return np.array([[gmpy2.mpfr(int(i == j)) for j in range(n)] for i in range(n)], dtype=object)


def square(Z, lam):
    # u = Zw, Σ (1 − u)²/2
    return linear(Z.T.dot(Z) + lam * identity(Z.shape[1]), Z.T.dot(np.ones(len(Z), dtype=object)))


def logistic(Z, lam):
    F, L = Z.astype(float), float(lam)
    w = np.zeros(F.shape[1])
    value = lambda v: np.logaddexp(0, -F @ v).sum() + L / 2 * v @ v
    for _ in range(500):
        u = F @ w
        s = np.exp(-np.logaddexp(0, u))
        g = L * w - F.T @ s
        H = L * np.eye(len(w)) + (F.T * (s * (1 - s))) @ F
        step = np.linalg.lstsq(H, -g, rcond=None)[0]
        scale = 1.0
        while scale > 1e-10 and not value(w + scale * step) <= value(w):
            scale /= 2
        if scale <= 1e-10 or np.linalg.norm(step) < 1e-12 * (1 + np.linalg.norm(w)):
            break
        w = w + scale * step
    w = np.array([gmpy2.mpfr(v) for v in w], dtype=object)
    for _ in range(30):
        s = 1 / (1 + DIGITS.exp(Z.dot(w)))
        g = lam * w - Z.T.dot(s)
        H = lam * identity(len(w)) + (Z.T * (s * (1 - s))).dot(Z)
        step = linear(H, g)
        w = w - step
        if max(abs(v) for v in step) < gmpy2.mpfr(2) ** -200 * (1 + max(abs(v) for v in w)):
            return w
    raise Skip("Newton's method does not settle")


def hinge(Z, lam):
    F, L = Z.astype(float), float(lam)
    n = len(F)
    power = (F * F).sum(axis=1)
    beta, w = np.zeros(n), np.zeros(F.shape[1])
    for _ in range(3000):  # wherever this is, the assignment is mended
        moved = 0.0
        for i in range(n):
            after = min(1.0, max(0.0, beta[i] + L * (1 - F[i] @ w) / power[i]))
            if after != beta[i]:
                w += (after - beta[i]) * F[i] / L
                moved = max(moved, abs(after - beta[i]))
                beta[i] = after
        if moved < 1e-13:
            break
    tiny = 1e-9
    place = [0 if b > 1 - tiny else 2 if b < tiny else 1 for b in beta]
    gram = Z.dot(Z.T) / lam
    slack = gmpy2.mpfr(2) ** -200
    for _ in range(200):
        on = [i for i in range(n) if place[i] == 1]
        pulls = np.array([gmpy2.mpfr(int(p == 0)) for p in place], dtype=object)
        if on:
            missing = 1 - gram[on].dot(pulls)
            pulls[on] = linear(gram[np.ix_(on, on)], missing)
        u = gram.dot(pulls)
        wrong = []
        for i in range(n):
            if place[i] == 1 and not -slack <= pulls[i] <= 1 + slack:
                wrong.append((max(-pulls[i], pulls[i] - 1), i, 2 if pulls[i] < 0 else 0))
            elif (place[i] == 0 and u[i] > 1 + slack) or (place[i] == 2 and u[i] < 1 - slack):
                wrong.append((abs(u[i] - 1), i, 1))
        if not wrong:
            return Z.T.dot(pulls) / lam
        _, i, where = max(wrong)
        place[i] = where
    raise Skip("no assignment meets the optimality conditions")


MINIMISERS = {"square": square, "logistic": logistic, "hinge": hinge}


def minimise(params, bits):
    with gmpy2.local_context(gmpy2.get_context(), precision=bits):
        X, y = table(params["matrix"]), params["labels"]
        Z = X * np.array([gmpy2.mpfr(v) for v in y], dtype=object)[:, None]
        lam = gmpy2.mpfr(params["lambda"])
        w = MINIMISERS[params["loss"]](Z, lam)
        u = Z.dot(w)
        one = gmpy2.mpfr(1)
        loss = {
            "square": lambda x: (1 - x) ** 2 / 2,
            "logistic": lambda x: gmpy2.log1p(gmpy2.exp(-abs(x))) + max(-x, 0 * one),
            "hinge": lambda x: max(1 - x, 0 * one),
        }[params["loss"]]
        return {
            "weights": list(w),
            "objective": sum(loss(x) for x in u) + lam / 2 * w.dot(w),
        }
