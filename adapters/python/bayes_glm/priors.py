"""
Priors of one weight, and what Bayes' rule makes of them.

In natural parameters, the posterior of w is ∝ P(w) exp(B w − A w²/2):

    log Z(A, B) = log E exp(B w − A w²/2),   mean = ∂_B log Z,   variance = ∂²_B log Z

and the scalar Gaussian channel x = √r w + ξ has A = r, B = √r x. Its observation x has the density
p(x) = φ(x) Z(r, √r x), where φ is the density of pure noise.
"""

import numpy as np

from .outcomes import Skip
from .quadrature import FAR, around

LOG_2PI = np.log(2 * np.pi)
_INVERSE_FACTORIALS = 1 / np.cumprod(np.r_[1.0, np.arange(1, 18)])


def beyond_linear(u):
    """e^u − 1 − u for |u| ≤ 1/2, by its series."""
    return u * u * np.polynomial.polynomial.polyval(u, _INVERSE_FACTORIALS[2:])


class Gaussian:
    """w ~ N(0, S). Conjugate: everything is elementary."""

    continuous_mass = 1.0
    entropy = None  # of the atoms; there are none
    smallest_gap = 0.0  # between two atoms

    def __init__(self, variance):
        self.slab = variance
        self.mean, self.second_moment = 0.0, variance

    def denoise(self, precision, field):
        gain = self.slab / (1 + precision * self.slab)
        log_z = gain * field**2 / 2 - np.log1p(precision * self.slab) / 2
        return gain * field, gain + 0 * field, log_z


class Discrete:
    """w = values[k] with probability probabilities[k]."""

    continuous_mass = 0.0

    def __init__(self, values, probabilities):
        probabilities = np.asarray(probabilities, float)
        self.values, which = np.unique(np.asarray(values, float), return_inverse=True)
        self.probabilities = np.bincount(which, probabilities) / probabilities.sum()
        self.values = self.values[self.probabilities > 0]
        self.probabilities = self.probabilities[self.probabilities > 0]
        if self.values.size < 2:
            raise Skip('a discrete prior needs at least two different values')
        self.smallest_gap = float(np.diff(self.values).min())
        self.mean = float(self.probabilities @ self.values)
        self.second_moment = float(self.probabilities @ self.values**2)
        self.entropy = float(-self.probabilities @ np.log(self.probabilities))

    def _bayes(self, exponents, average, log_likelihood=None):
        """
        Posterior mean and variance and log Σ p_k exp(u_k), for exponents u of shape (k, …) and
        their average Σ p_k u_k.

        Deviations are taken from the likeliest value, so that a variance of 1e-200 has its digits;
        near u = 0 mean and logarithm are taken relative to the prior, so that theirs are kept too.
        `log_likelihood`: the same exponents up to a constant in k, where that is more accurate.
        """
        column = (-1,) + (1,) * (exponents.ndim - 1)
        w, p = self.values.reshape(column), self.probabilities.reshape(column)
        log_weights = np.log(p) + (exponents if log_likelihood is None else log_likelihood)
        top = self.values[np.argmax(log_weights, axis=0)]
        posterior = np.exp(log_weights - log_weights.max(axis=0))
        posterior /= posterior.sum(axis=0)
        offset = (posterior * (w - top)).sum(axis=0)
        variance = (posterior * (w - top - offset) ** 2).sum(axis=0)
        near = np.abs(exponents).max(axis=0) < 0.5
        u = np.clip(exponents, -0.5, 0.5)
        excess = (p * beyond_linear(u)).sum(axis=0) + average
        mean_near = (self.mean + (p * w * np.expm1(u)).sum(axis=0)) / (1 + excess)
        log_near = np.log1p(np.where(near, excess, 0.0))
        log_far = np.logaddexp.reduce(np.log(p) + exponents, axis=0)
        return np.where(near, mean_near, top + offset), variance, np.where(near, log_near, log_far)

    def denoise(self, precision, field):
        precision, field = np.broadcast_arrays(precision, field)
        w = self.values.reshape((-1,) + (1,) * field.ndim)
        average = field * self.mean - precision * self.second_moment / 2
        return self._bayes(w * (field - precision * w / 2), average)

    def observe(self, r, x):
        """Density of x = √r w + ξ, posterior mean and variance of w, and log p(x)/φ(x)."""
        root = np.sqrt(r) * self.values[:, None]
        log_likelihood = -((x - root) ** 2) / 2 - LOG_2PI / 2
        density = self.probabilities @ np.exp(log_likelihood)
        average = np.sqrt(r) * x * self.mean - r * self.second_moment / 2
        return density, *self._bayes(root * (x - root / 2), average, log_likelihood)

    def cuts(self, r):
        """Peaks of p(x), points where the likeliest weight changes, and the noise alone."""
        peaks = np.sqrt(r) * self.values
        gaps = np.diff(peaks)
        switches = (peaks[1:] + peaks[:-1]) / 2 - np.diff(np.log(self.probabilities)) / gaps
        centres = np.r_[peaks, 0.0]
        edges = [centres.min() - FAR, centres.max() + FAR]
        inner = np.r_[around(centres, np.ones_like(centres)), around(switches, 1 / gaps)]
        return np.r_[edges, inner[(inner > edges[0]) & (inner < edges[1])]]


