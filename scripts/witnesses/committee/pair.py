"""Two units: averages over the fields, and over the weights.

In the rotated basis ω± = (ω₁ ± ω₂)/√2 everything is diagonal. With a = ω₁/√v, b = ω₂/√v and sin θ the
correlation, P(z₁ > 0, z₂ > 0) = Φ(a)Φ(b) + ∫₀^θ exp(−ω₊²/(2v(1 + sin t)) − ω₋²/(2v(1 − sin t))) dt/2π
(Plackett): the integrand is a product, so that a table of exponentials per axis serves all points.
"""

from operator import mul

import gmpy2
from gmpy2 import mpfr

from jsonlines import Skip
from replica.quadrature import ONE, PI, SQRT2, legendre

from .normal import LN10, density, half_nodes, probability

ANGLES = 32
NOISE = mpfr("1e-33")  # absolute error of a probability
ZERO = mpfr(0)


class Averages:
    """Ψ_out, A₊, A₋, P(y ≠ y′) over ω± ~ N(0, q±), V± = 1 − q±."""

    def __init__(self, q, v, digits):
        (vp, vm), variance = v, (v[0] + v[1]) / 2
        rho = (vp - vm) / (vp + vm)
        root, slope = gmpy2.sqrt(variance), gmpy2.sqrt(2 * variance * vp * vm)
        if q[0] == 0:
            raise Skip("no overlap of the sums: a limit")
        plus, weights_plus = half_nodes(q[0], 2 * gmpy2.sqrt(vp), digits, vp)
        # Far out, where ω₊ = w, Z₀ ~ exp(−w²/2S) cosh(w ω₋/S), S ≤ V₊ + V₋, has zeros at π S/2w: the
        # worst w for a step h is where κ w² + π² S/(w h) is least, κ = (1/q₊ + 1/S)/2.
        spread = vm + min(vp, vm)
        scale, kappa = digits * LN10, (1 / q[0] + 1 / spread) / 2
        limit = PI**2 * spread / (2 * kappa * (scale / (3 * kappa)) ** mpfr("1.5"))
        minus, weights_minus = half_nodes(q[1], 2 * gmpy2.sqrt(vm), digits, vm, limit)

        theta = gmpy2.asin(rho)
        nodes, weights = legendre(ANGLES)
        sines = [gmpy2.sin(theta * (1 + x) / 2) for x in nodes]
        factors = [theta * w / (4 * PI) for w in weights]
        along = [
            [f * gmpy2.exp(-x * x / (2 * variance * (1 + s))) for f, s in zip(factors, sines)]
            for x in plus
        ]
        across = [[gmpy2.exp(-x * x / (2 * variance * (1 - s))) for s in sines] for x in minus]

        self.potential = self.plus = self.minus = self.disagreement = ZERO
        tiny = mpfr(10) ** (-digits - 4)
        peak = weights_plus[0] * weights_minus[0]
        for x, wx, table in zip(plus, weights_plus, along):
            for y, wy, other in zip(minus, weights_minus, across):
                weight = wx * wy
                if weight < tiny * peak:
                    break
                a, b = (x + y) / (SQRT2 * root), (x - y) / (SQRT2 * root)
                one, two = density(a) / root, density(b) / root
                k = probability((x * vm - y * vp) / slope)
                h = probability((x * vm + y * vp) / slope)
                left, right = probability(a), probability(b)
                both = left * right + sum(map(mul, table, other))
                none = ONE - left - right + both
                z = both, left + right - 2 * both, none
                first = one * k, one * (ONE - 2 * k), -one * (ONE - k)
                second = two * h, two * (ONE - 2 * h), -two * (ONE - h)
                for p, d1, d2 in zip(z, first, second):
                    if p <= NOISE:
                        continue
                    self.potential += weight * p * gmpy2.log(p)
                    self.plus += weight * (d1 + d2) ** 2 / (2 * p)
                    self.minus += weight * (d1 - d2) ** 2 / (2 * p)
                    self.disagreement += weight * p * (ONE - p)


