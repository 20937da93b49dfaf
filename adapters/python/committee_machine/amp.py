"""
Approximate message passing with a mean and a 2 × 2 covariance per weight.

    V = mean of C_i,   ω = X ŵ − g V (g of the step before, none at first)
    g = g_out(y, ω, V),   Λ = −Σ_μ ∂g_μ/d,   γ = Xᵀ g + ŵ Λ
    ŵ, C = mean and covariance of w under P(w) exp(γ·w − w·Λw/2)
"""

import numpy as np
from scipy.special import softmax

from bayes_glm.outcomes import Failure, Skip

from .quadrants import denoise

STATES = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]], float)


def gaussian(precision, field):
    covariance = np.linalg.inv(np.eye(2) + precision)
    if np.any(np.linalg.eigvalsh(covariance) <= 0):
        raise Failure('a covariance that is not positive')
    return field @ covariance, covariance


def rademacher(precision, field):
    energy = np.einsum('sk,kl,sl->s', STATES, precision, STATES) / 2
    p = softmax(field @ STATES.T - energy, axis=1)
    mean = p @ STATES
    off = STATES[None] - mean[:, None]
    return mean, np.einsum('is,isk,isl->kl', p, off, off) / len(p)


PRIORS = {'gaussian': gaussian, 'rademacher': rademacher}


def amp(prior, matrix, labels, iterations, mean, variance):
    """(means (d, 2), V) after 0, 1, …, `iterations` steps."""
    learn = PRIORS[prior]
    _, d = matrix.shape
    g = np.zeros((len(labels), 2))
    yield mean, variance
    for _ in range(iterations):
        if not np.all(np.linalg.eigvalsh(variance) > 0):
            if np.max(np.abs(variance)) < 1e-12:
                raise Skip('recovery so nearly perfect that its covariance is beyond double precision')
            raise Failure('a covariance that is not positive')
        omega = matrix @ mean - g @ variance
        _, g, dg = denoise(labels, omega, variance)
        precision = -dg.sum(axis=0) / d
        mean, variance = learn(precision, matrix.T @ g + mean @ precision)
        if not (np.all(np.isfinite(mean)) and np.all(np.isfinite(variance))):
            raise Skip('recovery so nearly perfect that its covariance is beyond double precision')
        yield mean, variance
