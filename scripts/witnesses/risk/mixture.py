"""Two Gaussian clusters: the margin of class y is u ~ N(m + y b, q_y), averaged as it stands.

    m̂ = α Σ p_y E f,   q̂_y = α p_y E f²,   V̂_y = α p_y E (1 − x′)/V_y,   Σ y p_y E f = 0 if b is free
    m = m̂⟨t/D⟩,  q_y = ⟨s_y N/D²⟩,  V_y = ⟨s_y/D⟩,  D = λ + Σ V̂_y s_y,  N = m̂² t + Σ q̂_y s_y

Unknowns: ln m, ln q₊, ln q₋, ln V₊, ln V₋, and b.
"""

from dataclasses import dataclass

import numpy as np

from . import pulls
from .arithmetic import DIGITS, DOUBLES, REACH, below, density, nodes
from .saddle import follow, refine
from .teacher import OutOfDomain

SIGNS = (1, -1)


@dataclass
class Clusters:
    loss: str
    alpha: float
    free: bool
    probability: float
    spectrum: dict

    def blocks(self, A):
        return tuple(A.array(self.spectrum[k]) for k in ("weights", "plus", "minus", "mean"))

    def shares(self, A):
        p = A.number(self.probability)
        return p, 1 - p


def margin_averages(A, loss, mean, q, V, order):
    """E f, E f², E (1 − x′)/V, E ℓ(x)"""
    root = A.sqrt(q)
    reach = REACH * root
    bends = pulls.features(A, loss, V)
    u, weight = nodes(A, mean - reach, mean + reach, [(mean, root), *bends], order)
    weight = weight * density(A, u - mean, q)
    x, f, c, value = pulls.pull(A, loss, u, V)
    return [(weight * g).sum() for g in (f, f * f, c, value)]


def unpack(A, y):
    m, *scales = (A.exp(v) for v in y[:5])
    return m, scales[:2], scales[2:], y[5] if len(y) > 5 else A.number(0)


def response(A, model, lam, y, order):
    """What the clusters say, what that leads to, and ‖w‖²/d."""
    m, q, V, b = unpack(A, y)
    share, alpha = model.shares(A), A.number(model.alpha)
    seen = [
        margin_averages(A, model.loss, m + sign * b, q[i], V[i], order)
        for i, sign in enumerate(SIGNS)
    ]
    weights, plus, minus, mean = model.blocks(A)
    m_hat = alpha * sum(p * e[0] for p, e in zip(share, seen))
    q_hat = [alpha * p * e[1] for p, e in zip(share, seen)]
    V_hat = [alpha * p * e[2] for p, e in zip(share, seen)]
    D = A.number(lam) + V_hat[0] * plus + V_hat[1] * minus
    N = m_hat * m_hat * mean + q_hat[0] * plus + q_hat[1] * minus
    after = [
        m_hat * (weights * mean / D).sum(),
        (weights * plus * N / (D * D)).sum(),
        (weights * minus * N / (D * D)).sum(),
        (weights * plus / D).sum(),
        (weights * minus / D).sum(),
    ]
    return seen, after, (weights * N / (D * D)).sum()


def equations(A, model, lam, order):
    share = model.shares(A)

    def residual(y):
        seen, after, _ = response(A, model, lam, y, order)
        if not after[0] > 0:
            raise OutOfDomain
        r = [A.log(v) - old for v, old in zip(after, y[:5])]
        if model.free:
            force = [p * e[0] for p, e in zip(share, seen)]
            r.append((force[0] - force[1]) / (force[0] + force[1]))
        return r

    return residual


def iterate(model, lam):
    weights, plus, minus, mean = model.blocks(DOUBLES)
    share = model.shares(DOUBLES)
    sizes = [(weights * s).sum() for s in (plus, minus)]
    length = np.sqrt((weights * mean).sum())
    y = np.log([0.3 * length, *(0.3 * s for s in sizes), *(s / (1 + lam) for s in sizes)])
    if model.free:
        y = np.append(y, 0.0)
    for _ in range(60):
        seen, after, _ = response(DOUBLES, model, lam, y, 20)
        y[:5] = 0.5 * y[:5] + 0.5 * np.log(np.maximum(after, 1e-12))
        if model.free:
            stiff = sum(p * e[2] for p, e in zip(share, seen))
            if stiff > 0:
                push = (share[0] * seen[0][0] - share[1] * seen[1][0]) / stiff
                y[5] += 0.5 * float(np.clip(push, -1, 1))
    return y


def answering(model, lam):
    problem = lambda x: equations(DOUBLES, model, x, 20)
    easy = float(np.clip(lam, 0.3, 30.0))
    y, J = follow(problem, float(lam), lambda x: iterate(model, x), easy)

    def answer(order):
        nonlocal y
        A = DIGITS
        y = refine(equations(A, model, lam, order), y, J)
        m, q, V, b = unpack(A, y)
        seen, _, size = response(A, model, lam, y, order)
        share = model.shares(A)
        wrong = lambda offsets: sum(
            p * below(A, (offset - m - sign * b) / A.sqrt(v))
            for p, offset, sign, v in zip(share, offsets, SIGNS, q)
        )
        threshold = A.number(pulls.AT_ZERO[model.loss])
        return {
            "overlap": m,
            "norm": list(q),
            "susceptibility": list(V),
            "bias": b,
            "generalisationError": wrong([A.number(0), A.number(0)]),
            "trainingLoss": sum(p * e[3] for p, e in zip(share, seen)),
            "trainingError": wrong([-v * threshold for v in V]),
            "weightNorm": size,
        }

    return answer