def common_field(q, digits):
    """A₊ and E Σ Z (∂₋² ln Z)² at q₋ = 0, q₊ = q: what the units share, and what tells them apart."""
    v = ONE - q
    variance = (ONE + v) / 2
    rho = (v - 1) / (v + 1)
    s = gmpy2.sqrt(1 - rho * rho)
    theta = gmpy2.asin(rho)
    rule = [
        (theta * w / (4 * PI), gmpy2.sin(theta * (1 + x) / 2)) for x, w in zip(*legendre(ANGLES))
    ]
    plus = growth = potential = disagreement = ZERO
    for omega, weight in zip(*half_nodes(q, 2 * gmpy2.sqrt(v), digits, v)):
        a = omega / gmpy2.sqrt(2 * variance)
        phi, left, k = density(a), probability(a), a * gmpy2.sqrt((1 - rho) / (1 + rho))
        turn, at = probability(k), density(k)
        both = left * left + sum(f * gmpy2.exp(-a * a / (1 + t)) for f, t in rule)
        none = ONE - 2 * left + both
        z = both, 2 * (left - both), none
        # derivatives of P(both): ∂_a, ∂_aa − ∂_ab
        slope = phi * turn, phi * (ONE - 2 * turn), phi * (turn - ONE)
        bend = -a * phi * turn - phi * at * (1 + rho) / s
        mirror = a * phi * (ONE - turn) - phi * at * (1 + rho) / s
        bends = bend, -bend - mirror, mirror
        for p, d, dd in zip(z, slope, bends):
            if p > NOISE:
                potential += weight * p * gmpy2.log(p)
                plus += weight * 2 * d * d / (variance * p)
                growth += weight * dd * dd / (variance**2 * p)
                disagreement += weight * p * (ONE - p)
    return plus, growth, potential, disagreement


class Gaussian:
    def __init__(self, r, _):
        self.q = tuple(x / (1 + x) for x in r)
        self.v = tuple(1 / (1 + x) for x in r)
        self.potential = sum(x - gmpy2.log1p(x) for x in r) / 2

    @staticmethod
    def response(_r, _digits):
        return ONE


class Rademacher:
    """The four states of (w₊, w₋): Bayes' rule for B± = r± w± + √r± ξ±."""

    def __init__(self, r, digits):
        roots = [gmpy2.sqrt(x) for x in r]
        axes = []
        for x in r:
            # the posterior weights have poles where their exponents differ by iπ
            strip = PI / (2 * SQRT2 * gmpy2.sqrt(x)) if x > 0 else ONE
            nodes, weights = half_nodes(ONE if x > 0 else ZERO, strip, digits)
            if x > 0:
                nodes = [-n for n in reversed(nodes)] + nodes
                weights = [w / 2 for w in reversed(weights)] + [w / 2 for w in weights]
            axes.append((nodes, weights))
        q = [ZERO, ZERO]
        self.potential = self.share = ZERO
        prefactor = [gmpy2.exp(-x) for x in r]
        for truth in (0, 1):
            tables = []
            for i in (0, 1):
                signal = SQRT2 * r[i] if truth == i else ZERO
                field = [SQRT2 * (signal + roots[i] * n) for n in axes[i][0]]
                pairs = [(prefactor[i] * gmpy2.exp(f), prefactor[i] * gmpy2.exp(-f)) for f in field]
                tables.append([(up + down, up - down) for up, down in pairs])
            for (sum_p, diff_p), wp in zip(tables[0], axes[0][1]):
                for (sum_m, diff_m), wm in zip(tables[1], axes[1][1]):
                    weight, total = wp * wm / 2, sum_p + sum_m
                    q[0] += weight * 2 * (diff_p / total) ** 2
                    q[1] += weight * 2 * (diff_m / total) ** 2
                    self.potential += weight * gmpy2.log(total / 4)
                    self.share += weight * (sum_m / total) ** 2
        self.q = tuple(q)
        self.v = tuple(ONE - x for x in q)

    @classmethod
    def response(cls, r, digits):
        """dq₋/dr₋ at r₋ = 0."""
        return 4 * cls((r, ZERO), digits).share


PRIORS = {"gaussian": Gaussian, "rademacher": Rademacher}
