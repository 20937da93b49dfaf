"""Approximate message passing of two units as printed, in 200 bits.

    V = (1/d) Σ C_i,   ω = F ŵ − g V (the g of the step before, none at first)
    g = ∇ ln Z_y,   Λ = −(1/d) Σ_μ ∂g_μ,   γ = Fᵀ g + Λ ŵ,   ŵ, C of P(w) exp(γ·w − w·Λw/2)

Z, and its derivatives in closed form, from Plackett's integral for quadrants.
"""

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from replica.quadrature import legendre

BITS = 200


def quadrant(a, b, rho, rule):
    """P(ζ₁ > −a, ζ₂ > −b) and its derivatives ∂_a, ∂_b, ∂_aa, ∂_ab, ∂_bb."""
    scale, root2, twice = gmpy2.sqrt(2 * gmpy2.const_pi()), gmpy2.sqrt(mpfr(2)), 4 * gmpy2.const_pi()
    cdf = lambda x: gmpy2.erfc(-x / root2) / 2
    pdf = lambda x: gmpy2.exp(-x * x / 2) / scale
    s, theta = gmpy2.sqrt(1 - rho * rho), gmpy2.asin(rho)
    value = cdf(a) * cdf(b)
    for x, w in rule:
        t = gmpy2.sin(theta * (1 + x) / 2)
        value += theta * w / twice * gmpy2.exp(-(a * a - 2 * a * b * t + b * b) / (2 * (1 - t * t)))
    k, h = (b - rho * a) / s, (a - rho * b) / s
    da, db, dab = pdf(a) * cdf(k), pdf(b) * cdf(h), pdf(a) * pdf(k) / s
    return value, da, db, -a * da - rho * dab, dab, -b * db - rho * dab


def output(y, omega, v, rule):
    """g and ∂g"""
    roots = gmpy2.sqrt(v[0][0]), gmpy2.sqrt(v[1][1])
    rho = v[0][1] / (roots[0] * roots[1])
    total = [mpfr(0)] * 6
    for one, two in {1: [(1, 1)], -1: [(-1, -1)], 0: [(1, -1), (-1, 1)]}[int(y)]:
        a, b = one * omega[0] / roots[0], two * omega[1] / roots[1]
        part = quadrant(a, b, one * two * rho, rule)
        x, z = one / roots[0], two / roots[1]
        for i, factor in enumerate((1, x, z, x * x, x * z, z * z)):
            total[i] += factor * part[i]
    z, *rest = total
    p, q, pp, pq, qq = (t / z for t in rest)
    return (p, q), ((pp - p * p, pq - p * q), (pq - p * q, qq - q * q))


def inverse(m):
    (a, b), (c, d) = m
    det = a * d - b * c
    return [[d / det, -b / det], [-c / det, a / det]]


def gaussian(lam, fields):
    c = inverse([[1 + lam[0][0], lam[0][1]], [lam[1][0], 1 + lam[1][1]]])
    means = [[c[0][0] * f + c[0][1] * g, c[1][0] * f + c[1][1] * g] for f, g in fields]
    return means, c


def rademacher(lam, fields):
    means, average = [], [[mpfr(0), mpfr(0)], [mpfr(0), mpfr(0)]]
    states = [(s, t) for s in (1, -1) for t in (1, -1)]
    for f, g in fields:
        weights = []
        for s, t in states:
            energy = (lam[0][0] + 2 * s * t * lam[0][1] + lam[1][1]) / 2
            weights.append(gmpy2.exp(s * f + t * g - energy))
        total = sum(weights)
        m = [sum(w * state[i] for w, state in zip(weights, states)) / total for i in (0, 1)]
        means.append(m)
        for i in (0, 1):
            for j in (0, 1):
                both = sum(w * state[i] * state[j] for w, state in zip(weights, states)) / total
                average[i][j] += (both - m[i] * m[j]) / len(fields)
    return means, average


def amp(params, order):
    prior = {"gaussian": gaussian, "rademacher": rademacher}.get(params["prior"]["kind"])
    if prior is None or params["units"] != 2:
        raise Skip("two units with Gaussian or ±1 weights")
    with gmpy2.local_context(gmpy2.get_context(), precision=BITS):
        rule = list(zip(*legendre.__wrapped__(order)))
        matrix = [[mpfr(x) for x in row] for row in params["matrix"]]
        labels, d = params["labels"], len(params["matrix"][0])
        means = [[mpfr(x) for x in row] for row in params["initialMean"]]
        start = params.get("initialVariance", [[1, 0], [0, 1]])
        v = [[mpfr(x) for x in row] for row in start]
        g = [(mpfr(0), mpfr(0))] * len(labels)
        states = [(means, v)]
        for _ in range(params["iterations"]):
            lam = [[mpfr(0), mpfr(0)], [mpfr(0), mpfr(0)]]
            fresh = []
            for row, y, old in zip(matrix, labels, g):
                omega = [
                    sum(x * m[i] for x, m in zip(row, means)) - sum(old[k] * v[k][i] for k in (0, 1))
                    for i in (0, 1)
                ]
                gradient, hessian = output(y, omega, v, rule)
                fresh.append(gradient)
                for i in (0, 1):
                    for j in (0, 1):
                        lam[i][j] -= hessian[i][j] / d
            g = fresh
            fields = [
                [
                    sum(row[i] * h[k] for row, h in zip(matrix, g))
                    + sum(lam[k][l] * means[i][l] for l in (0, 1))
                    for k in (0, 1)
                ]
                for i in range(d)
            ]
            means, v = prior(lam, fields)
            states.append((means, v))
        return {
            "means": [states[t][0] for t in params["record"]],
            "variance": [states[t][1] for t in params["record"]],
        }
