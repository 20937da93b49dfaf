"""The output denoiser of two units from the moments of z on the event that the label announces.

    Z = ∫_event N(z; ω, V),   g = V⁻¹(E z − ω),   ∂g = V⁻¹ Cov z V⁻¹ − V⁻¹

An event is one quadrant or two. With z₁ = ω₁ + √V₁₁ t the integral over z₂ at fixed t is a truncated
normal one, and the one over t is done on a mesh that resolves the edge, the maximum and the step of the
integrand. 220 bits: what cancels in g when the label was no surprise has digits to spare.
"""

import math

import gmpy2
from gmpy2 import mpfr

from replica.quadrature import legendre, mesh

BITS = 220
REACH = 17  # of t beyond the maximum


def quadrant(a, b, rho, order):
    """Mass of ζ₁ > −a, ζ₂ > −b, and the mean and second moments of ζ on it."""
    s = gmpy2.sqrt(1 - rho * rho)
    low = -a
    mode = max(low, peak(a, b, rho, s))
    features = [(low, mpfr("0.1") / (1 + abs(a) + abs(b) / s)), (mode, mpfr("0.5"))]
    if rho != 0:
        features.append((-b / rho, s / abs(rho) / 2))
    breaks = mesh(low, mode + REACH, [f for f in features if low <= f[0] <= mode + REACH])
    nodes, weights = legendre.__wrapped__(order)
    root2, scale = gmpy2.sqrt(mpfr(2)), gmpy2.sqrt(2 * gmpy2.const_pi())
    sums = [mpfr(0)] * 6
    for left, right in zip(breaks, breaks[1:]):
        half, mid = (right - left) / 2, (left + right) / 2
        for x, w in zip(nodes, weights):
            t = mid + half * x
            kappa = (b + rho * t) / s
            p = gmpy2.erfc(-kappa / root2) / 2
            f = gmpy2.exp(-kappa * kappa / 2) / scale
            weight = half * w * gmpy2.exp(-t * t / 2) / scale
            one, two = rho * t * p + s * f, rho * rho * t * t * p + 2 * rho * t * s * f
            two += s * s * (p - kappa * f)
            for i, value in enumerate((p, t * p, one, t * t * p, t * one, two)):
                sums[i] += weight * value
    mass, *moments = sums
    t, u, tt, tu, uu = (m / mass for m in moments)
    return mass, (t, u), ((tt, tu), (tu, uu))


def peak(a, b, rho, s):
    """Roughly where φ(t) Φ((b + ρt)/s) is largest, in double precision."""
    a, b, rho, s = map(float, (a, b, rho, s))

    def height(t):
        k = (b + rho * t) / s
        tail = -k * k / 2 - math.log(-k) - 0.92 if k < -5 else math.log(math.erfc(-k / 1.4142))
        return tail - t * t / 2

    grid = [-a + (i / 4) * (1 + abs(a) / 40) for i in range(400)]
    return mpfr(max(grid, key=height))


def denoise(y, omega, variance, order):
    """(ln Z, g, ∂g)"""
    with gmpy2.local_context(gmpy2.get_context(), precision=BITS):
        w = [mpfr(x) for x in omega]
        v = [[mpfr(x) for x in row] for row in variance]
        roots = gmpy2.sqrt(v[0][0]), gmpy2.sqrt(v[1][1])
        rho = v[0][1] / (roots[0] * roots[1])
        total, first = mpfr(0), [mpfr(0), mpfr(0)]
        second = [[mpfr(0), mpfr(0)], [mpfr(0), mpfr(0)]]
        for signs in {1: [(1, 1)], -1: [(-1, -1)], 0: [(1, -1), (-1, 1)]}[int(y)]:
            a, b = (s * x / r for s, x, r in zip(signs, w, roots))
            mass, mean, square = quadrant(a, b, signs[0] * signs[1] * rho, order)
            scale = [s * r for s, r in zip(signs, roots)]
            total += mass
            for i in (0, 1):
                first[i] += mass * scale[i] * mean[i]
                for j in (0, 1):
                    second[i][j] += mass * scale[i] * scale[j] * square[i][j]
        det = v[0][0] * v[1][1] - v[0][1] ** 2
        inverse = [[v[1][1] / det, -v[0][1] / det], [-v[0][1] / det, v[0][0] / det]]
        off = [f / total for f in first]  # E z − ω
        spread = [[second[i][j] / total - off[i] * off[j] for j in (0, 1)] for i in (0, 1)]
        g = [sum(inverse[i][k] * off[k] for k in (0, 1)) for i in (0, 1)]
        dg = [
            [
                sum(
                    inverse[i][k] * spread[k][m] * inverse[m][j] for k in (0, 1) for m in (0, 1)
                )
                - inverse[i][j]
                for j in (0, 1)
            ]
            for i in (0, 1)
        ]
        return gmpy2.log(total), g, dg
