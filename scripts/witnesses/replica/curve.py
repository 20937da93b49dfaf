"""The stationary points of the free entropy, and what is read off them.

    f(m, r) = Φ_w(r) + α Φ_out(m) − m r / 2,   ∂_r f = 0: m = M(r),   ∂_m f = 0: r = α A(m)

Both conditions at once hold on a curve, swept here by r: m = M(r), α(r) = r / A(M(r)). State
evolution started below (above) moves up exactly where α > α(r), so the stationary point reached
from no (full) information is the first (last) crossing of α(r) = α.
"""

import gmpy2
from gmpy2 import mpfr

from .channels import channel
from .priors import Prior

INFINITY = gmpy2.inf()

# ln r, finest where the curve turns; the ends are there for tiny noise and extreme α
GRID = (
    [mpfr(-16) + mpfr(i) / 2 for i in range(20)]
    + [mpfr(-6) + mpfr(i) * 3 / 20 for i in range(120)]
    + [mpfr(12) + mpfr(i) * 7 / 10 for i in range(30)]
)


class Point:
    """One stationary point: r, m, V = ρ − m (by direct integration), α, Φ_w, Φ_out, f."""

    def __init__(self, r, m, V, alpha, phi_w, phi_out):
        self.r, self.m, self.V, self.alpha = r, m, V, alpha
        self.phi_out = phi_out
        self.f = phi_w + alpha * phi_out - m * r / 2


class Model:
    def __init__(self, prior_spec, channel_spec, order):
        self.prior = Prior(prior_spec)
        self.channel = channel(channel_spec)
        self.order = order
        self._points = {}
        self._rows = None
        self.weak = None  # weak-recovery threshold, once it has been asked for
        self.rho = self.prior.second_moment
        # zero overlap is stationary when neither the prior nor the label breaks the symmetry
        self.symmetric = self.channel.even and abs(self.prior.mean) < mpfr("1e-30")

    def at(self, r):
        """The stationary point with this r."""
        if r not in self._points:
            phi_w, m, V = self.prior.scalar_channel(r, self.order)
            phi_out, A = self.channel.averages(m, V, self.order)
            self._points[r] = Point(r, m, V, r / A, phi_w, phi_out)
        return self._points[r]

    def alpha(self, log_r):
        return self.at(gmpy2.exp(log_r)).alpha

    def blank(self, alpha):
        """The stationary point m = 0 of a symmetric model."""
        phi_out, _ = self.channel.averages(mpfr(0), self.rho, self.order)
        return Point(mpfr(0), mpfr(0), self.rho, alpha, mpfr(0), phi_out)

    def scan(self):
        """(ln r, α(r)) on a grid, with little precision: only its ups and downs matter."""
        if self._rows is None:
            coarse = Model.__new__(Model)
            coarse.__dict__.update(self.__dict__, order=12, _points={})
            self._rows = []
            for x in GRID:
                point = coarse.at(gmpy2.exp(x))
                self._rows.append((x, point.alpha))
                # without noise a discrete prior is recovered exponentially fast: nothing follows
                if self.prior.discrete and self.channel.noiseless and point.V < mpfr("1e-36"):
                    break
        return self._rows

    def crossings(self, alpha):
        """All stationary points at this α with 0 < r < ∞, in increasing r, each with `stable`."""
        # where the scan's few digits leave the sign of α(r) − α in doubt, all digits decide
        doubt = mpfr("1e-4") * alpha
        rows = [(x, self.alpha(x) if abs(a - alpha) < doubt else a) for x, a in self.scan()]
        found = []
        for (x0, a0), (x1, a1) in zip(rows, rows[1:]):
            if (a0 - alpha) * (a1 - alpha) < 0:
                x = root(lambda t: self.alpha(t) - alpha, x0, x1)
                point = self.at(gmpy2.exp(x))
                exact = Point(point.r, point.m, point.V, alpha, 0, point.phi_out)
                exact.f = point.f + (alpha - point.alpha) * point.phi_out
                exact.stable = a1 > a0
                found.append(exact)
        return found


def root(f, a, b, digits=26):
    """Bracketed root: inverse quadratic steps kept inside a shrinking bracket (Brent)."""
    fa, fb = f(a), f(b)
    if fa == 0:
        return a
    if fb == 0:
        return b
    if fa * fb > 0:
        raise ValueError("no sign change")
    if abs(fa) < abs(fb):
        a, b, fa, fb = b, a, fb, fa
    c, fc, d, bisected = a, fa, a, True
    tolerance = mpfr(10) ** -digits
    for _ in range(300):
        if fb == 0 or abs(b - a) <= tolerance * (1 + abs(b)):
            return b
        if fa != fc and fb != fc:
            s = (
                a * fb * fc / ((fa - fb) * (fa - fc))
                + b * fa * fc / ((fb - fa) * (fb - fc))
                + c * fa * fb / ((fc - fa) * (fc - fb))
            )
        else:
            s = b - fb * (b - a) / (fb - fa)
        bound = (3 * a + b) / 4
        outside = not (min(bound, b) < s < max(bound, b))
        slow = abs(s - b) >= (abs(b - c) if bisected else abs(c - d)) / 2
        if outside or slow:
            s, bisected = (a + b) / 2, True
        else:
            bisected = False
        if s == a or s == b:
            return b
        fs = f(s)
        d, c, fc = c, b, fb
        if fa * fs < 0:
            b, fb = s, fs
        else:
            a, fa = s, fs
        if abs(fa) < abs(fb):
            a, b, fa, fb = b, a, fb, fa
    return b


def extremum(f, a, b, sign, nodes=14):
    """Argument of the local maximum (sign = 1) or minimum (−1) of f in (a, b): golden section,
    then the derivative of the Chebyshev interpolant on a shrinking interval."""
    ratio = (gmpy2.sqrt(mpfr(5)) - 1) / 2
    c, d = b - ratio * (b - a), a + ratio * (b - a)
    fc, fd = sign * f(c), sign * f(d)
    while b - a > mpfr("0.06"):
        if fc > fd:
            b, d, fd = d, c, fc
            c = b - ratio * (b - a)
            fc = sign * f(c)
        else:
            a, c, fc = c, d, fd
            d = a + ratio * (b - a)
            fd = sign * f(d)
    mid, half = (a + b) / 2, (b - a) / 2
    theta = [gmpy2.const_pi() * (2 * i + 1) / (2 * nodes) for i in range(nodes)]
    values = [f(mid + half * gmpy2.cos(t)) for t in theta]
    coefficients = [
        2 * sum(v * gmpy2.cos(k * t) for v, t in zip(values, theta)) / nodes for k in range(nodes)
    ]

    def slope(x):
        """d/dx Σ c_k T_k(x), with T_k' = k U_{k−1}"""
        u = [mpfr(1), 2 * x]
        while len(u) < nodes:
            u.append(2 * x * u[-1] - u[-2])
        return sum(k * coefficients[k] * u[k - 1] for k in range(1, nodes))

    return mid + half * root(slope, mpfr("-1.2"), mpfr("1.2"))
