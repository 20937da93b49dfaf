"""
The two halves of the replica free entropy, per weight and per label:

    Φ_w(r) = E log Z_w,  M(r) = 2 Φ_w′,      Φ_out(m) = E ∫dy Z log Z,  A(m) = 2 Φ_out′

Φ_w is the relative entropy of the noisy observation x = √r w + ξ with respect to pure noise.
"""

from typing import NamedTuple

import numpy as np

from .priors import Gaussian
from .quadrature import integrate, normal_density

CERTAIN = 760.0  # atoms are told apart up to e^{-r gap²/8}, which is no double beyond this
LINEAR = 1e-13  # below this m/W, A(m) = A′(0) m to rounding for an even channel


class PriorPotential(NamedTuple):
    potential: float
    overlap: float  # M = E⟨w⟩²
    mean_square_error: float  # E Var(w | x), integrated by itself: ρ − M would lose its digits
    information: float  # I(w; x) = r ρ/2 − Φ_w, in nats


class OutputPotential(NamedTuple):
    potential: float
    conjugate_per_alpha: float


# coefficients of e^δ δ − (e^δ − 1) = Σ_{j ≥ 2} δ^j / (j (j − 2)!)
_FACTORIALS = np.cumprod(np.r_[1.0, np.arange(1, 20)])
_SERIES = np.r_[0.0, 0.0, 1 / (np.arange(2, 20) * _FACTORIALS[:18])]


def relative_entropy_density(density, noise, log_ratio):
    """p log(p/φ) − p + φ ≥ 0, whose integral is that of p log(p/φ) without the cancellation."""
    series = noise * np.polynomial.polynomial.polyval(np.clip(log_ratio, -0.5, 0.5), _SERIES)
    return np.where(np.abs(log_ratio) < 0.5, series, density * log_ratio - density + noise)


def prior_potential(prior, r):
    if r * prior.smallest_gap**2 / 8 > CERTAIN:
        phi = r * prior.second_moment / 2 - prior.entropy
        return PriorPotential(phi, prior.second_moment, 0.0, prior.entropy)
    if r == 0:
        return PriorPotential(0.0, prior.mean**2, prior.second_moment - prior.mean**2, 0.0)
    if np.isinf(r):
        information = np.inf if prior.entropy is None else prior.entropy
        return PriorPotential(np.inf, prior.second_moment, 0.0, information)
    if isinstance(prior, Gaussian):
        snr = r * prior.slab
        # snr − log(1 + snr), by its series where the two cancel
        orders = np.arange(2, 26)
        gap = snr - np.log1p(snr) if snr > 0.1 else float(np.sum((-snr) ** orders / orders))
        gain = prior.slab / (1 + snr)
        return PriorPotential(gap / 2, snr * gain, gain, np.log1p(snr) / 2)

    def integrand(x):
        density, mean, variance, log_ratio = prior.observe(r, x)
        relative_entropy = relative_entropy_density(density, normal_density(x), log_ratio)
        entropy = -density * np.log(np.maximum(density, np.finfo(float).tiny))
        return np.array([relative_entropy, density * mean**2, density * variance, entropy])

    with np.errstate(over='ignore', under='ignore'):
        phi, overlap, error, entropy = map(float, integrate(integrand, prior.cuts(r)))
    return PriorPotential(phi, overlap, error, entropy - (np.log(2 * np.pi) + 1) / 2)


def output_potential(channel, m, variance):
    if channel.even and m < LINEAR * channel.width(variance):
        # g is odd in ω and would be lost in the rounding of the label probabilities
        potential, _ = channel.average(0.0, m + variance)
        return OutputPotential(float(potential), m * channel.slope_at_zero(m + variance))
    return OutputPotential(*map(float, channel.average(m, variance)))