class GaussBernoulli:
    """w = 0 with probability 1 − s, otherwise w ~ N(0, S)."""

    entropy = None
    smallest_gap = 0.0

    def __init__(self, density, variance):
        self.density, self.slab = density, variance
        self.continuous_mass = density
        self.mean, self.second_moment = 0.0, density * variance

    def _log_odds(self, precision, field):
        """log of (slab : spike), posterior mean and variance inside the slab."""
        gain = self.slab / (1 + precision * self.slab)
        with np.errstate(divide='ignore'):
            prior = np.log(self.density) - np.log1p(-self.density)
        mean = gain * field
        return prior - np.log1p(precision * self.slab) / 2 + mean * field / 2, mean, gain

    def denoise(self, precision, field):
        log_odds, mean, variance = self._log_odds(precision, field)
        slab = np.exp(-np.logaddexp(0, -log_odds))
        spike = np.exp(-np.logaddexp(0, log_odds))
        exponent = mean * field / 2 - np.log1p(precision * self.slab) / 2
        near = np.log1p(self.density * np.expm1(np.clip(exponent, -1, 1)))
        with np.errstate(divide='ignore'):
            far = np.logaddexp(np.log1p(-self.density), np.log(self.density) + exponent)
        log_z = np.where(np.abs(exponent) < 0.5, near, far)
        return slab * mean, slab * (variance + spike * mean**2), log_z

    def observe(self, r, x):
        mean, variance, log_z = self.denoise(r, np.sqrt(r) * x)
        wide = 1 + r * self.slab
        spike = (1 - self.density) * np.exp(-(x**2) / 2)
        slab = self.density * np.exp(-(x**2) / (2 * wide)) / np.sqrt(wide)
        return (spike + slab) / np.sqrt(2 * np.pi), mean, variance, log_z

    def cuts(self, r):
        """The spike, the slab, and the point where one takes over from the other."""
        wide = 1 + r * self.slab
        sigma = np.sqrt(wide)
        cuts = [
            -FAR * sigma,
            FAR * sigma,
            *around(0.0, 1.0, (1, 3, 8, 20, FAR)),
            *around(0.0, sigma),
        ]
        threshold = 2 * (np.log1p(-self.density) - np.log(self.density) + np.log(wide) / 2)
        curvature = r * self.slab / wide
        if self.density < 1 and threshold > 0 and curvature > 0:
            switch = np.sqrt(threshold / curvature)
            width = 1 / (curvature * switch)
            cuts += [*around(switch, width), *around(-switch, width)]
        cuts = np.array(cuts)
        return cuts[np.abs(cuts) <= FAR * sigma]


def make_prior(spec):
    kind = spec['kind']
    if kind == 'gaussian':
        return Gaussian(spec['variance'])
    if kind == 'rademacher':
        return Discrete([-1.0, 1.0], [0.5, 0.5])
    if kind == 'gauss-bernoulli':
        return GaussBernoulli(spec['density'], spec['variance'])
    if kind == 'discrete':
        return Discrete(spec['values'], spec['probabilities'])
    raise Skip(f'prior {kind} is not supported')
