"""
Channels P(y | z), and what Bayes' rule makes of z ~ N(ω, V) once y is known.

    log Z = log E P(y | z),   g = ∂_ω log Z = (E[z | y] − ω)/V,   ∂_ω g = (Var[z | y] − V)/V²

Gaussian noise of variance Δ inside the channel only widens z: V becomes W = V + Δ everywhere.
Below, t = (z − ω)/√W is a standard normal variable, so g = E[t | y]/√W, ∂_ω g = (Var[t | y] − 1)/W.

Each channel also averages over its own labels, with ω = √m v, v ~ N(0, 1), V = ρ − m:

    Φ_out = E_v ∫dy Z log Z,   A = 2 ∂Φ_out/∂m = E_v ∫dy Z g²

and knows A′(0) = ∫dy Z (∂_ω g)² at ω = 0, V = ρ (for even channels, where g vanishes at ω = 0).
"""

import math
from functools import cache

import numpy as np

from .outcomes import Failure, Skip
from .quadrature import FAR, around, integrate, normal_average, normal_density
from .truncated_normal import truncated_normal, union

INF = np.inf
LOG_2PI = np.log(2 * np.pi)
ERFC = np.vectorize(math.erfc, otypes=[float])


class Channel:
    noise = 0.0
    even = False
    discrete_labels = True
    determined = 0.0  # κ: probability that the label, noiseless and continuous, determines |z|

    def width(self, variance):
        return np.asarray(variance, float) + self.noise


class Event(Channel):
    """
    y = +1 if z lies in a union of intervals and −1 otherwise (sign, probit, symmetric door).

    Only the less likely label is integrated. The likelier one follows from Σ_y Z = 1 and its
    derivatives Σ_y Z g = 0, Σ_y Z (∂g + g²) = 0, which keeps every digit of a g of 1e-50.

    Distances are measured from the edge K at which the label changes, x = (ω − K)/√W: as V → 0
    everything happens at x = O(1), where ω − K itself would have lost its digits.
    """

    edge = 0.0

    def intervals(self, label):
        """[(lo, hi), …] of z − K."""
        raise NotImplementedError

    def moments(self, label, x, root):
        return union(
            [truncated_normal(lo / root - x, hi / root - x) for lo, hi in self.intervals(label)]
        )

    def both(self, x, width):
        """{label: (log Z, g, ∂_ω g)} for both labels."""
        root = np.sqrt(width)
        direct = {y: self.moments(y, x, root) for y in (1, -1)}
        answer = {}
        for y in (1, -1):
            own, other = direct[y], direct[-y]
            odds = np.exp(np.minimum(other.log_mass - own.log_mass, 0.0))
            g_likely = -odds * other.mean
            dg_likely = -odds * (other.variance - 1 + other.mean**2) - g_likely**2
            with np.errstate(divide='ignore'):
                log_likely = np.log1p(-np.exp(np.minimum(other.log_mass, 0.0)))
            likely = own.log_mass > other.log_mass
            answer[y] = (
                np.where(likely, log_likely, own.log_mass),
                np.where(likely, g_likely, own.mean) / root,
                np.where(likely, dg_likely, own.variance - 1) / width,
            )
        return answer

    def denoise(self, y, omega, variance):
        width = self.width(variance)
        answers = self.both((omega - self.edge) / np.sqrt(width), width)
        positive = np.asarray(y) > 0
        return tuple(np.where(positive, p, n) for p, n in zip(answers[1], answers[-1]))

    def average_over_field(self, function, m, width):
        """2 ∫_{ω > 0} N(ω; 0, m) function(x): over ω/√m, or over x once that is the finer."""
        root, spread = np.sqrt(width), np.sqrt(m)
        scales = np.array([0, 1, 3, 8, 20, FAR])
        layer = around(0.0, 1.0)
        if m <= width:
            with np.errstate(divide='ignore', invalid='ignore'):
                cuts = (self.edge + root * layer) / spread
            slope, offset, jacobian = spread / root, -self.edge / root, 1.0
            cuts = np.r_[scales, cuts[np.isfinite(cuts) & (cuts > 0) & (cuts < FAR)]]

            def integrand(v):
                return function(offset + slope * v) * (2 * normal_density(v))

        else:
            start, end = -self.edge / root, (FAR * spread - self.edge) / root
            layer = np.r_[layer, (spread * scales - self.edge) / root]
            cuts = np.r_[start, end, layer[(layer > start) & (layer < end)]]
            jacobian = root / spread

            def integrand(x):
                return function(x) * (
                    2 * jacobian * normal_density((self.edge + root * x) / spread)
                )

        return integrate(integrand, cuts)

    def average(self, m, variance):
        width = self.width(variance)
        if width == 0:  # the labels are known, and say everything about a boundary
            return np.array([0.0, INF])

        def function(x):
            answers = self.both(x, width).values()
            potential = sum(np.exp(log_z) * log_z for log_z, _, _ in answers)
            return np.array([potential, sum(np.exp(log_z) * g**2 for log_z, g, _ in answers)])

        return self.average_over_field(function, m, width)

    def slope_at_zero(self, second_moment):
        answers = (self.denoise(y, np.zeros(1), second_moment) for y in (1, -1))
        return float(sum(np.exp(log_z) * dg**2 for log_z, _, dg in answers)[0])

    def log_likelihood(self, y, z):
        """log P(y | z) itself, for given z."""
        if self.noise > 0:
            return self.denoise(y, z, 0.0)[0]
        hit = np.zeros(np.shape(z), bool)
        for lo, hi in self.intervals(1):
            hit |= (z - self.edge >= lo) & (z - self.edge < hi)
        return np.where(hit == (np.asarray(y) > 0), 0.0, -INF)


class Sign(Event):
    """y = sign(z + √Δ ξ): Δ = 0 is the sign channel, Δ > 0 the probit channel."""

    def __init__(self, noise=0.0):
        self.noise = noise

    def intervals(self, label):
        return [(0.0, INF)] if label > 0 else [(-INF, 0.0)]

    def log_likelihood(self, y, z):
        """log Φ(y z/√Δ); by math.erfc, since an enumeration asks for millions of them."""
        if self.noise == 0:
            return super().log_likelihood(y, z)
        x = np.asarray(y * z, float) / np.sqrt(2 * self.noise)
        tail = ERFC(np.abs(x)) / 2
        with np.errstate(divide='ignore'):
            direct = np.where(x > 0, np.log1p(-tail), np.log(tail))
        deep = x < -20  # where erfc is about to leave the double-precision numbers
        if np.any(deep):
            direct[deep] = truncated_normal(-INF, x[deep] * np.sqrt(2)).log_mass
        return direct


class SymmetricDoor(Event):
    """y = −1 if |z| < K, otherwise +1."""

    even = True

    def __init__(self, width):
        self.edge = width

    def intervals(self, label):
        far_edge = -2 * self.edge
        return [(-INF, far_edge), (0.0, INF)] if label > 0 else [(far_edge, 0.0)]


class Linear(Channel):
    """y = z + √Δ ξ. Gaussian: everything is elementary."""

    discrete_labels = False
    determined = 1.0

    def __init__(self, noise):
        self.noise = noise

    def denoise(self, y, omega, variance):
        width = self.width(variance)
        error = y - omega
        log_z = -(error**2) / (2 * width) - (LOG_2PI + np.log(width)) / 2
        return log_z, error / width, -1 / width + 0 * error

    def average(self, m, variance):
        width = self.width(variance)
        with np.errstate(divide='ignore'):
            return np.array([-(LOG_2PI + 1 + np.log(width)) / 2, 1 / width])

    def log_likelihood(self, y, z):
        return self.denoise(y, z, 0.0)[0]


class Relu(Channel):
    """
    y = max(0, z): an atom at 0, where all that is known is the event z < 0, and a density on y > 0,
    where z is known. For y > 0, ∫dy Z (…) is an integral over the standard normal t > −ω/√V.
    """

    discrete_labels = False
    determined = 0.5

    def __init__(self):
        self.atom = Sign()

    def denoise(self, y, omega, variance):
        y = np.asarray(y, float)
        if np.any(y < 0):
            raise Failure('a relu label is never negative')
        seen = Linear(0.0).denoise(y, omega, variance)
        unseen = self.atom.denoise(-np.ones_like(y), omega, variance)
        return tuple(np.where(y > 0, s, u) for s, u in zip(seen, unseen))

    def average(self, m, variance):
        root = np.sqrt(variance)
        if root == 0:
            return np.array([INF, INF])

        def at(x):
            log_z, g, _ = self.atom.both(x, variance)[-1]
            seen = truncated_normal(-x, INF)
            mass = np.exp(seen.log_mass)
            square = mass * (seen.variance + seen.mean**2)  # E[t²; t > −x]
            density = -mass * (LOG_2PI / 2 + np.log(root)) - square / 2
            return np.array(
                [np.exp(log_z) * log_z + density, np.exp(log_z) * g**2 + square / variance]
            )

        return self.atom.average_over_field(lambda x: (at(x) + at(-x)) / 2, m, variance)

    def log_likelihood(self, y, z):
        raise Skip('the noiseless relu likelihood of a given weight vector is a delta function')


class AbsoluteValue(Channel):
    """
    y = |z + √Δ ξ|: all that is missing is a sign, with log-odds 2 y ω/W.

    With x = ω/√W and t standard normal, y = √W |x + t| and √W g = (x + t) tanh(x(x + t)) − x, so A
    and Φ_out are averages over v of two functions of x alone, integrated over t once and for all.
    """

    even = True
    discrete_labels = False
    determined = 1.0

    def __init__(self, noise):
        self.noise = noise

    def denoise(self, y, omega, variance):
        y = np.asarray(y, float)
        if np.any(y < 0):
            raise Failure('an absolute value is never negative')
        width = self.width(variance)
        tilt = y * omega / width
        likelier = -((y - np.abs(omega)) ** 2) / (2 * width) - (LOG_2PI + np.log(width)) / 2
        log_z = likelier + np.log1p(np.exp(-2 * np.abs(tilt)))
        minority = np.exp(-2 * np.abs(tilt))
        sech2 = 4 * minority / (1 + minority) ** 2
        return log_z, (y * np.tanh(tilt) - omega) / width, (y * y * sech2 / width - 1) / width

    def average(self, m, variance):
        width = float(self.width(variance))
        if width == 0.0:
            return np.array([INF, INF])
        overlap_fit, potential_fit = sign_problem()
        scale = np.sqrt(m / width)

        def integrand(v):
            x = np.abs(scale * v)
            near = np.minimum(x, SIGN_KNOWN)
            place = 2 * near / SIGN_KNOWN - 1
            chebyshev = np.polynomial.chebyshev.chebval
            known = x >= SIGN_KNOWN
            return np.array(
                [
                    np.where(known, 0.0, chebyshev(place, potential_fit)),
                    np.where(known, 1.0, near**2 * chebyshev(place, overlap_fit)),
                ]
            )

        cuts = around(0.0, 1 / scale, (0.5, 1, 2, 4, SIGN_KNOWN)) if scale > 0 else []
        potential, gain = normal_average(integrand, cuts)
        return np.array([potential - (LOG_2PI + 1 + np.log(width)) / 2, gain / width])

    def slope_at_zero(self, second_moment):
        return 2 / float(self.width(second_moment)) ** 2  # E (t² − 1)² = 2

    def log_likelihood(self, y, z):
        if self.noise == 0:
            raise Skip('the noiseless likelihood of a given weight vector is a delta function')
        return self.denoise(y, z, 0.0)[0]


SIGN_KNOWN = 9.5  # beyond this x = |ω|/√W the sign is known up to φ(x) < 1e-20


@cache
def sign_problem():
    """
    Chebyshev coefficients on 0 < x < SIGN_KNOWN of

        E_t [(x + t) tanh(x(x + t)) − x]² / x²   and   E_t log(1 + exp(−2x(x + t)))

    The trapezoidal rule in t converges geometrically: all integrands are analytic in a strip.
    """
    step = 1 / 64
    t = np.arange(-12, 12 + step, step)
    weight = step * np.exp(-t * t / 2) / np.sqrt(2 * np.pi)
    degree = 160
    place = np.cos(np.pi * (np.arange(degree) + 0.5) / degree)
    x = (SIGN_KNOWN * (place + 1) / 2)[:, None]
    y = x + t
    gain = ((y * np.tanh(x * y) / x - 1) ** 2) @ weight
    doubt = np.logaddexp(0, -2 * x * y) @ weight
    fit = np.polynomial.chebyshev.chebfit
    return fit(place, gain, degree - 1), fit(place, doubt, degree - 1)


def make_channel(spec):
    kind = spec['kind']
    if kind == 'sign':
        return Sign()
    if kind == 'probit':
        return Sign(spec['noiseVariance'])
    if kind == 'linear':
        return Linear(spec['noiseVariance'])
    if kind == 'relu':
        return Relu()
    if kind == 'absolute-value':
        return AbsoluteValue(spec['noiseVariance'])
    if kind == 'symmetric-door':
        return SymmetricDoor(spec['width'])
    raise Skip(f'channel {kind} is not supported')
